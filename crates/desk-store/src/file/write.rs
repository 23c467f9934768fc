//! Small files written whole or not at all, and files that another program holds for a moment.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// A virus scanner holds a file for seconds after each close; after this it is shown as busy.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// True when another program holds the file: on Windows it may keep everybody else out (ERROR_SHARING_VIOLATION,
/// ERROR_LOCK_VIOLATION).
pub(crate) fn is_held(error: &io::Error) -> bool {
    error.kind() == ErrorKind::ResourceBusy || (cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)))
}

/// Does something with a file, again and again while another program holds it, for up to ten seconds.
///
/// # Errors
/// What the system says; then nothing was done.
pub(crate) fn patiently<T>(work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    within(PATIENCE, is_held, work)
}

fn within<T>(
    patience: Duration,
    is_held: impl Fn(&io::Error) -> bool,
    mut work: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    let end = Instant::now() + patience;
    loop {
        match work() {
            Err(error) if is_held(&error) && Instant::now() < end => thread::sleep(LOOK_AGAIN),
            done => return done,
        }
    }
}

/// Writes a small file so that after a crash either the old bytes or the new ones stand there, never a mixture.
///
/// # Errors
/// When the disk refuses, or another program holds the file for longer than ten seconds; the old bytes stand then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = path.with_file_name(beside(path, ".new"));
    let mut file = patiently(|| File::create(&fresh))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    put_in_place(&fresh, path)
}

fn beside(path: &Path, ending: &str) -> OsString {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    name
}

/// Gives a finished file (or folder) another name, over a file that stands there; durable when this returns.
///
/// # Errors
/// As [`write_whole`]; both names are as they were then.
pub fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    // Windows calls a name "denied" while somebody reads the file that has it.
    let held = |error: &io::Error| is_held(error) || (cfg!(windows) && error.kind() == ErrorKind::PermissionDenied);
    within(PATIENCE, held, || fs::rename(from, to))?;
    to.parent().map_or(Ok(()), flush_folder)
}

/// Has what was written to a file reach the disk. Windows flushes only for those who may write.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn flush(path: &Path) -> io::Result<()> {
    patiently(|| File::options().write(true).open(path))?.sync_all()
}

/// Names are durable only with their folder. Windows has no such call and needs none.
fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) && !folder.as_os_str().is_empty() { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy() -> io::Error {
        ErrorKind::ResourceBusy.into()
    }

    #[test]
    fn a_file_that_is_held_for_a_moment_is_waited_for_and_one_that_stays_held_is_busy() {
        let mut held = 3;
        let work = || {
            held -= 1;
            if held > 0 { Err(busy()) } else { Ok("done") }
        };
        assert_eq!(patiently(work).expect("is let go"), "done");
        let never = within(Duration::from_millis(50), is_held, || Err::<(), _>(busy()));
        assert_eq!(never.expect_err("is held for good").kind(), ErrorKind::ResourceBusy);
        let mut tries = 0;
        let other = patiently(|| {
            tries += 1;
            Err::<(), _>(io::Error::from(ErrorKind::NotFound))
        });
        assert!(other.is_err() && tries == 1, "nothing else is tried twice");
    }

    #[test]
    fn a_file_is_written_whole_over_another_in_a_folder_with_a_vietnamese_name() {
        let scratch = tempfile::tempdir().expect("a folder");
        let folder = scratch.path().join("Bộ phận Một cửa – xã Tử Nê");
        fs::create_dir_all(&folder).expect("makes");
        let path = folder.join("sổ theo dõi");
        write_whole(&path, b"one").expect("writes");
        write_whole(&path, b"two").expect("writes over it");
        assert_eq!(fs::read(&path).expect("reads"), b"two");
        flush(&path).expect("flushes");
        assert_eq!(fs::read_dir(&folder).expect("lists").count(), 1, "nothing is left beside it");
    }

    /// What a scanner does: opens the file for itself alone, and lets go.
    #[cfg(windows)]
    #[test]
    fn a_scanner_that_holds_the_file_delays_the_writing_and_does_not_fail_it() {
        use std::os::windows::fs::OpenOptionsExt;
        let scratch = tempfile::tempdir().expect("a folder");
        let path = scratch.path().join("keys");
        write_whole(&path, b"old").expect("writes");
        let alone = File::options().read(true).share_mode(0).open(&path).expect("opens alone");
        let scanner = thread::spawn(move || {
            thread::sleep(Duration::from_millis(300));
            drop(alone);
        });
        write_whole(&path, b"new").expect("waits for the scanner");
        scanner.join().expect("ends");
        assert_eq!(fs::read(&path).expect("reads"), b"new");
    }
}
