//! Trends and causes: on-time rates by month and procedure, papers most often asked for, load by weekday and hour, time
//! per step, ageing. Reports like the others: the same rules of counting, and every figure opens its dossiers.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Timelike};
use desk_core::{
    dossier::{Accepted, CustodyAnswer},
    ids::DossierId,
    report::{Compare, Period, Place, Stands, median},
    text::{fold, phrase_key, sort_key},
    time::Moment,
};
use desk_store::HistoryOf;

use super::{Behind, Cell, Table, plain, totalled};
use crate::{desk::Desk, error::AppError};

/// Resolved, of them in time and late.
#[derive(Default)]
struct Timely {
    early: u32,
    on_time: u32,
    late: u32,
}

impl Timely {
    /// Counts a resolved dossier; the columns that it counts in, none for one in process.
    fn count(&mut self, stands: Stands) -> Option<&'static [&'static str]> {
        let (count, columns): (_, &[&str]) = match stands {
            Stands::Early => (&mut self.early, &["early", "resolved"]),
            Stands::OnTime => (&mut self.on_time, &["on_time", "resolved"]),
            Stands::Late => (&mut self.late, &["late", "resolved"]),
            Stands::InTerm | Stands::Overdue => return None,
        };
        *count += 1;
        Some(columns)
    }

    fn cells(&self) -> [Cell; 5] {
        let (in_time, all) = (self.early + self.on_time, self.early + self.on_time + self.late);
        [self.early.into(), self.on_time.into(), self.late.into(), all.into(), Cell::share(in_time.into(), all.into())]
    }
}

/// Hours of the day that always have a line; others only where something was received.
const HOURS: std::ops::RangeInclusive<u32> = 7..=16;
/// Keys of the weekdays, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Ages of what is in process: key, first and last day.
const AGES: [(&str, i64, i64); 6] = [
    ("age_0_2", 0, 2),
    ("age_3_5", 3, 5),
    ("age_6_10", 6, 10),
    ("age_11_20", 11, 20),
    ("age_21_30", 21, 30),
    ("age_31", 31, i64::MAX),
];

/// What a dossier goes through, as far as time is measured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// At the desk, before it is handed over.
    Desk,
    /// Handed over and not confirmed.
    Unconfirmed,
    /// With a department.
    Department(String),
    /// Waiting for papers or payment of the citizen.
    Citizen,
    /// A result waits to be collected.
    Collecting,
}

impl Step {
    fn cell(&self) -> Cell {
        match self {
            Step::Desk => Cell::Word("step_desk"),
            Step::Unconfirmed => Cell::Word("step_unconfirmed"),
            Step::Department(name) => Cell::text(name.as_str()),
            Step::Citizen => Cell::Word("step_citizen"),
            Step::Collecting => Cell::Word("step_collecting"),
        }
    }
}

impl Desk {
    /// Of what was resolved, how much in time, by month of the resolution. Every month of the period has a line.
    pub(super) fn on_time_monthly(
        &self,
        period: &Period,
        compare: Compare,
        behind: &mut Behind<'_>,
    ) -> Result<Table, AppError> {
        let month = |day: NaiveDate| format!("{:04}-{:02}", day.year(), day.month());
        let days = period.from.iter_days().take_while(|day| *day <= period.to);
        let mut lines: BTreeMap<String, Timely> = days.map(|day| (month(day), Timely::default())).collect();
        for one in self.courses(period)? {
            let (Some(place), Some((at, _))) = (Place::of(&one.course, period, compare), one.course.resolved) else {
                continue;
            };
            let key = month(at.date_naive());
            if let Some(columns) = lines.entry(key.clone()).or_default().count(place.stands) {
                behind.note(&key, columns, one.dossier);
            }
        }
        let rows = lines
            .into_iter()
            .map(|(month, counts)| std::iter::once(Cell::Text(month)).chain(counts.cells()).collect())
            .collect();
        Ok(totalled(&["month", "early", "on_time", "late", "resolved", "percent"], rows))
    }

    /// Early, on time and late by procedure; procedures of which something was resolved.
    pub(super) fn timeliness(
        &self,
        period: &Period,
        compare: Compare,
        behind: &mut Behind<'_>,
    ) -> Result<Table, AppError> {
        let mut lines: BTreeMap<(String, String), (String, Timely)> = BTreeMap::new();
        for one in self.courses(period)? {
            let Some(place) = Place::of(&one.course, period, compare) else { continue };
            if matches!(place.stands, Stands::InTerm | Stands::Overdue) {
                continue;
            }
            let line = lines.entry((one.course.field.clone(), one.procedure.0.clone())).or_default();
            line.0 = one.procedure.1;
            if let Some(columns) = line.1.count(place.stands) {
                behind.note(&one.procedure.0, columns, one.dossier);
            }
        }
        let mut lines: Vec<_> = lines.into_iter().collect();
        lines.sort_by_cached_key(|((field, procedure), _)| (phrase_key(field), procedure.clone()));
        let rows = lines
            .into_iter()
            .map(|((field, procedure), (name, counts))| {
                [Cell::Text(field), Cell::Text(procedure), Cell::Text(name)].into_iter().chain(counts.cells()).collect()
            })
            .collect();
        Ok(totalled(&["field", "procedure", "name", "early", "on_time", "late", "resolved", "percent"], rows))
    }

    /// Papers asked for in the period, the most often asked first; spelling that differs in marks or case is one paper.
    pub(super) fn missing_papers(&self, period: &Period, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        struct Asked {
            name: String,
            times: u32,
            dossiers: u32,
        }
        let mut papers: BTreeMap<String, Asked> = BTreeMap::new();
        let mut notes = Vec::new();
        self.each_history(HistoryOf::Supplements, period, |id, accepted| {
            let of_period = accepted.supplements.iter().filter(|one| period.has(one.request.done.at));
            let mut here: BTreeMap<String, u32> = BTreeMap::new();
            for item in of_period.flat_map(|one| &one.request.items) {
                let key = fold(&item.what);
                papers.entry(key.clone()).or_insert(Asked { name: item.what.clone(), times: 0, dossiers: 0 });
                *here.entry(key).or_default() += 1;
            }
            for (key, times) in here {
                if let Some(paper) = papers.get_mut(&key) {
                    paper.times += times;
                    paper.dossiers += 1;
                }
                notes.push((key, id));
            }
        })?;
        for (key, id) in notes {
            if let Some(paper) = papers.get(&key) {
                behind.note(&paper.name, &["dossiers", "times"], id);
            }
        }
        let mut papers: Vec<Asked> = papers.into_values().collect();
        papers.sort_by_cached_key(|paper| (std::cmp::Reverse(paper.dossiers), sort_key(&paper.name)));
        let rows = papers
            .into_iter()
            .map(|paper| vec![Cell::Text(paper.name), paper.dossiers.into(), paper.times.into()])
            .collect();
        Ok(plain(&["paper", "dossiers", "times"], rows))
    }

    /// Receptions by hour and weekday. What was entered later from a paper book says nothing of the desk's hours and is
    /// counted apart.
    pub(super) fn hours(&self, period: &Period, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        let mut lines: BTreeMap<u32, [u32; 7]> = HOURS.map(|hour| (hour, [0; 7])).collect();
        let mut back_entries = 0_i64;
        self.reader()?.receptions(period, |one| {
            if one.back_entry {
                back_entries += 1;
                return;
            }
            let day = one.at.weekday().num_days_from_monday() as usize;
            lines.entry(one.at.hour()).or_default()[day] += 1;
            behind.note(&hour(one.at.hour()), &[WEEKDAYS[day], "total"], one.dossier);
        })?;
        let mut columns = vec!["hour"];
        columns.extend(WEEKDAYS);
        columns.push("total");
        let rows = lines
            .into_iter()
            .map(|(at, days)| {
                let counts = days.iter().map(|count| Cell::from(*count));
                std::iter::once(Cell::Text(hour(at)))
                    .chain(counts)
                    .chain([Cell::from(days.iter().sum::<u32>())])
                    .collect()
            })
            .collect();
        let mut table = totalled(&columns, rows);
        table.notes = vec![("back_entries_apart", back_entries)];
        Ok(table)
    }

    /// Time per step, and where dossiers wait at the end of the period: what ended in it by its median, what lasts by
    /// its number and the longest.
    pub(super) fn steps(&self, period: &Period, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        #[derive(Default)]
        struct Line {
            minutes: Vec<i64>,
            waiting: u32,
            longest: Option<i64>,
        }
        let mut lines: BTreeMap<Step, Line> = BTreeMap::new();
        // In hand, or resolved before and still waiting to be collected.
        let mut dossiers: Vec<DossierId> = self.courses(period)?.into_iter().map(|one| one.dossier).collect();
        dossiers.extend(self.reader()?.uncollected_into(period)?);
        for id in dossiers {
            let dossier = self.reader()?.dossier(id)?;
            let Some(accepted) = dossier.accepted() else { continue };
            for (step, from, to) in steps_of(accepted) {
                if from >= period.end() || to.is_some_and(|to| to < period.start()) {
                    continue;
                }
                let key = step.cell().key();
                let line = lines.entry(step).or_default();
                match to {
                    Some(to) if to < period.end() => {
                        line.minutes.push((to - from).num_minutes());
                        behind.note(&key, &["done"], id);
                    }
                    Some(_) | None => {
                        line.waiting += 1;
                        let days = (period.to - from.date_naive()).num_days();
                        line.longest = line.longest.max(Some(days));
                        behind.note(&key, &["waiting"], id);
                    }
                }
            }
        }
        let rows = lines
            .into_iter()
            .map(|(step, line)| {
                vec![
                    step.cell(),
                    Cell::from(u32::try_from(line.minutes.len()).unwrap_or(u32::MAX)),
                    median(line.minutes).map_or(Cell::Unknown, Cell::Number),
                    line.waiting.into(),
                    line.longest.map_or(Cell::Unknown, Cell::Number),
                ]
            })
            .collect();
        Ok(plain(&["step", "done", "median_minutes", "waiting", "longest_days"], rows))
    }

    /// What is in process at the end of the period, by days since its reception.
    pub(super) fn ageing(&self, period: &Period, compare: Compare, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        let mut lines = AGES.map(|_| [0_u32; 3]);
        for one in self.courses(period)? {
            let Some(place) = Place::of(&one.course, period, compare) else { continue };
            let column = match place.stands {
                Stands::InTerm if one.course.waits => 1,
                Stands::InTerm => 0,
                Stands::Overdue => 2,
                Stands::Early | Stands::OnTime | Stands::Late => continue,
            };
            let days = (period.to - one.course.received.date_naive()).num_days();
            if let Some(at) = AGES.iter().position(|(_, first, last)| (*first..=*last).contains(&days)) {
                lines[at][column] += 1;
                behind.note(AGES[at].0, &[["in_term", "waiting", "overdue"][column], "total"], one.dossier);
            }
        }
        let rows = AGES
            .iter()
            .zip(lines)
            .map(|((key, ..), counts)| {
                let total: u32 = counts.iter().sum();
                std::iter::once(Cell::Word(key)).chain(counts.map(Cell::from)).chain([total.into()]).collect()
            })
            .collect();
        Ok(totalled(&["age", "in_term", "waiting", "overdue", "total"], rows))
    }
}

fn hour(at: u32) -> String {
    format!("{at:02}:00")
}

/// The steps that a dossier went through, each with its beginning and its end. Waiting for the citizen lies beside the
/// others, not between them.
fn steps_of(accepted: &Accepted) -> Vec<(Step, Moment, Option<Moment>)> {
    let resolved = accepted.resolved_at();
    let before = |at: Moment| resolved.is_none_or(|end| at <= end);
    let mut steps = Vec::new();
    let (mut here, mut since) = (Step::Desk, accepted.received.received_at);
    let mut go = |steps: &mut Vec<_>, to: Step, at: Moment| {
        let left = std::mem::replace(&mut here, to);
        steps.push((left, std::mem::replace(&mut since, at), Some(at)));
    };
    for custody in accepted.custody.iter().filter(|custody| before(custody.handed.done.at)) {
        go(&mut steps, Step::Unconfirmed, custody.handed.done.at);
        match &custody.answer {
            Some(CustodyAnswer::Confirmed { at, .. }) if before(*at) => {
                go(&mut steps, Step::Department(custody.handed.to.clone()), *at);
            }
            Some(CustodyAnswer::Refused { at, .. }) if before(*at) => go(&mut steps, Step::Desk, *at),
            Some(CustodyAnswer::Confirmed { .. } | CustodyAnswer::Refused { .. }) | None => {}
        }
    }
    match (resolved, &accepted.result) {
        (Some(at), Some(_)) => {
            go(&mut steps, Step::Collecting, at);
            steps.push((Step::Collecting, at, accepted.returned().map(|returned| returned.done.at)));
        }
        (Some(at), None) => go(&mut steps, Step::Desk, at),
        (None, _) => steps.push((here, since, None)),
    }
    let papers = accepted
        .supplements
        .iter()
        .map(|one| (one.request.done.at, one.answer.as_ref().map(|answer| answer.done.at).or(resolved)));
    let money = accepted
        .payments
        .iter()
        .map(|one| (one.obligation.done.at, one.settled.as_ref().map(|settled| settled.done.at).or(resolved)));
    steps.extend(papers.chain(money).map(|(from, to)| (Step::Citizen, from, to)));
    steps
}
