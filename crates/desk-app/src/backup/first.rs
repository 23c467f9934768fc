//! Restoring on a machine that has no store yet: the disk broke, and this is the new one.

use std::path::{Path, PathBuf};

use desk_store::{
    BackupError, Manifest,
    keys::{KeyHolder, KeyRefusal, Keys, RecoveryCode},
};

use super::{restore, sticks};
use crate::{clock::Clock, desk::Desk, error::AppError, office_file::OfficeFile, password};

/// A backup that may begin this machine.
#[derive(Debug, Clone)]
pub struct FirstBackup {
    /// Its own folder.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Whose it is.
    pub file: OfficeFile,
    /// Whose passwords open it.
    pub people: Vec<KeyHolder>,
}

/// What opens a backup.
#[derive(Debug, Clone)]
pub enum Opens {
    /// The person's password when it was made.
    Password(String),
    /// The office's recovery code; the person gets a new password. It alone opens the backup of a Windows machine elsewhere.
    Recovery {
        /// The code.
        code: String,
        /// Their password from now on.
        new: String,
    },
}

/// What somebody says who restores on a machine without a store.
#[derive(Debug, Clone)]
pub struct FirstRestoring {
    /// The backup's own folder.
    pub from: PathBuf,
    /// Who.
    pub login: String,
    /// What opens it.
    pub opens: Opens,
    /// Why, in their words: it stands in the record.
    pub reason: String,
    /// The last number on paper of the day; 0 where there is none.
    pub last_number: u16,
}

impl Desk {
    /// The backups in a folder, newest first; where none is named, on what is plugged in.
    ///
    /// # Errors
    /// [`AppError::AlreadySetUp`] once there is a store; the place is not there; there is no backup.
    pub fn first_backups(&self, folder: Option<&Path>) -> Result<Vec<FirstBackup>, AppError> {
        self.has_no_store()?;
        let found = match folder {
            Some(folder) => desk_store::backups_in(folder)?,
            None => sticks().iter().filter_map(|stick| desk_store::backups_in(stick).ok()).flatten().collect(),
        };
        let mut found: Vec<FirstBackup> = found
            .into_iter()
            .filter_map(|(folder, manifest)| {
                let (file, keys) = (OfficeFile::read(&folder).ok()??, Keys::load(&folder).ok()?);
                Some(FirstBackup { people: keys.people().cloned().collect(), folder, manifest, file })
            })
            .collect();
        found.sort_by_key(|one| std::cmp::Reverse(one.manifest.made_at));
        if found.is_empty() { Err(AppError::Backup(BackupError::NoBackup)) } else { Ok(found) }
    }

    /// Begins this machine from a backup: its office, its people, its record. The machine goes on as a new device that names
    /// the old head, and the reason stands in the record. Whatever can stand against it is asked before anything is written.
    /// True when that is settled; where the person is no supervisor the restored store waits for one and nobody is signed in.
    ///
    /// # Errors
    /// [`AppError::AlreadySetUp`]; [`AppError::BadField`] with `reason` or `last_number`; [`AppError::UnknownPerson`],
    /// [`AppError::WrongPassword`], [`AppError::SystemKeyGone`], [`AppError::WrongRecoveryCode`]; what stands against the
    /// backup or the place.
    pub fn restore_first(&mut self, asked: &FirstRestoring) -> Result<bool, AppError> {
        self.has_no_store()?;
        if asked.reason.trim().is_empty() {
            return Err(AppError::BadField { field: "reason" });
        }
        if asked.last_number > 9_999 {
            return Err(AppError::BadField { field: "last_number" });
        }
        desk_store::check_backup(&asked.from)?;
        let file = OfficeFile::read(&asked.from)?.ok_or(AppError::Backup(BackupError::NoBackup))?;
        let keys = Keys::load(&asked.from)?;
        let holder = Self::holder(&keys, &asked.login)?;
        let key = match &asked.opens {
            Opens::Password(password) => {
                keys.unwrap_person(&holder.login, password).map(|(_, key)| key).map_err(|refused| match refused {
                    KeyRefusal::System => AppError::SystemKeyGone,
                    KeyRefusal::Wrong | KeyRefusal::Unknown | KeyRefusal::Form => {
                        AppError::WrongPassword { wait_seconds: 0 }
                    }
                })?
            }
            Opens::Recovery { code, new } => {
                if file.demo.is_none() {
                    password::check(new, &holder.login)?;
                }
                let code: RecoveryCode = code.parse().map_err(|_| AppError::WrongRecoveryCode)?;
                keys.unwrap_recovery(&code).map_err(|_| AppError::WrongRecoveryCode)?
            }
        };
        desk_store::fits_backup(&asked.from, &key)?;

        self.choose_folder(file.demo);
        restore(&asked.from, &self.paths.store, false)?;
        self.clock = file.demo.map_or(Clock::System, |demo| Clock::demo(demo.first_morning()));
        self.file = Some(file);
        self.enter(holder.id, *key)?;
        // Nothing is written in the old machine's name: the new device begins first.
        match self.settle(&asked.reason, Some(asked.last_number)) {
            Ok(()) => {}
            Err(AppError::NotAllowed) => {
                self.sign_out();
                return Ok(false);
            }
            Err(other) => return Err(other),
        }
        if let Opens::Recovery { new, .. } = &asked.opens {
            self.open_anew(holder, new, &key)?;
        }
        Ok(true)
    }

    fn has_no_store(&self) -> Result<(), AppError> {
        if self.file.is_some() { Err(AppError::AlreadySetUp) } else { Ok(()) }
    }
}
