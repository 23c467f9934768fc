//! What one set says otherwise than another, in the order in which people read it, for a look before it counts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use desk_core::{
    calendar::SpecialKind,
    procedure::{Channel, Fee, Limit, Need},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Entry, Procedure, Reference, ReferenceError, Unit, csv,
    files::{CALENDAR, FORM_SETS, MAPPING, OFFICES},
};

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A day of the calendar, or how far it reaches.
    Calendar,
    /// A unit, or what became of one.
    Unit,
    /// Hours, policies, identifiers, headings.
    Office,
    /// When a set of forms holds, and what it allows.
    Forms,
    /// A procedure that is new, gone, or named or placed otherwise.
    Procedure,
    /// A time limit.
    Limit,
    /// A fee.
    Fee,
    /// The papers of a procedure, or when one must be there.
    Papers,
}

/// One line of the list. Words are the data's own, in Vietnamese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is about.
    pub about: About,
    /// Which: a day, a unit, a procedure with its code.
    pub which: String,
    /// As it was; none where it is new.
    pub before: Option<String>,
    /// As it is; none where it is gone.
    pub after: Option<String>,
}

/// The changes from one set to another; fees as they are on a day.
///
/// # Errors
/// When a list of either does not read.
pub fn changes(before: &Reference, after: &Reference, on: NaiveDate) -> Result<Vec<Change>, ReferenceError> {
    let mut found = Vec::new();
    let mut compare = |about, was: BTreeMap<String, String>, is: BTreeMap<String, String>| {
        let which: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for key in which {
            let (before, after) = (was.get(key).cloned(), is.get(key).cloned());
            if before != after {
                found.push(Change { about, which: key.clone(), before, after });
            }
        }
    };
    compare(About::Calendar, days(before), days(after));
    for (about, file) in [(About::Calendar, CALENDAR), (About::Office, OFFICES), (About::Forms, FORM_SETS)] {
        compare(about, leaves(before, file)?, leaves(after, file)?);
    }
    compare(About::Unit, units(before), units(after));
    let links = |set: &Reference| -> Result<BTreeMap<String, String>, ReferenceError> {
        let rows = csv::rows(MAPPING, set.files().text(MAPPING)?, crate::units::MAPPING_HEAD)?;
        let link = |row: csv::Row| {
            let field = |at: usize| row.fields.get(at).map_or("", String::as_str);
            let which = format!("{} {} → {} {}", field(0), field(1), field(4), field(5));
            (which, format!("{} {}", field(6), field(7)).trim_end().to_owned())
        };
        Ok(rows.into_iter().map(link).collect())
    };
    compare(About::Unit, links(before)?, links(after)?);
    let (was, is) = procedures(before, after, on)?;
    for about in [About::Procedure, About::Limit, About::Fee, About::Papers] {
        // Told apart by code, so that another name is one change; shown with the name it has now, or had.
        let named = |code: &str, rest: &str| {
            let of = |set: &Reference| set.catalogue().entry(code).map(|entry| entry.name.to_owned());
            let name = of(after).or_else(|| of(before)).unwrap_or_default();
            if rest.is_empty() { format!("{code} {name}") } else { format!("{code} {name} · {rest}") }
        };
        let of = |all: &Said| -> BTreeMap<String, String> {
            let own = all.iter().filter(|((other, ..), _)| *other == about);
            own.map(|((_, code, rest), text)| (named(code, rest), text.clone())).collect()
        };
        compare(about, of(&was), of(&is));
    }
    Ok(found)
}

fn days(set: &Reference) -> BTreeMap<String, String> {
    let said = |kind| match kind {
        SpecialKind::Holiday => "nghỉ lễ",
        SpecialKind::Substitute => "nghỉ bù",
        SpecialKind::SwappedWorkday => "làm bù",
        SpecialKind::Closure => "đóng cửa",
    };
    let days = set.calendar().days.iter();
    days.map(|(day, special)| (day.to_string(), format!("{} ({})", special.name, said(special.kind)))).collect()
}

fn units(set: &Reference) -> BTreeMap<String, String> {
    let text = |unit: &Unit| {
        let until = unit.valid_to.map(|day| format!(", đến {day}")).unwrap_or_default();
        let aliases = if unit.aliases.is_empty() { String::new() } else { format!(" ({})", unit.aliases.join("; ")) };
        format!("{}{aliases}, {}{until}", unit.name, unit.parent_code)
    };
    set.units().all().iter().map(|unit| (unit.office_id(), text(unit))).collect()
}

/// The values of a JSON file by the way to each.
fn leaves(set: &Reference, file: &'static str) -> Result<BTreeMap<String, String>, ReferenceError> {
    fn walk(way: &str, value: &Value, into: &mut BTreeMap<String, String>) {
        let step = |name: &str| if way.is_empty() { name.to_owned() } else { format!("{way} › {name}") };
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| walk(&step(name), value, into)),
            Value::Array(values) if values.iter().any(|value| value.is_object() || value.is_array()) => {
                (1..).zip(values).for_each(|(at, value): (u32, _)| walk(&step(&at.to_string()), value, into));
            }
            Value::String(text) => drop(into.insert(way.to_owned(), text.clone())),
            Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
                into.insert(way.to_owned(), value.to_string());
            }
        }
    }
    let value: Value = serde_json::from_str(set.files().text(file)?)
        .map_err(|fault| ReferenceError::new(file, 0, fault.to_string()))?;
    let mut found = BTreeMap::new();
    walk("", &value, &mut found);
    Ok(found)
}

/// What a set says of procedures: about what, of which code, in which channel, case or place.
type Said = BTreeMap<(About, String, String), String>;

/// What the two sets say of the procedures whose records differ.
fn procedures(before: &Reference, after: &Reference, on: NaiveDate) -> Result<(Said, Said), ReferenceError> {
    let rows = |set: &'_ Reference| -> Result<BTreeMap<String, [Option<String>; 3]>, ReferenceError> {
        let codes = set.catalogue().all().iter().map(|entry| entry.code.to_owned());
        Ok(codes.zip(set.catalogue().all_sources()?).collect())
    };
    let (was, is) = (rows(before)?, rows(after)?);
    let codes: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let (mut from, mut to) = (Said::new(), Said::new());
    for code in codes.into_iter().filter(|code| was.get(*code) != is.get(*code)) {
        let (mut old, mut new) = (said(before, code, on), said(after, code, on));
        // What is new or gone is one line, not twenty.
        if old.is_empty() || new.is_empty() {
            old.retain(|(about, ..), _| *about == About::Procedure);
            new.retain(|(about, ..), _| *about == About::Procedure);
        } else if old == new {
            let key = (About::Procedure, code.clone(), "…".to_owned());
            let rest = |row: Option<&[Option<String>; 3]>| row.and_then(|row| row.iter().flatten().next()).map(|record| tail(record));
            old.extend(rest(was.get(code)).map(|text| (key.clone(), text)));
            new.extend(rest(is.get(code)).map(|text| (key, text)));
        }
        from.extend(old);
        to.extend(new);
    }
    Ok((from, to))
}

/// The end of a record, where source, date and note stand.
fn tail(record: &str) -> String {
    let skip = record.chars().count().saturating_sub(200);
    record.chars().skip(skip).collect()
}

fn said(set: &Reference, code: &str, on: NaiveDate) -> Said {
    let Some(procedure) = set.procedure(code) else { return Said::new() };
    let key = |about, rest: &str| (about, code.to_owned(), rest.to_owned());
    let mut said = Said::from([(key(About::Procedure, ""), head(&procedure.entry))]);
    for channel in procedure.channels.iter().copied() {
        let mut cases: Vec<Option<&str>> = procedure.cases(channel).into_iter().map(Some).collect();
        if cases.is_empty() {
            cases.push(None);
        }
        for case in cases {
            let of = case.map_or_else(|| word(channel).to_owned(), |case| format!("{}, {case}", word(channel)));
            said.insert(key(About::Limit, &of), limit(&procedure, channel, case));
        }
        said.insert(key(About::Fee, word(channel)), fee(&procedure, channel, on));
    }
    for paper in &procedure.papers {
        let count = |many: Option<u16>| many.map_or_else(|| "–".to_owned(), |many| many.to_string());
        let need = match &paper.need {
            Need::Always => "; bắt buộc".to_owned(),
            Need::If(condition) => format!("; nếu {condition}"),
            Need::OneOf(group) => format!("; một trong: {group}"),
            Need::Shown => "; xuất trình".to_owned(),
            Need::Unknown => String::new(),
        };
        let text = format!("{} ({}/{}{need})", paper.name, count(paper.originals), count(paper.copies));
        said.insert(key(About::Papers, &format!("{:02}", paper.index + 1)), text);
    }
    said
}

fn head(entry: &Entry) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let dates = match (entry.valid_from, entry.valid_to) {
        (None, None) => String::new(),
        (from, to) => format!(", {} – {}", day(from), day(to)),
    };
    format!("{} · {}{dates}", entry.name, entry.sector)
}

fn limit(procedure: &Procedure, channel: Channel, case: Option<&str>) -> String {
    match procedure.limit(channel, case) {
        Limit::Known { rule, .. } => rule.to_string(),
        Limit::Unknown { text } => text.unwrap_or_else(|| "chưa công bố".to_owned()),
    }
}

fn fee(procedure: &Procedure, channel: Channel, on: NaiveDate) -> String {
    match procedure.fee(channel, on) {
        Fee::Amount { vnd, text, .. } => {
            let vnd: Vec<String> = vnd.iter().map(|vnd| format!("{vnd} đ")).collect();
            format!("{} ({text})", vnd.join(" / "))
        }
        Fee::Free { text, .. } => format!("0 đ ({text})"),
        Fee::Unpublished { text } => text.unwrap_or_else(|| "chưa công bố".to_owned()),
    }
}

fn word(channel: Channel) -> &'static str {
    match channel {
        Channel::InPerson => "trực tiếp",
        Channel::Post => "bưu chính",
        Channel::Online => "trực tuyến",
    }
}
