//! Where a path really lies, and which file it is.
use std::{fs::File, io, mem, os::windows::io::AsRawHandle, path::Path};

use windows_sys::Win32::{
    Storage::FileSystem::{BY_HANDLE_FILE_INFORMATION, GetDriveTypeW, GetFileInformationByHandle, GetVolumePathNameW},
    System::WindowsProgramming::DRIVE_REMOTE,
};

/// True for a drive letter or folder that stands for a share of another machine.
///
/// # Errors
/// When the system does not know the volume of the path.
pub fn is_remote(path: &Path) -> io::Result<bool> {
    let path = super::wide(&path.to_string_lossy())?;
    let mut root = [0_u16; 1024];
    // SAFETY: `path` ends with a zero; `root` has as many places as are told.
    super::done(unsafe { GetVolumePathNameW(path.as_ptr(), root.as_mut_ptr(), root.len() as u32) })?;
    // SAFETY: the call above wrote a text that ends with a zero.
    Ok(unsafe { GetDriveTypeW(root.as_ptr()) } == DRIVE_REMOTE)
}

/// What tells a file from its copy on this machine: the volume's number and the file's own on it.
///
/// # Errors
/// When the file cannot be opened.
pub fn file_id(path: &Path) -> io::Result<(u32, u64)> {
    let file = File::open(path)?;
    // SAFETY: plain numbers, for which zero is a value.
    let mut told: BY_HANDLE_FILE_INFORMATION = unsafe { mem::zeroed() };
    // SAFETY: the handle is open until the end of this function; `told` is ours to be filled.
    super::done(unsafe { GetFileInformationByHandle(file.as_raw_handle(), &mut told) })?;
    Ok((told.dwVolumeSerialNumber, u64::from(told.nFileIndexHigh) << 32 | u64::from(told.nFileIndexLow)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_another_file_and_a_renamed_one_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, two, three) = (folder.path().join("một"), folder.path().join("hai"), folder.path().join("ba"));
        std::fs::write(&one, "x").expect("writes");
        std::fs::copy(&one, &two).expect("copies");
        assert_ne!(file_id(&one).expect("reads"), file_id(&two).expect("reads"));
        let before = file_id(&one).expect("reads");
        std::fs::rename(&one, &three).expect("renames");
        assert_eq!(file_id(&three).expect("reads"), before);
    }

    #[test]
    fn the_machine_s_own_disk_is_not_remote() {
        assert!(!is_remote(&std::env::temp_dir()).expect("a volume"));
    }
}
