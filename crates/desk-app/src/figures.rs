//! The office's own figures and the procedures it offers, set by a supervisor, dated, with the decision they rest on.

use chrono::NaiveDate;
use desk_core::{
    office::{Figure, FigureSet, Office, OfficeFact, ProcedureSwitched, ProcessStep, Role},
    rule::Rule,
};
use desk_reference::Level;

use crate::{desk::Desk, error::AppError};

/// Steps have names, each its own, and a limit that counts something.
fn told_apart(steps: &[ProcessStep]) -> bool {
    let mut names = std::collections::BTreeSet::new();
    steps.len() <= 40
        && steps.iter().all(|step| {
            let name = step.name.trim();
            !name.is_empty() && step.limit != Rule::None && names.insert(name)
        })
}

impl Desk {
    /// Sets a local figure.
    ///
    /// # Errors
    /// Only supervisors may; what is wrong with the input.
    pub fn set_figure(&mut self, set: FigureSet) -> Result<(), AppError> {
        let actor = self.actor_holding(&[Role::Supervisor])?;
        let procedure = self.reference().procedure(&set.procedure).ok_or(AppError::UnknownProcedure)?;
        if set.decision.trim().is_empty() {
            return Err(AppError::BadField { field: "decision" });
        }
        if set.until.is_some_and(|until| until < set.from) {
            return Err(AppError::BadField { field: "valid_to" });
        }
        match &set.figure {
            Figure::Fee { vnd, .. } if !(0..=1_000_000_000).contains(vnd) => {
                return Err(AppError::BadField { field: "value" });
            }
            Figure::Need { paper, .. } if !procedure.papers.iter().any(|listed| listed.index == *paper) => {
                return Err(AppError::BadField { field: "paper" });
            }
            Figure::Process { steps } if !told_apart(steps) => return Err(AppError::BadField { field: "value" }),
            Figure::Fee { .. }
            | Figure::Need { .. }
            | Figure::Limit { .. }
            | Figure::Process { .. }
            | Figure::SecondStage { .. } => {}
        }
        self.append_office(actor.person, OfficeFact::FigureSet(set))
    }

    /// Switches a procedure on or off for this office.
    ///
    /// # Errors
    /// Only supervisors may.
    pub fn switch_procedure(&mut self, code: &str, on: bool) -> Result<(), AppError> {
        let actor = self.actor_holding(&[Role::Supervisor])?;
        if self.reference().catalogue().entry(code).is_none() {
            return Err(AppError::UnknownProcedure);
        }
        let switched = ProcedureSwitched { procedure: code.to_owned(), on };
        self.append_office(actor.person, OfficeFact::ProcedureSwitched(switched))
    }

    /// Whether this office offers a procedure: as switched, else every detailed record of its level.
    pub fn offers(&self, office: &Office, code: &str, on: NaiveDate) -> bool {
        if let Some(switched) = office.procedures.get(code) {
            return *switched;
        }
        let level = self.unit(on).map_or(Level::Commune, |unit| unit.level);
        let entry = self.reference().catalogue().entry(code);
        entry.is_some_and(|entry| entry.hand_checked() && entry.belongs_to(level, on))
    }
}
