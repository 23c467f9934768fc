//! What this office offers for a procedure on a day: the reference data with the office's own figures over it.

use chrono::NaiveDate;
use desk_core::{
    dossier::{Offer, ProcedureUsed},
    office::{Figure, FigureSet, Office},
    procedure::{Channel, Fee, Limit, Paper, Source},
};
use desk_reference::{Procedure, Reference};

use crate::error::AppError;

/// What the office offers for the procedure, channel and case on a day.
///
/// # Errors
/// [`AppError::UnknownProcedure`]; [`AppError::BadField`] with `case` for a case that neither the procedure nor the
/// office's own limits tell apart: an invented one would have no limit, and the clerk could type any.
pub fn offer(
    reference: &Reference,
    office: &Office,
    form_set: &str,
    code: &str,
    channel: Channel,
    case: Option<&str>,
    on: NaiveDate,
) -> Result<Offer, AppError> {
    let procedure = reference.procedure(code).ok_or(AppError::UnknownProcedure)?;
    let figures: Vec<&FigureSet> = office.figures_on(code, on).collect();
    if case.is_some_and(|case| !is_case(&procedure, &figures, case)) {
        return Err(AppError::BadField { field: "case" });
    }
    // Papers of other channels stand behind those asked for: nobody misses them, but one that is handed in has its place.
    let others = procedure.papers.iter().filter(|paper| !paper.asked_by(channel));
    let papers = procedure.papers(channel, case).chain(others).cloned();
    let papers = papers.map(|paper| with_need(paper, &figures)).collect();
    Ok(Offer {
        procedure: ProcedureUsed {
            code: procedure.entry.code.to_owned(),
            name: procedure.entry.name.to_owned(),
            sector: procedure.entry.sector.to_owned(),
            as_of: procedure.entry.as_of.to_owned(),
        },
        papers,
        limit: limit(&figures, channel, case).unwrap_or_else(|| procedure.limit(channel, case)),
        fee: fee(&figures, channel).unwrap_or_else(|| procedure.fee(channel, on)),
        form_set: form_set.to_owned(),
    })
}

/// Whether a limit of any channel, a group of papers or the office itself knows a case of this name.
fn is_case(procedure: &Procedure, figures: &[&FigureSet], case: &str) -> bool {
    let own = figures.iter().any(|figure| match &figure.figure {
        Figure::Limit { case: of, .. } => of.as_deref() == Some(case),
        Figure::Fee { .. } | Figure::Need { .. } | Figure::Process { .. } | Figure::SecondStage { .. } => false,
    });
    let of_limits =
        || [Channel::InPerson, Channel::Post, Channel::Online].into_iter().flat_map(|by| procedure.cases(by));
    own || procedure.paper_groups().contains(&case) || of_limits().any(|known| known == case)
}

fn local(figure: &FigureSet) -> Source {
    Source::Local { decision: figure.decision.clone(), from: figure.from }
}

/// The office's own limit: one for the channel and case before one for all.
fn limit(figures: &[&FigureSet], channel: Channel, case: Option<&str>) -> Option<Limit> {
    let fits = |figure: &&FigureSet, exact: bool| match &figure.figure {
        Figure::Limit { channel: of, case: within, .. } => {
            let channel_fits = if exact { *of == Some(channel) } else { of.is_none() };
            channel_fits && (within.is_none() || within.as_deref() == case)
        }
        Figure::Fee { .. } | Figure::Need { .. } | Figure::Process { .. } | Figure::SecondStage { .. } => false,
    };
    [true, false].into_iter().find_map(|exact| {
        figures.iter().copied().find(|figure| fits(figure, exact)).and_then(|found| match &found.figure {
            Figure::Limit { rule, .. } => Some(Limit::Known { rule: *rule, text: None, source: local(found) }),
            Figure::Fee { .. } | Figure::Need { .. } | Figure::Process { .. } | Figure::SecondStage { .. } => None,
        })
    })
}

/// The office's own fee: one for the channel before one for all.
fn fee(figures: &[&FigureSet], channel: Channel) -> Option<Fee> {
    let amount = |figure: &FigureSet, exact: bool| match &figure.figure {
        Figure::Fee { channel: of, vnd } if (exact && *of == Some(channel)) || (!exact && of.is_none()) => Some(*vnd),
        Figure::Fee { .. }
        | Figure::Limit { .. }
        | Figure::Need { .. }
        | Figure::Process { .. }
        | Figure::SecondStage { .. } => None,
    };
    [true, false].into_iter().find_map(|exact| {
        figures.iter().copied().find_map(|figure| amount(figure, exact).map(|vnd| (figure, vnd))).map(
            |(figure, vnd)| {
                if vnd == 0 {
                    Fee::Free { text: figure.decision.clone(), source: local(figure) }
                } else {
                    Fee::Amount { vnd: vec![vnd], text: figure.decision.clone(), source: local(figure) }
                }
            },
        )
    })
}

fn with_need(mut paper: Paper, figures: &[&FigureSet]) -> Paper {
    let set = figures.iter().copied().find_map(|figure| match &figure.figure {
        Figure::Need { paper: index, need } if *index == paper.index => Some((need, &figure.decision)),
        Figure::Need { .. }
        | Figure::Limit { .. }
        | Figure::Fee { .. }
        | Figure::Process { .. }
        | Figure::SecondStage { .. } => None,
    });
    if let Some((need, decision)) = set {
        paper.need = need.clone();
        paper.need_source = Some(decision.clone());
    }
    paper
}
