//! Official lists with dates: procedures, units, calendars, offices.
//!
//! Everything here is data under `assets/reference`, built into the program; [`Reference::shipped`] is the door.
//! What always holds:
//! - a thing is looked up *at a day*; the codes of units were used again in 2025, so a code alone names nothing;
//! - a figure is shown only when the source plainly says it and no other province set it: everything else is
//!   [`Limit::Unknown`](desk_core::procedure::Limit) or [`Fee::Unpublished`](desk_core::procedure::Fee), never a guess;
//! - starting costs nothing: each list is read when it is first asked for, and of the national catalogue only the
//!   small block that holds the procedure wanted.
//!
//! `docs/reference.md` says where the data come from and how to bring a newer set.

use std::sync::OnceLock;

use chrono::NaiveDate;
use desk_core::{
    calendar::Calendar,
    procedure::{Channel, Fee, Limit},
};

mod calendar;
pub mod catalogue;
mod csv;
mod fold;
pub mod forms;
pub mod offices;
pub mod units;

pub use catalogue::{Catalogue, Entry, Procedure};
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

/// The set of reference data that the program carries.
#[derive(Debug, Default)]
pub struct Reference {
    units: OnceLock<Units>,
    offices: OnceLock<Offices>,
    calendar: OnceLock<Calendar>,
    form_sets: OnceLock<FormSets>,
    catalogue: OnceLock<Catalogue>,
}

/// The bytes of the shipped set are checked by tests; a program whose own bytes are broken cannot go on.
fn sound<T>(read: Result<T, ReferenceError>) -> T {
    match read {
        Ok(value) => value,
        Err(fault) => panic!("the reference data built into this program are broken: {fault}"),
    }
}

impl Reference {
    /// The one set of this program. Costs nothing until something is looked up.
    pub fn shipped() -> &'static Reference {
        static SHIPPED: OnceLock<Reference> = OnceLock::new();
        SHIPPED.get_or_init(Reference::default)
    }

    /// The version that log entries name: the day on which the set was put together, as `YYYY-MM-DD`.
    pub fn version(&self) -> &'static str {
        include_str!("../../../assets/reference/VERSION").trim_ascii()
    }

    /// The units of Hòa Bình and what became of them.
    pub fn units(&self) -> &Units {
        self.units.get_or_init(|| sound(Units::shipped()))
    }

    /// Hours, due-date policy, identifiers and heading lines of offices.
    pub fn offices(&self) -> &Offices {
        self.offices.get_or_init(|| sound(Offices::shipped()))
    }

    /// The public calendar: holidays, their substitutes, swapped working days.
    pub fn calendar(&self) -> &Calendar {
        self.calendar.get_or_init(|| sound(calendar::shipped()))
    }

    /// The sets of official forms and their dates.
    pub fn form_sets(&self) -> &FormSets {
        self.form_sets.get_or_init(|| sound(FormSets::shipped()))
    }

    /// The procedures.
    pub fn catalogue(&self) -> &Catalogue {
        self.catalogue.get_or_init(|| sound(Catalogue::shipped()))
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
