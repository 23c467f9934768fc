//! Copies of a file of the store: for backups, and beside it before its shape changes, so that an update that goes wrong
//! has a way back. A copy is opened and compared before anybody relies on it.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{
    Connection, OptionalExtension,
    backup::{Backup, StepResult},
};

use super::{
    connection::{Use, open_connection, open_with, pages_of},
    write::{flush, patiently, put_in_place},
};
use crate::error::{Result, StoreError};

/// What a file holds: entries, the place and the hash of the newest.
type Told = (i64, i64, Option<Vec<u8>>);

fn told(db: &Connection) -> Result<Told> {
    let (count, last) = db.query_row("SELECT count(*), coalesce(max(position), 0) FROM entries", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let hash = db.query_row("SELECT hash FROM entries WHERE position = ?1", [last], |row| row.get(0)).optional()?;
    Ok((count, last, hash))
}

/// Pages copied at a time; acts come in between.
const PAGES: std::ffi::c_int = 2_048;

/// Copies a file as it stands at one moment to a new one with the same key: one reading from the first page to the last,
/// which no later act reaches. The copy is on disk, whole, without a log beside it. `told` hears how many pages of how many
/// are done and stops the copying by `false`: then the answer is `false`, and what was copied is of no use.
pub(crate) fn copy_database(
    from: (&Path, Use),
    to: (&Path, Use),
    data_key: &[u8; 32],
    told: &dyn Fn(u64, u64) -> bool,
) -> Result<bool> {
    let source = open_connection(from.0, data_key, from.1)?;
    let (to, makes) = to;
    let mut copy = open_with(to, data_key, makes, pages_of(&source)?)?;
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_master;")?;
    let copied = copy_pages(&source, &mut copy, told);
    source.execute_batch("COMMIT")?;
    if !copied? {
        return Ok(false);
    }
    copy.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    copy.close().map_err(|(_, error)| error)?;
    remove_log(to)?;
    flush(to)?;
    Ok(true)
}

fn copy_pages(source: &Connection, copy: &mut Connection, told: &dyn Fn(u64, u64) -> bool) -> Result<bool> {
    let copying = Backup::new(source, copy)?;
    loop {
        match copying.step(PAGES)? {
            StepResult::Done => return Ok(true),
            StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(20)),
            StepResult::More | _ => {} // the library may name further outcomes
        }
        let at = copying.progress();
        let (left, all) = (u64::try_from(at.remaining).unwrap_or(0), u64::try_from(at.pagecount).unwrap_or(0));
        if !told(all.saturating_sub(left), all) {
            return Ok(false);
        }
    }
}

/// Removes the log and the index of a file that nobody has open and whose pages are all in it.
pub(crate) fn remove_log(path: &Path) -> Result<()> {
    for ending in ["-wal", "-shm"] {
        let mut left = path.as_os_str().to_owned();
        left.push(ending);
        match patiently(|| fs::remove_file(&left)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// What SQLite and SQLCipher have to say against the pages of a file; nothing where all hold.
pub(crate) fn page_faults(db: &Connection) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    // The first tells a line for every page that does not authenticate, the second `ok` where the trees hold.
    for pragma in ["cipher_integrity_check", "integrity_check(20)"] {
        let mut statement = db.prepare(&format!("PRAGMA {pragma}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            faults.push(row.get(0)?);
        }
    }
    faults.retain(|what: &String| what != "ok");
    Ok(faults)
}

/// Copies the file as it stands to `<name>.v<version>` beside it and gives its path. The caller holds the folder's lock and
/// the only connection that writes.
///
/// # Errors
/// [`StoreError::Full`] where there is no room; [`StoreError::Damaged`] where the copy does not say the same. Nothing was
/// changed then.
pub(crate) fn keep_copy(db: &Connection, path: &Path, data_key: &[u8; 32], version: i64) -> Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = |n: u32| match n {
        1 => path.with_file_name(format!("{name}.v{version}")),
        n => path.with_file_name(format!("{name}.v{version}-{n}")),
    };
    let to = (1..).map(free).find(|to| !to.exists()).expect("numbers do not run out");
    let fresh = to.with_file_name(format!("{}.new", to.file_name().unwrap_or_default().to_string_lossy()));
    let made = copy_database((path, Use::Read), (&fresh, Use::Create), data_key, &|_, _| true)
        .and_then(|_| same(db, &fresh, data_key));
    if let Err(error) = made {
        // Ours alone, and of no use: the file that it was made of stands untouched.
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    remove_log(&fresh)?;
    put_in_place(&fresh, &to)?;
    Ok(to)
}

/// Opens the copy with the key and compares it: every page authenticates, its trees hold, and it says the same.
fn same(db: &Connection, copy: &Path, data_key: &[u8; 32]) -> Result<()> {
    let other = open_connection(copy, data_key, Use::Read)?;
    if !page_faults(&other)?.is_empty() || told(&other)? != told(db)? {
        return Err(StoreError::Damaged { what: "a copy of the file does not say what the file says" });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{connection::Pages, create_connection, migrate};

    const KEY: [u8; 32] = [9; 32];

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
        names.sort();
        names
    }

    #[test]
    fn a_file_of_an_earlier_program_opens_as_it_is_and_its_copy_is_of_its_kind() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let path = folder.path().join("motcua.db");
        let mut db = open_with(&path, &KEY, Use::Create, Pages::FIRST).expect("makes");
        migrate(&mut db).expect("migrates");
        db.execute_batch(
            "INSERT INTO devices (n, id, public_key) VALUES (1, zeroblob(16), zeroblob(32));
             INSERT INTO entries (position, device, seq, hash, cose) VALUES (1, 1, 1, zeroblob(32), x'00')",
        )
        .expect("an entry");
        // As a program that was killed leaves it: what is newest lies in the log alone.
        std::mem::forget(db);
        assert!(matches!(open_connection(&path, &[8; 32], Use::Read), Err(StoreError::Damaged { .. })), "another key");
        let db = open_connection(&path, &KEY, Use::Write).expect("opens");
        assert_eq!(pages_of(&db).expect("reads"), Pages::FIRST);
        assert_eq!(told(&db).expect("reads"), (1, 1, Some(vec![0; 32])), "the log was not lost on the way");
        let kept = keep_copy(&db, &path, &KEY, 1).expect("copies");
        let copy = open_connection(&kept, &KEY, Use::Read).expect("opens");
        assert_eq!((pages_of(&copy).expect("reads"), told(&copy).expect("reads").0), (Pages::FIRST, 1));
        let new = create_connection(&folder.path().join("new.db"), &KEY).expect("makes");
        assert_eq!(pages_of(&new).expect("reads"), Pages::NEW);
    }

    #[test]
    fn a_copy_is_whole_though_the_newest_lay_in_the_log_and_one_that_cannot_be_read_is_none() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let path = folder.path().join("motcua.db");
        let mut db = create_connection(&path, &KEY).expect("makes");
        migrate(&mut db).expect("migrates");
        db.execute_batch(
            "INSERT INTO devices (n, id, public_key) VALUES (1, zeroblob(16), zeroblob(32));
             INSERT INTO entries (position, device, seq, hash, cose) VALUES (1, 1, 1, zeroblob(32), x'00')",
        )
        .expect("an entry, in the write-ahead log alone");
        let kept = keep_copy(&db, &path, &KEY, 1).expect("copies");
        assert_eq!(kept.file_name().and_then(|name| name.to_str()), Some("motcua.db.v1"));
        let copy = open_connection(&kept, &KEY, Use::Read).expect("opens with the same key");
        assert_eq!(told(&copy).expect("reads"), (1, 1, Some(vec![0; 32])));
        drop(copy);
        // A second one, of a later moment, takes nothing away from the first.
        let again = keep_copy(&db, &path, &KEY, 1).expect("copies");
        assert_eq!(again.file_name().and_then(|name| name.to_str()), Some("motcua.db.v1-2"));
        let mut bytes = fs::read(&again).expect("reads");
        let middle = bytes.len() - 2_000;
        bytes[middle] ^= 1;
        fs::write(&again, bytes).expect("writes");
        assert!(same(&db, &again, &KEY).is_err(), "one flipped bit in a page that nothing points at");
        assert!(keep_copy(&db, &path, &[8; 32], 1).is_err(), "what cannot be opened is no copy");
        assert_eq!(names(folder.path()), ["motcua.db", "motcua.db.v1", "motcua.db.v1-2"]);
    }
}
