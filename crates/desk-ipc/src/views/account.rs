//! The record's headers, and who looked at which dossier.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LogOpen {
    /// Entries of this kind alone.
    pub kind: Option<String>,
    /// Those before this place.
    pub before: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LogView {
    /// Newest first; a page of it.
    pub rows: Vec<LogRow>,
    /// More before the last.
    pub more: bool,
    pub entries: u64,
    /// Every kind that there is.
    pub kinds: Vec<String>,
    /// Whether who looked at what may be asked too.
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LogRow {
    pub position: i64,
    pub at: String,
    /// As the record names it: `dossier.received`.
    pub kind: String,
    /// Null: the machine itself.
    pub by: Option<String>,
    pub machine: String,
    pub seq: u64,
    /// Its dossier's id.
    pub dossier: Option<String>,
    /// The first 16 digits.
    pub hash: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AccessOpen {
    /// Of this dossier alone: id or code.
    pub dossier: Option<String>,
    /// Of this person alone.
    pub person: Option<String>,
    pub before: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccessView {
    pub rows: Vec<AccessRow>,
    pub more: bool,
    /// Everyone who may have looked.
    pub people: Vec<AccessPerson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccessPerson {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccessRow {
    pub n: i64,
    pub first: String,
    pub last: String,
    pub by: String,
    /// `open`, `past`, `file`, `paper`, `proof`, `search`, `export`, `report`, `national`, `log` or `carry_out`.
    pub what: String,
    /// Id and code; null where it was no one dossier: `times` is then how many at once.
    pub dossier: Option<String>,
    pub code: Option<String>,
    pub times: u64,
}
