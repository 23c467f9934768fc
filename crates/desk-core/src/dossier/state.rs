//! Where a dossier stands, and everything that its facts have left on it.

use serde::{Deserialize, Serialize};

use super::{
    facts::{FeeLine, FeePaid, FormPrinted, PrintOutcome, Received},
    life::{
        Chased, CollisionSettled, Corrected, DueExtended, FeeCollected, FileAttached, HandedOver, NewDue, NoteAdded,
        PaymentRequired, PaymentSettled, PostSent, Refused, ResultEntered, ReturnTakenBack, Returned, Stopped,
        SupplementAnswered, SupplementRequested, VoidSaid, Withdrawn,
    },
};
use crate::{
    due::{Step, Why},
    ids::EntryHash,
    rule::Rule,
    time::{Moment, millis},
};

/// The state of a dossier in one word of the record. National codes: domain §4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Accepted at the desk (national 2).
    Received,
    /// A department confirmed it, or work began (4).
    InProgress,
    /// Waits for papers of the citizen (5).
    AwaitingPapers,
    /// Waits for a payment of the citizen elsewhere (6).
    AwaitingPayment,
    /// There is a result, which may be a written refusal (9).
    Ready,
    /// The citizen has the result (10).
    Returned,
    /// Closed as refused (3).
    Refused,
    /// Stopped (8).
    Stopped,
    /// Taken back by the citizen (7).
    Withdrawn,
    /// Its number was voided (none).
    Void,
}

impl Status {
    /// Every status, in the order of a life.
    pub const ALL: [Status; 10] = [
        Status::Received,
        Status::InProgress,
        Status::AwaitingPapers,
        Status::AwaitingPayment,
        Status::Ready,
        Status::Returned,
        Status::Refused,
        Status::Stopped,
        Status::Withdrawn,
        Status::Void,
    ];

    /// The word that the store, the command line and other programs use.
    pub fn word(self) -> &'static str {
        match self {
            Status::Received => "received",
            Status::InProgress => "in_progress",
            Status::AwaitingPapers => "awaiting_papers",
            Status::AwaitingPayment => "awaiting_payment",
            Status::Ready => "ready",
            Status::Returned => "returned",
            Status::Refused => "refused",
            Status::Stopped => "stopped",
            Status::Withdrawn => "withdrawn",
            Status::Void => "void",
        }
    }

    /// The status that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Status::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The national status code, 1 to 10; a void number has none.
    pub fn national(self) -> Option<u8> {
        match self {
            Status::Received => Some(2),
            Status::InProgress => Some(4),
            Status::AwaitingPapers => Some(5),
            Status::AwaitingPayment => Some(6),
            Status::Ready => Some(9),
            Status::Returned => Some(10),
            Status::Refused => Some(3),
            Status::Stopped => Some(8),
            Status::Withdrawn => Some(7),
            Status::Void => None,
        }
    }

    /// True while the office still owes something: a decision, or the result to the citizen.
    pub fn is_open(self) -> bool {
        self.is_in_process() || self == Status::Ready
    }

    /// True while there is no outcome yet.
    pub fn is_in_process(self) -> bool {
        match self {
            Status::Received | Status::InProgress | Status::AwaitingPapers | Status::AwaitingPayment => true,
            Status::Ready | Status::Returned | Status::Refused | Status::Stopped | Status::Withdrawn | Status::Void => {
                false
            }
        }
    }
}

/// What a dossier goes back to when the citizen has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// It had only been received.
    Received,
    /// Somebody was working on it.
    InProgress,
}

/// The state of an accepted dossier, with what is true in that state only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Accepted at the desk; a hand-over may be on its way.
    Received,
    /// In a department's hands, or worked on at the desk.
    InProgress,
    /// The clock stands until papers come.
    AwaitingPapers {
        /// What it was doing.
        from: Work,
        /// What was asked for.
        request: Box<SupplementRequested>,
    },
    /// The clock stands until a payment is shown.
    AwaitingPayment {
        /// What it was doing.
        from: Work,
        /// What is to be paid.
        obligation: Box<PaymentRequired>,
    },
    /// There is a result.
    Ready {
        /// True when it lies at the desk.
        at_desk: bool,
        /// Set while it is with the post.
        post: Option<Box<PostSent>>,
    },
    /// The citizen has the result.
    Returned(Box<Returned>),
    /// Closed as refused.
    Refused(Box<Refused>),
    /// Stopped.
    Stopped(Box<Stopped>),
    /// Taken back.
    Withdrawn(Box<Withdrawn>),
    /// Its number was voided.
    Void(Box<VoidSaid>),
}

impl State {
    /// The state in one word.
    pub fn status(&self) -> Status {
        match self {
            State::Received => Status::Received,
            State::InProgress => Status::InProgress,
            State::AwaitingPapers { .. } => Status::AwaitingPapers,
            State::AwaitingPayment { .. } => Status::AwaitingPayment,
            State::Ready { .. } => Status::Ready,
            State::Returned(_) => Status::Returned,
            State::Refused(_) => Status::Refused,
            State::Stopped(_) => Status::Stopped,
            State::Withdrawn(_) => Status::Withdrawn,
            State::Void(_) => Status::Void,
        }
    }
}

/// The due date in force and why it is that date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The date in force.
    #[serde(with = "millis::maybe", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// Days of waiting that moved it last.
    pub waited: Vec<Step>,
    /// The days that lead to it.
    pub steps: Vec<Step>,
    /// True when it rests on days not officially published yet.
    pub provisional: bool,
}

impl Clock {
    pub(super) fn of(received: &Received) -> Clock {
        Clock {
            due: received.due,
            waited: Vec::new(),
            steps: received.steps.clone(),
            provisional: received.provisional,
        }
    }

    pub(super) fn set(&mut self, new: &NewDue) {
        *self =
            Clock { due: new.due, waited: new.waited.clone(), steps: new.steps.clone(), provisional: new.provisional };
    }

    /// As [`Clock::set`] after an answer of the citizen: a count that runs anew starts from the answer, not from the reception.
    pub(super) fn resume(&mut self, new: &NewDue) {
        self.set(new);
        let day = |why: &Why| match why {
            Why::Received => Some(Why::Answered),
            Why::ReceptionMoved => Some(Why::AnswerMoved),
            Why::Working
            | Why::Swapped(_)
            | Why::Calendar
            | Why::WeeklyOff
            | Why::Holiday(_)
            | Why::Closed(_)
            | Why::RolledForward
            | Why::AfterCutoff
            | Why::Waited
            | Why::Answered
            | Why::AnswerMoved => None,
        };
        for step in &mut self.steps {
            if let Some(why) = day(&step.why) {
                step.why = why;
            }
        }
    }
}

/// A hand-over and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custody {
    /// The hand-over.
    pub handed: HandedOver,
    /// What the department said; none while nobody has confirmed it.
    pub answer: Option<CustodyAnswer>,
}

/// What a department said to a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum CustodyAnswer {
    /// Taken over.
    Confirmed {
        /// When.
        #[serde(with = "millis")]
        at: Moment,
        /// Who signed.
        receiver: Option<String>,
    },
    /// Not taken.
    Refused {
        /// When.
        #[serde(with = "millis")]
        at: Moment,
        /// Why.
        reason: String,
    },
}

/// A supplement and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// What was asked for.
    pub request: SupplementRequested,
    /// What came.
    pub answer: Option<SupplementAnswered>,
}

/// A payment elsewhere and its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// What was to be paid.
    pub obligation: PaymentRequired,
    /// What was shown.
    pub settled: Option<PaymentSettled>,
}

/// One print of a form and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// What was printed.
    pub printed: FormPrinted,
    /// How the job ended, once the spooler said so.
    pub outcome: Option<PrintOutcome>,
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedFile {
    /// What was attached.
    pub attached: FileAttached,
    /// Why it counts no more.
    pub set_aside: Option<String>,
    /// Since when it counts no more.
    #[serde(with = "millis::maybe", default, skip_serializing_if = "Option::is_none")]
    pub set_aside_at: Option<Moment>,
}

/// Decisions of desks that did not know of each other, until a supervisor says which holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collision {
    /// The first entry of every side, in the order of the fold; two or more.
    pub between: Vec<EntryHash>,
}

/// An accepted dossier: what was received, where it stands, and what happened on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// What was received, as corrected since.
    pub received: Received,
    /// Where it stands.
    pub state: State,
    /// The due date in force.
    pub clock: Clock,
    /// Where it went, in order.
    pub custody: Vec<Custody>,
    /// What the citizen was asked for, in order.
    pub supplements: Vec<Supplement>,
    /// What the citizen had to pay elsewhere, in order.
    pub payments: Vec<Payment>,
    /// Dates put off, in order.
    pub extensions: Vec<DueExtended>,
    /// The result, once there is one.
    pub result: Option<ResultEntered>,
    /// When the result came to lie at the desk.
    #[serde(with = "millis::maybe", default)]
    pub result_at_desk: Option<Moment>,
    /// Corrections, in order.
    pub corrections: Vec<Corrected>,
    /// A wish to void the number that the supervisor has not answered.
    pub void_request: Option<VoidSaid>,
    /// Money taken at the desk.
    pub fees: Vec<FeeCollected>,
    /// Notes.
    pub notes: Vec<NoteAdded>,
    /// Reminders to departments.
    pub chases: Vec<Chased>,
    /// Files.
    pub files: Vec<AttachedFile>,
    /// Prints in order; the first of a form is the original, later ones are reprints.
    pub prints: Vec<Print>,
    /// How often the post brought the result back.
    pub came_back: u16,
    /// What the post was given last; it stays when the item was delivered or came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_post: Option<Box<PostSent>>,
    /// Returns that a supervisor took back, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<ReturnTakenBack>,
    /// Decisions that desks took apart and nobody has settled yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collision: Option<Collision>,
    /// What supervisors settled, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settlements: Vec<CollisionSettled>,
    /// Entries that were settled not to hold, in the order of the fold: in the record, and of no effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overruled: Vec<EntryHash>,
}

impl Accepted {
    pub(super) fn new(received: &Received) -> Accepted {
        Accepted {
            clock: Clock::of(received),
            received: received.clone(),
            state: State::Received,
            custody: Vec::new(),
            supplements: Vec::new(),
            payments: Vec::new(),
            extensions: Vec::new(),
            result: None,
            result_at_desk: None,
            corrections: Vec::new(),
            void_request: None,
            fees: Vec::new(),
            notes: Vec::new(),
            chases: Vec::new(),
            files: Vec::new(),
            prints: Vec::new(),
            came_back: 0,
            last_post: None,
            taken_back: Vec::new(),
            collision: None,
            settlements: Vec::new(),
            overruled: Vec::new(),
        }
    }

    /// The state in one word.
    pub fn status(&self) -> Status {
        self.state.status()
    }

    /// The due moment in force. While the clock stands it is the date from before; the answer moves it.
    pub fn due(&self) -> Option<Moment> {
        self.clock.due
    }

    /// The limit that the clock counts by: the one it was received under, or that of the second stage once it runs.
    pub fn rule(&self) -> Rule {
        let stages = self.payments.iter().rev().filter_map(|payment| payment.settled.as_ref());
        stages.filter_map(|settled| settled.second_stage).next().unwrap_or(self.received.limit.rule)
    }

    /// The hand-over that nobody has confirmed or refused yet; none once there is an outcome.
    pub fn pending_hand_over(&self) -> Option<&HandedOver> {
        let waits = |custody: &&Custody| custody.answer.is_none() && self.status().is_in_process();
        self.custody.last().filter(waits).map(|custody| &custody.handed)
    }

    /// Who holds the dossier outside the desk: the department that confirmed it, until another one sends it back.
    pub fn held_by(&self) -> Option<&str> {
        let answered = self.custody.iter().rev().find_map(|custody| Some((custody, custody.answer.as_ref()?)));
        match answered {
            Some((custody, CustodyAnswer::Confirmed { .. })) => Some(&custody.handed.to),
            Some((_, CustodyAnswer::Refused { .. })) | None => None,
        }
    }

    /// The agency in charge (cơ quan chủ trì): the first that took the dossier over; while none has, the one that was
    /// asked. Who refused it is in charge of nothing.
    pub fn in_charge(&self) -> Option<&str> {
        self.agencies().first().copied()
    }

    /// The agency in charge and after it those that worked along, in the order in which they came to it, each once.
    pub fn agencies(&self) -> Vec<&str> {
        let took = |custody: &&Custody| matches!(custody.answer, Some(CustodyAnswer::Confirmed { .. }));
        let asked = self.custody.iter().filter(|custody| custody.answer.is_none());
        let mut named: Vec<&str> = Vec::new();
        for custody in self.custody.iter().filter(took).chain(asked) {
            let to = custody.handed.to.as_str();
            if !named.contains(&to) {
                named.push(to);
            }
        }
        named
    }

    /// Đồng of a fee that is taken at the return (thu sau) and was not taken yet; 0 where nothing is owed.
    pub fn fee_owed(&self) -> i64 {
        let FeeLine::Amount { vnd, paid: FeePaid::Later } = self.received.fee else { return 0 };
        let taken = self.fees.iter().fold(0_i64, |sum, fee| sum.saturating_add(fee.vnd));
        vnd.saturating_sub(taken).max(0)
    }

    /// How the citizen came by the result, once that is so.
    pub fn returned(&self) -> Option<&Returned> {
        if let State::Returned(returned) = &self.state { Some(returned) } else { None }
    }

    /// What the post has of it, while it has it.
    pub fn with_post(&self) -> Option<&PostSent> {
        if let State::Ready { post: Some(sent), .. } = &self.state { Some(sent) } else { None }
    }

    /// Prints of one form.
    pub fn prints_of<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a Print> {
        self.prints.iter().filter(move |print| print.printed.form == form)
    }

    /// When the outcome was there: the result entered, or the refusal, stop or withdrawal recorded.
    pub fn resolved_at(&self) -> Option<Moment> {
        match &self.state {
            State::Refused(refused) => Some(refused.done.at),
            State::Stopped(stopped) => Some(stopped.done.at),
            State::Withdrawn(withdrawn) => Some(withdrawn.done.at),
            State::Ready { .. } | State::Returned(_) => self.result.as_ref().map(|result| result.done.at),
            State::Received
            | State::InProgress
            | State::AwaitingPapers { .. }
            | State::AwaitingPayment { .. }
            | State::Void(_) => None,
        }
    }

    /// Files that counted just before a moment.
    pub fn files_in_use_before(&self, until: Moment) -> impl Iterator<Item = &FileAttached> {
        let counted = move |file: &&AttachedFile| {
            file.attached.done.at < until && file.set_aside_at.is_none_or(|aside| aside >= until)
        };
        self.files.iter().filter(counted).map(|file| &file.attached)
    }

    /// The department that held it just before a moment: as [`Accepted::held_by`] says it of now.
    pub fn held_by_before(&self, until: Moment) -> Option<&str> {
        let said = |custody: &Custody| match custody.answer.as_ref()? {
            CustodyAnswer::Confirmed { at, .. } if *at < until => Some(true),
            CustodyAnswer::Refused { at, .. } if *at < until => Some(false),
            CustodyAnswer::Confirmed { .. } | CustodyAnswer::Refused { .. } => None,
        };
        let last = self.custody.iter().rev().find_map(|custody| Some((custody, said(custody)?)));
        last.filter(|(_, holds)| *holds).map(|(custody, _)| custody.handed.to.as_str())
    }

    /// Files that count.
    pub fn files_in_use(&self) -> impl Iterator<Item = &FileAttached> {
        self.files.iter().filter(|file| file.set_aside.is_none()).map(|file| &file.attached)
    }
}
