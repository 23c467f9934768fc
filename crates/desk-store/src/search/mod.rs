//! Finding dossiers by any part people say: names in any order, the end of a code, a phone, a personal number, words of
//! the procedure. Newest first.
//!
//! A common word has a list of nearly every dossier, so nothing here may walk a whole list: the index gives lists in
//! descending row order and the walk stops at the limit. Beginnings of words are words of the index themselves (see
//! [`words`]), so that "ng" costs the same as "nguyen".

mod query;
mod words;

pub(crate) use query::{Asked, understand};
pub(crate) use words::{birth_token, name_words, of_dossier};

use rusqlite::{Connection, params};

use crate::error::Result;

pub(crate) fn insert(db: &Connection, row: i64, words: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?.execute(params![row, words])?;
    Ok(())
}

/// Takes a row out. The index keeps no text, so it must be given the very words that went in.
pub(crate) fn remove(db: &Connection, row: i64, words: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO search (search, rowid, words) VALUES ('delete', ?1, ?2)")?
        .execute(params![row, words])?;
    Ok(())
}

/// Settings of the index, kept inside it: merging waits until the desk is quiet (`upkeep`), except when very many small
/// pieces have gathered.
pub(crate) fn configure(db: &Connection) -> Result<()> {
    db.execute("INSERT INTO search (search, rank) VALUES ('automerge', 0)", [])?;
    db.execute("INSERT INTO search (search, rank) VALUES ('crisismerge', 32)", [])?;
    Ok(())
}
