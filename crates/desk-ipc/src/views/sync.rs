//! The screen Đồng bộ: what is here, what the province has, what needs people.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FactView, Reason};

/// Everything there is to see of the province. `logged == received + waiting`, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SyncPage {
    /// `never` before enrolment, else how the last exchange left things: `enrolled`, `in_step`, `offline`, `busy`,
    /// `bad_answer`, `other_province`, `forked`, `revoked`, `feed_broken`, `refused`.
    pub state: String,
    /// The code of a refusal, such as `unknown_device`.
    pub refusal: Option<String>,
    /// The one sentence, with its figures `logged`, `received`, `waiting`: `never`, `in_step`, `sending` (the line is up
    /// and something waits), `waiting` (the line is down), `restored` (the server came back from a copy and is offered
    /// again what it lacks), or the state where people have to do something.
    pub sentence: Reason,
    /// True where only people can mend it; being offline is never that.
    pub needs_people: bool,
    /// Since when the state holds.
    pub since: Option<String>,
    /// Where the desk is enrolled.
    pub province: Option<ProvinceView>,
    /// Entries written on this machine.
    pub logged: u64,
    /// Those that the province countersigned.
    pub received: u64,
    /// Those that it has not.
    pub waiting: u64,
    /// When it countersigned last, by its own clock.
    pub received_at: Option<String>,
    /// What waits, the most first.
    pub waiting_kinds: Vec<WaitingRow>,
    /// When the oldest of them was made.
    pub oldest: Option<String>,
    /// How old it is, in minutes; 0 with nothing waiting.
    pub oldest_minutes: i64,
    /// Scans and papers that are here and not yet in the province.
    pub files_to_send: u64,
    /// Those that other desks named and that are not here yet.
    pub files_to_fetch: u64,
    /// Entries of other machines that are here.
    pub from_others: u64,
    /// Entries that are kept and do not count as they say, or not alone.
    pub set_aside: Vec<SetAsideRow>,
    /// Dossiers on which desks decided apart.
    pub collisions: Vec<CollisionRow>,
    /// The machines of the office.
    pub machines: Vec<MachineRow>,
    /// The last exchanges, the newest first; at most 50.
    pub exchanges: Vec<ExchangeRow>,
    /// By how many minutes this machine's clock must be put forward (below zero: back) to show the province's time, where
    /// that is worth telling.
    pub clock_minutes: Option<i64>,
    /// `sync_now`, `enrol`, `carry_out`, `carry_in`.
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProvinceView {
    pub address: String,
    /// 32 hex digits, for comparing.
    pub history: String,
    pub counter: u8,
    /// What the history before had countersigned, when the server was restored.
    pub restored_from: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaitingRow {
    /// As in the log, e.g. `dossier.received`.
    pub kind: String,
    pub entries: u64,
    pub oldest: String,
    pub oldest_minutes: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetAsideRow {
    /// `here` or `province`.
    pub by: String,
    /// `needs_newer`, `unreadable`, `office`, `number_taken`, `fork`, `revoked`; at the province also `role`, `withdrawn`.
    pub reason: String,
    /// Name of the machine that wrote it, where one is known.
    pub machine: String,
    pub seq: u64,
    /// Not known where only the province said so.
    pub kind: Option<String>,
    pub at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CollisionRow {
    pub dossier: String,
    pub code: String,
    pub owner: String,
    pub procedure: String,
    /// The date that counts until somebody settles: the earliest.
    pub due: Option<String>,
    /// The decisions, side by side.
    pub sides: Vec<SideView>,
    /// `settle_collision` where the person may.
    pub actions: Vec<String>,
}

/// One of the decisions that collide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SideView {
    /// What `settle_collision` names as `holds`.
    pub entry: String,
    pub machine: String,
    pub fact: FactView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MachineRow {
    pub name: String,
    pub counter: u8,
    /// The device's id, for comparing.
    pub device: String,
    pub own: bool,
    pub revoked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExchangeRow {
    pub at: String,
    pub sent: u64,
    pub pulled: u64,
    pub bytes_out: u64,
    pub bytes_in: u64,
    /// A state, or `restored`.
    pub outcome: String,
}

/// To a province with the code that it gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Enrol {
    /// `https://…`.
    pub server: String,
    /// 26 letters, however they are grouped.
    pub code: String,
}

/// A file for a stick was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CarriedOutView {
    /// Full path.
    pub path: String,
    pub entries: u64,
    pub files: u64,
}

/// A file of a stick, as the file dialog gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CarryIn {
    /// The bytes in base64.
    pub data: String,
}

/// What a file of a stick brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CarriedInView {
    /// `answer` of the province, or `desk`.
    pub of: String,
    /// Entries of this machine that the province countersigned by it.
    pub sent: u64,
    /// Entries of other machines that were new here.
    pub pulled: u64,
    pub page: SyncPage,
}
