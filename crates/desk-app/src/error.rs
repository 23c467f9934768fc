//! Everything that can stop an act at the desk, as cases that a caller tells apart. Words are made at the counter.

use desk_core::dossier::Refusal;

use crate::{import::ImportFault, password::WeakPassword, print::PrintError};

/// Why an act did not happen. Unless a case says otherwise, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no store here yet.
    #[error("this desk is not set up")]
    NotSetUp,
    /// There is a store already.
    #[error("this desk is set up already")]
    AlreadySetUp,
    /// The reference data knows no such unit on this day, or it has no desk.
    #[error("no such unit")]
    UnknownUnit,
    /// A counter is 1 to 10.
    #[error("a counter number is 1 to 10")]
    BadCounter,
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The desk is locked.
    #[error("the desk is locked")]
    Locked,
    /// None of the person's roles may do this.
    #[error("this needs another role")]
    NotAllowed,
    /// The province withdrew this person.
    #[error("the province withdrew this person")]
    Withdrawn,
    /// Nobody here has that login.
    #[error("no such person")]
    UnknownPerson,
    /// The password is wrong.
    #[error("wrong password")]
    WrongPassword {
        /// Seconds to wait before the next try.
        wait_seconds: u32,
    },
    /// A try came before its time.
    #[error("wait {wait_seconds} s")]
    Wait {
        /// Seconds left.
        wait_seconds: u32,
    },
    /// Five wrong tries: a supervisor, or the recovery code, opens.
    #[error("this person is locked")]
    PersonLocked,
    /// The PIN is wrong.
    #[error("wrong PIN")]
    WrongPin {
        /// Tries left before the password is asked for.
        tries_left: u32,
    },
    /// No PIN is set, or it is spent: the password is asked for.
    #[error("the PIN is not allowed now")]
    PinSpent,
    /// A PIN is six digits, not all alike and not a run.
    #[error("not a PIN")]
    BadPin,
    /// The recovery code does not open this store.
    #[error("wrong recovery code")]
    WrongRecoveryCode,
    /// The system's key store no longer opens its part of the key: another machine or account, or an administrator reset
    /// the account's password. The recovery code opens.
    #[error("the system's key store does not open its part of the key; the recovery code does")]
    SystemKeyGone,
    /// The password is not good enough.
    #[error(transparent)]
    WeakPassword(#[from] WeakPassword),
    /// A login is 2 to 32 lower-case letters, digits, dots and hyphens.
    #[error("not a login")]
    BadLogin,
    /// Somebody has it.
    #[error("the login is taken")]
    LoginTaken,
    /// A name is missing.
    #[error("the name is missing")]
    NameMissing,
    /// Somebody must remain who may manage people.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// Nobody else of the office could review and sign the day.
    #[error("the last supervisor stays")]
    LastSupervisor,
    /// No such procedure.
    #[error("no such procedure")]
    UnknownProcedure,
    /// This counter has used up its numbers today.
    #[error("counter {counter} has no number left today")]
    NumbersUsedUp {
        /// The counter.
        counter: u8,
    },
    /// The clock stands before the newest entry.
    #[error("the clock is behind the record")]
    ClockBehind {
        /// The newest entry, wall time `YYYY-MM-DD HH:MM`.
        newest: String,
    },
    /// The record was restored, cut, copied or moved: a supervisor decides before any new entry.
    #[error("the record does not stand where it was left: {0}")]
    Unsettled(&'static str),
    /// No such dossier on this desk.
    #[error("no such dossier here")]
    NoSuchDossier,
    /// A file that is not taken, and why.
    #[error("the file is not taken: {0:?}")]
    FileRefused(desk_forms::attach::Refused),
    /// The dossier does not name such a file, or its bytes are not here.
    #[error("no such file")]
    NoSuchFile,
    /// The file cannot be drawn.
    #[error("the file cannot be drawn: {0}")]
    Draw(#[from] crate::drawing::DrawError),
    /// What the store of files says.
    #[error(transparent)]
    Files(#[from] desk_store::FilesError),
    /// The dossier has no such form.
    #[error("the dossier has no such form")]
    NoSuchForm,
    /// No such draft.
    #[error("no such draft")]
    NoSuchDraft,
    /// The disk is too full for new dossiers.
    #[error("the disk is nearly full")]
    DiskFull,
    /// Something typed cannot be taken.
    #[error("{field} cannot be taken")]
    BadField {
        /// The field.
        field: &'static str,
    },
    /// Time cannot be set on this store: only demo stores have a clock of their own.
    #[error("only a demo store runs on a clock that is set")]
    RealClock,
    /// This desk is not enrolled at a province.
    #[error("this desk is not enrolled at a province")]
    NotEnrolled,
    /// The province revoked this machine: nothing that is written on it counts any more.
    #[error("the province revoked this machine")]
    Revoked,
    /// Not an enrolment code: 26 letters and digits.
    #[error("not an enrolment code")]
    BadCode,
    /// The address is none of a province: https, or http on this very machine.
    #[error("not the address of a province")]
    BadAddress,
    /// No answer came from the province.
    #[error("the province does not answer")]
    NoAnswer,
    /// A set of reference data that does not come into force.
    #[error(transparent)]
    Reference(#[from] crate::reference::ReferenceFault),
    /// What came is no answer of a province: a portal's page, a cut answer, another program.
    #[error("the answer is none of a province")]
    BadAnswer,
    /// The server has another key than the one that the code or the enrolment names.
    #[error("this is the server of another province")]
    OtherProvince,
    /// The province refused, and why.
    #[error("the province refused: {}", .0.title())]
    Province(desk_sync::ProblemCode),
    /// A file on a stick that is not taken, and why.
    #[error(transparent)]
    Stick(#[from] crate::courier::StickFault),
    /// What the rules say.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What the spooler says.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// What the forms say.
    #[error(transparent)]
    Form(#[from] desk_forms::FormError),
    /// What the store says.
    #[error(transparent)]
    Store(#[from] desk_store::StoreError),
    /// What stands against a file to be imported.
    #[error(transparent)]
    Import(#[from] ImportFault),
    /// What stands against a backup or its restoring.
    #[error(transparent)]
    Backup(desk_store::BackupError),
    /// This is practice already, or a demo, which is one.
    #[error("this is practice already")]
    Practising,
    /// Nobody practises.
    #[error("nobody practises")]
    NotPractising,
    /// One backup at a time.
    #[error("a backup is under way")]
    BackupRunning,
    /// A backup of another office, or of a demo.
    #[error("the backup is of another office")]
    OtherOffice,
    /// The disk.
    #[error("the disk: {0}")]
    Io(#[from] std::io::Error),
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    NoRandomness,
}
