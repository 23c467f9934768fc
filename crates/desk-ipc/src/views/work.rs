//! Today's work, the scan box, and the register.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FigureOf, Reason};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TodayView {
    pub day: String,
    pub counters: Vec<CounterView>,
    pub tasks: Vec<TaskView>,
    pub totals: TotalsView,
}

/// Work that waits, by the screen of the rail that does it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RailCounts {
    /// Late or due today.
    pub today: u32,
    /// Results at the desk.
    pub returns: u32,
    /// To be handed over, or not confirmed.
    pub handover: u32,
}

/// A citizen who left without a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WalkInRow {
    /// What the other questions name it by.
    pub entry: i64,
    /// `guidance` or `refusal`.
    pub kind: String,
    pub slip: super::SlipView,
    pub at: String,
    pub owner: String,
    pub phone: Option<String>,
    pub procedure: String,
    pub reason: String,
    pub by: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WalkInsView {
    /// The newest first, at most 500.
    pub walk_ins: Vec<WalkInRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WalkInOf {
    pub entry: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CounterView {
    /// `late`, `due_today`, `answered`, `ready`, `to_hand_over`, `unconfirmed`, `waiting`, `void_wanted`, `unprinted`,
    /// `draft`.
    pub code: String,
    /// Null: could not be counted.
    pub count: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TaskView {
    pub dossier: Option<String>,
    pub draft: Option<String>,
    /// `late`, `soon`, `ok`, `hold`, `new` or `shut`.
    pub mark: String,
    pub when: Reason,
    pub code: Option<String>,
    pub owner: String,
    pub procedure: String,
    /// `open`, `finish_draft`, `print`.
    pub task: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TotalsView {
    pub received: u32,
    pub returned: u32,
    /// Closed without a result today: refused, stopped, withdrawn.
    pub closed: u32,
    /// Left without a dossier today: guided, refused.
    pub guided: u32,
    pub turned_down: u32,
    /// Taken at the desk today, đồng.
    pub fee_vnd: i64,
    /// What of that corrections and voids of today put right; below 0 where less was taken.
    pub fee_corrected_vnd: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Scan {
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CardFields {
    pub personal_number: Option<String>,
    pub old_number: Option<String>,
    pub name: Option<String>,
    pub birth_date: Option<String>,
    pub sex: Option<String>,
    pub address: Option<String>,
    pub issued: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[expect(clippy::large_enum_variant, reason = "one scan at a time, on its way to the page")]
pub enum ScanView {
    CitizenCard {
        fields: CardFields,
        /// Fields to be looked at by a person.
        doubtful: Vec<String>,
        /// The text as it came, where anything is doubtful.
        raw: Option<String>,
        /// The same person as this desk knows them.
        person: Option<PersonHit>,
    },
    Receipt {
        /// The dossier, where this desk has it.
        dossier: Option<String>,
        code: String,
        /// `genuine`, `altered`, `replaced`, `unknown_signer`, or null without a proof.
        verdict: Option<String>,
    },
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonsFind {
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonsFound {
    pub persons: Vec<PersonHit>,
}

/// A citizen as the newest dossier has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonHit {
    pub party: super::PartyForm,
    pub dossiers: u32,
    pub last_at: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RegisterSearch {
    pub text: String,
    pub year: Option<i32>,
    pub field: Option<String>,
    pub status: Option<String>,
    /// `late`, `today`, `week` or null.
    pub due: Option<String>,
    /// What is to be done: `hand_over`, `confirm`, `answered`, `answer_overdue`, `waiting`, `fetch`, `return`,
    /// `uncollected`, `post`, `warn`, `void`, `unprinted`.
    pub task: Option<String>,
    /// A mark of the day's screen: exactly its dossiers.
    pub mark: Option<super::DayMarkView>,
    /// With `confirm`: the department.
    pub department: Option<String>,
    /// Only the dossiers behind this figure; for supervisors.
    pub figure: Option<FigureOf>,
    /// `newest`, `due` or `owner`.
    pub sort: Option<String>,
    pub offset: u32,
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RegisterView {
    pub hits: Vec<DossierHit>,
    pub total: u32,
    /// True when there are more than `total`.
    pub more: bool,
    pub fields: Vec<String>,
    pub years: Vec<i32>,
    /// The chip that excludes most, when nothing is found.
    pub excludes: Option<Chip>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Chip {
    /// `year`, `field`, `status` or `due`.
    pub chip: String,
    /// What would be found without it.
    pub without: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DossierHit {
    pub dossier: String,
    pub code: String,
    pub owner: String,
    /// Middle hidden: 017•••••1234.
    pub personal_number: Option<String>,
    pub phone: Option<String>,
    pub procedure: String,
    pub field: String,
    pub received: String,
    pub due: Option<String>,
    pub status: String,
    /// `late`, `soon`, `ok`, `hold`, `new` or `shut`.
    pub mark: String,
    /// `none`, `waiting`, `failed` or `done`.
    pub print: String,
    pub book: String,
    pub book_number: u32,
    pub clerk: String,
    pub address: Option<String>,
    pub sets: u32,
    /// The department that has it, or that has not confirmed it yet (`pending`).
    pub holder: Option<String>,
    pub pending: bool,
    /// When it first left the desk.
    pub handed: Option<String>,
    /// When the result came to the desk.
    pub at_desk: Option<String>,
    /// When the citizen had the result, or the dossier was closed.
    pub ended: Option<String>,
    /// `owner`, `authorised`, `without_receipt`, `post` or `online`.
    pub collector: Option<String>,
    pub return_by: String,
    pub posted: bool,
    pub back_entry: bool,
    pub extended: u32,
    /// What orders it in its lane: due, last day for an answer, result, end.
    pub turn: Option<String>,
    /// True where something of it is only on this machine and the province waits for it.
    pub unsent: bool,
}
