//! Small files written whole or not at all.

use std::{
    fs::{File, rename},
    io::Write,
    path::Path,
};

use crate::error::Result;

/// Writes a small file so that after a crash either the old bytes or the new ones stand there, never a mixture.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let fresh = path.with_file_name(name);
    let mut file = File::create(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    rename(&fresh, path)?;
    // The name itself is durable only with its folder. Windows has no such call and needs none.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
