//! The calendar and the hours of an office: which days it works, and when its doors are open.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

/// What makes a day differ from its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDay {
    /// Off or worked.
    pub kind: SpecialKind,
    /// The official name, Vietnamese.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// False for a day that no authority has published yet (an estimate).
    pub official: bool,
}

/// Why a day differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialKind {
    /// A statutory day off.
    Holiday,
    /// A day off in place of a statutory day that fell on a day off, or by a swap.
    Substitute,
    /// A Saturday or Sunday worked in exchange (BLLĐ 2019 Điều 111–112 and the yearly decision).
    SwappedWorkday,
    /// The unit is shut by decision of its head (storm, mourning, moving).
    Closure,
}

/// The special days of a country or unit and how far they are known. Days after `known_until` cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Calendar {
    /// Special days by date.
    pub days: BTreeMap<NaiveDate, SpecialDay>,
    /// Last day up to which the official calendar is published; later dates are estimates.
    pub official_until: Option<NaiveDate>,
    /// First day of the data.
    pub known_from: Option<NaiveDate>,
    /// Last day of the data.
    pub known_until: Option<NaiveDate>,
}

/// A stretch in which the doors are open: from `open` to `close`, both within one day, `open < close`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First minute open.
    pub open: NaiveTime,
    /// The minute of closing; a reception exactly then is still in time.
    pub close: NaiveTime,
}

/// The week of a unit for a group of procedures. A day with no spans is a day off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// Seven lists of spans, Monday first, each in ascending order and apart from each other.
    pub week: [Vec<Span>; 7],
    /// The spans of a swapped working day (normally those of a Monday).
    pub swapped: Vec<Span>,
    /// Spans, Monday first, of days off on which dossiers are received all the same (commune police on Saturday morning).
    /// No limit counts such a day; on a working day nothing is said here.
    #[serde(default)]
    pub receiving: [Vec<Span>; 7],
    /// True when no source gave these hours and the default stands in for them.
    pub assumed: bool,
}

impl OfficeHours {
    /// The same spans on the five weekdays, weekend off.
    pub fn weekdays(spans: Vec<Span>, assumed: bool) -> Self {
        let day = |d: usize| if d < 5 { spans.clone() } else { Vec::new() };
        OfficeHours { week: std::array::from_fn(day), swapped: spans.clone(), receiving: Default::default(), assumed }
    }

    /// The spans of an ordinary `weekday`, before holidays are looked at.
    pub fn spans(&self, weekday: Weekday) -> &[Span] {
        &self.week[weekday.num_days_from_monday() as usize]
    }
}

/// Up to when in the day a date counted in working days runs; per unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuePolicy {
    /// "Nhận sáng trả sáng, nhận chiều trả chiều": the end of the same half of the day.
    #[default]
    SameHalfDay,
    /// The close of the day.
    EndOfDay,
}

impl Calendar {
    /// True when `date` lies within the data. A side without a limit is open.
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.known_from.is_none_or(|from| date >= from) && self.known_until.is_none_or(|until| date <= until)
    }

    /// True when what this calendar says of `date` is only an estimate: after the published part, or an unpublished
    /// special day. A calendar without `official_until` says so day by day only.
    pub fn estimates(&self, date: NaiveDate) -> bool {
        self.official_until.is_some_and(|until| date > until) || self.days.get(&date).is_some_and(|day| !day.official)
    }

    /// The stretches in which a unit with these `hours` is open on `date`, in order; empty on a day off.
    ///
    /// A holiday, a substitute and a closure shut the unit whatever its week says. A swapped working day opens it with
    /// `hours.swapped`, or, where that is empty, leaves the day as its weekday is. Spans that do not open before they
    /// close are dropped.
    pub fn open_spans(&self, date: NaiveDate, hours: &OfficeHours) -> Vec<Span> {
        let ordinary = hours.spans(date.weekday());
        let spans = match self.days.get(&date).map(|day| day.kind) {
            Some(SpecialKind::Holiday | SpecialKind::Substitute | SpecialKind::Closure) => &[],
            Some(SpecialKind::SwappedWorkday) if !hours.swapped.is_empty() => hours.swapped.as_slice(),
            Some(SpecialKind::SwappedWorkday) | None => ordinary,
        };
        in_order(spans)
    }

    /// The stretches in which dossiers are received on `date`: those of a working day, or those of a day off on which the
    /// unit receives. A holiday, a substitute and a closure shut the unit for receiving too.
    pub fn receiving_spans(&self, date: NaiveDate, hours: &OfficeHours) -> Vec<Span> {
        let open = self.open_spans(date, hours);
        let shut = self.days.get(&date).is_some_and(|day| day.kind != SpecialKind::SwappedWorkday);
        if !open.is_empty() || shut {
            return open;
        }
        in_order(&hours.receiving[date.weekday().num_days_from_monday() as usize])
    }
}

fn in_order(spans: &[Span]) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.iter().copied().filter(|span| span.open < span.close).collect();
    spans.sort_by_key(|span| span.open);
    spans
}
