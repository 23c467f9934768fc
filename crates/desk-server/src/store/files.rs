//! Files in pieces: the server tells where an upload stands, and calls it complete only after hashing the whole.

use desk_core::ids::DeviceId;
use sha2::{Digest, Sha256};

use super::{Store, one};
use crate::db::{DbError, How, Result, first};

/// The most bytes of a file.
pub const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Read from the database at a time while hashing or giving a file.
const READ_PIECES: u64 = 4;

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileState {
    /// Bytes that are here.
    pub bytes: u64,
    /// Whether that is all of it, and its hash was checked.
    pub complete: bool,
}

/// A piece of an upload.
#[derive(Debug)]
pub struct Piece<'a> {
    /// The office it belongs to.
    pub office: &'a str,
    /// The file's SHA-256.
    pub hash: [u8; 32],
    /// Where it goes on.
    pub start: u64,
    /// The bytes.
    pub bytes: &'a [u8],
    /// Whether nothing follows.
    pub last: bool,
    /// Who brings it.
    pub device: DeviceId,
    /// When, UTC ms.
    pub at: i64,
}

/// Why a piece was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// The database says no.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The upload stands elsewhere.
    #[error("the upload stands at {0} bytes")]
    Offset(u64),
    /// The whole has another hash; the pieces are gone, and the upload starts anew.
    #[error("the bytes are not those of this hash")]
    Mismatch,
    /// Larger than a file may be.
    #[error("larger than a file may be")]
    TooLarge,
}

const STATE: &str = "SELECT bytes, complete FROM files WHERE office = $1 AND hash = $2";

impl Store {
    /// How far a file has come; none where nothing of it is here.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn file_state(&self, office: &str, hash: [u8; 32]) -> Result<Option<FileState>> {
        let mut tx = self.db.begin(How::Read).await?;
        let Some(mut row) = first(tx.query(STATE, &[office.into(), hash.into()]).await?) else { return Ok(None) };
        Ok(Some(FileState { bytes: row.count("bytes")?, complete: row.int("complete")? == 1 }))
    }

    /// Takes a piece.
    ///
    /// # Errors
    /// When it does not go on where the upload stands, or the whole is not what its name says.
    pub async fn put_piece(&self, piece: &Piece<'_>) -> Result<FileState, FileFault> {
        let (office, hash) = (piece.office, piece.hash);
        let key = [office.into(), hash.into()];
        // By file, not by office: uploads must not hold up entries.
        let mut tx = self.db.begin(How::Write { lock: &format!("file {office} {}", hex::encode(hash)) }).await?;
        let sql = "INSERT INTO files (office, hash, added_by, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        tx.execute(sql, &[office.into(), hash.into(), piece.device.0.into(), piece.at.into()]).await?;
        let mut row = one(tx.query(STATE, &key).await?)?;
        let state = FileState { bytes: row.count("bytes")?, complete: row.int("complete")? == 1 };
        if state.complete {
            return Ok(state); // brought before, perhaps by another machine
        }
        if piece.start != state.bytes {
            return Err(FileFault::Offset(state.bytes));
        }
        let bytes = state.bytes + piece.bytes.len() as u64;
        if bytes > FILE_BYTES_MAX {
            return Err(FileFault::TooLarge);
        }
        if !piece.bytes.is_empty() {
            let sql = "INSERT INTO pieces (office, hash, start, bytes) VALUES ($1, $2, $3, $4)";
            tx.execute(sql, &[office.into(), hash.into(), piece.start.into(), piece.bytes.into()]).await?;
        }
        let mut complete = false;
        if piece.last {
            let mut digest = Sha256::new();
            let mut start = 0;
            loop {
                let sql = "SELECT start, bytes FROM pieces WHERE office = $1 AND hash = $2 AND start >= $3 \
                           ORDER BY start LIMIT $4";
                let rows = tx.query(sql, &[office.into(), hash.into(), start.into(), READ_PIECES.into()]).await?;
                if rows.is_empty() {
                    break;
                }
                for mut row in rows {
                    start = row.count("start")? + 1;
                    digest.update(row.bytes("bytes")?);
                }
            }
            complete = digest.finalize().as_slice() == hash;
            if !complete {
                tx.execute("DELETE FROM pieces WHERE office = $1 AND hash = $2", &key).await?;
                tx.execute("DELETE FROM files WHERE office = $1 AND hash = $2", &key).await?;
                tx.commit().await?;
                return Err(FileFault::Mismatch);
            }
        }
        let sql = "UPDATE files SET bytes = $1, complete = $2 WHERE office = $3 AND hash = $4";
        let done: i64 = complete.into();
        tx.execute(sql, &[bytes.into(), done.into(), office.into(), hash.into()]).await?;
        tx.commit().await?;
        Ok(FileState { bytes, complete })
    }

    /// Bytes of a complete file from `start` on, at most `most`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn file_bytes(&self, office: &str, hash: [u8; 32], start: u64, most: u64) -> Result<Vec<u8>> {
        let mut tx = self.db.begin(How::Read).await?;
        let mut out = Vec::new();
        let sql = "SELECT coalesce(max(start), 0) AS start FROM pieces WHERE office = $1 AND hash = $2 AND start <= $3";
        let mut next = one(tx.query(sql, &[office.into(), hash.into(), start.into()]).await?)?.count("start")?;
        while (out.len() as u64) < most {
            let sql = "SELECT start, bytes FROM pieces WHERE office = $1 AND hash = $2 AND start >= $3 \
                       ORDER BY start LIMIT $4";
            let rows = tx.query(sql, &[office.into(), hash.into(), next.into(), READ_PIECES.into()]).await?;
            if rows.is_empty() {
                break;
            }
            for mut row in rows {
                let (at, bytes) = (row.count("start")?, row.bytes("bytes")?);
                next = at + 1;
                let skip = usize::try_from(start.saturating_sub(at)).unwrap_or(usize::MAX).min(bytes.len());
                let room = usize::try_from(most).unwrap_or(usize::MAX) - out.len();
                out.extend(bytes[skip..].iter().take(room));
            }
        }
        Ok(out)
    }
}
