//! The lanes of the day's work: where a dossier waits, and the moment that orders it there.

use desk_core::dossier::{Accepted, State};

/// A lane. Lists of open dossiers go lane by lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// The clock runs; by due date.
    Running,
    /// The clock stands until the citizen answers; by the last day for the answer, a payment by since when.
    Waiting,
    /// There is a result; by when it was there.
    Ready,
    /// Nothing is owed any more; by when it ended.
    Closed,
}

/// The turn of what has no date, in milliseconds: after everything that has one (the year 9999).
pub(crate) const UNDATED: i64 = 253_370_764_800_000;

impl Lane {
    /// As the table has it.
    pub(crate) fn number(self) -> i64 {
        match self {
            Lane::Running => 1,
            Lane::Waiting => 2,
            Lane::Ready => 3,
            Lane::Closed => 4,
        }
    }

    /// The lane of a dossier, and its turn there in milliseconds.
    pub(crate) fn of(accepted: &Accepted) -> (Lane, Option<i64>) {
        let due = accepted.due().map(|due| due.timestamp_millis());
        match &accepted.state {
            State::Received | State::InProgress => (Lane::Running, due.or(Some(UNDATED))),
            State::AwaitingPapers { request, .. } => {
                // Without a last day it has no turn: nothing can be overdue.
                (Lane::Waiting, request.deadline.map(crate::register::day_end))
            }
            State::AwaitingPayment { obligation, .. } => (Lane::Waiting, Some(obligation.done.at.timestamp_millis())),
            State::Ready { .. } => {
                let since = accepted.result_at_desk.or(accepted.resolved_at());
                (Lane::Ready, since.map(|at| at.timestamp_millis()))
            }
            State::Returned(_) | State::Refused(_) | State::Stopped(_) | State::Withdrawn(_) | State::Void(_) => {
                (Lane::Closed, ended(accepted))
            }
        }
    }
}

/// When the dossier ended, in milliseconds.
pub(crate) fn ended(accepted: &Accepted) -> Option<i64> {
    let at = match &accepted.state {
        State::Returned(returned) => returned.done.at,
        State::Refused(refused) => refused.done.at,
        State::Stopped(stopped) => stopped.done.at,
        State::Withdrawn(withdrawn) => withdrawn.done.at,
        State::Void(void) => void.done.at,
        State::Received
        | State::InProgress
        | State::AwaitingPapers { .. }
        | State::AwaitingPayment { .. }
        | State::Ready { .. } => return None,
    };
    Some(at.timestamp_millis())
}
