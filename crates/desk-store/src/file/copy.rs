//! A copy of the store's file beside it, opened and compared before anybody relies on it: made before the file's shape
//! changes, so that an update that goes wrong has a way back.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OptionalExtension};

use super::connection::{Use, open_connection};
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

/// Copies the file as it stands to `<name>.v<version>` beside it and gives its path. The caller holds the folder's lock and
/// the only connection that writes.
///
/// # Errors
/// [`StoreError::Full`] where there is no room; [`StoreError::Damaged`] where the copy does not say the same. Nothing was
/// changed then.
pub(crate) fn keep_copy(db: &Connection, path: &Path, data_key: &[u8; 32], version: i64) -> Result<PathBuf> {
    // Everything into the one file, and an empty log beside it: what is copied is whole.
    let busy: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(StoreError::Busy);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = |n: u32| match n {
        1 => path.with_file_name(format!("{name}.v{version}")),
        n => path.with_file_name(format!("{name}.v{version}-{n}")),
    };
    let to = (1..).map(free).find(|to| !to.exists()).expect("numbers do not run out");
    let fresh = to.with_file_name(format!("{}.new", to.file_name().unwrap_or_default().to_string_lossy()));
    let made = copied(path, &fresh).and_then(|()| same(db, &fresh, data_key));
    if let Err(error) = made {
        // Ours alone, and of no use: the file that it was made of stands untouched.
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    fs::rename(&fresh, &to)?;
    #[cfg(unix)]
    if let Some(folder) = to.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(to)
}

fn copied(from: &Path, to: &Path) -> Result<()> {
    match fs::copy(from, to) {
        Ok(_) => Ok(File::options().write(true).open(to)?.sync_all()?),
        Err(error) if error.kind() == std::io::ErrorKind::StorageFull => Err(StoreError::Full),
        Err(error) => Err(error.into()),
    }
}

/// Opens the copy with the key and compares it: every page authenticates, its trees hold, and it says the same.
fn same(db: &Connection, copy: &Path, data_key: &[u8; 32]) -> Result<()> {
    let other = open_connection(copy, data_key, Use::Read)?;
    // A line for every page whose authentication fails; none where all hold.
    let torn = other.prepare("PRAGMA cipher_integrity_check")?.query([])?.next()?.is_some();
    let sound: String = other.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    if torn || sound != "ok" || told(&other)? != told(db)? {
        return Err(StoreError::Damaged { what: "a copy of the file does not say what the file says" });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{create_connection, migrate};

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
