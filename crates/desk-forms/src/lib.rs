//! The printer: a form and its data become PDF/A bytes, and a PDF becomes a picture.
//!
//! Forms are data under `assets/forms`; a dozen kinds of blocks are drawn here. The path is always
//! `form + data -> layout (a display list in points) -> printpdf -> PDF/A-2u`, and a preview is the picture of that very
//! file. Start at [`render`].
//!
//! What always holds:
//! - Forms are Vietnamese only, set in our own four faces of Liberation Serif; no font is looked up on the machine.
//! - The same form, data and options give the same bytes, in every process: no clock, no randomness.
//! - Every string is cleaned once ([`clean`]): what [`printed_fields`] gives, what the page shows and what a search of
//!   the file finds are the same characters.
//! - Nothing is cut off: what does not fit goes to a further page.
//! - The law is not known here. Dates, limits and fees come in as words.
//! - Of bytes that others made ([`attach`]) nothing is believed: they are judged before they are kept, and drawn, never run.

pub mod attach;
mod blocks;
mod clean;
mod compose;
mod data;
mod definition;
mod display;
mod error;
mod flow;
mod font;
mod form;
mod head;
mod icc;
mod papers;
mod pdf;
mod pdfa;
mod picture;
mod qr;
mod receipt;
mod sheet;
mod sign;
mod sources;
mod table;
mod text;
pub mod thermal;
mod unhint;
mod words;

pub use clean::{clean, draws};
pub use compose::layout;
pub use data::{CopyMark, FormData, FormRef, LabelOverride, Paper, RenderOptions, Reprint};
pub use display::{Code, Glyph, Item, Page, Rect, Rule, TextRun};
pub use error::FormError;
pub use font::Face;
pub use papers::{
    ApologyData, AppointmentData, ChasingData, CollectedData, CollectedResult, CommitmentData, ControlData,
    ControlStep, DayCounterRow, DayMoneyRow, DaySheetData, DossierHead, FeeLine, FeeSlipData, GuidanceData,
    HandoverData, HandoverRow, PostalData, PostalRow, RefusalData, RegisterData, RegisterRow, Reminder, ReportData,
    ResultsData, ResultsRow, SlipHead, StopData, SupplementData, data_from_json,
};
pub use picture::{GreyPage, Png, grey_page, pages, picture};
pub use receipt::{ReceiptData, ReceiptPaper, date_text, moment_text, place_date_text};
pub use thermal::ThermalData;

/// Every form built in that is made for a sheet, oldest set first.
pub fn forms() -> Vec<FormRef> {
    form::Form::all()
}

/// The sheets that a form is made for, the usual one first.
///
/// # Errors
/// [`FormError::UnknownForm`].
pub fn papers(form: &FormRef) -> Result<Vec<Paper>, FormError> {
    Ok(form::Form::find(form)?.papers.clone())
}

/// A form's own labels, each with its name, in the order of its file: what an office may word otherwise by a
/// [`LabelOverride`].
///
/// # Errors
/// [`FormError::UnknownForm`].
pub fn labels(form: &FormRef) -> Result<Vec<(String, String)>, FormError> {
    Ok(form::Form::find(form)?.own_labels())
}

/// Draws a form: a PDF/A-2u file with the copies asked for.
///
/// # Errors
/// [`FormError::UnknownForm`], [`FormError::Paper`], [`FormError::NoCopies`], [`FormError::QrTooLarge`]; the others
/// only when the program itself is broken.
pub fn render(form: &FormRef, data: &FormData, options: &RenderOptions) -> Result<Vec<u8>, FormError> {
    let pages = layout(form, data, options)?;
    let found = form::Form::find(form)?;
    let labels = found.labels_on(options.made_at.date(), &options.overrides);
    let title = labels.get(&found.title)?;
    pdfa::finish(pdf::write(&pages)?, title, &options.record_id, options.made_at)
}

/// What a form prints, field by field in the order of the page: name and exact string, empty where dots are left to
/// write on. Cells of tables are named `table.row.column`, rows from 0.
///
/// This is what the proof in the QR code is made over: without the labels, the QR code, the copy mark and the reprint
/// line, so it is the same on every copy and every reprint.
///
/// # Errors
/// [`FormError::UnknownForm`].
pub fn printed_fields(form: &FormRef, data: &FormData) -> Result<Vec<(String, String)>, FormError> {
    Ok(form::Form::find(form)?.printed_fields(data))
}
