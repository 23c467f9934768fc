//! What can go wrong between a form and its paper. No message carries a word of the data.

/// Why a form could not be drawn, or a PDF not shown.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// No form of this set and name is built in.
    #[error("no form {form} in set {set}")]
    UnknownForm {
        /// The set asked for, as `tt03-2025`.
        set: String,
        /// The form asked for, as `receipt`.
        form: String,
    },
    /// The form is not made for this sheet.
    #[error("form {form} is not made for this sheet")]
    Paper {
        /// The form, as `register`.
        form: String,
    },
    /// A form's definition names a label that its labels do not hold, or is not well formed.
    #[error("form definition: {0}")]
    Definition(String),
    /// The text of the QR code needs more than version 10 at level M (213 bytes).
    #[error("{bytes} bytes do not fit a QR code of version 10, level M")]
    QrTooLarge {
        /// Length of the text, in bytes.
        bytes: usize,
    },
    /// No copy was asked for.
    #[error("no copy was asked for")]
    NoCopies,
    /// The font could not be cut down to the glyphs used.
    #[error("font: {0}")]
    Font(String),
    /// The PDF could not be written.
    #[error("writing the PDF: {0}")]
    Pdf(String),
    /// The bytes are not a PDF that can be read, or are protected by a password.
    #[error("the PDF cannot be read")]
    Unreadable,
    /// The PDF has fewer pages.
    #[error("page {page} of {pages} does not exist")]
    NoSuchPage {
        /// The page asked for, counted from 0.
        page: usize,
        /// Pages in the document.
        pages: usize,
    },
    /// The picture would be empty or too large to draw at this resolution.
    #[error("a picture of {width} × {height} pixels cannot be drawn")]
    PictureSize {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
}
