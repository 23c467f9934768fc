//! Backups: what was made, what is under way, the schedule; restoring.

#![allow(missing_docs, reason = "fields of views are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Reason;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupView {
    pub plan: Option<BackupPlanView>,
    pub running: Option<BackupRunningView>,
    /// Newest first.
    pub notes: Vec<BackupNoteRow>,
    /// `failed`, `old` or `none`, with `at` and `why`.
    pub trouble: Option<Reason>,
    /// What is plugged in.
    pub sticks: Vec<BackupPlaceView>,
    /// `make`, `plan`, `restore`.
    pub actions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupPlanView {
    pub place: BackupPlaceView,
    /// `16:00`.
    pub at: String,
    pub keep: u8,
}

/// A folder that backups can lie in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupPlaceView {
    pub folder: String,
    /// Bytes free; null: it is not there.
    pub free: Option<u64>,
    /// It lies on the disk of the store.
    pub own_disk: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupRunningView {
    pub since: String,
    pub folder: String,
    pub by_schedule: bool,
    /// `copying` or `verifying`.
    pub stage: String,
    /// Of the file being copied.
    pub percent: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupNoteRow {
    pub at: String,
    pub folder: String,
    /// Null: the schedule.
    pub by: Option<String>,
    pub entries: u64,
    pub bytes: u64,
    /// `verified`, `failed` or `removed`.
    pub outcome: String,
    /// Code of the error.
    pub why: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupMake {
    pub folder: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupPlanInput {
    /// False: by hand alone; the rest is not read.
    pub on: bool,
    pub folder: String,
    /// `16:00`.
    pub at: String,
    pub keep: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupsFound {
    /// Newest first.
    pub backups: Vec<BackupFound>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupFound {
    pub folder: String,
    pub made_at: String,
    pub entries: u64,
    /// Entries of this machine's record beyond those in it; null where the record here has fewer.
    pub behind: Option<u64>,
    /// The machine that made it.
    pub device: Option<String>,
}

/// Which backups may begin this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirstBackupsFind {
    /// Empty: on what is plugged in.
    pub folder: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirstBackupsFound {
    /// Newest first.
    pub backups: Vec<FirstBackupRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirstBackupRow {
    pub folder: String,
    pub made_at: String,
    pub entries: u64,
    /// Name of the unit.
    pub office: String,
    /// A demo's.
    pub demo: bool,
    /// Whose passwords open it.
    pub people: Vec<FirstPerson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirstPerson {
    pub login: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirstRestore {
    /// The backup's own folder.
    pub folder: String,
    pub login: String,
    /// Theirs when the backup was made; with a recovery code, the one from now on.
    pub password: String,
    pub recovery_code: Option<String>,
    pub reason: String,
    /// The last number on paper today; 0: none.
    pub last_number: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirstRestored {
    /// False: a supervisor has to sign in and settle what was restored.
    pub settled: bool,
    pub state: super::DeskState,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupRestore {
    /// The backup's own folder.
    pub folder: String,
    pub password: String,
    /// The password when the backup was made, where it is another.
    pub password_then: Option<String>,
    pub reason: String,
    /// The last number on paper today; 0: none.
    pub last_number: Option<u16>,
}
