//! Bringing the file's shape forward: every step in one transaction, a newer file refused.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Result, StoreError};

/// Marks the file as ours ("MoCu"), for tools that look at file kinds.
const APPLICATION_ID: i32 = 0x4d6f_4375;

/// Each released step, never edited afterwards.
const STEPS: [&str; 1] = [include_str!("../../migrations/0001_log.sql")];

/// The newest shape this program knows.
fn newest_version() -> i64 {
    STEPS.len() as i64
}

/// Brings the file to the newest shape; all of it or nothing.
pub(crate) fn migrate(db: &mut Connection) -> Result<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > newest_version() {
        return Err(StoreError::NewerFile { found: version, known: newest_version() });
    }
    let done = usize::try_from(version).map_err(|_| StoreError::Damaged { what: "the version is below zero" })?;
    if done == STEPS.len() {
        return Ok(());
    }
    for step in &STEPS[done..] {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", newest_version())?;
    tx.commit()?;
    Ok(())
}
