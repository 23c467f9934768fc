//! The only way bytes go.

use chrono::TimeDelta;
use desk_core::time::Moment;
use rusqlite::{TransactionBehavior, params};

use super::{FileHash, Files, Result, UNNAMED_DAYS, write::empty_wal};

impl Files {
    /// Deletes the bytes that nothing names and that were last brought more than 30 days before `now`; gives their
    /// hashes. `named` is asked of every file that is old enough, while nobody else can put: what it says must come
    /// from the log (all of it, also what is not understood), and must err towards `true`.
    ///
    /// # Errors
    /// As [`Files::put`](super::Files::put). What was swept before the error is gone.
    pub fn sweep(&self, named: impl Fn(&FileHash) -> bool, now: Moment) -> Result<Vec<FileHash>> {
        // Where there never was a file, a sweep does not make one.
        if self.reading()?.is_none() {
            return Ok(Vec::new());
        }
        let before = (now - TimeDelta::days(UNNAMED_DAYS)).timestamp_millis();
        self.writing()?.with(|db| {
            let old: Vec<(FileHash, i64)> = {
                let mut statement = db.prepare_cached("SELECT hash, body FROM files WHERE added_at < ?1")?;
                let rows = statement.query_map([before], |row| Ok((FileHash(row.get("hash")?), row.get("body")?)))?;
                rows.collect::<rusqlite::Result<_>>()?
            };
            let mut swept = Vec::new();
            // One transaction each: a power cut leaves every file whole or gone.
            for (hash, body) in old.into_iter().filter(|(hash, _)| !named(hash)) {
                let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
                tx.execute("DELETE FROM files WHERE hash = ?1", params![hash.0])?;
                tx.execute("DELETE FROM pieces WHERE body = ?1", params![body])?;
                tx.commit()?;
                swept.push(hash);
                empty_wal(db);
            }
            Ok(swept)
        })
    }
}
