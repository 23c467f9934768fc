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

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(db: &Connection) -> Vec<(String, Option<String>)> {
        let mut statement = db.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").expect("prepares");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("asks");
        rows.map(|row| row.expect("reads")).collect()
    }

    #[test]
    fn migrating_twice_is_migrating_once() {
        let mut db = Connection::open_in_memory().expect("opens");
        migrate(&mut db).expect("migrates");
        let once = shape(&db);
        migrate(&mut db).expect("migrates");
        assert_eq!(shape(&db), once);
        assert!(once.iter().any(|(name, _)| name == "entries"));
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_of_itself() {
        let mut db = Connection::open_in_memory().expect("opens");
        // In the way of a table that the first step makes late.
        db.execute_batch("CREATE TABLE settings (x)").expect("makes");
        let before = shape(&db);
        assert!(migrate(&mut db).is_err());
        assert_eq!(shape(&db), before);
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).expect("reads");
        assert_eq!(version, 0);
    }
}
