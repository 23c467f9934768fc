//! Disks that stop at any moment.

use std::{ffi::OsString, fs, path::Path};

fn beside(file: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    name.into()
}

/// Ends a program that has a database open, leaving its files as they stood: nothing that ending tidily would have written
/// is there. `torn` is what a write under way had put at the end of the log.
pub(crate) fn as_killed(file: &Path, torn: &[u8], end: impl FnOnce()) {
    let wal = beside(file, "-wal");
    let (whole, log) = (fs::read(file).expect("reads"), fs::read(&wal));
    end();
    fs::write(file, whole).expect("writes"); // the same file to the system: it was not moved
    let _ = fs::remove_file(beside(file, "-shm"));
    match log {
        Ok(mut log) => {
            log.extend_from_slice(torn);
            fs::write(&wal, log).expect("writes");
        }
        Err(_) => drop(fs::remove_file(&wal)),
    }
}

/// Copies a folder of files.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for file in fs::read_dir(from).expect("a folder") {
        let file = file.expect("a file");
        let name = file.file_name();
        if name != "lock" && !name.to_string_lossy().ends_with("-shm") && file.path().is_file() {
            fs::copy(file.path(), to.join(name)).expect("copies");
        }
    }
}
