//! Between facts and the bodies of entries: kind, version, canonical CBOR.

use desk_core::{dossier::Fact, office::OfficeFact};
use desk_log::{NotCanonical, Payload};

use crate::aside::Aside;

/// The version of every body written here. Old versions stay readable for ever; a changed shape gets the next number.
const VERSION: u16 = 1;

/// What a body says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A fact about a dossier.
    Dossier(Fact),
    /// A fact about the office.
    Office(OfficeFact),
    /// Kept and shown, not applied: a kind or version that this program does not know, a body that is not of its kind's
    /// shape, another office's entry.
    Aside(Aside),
    /// The body was erased as the law asks.
    Erased,
}

/// The body of a fact about a dossier.
///
/// # Errors
/// When the fact holds something without a canonical form.
pub fn encode_dossier(fact: &Fact) -> Result<Payload<'static>, NotCanonical> {
    Payload::encode(fact.kind(), VERSION, fact)
}

/// The body of a fact about the office.
///
/// # Errors
/// When the fact holds something without a canonical form.
pub fn encode_office(fact: &OfficeFact) -> Result<Payload<'static>, NotCanonical> {
    Payload::encode(fact.kind(), VERSION, fact)
}

/// Every kind of entry that this program knows, the dossiers' first.
pub const KINDS: [&str; 52] = [
    "dossier.received",
    "form.printed",
    "print.ended",
    "dossier.handed_over",
    "hand_over.confirmed",
    "hand_over.refused",
    "work.began",
    "supplement.requested",
    "supplement.answered",
    "payment.required",
    "payment.settled",
    "due.extended",
    "dossier.refused",
    "dossier.stopped",
    "dossier.withdrawn",
    "result.entered",
    "result.received",
    "result.returned",
    "post.sent",
    "post.came_back",
    "dossier.corrected",
    "void.requested",
    "dossier.voided",
    "void.declined",
    "return.taken_back",
    "fee.collected",
    "note.added",
    "department.chased",
    "file.attached",
    "file.set_aside",
    "collision.settled",
    "device.began",
    "person.granted",
    "person.retired",
    "password.reset",
    "counter.assigned",
    "procedure.switched",
    "figure.set",
    "warning.settled",
    "guidance.given",
    "intake.refused",
    "register.imported",
    "import.undone",
    "label.set",
    "persons.judged",
    "counter.closed",
    "day.closed",
    "day.signed",
    "exception.judged",
    "calendar.set",
    "setting.set",
    "paper.continued",
];

/// Reads a body. Never fails: what cannot be read is [`Body::Aside`].
pub fn decode(kind: &str, version: u16, body: &[u8]) -> Body {
    if version != VERSION {
        return Body::Aside(Aside::NeedsNewer);
    }
    read(kind, body).unwrap_or_else(Body::Aside)
}

fn read(kind: &str, body: &[u8]) -> Result<Body, Aside> {
    fn of<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Aside> {
        desk_log::from_canonical(body).map_err(|_| Aside::Unreadable)
    }
    let dossier = |fact| Ok(Body::Dossier(fact));
    let office = |fact| Ok(Body::Office(fact));
    match kind {
        "dossier.received" => dossier(Fact::Received(of(body)?)),
        "form.printed" => dossier(Fact::FormPrinted(of(body)?)),
        "print.ended" => dossier(Fact::PrintEnded(of(body)?)),
        "dossier.handed_over" => dossier(Fact::HandedOver(of(body)?)),
        "hand_over.confirmed" => dossier(Fact::HandOverConfirmed(of(body)?)),
        "hand_over.refused" => dossier(Fact::HandOverRefused(of(body)?)),
        "work.began" => dossier(Fact::WorkBegan(of(body)?)),
        "supplement.requested" => dossier(Fact::SupplementRequested(of(body)?)),
        "supplement.answered" => dossier(Fact::SupplementAnswered(of(body)?)),
        "payment.required" => dossier(Fact::PaymentRequired(of(body)?)),
        "payment.settled" => dossier(Fact::PaymentSettled(of(body)?)),
        "due.extended" => dossier(Fact::DueExtended(of(body)?)),
        "dossier.refused" => dossier(Fact::Refused(of(body)?)),
        "dossier.stopped" => dossier(Fact::Stopped(of(body)?)),
        "dossier.withdrawn" => dossier(Fact::Withdrawn(of(body)?)),
        "result.entered" => dossier(Fact::ResultEntered(of(body)?)),
        "result.received" => dossier(Fact::ResultReceived(of(body)?)),
        "result.returned" => dossier(Fact::Returned(of(body)?)),
        "post.sent" => dossier(Fact::PostSent(of(body)?)),
        "post.came_back" => dossier(Fact::PostCameBack(of(body)?)),
        "dossier.corrected" => dossier(Fact::Corrected(of(body)?)),
        "void.requested" => dossier(Fact::VoidRequested(of(body)?)),
        "dossier.voided" => dossier(Fact::Voided(of(body)?)),
        "void.declined" => dossier(Fact::VoidDeclined(of(body)?)),
        "return.taken_back" => dossier(Fact::ReturnTakenBack(of(body)?)),
        "fee.collected" => dossier(Fact::FeeCollected(of(body)?)),
        "note.added" => dossier(Fact::NoteAdded(of(body)?)),
        "department.chased" => dossier(Fact::Chased(of(body)?)),
        "file.attached" => dossier(Fact::FileAttached(of(body)?)),
        "file.set_aside" => dossier(Fact::FileSetAside(of(body)?)),
        "collision.settled" => dossier(Fact::CollisionSettled(of(body)?)),
        "device.began" => office(OfficeFact::DeviceBegan(of(body)?)),
        "person.granted" => office(OfficeFact::PersonGranted(of(body)?)),
        "person.retired" => office(OfficeFact::PersonRetired(of(body)?)),
        "password.reset" => office(OfficeFact::PasswordReset(of(body)?)),
        "counter.assigned" => office(OfficeFact::CounterAssigned(of(body)?)),
        "procedure.switched" => office(OfficeFact::ProcedureSwitched(of(body)?)),
        "figure.set" => office(OfficeFact::FigureSet(of(body)?)),
        "warning.settled" => office(OfficeFact::WarningSettled(of(body)?)),
        "guidance.given" => office(OfficeFact::GuidanceGiven(of(body)?)),
        "intake.refused" => office(OfficeFact::IntakeRefused(of(body)?)),
        "slip.printed" => office(OfficeFact::SlipPrinted(of(body)?)),
        "register.imported" => office(OfficeFact::RegisterImported(of(body)?)),
        "import.undone" => office(OfficeFact::ImportUndone(of(body)?)),
        "label.set" => office(OfficeFact::LabelSet(of(body)?)),
        "persons.judged" => office(OfficeFact::PersonsJudged(of(body)?)),
        "counter.closed" => office(OfficeFact::CounterClosed(of(body)?)),
        "day.closed" => office(OfficeFact::DayClosed(of(body)?)),
        "day.signed" => office(OfficeFact::DaySigned(of(body)?)),
        "exception.judged" => office(OfficeFact::ExceptionJudged(of(body)?)),
        "calendar.set" => office(OfficeFact::CalendarSet(of(body)?)),
        "setting.set" => office(OfficeFact::SettingSet(of(body)?)),
        "paper.continued" => office(OfficeFact::PaperContinued(of(body)?)),
        _ => Err(Aside::NeedsNewer), // kinds are an open list: newer programs add to it
    }
}
