//! Between facts and the bodies of entries: kind, version, canonical CBOR.

use desk_core::{dossier::Fact, office::OfficeFact};
use desk_log::{NotCanonical, Payload};

/// The version of every body written here. Old versions stay readable for ever; a changed shape gets the next number.
const VERSION: u16 = 1;

/// What a body says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A fact about a dossier.
    Dossier(Fact),
    /// A fact about the office.
    Office(OfficeFact),
    /// A kind or version that this program does not know, or a body that is not of its kind's shape: kept, shown, not
    /// applied.
    NotUnderstood,
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

/// Reads a body. Never fails: what cannot be read is [`Body::NotUnderstood`].
pub fn decode(kind: &str, version: u16, body: &[u8]) -> Body {
    if version != VERSION {
        return Body::NotUnderstood;
    }
    read(kind, body).unwrap_or(Body::NotUnderstood)
}

fn read(kind: &str, body: &[u8]) -> Option<Body> {
    fn of<T: serde::de::DeserializeOwned>(body: &[u8]) -> Option<T> {
        desk_log::from_canonical(body).ok()
    }
    let office = |fact| Some(Body::Office(fact));
    match kind {
        "dossier.received" => Some(Body::Dossier(Fact::Received(of(body)?))),
        "form.printed" => Some(Body::Dossier(Fact::FormPrinted(of(body)?))),
        "print.ended" => Some(Body::Dossier(Fact::PrintEnded(of(body)?))),
        "device.began" => office(OfficeFact::DeviceBegan(of(body)?)),
        "person.granted" => office(OfficeFact::PersonGranted(of(body)?)),
        "person.retired" => office(OfficeFact::PersonRetired(of(body)?)),
        "password.reset" => office(OfficeFact::PasswordReset(of(body)?)),
        "counter.assigned" => office(OfficeFact::CounterAssigned(of(body)?)),
        "procedure.switched" => office(OfficeFact::ProcedureSwitched(of(body)?)),
        "figure.set" => office(OfficeFact::FigureSet(of(body)?)),
        "warning.settled" => office(OfficeFact::WarningSettled(of(body)?)),
        _ => None, // kinds are an open list: newer programs add to it
    }
}
