//! Finding, making and opening the second file, at the first question put to it.

use std::{
    path::{Path, PathBuf},
    sync::{MutexGuard, PoisonError},
};

use rusqlite::Connection;

use super::{Files, FilesError, Result};
use crate::{
    error::StoreError,
    file::{self, Use},
    setting,
    writer::lock,
};

/// The setting of the store that says that the second file was made. Settings are in the main file and survive a
/// rebuild.
const MADE: &str = "store.files";

/// The second file.
fn path(folder: &Path) -> PathBuf {
    folder.join("motcua.files.db")
}

fn unfinished(folder: &Path) -> PathBuf {
    folder.join("motcua.files.db.new")
}

/// A connection that is open for as long as it can be trusted.
pub(super) struct Open<'a>(MutexGuard<'a, Option<Connection>>);

impl Open<'_> {
    /// Works with the connection. After an error that leaves the state unknown it is closed: the next question opens a
    /// new one, which reads from disk.
    pub(super) fn with<T>(&mut self, with: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let done = with(self.0.as_mut().expect("filled when it was locked"));
        if done.as_ref().is_err_and(FilesError::breaks_the_connection) {
            *self.0 = None;
        }
        done
    }
}

impl Files {
    /// The connection that writes; the file is made when there never was one.
    pub(super) fn writing(&self) -> Result<Open<'_>> {
        let mut held = self.0.write.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            if !self.stands()? {
                self.make()?;
            }
            let mut db = file::open_connection(&path(&self.0.folder), &self.0.key, Use::FilesWrite)?;
            file::migrate_files(&mut db)?;
            *held = Some(db);
        }
        Ok(Open(held))
    }

    /// The connection that reads; none when there never was a file.
    pub(super) fn reading(&self) -> Result<Option<Open<'_>>> {
        let mut held = self.0.read.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            if !self.stands()? {
                return Ok(None);
            }
            let db = file::open_connection(&path(&self.0.folder), &self.0.key, Use::FilesRead)?;
            file::check_files_version(&db)?;
            *held = Some(db);
        }
        Ok(Some(Open(held)))
    }

    /// True when there is a file, false when there never was one.
    fn stands(&self) -> Result<bool> {
        let made = self.0.reader.setting(MADE)?.is_some();
        match (made, path(&self.0.folder).try_exists()?) {
            (true, true) => Ok(true),
            (true, false) => Err(FilesError::Missing),
            (false, false) => Ok(false),
            // Made, and the power went before that was written down.
            (false, true) => self.remember().map(|()| true),
        }
    }

    /// Makes the file under another name, so that a power cut leaves no half one, and writes down that it was made
    /// before anything is put into it.
    fn make(&self) -> Result<()> {
        let folder = &self.0.folder;
        let new = unfinished(folder);
        file::set_aside_as(
            folder,
            &["motcua.files.db.new", "motcua.files.db.new-wal", "motcua.files.db.new-shm"],
            UNFINISHED,
        )?;
        let mut db = file::open_connection(&new, &self.0.key, Use::FilesCreate)?;
        file::migrate_files(&mut db)?;
        drop(db); // the last connection: everything is in the one file now
        file::put_in_place(&new, &path(folder))?;
        self.remember()
    }

    fn remember(&self) -> Result<()> {
        // The store was closed meanwhile: whoever still holds this handle opens it anew.
        let record = self.0.record.upgrade().ok_or(StoreError::Frozen)?;
        Ok(setting::keep(&lock(&record).db, MADE, "{}")?)
    }

    /// Moves a file that is damaged out of the way, under a name of its own and with all its bytes, so that a new one
    /// is made at the next [`Files::put`]. For a supervisor who has been told: what lay in it is [`FilesError::Unknown`]
    /// from then on, until a backup brings it back. One that is missing is begun anew.
    ///
    /// Gives the path it lies under now.
    ///
    /// # Errors
    /// [`StoreError::NotThatWay`] when the file opens and [`Files::verify`] finds nothing.
    pub fn set_aside(&self) -> Result<Option<PathBuf>> {
        let sound = match self.verify() {
            Ok(verdict) => verdict.is_whole(),
            Err(FilesError::Missing | FilesError::Damaged | FilesError::Store(StoreError::Damaged { .. })) => false,
            Err(other) => return Err(other),
        };
        if sound {
            return Err(StoreError::NotThatWay.into());
        }
        let mut write = self.0.write.lock().unwrap_or_else(PoisonError::into_inner);
        let mut read = self.0.read.lock().unwrap_or_else(PoisonError::into_inner);
        (*write, *read) = (None, None);
        let names = ["motcua.files.db", "motcua.files.db-wal", "motcua.files.db-shm"];
        let moved = file::set_aside_as(&self.0.folder, &names, "damaged")?;
        self.make()?;
        Ok(moved.into_iter().next())
    }
}

const UNFINISHED: &str = "unfinished";
