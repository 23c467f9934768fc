//! Bytes that others made: scans, photographs, PDFs. Judged before they are kept, drawn to be looked at.
//!
//! What always holds:
//! - The first bytes decide what a file is, never its name or what somebody says of it.
//! - Every figure that a file claims (pixels, pages, what a stream unpacks to) is read and held against a [`Limits`]
//!   before anything of that size is made.
//! - A file is one thing: nothing may stand before it, after it, or be another kind of file at the same time. The one
//!   exception is what telephones write behind a photograph, taken only where every part of it is known (`trailer`).
//! - Nothing in a file is ever run or followed. A PDF that asks for it is kept and drawn all the same; the asking is
//!   noted ([`Judged::active`]).
//!
//! Pure: no disk, no clock. Readers of PDF are large, so desk-app calls both [`judge`] and [`draw`] in a process of its
//! own that may run out of time or memory.

mod draw;
mod exif;
mod jpeg;
mod pdf;
mod png;
mod trailer;
mod zip;

pub use draw::draw;

/// How large a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Pixels of a picture, and of each picture within a PDF.
    pub pixels: u64,
    /// Pages of a PDF.
    pub pages: u64,
    /// Bytes that all streams of a PDF unpack to, and each of them.
    pub unpacked: u64,
}

impl Limits {
    /// 20 MiB, 100 megapixels (A4 at 1000 dpi), 200 pages, 256 MiB unpacked.
    pub const USUAL: Limits =
        Limits { bytes: 20 * 1024 * 1024, pixels: 100_000_000, pages: 200, unpacked: 256 * 1024 * 1024 };
}

impl Default for Limits {
    fn default() -> Self {
        Limits::USUAL
    }
}

/// The kinds of files that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// `application/pdf`
    Pdf,
    /// `image/jpeg`
    Jpeg,
    /// `image/png`
    Png,
}

impl Media {
    /// Its name on the wire and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Media::Pdf => "application/pdf",
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
        }
    }

    /// What the first bytes say.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            Some(Media::Pdf)
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Media::Jpeg)
        } else if bytes.starts_with(png::SIGNATURE) {
            Some(Media::Png)
        } else {
            None
        }
    }
}

/// What a file is, as far as its bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Judged {
    /// Its kind.
    pub media: Media,
    /// Pages; a picture has one.
    pub pages: u64,
    /// Width: pixels of a picture, points of a PDF's first page.
    pub width: u32,
    /// Height, in the same unit.
    pub height: u32,
    /// True for a PDF that asks to run scripts or programs, or carries files. It stays inert here: it is only drawn.
    /// Whoever hands the bytes on to another program should know.
    pub active: bool,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Refused {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// No PDF, JPEG or PNG by its first bytes.
    #[error("neither a PDF nor a JPEG nor a PNG")]
    Unknown,
    /// Too many bytes.
    #[error("{bytes} bytes, more than {max}")]
    Bytes {
        /// How many.
        bytes: u64,
        /// The limit.
        max: u64,
    },
    /// Too many pixels.
    #[error("{width} × {height} pixels, more than {max}")]
    Pixels {
        /// Width in pixels.
        width: u64,
        /// Height in pixels.
        height: u64,
        /// The limit of both multiplied.
        max: u64,
    },
    /// Too many pages; counting stopped there.
    #[error("more than {max} pages")]
    Pages {
        /// The limit.
        max: u64,
    },
    /// A PDF whose streams unpack to too much; unpacking stopped there.
    #[error("unpacks to more than {max} bytes")]
    Unpacked {
        /// The limit.
        max: u64,
    },
    /// Other bytes stand after the end of the file.
    #[error("{bytes} bytes after the end")]
    Trailing {
        /// How many.
        bytes: u64,
    },
    /// The file is another kind of file as well, or two of its kind.
    #[error("two files in one")]
    Twofold,
    /// A PDF that only a password opens.
    #[error("protected by a password")]
    Encrypted,
    /// It ends before its end: a copy that was cut short.
    #[error("the end is missing")]
    Truncated,
    /// It is not put together as its kind is.
    #[error("broken")]
    Broken,
}

/// What can be told without reading on: the size and the first bytes. Costs nothing, whatever the bytes are.
///
/// # Errors
/// [`Refused::Empty`], [`Refused::Bytes`], [`Refused::Unknown`].
pub fn glance(bytes: &[u8], limits: &Limits) -> Result<Media, Refused> {
    let len = bytes.len() as u64;
    if len == 0 {
        return Err(Refused::Empty);
    }
    if len > limits.bytes {
        return Err(Refused::Bytes { bytes: len, max: limits.bytes });
    }
    Media::of(bytes).ok_or(Refused::Unknown)
}

/// Judges a file by its bytes alone.
///
/// # Errors
/// [`Refused`], the first that applies.
pub fn judge(bytes: &[u8], limits: &Limits) -> Result<Judged, Refused> {
    let media = glance(bytes, limits)?;
    // A ZIP is found from its end, so it can hide in any other file.
    if zip::is_within(bytes) {
        return Err(Refused::Twofold);
    }
    match media {
        Media::Pdf => pdf::judge(bytes, limits),
        Media::Jpeg => jpeg::judge(bytes, limits),
        Media::Png => png::judge(bytes, limits),
    }
}

/// A picture's size, when it is allowed.
fn sized(media: Media, width: u32, height: u32, limits: &Limits) -> Result<Judged, Refused> {
    if width == 0 || height == 0 {
        return Err(Refused::Broken);
    }
    allow_pixels(width.into(), height.into(), limits)?;
    Ok(Judged { media, pages: 1, width, height, active: false })
}

fn allow_pixels(width: u64, height: u64, limits: &Limits) -> Result<(), Refused> {
    let max = limits.pixels;
    if width.saturating_mul(height) > max { Err(Refused::Pixels { width, height, max }) } else { Ok(()) }
}

/// What may stand after the end: spaces, line ends, zeros that a scanner pads with.
fn nothing_more(rest: &[u8]) -> Result<(), Refused> {
    if rest.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c | 0)) {
        Ok(())
    } else {
        Err(Refused::Trailing { bytes: rest.len() as u64 })
    }
}
