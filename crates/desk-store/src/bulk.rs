//! Many acts at once, for practice stores and benches: signed, folded and indexed like any other, in large
//! transactions.

use crate::{error::Result, file::WRITER_CACHE, store::Store, tx::Act};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BulkReport {
    /// Acts.
    pub acts: u64,
    /// Entries.
    pub entries: u64,
}

/// Acts a transaction.
const BATCH: usize = 2_000;

impl Store {
    /// Does acts one after the other, two thousand to a transaction. After an error the batches before it stay.
    ///
    /// # Errors
    /// As [`Store::act`].
    pub fn append_bulk(&self, acts: impl IntoIterator<Item = Act>) -> Result<BulkReport> {
        let mut acts = acts.into_iter().peekable();
        let mut report = BulkReport::default();
        // Words gather in memory until the end of the transaction instead of in many small pieces.
        self.writer().db.execute("INSERT INTO search (search, rank) VALUES ('hashsize', 67108864)", [])?;
        // Indexes that grow at random places stay in memory: half a GiB while it lasts.
        self.writer().db.pragma_update(None, "cache_size", -524_288)?;
        while acts.peek().is_some() {
            let mut writer = self.writer();
            let entries = writer.many(|tx| {
                let mut entries = 0;
                for act in acts.by_ref().take(BATCH) {
                    report.acts += 1;
                    tx.go_on(act.at, act.actor);
                    for entry in act.entries {
                        tx.append(entry)?;
                        entries += 1;
                    }
                }
                Ok(entries)
            })?;
            report.entries += entries;
            writer.checkpoint()?;
        }
        self.writer().db.execute("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)", [])?;
        self.writer().db.pragma_update(None, "cache_size", WRITER_CACHE)?;
        self.note_head();
        Ok(report)
    }
}
