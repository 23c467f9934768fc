//! Number ranges.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RangesView {
    pub day: String,
    pub counter: u8,
    pub first: u16,
    pub last: u16,
    pub left: u32,
    /// So few left that a supervisor should know.
    pub few: bool,
    /// Another counter counts at once, not from the next day on.
    pub at_once: bool,
    /// The number of the next dossier; null where none is left.
    pub next: Option<u16>,
    /// `counter/year`, and the next dossier's line in it.
    pub book: String,
    pub line: u32,
    pub counters: Vec<CounterChoice>,
    pub machines: Vec<RangeRow>,
    /// `take`, `continue`.
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CounterChoice {
    pub counter: u8,
    pub first: u16,
    pub last: u16,
    /// Another machine has it.
    pub taken: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RangeRow {
    pub name: String,
    pub own: bool,
    pub counter: u8,
    pub later: Option<u8>,
    pub later_from: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CounterTake {
    pub counter: u8,
}

/// The end of what was written on paper; one of the two at least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperContinue {
    pub last_number: Option<u16>,
    pub last_line: Option<u32>,
}
