//! Form II.06a/VPCP/KSTT (TT 01/2020/TT-VPCP): what an office received, resolved and has in process, by field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Compare, Course, End, Period};
use crate::{due::Timeliness, procedure::Channel, text::phrase_key};

/// One line of the form. Columns (3), (7) and (11) are sums and not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// (4) received online in the period.
    pub online: u32,
    /// (5) received in person or by post in the period.
    pub direct: u32,
    /// (6) received before the period and not resolved before it.
    pub carried: u32,
    /// (8) resolved in the period, early.
    pub early: u32,
    /// (9) resolved in the period, on time; also without a due date.
    pub on_time: u32,
    /// (10) resolved in the period, late.
    pub late: u32,
    /// (12) in process at the end, in term; also while waiting for papers or payment.
    pub in_term: u32,
    /// (13) in process at the end, the due date passed.
    pub overdue: u32,
    /// Of (9) and (12): those without a due date.
    pub undated: u32,
}

impl Counts {
    /// (3) all that were in hand: (4) + (5) + (6).
    pub fn received(&self) -> u32 {
        self.online + self.direct + self.carried
    }

    /// (7) resolved in the period: (8) + (9) + (10).
    pub fn resolved(&self) -> u32 {
        self.early + self.on_time + self.late
    }

    /// (11) in process at the end: (12) + (13).
    pub fn in_process(&self) -> u32 {
        self.in_term + self.overdue
    }

    /// The columns from (3) to (13).
    pub fn columns(&self) -> [u32; 11] {
        [
            self.received(),
            self.online,
            self.direct,
            self.carried,
            self.resolved(),
            self.early,
            self.on_time,
            self.late,
            self.in_process(),
            self.in_term,
            self.overdue,
        ]
    }

    /// Counts a dossier as it stood at the end of the period. What was resolved before the period is not in hand.
    fn count(&mut self, course: &Course, period: &Period, compare: Compare) {
        if course.resolved.is_some_and(|(at, _)| at < period.start()) {
            return;
        }
        match (course.received < period.start(), course.channel) {
            (true, _) => self.carried += 1,
            (false, Channel::Online) => self.online += 1,
            (false, Channel::InPerson | Channel::Post) => self.direct += 1,
        }
        self.undated += u32::from(course.due.is_none());
        match course.resolved {
            Some((at, end)) => match course.due.map(|due| compare.timeliness(due, at)) {
                Some(Timeliness::Late) => self.late += 1,
                // Nobody made haste when the citizen or an authority ended it.
                Some(Timeliness::Early) if matches!(end, End::Result | End::Refused) => self.early += 1,
                Some(Timeliness::Early | Timeliness::OnTime) | None => self.on_time += 1,
            },
            None => {
                let last_moment = period.end() - chrono::TimeDelta::milliseconds(1);
                let passed = course.due.is_some_and(|due| compare.timeliness(due, last_moment) == Timeliness::Late);
                if passed && !course.waits { self.overdue += 1 } else { self.in_term += 1 }
            }
        }
    }

    fn add(&mut self, other: &Counts) {
        self.online += other.online;
        self.direct += other.direct;
        self.carried += other.carried;
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
        self.in_term += other.in_term;
        self.overdue += other.overdue;
        self.undated += other.undated;
    }
}

/// The form, a line a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ii06 {
    period: Period,
    compare: Compare,
    fields: BTreeMap<String, Counts>,
}

impl Ii06 {
    /// An empty form.
    pub fn new(period: Period, compare: Compare) -> Ii06 {
        Ii06 { period, compare, fields: BTreeMap::new() }
    }

    /// Counts a dossier as it stood at the end of the period ([`Course::before`] its end).
    pub fn count(&mut self, course: &Course) {
        let in_hand =
            course.received < self.period.end() && course.resolved.is_none_or(|(at, _)| at >= self.period.start());
        if in_hand {
            self.fields.entry(course.field.clone()).or_default().count(course, &self.period, self.compare);
        }
    }

    /// The lines, by field in dictionary order. A field without a dossier has none.
    pub fn fields(&self) -> Vec<(&str, &Counts)> {
        let mut fields: Vec<_> = self.fields.iter().map(|(field, counts)| (field.as_str(), counts)).collect();
        fields.sort_by_cached_key(|(field, _)| phrase_key(field));
        fields
    }

    /// All fields together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.fields.values().for_each(|counts| total.add(counts));
        total
    }
}
