//! What stands behind a figure: the dossiers that were counted for it.
//!
//! A report is made by one pass over the record that counts, and that same pass tells every dossier it counts: asked for
//! the dossiers of a figure the desk makes the report once more and keeps those. So a figure and its list cannot differ.

use desk_core::ids::DossierId;

use super::{Cell, ReportName};

/// One figure of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The line, by its [`ReportName::line_key`]; none for all lines together.
    pub line: Option<String>,
    /// The column's key.
    pub column: String,
}

/// Whoever listens while a report counts: nobody, or one figure.
pub(super) struct Behind<'a> {
    figure: Option<&'a Figure>,
    found: Vec<DossierId>,
}

impl<'a> Behind<'a> {
    /// Nobody asks.
    pub(super) fn nobody() -> Behind<'a> {
        Behind { figure: None, found: Vec::new() }
    }

    /// The dossiers of a figure are wanted.
    pub(super) fn of(figure: &'a Figure) -> Behind<'a> {
        Behind { figure: Some(figure), found: Vec::new() }
    }

    /// Whether a line is listened to; what is costly to tell is told only then.
    pub(super) fn wants(&self, line: &str) -> bool {
        self.figure.is_some_and(|figure| figure.line.as_deref().is_none_or(|wanted| wanted == line))
    }

    /// A dossier counts on a line in these columns.
    pub(super) fn note(&mut self, line: &str, columns: &[&str], dossier: DossierId) {
        if self.wants(line) && self.figure.is_some_and(|figure| columns.contains(&figure.column.as_str())) {
            self.found.push(dossier);
        }
    }

    /// A line that is about one dossier: each of its columns opens it.
    pub(super) fn note_line(&mut self, line: &str, dossier: DossierId) {
        if self.wants(line) {
            self.found.push(dossier);
        }
    }

    /// What was found, each once, in a fixed order.
    pub(super) fn dossiers(mut self) -> Vec<DossierId> {
        self.found.sort_unstable();
        self.found.dedup();
        self.found
    }
}

impl ReportName {
    /// What names a line of this report: its field, day, procedure and means, dossier, …
    pub fn line_key(self, row: &[Cell]) -> String {
        let of: &[usize] = match self {
            ReportName::Fees => &[1, 3],
            ReportName::Supplements => &[0, 1],
            ReportName::Refusals | ReportName::Timeliness => &[1],
            ReportName::Ii06a
            | ReportName::Ii06b
            | ReportName::Rates
            | ReportName::IntakeDaily
            | ReportName::IntakeMonthly
            | ReportName::Overdue
            | ReportName::Load
            | ReportName::Day
            | ReportName::OnTimeMonthly
            | ReportName::MissingPapers
            | ReportName::Hours
            | ReportName::Steps
            | ReportName::Ageing => &[0],
        };
        let parts: Vec<String> = of.iter().filter_map(|at| row.get(*at)).map(Cell::key).collect();
        parts.join("|")
    }

    /// Whether it says early, on time or late, so that the rule of comparison changes it.
    pub fn compares(self) -> bool {
        matches!(
            self,
            ReportName::Ii06a
                | ReportName::Ii06b
                | ReportName::Rates
                | ReportName::Overdue
                | ReportName::Day
                | ReportName::OnTimeMonthly
                | ReportName::Timeliness
                | ReportName::Ageing
        )
    }

    /// Whether a column of this report is a figure that stands for dossiers.
    pub fn opens(self, column: &str, row: &[Cell]) -> bool {
        match self {
            ReportName::Ii06a | ReportName::Ii06b => column.starts_with('c'),
            ReportName::Rates => matches!(column, "part" | "whole"),
            ReportName::IntakeDaily | ReportName::IntakeMonthly | ReportName::Load => {
                matches!(column, "in_person" | "post" | "online" | "total" | "back_entry")
            }
            ReportName::Fees => matches!(column, "times" | "put_right" | "vnd"),
            ReportName::OnTimeMonthly | ReportName::Timeliness => {
                matches!(column, "early" | "on_time" | "late" | "resolved")
            }
            ReportName::MissingPapers => matches!(column, "dossiers" | "times"),
            ReportName::Hours => column != "hour",
            ReportName::Steps => matches!(column, "done" | "waiting"),
            ReportName::Ageing => column != "age",
            ReportName::Overdue | ReportName::Supplements => column == "code",
            // Who was turned down at the desk has no dossier.
            ReportName::Refusals => column == "code" && row.get(1).is_some_and(|code| *code != Cell::Unknown),
            ReportName::Day => {
                column == "value"
                    && !row.first().is_some_and(|figure| matches!(figure, Cell::Word("guidance" | "refused_at_desk")))
            }
        }
    }
}
