//! Reports and what stands behind their figures.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Reason;

/// Which report over which period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReportAsk {
    pub report: String,
    /// `day`, `month`, `quarter`, `year`: the one that `on` lies in; `workdays_30`, `months_12`: those that end with
    /// `on`; `any`: `from` to `to`.
    pub kind: String,
    /// A day; today where it is not given.
    pub on: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    /// `day` or `minute`.
    pub compare: String,
}

/// Dossiers in the national shapes were written to a file. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalSaved {
    /// Full path.
    pub path: String,
    pub dossiers: u32,
    /// What dossiers lack, the first of them.
    pub findings: Vec<NationalFinding>,
    /// How many findings there are.
    pub total: u32,
}

/// What a dossier lacks or has otherwise than the national interface asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalFinding {
    /// Code of the dossier.
    pub code: String,
    /// The interface's field.
    pub field: String,
    /// `missing`, `shape`, `too_long` or `unknown`.
    pub what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportView {
    pub report: String,
    pub kind: String,
    pub from: String,
    pub to: String,
    /// A day of the period before this one, and of the one after it.
    pub before: Option<String>,
    pub after: Option<String>,
    pub compare: String,
    /// Whether early, on time and late are told apart, so that `compare` matters.
    pub compares: bool,
    /// The unit that reports.
    pub unit: String,
    pub columns: Vec<String>,
    pub rows: Vec<ReportRow>,
    /// Rows that are not sent; the files have them.
    pub more: u32,
    pub total: Option<Vec<ReportCell>>,
    /// What has to be said beside it.
    pub notes: Vec<Reason>,
    /// The identities of form II.06a, each with whether it holds on every line.
    pub identities: Vec<IdentityView>,
    /// The heads it was made from, as on paper.
    pub heads: Vec<String>,
    /// Target of the online share in percent, and whether a source confirms it; for receptions.
    pub online_target: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportRow {
    /// What names the line when a figure of it is opened.
    pub key: String,
    pub cells: Vec<ReportCell>,
    /// A day on which the office is closed.
    pub closed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportCell {
    /// `text`, `word`, `number`, `share` (hundredths of a percent), `day`, `moment` or `unknown`.
    pub kind: String,
    pub text: Option<String>,
    pub number: Option<i64>,
    /// Whether its dossiers can be opened.
    pub opens: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IdentityView {
    /// As on the form: `(3) = (4) + (5) + (6)`.
    pub text: String,
    pub holds: bool,
}

/// A figure of a report, as a filter of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FigureOf {
    pub ask: ReportAsk,
    /// Null for all lines together.
    pub line: Option<String>,
    pub column: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportSave {
    pub ask: ReportAsk,
    /// `pdf`, `xlsx` or `csv`.
    pub format: String,
}
