//! Opening a store: where things lie, who works, with which password, at which hour.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::DateTime;
use desk_app::{
    Desk, Paths, demo,
    print::{Job, JobState, PrintError, Printer, Sheet, Spooler},
    state_folder,
};
use desk_core::time::{Moment, vietnam};

use crate::{args::Door, failure::Failure};

/// Where the receipts of a store go.
pub(crate) fn receipts(store: &Path) -> PathBuf {
    store.join("receipts")
}

/// This door puts paper into files, never on a printer: nothing is asked of the spooler, so starting costs nothing.
struct FilesOnly;

impl Spooler for FilesOnly {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        Ok(Vec::new())
    }

    fn print(&self, _: &str, _: &str, _: &[u8], _: Sheet) -> Result<Job, PrintError> {
        Err(PrintError::PrinterMissing)
    }

    fn job(&self, _: &Job) -> Result<JobState, PrintError> {
        Err(PrintError::PrinterMissing)
    }
}

/// A desk at a folder; nothing is opened yet.
pub(crate) fn desk_at(store: &Path) -> Result<Desk, Failure> {
    let store = std::path::absolute(store).map_err(|error| disk("the store's folder", &error))?;
    let documents = receipts(&store);
    Ok(Desk::at(Paths { store, state: state_folder(), documents }, Arc::new(FilesOnly))?.in_given_folder())
}

/// A desk with somebody signed in: in a demo store the first clerk, where none is named.
pub(crate) fn open(door: &Door) -> Result<Desk, Failure> {
    open_as(door, demo::FIRST_CLERK)
}

/// A desk with somebody signed in: in a demo store `otherwise`, where none is named.
pub(crate) fn open_as(door: &Door, otherwise: &str) -> Result<Desk, Failure> {
    let mut desk = desk_at(&door.store)?;
    if desk.office_file().is_none() {
        return Err(desk_app::AppError::NotSetUp.into());
    }
    if let Some(at) = &door.at {
        desk.set_clock(moment("--at", at)?)?;
    }
    let login = match &door.login {
        Some(login) => login.clone(),
        None if desk.demo().is_some() => otherwise.to_owned(),
        None => return Err(Failure::new("usage", "name who works: --as LOGIN")),
    };
    let password = password(door.password_file.as_deref())?;
    desk.sign_in(&login, &password)?;
    Ok(desk)
}

/// The password: the first line of a file, or `MOTCUA_PASSWORD`.
pub(crate) fn password(file: Option<&Path>) -> Result<String, Failure> {
    match file {
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| disk("the password file", &error))?;
            let line = text.strip_prefix('\u{FEFF}').unwrap_or(&text).lines().next().unwrap_or_default();
            Ok(line.to_owned())
        }
        None => std::env::var("MOTCUA_PASSWORD").map_err(|_| {
            Failure::new("password_missing", "give the password by --password-file or in MOTCUA_PASSWORD")
        }),
    }
}

/// A moment with its offset, read in Vietnamese time.
pub(crate) fn moment(name: &str, text: &str) -> Result<Moment, Failure> {
    let read = DateTime::parse_from_rfc3339(text.trim())
        .map_err(|_| Failure::bad_input(format!("{name} is not a moment like 2024-03-05T08:15:00+07:00")))?;
    Ok(read.with_timezone(&vietnam()))
}

/// The text of `--text`, or of `--text-file`. Bytes that are no UTF-8 become marks of a lost letter, which the reader of
/// cards takes for what they are.
pub(crate) fn text(given: &crate::args::Text) -> Result<String, Failure> {
    match (&given.text, &given.text_file) {
        (Some(text), _) => Ok(lossy(text)),
        (None, Some(file)) => {
            let bytes = fs::read(file).map_err(|error| disk("the text file", &error))?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        (None, None) => Err(Failure::new("usage", "give --text or --text-file")),
    }
}

fn lossy(text: &OsString) -> String {
    text.to_string_lossy().into_owned()
}

/// Writes a file whole: a torn one is never seen under its name.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    desk_store::write_whole(path, bytes).map_err(|error| disk("the file", &error))
}

/// A fault of the disk, told without the path: it may hold a name.
pub(crate) fn disk(what: &str, error: &std::io::Error) -> Failure {
    Failure::new("disk", format!("{what} cannot be used: {}", error.kind()))
}
