//! `calendar` and `people`: what the office says of itself.

use chrono::{Datelike, NaiveDate, NaiveTime};
use desk_app::{AppError, OfProvince, PersonStanding, demo};
use desk_core::{
    calendar::{Span, SpecialKind},
    office::{CalendarChange, Role},
};
use serde::Serialize;

use crate::{
    answer::{Answer, stamp},
    args, door,
    failure::Failure,
};

#[derive(Serialize)]
struct CalendarShape {
    year: i32,
    days: Vec<DayShape>,
    /// Seven lists of spans, Monday first, as they hold today.
    week: Vec<Vec<String>>,
    changes: Vec<ChangeShape>,
    /// Codes of dossiers in hand whose count crosses what was changed now; their dates stay.
    affected: Vec<String>,
}

#[derive(Serialize)]
struct DayShape {
    day: NaiveDate,
    kind: SpecialKind,
    name: String,
    own: bool,
}

#[derive(Serialize)]
struct ChangeShape {
    at: String,
    by: String,
    decision: String,
    change: CalendarChange,
    day_before: Option<(SpecialKind, String)>,
    week_before: Option<Vec<Vec<String>>>,
}

pub(crate) fn calendar(asked: &args::Calendar) -> Result<Answer, Failure> {
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    let day = |name: &str, text: &str| -> Result<NaiveDate, Failure> {
        text.trim().parse().map_err(|_| Failure::bad_input(format!("{name} is not a day like 2024-03-05")))
    };
    let change = match (&asked.day, &asked.hours_from) {
        (Some(text), _) => {
            let kind = match asked.kind {
                Some(args::DayKind::Holiday) => Some(SpecialKind::Holiday),
                Some(args::DayKind::Substitute) => Some(SpecialKind::Substitute),
                Some(args::DayKind::SwappedWorkday) => Some(SpecialKind::SwappedWorkday),
                Some(args::DayKind::Closure) => Some(SpecialKind::Closure),
                Some(args::DayKind::Ordinary) | None => None,
            };
            Some(CalendarChange::Day { day: day("--day", text)?, kind, name: asked.name.clone() })
        }
        (None, Some(from)) => {
            let week = week(asked.week.as_deref().unwrap_or_default())?;
            Some(CalendarChange::Hours { from: day("--hours-from", from)?, week: Box::new(week) })
        }
        (None, None) => None,
    };
    let affected = match change {
        Some(change) => desk.set_calendar(change, &asked.decision)?,
        None => Vec::new(),
    };
    let today = desk.now().date_naive();
    let year = asked.year.unwrap_or_else(|| today.year());
    let days = desk.special_days(year)?;
    let shape = CalendarShape {
        year,
        days: days.into_iter().map(|(day, kind, name, own)| DayShape { day, kind, name, own }).collect(),
        week: spans(&desk.week_of(today)?.week),
        changes: desk
            .calendar_history()?
            .into_iter()
            .map(|step| ChangeShape {
                at: stamp(step.set.done.at),
                by: step.set.done.by,
                decision: step.set.decision,
                change: step.set.change,
                day_before: step.day_before,
                week_before: step.hours_before.map(|hours| spans(&hours.week)),
            })
            .collect(),
        affected: affected.into_iter().map(|hit| hit.code).collect(),
    };
    let mut plain = String::new();
    for day in &shape.days {
        plain.push_str(&format!("{}  {:?}  {}{}\n", day.day, day.kind, day.name, if day.own { "  (own)" } else { "" }));
    }
    plain.push_str(&format!("dossiers in hand across the change: {}", shape.affected.len()));
    Answer::new(&shape, plain)
}

fn spans(week: &[Vec<Span>; 7]) -> Vec<Vec<String>> {
    let text = |span: &Span| format!("{}-{}", span.open.format("%H:%M"), span.close.format("%H:%M"));
    week.iter().map(|day| day.iter().map(text).collect()).collect()
}

/// Seven parts by `;`, Monday first; an empty part is a day off.
fn week(text: &str) -> Result<[Vec<Span>; 7], Failure> {
    let bad = || Failure::bad_input("--week has seven parts by ; with spans like 07:00-11:30 13:30-17:00");
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| bad());
    let span = |text: &str| -> Result<Span, Failure> {
        let (open, close) = text.split_once('-').ok_or_else(bad)?;
        Ok(Span { open: time(open)?, close: time(close)? })
    };
    let days = text.split(';').map(|day| day.split_whitespace().map(span).collect::<Result<Vec<_>, _>>());
    let days: Vec<Vec<Span>> = days.collect::<Result<_, _>>()?;
    days.try_into().map_err(|_| bad())
}

#[derive(Serialize)]
struct PeopleShape {
    people: Vec<PersonShape>,
}

#[derive(Serialize)]
struct PersonShape {
    login: String,
    name: String,
    roles: Vec<Role>,
    /// `active`, `locked`, `retired`; of the province `waiting` to be let in, or `withdrawn`.
    state: &'static str,
}

pub(crate) fn people(asked: &args::People) -> Result<Answer, Failure> {
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    if let Some(login) = &asked.admit {
        let password = door::password(asked.new_password_file.as_deref())?;
        let waits =
            |standing: &PersonStanding| standing.province == OfProvince::Waiting && standing.person.login == *login;
        let found = desk.people()?.into_iter().find(waits).ok_or(AppError::UnknownPerson)?;
        desk.admit_person(found.person.id, &password)?;
    }
    if let Some(login) = &asked.change {
        let role = |word: &String| {
            Role::from_word(word.trim()).ok_or_else(|| {
                let all: Vec<&str> = Role::ALL.into_iter().map(Role::word).collect();
                Failure::bad_input(format!("there is no role {word}; there are {}", all.join(", ")))
            })
        };
        let roles = asked.roles.iter().map(role).collect::<Result<_, _>>()?;
        let works = |standing: &PersonStanding| standing.person.login == *login;
        let found = desk.people()?.into_iter().find(works).ok_or(AppError::UnknownPerson)?;
        desk.change_roles(found.person.id, roles)?;
    }
    let people: Vec<PersonShape> = desk
        .people()?
        .into_iter()
        .map(|standing| PersonShape {
            state: match (standing.person.retired, standing.province, standing.locked) {
                (true, ..) => "retired",
                (false, OfProvince::Withdrawn, _) => "withdrawn",
                (false, OfProvince::Waiting, _) => "waiting",
                (false, OfProvince::Silent | OfProvince::Named, true) => "locked",
                (false, OfProvince::Silent | OfProvince::Named, false) => "active",
            },
            login: standing.person.login,
            name: standing.person.name,
            roles: standing.person.roles.into_iter().collect(),
        })
        .collect();
    let lines: Vec<String> =
        people.iter().map(|one| format!("{}  {}  {:?}  {}", one.login, one.name, one.roles, one.state)).collect();
    Answer::new(&PeopleShape { people }, lines.join("\n"))
}

#[derive(Serialize)]
struct RangesShape {
    day: NaiveDate,
    counter: u8,
    first: u16,
    last: u16,
    left: u32,
    /// The number of the next dossier; null where none is left.
    next: Option<u16>,
    book: String,
    /// Its line in the book.
    line: u32,
}

pub(crate) fn ranges(asked: &args::Ranges) -> Result<Answer, Failure> {
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    if asked.last_number.is_some() || asked.last_line.is_some() {
        desk.continue_paper(asked.last_number, asked.last_line)?;
    }
    let (own, _) = desk.ranges()?;
    let shape = RangesShape {
        day: own.day,
        counter: own.counter,
        first: own.first,
        last: own.last,
        left: own.left,
        next: own.next,
        book: own.book,
        line: own.line,
    };
    let next = shape.next.map_or_else(|| "none".to_owned(), |next| format!("{next:04}"));
    let plain = format!(
        "counter {}: next {next}, {} left; line {} of book {}",
        shape.counter, shape.left, shape.line, shape.book
    );
    Answer::new(&shape, plain)
}
