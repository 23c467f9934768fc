//! Opening the SQLite file: key, pragmas, and the proof that each of them took.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit};
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};

/// SQLite before 3.51.3 can lose a commit when the WAL is reset while another connection reads.
const SQLITE_VERSION_MIN: i32 = 3_051_003;

/// Page caches, in KiB below zero as SQLite takes them.
pub(crate) const WRITER_CACHE: i64 = -32_768;
const READER_CACHE: i64 = -65_536;
/// The file of scans is read from end to end, not searched: a small cache, so that a long scan does not fill memory.
const FILES_CACHE: i64 = -4_096;

/// How the pages of a file are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pages {
    /// Bytes a page.
    size: &'static str,
    /// What authenticates a page.
    hmac: &'static str,
}

impl Pages {
    /// Of new files. An act writes a page of every index that it reaches: half the size is half to encrypt and to flush,
    /// and processors have instructions for SHA-256.
    pub(crate) const NEW: Pages = Pages { size: "2048", hmac: "HMAC_SHA256" };
    /// SQLCipher's own, of files made before November 2026. They stay as they are and are opened as they are.
    pub(crate) const FIRST: Pages = Pages { size: "4096", hmac: "HMAC_SHA512" };
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Making the store's file.
    Create,
    /// The store's one writer.
    Write,
    /// Questions to the store. Not read-only for the system (a WAL reader takes part in its index), only for SQL.
    Read,
    /// Making the file of scans.
    FilesCreate,
    /// Putting and sweeping scans.
    FilesWrite,
    /// Looking at scans.
    FilesRead,
}

impl Use {
    fn creates(self) -> bool {
        matches!(self, Use::Create | Use::FilesCreate)
    }

    fn only_asks(self) -> bool {
        matches!(self, Use::Read | Use::FilesRead)
    }

    fn cache(self) -> i64 {
        match self {
            Use::Create | Use::Write => WRITER_CACHE,
            Use::Read => READER_CACHE,
            Use::FilesCreate | Use::FilesWrite | Use::FilesRead => FILES_CACHE,
        }
    }
}

/// Opens a file that does not exist yet.
pub(crate) fn create_connection(path: &Path, data_key: &[u8; 32]) -> Result<Connection> {
    open_connection(path, data_key, Use::Create)
}

/// Opens the file for the one writer.
pub(crate) fn write_connection(path: &Path, data_key: &[u8; 32]) -> Result<Connection> {
    open_connection(path, data_key, Use::Write)
}

/// Opens the file for questions.
pub(crate) fn read_connection(path: &Path, data_key: &[u8; 32]) -> Result<Connection> {
    open_connection(path, data_key, Use::Read)
}

/// Opens one of the two files; a file that is there has the pages that it was made with.
pub(crate) fn open_connection(path: &Path, data_key: &[u8; 32], what_for: Use) -> Result<Connection> {
    match open_with(path, data_key, what_for, Pages::NEW) {
        // Where these do not open it either, the key is another one or the head is damaged.
        Err(StoreError::Damaged { .. }) if !what_for.creates() => open_with(path, data_key, what_for, Pages::FIRST),
        opened => opened,
    }
}

/// The pages of an open file.
pub(crate) fn pages_of(db: &Connection) -> Result<Pages> {
    let size: String = db.query_row("PRAGMA cipher_page_size", [], |row| row.get(0))?;
    Ok(if size == Pages::NEW.size { Pages::NEW } else { Pages::FIRST })
}

/// Opens one of the two files with pages made so.
pub(crate) fn open_with(path: &Path, data_key: &[u8; 32], what_for: Use, pages: Pages) -> Result<Connection> {
    if rusqlite::version_number() < SQLITE_VERSION_MIN {
        return Err(StoreError::OldSqlite);
    }
    let mut how = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    how.set(OpenFlags::SQLITE_OPEN_CREATE, what_for.creates());
    begin_once()?;
    #[cfg(windows)]
    let path = &in_full(path)?;
    // A scanner that keeps everybody out is waited for here; SQLite would call the file one that cannot be opened. Not on
    // Unix, where closing any handle of a file drops the locks that the process has on it.
    #[cfg(windows)]
    if !what_for.creates() {
        drop(super::patiently(|| std::fs::File::options().read(true).write(true).open(path))?);
    }
    let db = Connection::open_with_flags(path, how)?;
    // SQLCipher would tell standard error about every damaged page; callers are told by errors instead.
    db.pragma_update(None, "cipher_log_level", "NONE")?;
    // A raw key: it is random already, SQLCipher need not stretch it (who may open it is the `keys` file's business).
    let key = Zeroizing::new(format!("x'{}'", hex::encode(data_key)));
    db.pragma_update(None, "key", key.as_str())?;
    must_be(&db, "cipher_page_size", pages.size, pages.size)?;
    must_be(&db, "cipher_hmac_algorithm", pages.hmac, pages.hmac)?;
    if !what_for.creates() {
        // Until its first page was read with these pages, nothing of its log may be carried into it.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    }
    // Antivirus programs hold files for seconds after each close; 10 s, then it is shown.
    db.busy_timeout(Duration::from_secs(10))?;
    db.set_prepared_statement_cache_capacity(128);
    // A value of ours has 16 MiB at most; a damaged length must not lead to more memory.
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024)?;

    // The first touch of an encrypted page: a wrong key, other pages or a damaged head show here.
    db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0))?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    // Readers go on while the one writer writes, and a commit is one flush.
    must_be(&db, "journal_mode", "wal", "wal")?;
    // A commit is on disk before it is told. NORMAL loses commits in nine of ten power cuts.
    must_be(&db, "synchronous", "FULL", "2")?;
    // Rows that point nowhere are refused.
    must_be(&db, "foreign_keys", "ON", "1")?;
    // A stray write of the process must not reach the file through a mapping.
    must_be(&db, "mmap_size", "0", "0")?;
    // Sorting must not spill citizens' data into plain files.
    must_be(&db, "temp_store", "MEMORY", "2")?;
    // Nothing in the file may call functions that the file did not bring.
    must_be(&db, "trusted_schema", "OFF", "0")?;
    // Damaged cells are noticed when read, not when acted upon.
    must_be(&db, "cell_size_check", "ON", "1")?;
    // Decrypted pages kept: the inner pages of every index at a million dossiers fit.
    db.pragma_update(None, "cache_size", what_for.cache())?;
    if what_for.only_asks() {
        must_be(&db, "query_only", "ON", "1")?;
    } else {
        // The writer checkpoints when the desk is quiet (upkeep.rs), not within somebody's act; that of scans after each.
        must_be(&db, "wal_autocheckpoint", "0", "0")?;
    }
    Ok(db)
}

/// The path in the form that has no longest length. SQLite asks Windows for plain paths, which end at 260 letters.
#[cfg(windows)]
fn in_full(path: &Path) -> Result<std::path::PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(std::fs::canonicalize(folder)?.join(path.file_name().unwrap_or_default()))
}

/// Lets a file grow by so many pages from where it stands; none takes the limit away.
pub(crate) fn let_grow(db: &Connection, pages: Option<u32>) -> Result<()> {
    let now: u32 = db.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let most = pages.map_or(u32::MAX - 1, |pages| now.saturating_add(pages));
    db.query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()))?;
    Ok(())
}

/// Has SQLite and SQLCipher begin before the first file of the process is opened.
///
/// SQLite calls itself begun a moment before SQLCipher is: a second thread that opens in that moment is refused its key.
fn begin_once() -> Result<()> {
    static BEGUN: Mutex<bool> = Mutex::new(false);
    let mut begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
    if !*begun {
        drop(Connection::open_in_memory()?);
        *begun = true;
    }
    Ok(())
}

/// Sets a pragma and reads it back: an unknown or refused pragma is silent in SQLite.
fn must_be(db: &Connection, name: &'static str, value: &str, expected: &str) -> Result<()> {
    db.execute_batch(&format!("PRAGMA {name} = {value}"))?;
    // Some pragmas answer as text, some as integers, mmap_size 0 with no row at all.
    let mut statement = db.prepare(&format!("PRAGMA {name}"))?;
    let mut rows = statement.query([])?;
    let found = match rows.next()? {
        Some(row) => match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            rusqlite::types::ValueRef::Null
            | rusqlite::types::ValueRef::Real(_)
            | rusqlite::types::ValueRef::Blob(_) => String::new(),
        },
        None => "0".to_owned(),
    };
    if found.eq_ignore_ascii_case(expected) { Ok(()) } else { Err(StoreError::Setting(name)) }
}

#[cfg(test)]
mod tests {
    use std::{process::Command, sync::Barrier};

    use super::{Use, create_connection, open_connection};

    #[test]
    fn every_connection_flushes_a_commit_before_it_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, key) = (folder.path().join("one.db"), [7; 32]);
        let made = create_connection(&path, &key).expect("makes");
        let others = [Use::Write, Use::Read, Use::FilesWrite, Use::FilesRead];
        let others = others.map(|what_for| open_connection(&path, &key, what_for).expect("opens"));
        for db in [made].iter().chain(&others) {
            let asked =
                |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, rusqlite::types::Value>(0));
            // SQLite's word for a flush of the log at each commit; a power cut takes back what 1 (NORMAL) had told.
            assert_eq!(asked("synchronous").expect("answers"), rusqlite::types::Value::Integer(2));
            assert_eq!(asked("journal_mode").expect("answers"), rusqlite::types::Value::Text("wal".to_owned()));
        }
    }

    /// Says to the child that it is one.
    const CHILD: &str = "MOTCUA_TEST_OPENS";
    const AT_ONCE: usize = 8;

    /// Opens as many files at one moment as the first thing its process does.
    #[test]
    fn child_that_opens_many_files_first() {
        if std::env::var_os(CHILD).is_none() {
            return;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let at_once = Barrier::new(AT_ONCE);
        std::thread::scope(|threads| {
            for each in 0..AT_ONCE {
                let path = folder.path().join(each.to_string());
                let at_once = &at_once;
                threads.spawn(move || {
                    at_once.wait();
                    create_connection(&path, &[7; 32]).expect("opens");
                });
            }
        });
    }

    /// Without `begin_once` about one child in seventy fails.
    #[test]
    fn files_opened_at_one_moment_all_get_their_key() {
        let program = std::env::current_exe().expect("has a name");
        for _ in 0..150 {
            let child = Command::new(&program)
                .args(["child_that_opens_many_files_first"])
                .env(CHILD, "yes")
                .output()
                .expect("runs");
            assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
        }
    }
}
