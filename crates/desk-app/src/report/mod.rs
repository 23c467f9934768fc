//! Reports: what a period comes to, read off the record.
//!
//! What always holds: a report reads the store and changes nothing; the same heads and period give the same lines;
//! what cannot be computed is [`Cell::Unknown`]. Start at [`Desk::report`]; the rules of counting are desk-core's
//! (`desk_core::report`).

mod behind;
mod export;
mod figures;
mod heads;
mod lists;
mod paper;
mod table;
mod trends;

use chrono::NaiveDate;
use desk_core::{
    ids::DossierId,
    office::Role,
    report::{Compare, Course, Ii06, Period, Place, Stands},
};
use desk_reference::{Level, Unit};
use desk_store::InHand;

use behind::Behind;
pub use behind::Figure;
pub use export::ReportFormat;
pub use table::{Cell, Table};

use crate::{desk::Desk, error::AppError};

/// The reports there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportName {
    /// Form II.06a/VPCP/KSTT: received, resolved, in process, by field.
    Ii06a,
    /// Form II.06b: the same, a line a unit.
    Ii06b,
    /// The desk's own rates behind the 766 index; no points.
    Rates,
    /// Receptions by day and channel.
    IntakeDaily,
    /// Receptions by month and channel.
    IntakeMonthly,
    /// In process at the end of the period with the due date passed.
    Overdue,
    /// Money taken, by procedure and means.
    Fees,
    /// Papers asked for.
    Supplements,
    /// Refusals with their reasons: of dossiers, and at the desk.
    Refusals,
    /// Receptions by clerk; load, never a ranking.
    Load,
    /// The figures of the period in one list.
    Day,
    /// Of what was resolved, how much in time, by month.
    OnTimeMonthly,
    /// Early, on time and late by procedure.
    Timeliness,
    /// Papers most often asked for.
    MissingPapers,
    /// Receptions by hour and weekday.
    Hours,
    /// Time per step, and where dossiers wait.
    Steps,
    /// What is in process by its age.
    Ageing,
}

impl ReportName {
    /// All of them.
    pub const ALL: [ReportName; 17] = [
        ReportName::Ii06a,
        ReportName::Ii06b,
        ReportName::Rates,
        ReportName::IntakeDaily,
        ReportName::IntakeMonthly,
        ReportName::Overdue,
        ReportName::Fees,
        ReportName::Supplements,
        ReportName::Refusals,
        ReportName::Load,
        ReportName::Day,
        ReportName::OnTimeMonthly,
        ReportName::Timeliness,
        ReportName::MissingPapers,
        ReportName::Hours,
        ReportName::Steps,
        ReportName::Ageing,
    ];

    /// Its name in scripts.
    pub fn word(self) -> &'static str {
        match self {
            ReportName::Ii06a => "ii06a",
            ReportName::Ii06b => "ii06b",
            ReportName::Rates => "rates",
            ReportName::IntakeDaily => "intake_daily",
            ReportName::IntakeMonthly => "intake_monthly",
            ReportName::Overdue => "overdue",
            ReportName::Fees => "fees",
            ReportName::Supplements => "supplements",
            ReportName::Refusals => "refusals",
            ReportName::Load => "load",
            ReportName::Day => "day",
            ReportName::OnTimeMonthly => "on_time_monthly",
            ReportName::Timeliness => "timeliness",
            ReportName::MissingPapers => "missing_papers",
            ReportName::Hours => "hours",
            ReportName::Steps => "steps",
            ReportName::Ageing => "ageing",
        }
    }

    /// The report that a word names.
    pub fn from_word(word: &str) -> Option<ReportName> {
        ReportName::ALL.into_iter().find(|name| name.word() == word)
    }
}

impl Desk {
    /// Makes a report over a period. Dossiers are judged as they stood at the period's end; corrections count whenever
    /// they were made, void numbers nowhere.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators; when the store cannot be read.
    pub fn report(&self, name: ReportName, period: &Period, compare: Compare) -> Result<Table, AppError> {
        self.report_with(name, period, compare, &mut Behind::nobody())
    }

    /// The dossiers behind one figure of a report: those that were counted for it, each once.
    ///
    /// # Errors
    /// As [`Desk::report`].
    pub fn report_dossiers(
        &self,
        name: ReportName,
        period: &Period,
        compare: Compare,
        figure: &Figure,
    ) -> Result<Vec<DossierId>, AppError> {
        let mut behind = Behind::of(figure);
        self.report_with(name, period, compare, &mut behind)?;
        Ok(behind.dossiers())
    }

    fn report_with(
        &self,
        name: ReportName,
        period: &Period,
        compare: Compare,
        behind: &mut Behind<'_>,
    ) -> Result<Table, AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let mut table = match name {
            ReportName::Ii06a => by_field(&self.ii06(period, compare, behind)?),
            ReportName::Ii06b => self.by_unit(period, compare, behind)?,
            ReportName::Rates => self.rates(period, compare, behind)?,
            ReportName::IntakeDaily => self.intake(period, "day", behind)?,
            ReportName::IntakeMonthly => self.intake(period, "month", behind)?,
            ReportName::Overdue => self.overdue_at_end(period, compare, behind)?,
            ReportName::Fees => self.fee_table(period, behind)?,
            ReportName::Supplements => self.supplements_asked(period, behind)?,
            ReportName::Refusals => self.refusals(period, behind)?,
            ReportName::Load => self.load(period, behind)?,
            ReportName::Day => self.day_figures(period, compare, behind)?,
            ReportName::OnTimeMonthly => self.on_time_monthly(period, compare, behind)?,
            ReportName::Timeliness => self.timeliness(period, compare, behind)?,
            ReportName::MissingPapers => self.missing_papers(period, behind)?,
            ReportName::Hours => self.hours(period, behind)?,
            ReportName::Steps => self.steps(period, behind)?,
            ReportName::Ageing => self.ageing(period, compare, behind)?,
        };
        table.heads = self.reader()?.heads()?;
        Ok(table)
    }

    fn ii06(&self, period: &Period, compare: Compare, behind: &mut Behind<'_>) -> Result<Ii06, AppError> {
        let mut form = Ii06::new(*period, compare);
        self.reader()?.in_hand(period, |InHand { course, dossier, .. }| {
            if let Some(place) = form.count(&course) {
                behind.note(&course.field, &place.columns(), dossier);
            }
        })?;
        Ok(form)
    }

    /// A line for every unit under whose identifier a dossier was received (offices that this one goes on for, registers
    /// taken over from them, and its own), and all of them together as the unit of today.
    fn by_unit(&self, period: &Period, compare: Compare, behind: &mut Behind<'_>) -> Result<Table, AppError> {
        let file = self.office_file().ok_or(AppError::NotSetUp)?;
        let unit = self.reference().unit_at(&file.office).ok_or(AppError::UnknownUnit)?;
        let own = self.began(&*self.office()?).map_or_else(String::new, |began| began.identifier.clone());
        let mut before = Vec::new();
        for identifier in self.reader()?.identifiers()?.into_iter().filter(|identifier| *identifier != own) {
            let dossiers = self.reader()?.dossiers_of(&identifier)?;
            before.push((self.unit_called(&identifier, unit), dossiers, Ii06::new(*period, compare)));
        }
        let (mut mine, mut form) = (Ii06::new(*period, compare), Ii06::new(*period, compare));
        self.reader()?.in_hand(period, |InHand { course, dossier, .. }| {
            let Some(place) = form.count(&course) else { return };
            let of = before.iter_mut().find(|(_, dossiers, _)| dossiers.contains(&dossier));
            let (name, part) = of.map_or((unit.name.as_str(), &mut mine), |(name, _, part)| (name.as_str(), part));
            part.count(&course);
            behind.note(name, &place.columns(), dossier);
        })?;
        let mut table = by_field(&form);
        table.columns[0] = "unit";
        let parts = before.iter().map(|(name, _, part)| (name.as_str(), part)).chain([(unit.name.as_str(), &mine)]);
        table.rows = parts.map(|(name, part)| line(name, &part.total())).collect();
        table.total = (!before.is_empty()).then(|| line(&unit.name, &form.total()));
        Ok(table)
    }

    /// The office behind an identifier: one that this unit goes on for where the reference data knows its identifier, else
    /// the identifier as it stands in the codes.
    fn unit_called(&self, identifier: &str, unit: &Unit) -> String {
        let reference = self.reference();
        let known = reference.units().all().iter().find(|other| {
            let theirs = reference.identifier(other);
            other.office_id() != unit.office_id() && theirs.is_some_and(|theirs| theirs.text == identifier)
        });
        match known {
            Some(other) if other.name != unit.name => other.name.clone(),
            Some(_) | None => identifier.to_owned(),
        }
    }

    /// Tells how every dossier in hand during a period stood at its end.
    fn courses(&self, period: &Period) -> Result<Vec<InHand>, AppError> {
        let mut all = Vec::new();
        self.reader()?.in_hand(period, |one| all.push(one))?;
        all.sort_unstable_by_key(|one| one.dossier);
        Ok(all)
    }
}

/// The columns of forms II.06a and II.06b, (3) to (13), after what the line is about.
const II06_COLUMNS: [&str; 12] = ["field", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13"];

fn line(about: &str, counts: &desk_core::report::Counts) -> Vec<Cell> {
    std::iter::once(Cell::text(about)).chain(counts.columns().map(Cell::from)).collect()
}

fn by_field(form: &Ii06) -> Table {
    let total = form.total();
    Table {
        columns: II06_COLUMNS.to_vec(),
        rows: form.fields().into_iter().map(|(field, counts)| line(field, counts)).collect(),
        total: Some(line("", &total)),
        notes: vec![("undated", total.undated.into())],
        heads: Vec::new(),
    }
}

/// A table without total and notes.
fn plain(columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Table {
    Table { columns: columns.to_vec(), rows, total: None, notes: Vec::new(), heads: Vec::new() }
}

/// Columns that lines may be summed over: counts that no two lines share, and đồng.
const SUMMED: [&str; 22] = [
    "in_person",
    "post",
    "online",
    "total",
    "back_entry",
    "times",
    "put_right",
    "vnd",
    "early",
    "on_time",
    "late",
    "resolved",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "in_term",
    "waiting",
    "overdue",
];

/// A table with all lines together: sums, and of them the share in time.
fn totalled(columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Table {
    let number = |row: &Vec<Cell>, at: usize| if let Some(Cell::Number(number)) = row.get(at) { *number } else { 0 };
    let sum = |at: usize| rows.iter().map(|row| number(row, at)).sum::<i64>();
    let of = |key: &str| columns.iter().position(|column| *column == key).map_or(0, sum);
    let cell = |(at, key): (usize, &&'static str)| match *key {
        key if SUMMED.contains(&key) => Cell::Number(sum(at)),
        "percent" => Cell::share(of("early") + of("on_time"), of("resolved")),
        _ => Cell::Text(String::new()),
    };
    let total = columns.iter().enumerate().map(cell).collect();
    Table { total: Some(total), ..plain(columns, rows) }
}

/// Whether a dossier was in process and late at the end of a period.
fn is_overdue(course: &Course, period: &Period, compare: Compare) -> bool {
    Place::of(course, period, compare).is_some_and(|place| place.stands == Stands::Overdue)
}

impl Desk {
    /// Whether the office is open at all on a day.
    pub fn is_workday(&self, day: NaiveDate) -> bool {
        let (Ok(unit), Ok(office)) = (self.unit(day), self.office()) else { return false };
        !self.calendar(&office).open_spans(day, &self.hours_on(&office, unit, None, day)).is_empty()
    }

    /// The day so many working days before a day (a day off counts as the working day before it). Not further back than
    /// a year.
    pub fn workday_before(&self, day: NaiveDate, steps: usize) -> NaiveDate {
        let back = day.iter_days().rev().take(366).filter(|day| self.is_workday(*day));
        back.take(steps + 1).last().unwrap_or(day)
    }

    /// The share of receptions that should come online, in percent, by the level of the unit: 90, 85 and 70 as software
    /// in use has them (domain record §10.2, unconfirmed).
    pub fn online_target(&self) -> Option<u32> {
        let unit = self.unit(self.now().date_naive()).ok()?;
        Some(match unit.level {
            Level::Province => 90,
            Level::District => 85,
            Level::Commune => 70,
        })
    }
}
