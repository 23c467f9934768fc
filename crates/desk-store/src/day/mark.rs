//! What an entry leaves on its day: the fact alone says it, so every machine and every rebuild says the same.

use chrono::{Datelike, NaiveDate};
use desk_core::{dossier::Fact, ids::DossierId, office::OfficeFact};
use rusqlite::{Connection, params};

use crate::error::Result;

/// The receipt: the form whose prints are counted.
const RECEIPT: &str = "receipt";

/// A day as a number: days since 1 January of the year 1.
pub(crate) fn number(day: NaiveDate) -> i64 {
    day.num_days_from_ce().into()
}

/// The marks of a fact, each with its day on the office's clock.
pub(crate) fn marks_of(fact: &Fact) -> Vec<(NaiveDate, &'static str)> {
    match fact {
        Fact::Received(received) => {
            let day = received.received_at.date_naive();
            let beyond = received.papers.iter().any(|paper| paper.index.is_none()).then_some((day, "beyond"));
            let entered = received.back_entry.as_ref().map(|entry| (entry.entered_at.date_naive(), "back_entry"));
            beyond.into_iter().chain(entered).collect()
        }
        Fact::FormPrinted(print) if print.form == RECEIPT => match (print.number, print.replaces) {
            (1, _) => vec![(print.at.date_naive(), "printed")],
            (_, None) => vec![(print.at.date_naive(), "reprinted")],
            (_, Some(_)) => Vec::new(),
        },
        Fact::Corrected(corrected) => {
            let day = corrected.done.at.date_naive();
            let edited = (!corrected.outdated.is_empty()).then_some((day, "edited"));
            std::iter::once((day, "corrected")).chain(edited).collect()
        }
        Fact::SupplementRequested(request) => {
            let day = request.done.at.date_naive();
            let beyond = request.items.iter().any(|item| item.index.is_none()).then_some((day, "beyond"));
            std::iter::once((day, "asked")).chain(beyond).collect()
        }
        Fact::VoidRequested(said) => vec![(said.done.at.date_naive(), "void_wanted")],
        Fact::Voided(said) => vec![(said.done.at.date_naive(), "voided")],
        // A written refusal is a result, and a refusal too.
        Fact::ResultEntered(result) if !result.positive => both(result.done.at.date_naive(), "refused"),
        Fact::ResultEntered(result) => vec![(result.done.at.date_naive(), "resolved")],
        Fact::Refused(refused) => both(refused.done.at.date_naive(), "refused"),
        Fact::Stopped(stopped) => both(stopped.done.at.date_naive(), "stopped"),
        Fact::Withdrawn(withdrawn) => both(withdrawn.done.at.date_naive(), "withdrawn"),
        Fact::Returned(returned) => vec![(returned.done.at.date_naive(), "returned")],
        Fact::FormPrinted(_)
        | Fact::PrintEnded(_)
        | Fact::HandedOver(_)
        | Fact::HandOverConfirmed(_)
        | Fact::HandOverRefused(_)
        | Fact::WorkBegan(_)
        | Fact::SupplementAnswered(_)
        | Fact::PaymentRequired(_)
        | Fact::PaymentSettled(_)
        | Fact::DueExtended(_)
        | Fact::ResultReceived(_)
        | Fact::PostSent(_)
        | Fact::PostCameBack(_)
        | Fact::VoidDeclined(_)
        | Fact::ReturnTakenBack(_)
        | Fact::FeeCollected(_)
        | Fact::NoteAdded(_)
        | Fact::Chased(_)
        | Fact::FileAttached(_)
        | Fact::FileSetAside(_)
        | Fact::CollisionSettled(_) => Vec::new(),
    }
}

/// A refusal, a stop or a withdrawal resolves the dossier too.
fn both(day: NaiveDate, end: &'static str) -> Vec<(NaiveDate, &'static str)> {
    vec![(day, end), (day, "resolved")]
}

/// The day that an office fact is about, where it is about one.
pub(crate) fn day_of(fact: &OfficeFact) -> Option<NaiveDate> {
    match fact {
        OfficeFact::CounterClosed(closed) => Some(closed.day),
        OfficeFact::DayClosed(closed) => Some(closed.day),
        OfficeFact::DaySigned(signed) => Some(signed.day),
        OfficeFact::ExceptionJudged(judged) => Some(judged.day),
        OfficeFact::DeviceBegan(_)
        | OfficeFact::PersonGranted(_)
        | OfficeFact::PersonRetired(_)
        | OfficeFact::PasswordReset(_)
        | OfficeFact::CounterAssigned(_)
        | OfficeFact::ProcedureSwitched(_)
        | OfficeFact::FigureSet(_)
        | OfficeFact::WarningSettled(_)
        | OfficeFact::GuidanceGiven(_)
        | OfficeFact::IntakeRefused(_)
        | OfficeFact::SlipPrinted(_)
        | OfficeFact::RegisterImported(_)
        | OfficeFact::ImportUndone(_)
        | OfficeFact::LabelSet(_)
        | OfficeFact::CalendarSet(_)
        | OfficeFact::SettingSet(_)
        | OfficeFact::PaperContinued(_)
        | OfficeFact::PersonsJudged(_) => None,
    }
}

/// Notes the marks of an entry.
pub(crate) fn note(db: &Connection, position: i64, dossier: DossierId, fact: &Fact) -> Result<()> {
    for (day, kind) in marks_of(fact) {
        db.prepare_cached("INSERT INTO marks (day, kind, position, dossier) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![number(day), kind, position, dossier.bytes()])?;
    }
    Ok(())
}

/// Notes an office entry under its day.
pub(crate) fn note_office(db: &Connection, position: i64, fact: &OfficeFact) -> Result<()> {
    if let Some(day) = day_of(fact) {
        db.prepare_cached("INSERT INTO day_entries (day, position) VALUES (?1, ?2)")?
            .execute(params![number(day), position])?;
    }
    Ok(())
}
