//! What a verb answers: one JSON object for scripts, a few lines for people.

use chrono::SecondsFormat;
use desk_core::time::Moment;
use serde::Serialize;

use crate::failure::Failure;

/// An answer in both forms.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) json: String,
    pub(crate) plain: String,
    /// False where the question was answered but the answer is bad news that a script must not miss (a fault found).
    pub(crate) good: bool,
}

impl Answer {
    /// From a value whose fields are the keys of the published shape.
    pub(crate) fn new(value: &impl Serialize, plain: impl Into<String>) -> Result<Self, Failure> {
        let json = serde_json::to_string(value)
            .map_err(|error| Failure::new("unexpected", format!("the answer cannot be written: {error}")))?;
        Ok(Answer { json, plain: plain.into(), good: true })
    }

    /// The same answer, as bad news when `good` is false.
    pub(crate) fn told_as(mut self, good: bool) -> Self {
        self.good = good;
        self
    }
}

/// A moment as every shape carries it: RFC 3339 to the second, with +07:00.
pub(crate) fn stamp(moment: Moment) -> String {
    moment.with_timezone(&desk_core::time::vietnam()).to_rfc3339_opts(SecondsFormat::Secs, false)
}
