//! Files that are there whole or not at all, under names that nobody has yet.

use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use crate::error::AppError;

/// Tries before a folder full of exports is called full.
const NAMES_MAX: u32 = 10_000;

fn first_free<T>(
    folder: &Path,
    stem: &str,
    end: &str,
    take: impl Fn(&Path) -> io::Result<T>,
) -> Result<PathBuf, AppError> {
    for n in 1..=NAMES_MAX {
        let name = if n == 1 { format!("{stem}{end}") } else { format!("{stem}-{n}{end}") };
        let path = folder.join(name);
        match take(&path) {
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
}

/// Takes a name that no file has: `stem.ext`, else `stem-2.ext` and so on. An empty file holds it.
pub(crate) fn free_file(folder: &Path, stem: &str, ext: &str) -> Result<PathBuf, AppError> {
    first_free(folder, stem, &format!(".{ext}"), |path| File::create_new(path))
}

/// Makes a folder of a name that nothing has.
pub(super) fn free_folder(folder: &Path, stem: &str) -> Result<PathBuf, AppError> {
    first_free(folder, stem, "", |path| fs::create_dir(path))
}

/// Writes a file beside its name and renames it when all of it is on disk.
pub(crate) fn whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let written = (|| {
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&new)?);
        write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(desk_store::put_in_place(&new, path)?)
    })();
    if written.is_err() {
        drop(fs::remove_file(&new)); // half a register, of no use to anyone
    }
    written
}
