//! The folder a store lives in: its files, its lock, what stands there before anything is opened, and room on the disk.
//!
//! Files: `motcua.db` (the store; SQLite adds `-wal` and `-shm`), `motcua.files.db` (scans, made with the first of
//! them), `motcua.store` (the marker), `keys` and `keys.2`, `lock`, `ballast` (room held back, `ballast.rs`), and
//! `motcua.db.v<n>`, what stood in the file before an update changed its shape.

mod ballast;
mod connection;
mod copy;
mod marker;
mod migrate;
mod place;
mod write;

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

use desk_core::ids::DeviceId;

pub(crate) use ballast::{keep_ballast, release_ballast};
pub(crate) use connection::{
    Use, WRITER_CACHE, create_connection, let_grow, open_connection, read_connection, write_connection,
};
pub(crate) use copy::{copy_database, keep_copy, page_faults, remove_log};
pub(crate) use marker::Marker;
pub(crate) use migrate::{bring_forward, check_files_version, migrate, migrate_files, migrate_kept};
pub use place::{Room, free_bytes, room, same_disk};
pub(crate) use place::{check_place, file_id};
pub(crate) use write::{flush, is_held, patiently};
pub use write::{put_in_place, write_whole};

use crate::error::{Result, StoreError};

/// The store's file.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join("motcua.db")
}

/// The store's file while it is being made.
pub(crate) fn unfinished(folder: &Path) -> PathBuf {
    folder.join("motcua.db.new")
}

/// What stands in a folder, told without a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing of ours: a store can be made here.
    Nothing,
    /// A first run that ended before it was done: nothing was ever recorded, a store can be made here; the leftovers
    /// are set aside then, not deleted.
    Unfinished,
    /// A store.
    Store {
        /// Whose.
        device: Option<DeviceId>,
    },
    /// There was a store, and its file is gone.
    Missing {
        /// Whose, where that is known.
        device: Option<DeviceId>,
    },
}

/// Looks at a folder without opening anything.
///
/// # Errors
/// When the folder or the state folder cannot be read.
pub fn find(folder: &Path, state_dir: &Path) -> Result<Found> {
    let marker = Marker::read(folder)?;
    let remembered = crate::standing::remembered_in(folder, state_dir)?;
    let device = marker.as_ref().map(|marker| marker.device).or(remembered);
    let file = database(folder).try_exists()?;
    Ok(match (file, device) {
        (true, Some(device)) => Found::Store { device: Some(device) },
        // With keys there are people who can open it: it was in use, only the marker is lost.
        (true, None) if crate::keys::exist(folder)? => Found::Store { device: None },
        (true, None) => Found::Unfinished,
        (false, Some(device)) => Found::Missing { device: Some(device) },
        (false, None) => Found::Nothing,
    })
}

/// Moves the leftovers of an unfinished first run out of the way. They keep their bytes under another name.
pub(crate) fn set_aside(folder: &Path) -> Result<()> {
    let parts =
        ["motcua.db", "motcua.db-wal", "motcua.db-shm", "motcua.db.new", "motcua.db.new-wal", "motcua.db.new-shm"];
    set_aside_as(folder, &parts, "unfinished").map(|_moved| ())
}

/// Renames those of the files that exist to `<name>.<why>-<n>`, with one number for all of them; gives the new paths.
pub(crate) fn set_aside_as(folder: &Path, names: &[&str], why: &str) -> Result<Vec<PathBuf>> {
    let aside = |name: &str, n: u32| folder.join(format!("{name}.{why}-{n}"));
    let free = (1..).find(|n| names.iter().all(|name| !aside(name, *n).exists())).expect("numbers do not run out");
    let mut moved = Vec::new();
    for name in names {
        let from = folder.join(name);
        if from.try_exists()? {
            let to = aside(name, free);
            put_in_place(&from, &to)?;
            moved.push(to);
        }
    }
    Ok(moved)
}

/// The lock that keeps a second program out of the folder. The system frees it when the program ends, however it ends.
#[derive(Debug)]
pub(crate) struct FolderLock(#[expect(dead_code, reason = "held, never read")] File);

/// How often and how far apart the lock is tried for: a third of a second in all.
const LOCK_TRIES: u32 = 15;
const LOCK_WAIT: std::time::Duration = std::time::Duration::from_millis(20);

impl FolderLock {
    pub(crate) fn take(folder: &Path) -> Result<Self> {
        let how = || OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock"));
        let file = patiently(how)?;
        // A program that just ended, or a child of it that has not become its own program yet, holds on for a moment.
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(FolderLock(file)),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_WAIT),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Err(StoreError::Busy)
    }
}
