//! One line of the table, as a bench prints it.
use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// Something measured, beside what it was measured against in the same run.
///
/// A bench prints it as one line of JSON, for example
/// `{"what":"log one dossier, median","ours":1.9,"theirs":1.1,"against":"one durable insert","unit":"ms","goal":2.0,"of":"ratio"}`.
#[derive(Serialize, Deserialize, Debug)]
pub(super) struct Figure {
    /// What was done.
    what: String,
    /// Our figure.
    ours: f64,
    /// The floor's or rival's figure in the same unit.
    theirs: Option<f64>,
    /// The floor or rival.
    against: Option<String>,
    /// Unit of both figures.
    unit: String,
    /// The limit of what `of` names.
    goal: Option<f64>,
    /// What the goal limits.
    #[serde(default)]
    of: Of,
}

/// What a goal is about.
#[derive(Serialize, Deserialize, Clone, Copy, Default, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Of {
    /// Ours ÷ theirs stays at or under the goal.
    #[default]
    Ratio,
    /// Theirs ÷ ours is at or over the goal: how many times faster we are.
    TimesFaster,
    /// Our figure itself stays at or under the goal.
    Ours,
}

impl Figure {
    /// We are to be `goal` times faster than a rival.
    pub(super) fn times_faster(what: &str, ours: f64, (against, theirs): (&str, f64), unit: &str, goal: f64) -> Figure {
        let (theirs, against) = (Some(theirs), Some(against.to_owned()));
        Figure {
            what: what.to_owned(),
            ours,
            theirs,
            against,
            unit: unit.to_owned(),
            goal: Some(goal),
            of: Of::TimesFaster,
        }
    }

    /// Our own figure is to stay at or under `goal`.
    pub(super) fn at_most(what: &str, ours: f64, unit: &str, goal: f64) -> Figure {
        let unit = unit.to_owned();
        Figure { what: what.to_owned(), ours, theirs: None, against: None, unit, goal: Some(goal), of: Of::Ours }
    }

    /// All figures in a bench's output.
    ///
    /// # Errors
    /// When a line begins as JSON and is no figure.
    pub(super) fn read(output: &str) -> anyhow::Result<Vec<Figure>> {
        let lines = output.lines().map(str::trim).filter(|line| line.starts_with('{'));
        lines.map(|line| serde_json::from_str(line).map_err(|error| anyhow::anyhow!("{error}: {line}"))).collect()
    }

    fn judged(&self) -> Option<f64> {
        match self.of {
            Of::Ratio => self.theirs.map(|theirs| self.ours / theirs),
            Of::TimesFaster => self.theirs.map(|theirs| theirs / self.ours),
            Of::Ours => Some(self.ours),
        }
    }

    /// Whether the goal is met; none without a goal.
    pub(super) fn met(&self) -> Option<bool> {
        let (judged, goal) = (self.judged()?, self.goal?);
        Some(match self.of {
            Of::Ratio | Of::Ours => judged <= goal,
            Of::TimesFaster => judged >= goal,
        })
    }
}

/// The table, a line a figure.
pub(super) fn table(figures: &[Figure]) -> String {
    let width = |text: fn(&Figure) -> &str| figures.iter().map(|one| text(one).chars().count()).max().unwrap_or(0);
    let against = |one: &Figure| one.against.clone().unwrap_or_else(|| "–".to_owned());
    let (what_width, against_width) =
        (width(|one| &one.what), figures.iter().map(|one| against(one).chars().count()).max().unwrap_or(0));
    let mut table = format!(
        "{:what_width$}  {:>14}  {:>14}  {:against_width$}  {:>8}  {:>10}\n",
        "what", "ours", "theirs", "against", "ratio", "goal"
    );
    for one in figures {
        let theirs = one.theirs.map_or_else(|| "–".to_owned(), |theirs| format!("{} {}", short(theirs), one.unit));
        let ratio = match (one.of, one.judged()) {
            (Of::Ratio | Of::TimesFaster, Some(ratio)) => format!("{}×", short(ratio)),
            (Of::Ours, _) | (_, None) => "–".to_owned(),
        };
        let goal = one.goal.map_or_else(
            || "–".to_owned(),
            |goal| match one.of {
                Of::Ratio => format!("≤ {}×", short(goal)),
                Of::TimesFaster => format!("≥ {}×", short(goal)),
                Of::Ours => format!("≤ {} {}", short(goal), one.unit),
            },
        );
        let verdict = match one.met() {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        let ours = format!("{} {}", short(one.ours), one.unit);
        let _ = writeln!(
            table,
            "{:what_width$}  {ours:>14}  {theirs:>14}  {:against_width$}  {ratio:>8}  {goal:>10}  {verdict}",
            one.what,
            against(one)
        );
    }
    table
}

/// Three digits that matter, no more.
fn short(figure: f64) -> String {
    let size = figure.abs();
    if size >= 100.0 {
        format!("{figure:.0}")
    } else if size >= 10.0 {
        format!("{figure:.1}")
    } else {
        format!("{figure:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, met: Option<bool>) {
        assert_eq!(Figure::read(line).unwrap()[0].met(), met, "{line}");
    }

    #[test]
    fn a_goal_limits_the_ratio_the_speed_or_the_figure_itself() {
        check(r#"{"what":"a","ours":1.9,"theirs":1.0,"against":"b","unit":"ms","goal":2.0,"of":"ratio"}"#, Some(true));
        check(r#"{"what":"a","ours":2.1,"theirs":1.0,"against":"b","unit":"ms","goal":2.0}"#, Some(false));
        check(
            r#"{"what":"a","ours":10,"theirs":250,"against":"b","unit":"ms","goal":20,"of":"times_faster"}"#,
            Some(true),
        );
        check(
            r#"{"what":"a","ours":10,"theirs":150,"against":"b","unit":"ms","goal":20,"of":"times_faster"}"#,
            Some(false),
        );
        check(r#"{"what":"a","ours":61,"theirs":null,"against":null,"unit":"KB","goal":60,"of":"ours"}"#, Some(false));
        check(r#"{"what":"a","ours":61,"theirs":null,"against":null,"unit":"KB","goal":null}"#, None);
    }

    #[test]
    fn lines_that_are_no_figures_are_passed_over_and_broken_ones_are_not() {
        assert!(Figure::read("building\n[note]\n").unwrap().is_empty());
        assert!(Figure::read("{\"what\":\"a\"}").is_err());
    }
}
