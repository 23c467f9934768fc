//! `due`: a due date and the days that explain it. Reads nothing but the reference data.

use desk_core::{
    calendar::DuePolicy,
    due::{Due, due},
    rule::Rule,
};
use desk_reference::Reference;
use serde::Serialize;

use crate::{
    answer::{Answer, stamp},
    args::{self, Policy},
    door,
    failure::Failure,
    words,
};

#[derive(Serialize)]
struct Shape {
    due: Option<String>,
    steps: Vec<StepShape>,
    counted_from: String,
    provisional: bool,
}

#[derive(Serialize)]
struct StepShape {
    date: String,
    counts: bool,
    why: String,
}

pub(crate) fn run(asked: &args::Due) -> Result<Answer, Failure> {
    let received = door::moment("--received", &asked.received)?;
    let rule: Rule =
        asked.rule.trim().parse().map_err(|not: desk_core::rule::NotARule| Failure::bad_input(not.to_string()))?;
    let reference = Reference::shipped();
    let day = received.date_naive();
    let unit = reference
        .unit(asked.unit.trim(), day)
        .ok_or_else(|| Failure::new("unknown_unit", format!("no unit had this code on {day}")))?;
    if let Some(code) = &asked.procedure
        && reference.catalogue().entry(code).is_none()
    {
        return Err(Failure::new("unknown_procedure", "no such procedure"));
    }
    let hours = reference.hours(unit, asked.procedure.as_deref(), day);
    let policy = match asked.policy {
        Some(Policy::SameHalfDay) => DuePolicy::SameHalfDay,
        Some(Policy::EndOfDay) => DuePolicy::EndOfDay,
        None => reference.policy(unit, day),
    };
    let found = due(rule, received, reference.calendar(), &hours, policy)?;
    answer(&found)
}

fn answer(found: &Due) -> Result<Answer, Failure> {
    let shape = Shape {
        due: found.due.map(stamp),
        steps: found
            .steps
            .iter()
            .map(|step| StepShape {
                date: step.date.to_string(),
                counts: step.counts,
                why: words::why(step.date, &step.why),
            })
            .collect(),
        counted_from: stamp(found.counted_from),
        provisional: found.provisional,
    };
    let mut plain = match &shape.due {
        Some(due) => format!("hẹn trả: {due}"),
        None => "không quy định ngày trả".to_owned(),
    };
    if found.provisional {
        plain.push_str(" (tạm tính theo lịch dự kiến)");
    }
    for step in &shape.steps {
        let mark = if step.counts { '●' } else { '○' };
        plain.push_str(&format!("\n{} {mark} {}", step.date, step.why));
    }
    Answer::new(&shape, plain)
}
