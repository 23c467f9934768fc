//! What a caller hands in: the form's name, its data, how to print it. Plain values, no law and no clock.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::error::FormError;
use crate::form::Form;

/// Which form, in which set. A dossier keeps the set it was received under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FormRef {
    /// The set: `tt01-2018`, `tt03-2025`, or `desk` for the office's own papers.
    pub set: String,
    /// The form within it, as `receipt`.
    pub form: String,
}

impl FormRef {
    /// A form of a set. Whether it exists is seen when it is drawn.
    pub fn new(set: impl Into<String>, form: impl Into<String>) -> FormRef {
        FormRef { set: set.into(), form: form.into() }
    }
}

/// A form's data by the names that its definition uses. An absent or empty field is a line of dots to write on.
///
/// Built from a typed struct such as [`crate::ReceiptData`]; sealed as it is in the entry of the print.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormData {
    /// Fields by name.
    pub fields: BTreeMap<String, String>,
    /// Tables by name, each row its cells by column.
    pub tables: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// Text of the QR code; without it an empty frame is left.
    pub qr: Option<String>,
}

/// The sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// A5 upright, one page for each copy.
    #[default]
    A5,
    /// A4 on its side, the copies next to each other with a line to cut along.
    TwoOnA4,
    /// A4 upright, one page for each copy, set larger.
    A4,
    /// A4 on its side, a page of a book.
    A4Landscape,
}

/// Whose copy (liên) a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyMark {
    /// Kept by the office.
    Office,
    /// Handed to the person who submitted.
    Applicant,
}

/// That a page was printed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reprint {
    /// Which reprint: 1 is the second time on paper.
    pub number: u32,
    /// When, by the clock of Hà Nội.
    pub at: NaiveDateTime,
}

/// An office's own wording of a label, while it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelOverride {
    /// Set and form that it belongs to.
    pub form: FormRef,
    /// Name of the label.
    pub label: String,
    /// The office's wording.
    pub text: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open without.
    pub to: Option<NaiveDate>,
}

/// How a form is put on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderOptions {
    /// The sheet, one of [`crate::papers`].
    pub paper: Paper,
    /// One page (or more) for each, in this order.
    pub copies: Vec<CopyMark>,
    /// Marked XEM TRƯỚC: nothing is saved yet.
    pub preview: bool,
    /// Marked BẢN THỬ: from a demo office.
    pub demo: bool,
    /// Printed before.
    pub reprint: Option<Reprint>,
    /// Hash of the record that the paper shows; becomes the file's `/ID`.
    pub record_id: [u8; 32],
    /// Date of the document and of the labels, by the clock of Hà Nội: of the record, not of the printing, so that the
    /// same record gives the same bytes.
    pub made_at: NaiveDateTime,
    /// The office's labels.
    pub overrides: Vec<LabelOverride>,
}

impl RenderOptions {
    /// A first print of a form on its usual sheet, in as many copies as are made of it.
    ///
    /// # Errors
    /// [`FormError::UnknownForm`].
    pub fn for_form(form: &FormRef, record_id: [u8; 32], made_at: NaiveDateTime) -> Result<RenderOptions, FormError> {
        let found = Form::find(form)?;
        let paper = found.papers.first().copied().unwrap_or_default();
        Ok(RenderOptions { paper, copies: found.copies(), ..RenderOptions::new(record_id, made_at) })
    }

    /// Two copies on A5, a first print.
    pub fn new(record_id: [u8; 32], made_at: NaiveDateTime) -> RenderOptions {
        RenderOptions {
            paper: Paper::A5,
            copies: vec![CopyMark::Office, CopyMark::Applicant],
            preview: false,
            demo: false,
            reprint: None,
            record_id,
            made_at,
            overrides: Vec::new(),
        }
    }
}
