//! From what a clerk enters to what would be received: papers, limit, date and fee, each settled by the rules.

use serde::{Deserialize, Serialize};

use super::{
    decide::{Desk, Refusal},
    facts::{
        BackEntry, DuplicateOf, FeeLine, FeePaid, LimitUsed, PaperLine, PaperState, Party, ProcedureUsed, Received,
        ReturnBy, Submitter,
    },
};
use crate::{
    due::{Due, DueRefusal, due, settle},
    procedure::{Channel, Fee, Limit, Need, Paper, Source},
    rule::Rule,
    time::Moment,
};

/// A paper as the clerk found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakePaper {
    /// Position in the procedure's list; none for a paper outside the catalogue.
    #[serde(default)]
    pub index: Option<u16>,
    /// Name of a paper outside the catalogue; ignored for others.
    #[serde(default)]
    pub name: Option<String>,
    /// What was found; handed in when not said.
    #[serde(default = "given")]
    pub state: PaperState,
    /// Originals handed in.
    #[serde(default)]
    pub originals: u16,
    /// Copies handed in.
    #[serde(default)]
    pub copies: u16,
    /// Why a paper outside the catalogue is asked for.
    #[serde(default)]
    pub reason: Option<String>,
}

fn given() -> PaperState {
    PaperState::Given
}

/// A limit or date that the clerk types because none is known, or an earlier date than the computed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "typed")]
pub enum TypedLimit {
    /// A rule, where the procedure has no single known limit.
    Rule {
        /// The rule.
        rule: Rule,
        /// Why this one.
        reason: String,
    },
    /// A date: where no limit is known, where the calendar ends, or earlier than the computed date.
    Date {
        /// The moment the result will be there.
        due: Moment,
        /// Why.
        reason: String,
    },
}

/// What the clerk enters at the counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// How it arrives.
    pub channel: Channel,
    /// Which case.
    pub case: Option<String>,
    /// Whose dossier it is.
    pub owner: Party,
    /// Who brings it, when another.
    pub submitter: Option<Submitter>,
    /// The papers looked at. A paper of the list that is not named here counts as not applicable.
    pub papers: Vec<IntakePaper>,
    /// Sets, 1 to 99.
    pub sets: u16,
    /// The amount taken or due in đồng, where one is typed.
    pub fee_vnd: Option<i64>,
    /// Why nothing is taken although there is a fee.
    pub exemption: Option<String>,
    /// When the fee is paid.
    pub fee_paid: FeePaid,
    /// A typed limit or date.
    pub limit: Option<TypedLimit>,
    /// How the result is collected.
    pub return_by: ReturnBy,
    /// An alike dossier that does not stop this one.
    pub duplicate_of: Option<DuplicateOf>,
    /// Set for a dossier that was received on paper before.
    pub back_entry: Option<FromPaper>,
}

/// A reception that happened on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromPaper {
    /// When it was received.
    pub received_at: Moment,
    /// The paper book and line, as written there.
    pub source: String,
}

/// What the office offers for the procedure, channel and case of an intake, as known on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The procedure.
    pub procedure: ProcedureUsed,
    /// Its papers.
    pub papers: Vec<Paper>,
    /// Its limit for the channel and case.
    pub limit: Limit,
    /// Its fee for the channel.
    pub fee: Fee,
    /// Form set in force on the day.
    pub form_set: String,
}

/// The number and the register line a dossier is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allotment {
    /// The dossier code.
    pub code: String,
    /// Quyển số.
    pub book: String,
    /// Số thứ tự.
    pub book_number: u32,
}

/// What would be received now. Pure: the same intake, offer and desk give the same fact.
///
/// # Errors
/// The first [`Refusal`] in the order of the form: name, sets, papers, limit, fee.
pub fn plan(intake: &Intake, offer: &Offer, allotment: &Allotment, desk: &Desk<'_>) -> Result<Received, Refusal> {
    let entered_at = desk.now;
    let (desk, back_entry) = match &intake.back_entry {
        None => (*desk, None),
        Some(paper) if paper.received_at >= entered_at => return Err(Refusal::NotInThePast),
        Some(paper) => {
            let source = said(&paper.source, "source")?;
            (Desk { now: paper.received_at, ..*desk }, Some(BackEntry { source, entered_at }))
        }
    };
    let desk = &desk;
    if intake.owner.name.trim().is_empty() {
        return Err(Refusal::NameMissing);
    }
    if !(1..=99).contains(&intake.sets) {
        return Err(Refusal::SetsOutOfRange);
    }
    let papers = papers(intake, offer)?;
    let dated = date(intake, offer, desk)?;
    let fee = fee(intake, offer)?;
    Ok(Received {
        code: allotment.code.clone(),
        book: allotment.book.clone(),
        book_number: allotment.book_number,
        procedure: offer.procedure.clone(),
        channel: intake.channel,
        case: intake.case.clone(),
        owner: intake.owner.clone(),
        submitter: intake.submitter.clone(),
        papers,
        sets: intake.sets,
        limit: dated.limit,
        received_at: desk.now,
        counted_from: dated.due.counted_from,
        due: dated.due.due,
        due_typed_because: dated.typed_because,
        steps: dated.due.steps,
        provisional: dated.due.provisional,
        fee,
        return_by: intake.return_by,
        form_set: offer.form_set.clone(),
        clerk: desk.actor.name.clone(),
        duplicate_of: intake.duplicate_of.clone(),
        back_entry,
    })
}

/// True when the paper was found, in whatever way its need asks for.
fn found(state: PaperState) -> bool {
    match state {
        PaperState::Given | PaperState::Shown => true,
        PaperState::Missing | PaperState::NotApplicable => false,
    }
}

fn papers(intake: &Intake, offer: &Offer) -> Result<Vec<PaperLine>, Refusal> {
    let mut lines = Vec::new();
    let mut missing = Vec::new();
    for listed in &offer.papers {
        let Some(entered) = intake.papers.iter().find(|paper| paper.index == Some(listed.index)) else {
            continue;
        };
        // A paper whose need nobody set, or that hangs on a condition, stops nothing: the clerk sees and decides. Nor does
        // one that an intake from outside says nothing of.
        if matches!(listed.need, Need::Always) && listed.asked_by(intake.channel) && !found(entered.state) {
            missing.push(listed.index);
        }
        lines.push(PaperLine {
            index: Some(listed.index),
            name: listed.name.clone(),
            need: listed.need.clone(),
            state: entered.state,
            originals: entered.originals,
            copies: entered.copies,
            reason: None,
        });
    }
    for extra in intake.papers.iter().filter(|paper| paper.index.is_none_or(|i| !has(offer, i))) {
        if let Some(index) = extra.index {
            return Err(Refusal::NoSuchPaper { index });
        }
        let name = extra.name.clone().unwrap_or_default();
        let reason = extra.reason.clone().filter(|reason| !reason.trim().is_empty());
        if name.trim().is_empty() || reason.is_none() {
            return Err(Refusal::ReasonMissing { field: "papers" });
        }
        lines.push(PaperLine {
            index: None,
            name,
            need: Need::Unknown,
            state: extra.state,
            originals: extra.originals,
            copies: extra.copies,
            reason,
        });
    }
    if missing.is_empty() { Ok(lines) } else { Err(Refusal::PapersMissing { indexes: missing }) }
}

fn has(offer: &Offer, index: u16) -> bool {
    offer.papers.iter().any(|paper| paper.index == index)
}

struct Dated {
    limit: LimitUsed,
    due: Due,
    typed_because: Option<String>,
}

fn date(intake: &Intake, offer: &Offer, desk: &Desk<'_>) -> Result<Dated, Refusal> {
    let computed = |rule| due(rule, desk.now, desk.calendar, desk.hours, desk.policy);
    let known = match &offer.limit {
        Limit::Known { rule, text, source } => Some(LimitUsed {
            rule: *rule,
            text: text.clone(),
            typed_because: None,
            decision: match source {
                Source::Reference { .. } => None,
                Source::Local { decision, .. } => Some(decision.clone()),
            },
        }),
        Limit::Unknown { .. } => None,
    };
    match (&intake.limit, known) {
        (None, None) => Err(Refusal::LimitNeeded),
        (None, Some(limit)) => Ok(Dated { due: computed(limit.rule)?, limit, typed_because: None }),
        (Some(TypedLimit::Rule { .. }), Some(_)) => Err(Refusal::LimitIsKnown),
        (Some(TypedLimit::Rule { rule, reason }), None) => {
            let because = said(reason, "limit")?;
            let limit = LimitUsed { rule: *rule, text: None, typed_because: Some(because), decision: None };
            Ok(Dated { due: computed(*rule)?, limit, typed_because: None })
        }
        (Some(TypedLimit::Date { due: typed, reason }), known) => {
            let because = said(reason, "due")?;
            if *typed <= desk.now {
                return Err(Refusal::DateInThePast { field: "limit.due" });
            }
            let mut dated = match known {
                Some(limit) => match computed(limit.rule) {
                    Ok(by_rule) if by_rule.due.is_some_and(|latest| *typed > latest) => {
                        return Err(Refusal::LaterThanTheLaw { field: "limit.due" });
                    }
                    Ok(by_rule) => Dated { limit, due: by_rule, typed_because: None },
                    Err(DueRefusal::BeyondCalendar { .. } | DueRefusal::NeverOpen) => {
                        Dated { limit, due: undated(desk), typed_because: None }
                    }
                },
                None => {
                    let limit = LimitUsed {
                        rule: Rule::None,
                        text: None,
                        typed_because: Some(because.clone()),
                        decision: None,
                    };
                    Dated { limit, due: undated(desk), typed_because: None }
                }
            };
            dated.due.due = Some(*typed);
            dated.typed_because = Some(because);
            Ok(dated)
        }
    }
}

/// The count of a dossier whose date no rule gives.
fn undated(desk: &Desk<'_>) -> Due {
    let counted_from = settle(desk.now, desk.calendar, desk.hours).unwrap_or(desk.now);
    Due { counted_from, due: None, steps: Vec::new(), provisional: false }
}

/// Words that must be there.
pub(super) fn said(reason: &str, field: &'static str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::ReasonMissing { field }) } else { Ok(reason.to_owned()) }
}

fn fee(intake: &Intake, offer: &Offer) -> Result<FeeLine, Refusal> {
    if intake.fee_vnd.is_some_and(|vnd| !(0..=1_000_000_000_000).contains(&vnd)) {
        return Err(Refusal::FeeNotAllowed);
    }
    if let Some(exemption) = &intake.exemption {
        return match (&offer.fee, intake.fee_vnd) {
            (_, Some(vnd)) if vnd > 0 => Err(Refusal::FeeNotAllowed),
            (Fee::Unpublished { .. }, _) => Ok(FeeLine::Unpublished),
            (Fee::Free { .. }, _) => Ok(FeeLine::Free { exemption: None }),
            (Fee::Amount { .. }, _) => Ok(FeeLine::Free { exemption: Some(said(exemption, "exemption")?) }),
        };
    }
    let amount = |vnd| FeeLine::Amount { vnd, paid: intake.fee_paid };
    match (&offer.fee, intake.fee_vnd) {
        (Fee::Free { .. }, None | Some(0)) => Ok(FeeLine::Free { exemption: None }),
        (Fee::Free { .. }, Some(_)) => Err(Refusal::FeeNotAllowed),
        (Fee::Amount { vnd, .. }, None) => match vnd.first() {
            Some(0) => Ok(FeeLine::Free { exemption: None }),
            Some(first) => Ok(amount(first.saturating_mul(i64::from(intake.sets)))),
            None => Ok(FeeLine::Unpublished),
        },
        // Several published figures, or one by the page or the case: the clerk counts, from the least upward.
        (Fee::Amount { vnd, .. }, Some(typed)) => {
            let least = vnd.iter().copied().min().unwrap_or(0);
            if typed > 0 && typed >= least { Ok(amount(typed)) } else { Err(Refusal::FeeNotAllowed) }
        }
        (Fee::Unpublished { .. }, None | Some(0)) => Ok(FeeLine::Unpublished),
        (Fee::Unpublished { .. }, Some(typed)) => Ok(amount(typed)),
    }
}
