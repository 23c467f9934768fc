//! People, settings, printers, procedures and figures of the office.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ChannelView, Lang, Reason, RoleView};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeopleView {
    pub people: Vec<PersonRow>,
    pub actions: Vec<String>,
    pub roles: Vec<RoleView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonRow {
    pub id: String,
    pub login: String,
    pub name: String,
    pub roles: Vec<RoleView>,
    /// Of these, what the province gives: the office cannot take it back.
    pub given: Vec<RoleView>,
    /// `active`, `locked`, `retired`; of the province `waiting` to be let in, or `withdrawn`.
    pub state: String,
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonAdd {
    pub name: String,
    pub login: String,
    pub roles: Vec<RoleView>,
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonReset {
    pub person: String,
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonRoles {
    pub person: String,
    pub roles: Vec<RoleView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonRetire {
    pub person: String,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SettingsView {
    pub lang: Lang,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// Percent, 80 to 200.
    pub zoom: u16,
    /// `normal` or `roomy`.
    pub density: String,
    /// Keys changed from their defaults, by action.
    pub keys: BTreeMap<String, String>,
    pub printer: PrinterChoice,
    /// When the scanner test last passed.
    pub scanner_tested: Option<String>,
    pub fold_rail: bool,
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrinterChoice {
    /// Null: receipts are saved as PDF.
    pub name: Option<String>,
    /// 1 to 4.
    pub copies: u8,
    /// `a5` or `a4_two`.
    pub paper: String,
    /// The raw queue of a printer of 80 mm rolls; null: no slips.
    #[serde(default)]
    pub roll: Option<String>,
}

/// Any part of the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct SettingsSave {
    pub lang: Option<Lang>,
    pub theme: Option<String>,
    pub zoom: Option<u16>,
    pub density: Option<String>,
    pub keys: Option<BTreeMap<String, String>>,
    pub printer: Option<PrinterChoice>,
    pub scanner_tested: Option<String>,
    pub fold_rail: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrintersView {
    pub printers: Vec<PrinterView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrinterView {
    pub name: String,
    pub label: String,
    pub default: bool,
    /// `idle`, `printing`, `stopped` or `unknown`.
    pub state: String,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrinterTest {
    pub name: String,
    pub paper: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrintJobView {
    pub job: String,
    pub printer: String,
    /// `queued`, `printing`, `done`, `failed` or `unknown`.
    pub state: String,
    pub reason: Option<Reason>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrintStatus {
    pub job: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProceduresFind {
    pub text: String,
    /// Personal number of the citizen at the desk: their procedures come first when `text` is empty.
    pub person: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProcedureHit {
    pub code: String,
    pub name: String,
    pub field: String,
    pub abbreviation: Option<String>,
    /// False for a procedure that this office has not switched on.
    pub on: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProceduresFound {
    pub hits: Vec<ProcedureHit>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProceduresSwitched {
    pub text: String,
    pub only_on: bool,
    /// Of this field alone.
    #[serde(default)]
    pub field: Option<String>,
}

/// A field (lĩnh vực) with how many procedures the words and the tick find in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldCount {
    pub field: String,
    pub count: u32,
}

/// The person's own abbreviation of a procedure; empty takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AbbreviationSet {
    pub code: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SwitchRow {
    pub code: String,
    pub name: String,
    pub field: String,
    pub on: bool,
    /// The person's own.
    pub abbreviation: Option<String>,
    /// The first letters of its words, which always work.
    pub initials: String,
    /// First and last day, where the source states them.
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    /// Date of the source.
    pub as_of: String,
    /// Figures of the office for it, those that no longer hold too.
    pub figures: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SwitchView {
    pub procedures: Vec<SwitchRow>,
    /// Every field in which something is found, whichever is chosen.
    pub fields: Vec<FieldCount>,
    pub total: u32,
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProcedureSwitch {
    pub code: String,
    pub on: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FiguresOpen {
    /// Null: every figure of the office.
    pub procedure: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureRow {
    pub procedure: String,
    pub procedure_name: String,
    /// `limit`, `fee`, `need` or `process`.
    pub kind: String,
    pub channel: Option<ChannelView>,
    pub case: Option<String>,
    pub paper: Option<u16>,
    pub paper_name: Option<String>,
    /// Rule, đồng or need, in its short notation.
    pub value: String,
    pub decision: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
}

/// What holds today for one channel and case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KnownRow {
    pub channel: ChannelView,
    pub case: Option<String>,
    pub limit: super::LimitView,
    pub fee: super::FeeView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperNeedRow {
    pub index: u16,
    pub name: String,
    /// `always`, `if`, `one_of`, `shown` or `unknown`.
    pub need: String,
    pub condition: Option<String>,
    pub source: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FiguresView {
    pub figures: Vec<FigureRow>,
    /// For the procedure asked for, if one was.
    pub procedure: Option<super::ProcedureHead>,
    pub known: Vec<KnownRow>,
    pub papers: Vec<PaperNeedRow>,
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureSetInput {
    pub procedure: String,
    /// `limit`, `fee`, `need` or `process`.
    pub kind: String,
    pub channel: Option<ChannelView>,
    pub case: Option<String>,
    pub paper: Option<u16>,
    /// Rule notation, đồng, or `always`, `shown`, `unknown`, `if:CONDITION`, `one_of:GROUP`; of a process a line a
    /// step, `NAME|DEPARTMENT|RULE`.
    pub value: String,
    pub decision: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VerifyView {
    pub ok: bool,
    pub entries: u64,
    pub faults: Vec<Reason>,
    pub head: String,
}

/// Which form's labels are asked for; null for the receipt of the set in force.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LabelsOpen {
    pub set: Option<String>,
    pub form: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LabelsView {
    /// Every form, oldest set first.
    pub forms: Vec<FormName>,
    pub set: String,
    pub form: String,
    pub labels: Vec<LabelRow>,
    /// The first day from which a wording may hold.
    pub first_day: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FormName {
    pub set: String,
    pub form: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LabelRow {
    pub label: String,
    /// The form's own wording; fields stand in braces.
    pub own: String,
    /// The wording that holds today.
    pub now: String,
    /// A wording set for a later day, and who set it.
    pub next: Option<String>,
    pub next_from: Option<String>,
    pub next_by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LabelSetInput {
    pub set: String,
    pub form: String,
    pub label: String,
    pub text: String,
    /// First day, ISO.
    pub from: String,
}
