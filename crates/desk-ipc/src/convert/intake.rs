//! Views of an intake in the making.

use desk_core::{
    dossier::{Offer, Received, TypedLimit},
    due::{Due, Jump, Step, Why},
    procedure::{Fee, Limit, Need, Source},
    time::Moment,
};
use desk_reference::Procedure;

use super::{channel, channel_view, day_text, moment_text, word};
use crate::views::*;

pub(crate) fn need_parts(need: &Need) -> (&'static str, Option<String>) {
    match need {
        Need::Always => ("always", None),
        Need::If(condition) => ("if", Some(condition.clone())),
        Need::OneOf(group) => ("one_of", Some(group.clone())),
        Need::Shown => ("shown", None),
        Need::Unknown => ("unknown", None),
    }
}

pub(crate) fn procedure_head(procedure: &Procedure, view: ChannelView, on: bool) -> ProcedureHead {
    ProcedureHead {
        code: procedure.entry.code.to_owned(),
        name: procedure.entry.name.to_owned(),
        field: procedure.entry.sector.to_owned(),
        ministry: procedure.entry.ministry.to_owned(),
        as_of: procedure.entry.as_of.to_owned(),
        confidence: word(procedure.confidence),
        channels: procedure.channels.iter().copied().map(channel_view).collect(),
        cases: procedure.cases(channel(view)).into_iter().map(|name| CaseView { name: name.to_owned() }).collect(),
        on,
    }
}

/// The rows of the papers table: the office's list with what the clerk entered, then papers outside it.
pub(crate) fn paper_rows(offer: &Offer, form: &IntakeForm) -> Vec<PaperRow> {
    let asked = offer.papers.iter().filter(|paper| paper.asked_by(channel(form.channel)));
    let listed = asked.map(|paper| {
        let (need, condition) = need_parts(&paper.need);
        let checked_state = match paper.need {
            Need::Always | Need::OneOf(_) | Need::Unknown => "given",
            Need::Shown => "shown",
            Need::If(_) => "not_applicable",
        };
        let entered = form.papers.iter().find(|entered| entered.index == Some(paper.index));
        PaperRow {
            index: Some(paper.index),
            name: paper.name.clone(),
            group: paper.group.clone(),
            need: need.to_owned(),
            condition,
            originals_asked: paper.originals,
            copies_asked: paper.copies,
            state: entered.map_or_else(|| "unseen".to_owned(), |entered| entered.state.clone()),
            originals: entered.map_or(0, |entered| entered.originals),
            copies: entered.map_or(0, |entered| entered.copies),
            reason: None,
            checked_state: checked_state.to_owned(),
        }
    });
    let extra = form.papers.iter().filter(|entered| entered.index.is_none()).map(|entered| PaperRow {
        index: None,
        name: entered.name.clone(),
        group: None,
        need: "unknown".to_owned(),
        condition: None,
        originals_asked: None,
        copies_asked: None,
        state: entered.state.clone(),
        originals: entered.originals,
        copies: entered.copies,
        reason: entered.reason.clone(),
        checked_state: "given".to_owned(),
    });
    listed.chain(extra).collect()
}

pub(crate) fn limit_view(limit: &Limit, typed: Option<&TypedLimit>) -> LimitView {
    match (limit, typed) {
        (Limit::Known { rule, text, source }, _) => {
            let (origin, decision, as_of) = match source {
                Source::Reference { as_of } => ("reference", None, Some(as_of.clone())),
                Source::Local { decision, from } => ("local", Some(decision.clone()), Some(day_text(*from))),
            };
            LimitView {
                rule: Some(rule.to_string()),
                text: text.clone(),
                origin: Some(origin.to_owned()),
                decision,
                as_of,
            }
        }
        (Limit::Unknown { text }, Some(TypedLimit::Rule { rule, .. })) => LimitView {
            rule: Some(rule.to_string()),
            text: text.clone(),
            origin: Some("typed".to_owned()),
            decision: None,
            as_of: None,
        },
        (Limit::Unknown { text }, Some(TypedLimit::Date { .. }) | None) => LimitView {
            rule: None,
            text: text.clone(),
            origin: typed.map(|_| "typed".to_owned()),
            decision: None,
            as_of: None,
        },
    }
}

pub(super) fn step_view(step: &Step) -> StepView {
    let (why, name) = match &step.why {
        Why::Received => ("received", None),
        Why::ReceptionMoved => ("reception_moved", None),
        Why::Working => ("working", None),
        Why::Swapped(name) => ("swapped", Some(name.clone())),
        Why::Calendar => ("calendar", None),
        Why::WeeklyOff => ("weekly_off", None),
        Why::Holiday(name) => ("holiday", Some(name.clone())),
        Why::Closed(reason) => ("closed", Some(reason.clone())),
        Why::RolledForward => ("rolled_forward", None),
        Why::Waited => ("waited", None),
        Why::Answered => ("answered", None),
        Why::AnswerMoved => ("answer_moved", None),
        Why::AfterCutoff => ("after_cutoff", None),
    };
    StepView { date: day_text(step.date), counts: step.counts, why: why.to_owned(), name }
}

pub(crate) fn due_view(received: &Received, latest: Option<Moment>) -> DueView {
    DueView {
        due: received.due.map(moment_text),
        counted_from: moment_text(received.counted_from),
        provisional: received.provisional,
        steps: received.steps.iter().map(step_view).collect(),
        latest: latest.filter(|_| received.due_typed_because.is_some()).map(moment_text),
        jump: None,
    }
}

pub(crate) fn jump_view(jump: Jump) -> JumpView {
    JumpView { until: moment_text(jump.until), before: moment_text(jump.before), after: moment_text(jump.after) }
}

pub(crate) fn due_alone(due: Due) -> DueView {
    DueView {
        due: due.due.map(moment_text),
        counted_from: moment_text(due.counted_from),
        provisional: due.provisional,
        steps: due.steps.iter().map(step_view).collect(),
        latest: None,
        jump: None,
    }
}

pub(crate) fn fee_view(fee: &Fee, form: &IntakeForm) -> FeeView {
    let exemption = form.exemption.clone().filter(|why| !why.trim().is_empty());
    let paid = (!form.fee_paid.is_empty()).then(|| form.fee_paid.clone());
    match fee {
        Fee::Free { text, .. } => FeeView {
            is: "free".to_owned(),
            vnd: None,
            choices: Vec::new(),
            text: Some(text.clone()),
            exemption: None,
            editable: false,
            paid: None,
        },
        Fee::Amount { vnd, text, .. } => FeeView {
            is: if exemption.is_some() { "free" } else { "amount" }.to_owned(),
            vnd: if exemption.is_some() {
                None
            } else {
                form.fee_vnd.or_else(|| vnd.first().map(|first| first * i64::from(form.sets.max(1))))
            },
            choices: vnd.clone(),
            text: Some(text.clone()),
            exemption,
            editable: true,
            paid,
        },
        Fee::Unpublished { text } => FeeView {
            is: if form.fee_vnd.is_some_and(|vnd| vnd > 0) { "amount" } else { "unpublished" }.to_owned(),
            vnd: form.fee_vnd.filter(|vnd| *vnd > 0),
            choices: Vec::new(),
            // A bare "Miễn phí" of the portal stands for every zero (docs/reference.md): shown here it would be taken
            // for an answer.
            text: text.clone().filter(|text| !text.trim_start().starts_with("Miễn phí")),
            exemption: None,
            editable: true,
            paid,
        },
    }
}
