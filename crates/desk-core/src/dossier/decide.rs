//! What may happen to a dossier now: a wish becomes facts, or a refusal that says why.

use super::{
    Dossier,
    facts::{Fact, FormPrinted, PrintEnded, PrintOutcome},
    intake::{Allotment, Intake, Offer, plan},
};
use crate::{
    calendar::{Calendar, DuePolicy, OfficeHours},
    due::DueRefusal,
    office::{Actor, Role},
    time::Moment,
};

/// Who wishes, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The signed-in person.
    pub actor: &'a Actor,
    /// The device's clock.
    pub now: Moment,
    /// The calendar of the unit.
    pub calendar: &'a Calendar,
    /// The unit's hours for the procedure at hand.
    pub hours: &'a OfficeHours,
    /// Which half of the day due dates keep.
    pub policy: DuePolicy,
}

/// A wish.
#[derive(Debug, Clone)]
pub enum Command {
    /// Accept a dossier under a number.
    Receive {
        /// What the clerk entered.
        intake: Box<Intake>,
        /// What the office offers for it.
        offer: Box<Offer>,
        /// The number it gets.
        allotment: Allotment,
    },
    /// Record that a form goes to paper.
    Print(FormPrinted),
    /// Record how a job ended.
    EndPrint(PrintEnded),
}

/// Why a wish is refused. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// None of the actor's roles may do this.
    #[error("this needs another role")]
    NotAllowed,
    /// The owner has no name.
    #[error("the owner's name is missing")]
    NameMissing,
    /// Sets are 1 to 99.
    #[error("the number of sets is not between 1 and 99")]
    SetsOutOfRange,
    /// Papers that are always needed are missing.
    #[error("papers that are always needed are missing: {indexes:?}")]
    PapersMissing {
        /// Their positions in the procedure's list.
        indexes: Vec<u16>,
    },
    /// The procedure's list has no paper at this position.
    #[error("the procedure has no paper at position {index}")]
    NoSuchPaper {
        /// The position.
        index: u16,
    },
    /// Something that needs a reason has none.
    #[error("a reason is needed for {field}")]
    ReasonMissing {
        /// What needs it.
        field: &'static str,
    },
    /// No single limit is known: a rule or date must be typed, with a reason.
    #[error("no single time limit is known; type one with a reason")]
    LimitNeeded,
    /// The limit is known and cannot be typed over.
    #[error("the time limit is known and cannot be typed over")]
    LimitIsKnown,
    /// A typed date lies before now.
    #[error("the typed date is in the past")]
    DateInThePast,
    /// A typed date lies after the computed one; only an extension may do that.
    #[error("the typed date is later than the law allows")]
    LaterThanTheLaw,
    /// The rules do not allow this amount.
    #[error("the fee is not one that the rules allow")]
    FeeNotAllowed,
    /// The date cannot be computed.
    #[error("the due date cannot be computed: {0}")]
    NoDate(#[from] DueRefusal),
    /// The dossier was accepted before.
    #[error("the dossier was accepted before")]
    AlreadyAccepted,
    /// The dossier was not accepted.
    #[error("the dossier was not accepted")]
    NotAccepted,
    /// Prints are numbered from 1 without gaps, and one proof serves all.
    #[error("this is not the next print of the form")]
    NotTheNextPrint,
    /// No such print, or its outcome is known already.
    #[error("there is no such print waiting for an outcome")]
    NoSuchPrint,
}

/// Which roles may accept and print.
const AT_THE_DESK: &[Role] = &[Role::Clerk, Role::Supervisor];

/// Facts that the command makes of the dossier, or why not.
///
/// # Errors
/// A [`Refusal`]; nothing has changed then.
pub fn decide(dossier: &Dossier, command: Command, desk: &Desk<'_>) -> Result<Vec<Fact>, Refusal> {
    if !desk.actor.holds_any(AT_THE_DESK) {
        return Err(Refusal::NotAllowed);
    }
    match (dossier, command) {
        (Dossier::Unborn, Command::Receive { intake, offer, allotment }) => {
            let received = plan(&intake, &offer, &allotment, desk)?;
            Ok(vec![Fact::Received(Box::new(received))])
        }
        (Dossier::Accepted(_), Command::Receive { .. }) => Err(Refusal::AlreadyAccepted),
        (Dossier::Unborn, Command::Print(_) | Command::EndPrint(_)) => Err(Refusal::NotAccepted),
        (Dossier::Accepted(accepted), Command::Print(print)) => {
            let before: Vec<_> = accepted.prints_of(&print.form).collect();
            let next = u16::try_from(before.len() + 1).map_err(|_| Refusal::NotTheNextPrint)?;
            let same_proof = before.first().is_none_or(|first| first.printed.proof == print.proof);
            if print.number != next || !same_proof {
                return Err(Refusal::NotTheNextPrint);
            }
            Ok(vec![Fact::FormPrinted(print)])
        }
        (Dossier::Accepted(accepted), Command::EndPrint(ended)) => {
            let waiting = accepted.prints_of(&ended.form).any(|print| {
                print.printed.number == ended.number && print.outcome.as_ref().is_none_or(fails)
            });
            if waiting { Ok(vec![Fact::PrintEnded(ended)]) } else { Err(Refusal::NoSuchPrint) }
        }
    }
}

/// A failed print may still be reported as completed later: a spooler can take a job up again.
fn fails(outcome: &PrintOutcome) -> bool {
    match outcome {
        PrintOutcome::Failed { .. } => true,
        PrintOutcome::Completed | PrintOutcome::Saved => false,
    }
}

