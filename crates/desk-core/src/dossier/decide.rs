//! What may happen to a dossier now: a wish becomes facts, or a refusal that says why.

use super::{
    Dossier,
    act::{Act, Verb},
    facts::{Fact, FormPrinted, PrintEnded, PrintOutcome},
    intake::{Allotment, Intake, Offer, plan},
    life::{PausePolicy, Slip},
    proceed,
    state::{Accepted, Status},
};
use crate::{
    calendar::{Calendar, DuePolicy, OfficeHours},
    due::DueRefusal,
    office::{Actor, Role},
    rule::Rule,
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
    /// What waiting for the citizen does to the due date.
    pub pause: PausePolicy,
    /// How often a date may be put off under the dossier's form set; none where no limit is known.
    pub extensions_max: Option<u16>,
    /// How often the citizen may be asked for a supplement under the dossier's form set; none where no limit is known.
    pub supplements_max: Option<u16>,
    /// The limit of the procedure's second stage, as its data or the office's dated figure say; none where neither names one.
    pub second_stage: Option<Rule>,
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
    /// Do something with an accepted dossier.
    Act {
        /// What.
        act: Box<Act>,
        /// The number of the slip it makes, where it makes one.
        slip: Option<Slip>,
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
    DateInThePast {
        /// Where it was typed.
        field: &'static str,
    },
    /// A day that has not come yet.
    #[error("the day has not come yet")]
    DateInTheFuture {
        /// Where it was typed.
        field: &'static str,
    },
    /// Nobody is at the office then.
    #[error("the office is not open then; choose a working day and an hour within its hours")]
    NotOfficeHours {
        /// Where it was typed.
        field: &'static str,
    },
    /// No second stage is known for the procedure.
    #[error("the procedure has no second stage; a supervisor sets one, dated, with the decision it rests on")]
    NoSecondStage,
    /// The second stage has another limit.
    #[error("the second stage of the procedure takes {rule}")]
    OtherSecondStage {
        /// The limit in force.
        rule: Rule,
    },
    /// There is no result that could be put right.
    #[error("the dossier has no result yet")]
    NoResult,
    /// A reception on paper lies before now.
    #[error("a dossier from a paper book was received before now")]
    NotInThePast,
    /// A typed date lies after the computed one; only an extension may do that.
    #[error("the typed date is later than the law allows")]
    LaterThanTheLaw {
        /// Where it was typed.
        field: &'static str,
    },
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
    /// The state of the dossier does not allow this.
    #[error("{} cannot be done to a dossier that is {}", verb.word(), status.word())]
    NotNow {
        /// What was wished.
        verb: Verb,
        /// Where the dossier stands.
        status: Status,
    },
    /// Two desks decided apart: until a supervisor has said what holds, nothing more is decided.
    #[error("two desks decided apart; a supervisor must settle which decision holds first")]
    Collided,
    /// What is to hold is not one of the decisions that collided.
    #[error("this is not one of the decisions that collided")]
    NotASide,
    /// The act makes a slip and was given no number for it.
    #[error("the slip has no number")]
    SlipMissing,
    /// The last day for the citizen's answer has not passed yet.
    #[error("the citizen may answer up to {deadline}")]
    DeadlineNotPassed {
        /// The last day.
        deadline: chrono::NaiveDate,
    },
    /// Nothing is overdue where no last day was set: only a supervisor closes such a dossier.
    #[error("the supplement has no last day; a supervisor closes it")]
    NoLastDay,
    /// The citizen was asked as often as the rules allow; only a supervisor asks again, with a reason.
    #[error(
        "the citizen was asked {times} times already, which is all that the rules allow; a supervisor may ask again"
    )]
    SupplementsUsedUp {
        /// How often.
        times: u16,
    },
    /// What goes by post is handed over to the post first, on its list.
    #[error("a result goes by post on the postal list: send_by_post, then post_delivered")]
    PostByList,
    /// A new date must lie after the one in force.
    #[error("the new date is not later than the one in force")]
    NotLater,
    /// The date was put off as often as the rules allow.
    #[error("the date was put off {times} times already, which is all that the rules allow")]
    ExtensionsUsedUp {
        /// How often.
        times: u16,
    },
    /// The result is not at the desk.
    #[error("the result is not at the desk yet")]
    ResultElsewhere,
    /// A correction that changes nothing.
    #[error("nothing would change")]
    NothingChanges,
    /// Amounts are 1 to a million million đồng.
    #[error("the amount is not between 1 and 1000000000000 đồng")]
    AmountOutOfRange,
    /// No such file on the dossier.
    #[error("the dossier has no such file")]
    NoSuchFile,
    /// The file is attached already.
    #[error("the file is attached already")]
    FileAttachedBefore,
}

/// Which roles may accept.
const AT_THE_DESK: &[Role] = &[Role::Clerk, Role::Supervisor];

/// Which roles may print.
const AT_WORK: &[Role] = &[Role::Clerk, Role::Officer, Role::Supervisor];

/// What this person may do with the dossier as it stands. An act that is named here is never refused for the role or
/// the state.
pub fn allowed(dossier: &Accepted, actor: &Actor) -> Vec<Verb> {
    Verb::ALL.into_iter().filter(|verb| actor.holds_any(verb.roles()) && verb.fits(dossier)).collect()
}

/// Facts that the command makes of the dossier, or why not.
///
/// # Errors
/// A [`Refusal`]; nothing has changed then.
pub fn decide(dossier: &Dossier, command: Command, desk: &Desk<'_>) -> Result<Vec<Fact>, Refusal> {
    let may = match &command {
        Command::Receive { .. } => AT_THE_DESK,
        Command::Act { act, .. } => act.verb().roles(),
        // Whoever may make a paper may print it.
        Command::Print(_) | Command::EndPrint(_) => AT_WORK,
    };
    if !desk.actor.holds_any(may) {
        return Err(Refusal::NotAllowed);
    }
    match (dossier, command) {
        (Dossier::Unborn, Command::Receive { intake, offer, allotment }) => {
            let received = plan(&intake, &offer, &allotment, desk)?;
            Ok(vec![Fact::Received(Box::new(received))])
        }
        (Dossier::Accepted(_), Command::Receive { .. }) => Err(Refusal::AlreadyAccepted),
        (Dossier::Unborn, Command::Print(_) | Command::EndPrint(_) | Command::Act { .. }) => Err(Refusal::NotAccepted),
        (Dossier::Accepted(accepted), Command::Act { act, slip }) => {
            let verb = act.verb();
            if accepted.collision.is_some() && verb.decides() {
                return Err(Refusal::Collided);
            }
            if !verb.fits(accepted) {
                return Err(Refusal::NotNow { verb, status: accepted.status() });
            }
            proceed::proceed(accepted, *act, slip, desk)
        }
        (Dossier::Accepted(accepted), Command::Print(print)) => {
            if is_next_print(accepted, &print) {
                Ok(vec![Fact::FormPrinted(print)])
            } else {
                Err(Refusal::NotTheNextPrint)
            }
        }
        (Dossier::Accepted(accepted), Command::EndPrint(ended)) => {
            let waiting = accepted
                .prints_of(&ended.form)
                .any(|print| print.printed.number == ended.number && print.outcome.as_ref().is_none_or(fails));
            if waiting { Ok(vec![Fact::PrintEnded(ended)]) } else { Err(Refusal::NoSuchPrint) }
        }
    }
}

/// Prints of a form are numbered without gaps, and repeat the proof of the last one unless they say that they take its
/// place after a correction.
fn is_next_print(accepted: &Accepted, print: &FormPrinted) -> bool {
    let last = accepted.prints_of(&print.form).last();
    let next = last.map_or(1, |last| last.printed.number.saturating_add(1));
    let says_the_same = match (last, print.replaces) {
        (None, None) => true,
        (Some(last), None) => last.printed.proof == print.proof,
        (Some(last), Some(replaced)) => {
            !accepted.corrections.is_empty() && last.printed.number == replaced && last.printed.proof != print.proof
        }
        (None, Some(_)) => false,
    };
    print.number == next && says_the_same
}

/// A failed print may still be reported as completed later: a spooler can take a job up again.
fn fails(outcome: &PrintOutcome) -> bool {
    match outcome {
        PrintOutcome::Failed { .. } => true,
        PrintOutcome::Completed | PrintOutcome::Saved => false,
    }
}
