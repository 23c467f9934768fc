//! The office in the store: one document, the fold of every fact about it, and the newest of its entries.

use desk_core::{
    ids::EntryHash,
    office::{self, Office, OfficeEntry, OfficeFact},
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    codec::Body,
    dossier::{heads_bytes, heads_of},
    entry::{self, Entry},
    error::{Result, StoreError},
};

/// The office as its facts leave it, and its newest entries.
pub(crate) fn read(db: &Connection) -> Result<(Office, Vec<EntryHash>)> {
    let mut statement = db.prepare_cached("SELECT doc, heads FROM office")?;
    let found: Option<(Vec<u8>, Vec<u8>)> =
        statement.query_row([], |row| Ok((row.get("doc")?, row.get("heads")?))).optional()?;
    let (doc, heads) = found.ok_or(StoreError::Damaged { what: "the office is missing" })?;
    let office =
        desk_log::from_canonical(&doc).map_err(|_| StoreError::Damaged { what: "the office does not read" })?;
    Ok((office, heads_of(&heads)))
}

/// Writes the document.
pub(crate) fn write(db: &Connection, office: &Office, heads: &[EntryHash]) -> Result<()> {
    let doc = desk_log::to_canonical(office)?;
    db.prepare_cached("UPDATE office SET doc = ?1, heads = ?2")?.execute(params![doc, heads_bytes(heads)])?;
    Ok(())
}

/// An entry as the fold of the office takes it.
pub(crate) fn placed(entry: Entry) -> OfficeEntry<Option<OfficeFact>> {
    let fact = match entry.body {
        // Who left without a dossier changes nothing of the office, and there are many.
        Body::Office(
            OfficeFact::GuidanceGiven(_)
            | OfficeFact::IntakeRefused(_)
            | OfficeFact::SlipPrinted(_)
            | OfficeFact::PasswordReset(_),
        ) => None,
        Body::Office(fact) => Some(fact),
        Body::Dossier(_) | Body::Aside(_) | Body::Erased => None,
    };
    let Entry { head, hash, builds_on, .. } = entry;
    OfficeEntry { device: head.device, seq: head.seq, hash, builds_on, fact }
}

/// The fold of all of the office's entries here.
pub(crate) fn fold(db: &Connection) -> Result<(Office, Vec<EntryHash>)> {
    Ok(office::fold(entry::of_office(db, None, u32::MAX)?.into_iter().map(placed).collect()))
}
