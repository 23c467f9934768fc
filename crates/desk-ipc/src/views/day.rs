//! The day under review, its closing and its signature.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Reason;

/// A mark on the day's screen: what it counts, and so what it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayMarkView {
    /// A word of the day: `received`, `returned`, `overdue`, `late_without_apology` …
    pub what: String,
    pub day: String,
    /// Received within this hour, 0 to 23.
    pub hour: Option<u8>,
    /// Received online (true) or in another way.
    pub online: Option<bool>,
    pub field: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DayOpen {
    /// Today when null.
    pub day: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DayClose {
    pub day: String,
    /// Đồng counted in the drawer; null when nobody counted.
    pub counted: Option<i64>,
    /// To sign: the password of the supervisor who is signed in, given again.
    pub password: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DayJudge {
    pub day: String,
    pub kind: String,
    /// Of these alone; of all that are open when empty.
    pub subjects: Vec<String>,
    /// `approved`, `returned` or `noted`.
    pub judgement: String,
    pub text: String,
}

/// A figure. A null value cannot be computed; it is never shown as 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayFigureView {
    /// `received`, `returned`, `on_time`, `overdue`, `online`, `supplements`, `money`.
    pub name: String,
    /// A count, đồng, or hundredths of a percent.
    pub value: Option<i64>,
    /// Median of the same weekdays before.
    pub usual: Option<i64>,
    pub mark: DayMarkView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayHourView {
    pub hour: u8,
    pub direct: u32,
    pub online: u32,
    /// Median of the same weekdays, whatever the channel; null without a usual day.
    pub usual: Option<u32>,
    pub direct_mark: DayMarkView,
    pub online_mark: DayMarkView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayAheadView {
    pub day: String,
    pub count: u32,
    pub mark: DayMarkView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayFieldView {
    pub field: String,
    pub received: u32,
    /// Running late now; null for a day gone by.
    pub overdue: Option<u32>,
    pub mark: DayMarkView,
    pub overdue_mark: DayMarkView,
}

/// What a supervisor said of an exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayJudgedView {
    pub judgement: String,
    pub text: Option<String>,
    pub at: String,
    pub by: String,
    pub subjects: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayExceptionView {
    pub kind: String,
    pub count: u32,
    /// Of these: still to be decided.
    pub open: u32,
    /// The first few, by name.
    pub subjects: Vec<String>,
    pub fields: BTreeMap<String, String>,
    /// What it opens; null where no dossier is behind it.
    pub mark: Option<DayMarkView>,
    pub judged: Vec<DayJudgedView>,
}

/// Receipts printed = dossiers logged (= received by the province).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayEquationView {
    pub printed: u32,
    pub logged: u32,
    /// Null where no province is set up.
    pub received: Option<u32>,
    pub holds: bool,
    /// The dossiers of the day without a receipt printed that day.
    pub unprinted: DayMarkView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayNumberView {
    pub name: String,
    pub value: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayMoneyView {
    pub person: String,
    /// `reception`, `fee`, `correction` or `void`.
    pub kind: String,
    pub means: String,
    pub times: u32,
    pub vnd: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayStoryView {
    /// `0029` or `0004–0005`.
    pub numbers: String,
    /// The reason of a void, `on_paper` or `unknown`.
    pub story: String,
    pub void: bool,
}

/// A counter's account of its day, as the record has it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayCounterView {
    pub counter: u8,
    pub name: String,
    /// This machine.
    pub own: bool,
    pub used: u32,
    pub first: Option<String>,
    pub last: Option<String>,
    pub stories: Vec<DayStoryView>,
    pub cash: i64,
    pub counted: Option<i64>,
    /// Null while it is not closed.
    pub closed_at: Option<String>,
    pub closed_by: Option<String>,
    /// It has done more since it was closed.
    pub changed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayChangeView {
    pub name: String,
    pub then: i64,
    pub now: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DaySheetView {
    pub at: String,
    pub by: String,
    pub signed_at: Option<String>,
    pub signed_by: Option<String>,
    /// Counters whose closing it lacks.
    pub missing: Vec<String>,
    /// It takes the place of an earlier one.
    pub amends: bool,
    /// The office has other sheets of this day, made apart.
    pub others: u32,
    /// What came to the day since.
    pub changes: Vec<DayChangeView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayCarriedView {
    pub kind: String,
    pub then: u32,
    pub still: u32,
}

/// What only a supervisor sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayReviewView {
    pub figures: Vec<DayFigureView>,
    /// The days that the usual day is made from.
    pub usual_days: Vec<String>,
    pub exceptions: Vec<DayExceptionView>,
    pub hours: Vec<DayHourView>,
    /// Null for a day gone by.
    pub ahead: Option<Vec<DayAheadView>>,
    pub fields: Vec<DayFieldView>,
    /// The last closed day before, and what it left open.
    pub carried_from: Option<String>,
    pub carried: Vec<DayCarriedView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayView {
    pub day: String,
    pub today: String,
    pub unit: String,
    /// `open`, `counters_closed`, `closed`, `signed` or `amended`.
    pub stage: String,
    pub review: Option<DayReviewView>,
    pub equation: DayEquationView,
    /// The sum over all machines, as the record has it now.
    pub numbers: Vec<DayNumberView>,
    pub money: Vec<DayMoneyView>,
    pub counters: Vec<DayCounterView>,
    /// Counters whose closing is not here.
    pub missing: Vec<String>,
    pub sheet: Option<DaySheetView>,
    /// `close`, `sign`, `judge`, `print`.
    pub actions: Vec<String>,
}

/// The three sentences of a supervisor's morning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MorningView {
    pub day: String,
    /// Empty once they were read today, and for others than supervisors.
    pub sentences: Vec<Reason>,
}
