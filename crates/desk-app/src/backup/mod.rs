//! Backups: made while the desk works, verified before they are called one, restored by a supervisor.
//!
//! One [`Keeper`] a desk makes them, one at a time, on a thread of its own that holds no store open; the schedule
//! ([`Plan`]) asks it as a person does. What was made and what failed is remembered as [`Note`]s, newest first. Start at
//! [`Desk::backups`].

mod first;
mod keeper;
mod plan;
mod restore;

use std::path::{Path, PathBuf};

use desk_core::{office::Role, time::Moment};
use desk_store::{Backup, BackupError, BackupSource, Manifest};
use serde::{Deserialize, Serialize};

pub use first::{FirstBackup, FirstRestoring, Opens};
pub use keeper::{Running, Stage};
pub use plan::{Plan, Trouble};
pub use restore::{Restoring, restore};

pub(crate) use keeper::Keeper;

use crate::{desk::Desk, error::AppError, office_file};

/// The setting that remembers what was made and what failed.
const NOTES: &str = "backup.notes";
/// The setting that holds the schedule.
const PLAN: &str = "backup.plan";
/// As many are remembered.
const NOTES_MOST: usize = 200;
const MAY: &[Role] = &[Role::Supervisor, Role::Administrator];

/// What became of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was opened, and everything in it read and verified.
    Verified,
    /// There is none, and the code of the reason ([`backup_code`]).
    Failed(String),
    /// It was verified, and made room for newer ones of the schedule.
    Removed,
}

/// A backup that was made here, or failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub at: Moment,
    /// Its folder; where it failed, the folder it should have been made in.
    pub folder: PathBuf,
    /// Who asked for it; none: the schedule.
    pub by: Option<String>,
    /// Entries in it.
    pub entries: u64,
    /// Bytes in all.
    pub bytes: u64,
    /// What became of it.
    pub outcome: Outcome,
}

impl Note {
    fn of(made: &Result<Backup, BackupError>, at: Moment, into: &Path, by: Option<String>) -> Self {
        match made {
            Ok(made) => Note {
                at,
                folder: made.folder.clone(),
                by,
                entries: made.manifest.entries,
                bytes: made.bytes,
                outcome: Outcome::Verified,
            },
            Err(error) => Note {
                at,
                folder: into.to_owned(),
                by,
                entries: 0,
                bytes: 0,
                outcome: Outcome::Failed(backup_code(error).to_owned()),
            },
        }
    }
}

/// Everything about backups of this machine.
#[derive(Debug, Clone)]
pub struct Backups {
    /// The schedule; none: by hand alone.
    pub plan: Option<Plan>,
    /// The one under way.
    pub running: Option<Running>,
    /// What was made and what failed, newest first.
    pub notes: Vec<Note>,
    /// What is to be said of them.
    pub trouble: Option<Trouble>,
    /// Folders of sticks and other disks that are plugged in.
    pub sticks: Vec<PathBuf>,
}

impl Desk {
    /// Everything about backups of this machine.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators; when the store cannot be read.
    pub fn backups(&self) -> Result<Backups, AppError> {
        self.actor_holding(MAY)?;
        let (plan, notes) = (self.backup_plan()?, self.backup_notes()?);
        let trouble = self.trouble_of(plan.as_ref(), &notes)?;
        Ok(Backups { plan, running: self.keeper.running(), notes, trouble, sticks: sticks() })
    }

    /// What supervisors and administrators are to be told of the backups, if anything.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn backup_trouble(&self) -> Result<Option<Trouble>, AppError> {
        if !self.actor()?.holds_any(MAY) {
            return Ok(None);
        }
        self.trouble_of(self.backup_plan()?.as_ref(), &self.backup_notes()?)
    }

    fn trouble_of(&self, plan: Option<&Plan>, notes: &[Note]) -> Result<Option<Trouble>, AppError> {
        // Made-up people are lost by nobody: a demo is quiet until somebody asks it to keep backups.
        if plan.is_none() && self.demo().is_some() {
            return Ok(None);
        }
        let began = self.reader()?.first_entry_at()?;
        Ok(plan::trouble(plan, notes, began, self.now()))
    }

    fn backup_plan(&self) -> Result<Option<Plan>, AppError> {
        self.read(PLAN)
    }

    fn backup_notes(&self) -> Result<Vec<Note>, AppError> {
        let mut notes = self.keeper.unsaved();
        notes.extend(keeper::kept(self.reader()?)?);
        Ok(notes)
    }

    /// Starts a backup into a folder that is there (a stick, another disk) and gives at once: the desk goes on. How it
    /// ends is in [`Desk::backups`].
    ///
    /// # Errors
    /// As [`Desk::backups`]; [`AppError::BackupRunning`]; the place is not there.
    pub fn start_backup(&mut self, into: &Path) -> Result<(), AppError> {
        let actor = self.actor_holding(MAY)?;
        if !into.is_dir() {
            return Err(AppError::Backup(BackupError::PlaceMissing));
        }
        let open = self.opened()?;
        let job = keeper::Job::of(&open.store, into, Some(actor.name), self.now());
        Keeper::start(&self.keeper, job)
    }

    /// Stops the backup under way: nothing is left of it.
    ///
    /// # Errors
    /// As [`Desk::backups`].
    pub fn stop_backup(&self) -> Result<(), AppError> {
        self.actor_holding(MAY)?;
        self.keeper.stop();
        Ok(())
    }

    /// Makes a backup in a folder and waits for it: for scripts. It is encrypted as the store is and opens with the same
    /// passwords.
    ///
    /// # Errors
    /// As [`Desk::backups`]; [`AppError::Backup`].
    pub fn back_up(&self, into: &Path) -> Result<Backup, AppError> {
        let actor = self.actor_holding(MAY)?;
        let open = self.opened()?;
        let (source, at): (BackupSource, Moment) = (open.store.backup_source(), self.now());
        let made = source.make(into, &[office_file::NAME], at, &|_| true);
        keeper::remember(&open.store, vec![Note::of(&made, at, into, Some(actor.name))])?;
        Ok(made?)
    }

    /// Sets the schedule, or by `None` takes it back. The next backup is made at once where none is newer than the
    /// schedule's last time: so it is seen that the place works.
    ///
    /// # Errors
    /// As [`Desk::backups`]; the place is not there; [`AppError::BadField`] with `keep` or `folder`.
    pub fn set_backup_plan(&mut self, plan: Option<Plan>) -> Result<(), AppError> {
        self.actor_holding(MAY)?;
        if let Some(plan) = &plan {
            if !plan.folder.is_absolute() {
                return Err(AppError::BadField { field: "folder" });
            }
            if !plan.folder.is_dir() {
                return Err(AppError::Backup(BackupError::PlaceMissing));
            }
            if !(1..=plan::KEEP_MOST).contains(&plan.keep) {
                return Err(AppError::BadField { field: "keep" });
            }
        }
        self.write(PLAN, &plan)?;
        self.keeper.look();
        Ok(())
    }

    /// The backups in a folder by their manifests, newest first, and how many of this record's entries each has not.
    ///
    /// # Errors
    /// As [`Desk::backups`]; the place is not there; there is no backup.
    pub fn backups_in(&self, folder: &Path) -> Result<Vec<(PathBuf, Manifest)>, AppError> {
        self.actor_holding(MAY)?;
        let found = desk_store::backups_in(folder)?;
        if found.is_empty() { Err(AppError::Backup(BackupError::NoBackup)) } else { Ok(found) }
    }

    /// True where a folder lies on the disk of the store: whoever loses the machine loses both.
    pub fn is_on_own_disk(&self, folder: &Path) -> bool {
        desk_store::same_disk(&self.paths.store, folder)
    }

    /// Looks after the schedule beside the work, from the opening of the store to its closing.
    pub(crate) fn keep_backups(&mut self) -> Result<(), AppError> {
        let Some(open) = self.open.as_ref().filter(|_| self.carries) else { return Ok(()) };
        keeper::watch(&open.store, &self.keeper, self.clock.clone())
    }
}

/// Where the system mounts what is plugged in.
fn sticks() -> Vec<PathBuf> {
    if cfg!(windows) {
        let drives = ('D'..='Z').map(|letter| PathBuf::from(format!("{letter}:\\")));
        return drives.filter(|drive| drive.is_dir()).collect();
    }
    sticks_of(&std::fs::read_to_string("/proc/self/mounts").unwrap_or_default())
}

/// What may be written, mounted where systems mount what is plugged in: a level below a person's folder, or right below
/// `/mnt`.
fn sticks_of(mounts: &str) -> Vec<PathBuf> {
    let plugged = |point: &Path| {
        let under = |root: &str, most: usize| {
            point.strip_prefix(root).is_ok_and(|rest| (1..=most).contains(&rest.components().count()))
        };
        under("/media", 2) || under("/run/media", 2) || under("/mnt", 1)
    };
    let mut found: Vec<PathBuf> = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            let (point, options) = (words.next()?, words.nth(1)?);
            let point = PathBuf::from(point.replace("\\040", " "));
            let writable = options.split(',').any(|option| option == "rw");
            (writable && plugged(&point)).then_some(point)
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

impl From<BackupError> for AppError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => error.into(),
            error @ (BackupError::NotSound { .. }
            | BackupError::PlaceMissing
            | BackupError::PlaceClosed
            | BackupError::PlaceFull { .. }
            | BackupError::PlaceBroke
            | BackupError::Stopped
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
        BackupError::PlaceMissing => "backup_place_missing",
        BackupError::PlaceClosed => "backup_place_closed",
        BackupError::PlaceFull { .. } => "backup_place_full",
        BackupError::PlaceBroke => "backup_place_broke",
        BackupError::Stopped => "backup_stopped",
        BackupError::NoBackup => "no_backup",
        BackupError::Changed { .. } => "backup_changed",
        BackupError::AlreadyThere => "backup_exists",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plugged_in_and_can_be_written_is_found_by_its_mount_and_the_machines_own_disks_are_not() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/lan/USB\\0402 vfat rw 0 0\ntmpfs /run tmpfs rw 0 0\n\
                      /dev/sdc1 /run/media/lan/O-LUU ext4 rw 0 0\n/dev/sda2 /home ext4 rw 0 0\n\
                      /dev/sdd1 /mnt/usb vfat rw,nosuid 0 0\n/dev/sde1 /mnt/deep/down ext4 rw 0 0\n\
                      /dev/sr0 /media/lan/CD iso9660 ro,nosuid 0 0\n";
        assert_eq!(
            sticks_of(mounts),
            [Path::new("/media/lan/USB 2"), Path::new("/mnt/usb"), Path::new("/run/media/lan/O-LUU")]
        );
    }
}
