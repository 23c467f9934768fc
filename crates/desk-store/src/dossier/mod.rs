//! A dossier in the store: folded from its entries, and one line of it for lists.

mod lane;
mod query;
mod row;

use desk_core::{
    dossier::{Dossier, Fact, Placed},
    graph::{self, Link},
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

/// The fold of a dossier's entries, the same on every machine whatever the order in which they came.
pub(crate) fn fold(db: &Connection, id: DossierId) -> Result<Dossier> {
    Ok(fold_entries(&entry::of_dossier(db, id)?))
}

/// The fold of entries given in any order.
pub fn fold_entries(entries: &[entry::Entry]) -> Dossier {
    let placed: Vec<Placed<'_>> = entries
        .iter()
        .map(|entry| Placed {
            link: link(entry),
            fact: match &entry.body {
                Body::Dossier(fact) => Some(fact),
                Body::Office(_) | Body::Aside(_) | Body::Erased => None,
            },
        })
        .collect();
    desk_core::dossier::fold(&placed)
}

fn link(entry: &entry::Entry) -> Link<'_> {
    Link { hash: entry.hash, builds_on: &entry.builds_on }
}

/// The newest of a dossier's entries.
pub(crate) fn heads(entries: &[entry::Entry]) -> Vec<EntryHash> {
    graph::heads(&entries.iter().map(link).collect::<Vec<_>>())
}

/// Sorts the entries of one dossier: what an entry builds on comes before it, of those that do not know of each other the
/// smaller hash.
pub fn in_order(entries: Vec<entry::Entry>) -> Vec<entry::Entry> {
    let order = graph::order(&entries.iter().map(link).collect::<Vec<_>>());
    let mut slots: Vec<Option<entry::Entry>> = entries.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| slots[at].take()).collect()
}

/// True when a fact that builds on everything known leaves the dossier as its fold after that fact: it is the first, or
/// nothing collides and the fact changes nothing of what was before.
pub(crate) fn goes_on(before: Option<&Kept>, fact: Option<&Fact>) -> bool {
    let Some(kept) = before.filter(|kept| !kept.heads.is_empty()) else { return true };
    let collides = kept.dossier.accepted().is_some_and(|accepted| accepted.collision.is_some());
    !collides && !matches!(fact, Some(Fact::CollisionSettled(_) | Fact::Received(_)))
}
