//! Keeping bytes: read in pieces, hashed on the way, all of them in one transaction.

use std::io::{ErrorKind, Read};

use desk_core::time::Moment;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::{FileHash, FileRef, Files, FilesError, PIECE, Result};

impl Files {
    /// Keeps the bytes that a reader gives and says under which hash. When it returns they are on disk. Bytes that are
    /// here already are not kept twice, but count as brought at `at`, and are mended if what was here is damaged.
    /// No more than one piece is held in memory. Ask [`room`](crate::room) before: a scan must not take what the record
    /// needs.
    ///
    /// # Errors
    /// [`FilesError::Source`], [`FilesError::Missing`],
    /// [`StoreError::Full`](crate::StoreError::Full), [`StoreError::Busy`](crate::StoreError::Busy), or that the file
    /// cannot be written.
    pub fn put(&self, mut from: impl Read, media: &str, at: Moment) -> Result<FileRef> {
        // By the other connection: a damaged page would end this transaction.
        let is_whole = |hash: &FileHash| match self.check(hash) {
            Ok(_bytes) => Ok(true),
            Err(FilesError::Damaged) => Ok(false),
            Err(other) => Err(other),
        };
        self.writing()?.with(|db| {
            let kept = keep(db, &mut from, media, at.timestamp_millis(), &is_whole);
            empty_wal(db);
            kept
        })
    }
}

fn keep(
    db: &mut Connection,
    from: &mut dyn Read,
    media: &str,
    at: i64,
    is_whole: &dyn Fn(&FileHash) -> Result<bool>,
) -> Result<FileRef> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let body = next_body(&tx)?;
    let (hash, bytes) = take_in(&tx, body, from)?;
    let kept = FileRef { hash, bytes };
    let known: Option<i64> =
        tx.query_row("SELECT body FROM files WHERE hash = ?1", [hash.0], |row| row.get("body")).optional()?;
    match known {
        Some(_) if is_whole(&hash)? => {
            tx.execute("DELETE FROM pieces WHERE body = ?1", [body])?;
            // Somebody is about to name it: the sweep must give them the whole time again.
            tx.execute("UPDATE files SET added_at = max(added_at, ?2) WHERE hash = ?1", params![hash.0, at])?;
        }
        // What was here is damaged: it stays where it is, and the hash leads to the sound bytes.
        Some(_) => {
            let sql = "UPDATE files SET body = ?2, bytes = ?3, added_at = max(added_at, ?4) WHERE hash = ?1";
            tx.execute(sql, params![hash.0, body, signed(bytes), at])?;
        }
        None => {
            let sql = "INSERT INTO files (hash, body, bytes, media, added_at) VALUES (?1, ?2, ?3, ?4, ?5)";
            tx.execute(sql, params![hash.0, body, signed(bytes), media, at])?;
        }
    }
    tx.commit()?;
    Ok(kept)
}

/// Moves what was committed into the file and gives the WAL's room back: also that of a scan that did not fit on the
/// disk, which the store itself may need for its next act. Failing is harmless, the WAL is read again.
pub(super) fn empty_wal(db: &Connection) {
    let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}

/// Reads to the end, piece by piece.
fn take_in(db: &Connection, body: i64, from: &mut dyn Read) -> Result<(FileHash, u64)> {
    let mut insert = db.prepare_cached("INSERT INTO pieces (body, n, bytes) VALUES (?1, ?2, ?3)")?;
    let mut piece = vec![0; PIECE];
    let (mut sum, mut bytes) = (Sha256::new(), 0_u64);
    for n in 0_i64.. {
        let len = fill(from, &mut piece).map_err(FilesError::Source)?;
        if len > 0 {
            sum.update(&piece[..len]);
            insert.execute(params![body, n, &piece[..len]])?;
            bytes += len as u64;
        }
        if len < PIECE {
            break;
        }
    }
    Ok((FileHash(sum.finalize().into()), bytes))
}

/// Fills a piece as far as the reader has bytes.
fn fill(from: &mut dyn Read, piece: &mut [u8]) -> std::io::Result<usize> {
    let mut len = 0;
    while len < piece.len() {
        match from.read(&mut piece[len..]) {
            Ok(0) => break,
            Ok(more) => len += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(len)
}

/// A number that no file and no leftover has.
fn next_body(db: &Connection) -> Result<i64> {
    let sql = "SELECT max((SELECT coalesce(max(body), 0) FROM pieces), (SELECT coalesce(max(body), 0) FROM files)) + 1";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX) // SQLite's files end long before
}
