//! Official lists with dates: procedures, units, calendars, offices.
//!
//! Everything here is data under `assets/reference`, built into the program ([`Reference::shipped`]), or a set of the same
//! files that the province published ([`Reference::of`]).
//! What always holds:
//! - a thing is looked up *at a day*; the codes of units were used again in 2025, so a code alone names nothing;
//! - a figure is shown only when the source plainly says it and no other province set it: everything else is
//!   [`Limit::Unknown`](desk_core::procedure::Limit) or [`Fee::Unpublished`](desk_core::procedure::Fee), never a guess;
//! - starting costs nothing: each list is read when it is first asked for, and of the national catalogue only the
//!   small block that holds the procedure wanted.
//!
//! `docs/reference.md` says where the data come from and how to bring a newer set.

use std::sync::{Mutex, OnceLock, PoisonError};

use chrono::NaiveDate;
use desk_core::{
    calendar::Calendar,
    procedure::{Channel, Fee, Limit},
};

mod calendar;
pub mod catalogue;
pub mod changes;
mod csv;
pub mod files;
mod fold;
pub mod forms;
pub mod offices;
pub mod units;

pub use changes::{Change, changes};
pub use catalogue::{Catalogue, Entry, Procedure};
pub use files::{Files, SetName};
pub use forms::{FormSet, FormSetId, FormSets};
pub use offices::{Heading, Identifier, Offices};
pub use units::{Level, Successor, Unit, UnitMatch, Units};

/// Why the reference data cannot be used. The shipped set never gives it: a test reads all of it.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// A file of the set does not have the expected shape.
    #[error("{file}, line {line}: {what}")]
    Shape {
        /// Name of the file.
        file: &'static str,
        /// Line from 1, 0 where it is the whole file.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

impl ReferenceError {
    pub(crate) fn new(file: &'static str, line: usize, what: impl Into<String>) -> Self {
        ReferenceError::Shape { file, line, what: what.into() }
    }
}

/// A set of reference data: the one that the program carries, or one that was published since.
#[derive(Debug)]
pub struct Reference {
    name: SetName,
    files: Files,
    units: OnceLock<Units>,
    offices: OnceLock<Offices>,
    calendar: OnceLock<Calendar>,
    form_sets: OnceLock<FormSets>,
    catalogue: OnceLock<Catalogue>,
}

/// The lists of the shipped set are checked by tests, those of a published one by [`Reference::of`]; a program whose own
/// bytes are broken cannot go on.
fn sound<T>(read: Result<T, ReferenceError>) -> T {
    match read {
        Ok(value) => value,
        Err(fault) => panic!("the reference data built into this program are broken: {fault}"),
    }
}

impl Reference {
    fn new(name: SetName, files: Files) -> Self {
        let (units, offices, calendar) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let (form_sets, catalogue) = (OnceLock::new(), OnceLock::new());
        Reference { name, files, units, offices, calendar, form_sets, catalogue }
    }

    /// The set of this program. Costs nothing until something is looked up.
    pub fn shipped() -> &'static Reference {
        static SHIPPED: OnceLock<Reference> = OnceLock::new();
        SHIPPED.get_or_init(|| Reference::new(sound(files::shipped_name()), Files::shipped()))
    }

    /// A published set, its lists read. The same set is the same reference for the rest of the process: words of the
    /// catalogue are borrowed from it everywhere, and sets come a few times a year.
    ///
    /// # Errors
    /// When a list does not have its shape; each procedure by itself is [`Reference::check`]'s to read.
    pub fn of(name: SetName, files: Files) -> Result<&'static Reference, ReferenceError> {
        static KNOWN: Mutex<Vec<&'static Reference>> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.iter().find(|set| set.name == name && set.files == files) {
            return Ok(found);
        }
        let set = Reference::new(name, files);
        set.read()?;
        let set: &'static Reference = Box::leak(Box::new(set));
        known.push(set);
        Ok(set)
    }

    /// Reads every list.
    fn read(&self) -> Result<(), ReferenceError> {
        let files = &self.files;
        let _ = self.units.set(Units::read(files.text(files::UNITS)?, files.text(files::MAPPING)?)?);
        let _ = self.offices.set(Offices::read(files.text(files::OFFICES)?)?);
        let _ = self.calendar.set(calendar::read(files.text(files::HOLIDAYS)?, files.text(files::CALENDAR)?)?);
        let _ = self.form_sets.set(FormSets::read(files.text(files::FORM_SETS)?)?);
        let _ = self.catalogue.set(Catalogue::read(files)?);
        Ok(())
    }

    /// Checks all that nobody has looked up yet: every procedure reads, no code names two units at once, both form sets
    /// are there, and the index is the one of these lists. Takes a second or so.
    ///
    /// # Errors
    /// The first thing that does not hold, with its file.
    pub fn check(&self) -> Result<(), ReferenceError> {
        files::check(self)
    }

    /// The name of the set, which log entries carry: the day on which it was put together, `YYYY-MM-DD` or `YYYY-MM-DD.N`.
    pub fn version(&self) -> &str {
        self.name.as_str()
    }

    /// The same as a name that can be compared.
    pub fn name(&self) -> &SetName {
        &self.name
    }

    /// The files of the set.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The units of Hòa Bình and what became of them.
    pub fn units(&self) -> &Units {
        let files = &self.files;
        let read = || Units::read(files.text(files::UNITS)?, files.text(files::MAPPING)?);
        self.units.get_or_init(|| sound(read()))
    }

    /// Hours, due-date policy, identifiers and heading lines of offices.
    pub fn offices(&self) -> &Offices {
        self.offices.get_or_init(|| sound(self.files.text(files::OFFICES).and_then(Offices::read)))
    }

    /// The public calendar: holidays, their substitutes, swapped working days.
    pub fn calendar(&self) -> &Calendar {
        let files = &self.files;
        let read = || calendar::read(files.text(files::HOLIDAYS)?, files.text(files::CALENDAR)?);
        self.calendar.get_or_init(|| sound(read()))
    }

    /// The sets of official forms and their dates.
    pub fn form_sets(&self) -> &FormSets {
        self.form_sets.get_or_init(|| sound(self.files.text(files::FORM_SETS).and_then(FormSets::read)))
    }

    /// The procedures.
    pub fn catalogue(&self) -> &Catalogue {
        self.catalogue.get_or_init(|| sound(Catalogue::read(&self.files)))
    }

    /// The unit that `code` named on a day.
    pub fn unit(&self, code: &str, on: NaiveDate) -> Option<&Unit> {
        self.units().unit(code, on)
    }

    /// The unit of an office key `<code>@<valid_from>`.
    pub fn unit_at(&self, office: &str) -> Option<&Unit> {
        self.units().unit_at(office)
    }

    /// The form set in force on a day; `switch` is the office's own day for TT 03/2025, where it set one.
    pub fn form_set(&self, on: NaiveDate, switch: Option<NaiveDate>) -> FormSetId {
        self.form_sets().on(on, switch)
    }

    /// How often a due date may be put off under a form set; none where no limit was found.
    pub fn extensions_max(&self, form_set: &str) -> Option<u16> {
        self.form_sets().sets.iter().find(|set| set.id.as_str() == form_set).and_then(|set| set.extensions_max)
    }

    /// How often the citizen may be asked for a supplement under a form set; none where no limit was found.
    pub fn supplements_max(&self, form_set: &str) -> Option<u16> {
        self.form_sets().sets.iter().find(|set| set.id.as_str() == form_set).and_then(|set| set.supplements_max)
    }

    /// When a unit receives a procedure, or anything where none is named.
    pub fn hours(&self, unit: &Unit, procedure: Option<&str>, on: NaiveDate) -> desk_core::calendar::OfficeHours {
        let sector = procedure.and_then(|code| self.catalogue().entry(code)).map(|entry| entry.sector);
        self.offices().hours(unit, sector, on)
    }

    /// The due-date policy of a unit.
    pub fn policy(&self, unit: &Unit, on: NaiveDate) -> desk_core::calendar::DuePolicy {
        self.offices().policy(unit, on)
    }

    /// The heading lines of a unit's papers on a day.
    pub fn heading(&self, unit: &Unit, on: NaiveDate) -> Heading {
        self.offices().heading(unit, on)
    }

    /// The proposed identifier of a unit, the head of its dossier codes.
    pub fn identifier(&self, unit: &Unit) -> Option<Identifier> {
        self.offices().identifier(unit)
    }

    /// A procedure by its national code, with all that is known of it.
    pub fn procedure(&self, code: &str) -> Option<Procedure> {
        self.catalogue().procedure(code)
    }

    /// The time limit of a procedure for a channel and case on a day: unknown where the procedure is not known or a
    /// stated validity leaves the day out.
    pub fn limit(&self, code: &str, channel: Channel, case: Option<&str>, on: NaiveDate) -> Limit {
        match self.procedure(code).filter(|procedure| procedure.entry.is_valid(on)) {
            Some(procedure) => procedure.limit(channel, case),
            None => Limit::Unknown { text: None },
        }
    }

    /// The fee of a procedure for a channel on a day, under the same conditions.
    pub fn fee(&self, code: &str, channel: Channel, on: NaiveDate) -> Fee {
        match self.procedure(code).filter(|procedure| procedure.entry.is_valid(on)) {
            Some(procedure) => procedure.fee(channel, on),
            None => Fee::Unpublished { text: None },
        }
    }
}
