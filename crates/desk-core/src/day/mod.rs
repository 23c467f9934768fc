//! Closing a day: each counter closes its own, the office's sheet holds the counters' closings, a supervisor signs it.
//!
//! What always holds: a sheet is a sum over what the record says of that day; nothing is changed in place, a later
//! closing or sheet takes the place of an earlier one and both stay; what comes to a closed day afterwards shows as a
//! difference ([`Sheet::changes_to`]), never as another sheet. Where a day stands ([`DayRecord`]) does not depend on the
//! order in which the entries came.

mod record;
mod sheet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use record::{DayFact, DayRecord, Stage};
pub use sheet::{MoneyKind, MoneyLine, NumberLine, Sheet, Unused, UnusedStory, VoidNumber};

use crate::{
    dossier::Done,
    ids::{DeviceId, DossierId, EntryHash},
};

/// A counter closed its own day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterClosed {
    /// The day.
    pub day: NaiveDate,
    /// The counter's number that day, 1 to 10.
    pub counter: u8,
    /// Machines that this one goes on for since a restore and whose day it closes with its own: the sheet counts theirs too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<DeviceId>,
    /// What the machine did that day, and those that it closes with its own.
    pub sheet: Sheet,
    /// Đồng counted in the drawer; none where nobody counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_vnd: Option<i64>,
    /// The machine's newest entry that the sheet counts: seq and hash, the head of the log.
    pub head: (u64, EntryHash),
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// A counter's closing that the office's sheet holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldClosing {
    /// The machine.
    pub device: DeviceId,
    /// Its counter.
    pub counter: u8,
    /// The entry of its closing.
    pub entry: EntryHash,
}

/// A machine of the office whose closing was not here when the sheet was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingClosing {
    /// The machine.
    pub device: DeviceId,
    /// Its counter.
    pub counter: u8,
    /// Its name, as people know it.
    pub name: String,
}

/// What was still to be decided when the sheet was made: it is carried over to the next morning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenException {
    /// Which kind, e.g. `late_without_apology`.
    pub kind: String,
    /// How many.
    pub count: u32,
    /// What they are about: codes of dossiers, numbers, counters; the first hundred.
    pub subjects: Vec<String>,
}

/// The office's sheet of a day. Its figures are the sum of the closings that it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayClosed {
    /// The day.
    pub day: NaiveDate,
    /// The closings it holds, by counter.
    pub held: Vec<HeldClosing>,
    /// The machines whose closings it lacks.
    pub missing: Vec<MissingClosing>,
    /// The sum.
    pub sheet: Sheet,
    /// What was still open.
    pub open: Vec<OpenException>,
    /// The sheets that it takes the place of, all that its machine knew.
    pub amends: Vec<EntryHash>,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// A supervisor signed a day's sheet, after giving the password again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySigned {
    /// The day.
    pub day: NaiveDate,
    /// The entry of the sheet.
    pub sheet: EntryHash,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// What a supervisor says to an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is in order.
    Approved,
    /// It goes back to whoever did it, with a question.
    Returned,
    /// A remark; it stays open.
    Noted,
}

impl Judgement {
    /// All of them.
    pub const ALL: [Judgement; 3] = [Judgement::Approved, Judgement::Returned, Judgement::Noted];

    /// Its word, as the record has it.
    pub fn word(self) -> &'static str {
        match self {
            Judgement::Approved => "approved",
            Judgement::Returned => "returned",
            Judgement::Noted => "noted",
        }
    }

    /// The judgement that a word names.
    pub fn from_word(word: &str) -> Option<Judgement> {
        Judgement::ALL.into_iter().find(|judgement| judgement.word() == word)
    }

    /// True when the supervisor has nothing left to decide about it.
    pub fn settles(self) -> bool {
        match self {
            Judgement::Approved | Judgement::Returned => true,
            Judgement::Noted => false,
        }
    }
}

/// A supervisor looked at exceptions of one kind on a day and said what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionJudged {
    /// The day under review.
    pub day: NaiveDate,
    /// Which kind of exception.
    pub exception: String,
    /// What they are about.
    pub subjects: Vec<String>,
    /// The dossiers among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dossiers: Vec<DossierId>,
    /// What was said.
    pub judgement: Judgement,
    /// In which words; a question needs them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}
