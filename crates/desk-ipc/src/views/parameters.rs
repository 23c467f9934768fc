//! Parameters of the office.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The parameters of the office, as they hold now and as they were set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ParametersView {
    pub now: Vec<ParameterRow>,
    /// The newest first.
    pub history: Vec<ParameterSetRow>,
    /// `set` for whom may.
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ParameterRow {
    /// `supplement_policy`, `compare`, `phone` or `signer`.
    pub what: String,
    /// A word of the choice, or the text; empty where none was set.
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ParameterSetRow {
    pub what: String,
    pub value: String,
    pub from: String,
    pub by: String,
    pub decision: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ParameterSetInput {
    pub what: String,
    /// `shift` or `restart`; `day` or `minute`; a phone; a name. A blank text takes it away.
    pub value: String,
    /// First day, YYYY-MM-DD, today or later.
    pub from: String,
    pub decision: String,
}
