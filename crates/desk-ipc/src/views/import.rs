//! A register taken over from a spreadsheet.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportOpen {
    /// Name of the file, for people.
    pub name: String,
    /// The bytes of an xlsx or csv, base64.
    pub data: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportView {
    pub file: String,
    pub sheets: Vec<SheetView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportsView {
    /// Imports so far, oldest first.
    pub imports: Vec<ImportRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SheetView {
    /// Null in a csv.
    pub name: Option<String>,
    pub rows: u32,
    /// The heads under the suggested mapping.
    pub heads: Vec<String>,
    /// The first rows as they stand, each with its line.
    pub sample: Vec<SampleRow>,
    pub suggested: ImportMapping,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SampleRow {
    pub line: u32,
    pub cells: Vec<String>,
}

/// How the table is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ImportMapping {
    pub sheet: Option<String>,
    /// Line of the last row of the head; 0 where there is none.
    pub head: u32,
    /// Place from 0 by column: `code`, `owner`, `address`, `phone`, `personal_number`, `procedure`, `procedure_code`,
    /// `received`, `due`, `returned`, `sets`, `note`.
    pub columns: BTreeMap<String, u32>,
    /// Codes of procedures for what the file calls them.
    pub procedures: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportCheckView {
    pub rows: u32,
    pub ok: u32,
    pub warned: u32,
    pub refused: u32,
    pub returned: u32,
    /// Rows that will stand in the day's work.
    pub open: u32,
    pub new_codes: u32,
    /// How often each finding is said, by its code; those that refuse a row first.
    pub findings: Vec<FindingCount>,
    pub unknown_procedures: Vec<UnknownProcedure>,
    /// The import that took over this very file before.
    pub imported_before: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingCount {
    /// As in [`FindingView`].
    pub code: String,
    pub refused: bool,
    pub rows: u32,
}

/// A part of what was found in the checked file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportFindings {
    /// One code alone; null for all.
    pub code: Option<String>,
    pub offset: u32,
    /// At most 500 at a time.
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingsView {
    pub total: u32,
    pub findings: Vec<FindingView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingView {
    pub line: u32,
    /// The row as it stands in the file.
    pub cells: Vec<String>,
    /// True when the row is not taken over.
    pub refused: bool,
    /// `name_missing`, `procedure_missing`, `procedure_unknown`, `received_unread`, `received_ahead`, `due_unread`,
    /// `returned_unread`, `days_out_of_order`, `sets_unread`, `code_twice`, `code_here`; looked at: `code_missing`,
    /// `code_foreign`, `code_other_day`, `alike`, `due_missing`, `phone_unknown`, `number_unknown`.
    pub code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnknownProcedure {
    pub name: String,
    pub rows: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportRun {
    /// Rows of this step, 0 for 1,000: call until `finished`, or stop.
    pub rows: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportProgressView {
    pub import: u32,
    pub done: u32,
    pub total: u32,
    /// Lines not taken over after all: their day has no number left.
    pub refused: Vec<u32>,
    pub finished: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportUndo {
    pub import: u32,
    pub reason: String,
    /// Dossiers of this step, 0 for 1,000: call until `finished`, or stop.
    pub rows: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoProgressView {
    pub voided: u32,
    /// Left because somebody acted on them; exact when finished.
    pub kept: u32,
    pub finished: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportRow {
    pub import: u32,
    pub file: String,
    pub rows: u32,
    pub at: String,
    pub by: String,
    pub voided: u32,
    pub undone: bool,
}
