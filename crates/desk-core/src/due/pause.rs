//! A clock that stood: what waiting for the citizen does to a due date, and when the date would jump next.
//!
//! - Both ends of the waiting are settled as a reception is.
//! - Under *shift* a date counted in working days moves on by the working days after the day of the request up to and
//!   with the day of the answer, keeping its half of the day or its close; one counted in calendar days or months by the
//!   calendar days, then off days off; one counted in hours by the unit's open hours between; a same-day rule counts from
//!   the answer.
//! - Under *restart* the rule runs anew from the answer.

use chrono::{Days, TimeDelta};

use super::{Due, DueRefusal, Step, Walk, Why, beyond, day, day::Halves, due, settle, to_the_minute, to_the_second};
use crate::{
    calendar::{Calendar, DuePolicy, OfficeHours},
    dossier::NewDue,
    rule::Rule,
    time::{Moment, at_wall},
};

/// The unit's side of a count.
#[derive(Debug, Clone, Copy)]
pub struct Unit<'a> {
    /// Its calendar.
    pub calendar: &'a Calendar,
    /// Its hours for the procedure at hand.
    pub hours: &'a OfficeHours,
    /// Which half of the day its dates keep.
    pub policy: DuePolicy,
}

/// The date after a stop of the clock from `asked` to `answered`, moved on from `was`.
///
/// # Errors
/// As [`due`].
pub fn shifted(
    rule: Rule,
    was: Option<Moment>,
    (asked, answered): (Moment, Moment),
    unit: Unit<'_>,
) -> Result<NewDue, DueRefusal> {
    let Some(was) = was.map(to_the_minute) else { return Ok(undated()) };
    let from = settle(asked, unit.calendar, unit.hours)?;
    let until = settle(answered, unit.calendar, unit.hours)?.max(from);
    match rule {
        Rule::SameDay { .. } => restarted(rule, answered, unit),
        Rule::CalendarDays(_) | Rule::Months(_) => {
            let days = u64::try_from((until.date_naive() - from.date_naive()).num_days()).unwrap_or(0);
            let waited = waited(from, until, unit, |_| true)?;
            if days == 0 {
                return Ok(moved(was, waited, Vec::new(), unit));
            }
            let end = was.date_naive().checked_add_days(Days::new(days)).ok_or_else(|| beyond(unit.calendar))?;
            let mut walk = Walk::from_day(was.date_naive(), unit.calendar, unit.hours);
            let due = walk.calendar_until(end)?;
            Ok(moved(due, waited, walk.steps, unit))
        }
        Rule::WorkingHours(_) => {
            let (minutes, waited) = open_minutes(from, until, unit)?;
            if minutes == TimeDelta::zero() {
                return Ok(moved(was, waited, Vec::new(), unit));
            }
            let mut walk = Walk::from_day(was.date_naive(), unit.calendar, unit.hours);
            let due = walk.open_minutes(was.time(), minutes)?;
            Ok(moved(due, waited, walk.steps, unit))
        }
        // A typed date has no rule: it moves as most do, by working days.
        Rule::WorkingHalfDays(_) | Rule::None => {
            let waited = waited(from, until, unit, |open| open)?;
            let days = waited.iter().filter(|step| step.counts).count();
            let mut walk = Walk::from_day(was.date_naive(), unit.calendar, unit.hours);
            if days == 0 {
                return Ok(moved(was, waited, Vec::new(), unit));
            }
            let halves_then = Halves::of(&day::spans(walk.today, unit.calendar, unit.hours)?);
            for _ in 0..days {
                walk.next_working()?;
            }
            let halves = walk.halves()?;
            let end = match halves_then {
                // `n.5wd` ends at noon whatever the policy, so the close is kept only where the date was at the close.
                Some(then) if unit.policy == DuePolicy::EndOfDay && was.time() >= then.close() => halves.close(),
                Some(then) => halves.end_of(then.half_at(was.time())),
                None => halves.close(),
            };
            let due = at_wall(walk.today.and_time(end));
            Ok(moved(due, waited, walk.steps, unit))
        }
    }
}

/// The date when the rule runs anew from `answered`.
///
/// # Errors
/// As [`due`].
pub fn restarted(rule: Rule, answered: Moment, unit: Unit<'_>) -> Result<NewDue, DueRefusal> {
    let Due { due, steps, provisional, .. } = due(rule, answered, unit.calendar, unit.hours, unit.policy)?;
    Ok(NewDue { due, waited: Vec::new(), steps, provisional, typed_because: None })
}

/// The last minute of the day of `now` up to which an act gives an earlier date than after it, with both dates; none
/// when nothing that is left of the day makes a difference.
pub fn next_jump(rule: Rule, now: Moment, unit: Unit<'_>) -> Option<Jump> {
    let now = to_the_second(now);
    let of = |at: Moment| due(rule, at, unit.calendar, unit.hours, unit.policy).ok()?.due;
    let spans = day::receiving(now.date_naive(), unit.calendar, unit.hours).ok()?;
    let cutoff = match rule {
        Rule::SameDay { cutoff } => Some(cutoff),
        Rule::WorkingHalfDays(_) | Rule::WorkingHours(_) | Rule::CalendarDays(_) | Rule::Months(_) | Rule::None => None,
    };
    let mut edges: Vec<_> =
        spans.iter().map(|span| span.close).chain(cutoff).filter(|edge| *edge >= now.time()).collect();
    edges.sort_unstable();
    edges.into_iter().find_map(|edge| {
        let until = at_wall(now.date_naive().and_time(edge));
        let (before, after) = (of(until)?, of(until + TimeDelta::minutes(1))?);
        (before < after).then_some(Jump { until, before, after })
    })
}

/// A minute of the day at which the date jumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jump {
    /// Up to and with this minute …
    pub until: Moment,
    /// … the date is this one,
    pub before: Moment,
    /// and after it this one.
    pub after: Moment,
}

fn undated() -> NewDue {
    NewDue { due: None, waited: Vec::new(), steps: Vec::new(), provisional: false, typed_because: None }
}

fn moved(due: Moment, waited: Vec<Step>, steps: Vec<Step>, unit: Unit<'_>) -> NewDue {
    let provisional = waited.iter().chain(&steps).any(|step| unit.calendar.estimates(step.date));
    NewDue { due: Some(due), waited, steps, provisional, typed_because: None }
}

/// The days after that of the request up to and with that of the answer; `counts` is asked whether the unit was open.
fn waited(from: Moment, until: Moment, unit: Unit<'_>, counts: impl Fn(bool) -> bool) -> Result<Vec<Step>, DueRefusal> {
    let mut walk = Walk::from_day(from.date_naive(), unit.calendar, unit.hours);
    while walk.today < until.date_naive() {
        walk.tomorrow()?;
        let open = walk.open_today();
        let why = if open { Why::Waited } else { walk.what_it_is() };
        walk.step(counts(open), why);
    }
    Ok(walk.steps)
}

/// Minutes in which the unit was open between two settled moments, and the days they lie on, that of the request too.
fn open_minutes(from: Moment, until: Moment, unit: Unit<'_>) -> Result<(TimeDelta, Vec<Step>), DueRefusal> {
    let mut total = TimeDelta::zero();
    let mut walk = Walk::from_day(from.date_naive(), unit.calendar, unit.hours);
    loop {
        let mut today = TimeDelta::zero();
        for span in day::spans(walk.today, unit.calendar, unit.hours)? {
            let start = at_wall(walk.today.and_time(span.open)).max(from);
            let end = at_wall(walk.today.and_time(span.close)).min(until);
            today += (end - start).max(TimeDelta::zero());
        }
        let why = if walk.open_today() { Why::Waited } else { walk.what_it_is() };
        walk.step(today > TimeDelta::zero(), why);
        total += today;
        if walk.today >= until.date_naive() {
            return Ok((total, walk.steps));
        }
        walk.tomorrow()?;
    }
}

/// How an outcome stands to its due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Before it.
    Early,
    /// In time.
    OnTime,
    /// After it.
    Late,
}

impl Timeliness {
    /// Compared by day, as form II.06a speaks: before the due day early, on it on time, after it late.
    pub fn by_day(due: Moment, at: Moment) -> Timeliness {
        match at.date_naive().cmp(&due.date_naive()) {
            std::cmp::Ordering::Less => Timeliness::Early,
            std::cmp::Ordering::Equal => Timeliness::OnTime,
            std::cmp::Ordering::Greater => Timeliness::Late,
        }
    }

    /// Compared by minute, as the systems in use do: the due minute itself is in time.
    pub fn by_minute(due: Moment, at: Moment) -> Timeliness {
        match (at.timestamp() / 60).cmp(&(due.timestamp() / 60)) {
            std::cmp::Ordering::Less => Timeliness::Early,
            std::cmp::Ordering::Equal => Timeliness::OnTime,
            std::cmp::Ordering::Greater => Timeliness::Late,
        }
    }
}
