//! Due dates: one pure function from rule, reception, calendar, hours and policy to a date and the steps that explain it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, DuePolicy, OfficeHours},
    rule::Rule,
    time::Moment,
};

/// A due date and why it is that date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The reception as the law settles it (after closing: when the office next opens).
    pub counted_from: Moment,
    /// The due moment; `None` where the law sets no date.
    pub due: Option<Moment>,
    /// Every day from reception to the due day, in order, with what it did to the count.
    pub steps: Vec<Step>,
    /// True when the count crossed days that are not officially published yet ("tạm tính theo lịch dự kiến").
    pub provisional: bool,
}

/// One day on the way to a due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The day.
    pub date: NaiveDate,
    /// True when the day was counted.
    pub counts: bool,
    /// What the day is.
    pub why: Why,
}

/// What a day is in a count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The day of reception, from which the count starts.
    Received,
    /// Received after closing: counted as received when the office opens on this day.
    ReceptionMoved,
    /// A working day.
    Working,
    /// A working Saturday or Sunday by swap; its name.
    Swapped(String),
    /// A calendar day.
    Calendar,
    /// Saturday or Sunday, or another weekly day off.
    WeeklyOff,
    /// A holiday or its substitute, by name.
    Holiday(String),
    /// The unit is shut by decision; the reason.
    Closed(String),
    /// The end fell on a day off and rolled forward to here.
    RolledForward,
    /// Received after the cut-off: due the next working day.
    AfterCutoff,
}

/// Why no date can be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DueRefusal {
    /// The count leaves the days for which a calendar exists.
    #[error("the calendar is known only from {from} to {until}")]
    BeyondCalendar {
        /// First known day.
        from: NaiveDate,
        /// Last known day.
        until: NaiveDate,
    },
    /// The hours have no open span in any week.
    #[error("the unit is never open")]
    NeverOpen,
}

/// The due date of a dossier received at `received`.
///
/// # Errors
/// [`DueRefusal`] when the calendar does not reach far enough or the unit is never open.
pub fn due(
    _rule: Rule,
    _received: Moment,
    _calendar: &Calendar,
    _hours: &OfficeHours,
    _policy: DuePolicy,
) -> Result<Due, DueRefusal> {
    Err(DueRefusal::NeverOpen)
}
