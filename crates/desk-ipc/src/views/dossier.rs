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
    /// `waiting` until the province has countersigned it.
    pub sync: String,
    /// `print`, `reprint`, `save_pdf`, `new_for_person`, `repeat`.
    pub actions: Vec<String>,
    pub duplicate_of: Option<String>,
    pub form_set: String,
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
    pub name: String,
    pub need: String,
    pub state: String,
    pub originals: u16,
    pub copies: u16,
    pub reason: Option<String>,
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
