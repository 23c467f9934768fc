//! The office's days and hours.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::DossierHit;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CalendarOpen {
    /// Null is this year.
    pub year: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CalendarView {
    pub year: i32,
    pub days: Vec<SpecialDayRow>,
    /// Seven lines, Monday first: `07:00-11:30 13:30-17:00`; empty is a day off.
    pub week: Vec<String>,
    pub week_assumed: bool,
    pub changes: Vec<CalendarChangeRow>,
    /// Dossiers in hand whose count crosses what was changed just now; their dates stay. At most 50.
    pub affected: Vec<DossierHit>,
    pub affected_count: u32,
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SpecialDayRow {
    pub day: String,
    /// `holiday`, `substitute`, `swapped_workday` or `closure`.
    pub kind: String,
    pub name: String,
    /// The office's own word.
    pub own: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CalendarChangeRow {
    pub at: String,
    pub by: String,
    pub decision: String,
    /// The day, or the first day of new hours.
    pub day: String,
    /// `day` or `hours`.
    pub what: String,
    /// A kind of day with its name, or seven lines of hours; null is an ordinary day.
    pub before: Option<String>,
    pub now: Option<String>,
    pub kind_before: Option<String>,
    pub kind_now: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CalendarSetInput {
    /// `day` or `hours`.
    pub what: String,
    /// The day, or the first day of new hours.
    pub day: String,
    /// With `day`: a kind, or `ordinary`.
    pub kind: String,
    pub name: String,
    /// With `hours`: seven lines, Monday first.
    pub week: Vec<String>,
    pub decision: String,
}
