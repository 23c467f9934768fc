//! What is done with a dossier after its receipt: one panel for every act, drawn from a description.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DueView, FieldProblem, PaperForm, UserErrorView};

/// Asks for the panel of an act. With several dossiers it is described by the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActOpen {
    /// Ids or codes.
    pub dossiers: Vec<String>,
    pub verb: String,
}

/// The panel of an act: its fields in order, filled as far as the desk knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActPanel {
    pub verb: String,
    pub fields: Vec<ActField>,
    /// What a supplement may ask for: papers that are missing first.
    pub items: Vec<ItemForm>,
    /// Papers that an answer brings or a correction changes.
    pub papers: Vec<ActPaper>,
    /// The form that the act prints, if it makes a slip.
    pub slip: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActField {
    pub name: String,
    /// `text`, `long`, `date` (YYYY-MM-DD), `moment` (YYYY-MM-DDTHH:MM), `money` (đồng), `number`, `choice` or `flag`
    /// (`true`, `false`).
    pub kind: String,
    pub required: bool,
    /// What stands in it first.
    pub value: String,
    /// Words of a choice; the screen has their texts.
    pub choices: Vec<String>,
    /// What people wrote here before.
    pub suggestions: Vec<String>,
    /// Shown only while another field has one of these values, `to=authorised,without_receipt`, or any: `fee_vnd`.
    pub only_with: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ItemForm {
    pub index: Option<u16>,
    pub what: String,
    /// Ticked: asked for.
    pub asked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActPaper {
    pub index: u16,
    pub name: String,
    pub state: String,
    pub originals: u16,
    pub copies: u16,
}

/// An act as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ActForm {
    pub verb: String,
    pub fields: BTreeMap<String, String>,
    pub items: Vec<ItemForm>,
    pub papers: Vec<PaperForm>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DossierAct {
    /// Ids or codes, 1 to 200 a call; a longer pile goes in parts on one slip.
    pub dossiers: Vec<String>,
    pub form: ActForm,
    /// The slip that an earlier part of the same pile made.
    #[serde(default)]
    pub on_slip: Option<SlipView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SlipView {
    pub form: String,
    pub book: String,
    pub number: u32,
    /// As it stands on paper, `012-2`.
    pub on_paper: String,
}

/// What an act would do, before F9.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActCheck {
    pub problems: Vec<FieldProblem>,
    /// Where the dossier would stand.
    pub status: Option<String>,
    /// The date that would be in force, with its reasons.
    pub due: Option<DueView>,
    /// True when the date would change.
    pub due_changes: bool,
}

/// An exact account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActedView {
    pub done: Vec<ActedOne>,
    pub refused: Vec<RefusedOne>,
    pub slip: Option<SlipView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActedOne {
    pub dossier: String,
    pub code: String,
    pub status: String,
    pub due: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefusedOne {
    /// Id or code, as asked.
    pub dossier: String,
    pub error: UserErrorView,
}

/// A form of a dossier. Forms with a slip are named by it; a slip of many dossiers is asked for by any of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FormOf {
    pub dossier: String,
    /// `receipt`, or the form of a slip or step: `supplement`, `refusal`, `apology`, `stop`, `control`, `handover`,
    /// `results`, `collected`, `fee`, `chasing`, `postal`, `commitment`, `appointment`.
    pub form: String,
    #[serde(default)]
    pub slip: Option<SlipView>,
}

/// A citizen who leaves without a dossier: told what is missing, or turned down in writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WalkIn {
    /// `guidance` or `refusal`.
    pub kind: String,
    /// The intake as far as it was typed: person, procedure, channel.
    pub form: super::IntakeForm,
    /// What is missing or wrong, a line each.
    pub items: Vec<String>,
    pub reason: String,
    /// The legal ground of a refusal.
    pub ground: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WalkInDone {
    pub slip: SlipView,
    /// How the print goes; none without a printer.
    pub job: Option<super::PrintJobView>,
    /// The slip as pictures.
    pub pages: Vec<String>,
}

/// A file brought to a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FileAttach {
    pub dossier: String,
    pub name: String,
    /// The bytes, base64.
    pub data: String,
    /// The paper it shows, by position.
    pub paper: Option<u16>,
    pub result: bool,
    /// `scanned`, `reused` or `reused_result`; `no` for what digitises nothing.
    pub digitised: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FileOf {
    pub dossier: String,
    pub hash: String,
    /// From 0.
    pub page: u32,
}
