//! Why a verb did not do it: a stable code and one plain sentence. Neither ever carries what a citizen's paper says.

use desk_app::AppError;
use desk_core::{dossier::Refusal, due::DueRefusal};
use desk_store::{FilesError, StoreError};
use serde::Serialize;

/// A failure as scripts and people read it.
#[derive(Debug)]
pub(crate) struct Failure {
    code: &'static str,
    message: String,
}

#[derive(Serialize)]
struct Shape<'a> {
    error: Inside<'a>,
}

#[derive(Serialize)]
struct Inside<'a> {
    code: &'a str,
    message: &'a str,
}

impl Failure {
    /// From a code of `docs/desk-cli.md` and a sentence.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Failure { code, message: message.into() }
    }

    /// Something given that cannot be taken.
    pub(crate) fn bad_input(message: impl Into<String>) -> Self {
        Failure::new("bad_input", message)
    }

    /// `{"error":{"code","message"}}`.
    pub(crate) fn json(&self) -> String {
        let shape = Shape { error: Inside { code: self.code, message: &self.message } };
        serde_json::to_string(&shape).unwrap_or_else(|_| r#"{"error":{"code":"unexpected","message":""}}"#.to_owned())
    }

    /// For standard error.
    pub(crate) fn sentence(&self) -> String {
        format!("{} ({})", self.message, self.code)
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let message = error.to_string();
        match error {
            AppError::NotSetUp => Failure::new("not_set_up", "there is no store in this folder; make one with init"),
            AppError::AlreadySetUp => Failure::new("already_set_up", "there is a store in this folder already"),
            AppError::UnknownUnit => Failure::new("unknown_unit", message),
            AppError::BadCounter => Failure::new("bad_input", message),
            AppError::NotSignedIn => Failure::new("not_signed_in", message),
            AppError::Locked => Failure::new("locked", message),
            AppError::NotAllowed => Failure::new("not_allowed", message),
            AppError::UnknownPerson => Failure::new("unknown_person", message),
            AppError::WrongPassword { wait_seconds } => {
                Failure::new("wrong_password", format!("wrong password; next try in {wait_seconds} s"))
            }
            AppError::Wait { wait_seconds } => {
                Failure::new("wait", format!("a wrong password was tried; next try in {wait_seconds} s"))
            }
            AppError::PersonLocked => Failure::new(
                "person_locked",
                "this person is locked after five wrong tries; a supervisor or the recovery code opens",
            ),
            AppError::WrongPin { .. } => Failure::new("wrong_pin", message),
            AppError::PinSpent => Failure::new("pin_spent", message),
            AppError::BadPin => Failure::new("bad_input", message),
            AppError::SystemKeyGone => Failure::new("system_key_gone", message),
            AppError::WrongRecoveryCode => Failure::new("wrong_recovery_code", message),
            AppError::WeakPassword(weak) => Failure::new(weak.code(), message),
            AppError::BadLogin => Failure::new("bad_input", message),
            AppError::LoginTaken => Failure::new("login_taken", message),
            AppError::NameMissing => Failure::new("bad_input", message),
            AppError::LastAdministrator => Failure::new("last_administrator", message),
            AppError::LastSupervisor => Failure::new("last_supervisor", message),
            AppError::UnknownProcedure => Failure::new("unknown_procedure", message),
            AppError::NumbersUsedUp { .. } => Failure::new("numbers_used_up", message),
            AppError::ClockBehind { newest } => Failure::new(
                "clock_behind",
                format!("the clock is behind the record, whose newest entry is of {newest}"),
            ),
            AppError::Unsettled(_) => Failure::new("unsettled", message),
            AppError::NoSuchDossier => Failure::new("no_such_dossier", message),
            AppError::NoSuchForm => Failure::new("unknown_form", message),
            AppError::FileRefused(refused) => Failure::new(desk_app::refused_code(&refused), message),
            AppError::NoSuchFile => Failure::new("no_such_file", message),
            AppError::Draw(_) => Failure::new("file_cannot_be_drawn", message),
            AppError::Files(FilesError::Store(error)) => error.into(),
            AppError::Files(FilesError::Missing) => Failure::new("files_missing", message),
            AppError::Files(FilesError::Unknown) => Failure::new("no_such_file", message),
            AppError::Files(FilesError::Damaged) => Failure::new("files_damaged", message),
            AppError::Files(FilesError::Source(_)) => Failure::new("disk", message),
            AppError::NoSuchDraft => Failure::new("no_such_draft", message),
            AppError::DiskFull => Failure::new("disk_full", message),
            AppError::BadField { .. } => Failure::new("bad_input", message),
            AppError::Withdrawn => Failure::new("person_withdrawn", message),
            AppError::NotEnrolled => Failure::new("not_enrolled", message),
            AppError::Revoked => Failure::new("machine_revoked", message),
            AppError::BadCode => Failure::new("bad_code", message),
            AppError::BadAddress => Failure::new("bad_address", message),
            AppError::NoAnswer => Failure::new("province_silent", message),
            AppError::BadAnswer => Failure::new("bad_answer", message),
            AppError::OtherProvince => Failure::new("other_province", message),
            AppError::Province(code) => Failure::new(code.code(), message),
            AppError::Stick(fault) => Failure::new(fault.code(), message),
            AppError::Reference(fault) => Failure::new(fault.code(), message),
            AppError::RealClock => Failure::new("real_clock", "only a demo store runs on a clock that is set"),
            AppError::Refused(refusal) => refusal.into(),
            AppError::Print(error) => Failure::new(error.code(), message),
            AppError::Form(_) => Failure::new("form_failed", message),
            AppError::Store(error) => error.into(),
            AppError::Import(fault) => Failure::new(fault.code(), message),
            AppError::Backup(error) => Failure::new(desk_app::backup_code(&error), message),
            AppError::Practising => Failure::new("practising", message),
            AppError::NotPractising => Failure::new("not_practising", message),
            AppError::BackupRunning => Failure::new("backup_running", message),
            AppError::OtherOffice => Failure::new("backup_other_office", message),
            AppError::Io(_) => Failure::new("disk", message),
            AppError::NoRandomness => Failure::new("unexpected", message),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        let code = match refusal {
            Refusal::NotAllowed => "not_allowed",
            Refusal::NameMissing | Refusal::SetsOutOfRange => "bad_input",
            Refusal::PapersMissing { .. } => "papers_missing",
            Refusal::NoSuchPaper { .. } => "no_such_paper",
            Refusal::ReasonMissing { .. } => "reason_missing",
            Refusal::LimitNeeded => "limit_needed",
            Refusal::LimitIsKnown => "limit_known",
            Refusal::DateInThePast { .. } => "date_in_the_past",
            Refusal::LaterThanTheLaw { .. } => "later_than_the_law",
            Refusal::FeeNotAllowed => "fee_not_allowed",
            Refusal::NoDate(refusal) => return refusal.into(),
            Refusal::AlreadyAccepted => "already_accepted",
            Refusal::NotAccepted => "not_accepted",
            Refusal::NotTheNextPrint => "not_the_next_print",
            Refusal::NoSuchPrint => "no_such_print",
            Refusal::NotNow { .. } => "not_now",
            Refusal::NotInThePast => "not_in_the_past",
            Refusal::Collided => "collided",
            Refusal::NotASide => "not_a_side",
            Refusal::SlipMissing => "unexpected",
            Refusal::DeadlineNotPassed { .. } => "deadline_not_passed",
            Refusal::NoLastDay => "no_last_day",
            Refusal::SupplementsUsedUp { .. } => "supplements_used_up",
            Refusal::PostByList => "post_by_list",
            Refusal::NotLater => "not_later",
            Refusal::DateInTheFuture { .. } => "date_in_the_future",
            Refusal::NotOfficeHours { .. } => "not_office_hours",
            Refusal::NoSecondStage => "no_second_stage",
            Refusal::OtherSecondStage { .. } => "other_second_stage",
            Refusal::NoResult => "no_result",
            Refusal::ExtensionsUsedUp { .. } => "extensions_used_up",
            Refusal::ResultElsewhere => "result_elsewhere",
            Refusal::NothingChanges => "nothing_changes",
            Refusal::AmountOutOfRange => "bad_input",
            Refusal::NoSuchFile => "no_such_file",
            Refusal::FileAttachedBefore => "file_attached_before",
        };
        Failure::new(code, message)
    }
}

impl From<DueRefusal> for Failure {
    fn from(refusal: DueRefusal) -> Self {
        let code = match refusal {
            DueRefusal::BeyondCalendar { .. } => "beyond_calendar",
            DueRefusal::NeverOpen => "never_open",
        };
        Failure::new(code, refusal.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        let code = match error {
            StoreError::NoStore => "not_set_up",
            StoreError::Missing => "store_missing",
            StoreError::AlreadyThere => "already_set_up",
            StoreError::WrongKey | StoreError::NotAStore | StoreError::Damaged { .. } => "store_damaged",
            StoreError::Busy => "busy",
            StoreError::NewerFile { .. } => "newer_file",
            StoreError::Unsuitable { .. } => "unsuitable_folder",
            StoreError::OldSqlite | StoreError::Setting(_) => "sqlite",
            StoreError::Full => "disk_full",
            StoreError::NumberTaken => "number_taken",
            StoreError::NotThatPage | StoreError::UnknownDevice => "bad_entry",
            StoreError::NotEnrolled => "not_enrolled",
            StoreError::Unsettled | StoreError::NotThatWay => "unsettled",
            StoreError::Frozen | StoreError::Io(_) | StoreError::Sql(_) => "disk",
            StoreError::Entry(_) | StoreError::Chain(_) | StoreError::NotCanonical(_) => "bad_entry",
        };
        Failure::new(code, message)
    }
}
