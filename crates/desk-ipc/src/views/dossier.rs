//! One dossier: summary, timeline, papers, money, prints, and what may be done with it.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ChannelView, DueView, LimitView, PrintJobView};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DossierOpen {
    /// Id or code.
    pub dossier: String,
    /// As the record had it at this moment (wall time); for supervisors. Nothing can be done there.
    #[serde(default)]
    pub at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DossierView {
    pub dossier: String,
    pub code: String,
    pub status: String,
    pub national: Option<u8>,
    /// `late`, `soon`, `ok`, `hold`, `new` or `shut`.
    pub mark: String,
    pub procedure_code: String,
    pub procedure: String,
    pub field: String,
    pub channel: ChannelView,
    pub case: Option<String>,
    pub owner: PartyView,
    pub submitter: Option<PartyView>,
    pub standing: Option<String>,
    pub received: String,
    pub clerk: String,
    pub book: String,
    pub book_number: u32,
    pub sets: u16,
    pub papers: Vec<PaperLineView>,
    pub limit: LimitView,
    pub due: DueView,
    pub due_typed_because: Option<String>,
    /// Minutes of wall time to the due moment; negative when late.
    pub minutes_left: Option<i64>,
    pub fee: FeeLineView,
    pub return_by: String,
    pub prints: Vec<PrintView>,
    pub history: Vec<FactView>,
    /// `waiting` until the province has countersigned everything that this machine wrote about it, then `received`.
    pub sync: String,
    /// Decisions that desks took apart, by [`FactView::entry`]; null while there are none.
    pub collision: Option<Vec<String>>,
    /// Entries that were settled not to hold, by [`FactView::entry`].
    pub overruled: Vec<String>,
    /// `print`, `reprint`, `save_pdf`, `new_for_person`, `repeat`; `print_roll` where the desk has a printer of rolls.
    pub actions: Vec<String>,
    /// Acts that the state and the person's roles allow, in the order in which they are offered.
    pub acts: Vec<String>,
    /// The act that usually comes next, for F9.
    pub next: Option<String>,
    /// What happened after the receipt.
    pub life: LifeView,
    pub duplicate_of: Option<String>,
    pub form_set: String,
}

/// What happened after the receipt, part by part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LifeView {
    /// The department that has it, or that has not confirmed it yet.
    pub holder: Option<String>,
    pub pending: bool,
    pub custody: Vec<CustodyView>,
    pub supplements: Vec<SupplementView>,
    pub payments: Vec<PaymentView>,
    pub extensions: Vec<ExtensionView>,
    pub result: Option<ResultView>,
    pub corrections: Vec<CorrectionView>,
    /// Why the supervisor is asked to void the number.
    pub void_wanted: Option<String>,
    pub fees: Vec<MoneyTaken>,
    pub notes: Vec<NoteView>,
    pub files: Vec<FileView>,
    /// Why it is closed: the reason of a refusal, stop, withdrawal or void.
    pub closed_because: Option<String>,
    /// Where it came from when it was entered later from a paper book.
    pub back_entry: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CustodyView {
    pub handed: HandOverView,
    /// `pending`, `confirmed` or `refused`.
    pub state: String,
    pub at: Option<String>,
    pub receiver: Option<String>,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandOverView {
    pub to: String,
    pub step: Option<String>,
    pub step_due: Option<String>,
    pub slip: super::SlipView,
    pub at: String,
    pub by: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SupplementView {
    pub items: Vec<String>,
    pub reason: String,
    pub deadline: Option<String>,
    /// `shift` or `restart`.
    pub policy: String,
    pub slip: super::SlipView,
    pub at: String,
    pub answered: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaymentView {
    pub what: String,
    pub vnd: Option<i64>,
    pub notice: Option<String>,
    pub at: String,
    pub settled: Option<String>,
    pub receipt: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExtensionView {
    pub was: Option<String>,
    pub due: String,
    pub reason: String,
    pub signer: String,
    pub slip: super::SlipView,
    pub at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ResultView {
    pub positive: bool,
    pub number: Option<String>,
    pub date: Option<String>,
    pub signer: Option<String>,
    pub summary: Option<String>,
    pub at: String,
    /// When it came to the desk.
    pub at_desk: Option<String>,
    /// The postal item, while the post has it.
    pub post_item: Option<String>,
    pub came_back: u16,
    /// `owner`, `authorised`, `without_receipt`, `post` or `online`, once the citizen has it.
    pub collector: Option<String>,
    pub collector_name: Option<String>,
    pub returned: Option<String>,
    /// `early`, `on_time` or `late`, compared by day; none without a date.
    pub timeliness: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CorrectionView {
    pub reason: String,
    pub at: String,
    pub by: String,
    /// Particular, as it stood, as it stands.
    pub changes: Vec<(String, String, String)>,
    /// Prints that say something else now: form and number.
    pub outdated: Vec<(String, u16)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MoneyTaken {
    pub vnd: i64,
    pub what: String,
    /// `cash`, `transfer` or `online`.
    pub means: String,
    pub receipt: Option<String>,
    pub slip: super::SlipView,
    pub at: String,
    pub by: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoteView {
    /// `plain`, `contact`, `identity_compared` or `chase`.
    pub about: String,
    pub text: String,
    pub at: String,
    pub by: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FileView {
    pub hash: String,
    pub name: String,
    pub media: String,
    pub bytes: u64,
    pub pages: u32,
    pub paper: Option<u16>,
    pub result: bool,
    /// `no`, `scanned`, `reused` or `reused_result`.
    pub digitised: String,
    pub at: String,
    pub by: String,
    pub set_aside: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PartyView {
    pub name: String,
    pub personal_number: Option<String>,
    pub birth_date: Option<String>,
    pub sex: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub organisation: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperLineView {
    /// Its place in the procedure's list; files and supplements name it by this.
    pub index: Option<u16>,
    pub name: String,
    pub need: String,
    pub state: String,
    pub originals: u16,
    pub copies: u16,
    pub reason: Option<String>,
    /// `no`, `scanned`, `reused` or `reused_result`; null where nothing is to become electronic.
    pub digitised: Option<String>,
    /// True for a card or passport: seen and compared, its picture discouraged.
    pub identity: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FeeLineView {
    /// `free`, `amount` or `unpublished`.
    pub is: String,
    pub vnd: Option<i64>,
    pub paid: Option<String>,
    pub exemption: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrintView {
    pub form: String,
    /// The slip that the print shows, where the form has one.
    pub slip: Option<super::SlipView>,
    pub number: u16,
    pub copies: u8,
    pub to: String,
    pub at: String,
    /// `waiting`, `completed`, `failed` or `saved`.
    pub state: String,
    pub reason: Option<String>,
    pub job: Option<PrintJobView>,
}

/// An entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FactView {
    pub at: String,
    pub actor: Option<String>,
    /// Kind as in the log, e.g. `dossier.received`; an unknown one is shown as "needs a newer version".
    pub kind: String,
    pub fields: BTreeMap<String, String>,
    pub device: String,
    pub seq: u64,
    /// The entry's hash, hex.
    pub entry: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DossierPrint {
    pub dossier: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptPicture {
    pub dossier: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptSave {
    pub dossier: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedFile {
    /// Full path of the PDF.
    pub path: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RegisterExport {
    /// What the register shows; `offset`, `limit` and `sort` do not matter.
    pub search: super::RegisterSearch,
    /// `xlsx`, `csv` or `pdf`.
    pub format: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedFiles {
    /// Full paths, in order.
    pub paths: Vec<String>,
    /// Lines in them.
    pub rows: u32,
}
