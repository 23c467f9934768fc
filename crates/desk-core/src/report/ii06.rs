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

    /// Counts a dossier at its place.
    fn count(&mut self, place: Place) {
        match place.came {
            Came::Carried => self.carried += 1,
            Came::Online => self.online += 1,
            Came::Direct => self.direct += 1,
        }
        self.undated += u32::from(place.undated);
        match place.stands {
            Stands::Early => self.early += 1,
            Stands::OnTime => self.on_time += 1,
            Stands::Late => self.late += 1,
            Stands::InTerm => self.in_term += 1,
            Stands::Overdue => self.overdue += 1,
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

/// How a dossier came into a period: columns (4), (5), (6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// (4) received online in the period.
    Online,
    /// (5) received in person or by post in the period.
    Direct,
    /// (6) received before the period and not resolved before it.
    Carried,
}

/// How a dossier stands at the end of a period: columns (8), (9), (10), (12), (13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// (8) resolved early.
    Early,
    /// (9) resolved on time; also without a due date.
    OnTime,
    /// (10) resolved late.
    Late,
    /// (12) in process, in term; also while waiting for papers or payment.
    InTerm,
    /// (13) in process, the due date passed.
    Overdue,
}

/// Where a dossier stands on the form. Every figure of the form is a count of places, so a figure and the list of its
/// dossiers cannot differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// How it came into the period.
    pub came: Came,
    /// How it stands at the end.
    pub stands: Stands,
    /// It has no due date.
    pub undated: bool,
}

impl Place {
    /// The place of a dossier as it stood at the end of the period ([`Course::before`] its end); none where it was not
    /// in hand: received after the period, or resolved before it.
    pub fn of(course: &Course, period: &Period, compare: Compare) -> Option<Place> {
        let gone = course.resolved.is_some_and(|(at, _)| at < period.start());
        if gone || course.received >= period.end() {
            return None;
        }
        let came = match (course.received < period.start(), course.channel) {
            (true, _) => Came::Carried,
            (false, Channel::Online) => Came::Online,
            (false, Channel::InPerson | Channel::Post) => Came::Direct,
        };
        let stands = match course.resolved {
            Some((at, end)) => match course.due.map(|due| compare.timeliness(due, at)) {
                Some(Timeliness::Late) => Stands::Late,
                // Nobody made haste when the citizen or an authority ended it.
                Some(Timeliness::Early) if matches!(end, End::Result | End::Refused) => Stands::Early,
                Some(Timeliness::Early | Timeliness::OnTime) | None => Stands::OnTime,
            },
            None => {
                let last_moment = period.end() - chrono::TimeDelta::milliseconds(1);
                let passed = course.due.is_some_and(|due| compare.timeliness(due, last_moment) == Timeliness::Late);
                if passed && !course.waits { Stands::Overdue } else { Stands::InTerm }
            }
        };
        Some(Place { came, stands, undated: course.due.is_none() })
    }

    /// The columns that it counts in, by their keys: `c3` and one of (4) to (6), `c7` or `c11` and one below it.
    pub fn columns(self) -> [&'static str; 4] {
        let came = match self.came {
            Came::Online => "c4",
            Came::Direct => "c5",
            Came::Carried => "c6",
        };
        let [whole, stands] = match self.stands {
            Stands::Early => ["c7", "c8"],
            Stands::OnTime => ["c7", "c9"],
            Stands::Late => ["c7", "c10"],
            Stands::InTerm => ["c11", "c12"],
            Stands::Overdue => ["c11", "c13"],
        };
        ["c3", came, whole, stands]
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

    /// Counts a dossier as it stood at the end of the period ([`Course::before`] its end), and says where.
    pub fn count(&mut self, course: &Course) -> Option<Place> {
        let place = Place::of(course, &self.period, self.compare)?;
        self.fields.entry(course.field.clone()).or_default().count(place);
        Some(place)
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
