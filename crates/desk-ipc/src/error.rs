//! Errors for people: a closed list of codes with fields. The words are in `assets/locales/*/errors.ftl`.

use std::collections::BTreeMap;

use desk_app::{AppError, courier::StickFault};
use desk_core::{dossier::Refusal, due::DueRefusal};
use desk_store::{FilesError, StoreError};
use desk_sync::{ProblemCode, carry::CarryFault};

use crate::views::{FieldProblem, UserErrorView};

/// A message by its code.
pub(crate) fn user_error(code: &str, fields: &[(&str, String)]) -> UserErrorView {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    UserErrorView { code: code.to_owned(), fields, at: Vec::new() }
}

/// A message that points at a field of the form.
pub(crate) fn problem(field: impl Into<String>, code: &str) -> FieldProblem {
    FieldProblem { field: field.into(), code: code.to_owned(), fields: BTreeMap::new() }
}

/// What stands against an intake, at its field.
pub(crate) fn refusal_problems(refusal: &Refusal) -> Vec<FieldProblem> {
    let at = |field: &str, code: &str| vec![problem(field, code)];
    match refusal {
        Refusal::NotAllowed => at("", "not_allowed"),
        Refusal::NameMissing => at("owner.name", "name_missing"),
        Refusal::SetsOutOfRange => at("sets", "sets_out_of_range"),
        Refusal::PapersMissing { indexes } => {
            indexes.iter().map(|index| problem(format!("papers.{index}"), "paper_missing")).collect()
        }
        Refusal::NoSuchPaper { index } => vec![problem(format!("papers.{index}"), "no_such_paper")],
        Refusal::ReasonMissing { field } => vec![problem(*field, "reason_missing")],
        Refusal::LimitNeeded => at("limit", "limit_needed"),
        Refusal::LimitIsKnown => at("limit", "limit_is_known"),
        Refusal::DateInThePast { field } => at(field, "date_in_the_past"),
        Refusal::LaterThanTheLaw { field } => at(field, "later_than_the_law"),
        Refusal::FeeNotAllowed => at("fee_vnd", "fee_not_allowed"),
        Refusal::NoDate(DueRefusal::BeyondCalendar { from, until }) => {
            let mut beyond = problem("limit", "beyond_calendar");
            beyond.fields.insert("from".to_owned(), from.to_string());
            beyond.fields.insert("until".to_owned(), until.to_string());
            vec![beyond]
        }
        Refusal::NoDate(DueRefusal::NeverOpen) => at("limit", "never_open"),
        Refusal::AlreadyAccepted => at("", "already_accepted"),
        Refusal::NotAccepted => at("", "not_accepted"),
        Refusal::NotTheNextPrint => at("", "not_the_next_print"),
        Refusal::NoSuchPrint => at("", "no_such_print"),
        Refusal::NotNow { verb, status } => {
            let mut not_now = problem("", "not_now");
            not_now.fields.insert("verb".to_owned(), verb.word().to_owned());
            not_now.fields.insert("status".to_owned(), status.word().to_owned());
            vec![not_now]
        }
        Refusal::NotInThePast => at("back_entry", "not_in_the_past"),
        Refusal::Collided => at("", "collided"),
        Refusal::NotASide => at("holds", "not_a_side"),
        Refusal::SlipMissing => at("", "unexpected"),
        Refusal::DeadlineNotPassed { deadline } => {
            let mut early = problem("", "deadline_not_passed");
            early.fields.insert("deadline".to_owned(), deadline.to_string());
            vec![early]
        }
        Refusal::NoLastDay => at("", "no_last_day"),
        Refusal::SupplementsUsedUp { times } => {
            let mut used_up = problem("beyond", "supplements_used_up");
            used_up.fields.insert("times".to_owned(), times.to_string());
            vec![used_up]
        }
        Refusal::PostByList => at("to", "post_by_list"),
        Refusal::NotLater => at("due", "not_later"),
        Refusal::DateInTheFuture { field } => at(field, "date_in_the_future"),
        Refusal::NotOfficeHours { field } => at(field, "not_office_hours"),
        Refusal::NoSecondStage => at("second_stage", "no_second_stage"),
        Refusal::OtherSecondStage { rule } => {
            let mut other = problem("second_stage", "other_second_stage");
            other.fields.insert("rule".to_owned(), rule.to_string());
            vec![other]
        }
        Refusal::NoResult => at("", "no_result"),
        Refusal::ExtensionsUsedUp { times } => {
            let mut used_up = problem("due", "extensions_used_up");
            used_up.fields.insert("times".to_owned(), times.to_string());
            vec![used_up]
        }
        Refusal::ResultElsewhere => at("to", "result_elsewhere"),
        Refusal::NothingChanges => at("", "nothing_changes"),
        Refusal::AmountOutOfRange => at("vnd", "amount_out_of_range"),
        Refusal::NoSuchFile => at("hash", "no_such_file"),
        Refusal::FileAttachedBefore => at("", "file_attached_before"),
    }
}

/// The store's cases as messages: what a person can do differs, so each has its own.
fn store_error(error: &StoreError) -> UserErrorView {
    let code = match error {
        StoreError::NoStore => "store_none",
        StoreError::Missing => "store_missing",
        StoreError::AlreadyThere => "already_set_up",
        StoreError::WrongKey | StoreError::NotAStore => "store_wrong_key",
        StoreError::Damaged { .. } | StoreError::Entry(_) | StoreError::Chain(_) | StoreError::NotCanonical(_) => {
            "store_damaged"
        }
        StoreError::Busy => "store_busy",
        StoreError::NewerFile { .. } => "store_newer",
        StoreError::Unsuitable { .. } => "store_unsuitable",
        StoreError::OldSqlite | StoreError::Setting(_) => "store_program_fault",
        StoreError::Full => "disk_full",
        StoreError::NumberTaken => "number_taken",
        StoreError::NotThatPage | StoreError::UnknownDevice => "bad_answer",
        StoreError::NotEnrolled => "not_enrolled",
        StoreError::Unsettled | StoreError::NotThatWay => "unsettled",
        StoreError::Frozen => "store_frozen",
        StoreError::Io(_) | StoreError::Sql(_) => "disk_error",
    };
    user_error(code, &[])
}

/// Bytes as people read the room on a disk, rounded up.
fn megabytes(bytes: u64) -> String {
    bytes.div_ceil(1024 * 1024).to_string()
}

/// The message for an error. Exhaustive: a new case does not compile without its code.
pub(crate) fn app_error(error: &AppError) -> UserErrorView {
    let plain = |code: &str| user_error(code, &[]);
    let at_field = |field: &str, code: &str| {
        let mut error = plain(code);
        error.at.push(problem(field, code));
        error
    };
    match error {
        AppError::NotSetUp => plain("not_set_up"),
        AppError::AlreadySetUp => plain("already_set_up"),
        AppError::UnknownUnit => plain("unknown_unit"),
        AppError::BadCounter => plain("bad_counter"),
        AppError::NotSignedIn => plain("not_signed_in"),
        AppError::Locked => plain("locked"),
        AppError::NotAllowed => plain("not_allowed"),
        AppError::UnknownPerson => plain("unknown_person"),
        AppError::WrongPassword { wait_seconds } => {
            user_error("wrong_password", &[("wait_seconds", wait_seconds.to_string())])
        }
        AppError::Wait { wait_seconds } => user_error("wait", &[("wait_seconds", wait_seconds.to_string())]),
        AppError::PersonLocked => plain("person_locked"),
        AppError::WrongPin { tries_left } => user_error("wrong_pin", &[("tries_left", tries_left.to_string())]),
        AppError::PinSpent => plain("pin_spent"),
        AppError::BadPin => plain("bad_pin"),
        AppError::SystemKeyGone => plain("system_key_gone"),
        AppError::WrongRecoveryCode => plain("wrong_recovery_code"),
        AppError::WeakPassword(weak) => user_error(weak.code(), &[("least", desk_app::password::LEAST.to_string())]),
        AppError::BadLogin => plain("bad_login"),
        AppError::LoginTaken => plain("login_taken"),
        AppError::NameMissing => plain("name_missing"),
        AppError::LastAdministrator => plain("last_administrator"),
        AppError::LastSupervisor => plain("last_supervisor"),
        AppError::UnknownProcedure => plain("unknown_procedure"),
        AppError::NumbersUsedUp { counter } => user_error("numbers_used_up", &[("counter", counter.to_string())]),
        AppError::ClockBehind { newest } => user_error("clock_behind", &[("newest", newest.clone())]),
        AppError::Unsettled(what) => user_error("unsettled", &[("what", (*what).to_owned())]),
        AppError::NoSuchDossier => plain("no_such_dossier"),
        AppError::NoSuchForm => plain("no_such_form"),
        AppError::FileRefused(refused) => plain(desk_app::refused_code(refused)),
        AppError::NoSuchFile => plain("no_such_file"),
        AppError::Draw(_) => plain("file_cannot_be_drawn"),
        AppError::Files(error) => match error {
            FilesError::Missing => plain("files_missing"),
            FilesError::Unknown => plain("no_such_file"),
            FilesError::Damaged => plain("files_damaged"),
            FilesError::Source(_) => plain("disk_error"),
            FilesError::Store(error) => store_error(error),
        },
        AppError::NoSuchDraft => plain("no_such_draft"),
        AppError::DiskFull => plain("disk_full"),
        AppError::BadField { field } => {
            let mut error = user_error("bad_field", &[("field", (*field).to_owned())]);
            error.at.push(problem(*field, "bad_field"));
            error
        }
        AppError::RealClock => plain("real_clock"),
        AppError::Withdrawn => plain("person_withdrawn"),
        AppError::NotEnrolled => plain("not_enrolled"),
        AppError::Revoked => plain("machine_revoked"),
        AppError::BadCode => at_field("code", "bad_code"),
        AppError::BadAddress => at_field("server", "bad_address"),
        AppError::NoAnswer => plain("province_silent"),
        AppError::BadAnswer => plain("bad_answer"),
        AppError::OtherProvince => plain("other_province"),
        AppError::Province(
            code @ (ProblemCode::CodeUnknown
            | ProblemCode::CodeUsed
            | ProblemCode::CodeExpired
            | ProblemCode::CodeCounter
            | ProblemCode::CounterTaken
            | ProblemCode::EnrolledElsewhere
            | ProblemCode::DemoDesk
            | ProblemCode::DemoServer),
        ) => plain(code.code()),
        AppError::Province(code) => user_error("province_refused", &[("reason", code.code().to_owned())]),
        AppError::Stick(StickFault::Gap(from)) => user_error("carry_gap", &[("from", from.to_string())]),
        AppError::Stick(StickFault::File(CarryFault::Io(_))) => plain("disk_error"),
        AppError::Stick(fault) => plain(fault.code()),
        AppError::Reference(fault) => plain(fault.code()),
        AppError::Refused(refusal) => {
            let at = refusal_problems(refusal);
            let code = at.first().map_or_else(|| "refused".to_owned(), |first| first.code.clone());
            let fields = at.first().map(|first| first.fields.clone()).unwrap_or_default();
            UserErrorView { code, fields, at }
        }
        AppError::Print(error) => plain(error.code()),
        AppError::Form(_) => plain("form_cannot_be_drawn"),
        AppError::Store(error) => store_error(error),
        AppError::Import(fault) => plain(fault.code()),
        AppError::Backup(error) => {
            let room = if let desk_store::BackupError::PlaceFull { needed, free } = error {
                vec![("needed", megabytes(*needed)), ("free", megabytes(*free))]
            } else {
                Vec::new()
            };
            user_error(desk_app::backup_code(error), &room)
        }
        AppError::Practising => plain("practising"),
        AppError::NotPractising => plain("not_practising"),
        AppError::BackupRunning => plain("backup_running"),
        AppError::OtherOffice => plain("backup_other_office"),
        AppError::Io(_) => plain("disk_error"),
        AppError::NoRandomness => plain("no_randomness"),
    }
}
