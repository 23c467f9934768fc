//! A register that was kept elsewhere and taken over: what the record says of it, and how it is undone as a whole.
//!
//! What always holds: the dossiers of an import stand in books of their own (`nhập1/2023`), so the counters' books keep
//! no gap; an import is undone by voiding each of its dossiers that nobody has acted on since. Such a dossier stays in
//! the record for ever and leaves the register, so that its code is free for the file put right.

use serde::{Deserialize, Serialize};

use crate::dossier::{Accepted, Done, State};

/// How books of imports begin.
const BOOK: &str = "nhập";

/// How the reason begins with which an import takes its dossiers back.
const UNDONE: &str = "hủy nhập tệp";

/// A register taken over from a file. It stands before the first of its dossiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterImported {
    /// Imports of an office are numbered from 1.
    pub import: u32,
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// The sheet, where the file has sheets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Rows to be taken over.
    pub rows: u32,
    /// Years of reception among them, one book each.
    pub years: Vec<i32>,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// Dossiers of an import were taken back; a large import is undone in several steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportUndone {
    /// Which import.
    pub import: u32,
    /// Dossiers voided in this step.
    pub voided: u32,
    /// Dossiers left because somebody had acted on them.
    pub kept: u32,
    /// True with the last step.
    pub finished: bool,
    /// Why.
    pub reason: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// An import as the office knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// What was taken over.
    pub imported: RegisterImported,
    /// Dossiers taken back so far.
    pub voided: u32,
    /// True when no dossier is left that could be taken back.
    pub undone: bool,
}

/// The book of an import's dossiers of a year.
pub fn book(import: u32, year: i32) -> String {
    format!("{BOOK}{import}/{year}")
}

/// The reason with which an import takes a dossier back.
pub fn undone_reason(file: &str, why: &str) -> String {
    format!("{UNDONE} {file}: {why}")
}

/// True for a dossier that came with an import and was taken back with it.
pub fn is_taken_back(accepted: &Accepted) -> bool {
    let State::Void(said) = &accepted.state else { return false };
    accepted.received.book.starts_with(BOOK) && said.reason.starts_with(UNDONE)
}
