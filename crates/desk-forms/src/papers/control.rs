//! PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ, which travels with the dossier and is signed at each hand-over.

use chrono::{Datelike, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use super::head::{DossierHead, Fields, SlipHead};
use crate::data::FormData;

/// What the control slip (`control`) says. Hand-overs still to come are rows to be filled in by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ControlData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier that it travels with.
    pub dossier: DossierHead,
    /// Who decides on the dossier.
    pub agency: String,
    /// Who takes part.
    pub cooperating: String,
    /// Number of the register's volume.
    pub book: String,
    /// Number in the register.
    pub book_number: String,
    /// Hand-overs so far, oldest first.
    pub steps: Vec<ControlStep>,
}

/// A hand-over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ControlStep {
    /// Who hands over.
    pub from: String,
    /// Who takes over.
    pub to: String,
    /// When, by the clock of Hà Nội.
    pub at: Option<NaiveDateTime>,
    /// `Trước hạn`, `đúng hạn` or `quá hạn`.
    pub result: String,
    /// A remark.
    pub note: String,
}

impl ControlData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let steps = self.steps.iter().map(|step| {
            // Apart, so that a row without a time keeps the form's words between its dots.
            let part = |part: fn(NaiveDateTime) -> String| step.at.map(part).unwrap_or_default();
            [
                ("from", step.from.clone()),
                ("to", step.to.clone()),
                ("hour", part(|at| format!("{:02}", at.hour()))),
                ("minute", part(|at| format!("{:02}", at.minute()))),
                ("day", part(|at| format!("{:02}", at.day()))),
                (
                    "month",
                    part(|at| if at.month() < 3 { format!("{:02}", at.month()) } else { at.month().to_string() }),
                ),
                ("year", part(|at| at.year().to_string())),
                ("result", step.result.clone()),
                ("note", step.note.clone()),
            ]
        });
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("agency", &self.agency)
            .put("cooperating", &self.cooperating)
            .put("book", &self.book)
            .put("book_number", &self.book_number)
            .rows("steps", steps)
            .done()
    }
}

into_form_data!(ControlData);
