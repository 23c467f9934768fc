//! What narrows a list.

use chrono::{Days, NaiveDate, NaiveTime};
use desk_core::{
    dossier::Status,
    ids::{DossierId, PersonId},
    procedure::Channel,
    time::{Moment, at_wall},
};

use super::Condition;
use crate::{
    day::DayMark,
    dossier::{PrintState, channel_word},
    today::Task,
};

/// How a dossier stands to its due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueFilter {
    /// Open, and the date has passed.
    Overdue,
    /// Open, and due later today.
    Today,
    /// Open, and due within the next days (today not counted).
    Soon {
        /// How many days.
        days: u16,
    },
    /// Without a date.
    Undated,
}

/// What narrows a list. Everything given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Field of the procedure.
    pub sector: Option<String>,
    /// Code of the procedure.
    pub procedure: Option<String>,
    /// Year of reception.
    pub year: Option<i32>,
    /// First and last day of reception.
    pub received: Option<(NaiveDate, NaiveDate)>,
    /// State.
    pub status: Option<Status>,
    /// How it arrived.
    pub channel: Option<Channel>,
    /// How it stands to its due date.
    pub due: Option<DueFilter>,
    /// How its newest print stands.
    pub print: Option<PrintState>,
    /// Who received it.
    pub clerk: Option<PersonId>,
    /// What is to be done with it.
    pub task: Option<Task>,
    /// A mark on the day's screen.
    pub mark: Option<DayMark>,
    /// Only these: the dossiers behind a figure.
    pub among: Option<Vec<DossierId>>,
}

/// The first millisecond of a day on the office's clock.
pub(crate) fn day_start(day: NaiveDate) -> i64 {
    at_wall(day.and_time(NaiveTime::MIN)).timestamp_millis()
}

/// The first millisecond after a day.
pub(crate) fn day_end(day: NaiveDate) -> i64 {
    day_start(day.checked_add_days(Days::new(1)).unwrap_or(day))
}

/// The clock runs: as the index of lanes is worded.
pub(crate) const OPEN: &str = "d.lane = 1";

impl Filter {
    /// Tells each condition.
    pub(crate) fn narrow(&self, now: Moment, tell: &mut dyn FnMut(Condition)) {
        if let Some(sector) = &self.sector {
            tell(Condition::with("d.procedure IN (SELECT n FROM procedures WHERE sector = {})", sector.clone()));
        }
        if let Some(procedure) = &self.procedure {
            tell(Condition::with("d.procedure IN (SELECT n FROM procedures WHERE code = {})", procedure.clone()));
        }
        let year = self
            .year
            .and_then(|year| Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?)));
        for (from, until) in [year, self.received].into_iter().flatten() {
            tell(Condition::with("d.received >= {}", day_start(from)));
            tell(Condition::with("d.received < {}", day_end(until)));
        }
        if let Some(status) = self.status {
            tell(Condition::with("d.status = {}", status.word()));
        }
        if let Some(channel) = self.channel {
            tell(Condition::with("d.channel = {}", channel_word(channel)));
        }
        let (now_ms, today) = (now.timestamp_millis(), now.date_naive());
        match self.due {
            None => {}
            Some(DueFilter::Overdue) => tell(Condition::with(format!("{OPEN} AND d.turn < {{}}"), now_ms)),
            Some(DueFilter::Today) => {
                tell(Condition::with(format!("{OPEN} AND d.turn >= {{}}"), now_ms));
                tell(Condition::with("d.turn < {}", day_end(today)));
            }
            Some(DueFilter::Soon { days }) => {
                let last = today.checked_add_days(Days::new(days.into())).unwrap_or(today);
                tell(Condition::with(format!("{OPEN} AND d.turn >= {{}}"), day_end(today)));
                tell(Condition::with("d.turn < {}", day_end(last)));
            }
            Some(DueFilter::Undated) => tell(Condition::plain(format!("{OPEN} AND d.due IS NULL"))),
        }
        if let Some(print) = self.print {
            // Worded as the partial indexes are; the word is one of our own four.
            tell(Condition::plain(format!("d.print_state = '{}'", print.word())));
        }
        if let Some(task) = &self.task {
            tell(task.condition(now));
        }
        if let Some(mark) = &self.mark {
            mark.narrow(now, tell);
        }
        if let Some(among) = &self.among {
            let ids: Vec<String> = among.iter().map(|id| format!("\"{id}\"")).collect();
            tell(Condition::with(
                "d.id IN (SELECT unhex(value, '-') FROM json_each({}))",
                format!("[{}]", ids.join(",")),
            ));
        }
        if let Some(clerk) = self.clerk {
            tell(Condition::with("d.clerk = {}", clerk.bytes()));
        }
    }
}
