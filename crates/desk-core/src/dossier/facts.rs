//! What can happen to a dossier, in the past tense, as the log keeps it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::life::{
    Chased, CollisionSettled, Corrected, DueExtended, FeeCollected, FileAttached, FileSetAside, HandOverConfirmed,
    HandOverRefused, HandedOver, NoteAdded, PaymentRequired, PaymentSettled, PostCameBack, PostSent, Refused,
    ResultEntered, ResultReceived, ReturnTakenBack, Returned, Slip, Stopped, SupplementAnswered, SupplementRequested,
    VoidSaid, Withdrawn, WorkBegan,
};
pub use crate::person_number::Sex;
use crate::{
    due::Step,
    procedure::{Channel, Need},
    rule::Rule,
    time::{Moment, millis},
};

/// A fact about one dossier. The variant's name in the log is [`Fact::kind`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// Accepted under a number.
    Received(Box<Received>),
    /// A form of it was printed, or its PDF made.
    FormPrinted(FormPrinted),
    /// The spooler said how the job ended.
    PrintEnded(PrintEnded),
    /// It went to a department or another agency.
    HandedOver(Box<HandedOver>),
    /// The department took it over.
    HandOverConfirmed(HandOverConfirmed),
    /// The department did not take it.
    HandOverRefused(HandOverRefused),
    /// Work began at the desk itself.
    WorkBegan(WorkBegan),
    /// The citizen was asked for what is missing.
    SupplementRequested(Box<SupplementRequested>),
    /// The citizen brought it.
    SupplementAnswered(Box<SupplementAnswered>),
    /// The citizen has to pay elsewhere first.
    PaymentRequired(PaymentRequired),
    /// The citizen showed the receipt.
    PaymentSettled(Box<PaymentSettled>),
    /// The date was put off with an apology.
    DueExtended(DueExtended),
    /// Closed as refused.
    Refused(Refused),
    /// Stopped.
    Stopped(Box<Stopped>),
    /// Taken back by the citizen.
    Withdrawn(Withdrawn),
    /// There is a result.
    ResultEntered(Box<ResultEntered>),
    /// The result came to the desk.
    ResultReceived(ResultReceived),
    /// The citizen has the result.
    Returned(Box<Returned>),
    /// The citizen does not have the result: the return was ticked on the wrong dossier.
    ReturnTakenBack(ReturnTakenBack),
    /// The result is with the post.
    PostSent(PostSent),
    /// The post brought it back.
    PostCameBack(PostCameBack),
    /// Mistakes were put right.
    Corrected(Corrected),
    /// The supervisor is asked to void the number.
    VoidRequested(VoidSaid),
    /// The number was voided.
    Voided(VoidSaid),
    /// The number stays.
    VoidDeclined(VoidSaid),
    /// Money was taken.
    FeeCollected(FeeCollected),
    /// Something was written down.
    NoteAdded(NoteAdded),
    /// The department was reminded in writing.
    Chased(Chased),
    /// A file was attached.
    FileAttached(Box<FileAttached>),
    /// A file counts no more.
    FileSetAside(FileSetAside),
    /// A supervisor settled what two desks decided apart.
    CollisionSettled(CollisionSettled),
}

impl Fact {
    /// The kind that the header of the entry names.
    pub fn kind(&self) -> &'static str {
        match self {
            Fact::Received(_) => "dossier.received",
            Fact::FormPrinted(_) => "form.printed",
            Fact::PrintEnded(_) => "print.ended",
            Fact::HandedOver(_) => "dossier.handed_over",
            Fact::HandOverConfirmed(_) => "hand_over.confirmed",
            Fact::HandOverRefused(_) => "hand_over.refused",
            Fact::WorkBegan(_) => "work.began",
            Fact::SupplementRequested(_) => "supplement.requested",
            Fact::SupplementAnswered(_) => "supplement.answered",
            Fact::PaymentRequired(_) => "payment.required",
            Fact::PaymentSettled(_) => "payment.settled",
            Fact::DueExtended(_) => "due.extended",
            Fact::Refused(_) => "dossier.refused",
            Fact::Stopped(_) => "dossier.stopped",
            Fact::Withdrawn(_) => "dossier.withdrawn",
            Fact::ResultEntered(_) => "result.entered",
            Fact::ResultReceived(_) => "result.received",
            Fact::Returned(_) => "result.returned",
            Fact::ReturnTakenBack(_) => "return.taken_back",
            Fact::PostSent(_) => "post.sent",
            Fact::PostCameBack(_) => "post.came_back",
            Fact::Corrected(_) => "dossier.corrected",
            Fact::VoidRequested(_) => "void.requested",
            Fact::Voided(_) => "dossier.voided",
            Fact::VoidDeclined(_) => "void.declined",
            Fact::FeeCollected(_) => "fee.collected",
            Fact::NoteAdded(_) => "note.added",
            Fact::Chased(_) => "department.chased",
            Fact::FileAttached(_) => "file.attached",
            Fact::FileSetAside(_) => "file.set_aside",
            Fact::CollisionSettled(_) => "collision.settled",
        }
    }

    /// The slip that the fact made, with its number.
    pub fn slip(&self) -> Option<&Slip> {
        match self {
            Fact::HandedOver(fact) => Some(&fact.slip),
            Fact::SupplementRequested(fact) => Some(&fact.slip),
            Fact::DueExtended(fact) => Some(&fact.slip),
            Fact::Refused(fact) => Some(&fact.slip),
            Fact::Stopped(fact) => Some(&fact.slip),
            Fact::PostSent(fact) => Some(&fact.slip),
            Fact::FeeCollected(fact) => Some(&fact.slip),
            Fact::Chased(fact) => Some(&fact.slip),
            Fact::Received(_)
            | Fact::FormPrinted(_)
            | Fact::PrintEnded(_)
            | Fact::HandOverConfirmed(_)
            | Fact::HandOverRefused(_)
            | Fact::WorkBegan(_)
            | Fact::SupplementAnswered(_)
            | Fact::PaymentRequired(_)
            | Fact::PaymentSettled(_)
            | Fact::Withdrawn(_)
            | Fact::ResultEntered(_)
            | Fact::ResultReceived(_)
            | Fact::Returned(_)
            | Fact::ReturnTakenBack(_)
            | Fact::PostCameBack(_)
            | Fact::Corrected(_)
            | Fact::VoidRequested(_)
            | Fact::Voided(_)
            | Fact::VoidDeclined(_)
            | Fact::NoteAdded(_)
            | Fact::FileAttached(_)
            | Fact::FileSetAside(_)
            | Fact::CollisionSettled(_) => None,
        }
    }
}

/// A person or organisation a dossier is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Party {
    /// Full name, NFC, as on the card.
    pub name: String,
    /// Personal number (12 digits), old identity number (9) or passport, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<String>,
    /// Date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Phone, digits only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Address in one line, as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Office id (`code@valid_from`) of the commune named in the address, where it was matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<String>,
    /// True for an organisation; then `name` is its name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub organisation: bool,
}

/// Who brought the dossier when it is not the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitter {
    /// The person at the desk.
    pub party: Party,
    /// By what right (authorisation, kinship), in free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<String>,
}

/// The procedure as it stood on the day of reception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureUsed {
    /// National code.
    pub code: String,
    /// Name as published.
    pub name: String,
    /// Field (lĩnh vực).
    pub sector: String,
    /// Date of the source of the record.
    pub as_of: String,
}

/// What was found of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperState {
    /// Handed in.
    Given,
    /// Shown, compared and given back.
    Shown,
    /// Missing.
    Missing,
    /// Does not apply in this case.
    NotApplicable,
}

/// A paper of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperLine {
    /// Position in the procedure's list; none for a paper outside the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u16>,
    /// Its name.
    pub name: String,
    /// Its need as it stood.
    #[serde(flatten)]
    pub need: Need,
    /// What was found.
    pub state: PaperState,
    /// Originals handed in.
    pub originals: u16,
    /// Copies handed in.
    pub copies: u16,
    /// Why a paper outside the catalogue was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The limit a dossier was received under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitUsed {
    /// The rule.
    pub rule: Rule,
    /// Official wording, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The clerk's reason, where the clerk typed the limit ("do cán bộ nhập").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed_because: Option<String>,
    /// The decision behind a local figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// When the fee is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeePaid {
    /// At reception (thu trước).
    Now,
    /// At return (thu sau).
    Later,
    /// Online.
    Online,
}

/// The fee of a dossier. An unknown fee has no amount and is never 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum FeeLine {
    /// The source says free, or the case is exempt.
    Free {
        /// Why an exemption holds; none where the procedure itself is free.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exemption: Option<String>,
    },
    /// An amount for the whole dossier.
    Amount {
        /// Đồng, above 0.
        vnd: i64,
        /// When it is paid.
        paid: FeePaid,
    },
    /// Not published, nothing taken.
    Unpublished,
}

/// How the result is collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnBy {
    /// At the desk.
    Desk,
    /// By public post.
    Post,
    /// Electronically.
    Online,
}

/// Why a dossier was received although an alike one is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicateOf {
    /// Code of the other dossier.
    pub code: String,
    /// Why it was received all the same.
    pub reason: String,
}

/// A dossier accepted at the desk: everything its receipt says, as it stood then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The dossier code, never changed, never used twice.
    pub code: String,
    /// Quyển số: counter/year of the register book.
    pub book: String,
    /// Số thứ tự in that book, from 1.
    pub book_number: u32,
    /// The procedure.
    pub procedure: ProcedureUsed,
    /// How it arrived.
    pub channel: Channel,
    /// Which case of the procedure, where it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Whose dossier it is.
    pub owner: Party,
    /// Who brought it, when another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitter: Option<Submitter>,
    /// Its papers.
    pub papers: Vec<PaperLine>,
    /// Sets (bộ), from 1.
    pub sets: u16,
    /// The limit it was received under; none where a date was typed instead.
    pub limit: LimitUsed,
    /// When it was received.
    #[serde(with = "millis")]
    pub received_at: Moment,
    /// The reception as the count takes it.
    #[serde(with = "millis")]
    pub counted_from: Moment,
    /// When the result is due; none where the law sets no date.
    #[serde(with = "millis::maybe", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// Why a date earlier than the computed one, or beyond the calendar, was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_typed_because: Option<String>,
    /// The days that explain the date.
    pub steps: Vec<Step>,
    /// True when the date rests on days not officially published yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// The fee.
    pub fee: FeeLine,
    /// How the result is collected.
    pub return_by: ReturnBy,
    /// Form set in force, e.g. `tt01-2018`.
    pub form_set: String,
    /// Name of the clerk, as printed.
    pub clerk: String,
    /// An alike dossier that did not stop this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<DuplicateOf>,
    /// Set when it was entered later from a paper book (nhập bù).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_entry: Option<BackEntry>,
}

/// Where a dossier that was received on paper comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackEntry {
    /// The paper book and line, as written there.
    pub source: String,
    /// When it was entered here.
    #[serde(with = "millis")]
    pub entered_at: Moment,
}

/// A form of the dossier was put on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPrinted {
    /// Name of the form, e.g. `receipt`.
    pub form: String,
    /// 1 for the first print, 2 for the first reprint …
    pub number: u16,
    /// Copies (liên).
    pub copies: u8,
    /// Where it went: the printer's name, or `pdf` when saved to a file.
    pub to: String,
    /// The proof behind the QR (96 bytes, base64url), made at the first print and repeated by every other until a
    /// correction changes what is printed; empty on forms without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proof: String,
    /// Head on paper of the act that the form shows.
    pub head: String,
    /// Number of the slip, on forms that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<Slip>,
    /// The print that this one takes the place of, after a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<u16>,
    /// When.
    #[serde(with = "millis")]
    pub at: Moment,
}

/// How a print job ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintEnded {
    /// Name of the form.
    pub form: String,
    /// Which print of it.
    pub number: u16,
    /// What became of it.
    pub outcome: PrintOutcome,
}

/// What became of a print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum PrintOutcome {
    /// The spooler reports the job as completed.
    Completed,
    /// It did not come out; a code for why, e.g. `printer_missing`, `printer_stopped`, `job_aborted`.
    Failed {
        /// The code.
        reason: String,
    },
    /// Written to a file instead.
    Saved,
}
