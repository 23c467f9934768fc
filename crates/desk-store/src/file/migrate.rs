//! Bringing the file's shape forward: every step in one transaction, a newer file refused.

use std::cmp::Ordering;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Result, StoreError};

/// Marks the file as ours ("MoCu"), for tools that look at file kinds.
const APPLICATION_ID: i32 = 0x4d6f_4375;

/// Each released step, never edited afterwards.
const STEPS: [&str; 6] = [
    include_str!("../../migrations/0001_log.sql"),
    include_str!("../../migrations/0002_province.sql"),
    include_str!("../../migrations/0003_files_settled.sql"),
    include_str!("../../migrations/0004_published.sql"),
    include_str!("../../migrations/0005_accesses.sql"),
    include_str!("../../migrations/0006_feed_by_entry.sql"),
];

/// The same for the file of scans ("MoCf").
const FILES_APPLICATION_ID: i32 = 0x4d6f_4366;
const FILES_STEPS: [&str; 1] = [include_str!("../../migrations/files_0001.sql")];

/// Brings the file to the newest shape; all of it or nothing.
pub(crate) fn migrate(db: &mut Connection) -> Result<()> {
    bring_forward(db, &STEPS, APPLICATION_ID, &mut |_, _| Ok(()))
}

/// The same for a file that may hold something: before its shape changes, `keep` is given the connection and the version
/// it has, and what stands in the file is kept elsewhere or nothing changes.
pub(crate) fn migrate_kept(db: &mut Connection, keep: &mut Keep<'_>) -> Result<()> {
    bring_forward(db, &STEPS, APPLICATION_ID, keep)
}

/// Keeps what stands in a file of a version.
pub(crate) type Keep<'a> = dyn FnMut(&Connection, i64) -> Result<()> + 'a;

/// The same for the file of scans.
pub(crate) fn migrate_files(db: &mut Connection) -> Result<()> {
    bring_forward(db, &FILES_STEPS, FILES_APPLICATION_ID, &mut |_, _| Ok(()))
}

/// For a connection that only asks: refuses a file of scans that this program does not know.
pub(crate) fn check_files_version(db: &Connection) -> Result<()> {
    let (found, known): (i64, i64) =
        (db.pragma_query_value(None, "user_version", |row| row.get(0))?, FILES_STEPS.len() as i64);
    match found.cmp(&known) {
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(StoreError::NewerFile { found, known }),
        Ordering::Less => Err(StoreError::Damaged { what: "the file of scans has no tables" }),
    }
}

/// Brings a file to the newest of these steps; all of it or nothing. `keep` is asked before a file that holds something
/// changes.
pub(crate) fn bring_forward(
    db: &mut Connection,
    steps: &[&str],
    application_id: i32,
    keep: &mut Keep<'_>,
) -> Result<()> {
    let known = steps.len() as i64;
    let before: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if (1..known).contains(&before) {
        keep(db, before)?;
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > known {
        return Err(StoreError::NewerFile { found: version, known });
    }
    let done = usize::try_from(version).map_err(|_| StoreError::Damaged { what: "the version is below zero" })?;
    if done == steps.len() {
        return Ok(());
    }
    for step in &steps[done..] {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", application_id)?;
    tx.pragma_update(None, "user_version", known)?;
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
    fn what_an_older_file_holds_is_kept_before_its_shape_changes_and_a_fault_in_that_changes_nothing() {
        let mut db = Connection::open_in_memory().expect("opens");
        let one = ["CREATE TABLE a (x)"];
        let two = [one[0], "CREATE TABLE b (x)"];
        let mut asked = Vec::new();
        let mut keep = |_: &Connection, version| {
            asked.push(version);
            Ok(())
        };
        bring_forward(&mut db, &one, 1, &mut keep).expect("a new file");
        let full = bring_forward(&mut db, &two, 1, &mut |_, _| Err(StoreError::Full));
        assert!(matches!(full, Err(StoreError::Full)));
        assert_eq!(shape(&db).len(), 1, "nothing changed");
        bring_forward(&mut db, &two, 1, &mut keep).expect("goes forward");
        bring_forward(&mut db, &two, 1, &mut keep).expect("has nothing to do");
        assert_eq!((asked, shape(&db).len()), (vec![1], 2), "once, for the version that held something");
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
