//! Reports: what a period comes to, read off the record.
//!
//! What always holds: a report reads the store and changes nothing; the same heads and period give the same lines;
//! what cannot be computed is [`Cell::Unknown`]. Start at [`Desk::report`]; the rules of counting are desk-core's
//! (`desk_core::report`).

mod export;
mod figures;
mod heads;
mod lists;
mod table;

use desk_core::{
    office::Role,
    report::{Compare, Course, Ii06, Period},
};
use desk_store::InHand;

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
}

impl ReportName {
    /// All of them.
    pub const ALL: [ReportName; 11] = [
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
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let mut table = match name {
            ReportName::Ii06a => by_field(&self.ii06(period, compare)?),
            ReportName::Ii06b => self.by_unit(period, compare)?,
            ReportName::Rates => self.rates(period, compare)?,
            ReportName::IntakeDaily => self.intake(period, "day")?,
            ReportName::IntakeMonthly => self.intake(period, "month")?,
            ReportName::Overdue => self.overdue_at_end(period, compare)?,
            ReportName::Fees => self.fee_table(period)?,
            ReportName::Supplements => self.supplements_asked(period)?,
            ReportName::Refusals => self.refusals(period)?,
            ReportName::Load => self.load(period)?,
            ReportName::Day => self.day_figures(period, compare)?,
        };
        table.heads = self.reader()?.heads()?;
        Ok(table)
    }

    fn ii06(&self, period: &Period, compare: Compare) -> Result<Ii06, AppError> {
        let mut form = Ii06::new(*period, compare);
        self.reader()?.in_hand(period, |InHand { course, .. }| form.count(&course))?;
        Ok(form)
    }

    fn by_unit(&self, period: &Period, compare: Compare) -> Result<Table, AppError> {
        let form = self.ii06(period, compare)?;
        let file = self.office_file().ok_or(AppError::NotSetUp)?;
        let unit = self.reference().unit_at(&file.office).ok_or(AppError::UnknownUnit)?;
        let mut table = by_field(&form);
        table.columns[0] = "unit";
        table.rows = vec![line(&unit.name, &form.total())];
        table.total = None;
        Ok(table)
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

/// Whether a dossier was in process and late at the end of a period.
fn is_overdue(course: &Course, period: &Period, compare: Compare) -> bool {
    let mut form = Ii06::new(*period, compare);
    form.count(course);
    form.total().overdue > 0
}
