//! A dossier in the store: folded from its entries, and one line of it for lists.

mod lane;
mod query;
mod row;

use desk_core::{
    dossier::{Dossier, evolve},
    ids::{DossierId, EntryHash, PersonId},
};
use rusqlite::{Connection, OptionalExtension, params};

pub use lane::Lane;
pub use query::Hit;
pub(crate) use query::{HIT_COLUMNS, by_code, hit, of_id};
pub use row::PrintState;
pub(crate) use row::{Line, Row, channel_of, channel_word, return_of, status_of};

use crate::{codec::Body, entry, error::Result};

/// A dossier with where it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Position of its first entry.
    pub(crate) row: i64,
    /// Its newest entries.
    pub(crate) heads: Vec<EntryHash>,
    /// Folded.
    pub(crate) dossier: Dossier,
    /// SHA-256 of it in canonical CBOR, as its line has it; none while it changes.
    pub(crate) doc: Option<[u8; 32]>,
}

pub(crate) fn heads_bytes(heads: &[EntryHash]) -> Vec<u8> {
    heads.iter().flat_map(|hash| hash.0).collect()
}

pub(crate) fn heads_of(bytes: &[u8]) -> Vec<EntryHash> {
    bytes.as_chunks::<32>().0.iter().map(|hash| EntryHash(*hash)).collect()
}

/// A dossier as its entries leave it; none when no entry names it.
pub(crate) fn kept(db: &Connection, id: DossierId) -> Result<Option<Kept>> {
    let mut statement = db.prepare_cached("SELECT row, heads, doc FROM dossiers WHERE id = ?1")?;
    let found = statement
        .query_row(params![id.bytes()], |row| {
            Ok((row.get::<_, i64>("row")?, row.get::<_, Vec<u8>>("heads")?, row.get("doc")?))
        })
        .optional()?;
    let Some((row, heads, doc)) = found else { return Ok(None) };
    Ok(Some(Kept { row, heads: heads_of(&heads), dossier: fold(db, id)?, doc: Some(doc) }))
}

/// Who made the first entry.
pub(crate) fn clerk_of(db: &Connection, row: i64) -> Result<Option<PersonId>> {
    let mut statement = db.prepare_cached("SELECT clerk FROM dossiers WHERE row = ?1")?;
    let clerk: Option<[u8; 16]> = statement.query_row(params![row], |found| found.get("clerk"))?;
    Ok(clerk.map(PersonId::from_bytes))
}

/// The fold of a dossier's entries, in the order that every machine agrees on: what an entry builds on comes before it,
/// and of those that do not know of each other the smaller hash comes first.
pub(crate) fn fold(db: &Connection, id: DossierId) -> Result<Dossier> {
    Ok(fold_entries(&in_order(entry::of_dossier(db, id)?)))
}

/// The fold of entries that are in order.
pub(crate) fn fold_entries(entries: &[entry::Entry]) -> Dossier {
    entries.iter().fold(Dossier::default(), |dossier, entry| match &entry.body {
        Body::Dossier(fact) => evolve(dossier, fact),
        Body::Office(_) | Body::NotUnderstood | Body::Erased => dossier,
    })
}

/// Sorts the entries of one dossier: graph order, then hash.
pub(crate) fn in_order(mut entries: Vec<entry::Entry>) -> Vec<entry::Entry> {
    let in_line = entries.windows(2).all(|pair| pair[1].builds_on == [pair[0].hash]);
    if in_line {
        return entries; // one desk after the other: the rule, and already in order
    }
    entries.sort_unstable_by_key(|entry| entry.hash);
    let mut sorted: Vec<entry::Entry> = Vec::with_capacity(entries.len());
    let mut left = entries;
    while !left.is_empty() {
        let waits =
            |entry: &entry::Entry| entry.builds_on.iter().any(|hash| left.iter().any(|other| other.hash == *hash));
        // Hashes cannot run in a circle; should bytes claim so, the first by hash goes on.
        let next = left.iter().position(|entry| !waits(entry)).unwrap_or(0);
        sorted.push(left.remove(next));
    }
    sorted
}
