//! What an office is set up with until it says otherwise: hours, policy, identifier, heading lines.
//!
//! Real hours and identifiers of Hòa Bình were not found; what stands in for them is marked `assumed`.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, Weekday};
use desk_core::calendar::{DuePolicy, OfficeHours, Span};
use serde::{Deserialize, Serialize};

use crate::{
    ReferenceError,
    files::OFFICES,
    units::{Level, Unit},
};

/// The lines that head a unit's papers, already with its name in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// First line: the authority, e.g. `UBND HUYỆN TÂN LẠC`.
    pub superior: String,
    /// Second line: the desk, e.g. `BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ`.
    pub office: String,
    /// The desk by its name in running text.
    pub desk: String,
    /// The place before a date: `Tân Lạc`.
    pub place: String,
    /// What follows a slip's number: `BPTNTKQ`, `TTPVHCC`.
    pub notation: String,
}

/// A proposed unit identifier (the head of dossier codes; not the GSO code).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// The identifier, e.g. `000.05.17.H28`.
    pub text: String,
    /// True while nobody has confirmed it.
    pub assumed: bool,
}

type Minutes = [String; 2];

#[derive(Debug, Deserialize)]
struct HoursRule {
    /// Office keys; empty for every unit.
    units: Vec<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    week: [Vec<Minutes>; 7],
    swapped: Vec<Minutes>,
    assumed: bool,
}

#[derive(Debug, Deserialize)]
struct HoursGroup {
    levels: Vec<Level>,
    sectors: Vec<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    saturday: Vec<Minutes>,
    assumed: bool,
}

#[derive(Debug, Deserialize)]
struct PolicyRule {
    units: Vec<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    policy: DuePolicy,
}

#[derive(Debug, Deserialize)]
struct HeadingRule {
    level: Level,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    superior: String,
    office: String,
    desk: String,
    place: String,
    notation: String,
}

#[derive(Debug, Deserialize)]
struct Identifiers {
    assumed: bool,
    units: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct File {
    hours: Vec<HoursRule>,
    hour_groups: Vec<HoursGroup>,
    policies: Vec<PolicyRule>,
    headings: Vec<HeadingRule>,
    identifiers: Identifiers,
}

/// The set-up data of all offices.
#[derive(Debug)]
pub struct Offices {
    file: File,
    /// The hours of `file.hours`, parsed, in the same order.
    weeks: Vec<OfficeHours>,
    /// The Saturday spans of `file.hour_groups`, parsed, in the same order.
    saturdays: Vec<Vec<Span>>,
}

fn holds(from: Option<NaiveDate>, to: Option<NaiveDate>, on: NaiveDate) -> bool {
    from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to)
}

fn names(units: &[String], office: &str) -> bool {
    units.is_empty() || units.iter().any(|unit| unit == office)
}

fn fault(what: impl Into<String>) -> ReferenceError {
    ReferenceError::new(OFFICES, 0, what)
}

fn spans(minutes: &[Minutes]) -> Result<Vec<Span>, ReferenceError> {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| fault(format!("not a time: {text}")));
    let mut spans: Vec<Span> = Vec::new();
    for [open, close] in minutes {
        let span = Span { open: time(open)?, close: time(close)? };
        if span.open >= span.close || spans.last().is_some_and(|last| last.close >= span.open) {
            return Err(fault("spans must follow each other"));
        }
        spans.push(span);
    }
    Ok(spans)
}

impl Offices {
    pub(crate) fn read(json: &str) -> Result<Offices, ReferenceError> {
        let file: File = serde_json::from_str(json).map_err(|error| fault(error.to_string()))?;
        let week = |rule: &HoursRule| -> Result<OfficeHours, ReferenceError> {
            let mut hours = OfficeHours::weekdays(Vec::new(), rule.assumed);
            for (day, minutes) in hours.week.iter_mut().zip(&rule.week) {
                *day = spans(minutes)?;
            }
            hours.swapped = spans(&rule.swapped)?;
            Ok(hours)
        };
        let weeks = file.hours.iter().map(week).collect::<Result<Vec<_>, _>>()?;
        if !file.hours.iter().any(|rule| rule.units.is_empty() && rule.from.is_none() && rule.to.is_none()) {
            return Err(fault("hours for every unit and day are missing"));
        }
        let saturdays = file.hour_groups.iter().map(|group| spans(&group.saturday)).collect::<Result<Vec<_>, _>>()?;
        Ok(Offices { file, weeks, saturdays })
    }

    /// When `unit` works on and around a day. With the sector of a procedure: when it *receives* such dossiers, which for
    /// commune police includes Saturday morning. A rule for the unit itself goes before the one for all.
    pub fn hours(&self, unit: &Unit, sector: Option<&str>, on: NaiveDate) -> OfficeHours {
        let office = unit.office_id();
        let fits =
            |rule: &&(&HoursRule, &OfficeHours)| names(&rule.0.units, &office) && holds(rule.0.from, rule.0.to, on);
        let rules = self.file.hours.iter().zip(&self.weeks);
        let best = rules.collect::<Vec<_>>();
        let own = best.iter().filter(fits).max_by_key(|(rule, _)| (!rule.units.is_empty(), rule.from));
        let mut hours = match own {
            Some((_, hours)) => (*hours).clone(),
            None => OfficeHours::weekdays(Vec::new(), true),
        };
        for (group, saturday) in self.file.hour_groups.iter().zip(&self.saturdays) {
            let mine = group.levels.contains(&unit.level) && holds(group.from, group.to, on);
            if mine && sector.is_some_and(|sector| group.sectors.iter().any(|name| name == sector)) {
                let saturdays = Weekday::Sat.num_days_from_monday() as usize;
                if hours.week[saturdays].is_empty() {
                    hours.receiving[saturdays].clone_from(saturday);
                    hours.assumed |= group.assumed;
                }
            }
        }
        hours
    }

    /// Up to when in the day a unit's due dates run.
    pub fn policy(&self, unit: &Unit, on: NaiveDate) -> DuePolicy {
        let office = unit.office_id();
        let rules =
            self.file.policies.iter().filter(|rule| names(&rule.units, &office) && holds(rule.from, rule.to, on));
        rules.max_by_key(|rule| (!rule.units.is_empty(), rule.from)).map_or_else(DuePolicy::default, |rule| rule.policy)
    }

    /// The heading lines of a unit's papers on a day.
    pub fn heading(&self, unit: &Unit, on: NaiveDate) -> Heading {
        let rule = self.file.headings.iter().find(|rule| rule.level == unit.level && holds(rule.from, rule.to, on));
        let fill = |pattern: &str| {
            pattern
                .replace("{NAME}", &unit.name.to_uppercase())
                .replace("{name}", &unit.lower_name())
                .replace("{bare}", unit.bare_name())
        };
        match rule {
            Some(rule) => Heading {
                superior: fill(&rule.superior),
                office: fill(&rule.office),
                desk: fill(&rule.desk),
                place: fill(&rule.place),
                notation: rule.notation.clone(),
            },
            None => Heading {
                superior: unit.name.to_uppercase(),
                office: String::new(),
                desk: unit.name.clone(),
                place: unit.bare_name().to_owned(),
                notation: String::new(),
            },
        }
    }

    /// The proposed identifier of a unit; a supervisor confirms or changes it at first run.
    pub fn identifier(&self, unit: &Unit) -> Option<Identifier> {
        let known = &self.file.identifiers;
        let text = known.units.get(&unit.office_id())?;
        Some(Identifier { text: text.clone(), assumed: known.assumed })
    }
}
