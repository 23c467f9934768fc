//! How a dossier stood at a moment, as far as accounts ask.

use crate::{
    dossier::{Accepted, Particular, State},
    procedure::Channel,
    time::Moment,
};

/// How a dossier came to its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A result was entered; a written refusal is one too.
    Result,
    /// Refused, also when a supplement was not brought in time.
    Refused,
    /// Stopped (forms of 2025).
    Stopped,
    /// Taken back by the citizen.
    Withdrawn,
}

/// A dossier as it stood at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Field of the procedure (lĩnh vực).
    pub field: String,
    /// How it came.
    pub channel: Channel,
    /// When it was received, by its own day also where it was entered later.
    pub received: Moment,
    /// The date it was promised for then; none where there was no date.
    pub due: Option<Moment>,
    /// When and how it was resolved, if it was by then.
    pub resolved: Option<(Moment, End)>,
    /// True while it waited for papers or payment: in process, in term.
    pub waits: bool,
}

impl Course {
    /// A dossier as it stood just before `until`; none where it was not received by then, or its number is void (now or
    /// then: a void number is nowhere in the accounts).
    ///
    /// Facts count by the moment at which they happened. Corrections count always: they say what was true before they
    /// were made. The due date of a resolved dossier is its last one.
    pub fn before(accepted: &Accepted, until: Moment) -> Option<Course> {
        let received = &accepted.received;
        if received.received_at >= until || matches!(accepted.state, State::Void(_)) {
            return None;
        }
        let resolved = resolution(accepted).filter(|(at, _)| *at < until);
        Some(Course {
            field: received.procedure.sector.clone(),
            channel: received.channel,
            received: received.received_at,
            due: if resolved.is_some() { accepted.due() } else { due_before(accepted, until) },
            waits: resolved.is_none() && waits_before(accepted, until),
            resolved,
        })
    }
}

fn resolution(accepted: &Accepted) -> Option<(Moment, End)> {
    let end = match &accepted.state {
        State::Ready { .. } | State::Returned(_) => End::Result,
        State::Refused(_) => End::Refused,
        State::Stopped(_) => End::Stopped,
        State::Withdrawn(_) => End::Withdrawn,
        State::Received
        | State::InProgress
        | State::AwaitingPapers { .. }
        | State::AwaitingPayment { .. }
        | State::Void(_) => return None,
    };
    Some((accepted.resolved_at()?, end))
}

fn waits_before(accepted: &Accepted, until: Moment) -> bool {
    let within = |from: Moment, to: Option<Moment>| from < until && to.is_none_or(|to| to >= until);
    let papers = accepted.supplements.iter();
    let money = accepted.payments.iter();
    papers
        .map(|one| (one.request.done.at, one.answer.as_ref().map(|answer| answer.done.at)))
        .chain(money.map(|one| (one.obligation.done.at, one.settled.as_ref().map(|settled| settled.done.at))))
        .any(|(from, to)| within(from, to))
}

/// The date in force: the reception's, then what moved it, in the order in which it happened.
fn due_before(accepted: &Accepted, until: Moment) -> Option<Moment> {
    let answers = accepted.supplements.iter().filter_map(|one| one.answer.as_ref());
    let settled = accepted.payments.iter().filter_map(|one| one.settled.as_ref());
    let corrected = accepted.corrections.iter().flat_map(|one| {
        one.changes.iter().filter_map(|change| match &change.now {
            Particular::Due(new) => Some((one.done.at, new.due, true)),
            Particular::Owner(_)
            | Particular::Submitter(_)
            | Particular::Papers(_)
            | Particular::Sets(_)
            | Particular::Fee(_)
            | Particular::ReturnBy(_)
            | Particular::Channel(_)
            | Particular::Result(_) => None,
        })
    });
    let mut moves: Vec<(Moment, Option<Moment>, bool)> = answers
        .map(|one| (one.done.at, one.new_due.due, false))
        .chain(settled.map(|one| (one.done.at, one.new_due.due, false)))
        .chain(accepted.extensions.iter().map(|one| (one.done.at, Some(one.due), false)))
        .chain(corrected)
        .filter(|(at, _, always)| *always || *at < until)
        .collect();
    moves.sort_by_key(|(at, ..)| *at); // stable: of one moment, the later in the record wins
    moves.last().map_or(accepted.received.due, |(_, due, _)| *due)
}
