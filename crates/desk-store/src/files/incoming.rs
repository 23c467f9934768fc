//! Files on their way here: pieces kept as they come, seen by nobody before the whole was hashed.
//!
//! Their pieces lie under a body number below zero that is made from the hash, so that a later start finds them again;
//! bodies of files that were brought are above zero.

use desk_core::time::Moment;
use rusqlite::{Connection, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::file::{Room, room};

use super::{FileHash, FileRef, Files, PIECE, Result, write::empty_wal};

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incoming {
    /// Kept; so many bytes are here now.
    Partly(u64),
    /// It was the last one, and the whole is what its name says.
    Whole,
    /// It was the last one, and the whole is something else. Nothing of it was kept.
    Other,
}

impl Files {
    /// How much room the disk has for more of them.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn room(&self) -> Result<Room> {
        Ok(room(&self.0.folder)?)
    }

    /// How many bytes of a file on its way are here; whole pieces only.
    ///
    /// # Errors
    /// As [`Files::has`].
    pub fn incoming(&self, hash: &FileHash) -> Result<u64> {
        self.reading()?.map_or(Ok(0), |mut open| open.with(|db| Ok(here(db, body_of(hash))?.1)))
    }

    /// Keeps the next piece of a file of `file.bytes` bytes; each has [`PIECE`] bytes but the last. Bytes beyond the size
    /// that the log names are not taken.
    ///
    /// # Errors
    /// As [`Files::put`].
    pub fn take_piece(&self, file: FileRef, piece: &[u8], media: &str, at: Moment) -> Result<Incoming> {
        let body = body_of(&file.hash);
        self.writing()?.with(|db| {
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (n, before) = here(&tx, body)?;
            let bytes = before + piece.len() as u64;
            let mut known = tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM files WHERE hash = ?1)")?;
            let is_there: bool = known.query_row([file.hash.0], |row| row.get(0))?;
            drop(known);
            if is_there {
                return Ok(Incoming::Whole); // somebody brought it meanwhile
            }
            let due = file.bytes.saturating_sub(before).min(PIECE as u64);
            if piece.len() as u64 != due {
                return Ok(Incoming::Partly(before));
            }
            if !piece.is_empty() {
                tx.execute("INSERT INTO pieces (body, n, bytes) VALUES (?1, ?2, ?3)", params![body, n, piece])?;
            }
            let done = if bytes < file.bytes {
                Incoming::Partly(bytes)
            } else if sum(&tx, body)? == file.hash.0 {
                let sql = "INSERT INTO files (hash, body, bytes, media, added_at) VALUES (?1, ?2, ?3, ?4, ?5)";
                let size = i64::try_from(bytes).unwrap_or(i64::MAX);
                tx.execute(sql, params![file.hash.0, body, size, media, at.timestamp_millis()])?;
                Incoming::Whole
            } else {
                tx.execute("DELETE FROM pieces WHERE body = ?1", [body])?;
                Incoming::Other
            };
            tx.commit()?;
            empty_wal(db);
            Ok(done)
        })
    }
}

/// The body number of a file on its way.
fn body_of(hash: &FileHash) -> i64 {
    let mut first = [0; 8];
    first.copy_from_slice(&hash.0[..8]);
    i64::from_be_bytes(first) | i64::MIN
}

/// How many pieces of a body there are, and their bytes together.
fn here(db: &Connection, body: i64) -> rusqlite::Result<(i64, u64)> {
    let sql = "SELECT count(*) AS n, coalesce(sum(length(bytes)), 0) AS bytes FROM pieces WHERE body = ?1";
    let mut statement = db.prepare_cached(sql)?;
    statement.query_row([body], |row| Ok((row.get("n")?, row.get::<_, i64>("bytes")?.unsigned_abs())))
}

fn sum(db: &Connection, body: i64) -> rusqlite::Result<[u8; 32]> {
    let mut sum = Sha256::new();
    let mut statement = db.prepare_cached("SELECT bytes FROM pieces WHERE body = ?1 ORDER BY n")?;
    let mut pieces = statement.query([body])?;
    while let Some(piece) = pieces.next()? {
        sum.update(piece.get_ref("bytes")?.as_blob()?);
    }
    Ok(sum.finalize().into())
}
