//! The accounts that a supervisor gives: how dossiers stood at a moment ([`Course`]) and what that adds up to over a
//! period ([`Ii06`]).
//!
//! What always holds: every figure is a sum over courses, and a course is a pure function of a folded dossier and a
//! moment, so a report of the same record and period is the same whenever it is asked for. What is not known is
//! counted apart, never as 0.

mod course;
mod ii06;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

pub use course::{Course, End};
pub use ii06::{Came, Counts, Ii06, Place, Stands};

use crate::{
    due::Timeliness,
    time::{Moment, at_wall},
};

/// The days that a report speaks of, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day; not before the first.
    pub to: NaiveDate,
}

/// The kinds of periods that reports are asked for; any other is given by its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodKind {
    /// One day.
    Day,
    /// A calendar month.
    Month,
    /// A quarter by its cut dates ([`Period::quarter`]).
    Quarter,
    /// A year by its cut dates ([`Period::year`]).
    Year,
}

/// Why two days make no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodRefused {
    /// The last day is before the first.
    #[error("the period ends before it begins")]
    EndsBeforeItBegins,
    /// More days than a report is made for.
    #[error("the period is longer than {LONGEST_YEARS} years; ask for a shorter one")]
    TooLong,
}

/// Years that a period may have at most: longer than any register of an office, short enough to be a report.
pub const LONGEST_YEARS: u32 = 50;

impl Period {
    /// From a day to a day.
    ///
    /// # Errors
    /// When the last day is before the first, or more than [`LONGEST_YEARS`] after it.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Period, PeriodRefused> {
        let longest = from.checked_add_months(Months::new(LONGEST_YEARS * 12));
        if from > to {
            Err(PeriodRefused::EndsBeforeItBegins)
        } else if longest.is_some_and(|end| to > end) {
            Err(PeriodRefused::TooLong)
        } else {
            Ok(Period { from, to })
        }
    }

    /// The quarter of a reporting year, 1 to 4, as its data are cut: from the 15th of the month before it to the 14th
    /// of its last month (TT 01/2020/TT-VPCP as the domain record has it, unconfirmed; any other period may be given).
    pub fn quarter(year: i32, quarter: u8) -> Option<Period> {
        let last_month = u32::from(quarter.checked_sub(1)?) * 3 + 3;
        let to = NaiveDate::from_ymd_opt(year, last_month, 14)?;
        let from = to.checked_sub_months(Months::new(3))?.checked_add_days(Days::new(1))?;
        Some(Period { from, to })
    }

    /// A reporting year as its data are cut: 15 December of the year before to 14 December.
    pub fn year(year: i32) -> Option<Period> {
        let to = NaiveDate::from_ymd_opt(year, 12, 14)?;
        let from = NaiveDate::from_ymd_opt(year.checked_sub(1)?, 12, 15)?;
        Some(Period { from, to })
    }

    /// The period of a kind that a day lies in: its month, or the quarter or year by their cut dates.
    pub fn around(day: NaiveDate, kind: PeriodKind) -> Option<Period> {
        match kind {
            PeriodKind::Day => Some(Period { from: day, to: day }),
            PeriodKind::Month => Period::month(day.year(), day.month()),
            PeriodKind::Quarter => {
                // The 15th and what follows it belong to the next month's quarter.
                let counted = if day.day() >= 15 { day.checked_add_months(Months::new(1))? } else { day };
                Period::quarter(counted.year(), u8::try_from(counted.month0() / 3 + 1).ok()?)
            }
            PeriodKind::Year => Period::year(day.year() + i32::from((day.month(), day.day()) >= (12, 15))),
        }
    }

    /// A calendar month.
    pub fn month(year: i32, month: u32) -> Option<Period> {
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        let to = from.checked_add_months(Months::new(1))?.pred_opt()?;
        Some(Period { from, to })
    }

    /// Its first moment on the office's clock.
    pub fn start(&self) -> Moment {
        at_wall(self.from.and_time(NaiveTime::MIN))
    }

    /// The first moment after it.
    pub fn end(&self) -> Moment {
        at_wall(self.to.succ_opt().unwrap_or(self.to).and_time(NaiveTime::MIN))
    }

    /// Whether a moment lies in it.
    pub fn has(&self, moment: Moment) -> bool {
        self.start() <= moment && moment < self.end()
    }
}

/// The middle of an odd number of values, the mean of the two middle ones rounded half up of an even number; none of
/// nothing. The one median of every figure.
pub fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    match values.len() % 2 {
        _ if values.is_empty() => None,
        1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle] + 1).div_euclid(2)),
    }
}

/// What early, on time and late compare. The law speaks of days, systems in use compare minutes: a parameter, printed
/// on the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// Days: before the due day early, on it on time, after it late.
    #[default]
    Day,
    /// Minutes.
    Minute,
}

impl Compare {
    /// How a moment stands to a due date.
    pub fn timeliness(self, due: Moment, at: Moment) -> Timeliness {
        match self {
            Compare::Day => Timeliness::by_day(due, at),
            Compare::Minute => Timeliness::by_minute(due, at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_and_of_nothing_there_is_none() {
        assert_eq!(median(Vec::new()), None);
        assert_eq!(median(vec![7]), Some(7));
        assert_eq!(median(vec![9, 1, 5]), Some(5));
        assert_eq!(median(vec![4, 1, 2, 9]), Some(3));
        assert_eq!(median(vec![2, 5]), Some(4), "half up");
    }

    #[test]
    fn a_period_ends_after_it_begins_and_within_fifty_years() {
        let day = |text: &str| -> NaiveDate { text.parse().expect("a day") };
        assert!(Period::new(day("1975-01-01"), day("2025-01-01")).is_ok());
        assert_eq!(Period::new(day("2024-01-02"), day("2024-01-01")), Err(PeriodRefused::EndsBeforeItBegins));
        assert_eq!(Period::new(day("0001-01-01"), day("9999-12-31")), Err(PeriodRefused::TooLong));
        assert_eq!(Period::new(day("1975-01-01"), day("2025-01-02")), Err(PeriodRefused::TooLong));
    }
}
