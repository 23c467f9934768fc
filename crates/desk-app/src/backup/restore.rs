//! Restoring: the place of a store is taken by a backup, and the machine goes on as a new device.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use desk_core::office::Role;
use desk_store::{BackupError, Manifest, StoreError, keys::Keys};

use crate::{desk::Desk, error::AppError, office_file::OfficeFile};

/// How long the courier and others get to let go of a store that is being closed.
const LET_GO: Duration = Duration::from_secs(10);

/// What a supervisor says who restores.
#[derive(Debug, Clone)]
pub struct Restoring {
    /// The backup's own folder.
    pub from: PathBuf,
    /// Their password now.
    pub password: String,
    /// Their password when the backup was made, where it is another.
    pub password_then: Option<String>,
    /// Why, in their words: it stands in the record.
    pub reason: String,
    /// The last number on paper of the day; 0 where there is none.
    pub last_number: u16,
}

impl Desk {
    /// Puts a backup in the place of the store that is open. The old files are set aside under other names, never
    /// deleted; the machine goes on as a new device that names the old head, and the reason stands in the record. Whatever
    /// can stand against it is asked before anything is touched.
    ///
    /// # Errors
    /// Only supervisors may, with a fresh password; [`AppError::BadField`] with `reason`, `last_number` or
    /// `password_then`; what stands against the backup; [`AppError::OtherOffice`]; [`AppError::BackupRunning`]. Nothing has
    /// happened then. What fails after the files were changed leaves the restored store: a supervisor signs in and
    /// settles ([`Desk::settle`]).
    pub fn restore_here(&mut self, asked: &Restoring) -> Result<(), AppError> {
        let actor = self.actor_holding(&[Role::Supervisor])?;
        if self.keeper.running().is_some() {
            return Err(AppError::BackupRunning);
        }
        if asked.reason.trim().is_empty() {
            return Err(AppError::BadField { field: "reason" });
        }
        if asked.last_number > 9_999 {
            return Err(AppError::BadField { field: "last_number" });
        }
        self.sign_in(&actor.person.to_string(), &asked.password)?;
        desk_store::check_backup(&asked.from)?;
        self.is_of_this_office(&asked.from)?;
        let then = asked.password_then.as_deref().unwrap_or(&asked.password);
        let keys = Keys::load(&asked.from)?;
        let login = Self::holder(&keys, &actor.person.to_string())?.login;
        let (_, key) = keys.unwrap_person(&login, then).map_err(|_| AppError::BadField { field: "password_then" })?;
        desk_store::fits_backup(&asked.from, &key)?;

        self.sign_out();
        if let Err(error) = restore_once_let_go(&asked.from, &self.paths.store) {
            self.sign_in(&login, &asked.password)?; // nothing was changed
            return Err(error);
        }
        self.file = OfficeFile::read(&self.paths.store)?;
        self.sign_in(&login, then)?;
        self.settle(&asked.reason, Some(asked.last_number))
    }

    /// A backup of another office, or of a demo, takes no real office's place.
    fn is_of_this_office(&self, from: &Path) -> Result<(), AppError> {
        let (ours, theirs) = (self.file.as_ref().ok_or(AppError::NotSetUp)?, OfficeFile::read(from)?);
        let same = theirs.is_some_and(|theirs| theirs.office == ours.office && theirs.demo == ours.demo);
        if same { Ok(()) } else { Err(AppError::OtherOffice) }
    }
}

/// Restores over the store once everybody let go of it.
fn restore_once_let_go(from: &Path, into: &Path) -> Result<Manifest, AppError> {
    let end = Instant::now() + LET_GO;
    loop {
        match desk_store::restore(from, into, true) {
            Err(BackupError::Store(StoreError::Busy)) if Instant::now() < end => {
                thread::sleep(Duration::from_millis(50));
            }
            done => return Ok(done?),
        }
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
