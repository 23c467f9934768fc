//! What a scanner sends: a citizen's card, one of our receipts, or something else.
//!
//! A field is filled, or filled and named in `doubtful`, or empty; it is never silently wrong as far as its shape can tell.
//! Doubtful is what a person must confirm: marks lost, letters turned by Telex or VNI, syllables that Vietnamese does not
//! have, a family name nobody here bears, a date that does not exist, a number against birth year or sex. The scanned text
//! itself is kept nowhere.

mod encoding;
mod families;
mod fields;
mod layout;
mod place;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{code::DossierCode, person_number::Sex};

/// What a scanned text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// The QR of a citizen's identity card.
    CitizenCard {
        /// What it says.
        fields: CardFields,
        /// Which fields a person must confirm, in the order of the card.
        doubtful: Vec<CardField>,
    },
    /// The QR or code of a receipt.
    Receipt {
        /// The dossier.
        code: DossierCode,
        /// What stood behind `#`, unchecked; `None` for a bare code.
        proof: Option<String>,
    },
    /// Neither.
    Unknown,
}

/// The fields of a card; `None` where it is empty or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CardFields {
    /// Digits as read: 12, or, when doubtful, what came of them.
    pub personal_number: Option<String>,
    /// Number of the former card, 9 digits (or 12, or, when doubtful, what came of it).
    pub old_number: Option<String>,
    /// Name with capitals at its words.
    pub name: Option<String>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Address as printed.
    pub address: Option<String>,
    /// Date of issue.
    pub issued: Option<NaiveDate>,
}

/// A field of the card by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardField {
    /// The 12-digit number.
    PersonalNumber,
    /// The number of the former card.
    OldNumber,
    /// The name.
    Name,
    /// The birth date.
    BirthDate,
    /// The sex.
    Sex,
    /// The address.
    Address,
    /// The date of issue.
    Issued,
}

/// Reads what a scanner sent, by shape: fields between `|` are a card, a dossier code with or without its proof (bare, or in an
/// address that ends in `/h/<code>`) is a receipt.
pub fn scan(text: &str) -> Scan {
    scan_among(text, &[])
}

/// As [`scan`], knowing the names of the communes and districts of the former Hòa Bình, old and new: an address that ends in
/// that province and names others is doubtful.
pub fn scan_among(text: &str, places: &[&str]) -> Scan {
    let (text, repaired) = encoding::repair(text);
    if let Some((code, proof)) = receipt(&text) {
        return Scan::Receipt { code, proof };
    }
    match layout::card(&text, repaired, places) {
        Some((fields, doubtful)) => Scan::CitizenCard { fields, doubtful },
        None => Scan::Unknown,
    }
}

fn receipt(text: &str) -> Option<(DossierCode, Option<String>)> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}');
    let (head, proof) = match text.split_once('#') {
        Some((head, proof)) => (head, Some(proof)),
        // Before enrolment the QR holds code and proof as text; whatever parts them, the proof is one word.
        None => match text.split_once(|c: char| c.is_whitespace() || matches!(c, ';' | ',')) {
            Some((head, proof)) if is_proof(proof.trim()) => (head, Some(proof)),
            Some(_) | None => (text, None),
        },
    };
    let lower = head.to_ascii_lowercase();
    let code = if lower.starts_with("https://") || lower.starts_with("http://") {
        let path = head.split('?').next()?.trim_end_matches('/');
        let at = path.to_ascii_lowercase().rfind("/h/")?;
        &path[at + 3..]
    } else {
        head
    };
    let code = DossierCode::read(code).ok()?;
    Some((code, proof.map(|proof| proof.trim().to_owned()).filter(|proof| !proof.is_empty())))
}

/// 96 bytes in base64url are 128 letters.
fn is_proof(text: &str) -> bool {
    text.len() == 128 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
