//! Where a store may live: a local disk with room on it.

use std::{fs, path::Path};

use super::ballast;
use crate::error::{Result, StoreError};

/// How much can still be written. Reading, printing and sync go on in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// Enough.
    Plenty,
    /// Below 500 MiB: warn.
    Low,
    /// Below 100 MiB: no new scans.
    NoNewScans,
    /// Below 20 MiB: no new dossiers.
    NoNewDossiers,
}

impl Room {
    /// By the bytes that are free for this user.
    pub fn of_free_bytes(free: u64) -> Self {
        const MIB: u64 = 1024 * 1024;
        match free {
            free if free < 20 * MIB => Room::NoNewDossiers,
            free if free < 100 * MIB => Room::NoNewScans,
            free if free < 500 * MIB => Room::Low,
            _ => Room::Plenty,
        }
    }
}

/// How much room the disk of a folder has. Room that was held back and given up counts as used: it was meant for what is
/// under way, not for new dossiers.
///
/// # Errors
/// When the system does not say.
pub fn room(folder: &Path) -> Result<Room> {
    let free = fs4::available_space(folder)?;
    Ok(Room::of_free_bytes(free_for_new(free, ballast::is_held(folder))))
}

/// Bytes that are free for this user on the disk of a folder.
///
/// # Errors
/// When the folder is not there or the system does not say.
pub fn free_bytes(folder: &Path) -> Result<u64> {
    Ok(fs4::available_space(folder)?)
}

/// True where two folders lie on one disk, as far as the system tells: whoever loses the one loses the other.
pub fn same_disk(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let disk = |folder: &Path| fs::metadata(folder).map(|meta| meta.dev()).ok();
        disk(one).is_some() && disk(one) == disk(other)
    }
    #[cfg(not(unix))]
    {
        let drive =
            |folder: &Path| fs::canonicalize(folder).ok()?.components().next().map(|part| part.as_os_str().to_owned());
        drive(one).is_some() && drive(one) == drive(other)
    }
}

fn free_for_new(free: u64, ballast_is_held: bool) -> u64 {
    if ballast_is_held { free } else { free.saturating_sub(ballast::BALLAST_BYTES) }
}

/// File systems whose locks and flushes cannot be trusted with a WAL.
fn is_remote(kind: &str) -> bool {
    const REMOTE: [&str; 12] =
        ["nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "glusterfs", "lustre", "davfs"];
    REMOTE.contains(&kind) || kind.starts_with("fuse.")
}

/// Folders that another program copies while we write: a cloud's, and the part of a Windows profile that is carried from
/// machine to machine (`AppData\Roaming`).
fn is_synced(path: &Path) -> bool {
    let parts: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().to_lowercase()).collect();
    let cloud = ["onedrive", "dropbox", "google drive", "googledrive", "nextcloud"];
    parts.iter().any(|part| cloud.iter().any(|name| part.starts_with(name)))
        || parts.windows(2).any(|pair| pair[0] == "appdata" && pair[1] == "roaming")
}

/// True for a folder of another machine: `\\server\share`, by whatever name the system gave it, or a drive letter for one.
#[cfg(windows)]
fn is_share(folder: &Path) -> bool {
    use std::path::{Component, Prefix};
    let by_name = matches!(folder.components().next(), Some(Component::Prefix(prefix))
        if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)));
    // A volume that the system does not know is not plainly remote.
    by_name || desk_windows::drive::is_remote(folder).unwrap_or(false)
}

/// Elsewhere the list of mounts tells.
#[cfg(not(windows))]
fn is_share(_folder: &Path) -> bool {
    false
}

/// The file system of a path, by the longest mount point above it in `/proc/self/mounts`.
fn kind_of<'a>(path: &Path, mounts: &'a str) -> Option<&'a str> {
    let mounted = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (_, point, kind) = (words.next()?, words.next()?, words.next()?);
        let point = point.replace("\\040", " ");
        path.starts_with(&point).then_some((point.len(), kind))
    });
    // Of two mounts on one point the later lies above.
    mounted.max_by_key(|(len, _)| *len).map(|(_, kind)| kind)
}

/// Refuses folders on plainly remote file systems and inside folders kept in step with a cloud.
pub(crate) fn check_place(folder: &Path) -> Result<()> {
    let folder = fs::canonicalize(folder)?;
    if is_synced(&folder) {
        return Err(StoreError::Unsuitable { why: "synced" });
    }
    // Without the list (other systems) nothing is plain, and nothing is refused.
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let remote = kind_of(&folder, &mounts).is_some_and(is_remote);
    if remote || is_share(&folder) { Err(StoreError::Unsuitable { why: "network" }) } else { Ok(()) }
}

/// What tells a file from its copy: the disk's number and the file's own on it.
#[cfg(unix)]
pub(crate) fn file_id(path: &Path) -> Result<String> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::metadata(path)?;
    Ok(format!("{}:{}", meta.dev(), meta.ino()))
}

/// What tells a file from its copy: the volume's number and the file's own on it. Not the time of its making: Windows gives
/// a file that was deleted and made again within seconds the old one's.
#[cfg(windows)]
pub(crate) fn file_id(path: &Path) -> Result<String> {
    let (volume, file) = super::write::patiently(|| desk_windows::drive::file_id(path))?;
    Ok(format!("{volume}:{file}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_folder_is_told_by_the_mount_it_lies_on() {
        let mounts = "/dev/vda / ext4 rw 0 0\nserver:/x /mnt/x nfs4 rw 0 0\n//s/y /mnt/my\\040share cifs rw 0 0\n\
                      gvfsd /run/user/0/gvfs fuse.gvfsd-fuse rw 0 0\n/dev/sdb1 /mnt/usb fuseblk rw 0 0\n";
        let check = |path: &str, remote: bool| {
            assert_eq!(kind_of(Path::new(path), mounts).is_some_and(is_remote), remote, "{path}");
        };
        check("/srv/desk", false);
        check("/mnt/x/store", true);
        check("/mnt/xy", false);
        check("/mnt/my share/store", true);
        check("/run/user/0/gvfs/smb", true);
        check("/mnt/usb/store", false);
    }

    #[test]
    fn a_folder_that_a_cloud_copies_is_told_by_its_name() {
        assert!(is_synced(Path::new("/srv/a/OneDrive - UBND/store")));
        assert!(!is_synced(Path::new("/srv/a/.local/share/motcua")));
    }

    #[test]
    fn the_part_of_a_profile_that_travels_is_refused_and_the_local_part_is_not() {
        let under = |part: &str| Path::new("C:").join("Users").join("lan").join("AppData").join(part).join("motcua");
        assert!(is_synced(&under("Roaming")));
        assert!(!is_synced(&under("Local")));
    }

    #[test]
    fn the_machine_s_own_disk_can_hold_a_store() {
        let scratch = tempfile::tempdir().expect("a folder");
        assert!(!is_share(&fs::canonicalize(scratch.path()).expect("is there")));
        assert!(check_place(scratch.path()).is_ok());
    }

    #[cfg(windows)]
    #[test]
    fn a_share_is_told_by_its_name_also_when_the_system_writes_it_in_full() {
        assert!(is_share(Path::new(r"\\may-chu\chung\motcua")));
        assert!(is_share(Path::new(r"\\?\UNC\may-chu\chung\motcua")));
    }

    #[test]
    fn room_that_was_given_up_is_not_for_new_dossiers() {
        const MIB: u64 = 1024 * 1024;
        let after = |free: u64, held| Room::of_free_bytes(free_for_new(free * MIB, held));
        assert_eq!(after(19, true), Room::NoNewDossiers);
        // The same disk once the ballast is gone: 83 MiB free for prints and returns, none for receptions.
        assert_eq!(after(19 + 64, false), Room::NoNewDossiers);
        assert_eq!(after(20 + 64, false), Room::NoNewScans);
    }

    #[test]
    fn the_ballast_takes_real_room_and_gives_it_back() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        ballast::keep_ballast(folder.path()).expect("looks");
        if !ballast::is_held(folder.path()) {
            return; // a disk without plenty holds nothing back
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let held = fs::metadata(ballast::place(folder.path())).expect("is there");
            assert!(held.blocks() * 512 >= ballast::BALLAST_BYTES, "a hole holds nothing back");
        }
        ballast::release_ballast(folder.path()).expect("given up");
        assert!(!ballast::is_held(folder.path()));
        ballast::release_ballast(folder.path()).expect("nothing to give up is no fault");
    }

    #[test]
    fn room_shrinks_in_three_steps() {
        let check = |mib: u64, room| assert_eq!(Room::of_free_bytes(mib * 1024 * 1024), room, "{mib} MiB");
        check(500, Room::Plenty);
        check(499, Room::Low);
        check(100, Room::Low);
        check(99, Room::NoNewScans);
        check(20, Room::NoNewScans);
        check(19, Room::NoNewDossiers);
        check(0, Room::NoNewDossiers);
    }
}
