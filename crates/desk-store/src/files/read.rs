//! Giving bytes, and looking whether they are still what they were.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{FileAbout, FileHash, Files, FilesError, PIECE, Result};
use crate::error::StoreError;

/// What a look at every file found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesVerdict {
    /// Files that were read.
    pub files: u64,
    /// Bytes of those that are whole.
    pub bytes: u64,
    /// Those that are not what they were.
    pub damaged: Vec<FileHash>,
}

impl FilesVerdict {
    /// True when nothing is damaged.
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty()
    }
}

struct Row {
    body: i64,
    bytes: u64,
    media: String,
}

impl Files {
    /// True when these bytes are here. They have not been read by that: [`Files::get`] and [`Files::verify`] do.
    ///
    /// # Errors
    /// [`FilesError::Missing`], or that the file cannot be read.
    pub fn has(&self, hash: &FileHash) -> Result<bool> {
        Ok(self.ask(None, |db| row_of(db, hash))?.is_some())
    }

    /// Size and kind of a file; none when it is not here.
    ///
    /// # Errors
    /// As [`Files::has`].
    pub fn about(&self, hash: &FileHash) -> Result<Option<FileAbout>> {
        let row = self.ask(None, |db| row_of(db, hash))?;
        Ok(row.map(|row| FileAbout { bytes: row.bytes, media: row.media, pieces: pieces_of(row.bytes) }))
    }

    /// The bytes, after they were hashed again.
    ///
    /// # Errors
    /// [`FilesError::Unknown`], [`FilesError::Damaged`], [`FilesError::Missing`], or that the file cannot be read.
    pub fn get(&self, hash: &FileHash) -> Result<Vec<u8>> {
        let found = self.ask(None, |db| {
            let Some(row) = row_of(db, hash)? else { return Ok(None) };
            let mut bytes = Vec::new();
            walk(db, hash, &row, |piece| bytes.extend_from_slice(piece))?;
            Ok(Some(bytes))
        })?;
        found.ok_or(FilesError::Unknown)
    }

    /// One piece of [`PIECE`] bytes (the last one is shorter), for sending. Its page was authenticated; that the whole
    /// is the whole is for the receiver to hash.
    ///
    /// # Errors
    /// [`FilesError::Unknown`] also for a piece past the end; otherwise as [`Files::get`].
    pub fn piece(&self, hash: &FileHash, n: u64) -> Result<Vec<u8>> {
        let found = self.ask(None, |db| {
            let Some(row) = row_of(db, hash)? else { return Ok(None) };
            let count = pieces_of(row.bytes);
            if n >= count {
                return Ok(None);
            }
            let expected = if n + 1 < count { PIECE as u64 } else { row.bytes - n * PIECE as u64 };
            let mut statement = db.prepare_cached("SELECT bytes FROM pieces WHERE body = ?1 AND n = ?2")?;
            let n = i64::try_from(n).unwrap_or(i64::MAX);
            let piece: Option<Vec<u8>> =
                damaged_page(statement.query_row(params![row.body, n], |row| row.get("bytes")).optional())?;
            piece.filter(|piece| piece.len() as u64 == expected).map(Some).ok_or(FilesError::Damaged)
        })?;
        found.ok_or(FilesError::Unknown)
    }

    /// Bytes of all files together.
    ///
    /// # Errors
    /// As [`Files::has`].
    pub fn total_bytes(&self) -> Result<u64> {
        self.ask(0, |db| {
            let sum: i64 = db.query_row("SELECT coalesce(sum(bytes), 0) FROM files", [], |row| row.get(0))?;
            Ok(sum.unsigned_abs())
        })
    }

    /// Reads every file and names those that are not what they were. Another file is asked after each one, so that
    /// nobody waits long.
    ///
    /// # Errors
    /// [`FilesError::Missing`], or that the list of files itself cannot be read.
    pub fn verify(&self) -> Result<FilesVerdict> {
        let mut verdict = FilesVerdict::default();
        let mut after: Option<FileHash> = None;
        loop {
            let next = self.ask(None, |db| next_hash(db, after.as_ref()))?;
            let Some(hash) = next else { return Ok(verdict) };
            after = Some(hash);
            match self.check(&hash) {
                Ok(bytes) => verdict.bytes += bytes,
                Err(FilesError::Unknown) => continue, // swept since: nothing to say of it
                Err(FilesError::Damaged) => verdict.damaged.push(hash),
                Err(other) => return Err(other),
            }
            verdict.files += 1;
        }
    }

    /// Hashes the bytes of one file; gives how many there are.
    pub(super) fn check(&self, hash: &FileHash) -> Result<u64> {
        let checked = self.ask(None, |db| {
            let Some(row) = row_of(db, hash)? else { return Ok(None) };
            walk(db, hash, &row, |_piece| {})?;
            Ok(Some(row.bytes))
        })?;
        checked.ok_or(FilesError::Unknown)
    }

    /// Asks the reading connection; `none` when there never was a file.
    fn ask<T>(&self, none: T, ask: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match self.reading()? {
            Some(mut open) => open.with(|db| ask(db)),
            None => Ok(none),
        }
    }
}

fn row_of(db: &Connection, hash: &FileHash) -> Result<Option<Row>> {
    let mut statement = db.prepare_cached("SELECT body, bytes, media FROM files WHERE hash = ?1")?;
    let row = statement.query_row([hash.0], |row| {
        Ok(Row { body: row.get("body")?, bytes: row.get::<_, i64>("bytes")?.unsigned_abs(), media: row.get("media")? })
    });
    Ok(row.optional()?)
}

fn next_hash(db: &Connection, after: Option<&FileHash>) -> Result<Option<FileHash>> {
    let after: &[u8] = after.map_or(&[], |hash| &hash.0);
    let mut statement = db.prepare_cached("SELECT hash FROM files WHERE hash > ?1 ORDER BY hash LIMIT 1")?;
    Ok(statement.query_row([after], |row| Ok(FileHash(row.get("hash")?))).optional()?)
}

fn pieces_of(bytes: u64) -> u64 {
    bytes.div_ceil(PIECE as u64)
}

/// Goes through the pieces in order.
///
/// # Errors
/// [`FilesError::Damaged`] when they do not give the hash and the length they are kept under.
fn walk(db: &Connection, hash: &FileHash, row: &Row, mut each: impl FnMut(&[u8])) -> Result<()> {
    let walked = (|| {
        let mut statement = db.prepare_cached("SELECT n, bytes FROM pieces WHERE body = ?1 ORDER BY n")?;
        let mut pieces = statement.query([row.body])?;
        let (mut sum, mut found) = (Sha256::new(), 0_u64);
        for expected in 0_i64.. {
            let Some(piece) = pieces.next()? else { break };
            let n: i64 = piece.get("n")?;
            let bytes = piece.get_ref("bytes")?.as_blob()?;
            found += bytes.len() as u64;
            if n != expected || found > row.bytes {
                return Ok(false);
            }
            sum.update(bytes);
            each(bytes);
        }
        let sum: [u8; 32] = sum.finalize().into();
        Ok(found == row.bytes && sum == hash.0)
    })();
    if damaged_page(walked)? { Ok(()) } else { Err(FilesError::Damaged) }
}

/// A page of pieces that does not authenticate says that these pieces are damaged; another file may be whole.
fn damaged_page<T>(result: rusqlite::Result<T>) -> Result<T> {
    result.map_err(|error| {
        let error = StoreError::from(error);
        if matches!(error, StoreError::Damaged { .. }) { FilesError::Damaged } else { FilesError::Store(error) }
    })
}
