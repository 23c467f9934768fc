//! Intake: the form as typed, and everything the rules say about it.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FieldProblem, Reason};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChannelView {
    #[default]
    InPerson,
    Post,
    Online,
}

/// The whole form as it stands, nothing rewritten. Saved as a draft every second, checked after every change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct IntakeForm {
    pub channel: ChannelView,
    pub procedure: Option<String>,
    pub case: Option<String>,
    pub owner: PartyForm,
    pub submitter: Option<SubmitterForm>,
    /// As the rows of the last check, changed by the clerk; empty right after a procedure was chosen.
    pub papers: Vec<PaperForm>,
    pub sets: u16,
    pub fee_vnd: Option<i64>,
    pub exemption: Option<String>,
    /// `now`, `later` or `online`.
    pub fee_paid: String,
    pub limit: Option<LimitForm>,
    /// `desk`, `post` or `online`.
    pub return_by: String,
    pub duplicate: Option<DuplicateForm>,
    /// Set for a dossier that was received on paper before (nhập bù).
    pub back_entry: Option<BackEntryForm>,
    /// Fields filled doubtfully by a scan and not yet confirmed; saving is refused while any is left.
    pub doubtful: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PartyForm {
    pub name: String,
    pub personal_number: String,
    /// As typed or ISO.
    pub birth_date: String,
    /// `Nam`, `Nữ` or empty.
    pub sex: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub organisation: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SubmitterForm {
    pub party: PartyForm,
    pub standing: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperForm {
    /// Null for a paper outside the catalogue.
    pub index: Option<u16>,
    pub name: String,
    /// `given`, `shown`, `missing`, `not_applicable` or `unseen` (not looked at yet).
    pub state: String,
    pub originals: u16,
    pub copies: u16,
    pub reason: Option<String>,
}

/// A limit or a date typed by the clerk; one of `rule` and `due`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LimitForm {
    /// Like `3wd`.
    pub rule: Option<String>,
    /// `YYYY-MM-DDTHH:MM`, wall time.
    pub due: Option<String>,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DuplicateForm {
    pub code: String,
    pub reason: String,
}

/// Everything the rules say about a form as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IntakeCheck {
    pub procedure: Option<ProcedureHead>,
    pub papers: Vec<PaperRow>,
    /// Always-needed papers found and listed.
    pub papers_found: u16,
    pub papers_needed: u16,
    pub limit: Option<LimitView>,
    pub due: Option<DueView>,
    pub fee: Option<FeeView>,
    pub duplicates: Vec<DuplicateView>,
    /// Owners of earlier dossiers who look alike this one; those nobody was asked about first. They do not stop saving.
    pub alike: Vec<AlikeView>,
    /// What stops saving, in the order of the form.
    pub problems: Vec<FieldProblem>,
    /// What does not stop saving.
    pub warnings: Vec<FieldProblem>,
    /// True when F9 saves; otherwise F9 goes to the first problem.
    pub ready: bool,
    pub numbers_left: Option<u32>,
}

/// Two people side by side: the form's owner and somebody of an earlier dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AlikeView {
    /// `same_number` or `same_name`.
    pub why: String,
    /// The form's owner, as read.
    pub here: PartyForm,
    /// The other, as their newest dossier has them.
    pub there: PartyForm,
    /// The code of that dossier, and when it was received.
    pub code: String,
    pub received: String,
    /// What was said of the two; null when nobody was asked.
    pub same: Option<bool>,
    pub by: Option<String>,
    pub at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonsJudge {
    pub one: PartyForm,
    pub other: PartyForm,
    /// One person, or two.
    pub same: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProcedureHead {
    pub code: String,
    pub name: String,
    pub field: String,
    pub ministry: String,
    pub as_of: String,
    pub confidence: String,
    pub channels: Vec<ChannelView>,
    pub cases: Vec<CaseView>,
    pub on: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CaseView {
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperRow {
    pub index: Option<u16>,
    pub name: String,
    pub group: Option<String>,
    /// `always`, `if`, `one_of`, `shown` or `unknown`.
    pub need: String,
    pub condition: Option<String>,
    /// Counts the list asks for; null where not stated.
    pub originals_asked: Option<u16>,
    pub copies_asked: Option<u16>,
    pub state: String,
    pub originals: u16,
    pub copies: u16,
    pub reason: Option<String>,
    /// The state F8 gives it.
    pub checked_state: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LimitView {
    /// Rule notation; null where no single limit is known.
    pub rule: Option<String>,
    pub text: Option<String>,
    /// `reference`, `local` or `typed`.
    pub origin: Option<String>,
    pub decision: Option<String>,
    pub as_of: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DueView {
    /// Null: the law sets no date.
    pub due: Option<String>,
    pub counted_from: String,
    pub provisional: bool,
    pub steps: Vec<StepView>,
    /// The latest the law allows, where an earlier date was typed.
    pub latest: Option<String>,
    /// Up to when today receiving gives an earlier date.
    pub jump: Option<JumpView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JumpView {
    /// Up to and with this minute the date is `before`, after it `after`.
    pub until: String,
    pub before: String,
    pub after: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StepView {
    pub date: String,
    pub counts: bool,
    /// `received`, `reception_moved`, `working`, `swapped`, `calendar`, `weekly_off`, `holiday`, `closed`, `rolled_forward`, `after_cutoff`.
    pub why: String,
    /// Name of the holiday or swap.
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FeeView {
    /// `free`, `amount` or `unpublished`.
    pub is: String,
    pub vnd: Option<i64>,
    /// Published figures to choose from.
    pub choices: Vec<i64>,
    /// Official wording.
    pub text: Option<String>,
    pub exemption: Option<String>,
    pub editable: bool,
    /// `now`, `later` or `online`.
    pub paid: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DuplicateView {
    pub dossier: String,
    pub code: String,
    pub received: String,
    pub status: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftSave {
    /// Null for a new draft.
    pub draft: Option<String>,
    pub form: IntakeForm,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftSaved {
    pub draft: String,
    pub saved_at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftRow {
    pub draft: String,
    pub owner: String,
    pub procedure: Option<String>,
    pub saved_at: String,
    pub by: String,
    /// Seven days old or more.
    pub old: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftsView {
    pub drafts: Vec<DraftRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftOpen {
    pub draft: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftView {
    pub draft: String,
    pub form: IntakeForm,
    pub saved_at: String,
}

/// Pages as pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Picture {
    /// `data:image/png;base64,…`, one a page.
    pub pages: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiveDossier {
    /// The draft it came from, discarded once saved.
    pub draft: Option<String>,
    pub form: IntakeForm,
    pub print: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceivedView {
    pub dossier: String,
    pub code: String,
    pub due: Option<String>,
    /// The job, where one was handed to the printer.
    pub job: Option<super::PrintJobView>,
    /// Why nothing was handed to the printer.
    pub unprinted: Option<Reason>,
    /// Why the slip of 80 mm could not be made, where the desk has a printer of rolls.
    pub slip_unprinted: Option<Reason>,
    pub copies: u8,
}

/// A reception on paper: when, and where it stands in the paper book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct BackEntryForm {
    /// YYYY-MM-DDTHH:MM, by the office's clock.
    pub received: String,
    /// Book and line, as written there.
    pub source: String,
}
