//! What can happen to a dossier after it was accepted, in the past tense, as the log keeps it.
//!
//! Every fact says when it happened and who did it, in the name that papers print: [`Done`].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::facts::{FeeLine, PaperLine, Party, ReturnBy, Submitter};
use crate::{
    due::Step,
    ids::EntryHash,
    procedure::Channel,
    rule::Rule,
    time::{Moment, millis},
};

/// When a fact happened and who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// When, by the desk's clock.
    #[serde(with = "millis")]
    pub at: Moment,
    /// The name of whoever did it, as printed.
    pub by: String,
}

/// The number of a slip: each form has its own series for every counter and year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slip {
    /// The form, e.g. `supplement`.
    pub form: String,
    /// Counter and year, e.g. `2/2024`.
    pub book: String,
    /// From 1.
    pub number: u32,
}

impl Slip {
    /// As it stands on paper after `Số:`: number and counter, `012-2`.
    pub fn on_paper(&self) -> String {
        format!("{:03}-{}", self.number, self.book.split('/').next().unwrap_or_default())
    }
}

/// Whether waiting for the citizen moves the due date on, or starts the count again (domain §4.4.6: practice and the
/// text of the decree differ, so it is a parameter).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PausePolicy {
    /// The date moves on by the time that was waited.
    #[default]
    Shift,
    /// The rule runs anew from the answer.
    Restart,
}

/// A due date that a fact put in the place of the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDue {
    /// The date in force from now on; none where the law sets none.
    #[serde(with = "millis::maybe", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// The days of waiting that moved it, those that count marked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waited: Vec<Step>,
    /// The days that lead to it: from the old date under `shift`, from the answer under `restart`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// True when it rests on days not officially published yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// Why it was typed and not computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed_because: Option<String>,
}

/// A step of the procedure's own process (ISO 9001), with a deadline of its own inside the dossier's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Its name, e.g. `Thẩm định`.
    pub name: String,
    /// How long it may take.
    pub rule: Rule,
    /// When it is due.
    #[serde(with = "millis::maybe", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}

/// The dossier went to a department or another agency; nobody has confirmed it yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Whom it went to.
    pub to: String,
    /// The step it went there for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leg: Option<Leg>,
    /// The hand-over slip; one slip may name many dossiers.
    pub slip: Slip,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The department took the dossier over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverConfirmed {
    /// Who signed for it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    /// When and by whom it was recorded.
    #[serde(flatten)]
    pub done: Done,
}

/// The department did not take the dossier; it is at the desk again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverRefused {
    /// Why.
    pub reason: String,
    /// Who refused it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    /// When and by whom it was recorded.
    #[serde(flatten)]
    pub done: Done,
}

/// Work began without a hand-over, at the desk itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkBegan {
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// One thing that a supplement asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementItem {
    /// Position of the paper in the procedure's list; none for something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u16>,
    /// What is asked for, as printed.
    pub what: String,
}

/// The citizen was asked, once and in full, for what is missing (Mẫu 02). The clock stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementRequested {
    /// Everything that is asked for.
    pub items: Vec<SupplementItem>,
    /// Why.
    pub reason: String,
    /// Last day on which the answer is taken; after it a person may close the dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<NaiveDate>,
    /// What the waiting does to the due date.
    pub policy: PausePolicy,
    /// Why a supervisor asked once more than the rules allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond: Option<String>,
    /// The slip.
    pub slip: Slip,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The citizen brought what was missing. The clock runs again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementAnswered {
    /// The papers handed in now.
    pub papers: Vec<PaperLine>,
    /// The new date.
    pub new_due: NewDue,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The citizen has to pay elsewhere first (tax on land, for one). The clock stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRequired {
    /// What for.
    pub what: String,
    /// Đồng, where the notice says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vnd: Option<i64>,
    /// Number of the notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// What the waiting does to the due date.
    pub policy: PausePolicy,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The citizen brought the receipt of the payment. The clock runs again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentSettled {
    /// Number of the receipt that was shown.
    pub receipt: String,
    /// Đồng paid, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vnd: Option<i64>,
    /// The limit of the second stage, where the procedure has two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_stage: Option<Rule>,
    /// The new date.
    pub new_due: NewDue,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The date was put off with an apology (Mẫu 04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueExtended {
    /// The date before.
    #[serde(with = "millis::maybe", default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Moment>,
    /// The new date.
    #[serde(with = "millis")]
    pub due: Moment,
    /// The cause, as the letter says it.
    pub reason: String,
    /// Who signed the letter.
    pub signer: String,
    /// The days from the date before to the new one, those on which the office is open marked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// The slip.
    pub slip: Slip,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// A supplement was not brought in time: closed as refused (Mẫu 03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The legal ground.
    pub ground: String,
    /// Why, in words.
    pub reason: String,
    /// The slip.
    pub slip: Slip,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The dossier was stopped after a request to stop (Mẫu 05 of 2025).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// Who asked for it.
    pub requested_by: String,
    /// The day of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub decided_by: String,
    /// What becomes of a fee already paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_note: Option<String>,
    /// The slip.
    pub slip: Slip,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The citizen took the dossier back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Why, as the citizen says.
    pub reason: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// There is a result: what was asked for, or a written refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultEntered {
    /// False for a written refusal.
    pub positive: bool,
    /// Number of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Who signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// The papers that make up the result; why, for a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// True when it lies at the desk already.
    pub at_desk: bool,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The result came to the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultReceived {
    /// Who brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// Who collected the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Collector {
    /// The owner, or whoever handed the dossier in, with the receipt.
    Owner,
    /// Somebody with an authorisation.
    Authorised {
        /// Name.
        name: String,
        /// Personal number or identity number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal_number: Option<String>,
        /// The paper that says so.
        authority: String,
    },
    /// Somebody who lost the receipt and signed the commitment for it.
    WithoutReceipt {
        /// Name.
        name: String,
        /// Personal number or identity number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal_number: Option<String>,
    },
    /// Whoever the post handed it to.
    Post {
        /// Number of the item.
        item: String,
        /// Whom it was addressed to, where that was not the owner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// The owner's electronic store.
    Online,
}

/// The citizen has the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Who has it now.
    pub to: Collector,
    /// Why it was given to somebody who does not match the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What of a fee that is taken at the return (thu sau) was not taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpaid: Option<Unpaid>,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// A fee that stays unpaid although the result is returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpaid {
    /// Đồng, above 0.
    pub vnd: i64,
    /// Why, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// A return was ticked on the wrong dossier: the citizen does not have the result. It stands as before the return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnTakenBack {
    /// Why.
    pub reason: String,
    /// When and by which supervisor.
    #[serde(flatten)]
    pub done: Done,
}

/// Somebody with an authorisation whom the post brings the result to in the owner's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Name.
    pub name: String,
    /// Where.
    pub address: String,
    /// Phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The paper that says so.
    pub authority: String,
}

/// The result is with the post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostSent {
    /// Number of the item.
    pub item: String,
    /// Whom it is addressed to; the owner when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
    /// The postal list it went with.
    pub slip: Slip,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The post brought the result back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostCameBack {
    /// Why.
    pub reason: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// What a result document says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultSaid {
    /// False for a written refusal.
    #[serde(default = "granted")]
    pub positive: bool,
    /// Number of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Who signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// What it consists of; why, for a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

fn granted() -> bool {
    true
}

impl ResultEntered {
    /// What the document says.
    pub fn said(&self) -> ResultSaid {
        let ResultEntered { positive, number, date, signer, summary, at_desk: _, done: _ } = self.clone();
        ResultSaid { positive, number, date, signer, summary }
    }
}

/// A particular of an accepted dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Particular {
    /// Whose dossier it is.
    Owner(Box<Party>),
    /// Who brought it; none when the owner did.
    Submitter(Option<Box<Submitter>>),
    /// Its papers.
    Papers(Vec<PaperLine>),
    /// Sets.
    Sets(u16),
    /// The fee.
    Fee(FeeLine),
    /// How the result is collected.
    ReturnBy(ReturnBy),
    /// The due date, computed anew or typed.
    Due(NewDue),
    /// How it arrived.
    Channel(Channel),
    /// What the result says.
    Result(Box<ResultSaid>),
}

/// One particular before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// As it stood.
    pub was: Particular,
    /// As it stands now.
    pub now: Particular,
}

/// A mistake was put right. The old values stay in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// What changed.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: String,
    /// Prints that say something else now: form and number.
    pub outdated: Vec<(String, u16)>,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// Somebody asked the supervisor to void the number, or the supervisor answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidSaid {
    /// Why.
    pub reason: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// A supervisor said which of the decisions that collided holds. The others stay in the record and count no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollisionSettled {
    /// The entry whose side holds.
    pub holds: EntryHash,
    /// The entries that collided, `holds` among them.
    pub between: Vec<EntryHash>,
    /// Why.
    pub reason: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// By what means money came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// Tiền mặt.
    Cash,
    /// Chuyển khoản.
    Transfer,
    /// Trực tuyến.
    Online,
}

/// Money was taken at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeCollected {
    /// Đồng, above 0.
    pub vnd: i64,
    /// What for.
    pub what: String,
    /// How.
    pub means: Means,
    /// Number in a registered series of receipts, where the office has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The office's own slip.
    pub slip: Slip,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Anything.
    Plain,
    /// The citizen was called or written to.
    Contact,
    /// The identity card was seen and compared; no image is kept.
    IdentityCompared,
}

/// Something was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteAdded {
    /// What it is about.
    pub about: NoteKind,
    /// The words.
    pub text: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// The department was reminded in writing (phiếu đôn đốc).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chased {
    /// Whom.
    pub to: String,
    /// What was said.
    pub text: String,
    /// The slip.
    pub slip: Slip,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// How a paper stands on the way to being electronic (national codes 0 to 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Digitised {
    /// 0, not yet.
    No,
    /// 1, scanned here.
    Scanned,
    /// 2, taken again from the citizen's store.
    Reused,
    /// 3, taken again from the result of another dossier.
    ReusedResult,
}

/// A file was attached; its bytes lie beside the record under their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAttached {
    /// SHA-256 of the bytes, hex.
    pub hash: String,
    /// Name that people see.
    pub name: String,
    /// `application/pdf`, `image/jpeg` or `image/png`, by the bytes themselves.
    pub media: String,
    /// Length.
    pub bytes: u64,
    /// Pages; 1 for a picture.
    pub pages: u32,
    /// The paper it shows; none for a result or anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<u16>,
    /// True for a result.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub result: bool,
    /// How the paper is digitised by it.
    pub digitised: Digitised,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// A file attached by mistake counts no more; it stays in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSetAside {
    /// Its hash, hex.
    pub hash: String,
    /// Why.
    pub reason: String,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}
