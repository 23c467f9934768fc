//! Who is at the desk.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are those of the roles")]
pub enum RoleView {
    Clerk,
    Officer,
    Supervisor,
    Administrator,
}

/// A person of the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "as in desk-core")]
pub struct PersonView {
    pub id: String,
    pub login: String,
    pub name: String,
    pub roles: Vec<RoleView>,
    pub pin_set: bool,
}

/// Where the session stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Session {
    /// No store yet: set-up.
    FirstRun,
    /// A store that nobody opened since the start.
    SignedOut,
    /// Opened, then locked; the key is in memory.
    Locked {
        /// Who was working.
        person: PersonView,
        /// True when a PIN is set and still allowed.
        pin: bool,
    },
    /// Open.
    SignedIn {
        /// Who works.
        person: PersonView,
    },
}

/// The unit as the frame shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct UnitView {
    pub code: String,
    pub name: String,
    pub level: String,
    /// e.g. "Bộ phận Một cửa xã Tử Nê".
    pub desk_name: String,
}

/// A person on the sign-in screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct Tile {
    pub id: String,
    pub login: String,
    pub name: String,
    pub locked: bool,
    pub wait_seconds: u32,
}

/// How this machine stands with the province. `logged == received + waiting`, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SyncView {
    /// `never` until the desk is enrolled, else a state as on the page of the province (`SyncPage::state`).
    pub kind: String,
    /// Entries written on this machine.
    pub logged: u64,
    /// Those that the province countersigned.
    pub received: u64,
    /// Entries only here.
    pub waiting: u64,
    /// Files that are not both here and in the province yet; 0 before enrolment.
    pub files: u64,
    /// True where only people can mend it; being offline is never that.
    pub needs_people: bool,
    /// Since when it stands so; none before enrolment.
    pub since: Option<String>,
}

/// Everything the frame needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct DeskState {
    pub session: Session,
    pub lang: Lang,
    /// A practice store stands before the real one.
    pub practice: bool,
    /// `2024`, `now`, or null for a real office.
    pub demo: Option<String>,
    /// The desk's clock; a demo's own.
    pub now: String,
    pub unit: Option<UnitView>,
    pub counter: Option<u8>,
    pub people: Vec<Tile>,
    pub idle_lock_seconds: u32,
    pub sync: SyncView,
    pub numbers_left: Option<u32>,
    /// So few left that a supervisor should know.
    pub numbers_few: bool,
    /// Screens this person's roles open.
    pub screens: Vec<String>,
    /// Warnings about clock, disk or record that a supervisor must settle.
    pub warnings: Vec<super::Reason>,
    /// What supervisors and administrators are to be told of the backups (`BackupView::trouble`).
    pub backup: Option<super::Reason>,
    pub version: String,
    pub device: Option<String>,
    pub entries: u64,
    pub store_dir: String,
}

/// Set-up of the first person and the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct SetUp {
    pub lang: Lang,
    /// Unit code; null with `demo`.
    pub unit: Option<String>,
    /// `2024`, `now` or null.
    pub demo: Option<String>,
    pub counter: u8,
    pub person: SetUpPerson,
}

/// The first supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct SetUpPerson {
    pub name: String,
    pub login: String,
    pub password: String,
}

/// Set-up is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetUpDone {
    /// Shown once, in groups of letters.
    pub recovery_code: String,
    /// The desk now.
    pub state: DeskState,
}

/// Looks for a unit by code, old or new name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct UnitsFind {
    pub text: String,
}

/// Units found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct UnitsFound {
    pub units: Vec<UnitHit>,
}

/// A unit found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct UnitHit {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent: Option<String>,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
}

/// Signs a person in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct SignIn {
    /// Login or id.
    pub person: String,
    pub password: String,
}

/// Reopens a locked desk by PIN or password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct Unlock {
    pub pin: Option<String>,
    pub password: Option<String>,
}

/// Opens a locked person by the recovery code and sets a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct RecoveryUnlock {
    pub person: String,
    pub code: String,
    pub password: String,
}

/// Sets the PIN of the person signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PinSet {
    /// Six digits.
    pub pin: String,
}

/// Changes the password of the person signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "names say it")]
pub struct PasswordChange {
    pub old: String,
    pub new: String,
}

/// A supervisor looked at what stands against new entries and decided to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordSettle {
    /// What was found and decided, in the supervisor's words.
    pub decision: String,
    /// The last number on paper today; needed after a restore.
    pub last_number: Option<u16>,
}
