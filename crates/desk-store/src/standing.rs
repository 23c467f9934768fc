//! Whether the log is where it was left: the newest head, kept outside the data folder, against the log found inside.
//!
//! A chain cannot show that its own tail was cut. One small file a device in the user's state folder remembers the
//! newest head, the file that held it and the latest time ever seen; every copy of a store on the machine meets the same
//! one. It is written after the commit, off the act's path, so the log may be ahead of it, never behind.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use desk_core::ids::{DeviceId, EntryHash};
use desk_log::Head;
use serde::{Deserialize, Serialize};

use crate::{
    error::Result,
    file::{database, file_id, patiently, write_whole},
    tx::Act,
};

/// How the log stands against what was remembered of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// As it was left; a store without entries too.
    Clean,
    /// The log is further: the program ended between a commit and its note. Nothing is wrong.
    CaughtUp {
        /// Entries that were not noted yet.
        entries: u64,
    },
    /// The log is behind what was remembered, or on another branch: restored from a copy, or its tail was cut. New
    /// entries only under a new device.
    Restored {
        /// The seq remembered.
        remembered: u64,
        /// The seq found.
        found: u64,
    },
    /// Remembered in another folder or another file: moved or copied.
    Moved {
        /// The folder remembered.
        from: PathBuf,
    },
    /// Nothing is remembered of a log that has entries: another machine, another user, or the note was lost.
    Unremembered,
}

impl Standing {
    /// True when nobody need decide anything.
    pub fn is_sound(&self) -> bool {
        match self {
            Standing::Clean | Standing::CaughtUp { .. } => true,
            Standing::Restored { .. } | Standing::Moved { .. } | Standing::Unremembered => false,
        }
    }
}

/// What the supervisor decided.
pub enum Settlement {
    /// The log is whole: go on as the same device. Not after [`Standing::Restored`].
    SameDevice,
    /// Go on as a new device with this secret key.
    NewDevice {
        /// 32 random bytes.
        secret: [u8; 32],
        /// Its first act: `device.began`, naming the old head (`DeviceBegan::continues`). Kept together with the device or
        /// not at all: a machine that never began could do nothing and not be settled again.
        first: Act,
    },
}

/// The file beside a store that says that it was put there from a backup; gone when it was settled.
const RESTORED: &str = "motcua.restored";

/// Says that what stands in a folder comes from a backup.
pub(crate) fn note_restored(folder: &Path, head: Option<Head>) -> Result<()> {
    let bytes = serde_json::to_vec(&head).expect("ids and numbers always encode");
    Ok(write_whole(&folder.join(RESTORED), &bytes)?)
}

/// True when what stands in a folder comes from a backup and nobody has settled it.
pub(crate) fn is_from_backup(folder: &Path) -> Result<bool> {
    Ok(folder.join(RESTORED).try_exists()?)
}

/// The restored store goes on as a new device: nothing is left to decide.
pub(crate) fn forget_restored(folder: &Path) -> Result<()> {
    match fs::remove_file(folder.join(RESTORED)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The note of one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    pub(crate) device: DeviceId,
    pub(crate) seq: u64,
    pub(crate) hash: EntryHash,
    pub(crate) folder: PathBuf,
    pub(crate) file: String,
    /// The latest time any entry or start of the program had, milliseconds since 1970.
    pub(crate) observed_ms: i64,
}

fn path(state_dir: &Path, device: DeviceId) -> PathBuf {
    state_dir.join(format!("{device}.json"))
}

impl Note {
    /// The note of a head in a folder.
    pub(crate) fn of(head: Head, folder: &Path, observed_ms: i64) -> Result<Note> {
        let file = file_id(&database(folder))?;
        let folder = fs::canonicalize(folder)?;
        Ok(Note { device: head.device, seq: head.seq, hash: head.hash, folder, file, observed_ms })
    }

    pub(crate) fn read(state_dir: &Path, device: DeviceId) -> Result<Option<Note>> {
        match patiently(|| fs::read(path(state_dir, device))) {
            // A note that does not read is as good as none: the supervisor is asked.
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn write(&self, state_dir: &Path) -> Result<()> {
        fs::create_dir_all(state_dir)?;
        let bytes = serde_json::to_vec(self).expect("ids, numbers and paths in UTF-8 encode");
        Ok(write_whole(&path(state_dir, self.device), &bytes)?)
    }
}

/// The device whose store is remembered in a folder, if any.
pub(crate) fn remembered_in(folder: &Path, state_dir: &Path) -> Result<Option<DeviceId>> {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let listed = match fs::read_dir(state_dir) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut devices: Vec<DeviceId> = Vec::new();
    for file in listed {
        let name = file?.file_name().to_string_lossy().into_owned();
        let Some(Ok(device)) = name.strip_suffix(".json").map(str::parse) else { continue };
        if Note::read(state_dir, device)?.is_some_and(|note| note.folder == folder) {
            devices.push(device);
        }
    }
    Ok(devices.into_iter().min())
}

/// Compares. `at_seq` tells the hash that the log has at the seq of the note.
pub(crate) fn compare(
    note: Option<&Note>,
    head: Option<Head>,
    folder: &Path,
    file: &str,
    at_seq: impl FnOnce(u64) -> Result<Option<EntryHash>>,
) -> Result<Standing> {
    let Some(note) = note else {
        return Ok(if head.is_some() { Standing::Unremembered } else { Standing::Clean });
    };
    let found = head.map_or(0, |head| head.seq);
    if note.seq > found || at_seq(note.seq)? != Some(note.hash) {
        return Ok(Standing::Restored { remembered: note.seq, found });
    }
    if note.folder != folder || note.file != file {
        return Ok(Standing::Moved { from: note.folder.clone() });
    }
    Ok(match found - note.seq {
        0 => Standing::Clean,
        entries => Standing::CaughtUp { entries },
    })
}
