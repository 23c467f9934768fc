//! Room held back for a disk that fills up: a file of 64 MiB that holds nothing and is given up when little else is left, so
//! that prints, returns and what is to be sent still find a place.

use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use fs4::FileExt;

use super::place::Room;
use crate::error::Result;

/// How much is held back.
pub(super) const BALLAST_BYTES: u64 = 64 * 1024 * 1024;

pub(super) fn place(folder: &Path) -> PathBuf {
    folder.join("ballast")
}

/// True while the room is held back.
pub(super) fn is_held(folder: &Path) -> bool {
    fs::metadata(place(folder)).is_ok_and(|file| file.len() == BALLAST_BYTES)
}

/// Holds the room back where it is not yet and the disk has plenty. Failing is harmless: there is less to give up.
///
/// # Errors
/// When the system does not say how much room there is.
pub(crate) fn keep_ballast(folder: &Path) -> Result<()> {
    let after = fs4::available_space(folder)?.saturating_sub(BALLAST_BYTES);
    if is_held(folder) || Room::of_free_bytes(after) != Room::Plenty {
        return Ok(());
    }
    let path = place(folder);
    let made = File::create(&path).and_then(|file| file.allocate(BALLAST_BYTES).and_then(|()| file.sync_all()));
    if made.is_err() {
        let _ = fs::remove_file(path);
    }
    Ok(())
}

/// Gives the room up. It is held back again when the store is opened on a disk with plenty.
///
/// # Errors
/// When the file cannot be removed.
pub(crate) fn release_ballast(folder: &Path) -> Result<()> {
    match fs::remove_file(place(folder)) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}
