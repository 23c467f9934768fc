//! Backups: made while the desk works, verified before they are called one, restored by a supervisor.

use std::path::Path;

use chrono::DateTime;
use desk_core::office::Role;
use desk_store::{Backup, BackupError, Manifest};
use serde::{Deserialize, Serialize};

use crate::{desk::Desk, error::AppError, office_file};

/// The setting that remembers the newest backup.
const LAST: &str = "backup.last";

/// The newest backup of this store, as this machine remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// When it was made.
    pub made_at: DateTime<chrono::FixedOffset>,
    /// Its folder.
    pub folder: String,
    /// Entries in it.
    pub entries: u64,
}

impl Desk {
    /// Makes a backup in a folder (a stick, another disk). It is encrypted as the store is and opens with the same
    /// passwords.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators; [`AppError::Backup`].
    pub fn back_up(&self, into: &Path) -> Result<Backup, AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let made = self.store()?.back_up(into, &[office_file::NAME], self.now())?;
        let last = LastBackup {
            made_at: made.manifest.made_at,
            folder: made.folder.to_string_lossy().into_owned(),
            entries: made.manifest.entries,
        };
        let json = serde_json::to_string(&last).map_err(std::io::Error::other)?;
        self.store()?.setting_save(LAST, &json)?;
        Ok(made)
    }

    /// The newest backup made here; none when there was none.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn last_backup(&self) -> Result<Option<LastBackup>, AppError> {
        let json = self.reader()?.setting(LAST)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }
}

/// Puts a backup into a folder. Where a store stands already it is refused, or with `replace` set aside under other
/// names. Afterwards somebody signs in with a password of the backup, and a supervisor settles it ([`Desk::settle`]):
/// the machine goes on as a new device.
///
/// # Errors
/// [`AppError::Backup`]: no backup there, a changed file, a store that stands, or the disk.
pub fn restore(from: &Path, into: &Path, replace: bool) -> Result<Manifest, AppError> {
    Ok(desk_store::restore(from, into, replace)?)
}

impl From<BackupError> for AppError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => error.into(),
            error @ (BackupError::NotSound { .. }
            | BackupError::NoBackup
            | BackupError::Changed { .. }
            | BackupError::AlreadyThere) => AppError::Backup(error),
        }
    }
}

/// The code under which people read what stands against a backup.
pub fn backup_code(error: &BackupError) -> &'static str {
    match error {
        BackupError::Store(_) => "disk_error",
        BackupError::NotSound { .. } => "backup_not_sound",
        BackupError::NoBackup => "no_backup",
        BackupError::Changed { .. } => "backup_changed",
        BackupError::AlreadyThere => "backup_exists",
    }
}
