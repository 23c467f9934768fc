//! What people may do with an accepted dossier: the acts, who may do them and in which states.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    facts::{FeeLine, Party, ReturnBy, Submitter},
    intake::IntakePaper,
    life::{Collector, Digitised, Means, NoteKind, PausePolicy, Recipient, ResultSaid, SupplementItem},
    state::{Accepted, State, Status},
};
use crate::{ids::EntryHash, office::Role, procedure::Channel, rule::Rule, time::Moment};

/// A date typed by hand, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedDue {
    /// The moment.
    pub at: Moment,
    /// Why it is not the computed one.
    pub reason: String,
}

/// Money taken beside another act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeTaken {
    /// Đồng, above 0.
    pub vnd: i64,
    /// What for; the procedure's fee when empty.
    #[serde(default)]
    pub what: String,
    /// How.
    #[serde(default = "cash")]
    pub means: Means,
    /// Number in a registered series of receipts.
    #[serde(default)]
    pub receipt: Option<String>,
}

fn cash() -> Means {
    Means::Cash
}

fn yes() -> bool {
    true
}

/// An act on an accepted dossier. The name of a variant in snake case is its verb.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "do", deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "one act at a time, and boxed in the command")]
pub enum Act {
    /// Hand it over to a department or agency, for a step of its own deadline where one is named.
    HandOver {
        /// Whom to.
        to: String,
        /// Name of the step.
        #[serde(default)]
        step: Option<String>,
        /// How long the step may take.
        #[serde(default)]
        limit: Option<Rule>,
    },
    /// The department took it over; at the desk, read off the signed slip.
    ConfirmHandOver {
        /// Who signed.
        #[serde(default)]
        receiver: Option<String>,
    },
    /// The department did not take it.
    RefuseHandOver {
        /// Why.
        reason: String,
        /// Who refused.
        #[serde(default)]
        receiver: Option<String>,
    },
    /// Work begins at the desk itself.
    BeginWork {},
    /// Ask the citizen, once and in full, for what is missing.
    RequestSupplement {
        /// Everything that is missing.
        items: Vec<SupplementItem>,
        /// Why.
        reason: String,
        /// Last day for the answer.
        #[serde(default)]
        deadline: Option<NaiveDate>,
        /// What the waiting does to the date; the unit's own policy when not said.
        #[serde(default)]
        policy: Option<PausePolicy>,
        /// Why the citizen is asked once more than the rules allow; only a supervisor may.
        #[serde(default)]
        beyond: Option<String>,
    },
    /// The citizen brought what was missing.
    AnswerSupplement {
        /// The papers brought.
        #[serde(default)]
        papers: Vec<IntakePaper>,
        /// A typed date, where none can be computed or an earlier one is promised.
        #[serde(default)]
        due: Option<TypedDue>,
    },
    /// Close a dossier whose supplement did not come in time, as refused.
    CloseSupplement {
        /// The legal ground.
        ground: String,
        /// Why, in words.
        reason: String,
    },
    /// The citizen has to pay elsewhere first.
    RequirePayment {
        /// What for.
        what: String,
        /// Đồng, where the notice says it.
        #[serde(default)]
        vnd: Option<i64>,
        /// Number of the notice.
        #[serde(default)]
        notice: Option<String>,
        /// What the waiting does to the date.
        #[serde(default)]
        policy: Option<PausePolicy>,
    },
    /// The citizen showed the receipt.
    SettlePayment {
        /// Its number.
        receipt: String,
        /// Đồng paid.
        #[serde(default)]
        vnd: Option<i64>,
        /// The limit of the second stage, where the procedure has two: it runs from now.
        #[serde(default)]
        second_stage: Option<Rule>,
        /// A typed date.
        #[serde(default)]
        due: Option<TypedDue>,
    },
    /// Put the date off, with an apology.
    Extend {
        /// The new date.
        due: Moment,
        /// The cause.
        reason: String,
        /// Who signs the letter.
        signer: String,
    },
    /// Stop it after a request to stop (forms of 2025).
    Stop {
        /// Who asked.
        requested_by: String,
        /// When.
        #[serde(default)]
        requested_on: Option<NaiveDate>,
        /// Why.
        reason: String,
        /// Who decided.
        decided_by: String,
        /// What becomes of a fee already paid.
        #[serde(default)]
        fee_note: Option<String>,
    },
    /// The citizen takes it back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Enter the result.
    EnterResult {
        /// False for a written refusal.
        #[serde(default = "yes")]
        positive: bool,
        /// Number of the document.
        #[serde(default)]
        number: Option<String>,
        /// Its day.
        #[serde(default)]
        date: Option<NaiveDate>,
        /// Who signed it.
        #[serde(default)]
        signer: Option<String>,
        /// What it consists of; why, for a refusal.
        #[serde(default)]
        summary: Option<String>,
        /// True when it lies at the desk already.
        #[serde(default = "yes")]
        at_desk: bool,
    },
    /// The result came to the desk.
    ReceiveResult {
        /// Who brought it.
        #[serde(default)]
        from: Option<String>,
    },
    /// Give the result to the citizen.
    ReturnResult {
        /// Who collects.
        #[serde(default = "owner")]
        to: Collector,
        /// Why it goes to somebody who does not match the record.
        #[serde(default)]
        because: Option<String>,
        /// Money taken with it.
        #[serde(default)]
        fee: Option<FeeTaken>,
        /// Why a fee that is taken at the return stays unpaid.
        #[serde(default)]
        unpaid: Option<String>,
    },
    /// The return was ticked on the wrong dossier.
    TakeBackReturn {
        /// Why.
        reason: String,
    },
    /// Hand the result to the post.
    SendByPost {
        /// Number of the item.
        item: String,
        /// Whom it is addressed to; the owner when nobody is named.
        #[serde(default)]
        recipient: Option<Recipient>,
    },
    /// The post delivered it.
    PostDelivered {},
    /// The post brought it back.
    PostCameBack {
        /// Why.
        reason: String,
    },
    /// Put mistakes right. What is not named stays.
    Correct {
        /// Why.
        reason: String,
        /// Whose dossier it is.
        #[serde(default)]
        owner: Option<Party>,
        /// Who brought it.
        #[serde(default)]
        submitter: Option<Submitter>,
        /// The owner brought it himself after all.
        #[serde(default)]
        no_submitter: bool,
        /// Papers that differ, by position.
        #[serde(default)]
        papers: Vec<IntakePaper>,
        /// Papers that were handed in and left off, each with its name.
        #[serde(default)]
        left_off: Vec<IntakePaper>,
        /// Sets.
        #[serde(default)]
        sets: Option<u16>,
        /// The fee.
        #[serde(default)]
        fee: Option<FeeLine>,
        /// How the result is collected.
        #[serde(default)]
        return_by: Option<ReturnBy>,
        /// The due date.
        #[serde(default)]
        due: Option<Moment>,
        /// How it arrived.
        #[serde(default)]
        channel: Option<Channel>,
        /// What the result says, the whole of it.
        #[serde(default)]
        result: Option<ResultSaid>,
    },
    /// Ask the supervisor to void the number.
    RequestVoid {
        /// Why.
        reason: String,
    },
    /// Void the number.
    ApproveVoid {
        /// What the supervisor says to it.
        #[serde(default)]
        reason: String,
    },
    /// Keep the number.
    DeclineVoid {
        /// Why.
        reason: String,
    },
    /// Take money.
    CollectFee {
        /// Đồng, above 0.
        vnd: i64,
        /// What for; the procedure's fee when empty.
        #[serde(default)]
        what: String,
        /// How.
        #[serde(default = "cash")]
        means: Means,
        /// Number in a registered series of receipts.
        #[serde(default)]
        receipt: Option<String>,
    },
    /// Write something down.
    AddNote {
        /// What about.
        #[serde(default = "plain")]
        about: NoteKind,
        /// The words.
        text: String,
    },
    /// Remind the department in writing.
    Chase {
        /// Whom.
        to: String,
        /// What is said.
        text: String,
    },
    /// Attach a file whose bytes are kept already.
    AttachFile {
        /// SHA-256, hex.
        hash: String,
        /// Name.
        name: String,
        /// Media type by the bytes.
        media: String,
        /// Length.
        bytes: u64,
        /// Pages.
        pages: u32,
        /// The paper it shows.
        #[serde(default)]
        paper: Option<u16>,
        /// True for a result.
        #[serde(default)]
        result: bool,
        /// How the paper is digitised by it.
        digitised: Digitised,
    },
    /// Say which of the decisions that desks took apart holds.
    SettleCollision {
        /// The entry whose side holds: one that the collision names.
        holds: EntryHash,
        /// Why.
        reason: String,
    },
    /// A file was attached by mistake.
    SetFileAside {
        /// SHA-256, hex.
        hash: String,
        /// Why.
        reason: String,
    },
}

fn owner() -> Collector {
    Collector::Owner
}

fn plain() -> NoteKind {
    NoteKind::Plain
}

/// An act by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the act of the same name")]
pub enum Verb {
    HandOver,
    ConfirmHandOver,
    RefuseHandOver,
    BeginWork,
    RequestSupplement,
    AnswerSupplement,
    CloseSupplement,
    RequirePayment,
    SettlePayment,
    Extend,
    Stop,
    Withdraw,
    EnterResult,
    ReceiveResult,
    ReturnResult,
    TakeBackReturn,
    SendByPost,
    PostDelivered,
    PostCameBack,
    Correct,
    RequestVoid,
    ApproveVoid,
    DeclineVoid,
    CollectFee,
    AddNote,
    Chase,
    AttachFile,
    SetFileAside,
    SettleCollision,
}

impl Verb {
    /// Every act, in the order in which screens offer them.
    pub const ALL: [Verb; 29] = [
        Verb::SettleCollision,
        Verb::ReturnResult,
        Verb::AnswerSupplement,
        Verb::SettlePayment,
        Verb::ConfirmHandOver,
        Verb::ReceiveResult,
        Verb::EnterResult,
        Verb::HandOver,
        Verb::RefuseHandOver,
        Verb::BeginWork,
        Verb::RequestSupplement,
        Verb::RequirePayment,
        Verb::Extend,
        Verb::SendByPost,
        Verb::PostDelivered,
        Verb::PostCameBack,
        Verb::TakeBackReturn,
        Verb::CollectFee,
        Verb::CloseSupplement,
        Verb::Stop,
        Verb::Withdraw,
        Verb::Correct,
        Verb::RequestVoid,
        Verb::ApproveVoid,
        Verb::DeclineVoid,
        Verb::AddNote,
        Verb::Chase,
        Verb::AttachFile,
        Verb::SetFileAside,
    ];

    /// The verb as the command line and the screens write it.
    pub fn word(self) -> &'static str {
        match self {
            Verb::HandOver => "hand_over",
            Verb::ConfirmHandOver => "confirm_hand_over",
            Verb::RefuseHandOver => "refuse_hand_over",
            Verb::BeginWork => "begin_work",
            Verb::RequestSupplement => "request_supplement",
            Verb::AnswerSupplement => "answer_supplement",
            Verb::CloseSupplement => "close_supplement",
            Verb::RequirePayment => "require_payment",
            Verb::SettlePayment => "settle_payment",
            Verb::Extend => "extend",
            Verb::Stop => "stop",
            Verb::Withdraw => "withdraw",
            Verb::EnterResult => "enter_result",
            Verb::ReceiveResult => "receive_result",
            Verb::ReturnResult => "return_result",
            Verb::TakeBackReturn => "take_back_return",
            Verb::SendByPost => "send_by_post",
            Verb::PostDelivered => "post_delivered",
            Verb::PostCameBack => "post_came_back",
            Verb::Correct => "correct",
            Verb::RequestVoid => "request_void",
            Verb::ApproveVoid => "approve_void",
            Verb::DeclineVoid => "decline_void",
            Verb::CollectFee => "collect_fee",
            Verb::AddNote => "add_note",
            Verb::Chase => "chase",
            Verb::AttachFile => "attach_file",
            Verb::SetFileAside => "set_file_aside",
            Verb::SettleCollision => "settle_collision",
        }
    }

    /// The act that a word names.
    pub fn from_word(word: &str) -> Option<Verb> {
        Verb::ALL.into_iter().find(|verb| verb.word() == word)
    }

    /// Who may do it.
    pub fn roles(self) -> &'static [Role] {
        const DESK: &[Role] = &[Role::Clerk, Role::Supervisor];
        const OFFICE: &[Role] = &[Role::Clerk, Role::Officer, Role::Supervisor];
        const DEPARTMENT: &[Role] = &[Role::Officer, Role::Supervisor];
        const SUPERVISOR: &[Role] = &[Role::Supervisor];
        match self {
            Verb::HandOver
            | Verb::ConfirmHandOver
            | Verb::RefuseHandOver
            | Verb::BeginWork
            | Verb::RequestSupplement
            | Verb::RequirePayment
            | Verb::Extend
            | Verb::EnterResult
            | Verb::AddNote
            | Verb::AttachFile
            | Verb::SetFileAside => OFFICE,
            Verb::AnswerSupplement
            | Verb::CloseSupplement
            | Verb::SettlePayment
            | Verb::Withdraw
            | Verb::ReceiveResult
            | Verb::ReturnResult
            | Verb::SendByPost
            | Verb::PostDelivered
            | Verb::PostCameBack
            | Verb::Correct
            | Verb::RequestVoid
            | Verb::CollectFee
            | Verb::Chase => DESK,
            Verb::Stop => DEPARTMENT,
            Verb::ApproveVoid | Verb::DeclineVoid | Verb::SettleCollision | Verb::TakeBackReturn => SUPERVISOR,
        }
    }

    /// True when the act decides something, so that it waits while decisions of two desks collide. What it leaves in the
    /// record says the same of itself ([`Fact::decides`](super::Fact::decides)).
    pub fn decides(self) -> bool {
        match self {
            Verb::CollectFee
            | Verb::AddNote
            | Verb::Chase
            | Verb::AttachFile
            | Verb::SetFileAside
            | Verb::RequestVoid
            // The one decision that a collision asks for.
            | Verb::SettleCollision => false,
            Verb::HandOver
            | Verb::ConfirmHandOver
            | Verb::RefuseHandOver
            | Verb::BeginWork
            | Verb::RequestSupplement
            | Verb::AnswerSupplement
            | Verb::CloseSupplement
            | Verb::RequirePayment
            | Verb::SettlePayment
            | Verb::Extend
            | Verb::Stop
            | Verb::Withdraw
            | Verb::EnterResult
            | Verb::ReceiveResult
            | Verb::ReturnResult
            | Verb::TakeBackReturn
            | Verb::SendByPost
            | Verb::PostDelivered
            | Verb::PostCameBack
            | Verb::Correct
            | Verb::ApproveVoid
            | Verb::DeclineVoid => true,
        }
    }

    /// True when the dossier stands so that this may be done to it.
    pub fn fits(self, dossier: &Accepted) -> bool {
        if dossier.collision.is_some() && self.decides() {
            return false;
        }
        let status = dossier.status();
        let working = matches!(status, Status::Received | Status::InProgress);
        let pending = dossier.pending_hand_over().is_some();
        let (at_desk, posted) = match &dossier.state {
            State::Ready { at_desk, post } => (*at_desk && post.is_none(), post.is_some()),
            State::Received
            | State::InProgress
            | State::AwaitingPapers { .. }
            | State::AwaitingPayment { .. }
            | State::Returned(_)
            | State::Refused(_)
            | State::Stopped(_)
            | State::Withdrawn(_)
            | State::Void(_) => (false, false),
        };
        match self {
            Verb::HandOver => working && !pending,
            Verb::ConfirmHandOver | Verb::RefuseHandOver => working && pending,
            Verb::BeginWork => status == Status::Received && !pending,
            Verb::RequestSupplement | Verb::RequirePayment | Verb::Extend | Verb::EnterResult => working,
            Verb::AnswerSupplement | Verb::CloseSupplement => status == Status::AwaitingPapers,
            Verb::SettlePayment => status == Status::AwaitingPayment,
            Verb::Stop => status.is_in_process() && dossier.received.form_set != "tt01-2018",
            Verb::Withdraw => status.is_in_process(),
            Verb::ReceiveResult => status == Status::Ready && !at_desk && !posted,
            // From the department straight into the citizen's electronic store; by hand only from the desk.
            Verb::ReturnResult => status == Status::Ready && !posted,
            Verb::TakeBackReturn => status == Status::Returned,
            Verb::SendByPost => at_desk,
            Verb::PostDelivered | Verb::PostCameBack => posted,
            Verb::RequestVoid => !matches!(status, Status::Void | Status::Returned) && dossier.void_request.is_none(),
            // Who has the result cannot lose the number behind it.
            Verb::ApproveVoid => dossier.void_request.is_some() && status != Status::Returned,
            Verb::DeclineVoid => dossier.void_request.is_some(),
            // Nobody is reminded of a dossier that never left the desk.
            Verb::Chase => working && (pending || dossier.held_by().is_some()),
            Verb::Correct | Verb::CollectFee | Verb::AttachFile => status != Status::Void,
            Verb::SetFileAside => status != Status::Void && dossier.files_in_use().next().is_some(),
            Verb::AddNote => true,
            Verb::SettleCollision => dossier.collision.is_some(),
        }
    }

    /// The step that usually comes next; none when nothing is owed any more.
    pub fn next(dossier: &Accepted) -> Option<Verb> {
        let pending = dossier.pending_hand_over().is_some();
        if dossier.collision.is_some() {
            return Some(Verb::SettleCollision);
        }
        match &dossier.state {
            State::Received | State::InProgress if pending => Some(Verb::ConfirmHandOver),
            State::Received => Some(Verb::HandOver),
            State::InProgress => Some(Verb::EnterResult),
            State::AwaitingPapers { .. } => Some(Verb::AnswerSupplement),
            State::AwaitingPayment { .. } => Some(Verb::SettlePayment),
            State::Ready { post: Some(_), .. } => Some(Verb::PostDelivered),
            State::Ready { at_desk: false, post: None } => Some(Verb::ReceiveResult),
            State::Ready { at_desk: true, post: None } => match dossier.received.return_by {
                ReturnBy::Post => Some(Verb::SendByPost),
                ReturnBy::Desk | ReturnBy::Online => Some(Verb::ReturnResult),
            },
            State::Returned(_) | State::Refused(_) | State::Stopped(_) | State::Withdrawn(_) | State::Void(_) => None,
        }
    }

    /// The form whose slip the act makes, with a number of its own series; none for acts without a slip.
    pub fn slip(self) -> Option<&'static str> {
        match self {
            Verb::HandOver => Some("handover"),
            Verb::RequestSupplement => Some("supplement"),
            Verb::CloseSupplement => Some("refusal"),
            Verb::Extend => Some("apology"),
            Verb::Stop => Some("stop"),
            Verb::SendByPost => Some("postal"),
            Verb::CollectFee => Some("fee"),
            Verb::Chase => Some("chasing"),
            Verb::ConfirmHandOver
            | Verb::RefuseHandOver
            | Verb::BeginWork
            | Verb::AnswerSupplement
            | Verb::RequirePayment
            | Verb::SettlePayment
            | Verb::Withdraw
            | Verb::EnterResult
            | Verb::ReceiveResult
            | Verb::ReturnResult
            | Verb::TakeBackReturn
            | Verb::PostDelivered
            | Verb::PostCameBack
            | Verb::Correct
            | Verb::RequestVoid
            | Verb::ApproveVoid
            | Verb::DeclineVoid
            | Verb::AddNote
            | Verb::AttachFile
            | Verb::SetFileAside
            | Verb::SettleCollision => None,
        }
    }
}

impl Act {
    /// Its name.
    pub fn verb(&self) -> Verb {
        match self {
            Act::HandOver { .. } => Verb::HandOver,
            Act::ConfirmHandOver { .. } => Verb::ConfirmHandOver,
            Act::RefuseHandOver { .. } => Verb::RefuseHandOver,
            Act::BeginWork {} => Verb::BeginWork,
            Act::RequestSupplement { .. } => Verb::RequestSupplement,
            Act::AnswerSupplement { .. } => Verb::AnswerSupplement,
            Act::CloseSupplement { .. } => Verb::CloseSupplement,
            Act::RequirePayment { .. } => Verb::RequirePayment,
            Act::SettlePayment { .. } => Verb::SettlePayment,
            Act::Extend { .. } => Verb::Extend,
            Act::Stop { .. } => Verb::Stop,
            Act::Withdraw { .. } => Verb::Withdraw,
            Act::EnterResult { .. } => Verb::EnterResult,
            Act::ReceiveResult { .. } => Verb::ReceiveResult,
            Act::ReturnResult { .. } => Verb::ReturnResult,
            Act::TakeBackReturn { .. } => Verb::TakeBackReturn,
            Act::SendByPost { .. } => Verb::SendByPost,
            Act::PostDelivered {} => Verb::PostDelivered,
            Act::PostCameBack { .. } => Verb::PostCameBack,
            Act::Correct { .. } => Verb::Correct,
            Act::RequestVoid { .. } => Verb::RequestVoid,
            Act::ApproveVoid { .. } => Verb::ApproveVoid,
            Act::DeclineVoid { .. } => Verb::DeclineVoid,
            Act::CollectFee { .. } => Verb::CollectFee,
            Act::AddNote { .. } => Verb::AddNote,
            Act::Chase { .. } => Verb::Chase,
            Act::AttachFile { .. } => Verb::AttachFile,
            Act::SetFileAside { .. } => Verb::SetFileAside,
            Act::SettleCollision { .. } => Verb::SettleCollision,
        }
    }

    /// The form whose slip the act makes. A return that takes money makes a fee slip.
    pub fn slip(&self) -> Option<&'static str> {
        let with_fee = matches!(self, Act::ReturnResult { fee: Some(_), .. });
        if with_fee { Some("fee") } else { self.verb().slip() }
    }
}
