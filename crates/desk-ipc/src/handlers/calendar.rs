//! The office's days and hours.

use chrono::{Datelike, NaiveDate, NaiveTime};
use desk_core::{
    calendar::{Span, SpecialKind},
    office::{CalendarChange, Role},
};
use desk_store::Hit;

use crate::{
    convert::{day_text, hit_view, moment_text, word},
    counter::{Answer, Call},
    error::{problem, user_error},
    views::*,
};

/// Dossiers in hand that are named after a change.
const AFFECTED_MAX: usize = 50;

pub(crate) fn calendar_open(call: &mut Call<'_>, input: CalendarOpen) -> Answer<CalendarView> {
    view(call, input.year, &[])
}

pub(crate) fn calendar_set(call: &mut Call<'_>, input: CalendarSetInput) -> Answer<CalendarView> {
    let day: NaiveDate = input.day.parse().map_err(|_| at("day", "bad_date"))?;
    let change = match input.what.as_str() {
        "day" => {
            let kind = match input.kind.as_str() {
                "holiday" => Some(SpecialKind::Holiday),
                "substitute" => Some(SpecialKind::Substitute),
                "swapped_workday" => Some(SpecialKind::SwappedWorkday),
                "closure" => Some(SpecialKind::Closure),
                "ordinary" => None,
                _ => return Err(user_error("bad_input", &[])),
            };
            CalendarChange::Day { day, kind, name: input.name }
        }
        "hours" => {
            let lines: Option<Vec<Vec<Span>>> = input.week.iter().map(|line| spans(line)).collect();
            let week = lines.and_then(|days| days.try_into().ok()).ok_or_else(|| at("week", "bad_week"))?;
            CalendarChange::Hours { from: day, week: Box::new(week) }
        }
        _ => return Err(user_error("bad_input", &[])),
    };
    let affected = call.desk.set_calendar(change, &input.decision)?;
    view(call, Some(day.year()), &affected)
}

fn at(field: &str, code: &str) -> UserErrorView {
    let mut error = user_error(code, &[]);
    error.at.push(problem(field, code));
    error
}

fn spans(line: &str) -> Option<Vec<Span>> {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let span = |text: &str| {
        let (open, close) = text.split_once('-')?;
        Some(Span { open: time(open)?, close: time(close)? })
    };
    line.split_whitespace().map(span).collect()
}

fn line(spans: &[Span]) -> String {
    let text = |span: &Span| format!("{}-{}", span.open.format("%H:%M"), span.close.format("%H:%M"));
    spans.iter().map(text).collect::<Vec<_>>().join(" ")
}

fn view(call: &Call<'_>, year: Option<i32>, affected: &[Hit]) -> Answer<CalendarView> {
    let (now, office) = (call.desk.now(), call.desk.office()?);
    let year = year.unwrap_or_else(|| now.year());
    let hours = call.desk.week_of(now.date_naive())?;
    let week = |week: &[Vec<Span>; 7]| week.iter().map(|day| line(day)).collect::<Vec<_>>().join("\n");
    let changes = call.desk.calendar_history()?.into_iter().map(|step| {
        let mut row = CalendarChangeRow {
            at: moment_text(step.set.done.at),
            by: step.set.done.by,
            decision: step.set.decision,
            day: String::new(),
            what: String::new(),
            before: None,
            now: None,
            kind_before: None,
            kind_now: None,
        };
        match step.set.change {
            CalendarChange::Day { day, kind, name } => {
                (row.day, row.what) = (day_text(day), "day".to_owned());
                (row.kind_now, row.now) = (kind.map(word), kind.map(|_| name));
                (row.kind_before, row.before) = step.day_before.map(|(kind, name)| (word(kind), name)).unzip();
            }
            CalendarChange::Hours { from, week: new } => {
                (row.day, row.what) = (day_text(from), "hours".to_owned());
                row.now = Some(week(&new));
                row.before = step.hours_before.map(|hours| week(&hours.week));
            }
        }
        row
    });
    let administers = call.desk.actor()?.holds_any(&[Role::Administrator]);
    Ok(CalendarView {
        year,
        days: call
            .desk
            .special_days(year)?
            .into_iter()
            .map(|(day, kind, name, own)| SpecialDayRow { day: day_text(day), kind: word(kind), name, own })
            .collect(),
        week: hours.week.iter().map(|day| line(day)).collect(),
        week_assumed: hours.assumed,
        changes: changes.collect(),
        affected: affected.iter().take(AFFECTED_MAX).map(|hit| hit_view(hit, &office, now, false)).collect(),
        affected_count: u32::try_from(affected.len()).unwrap_or(u32::MAX),
        actions: if administers { vec!["set".to_owned()] } else { Vec::new() },
    })
}
