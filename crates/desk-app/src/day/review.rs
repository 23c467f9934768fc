//! The day as the supervisor sees it: figures with the usual day beside them, exceptions, what is coming.

use chrono::NaiveDate;
use desk_core::{
    due::next_working_day,
    office::{Actor, Role},
    report::median,
};
use desk_store::{DayCounts, DayMark, HourLine, SectorLine, What};

use super::{DayStanding, Equation, Exception};
use crate::{desk::Desk, error::AppError};

/// How many same weekdays make a usual day.
const USUAL_DAYS: usize = 4;
/// How many working days ahead are shown.
const AHEAD: usize = 10;

/// A figure of the day, with the same weekday's median beside it. None: it cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFigure {
    /// `received`, `returned`, `on_time` (hundredths of a percent), `overdue`, `online` (the same), `supplements`, `money`
    /// (đồng).
    pub name: &'static str,
    /// The figure.
    pub value: Option<i64>,
    /// Median of the same weekdays before.
    pub usual: Option<i64>,
    /// What it opens.
    pub mark: DayMark,
}

/// What was open when the last closed day before was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The kind of exception.
    pub kind: String,
    /// How many were open then.
    pub then: u32,
    /// How many of the first hundred are still exceptions of this day.
    pub still: u32,
}

/// A whole day under review.
#[derive(Debug)]
pub struct DayReview {
    /// How it stands: closings, sheet, signature, changes since.
    pub standing: DayStanding,
    /// The visible equation.
    pub equation: Equation,
    /// The figures.
    pub figures: Vec<DayFigure>,
    /// The same weekdays that the usual day is made from, the newest first.
    pub usual_days: Vec<NaiveDate>,
    /// Receptions by hour, back entries left out.
    pub hours: Vec<HourLine>,
    /// Receptions of the usual day by hour: median of in person, post and online together.
    pub usual_hours: Vec<(u8, u32)>,
    /// What is due on the next working days; not for a day gone by.
    pub ahead: Vec<(NaiveDate, u32)>,
    /// By field.
    pub sectors: Vec<SectorLine>,
    /// What wants a decision.
    pub exceptions: Vec<Exception>,
    /// What the last closed day left open, with that day.
    pub carried: Option<(NaiveDate, Vec<Carried>)>,
    /// The newest entry of every device that it was made from.
    pub heads: Vec<desk_log::Head>,
}

/// A figure, its value and its median.
pub(super) type Apart = (&'static str, i64, i64);

/// The three sentences of a supervisor's morning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Morning {
    /// The last day with a sheet, and how much it left open; none where no day was closed yet.
    pub carried: Option<(NaiveDate, u32)>,
    /// Due today, and late already.
    pub due: (u32, u32),
    /// The last day of work, and its figure that lies farthest from the same weekday's median: name, value, median. None
    /// where there is no usual day to hold it against, or nothing is unusual.
    pub unusual: Option<(NaiveDate, Option<Apart>)>,
}

/// A share in hundredths of a percent; none of nothing.
fn share(part: u32, whole: u32) -> Option<i64> {
    (whole > 0).then(|| (i64::from(part) * 10_000 + i64::from(whole) / 2) / i64::from(whole))
}

/// The figures that a day gone by has too.
fn figures_of(counts: &DayCounts) -> [(&'static str, What, Option<i64>); 6] {
    [
        ("received", What::Received, Some(counts.received.into())),
        ("returned", What::Returned, Some(counts.returned.into())),
        ("on_time", What::Resolved, share(counts.on_time, counts.resolved)),
        ("online", What::Received, share(counts.online, counts.received)),
        ("supplements", What::Supplements, Some(counts.supplements.into())),
        ("money", What::Money, Some(counts.vnd)),
    ]
}

impl Desk {
    /// A day under review.
    ///
    /// # Errors
    /// Only supervisors may; [`AppError::BadField`] with `day` for a day ahead; when the store cannot be read.
    pub fn day_review(&self, day: NaiveDate) -> Result<DayReview, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        let now = self.now();
        let today = now.date_naive();
        if day > today {
            return Err(AppError::BadField { field: "day" });
        }
        let reader = self.reader()?;
        let standing = self.day_standing(day)?;
        let exceptions = self.exceptions_of(&standing)?;
        let counts = reader.day_counts(day, now)?;
        let usual_days = reader.same_weekdays_before(day, USUAL_DAYS)?;
        let before: Vec<DayCounts> =
            usual_days.iter().map(|one| reader.day_counts(*one, now)).collect::<Result<_, _>>()?;
        let mut figures: Vec<DayFigure> = figures_of(&counts)
            .into_iter()
            .enumerate()
            .map(|(at, (name, what, value))| {
                let usual = before.iter().filter_map(|counts| figures_of(counts)[at].2).collect();
                DayFigure { name, value, usual: median(usual), mark: DayMark::of(what, day) }
            })
            .collect();
        // What runs late now is known; what ran late on a day gone by is not kept.
        let overdue = DayMark::of(What::Overdue, day);
        let late = if day == today { Some(reader.mark_count(&overdue, now)?.into()) } else { None };
        figures.insert(3, DayFigure { name: "overdue", value: late, usual: None, mark: overdue });
        if let Some(online) = figures.iter_mut().find(|figure| figure.name == "online") {
            online.mark.online = Some(true);
        }
        let hours = reader.day_hours(day)?;
        let mut usual_hours = Vec::new();
        let past: Vec<Vec<HourLine>> = usual_days.iter().map(|one| reader.day_hours(*one)).collect::<Result<_, _>>()?;
        for hour in 0..24_u8 {
            let of = |lines: &Vec<HourLine>| {
                lines.iter().find(|line| line.hour == hour).map_or(0, |line| i64::from(line.direct + line.online))
            };
            let usual = median(past.iter().map(of).collect()).and_then(|usual| u32::try_from(usual).ok());
            usual_hours.extend(usual.filter(|usual| *usual > 0).map(|usual| (hour, usual)));
        }
        let mut ahead = Vec::new();
        if day == today {
            let office = self.office()?;
            let open = self.hours_on(&office, self.unit(day)?, None, day);
            let mut next = day;
            while ahead.len() < AHEAD {
                // Beyond the calendar nobody knows the days off: the row ends there.
                let Ok(one) = next_working_day(next, self.calendar(&office), &open) else { break };
                ahead.push((one, reader.mark_count(&DayMark::of(What::DueOn, one), now)?));
                next = one;
            }
        }
        let sectors = reader.day_sectors(day, (day == today).then_some(now))?;
        let carried = self.carried_over(day, &exceptions)?;
        let equation = self.day_equation(&standing)?;
        Ok(DayReview {
            standing,
            equation,
            figures,
            usual_days,
            hours,
            usual_hours,
            ahead,
            sectors,
            exceptions,
            carried,
            heads: reader.heads()?,
        })
    }

    fn carried_over(
        &self,
        day: NaiveDate,
        exceptions: &[Exception],
    ) -> Result<Option<(NaiveDate, Vec<Carried>)>, AppError> {
        let reader = self.reader()?;
        let Some(last) = reader.closed_before(day)? else { return Ok(None) };
        let record = reader.day_record(last)?;
        let Some((_, sheet)) = record.sheet() else { return Ok(None) };
        let carried = sheet.open.iter().map(|open| {
            let now = exceptions.iter().find(|exception| exception.kind == open.kind);
            let is_there =
                |name: &&String| now.is_some_and(|now| now.subjects.iter().any(|subject| subject.name == **name));
            let still = u32::try_from(open.subjects.iter().filter(is_there).count()).unwrap_or(u32::MAX);
            Carried { kind: open.kind.clone(), then: open.count, still }
        });
        Ok(Some((last, carried.collect())))
    }

    /// Whether the supervisor who is signed in has not read the morning's sentences today.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn morning_is_due(&self) -> Result<bool, AppError> {
        let actor = self.actor()?;
        let read = self.reader()?.setting(&morning_setting(&actor))?;
        let today = self.now().date_naive().to_string();
        Ok(actor.holds_any(&[Role::Supervisor]) && read.is_none_or(|read| read.trim_matches('"') != today))
    }

    /// Notes that the morning's sentences were read.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written.
    pub fn morning_read(&mut self) -> Result<(), AppError> {
        let (actor, today) = (self.actor()?, self.now().date_naive());
        Ok(self.store()?.setting_save(&morning_setting(&actor), &format!("\"{today}\""))?)
    }

    /// What a supervisor reads first in the morning.
    ///
    /// # Errors
    /// Only supervisors may; when the store cannot be read.
    pub fn morning(&self) -> Result<Morning, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        let now = self.now();
        let today = now.date_naive();
        let reader = self.reader()?;
        let carried = match reader.closed_before(today)? {
            None => None,
            Some(day) => {
                let record = reader.day_record(day)?;
                record.sheet().map(|(_, sheet)| (day, sheet.open.iter().map(|open| open.count).sum()))
            }
        };
        let count = |what| reader.mark_count(&DayMark::of(what, today), now);
        let last_work = (1..=14).filter_map(|back| today.checked_sub_days(chrono::Days::new(back)));
        let mut unusual = None;
        for day in last_work {
            let counts = reader.day_counts(day, now)?;
            if counts.received == 0 {
                continue;
            }
            let usual_days = reader.same_weekdays_before(day, USUAL_DAYS)?;
            let before: Vec<DayCounts> =
                usual_days.iter().map(|one| reader.day_counts(*one, now)).collect::<Result<_, _>>()?;
            if !before.is_empty() {
                unusual = Some((day, farthest(&counts, &before)));
            }
            break;
        }
        Ok(Morning { carried, due: (count(What::DueOn)?, count(What::Overdue)?), unusual })
    }
}

/// Key of the day on which a person last read the morning's sentences, in this machine's settings.
fn morning_setting(actor: &Actor) -> String {
    format!("morning.{}", actor.person)
}

/// The figure that lies farthest from its median, by more than a quarter of it and by two at least.
fn farthest(counts: &DayCounts, before: &[DayCounts]) -> Option<(&'static str, i64, i64)> {
    let far = figures_of(counts).into_iter().enumerate().filter_map(|(at, (name, _, value))| {
        let usual = median(before.iter().filter_map(|counts| figures_of(counts)[at].2).collect())?;
        let value = value?;
        let apart = (value - usual).abs();
        (apart >= 2 && apart * 4 > usual.abs()).then(|| (apart * 1_000 / usual.abs().max(1), (name, value, usual)))
    });
    far.max_by_key(|(apart, _)| *apart).map(|(_, found)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_is_not_known() {
        assert_eq!(share(0, 0), None);
        assert_eq!(share(1, 3), Some(3_333));
    }
}
