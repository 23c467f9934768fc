//! Due dates: one pure function from rule, reception, calendar, hours and policy to a date and the steps that explain it.
//!
//! The counting rule, in one place:
//!
//! - Time is read in Vietnamese wall time. A second after closing or after a cut-off is after it; hours run from the
//!   minute of the reception, as the receipt prints it.
//! - A reception before opening counts as made at opening, in the noon break when the unit reopens, after closing or on
//!   a day off when it next opens. Exactly at closing, and exactly at a cut-off, is in time.
//! - A working day is a day on which the unit works at all; the first is the one after the settled reception. A day off on
//!   which a group of procedures is received all the same (commune police on Saturday morning) settles a reception and is
//!   not counted: it stands for the end of the working day before, so that nobody who comes later is due earlier. A unit
//!   whose own week has a Saturday morning counts it.
//! - The halves of a day are its first span and what follows. A day with one span has one half, the morning if it closes
//!   by 13:00, the afternoon if it opens from 12:00 on; a span that runs through noon stands for both, and both end at its
//!   close. Where the wanted half does not exist, the half that exists is taken.
//! - `n.5wd` goes n days to the same half, then to the end of the next half that exists.
//! - Days and months of the calendar end at the close of the day, rolled forward off days off.

mod day;
mod pause;

use chrono::{Days, Months, NaiveDate, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, DuePolicy, OfficeHours, SpecialKind},
    due::day::{Half, Halves},
    rule::Rule,
    time::{Moment, at_wall, vietnam},
};

pub use pause::{Jump, Timeliness, Unit, next_jump, restarted, shifted};

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
    /// A working day on which the clock stood.
    Waited,
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

/// The due date of a dossier received at `received`, with the days that lead to it.
///
/// The first step is the day of reception, the last the due day. `counts` is true for the days that the limit used up:
/// the n days of `nwd`, every day of `ncd` and `nmo` (days off too), the days with open minutes used by `nwh`.
///
/// # Errors
/// [`DueRefusal`] when the calendar does not reach far enough or the unit is never open. `Rule::None` is never refused.
pub fn due(
    rule: Rule,
    received: Moment,
    calendar: &Calendar,
    hours: &OfficeHours,
    policy: DuePolicy,
) -> Result<Due, DueRefusal> {
    let received = to_the_second(received);
    if rule == Rule::None {
        let day = Step { date: received.date_naive(), counts: false, why: Why::Received };
        let counted_from = settle(received, calendar, hours).unwrap_or(received);
        return Ok(Due { counted_from, due: None, steps: vec![day], provisional: false });
    }
    let mut walk = Walk::begin(received, calendar, hours)?;
    let counted_from = walk.settled;
    let end = match rule {
        Rule::WorkingHalfDays(halves) => walk.working_half_days(halves, policy)?,
        Rule::WorkingHours(count) => walk.working_hours(count)?,
        Rule::CalendarDays(count) => {
            let end = walk.today.checked_add_days(Days::new(count.into())).ok_or_else(|| beyond(calendar))?;
            walk.calendar_until(end)?
        }
        Rule::Months(count) => {
            let end = walk.today.checked_add_months(Months::new(count.into())).ok_or_else(|| beyond(calendar))?;
            walk.calendar_until(end)?
        }
        Rule::SameDay { cutoff } => walk.same_day(cutoff)?,
        Rule::None => unreachable!("answered above"),
    };
    let provisional = walk.steps.iter().any(|step| calendar.estimates(step.date));
    Ok(Due { counted_from, due: Some(end), steps: walk.steps, provisional })
}

/// The moment from which a reception counts: `received` itself, to the second, while the unit receives (the moment of
/// closing included), otherwise its next opening.
///
/// # Errors
/// As [`due`].
pub fn settle(received: Moment, calendar: &Calendar, hours: &OfficeHours) -> Result<Moment, DueRefusal> {
    let received = to_the_second(received);
    never_open(hours)?;
    let time = received.time();
    let date = received.date_naive();
    for span in day::receiving(date, calendar, hours)? {
        if time <= span.close {
            return Ok(at_wall(date.and_time(time.max(span.open))));
        }
    }
    let mut next = date;
    loop {
        next = next.succ_opt().ok_or_else(|| beyond(calendar))?;
        if let Some(span) = day::receiving(next, calendar, hours)?.first() {
            return Ok(at_wall(next.and_time(span.open)));
        }
    }
}

/// True when the unit is open at some time of `date`. Nothing is said of how far the calendar is known.
pub fn is_open_day(date: NaiveDate, calendar: &Calendar, hours: &OfficeHours) -> bool {
    !calendar.open_spans(date, hours).is_empty()
}

/// The first working day after `date`.
///
/// # Errors
/// As [`due`].
pub fn next_working_day(date: NaiveDate, calendar: &Calendar, hours: &OfficeHours) -> Result<NaiveDate, DueRefusal> {
    never_open(hours)?;
    let mut day = date;
    loop {
        day = day.succ_opt().ok_or_else(|| beyond(calendar))?;
        if !day::spans(day, calendar, hours)?.is_empty() {
            return Ok(day);
        }
    }
}

/// How many working days lie after `from` up to and including `to`; 0 when `to` is not after `from`. Counts a pause.
///
/// # Errors
/// As [`due`].
pub fn working_days_between(
    from: NaiveDate,
    to: NaiveDate,
    calendar: &Calendar,
    hours: &OfficeHours,
) -> Result<u32, DueRefusal> {
    let mut count = 0;
    let mut day = from;
    while day < to {
        day = day.succ_opt().ok_or_else(|| beyond(calendar))?;
        count += u32::from(!day::spans(day, calendar, hours)?.is_empty());
    }
    Ok(count)
}

/// A count under way: the day it has reached and the steps that led there.
struct Walk<'a> {
    calendar: &'a Calendar,
    hours: &'a OfficeHours,
    settled: Moment,
    today: NaiveDate,
    steps: Vec<Step>,
}

impl<'a> Walk<'a> {
    fn begin(received: Moment, calendar: &'a Calendar, hours: &'a OfficeHours) -> Result<Self, DueRefusal> {
        let settled = settle(received, calendar, hours)?;
        let today = received.date_naive();
        let first = Step { date: today, counts: false, why: Why::Received };
        let mut walk = Walk { calendar, hours, settled, today, steps: vec![first] };
        while walk.today < settled.date_naive() {
            walk.tomorrow()?;
            let why = if walk.today == settled.date_naive() { Why::ReceptionMoved } else { walk.what_it_is() };
            walk.step(false, why);
        }
        Ok(walk)
    }

    /// A walk that goes on from a day already counted.
    fn from_day(today: NaiveDate, calendar: &'a Calendar, hours: &'a OfficeHours) -> Self {
        let settled = at_wall(today.and_time(NaiveTime::MIN));
        Walk { calendar, hours, settled, today, steps: Vec::new() }
    }

    fn tomorrow(&mut self) -> Result<(), DueRefusal> {
        self.today = self.today.succ_opt().ok_or_else(|| beyond(self.calendar))?;
        if self.calendar.knows(self.today) { Ok(()) } else { Err(beyond(self.calendar)) }
    }

    fn step(&mut self, counts: bool, why: Why) {
        self.steps.push(Step { date: self.today, counts, why });
    }

    fn open_today(&self) -> bool {
        is_open_day(self.today, self.calendar, self.hours)
    }

    /// What the day is by itself, whatever the count does with it.
    fn what_it_is(&self) -> Why {
        let special = self.calendar.days.get(&self.today);
        match special.map(|day| (day.kind, day.name.clone())) {
            Some((SpecialKind::Holiday | SpecialKind::Substitute, name)) => Why::Holiday(name),
            Some((SpecialKind::Closure, name)) => Why::Closed(name),
            Some((SpecialKind::SwappedWorkday, name)) if self.open_today() => Why::Swapped(name),
            Some((SpecialKind::SwappedWorkday, _)) | None if self.open_today() => Why::Working,
            Some((SpecialKind::SwappedWorkday, _)) | None => Why::WeeklyOff,
        }
    }

    /// Goes to the next working day and counts it.
    fn next_working(&mut self) -> Result<(), DueRefusal> {
        loop {
            self.tomorrow()?;
            let open = self.open_today();
            let why = self.what_it_is();
            self.step(open, why);
            if open {
                return Ok(());
            }
        }
    }

    fn halves(&self) -> Result<Halves, DueRefusal> {
        Halves::of(&day::spans(self.today, self.calendar, self.hours)?).ok_or(DueRefusal::NeverOpen)
    }

    fn at(&self, time: NaiveTime) -> Moment {
        at_wall(self.today.and_time(time))
    }

    fn working_half_days(&mut self, count: u16, policy: DuePolicy) -> Result<Moment, DueRefusal> {
        let half = if self.open_today() { self.halves()?.half_at(self.settled.time()) } else { Half::Afternoon };
        for _ in 0..count / 2 {
            self.next_working()?;
        }
        if count.is_multiple_of(2) {
            let halves = self.halves()?;
            return Ok(self.at(match policy {
                DuePolicy::SameHalfDay => halves.end_of(half),
                DuePolicy::EndOfDay => halves.close(),
            }));
        }
        let rest_of_today = if self.open_today() { self.halves()?.after(half) } else { None };
        match rest_of_today {
            Some(end) => {
                // The afternoon of a day already in the list: it is used now, be it the day of reception.
                if let Some(today) = self.steps.last_mut() {
                    today.counts = true;
                }
                Ok(self.at(end))
            }
            None => {
                self.next_working()?;
                Ok(self.at(self.halves()?.end_of(Half::Morning)))
            }
        }
    }

    fn working_hours(&mut self, hours: u16) -> Result<Moment, DueRefusal> {
        self.open_minutes(to_the_minute(self.settled).time(), TimeDelta::hours(hours.into()))
    }

    /// Uses up open minutes from a time of today on.
    fn open_minutes(&mut self, from: NaiveTime, minutes: TimeDelta) -> Result<Moment, DueRefusal> {
        let (mut from, mut left) = (from, minutes);
        loop {
            for span in day::spans(self.today, self.calendar, self.hours)? {
                let start = from.max(span.open);
                let length = span.close.signed_duration_since(start).max(TimeDelta::zero());
                if length > TimeDelta::zero()
                    && let Some(today) = self.steps.last_mut()
                {
                    today.counts = true;
                }
                if left <= length {
                    return Ok(self.at(start + left));
                }
                left -= length;
            }
            from = NaiveTime::MIN;
            self.next_working()?;
        }
    }

    /// Counts every day up to `end`, then rolls forward to a working day; due at its close.
    fn calendar_until(&mut self, end: NaiveDate) -> Result<Moment, DueRefusal> {
        while self.today < end {
            self.tomorrow()?;
            self.step(true, Why::Calendar);
        }
        while !self.open_today() {
            self.tomorrow()?;
            let why = if self.open_today() { Why::RolledForward } else { self.what_it_is() };
            self.step(false, why);
        }
        Ok(self.at(self.halves()?.close()))
    }

    fn same_day(&mut self, cutoff: NaiveTime) -> Result<Moment, DueRefusal> {
        let (works, late) = (self.open_today(), self.settled.time() > cutoff);
        if late || !works {
            self.next_working()?;
            if let Some(today) = self.steps.last_mut().filter(|_| works) {
                today.why = Why::AfterCutoff;
            }
        } else if let Some(today) = self.steps.last_mut() {
            today.counts = true;
        }
        Ok(self.at(self.halves()?.close()))
    }
}

fn to_the_second(moment: Moment) -> Moment {
    let wall = moment.with_timezone(&vietnam()).naive_local();
    at_wall(wall.with_nanosecond(0).unwrap_or(wall))
}

fn to_the_minute(moment: Moment) -> Moment {
    let wall = moment.with_timezone(&vietnam()).naive_local();
    let whole = wall.with_second(0).and_then(|wall| wall.with_nanosecond(0)).unwrap_or(wall);
    at_wall(whole)
}

fn never_open(hours: &OfficeHours) -> Result<(), DueRefusal> {
    let open = hours.week.iter().flatten().any(|span| span.open < span.close);
    if open { Ok(()) } else { Err(DueRefusal::NeverOpen) }
}

fn beyond(calendar: &Calendar) -> DueRefusal {
    DueRefusal::BeyondCalendar {
        from: calendar.known_from.unwrap_or(NaiveDate::MIN),
        until: calendar.known_until.unwrap_or(NaiveDate::MAX),
    }
}
