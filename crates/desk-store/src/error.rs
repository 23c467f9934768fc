//! What can go wrong with the shelf, as far as a caller tells it apart. Never holds any of the data.

use std::io;

use desk_log::{ChainFault, EntryFault, NotCanonical};
use rusqlite::ErrorCode;

/// Why the store did not do it. Unless said otherwise nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There has never been a store in this folder, as far as anything tells.
    #[error("there is no store in this folder")]
    NoStore,
    /// There was a store in this folder, and its file is gone.
    #[error("the store's file is missing, though there was one")]
    Missing,
    /// A store stands here already.
    #[error("there is a store in this folder already")]
    AlreadyThere,
    /// The key is not this store's.
    #[error("the key is not this store's")]
    WrongKey,
    /// The file is no store, or its marker is lost and the key does not open it.
    #[error("the file is not a store that this key opens")]
    NotAStore,
    /// The file is damaged. It is kept as it is.
    #[error("the store is damaged: {what}")]
    Damaged {
        /// Which part; no data.
        what: &'static str,
    },
    /// Another program has it open, or holds a file of it for longer than we wait.
    #[error("the store is in use by another program")]
    Busy,
    /// Written by a newer program.
    #[error("the store was written by a newer program (version {found}, this one knows {known})")]
    NewerFile {
        /// Its version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The folder is not on a local disk, or is kept in step by another program.
    #[error("this folder cannot hold a store: {why}")]
    Unsuitable {
        /// `network` or `synced`.
        why: &'static str,
    },
    /// The SQLite library is older than the fix of its WAL-reset fault.
    #[error("the SQLite library is too old")]
    OldSqlite,
    /// A setting of SQLite did not take.
    #[error("SQLite refused the setting {0}")]
    Setting(&'static str),
    /// The disk is full. What was saved before stays; the act was not saved.
    #[error("the disk is full")]
    Full,
    /// The dossier code or book number was given before.
    #[error("this number was given before")]
    NumberTaken,
    /// Something about the file is not settled ([`Standing`](crate::Standing)): a supervisor decides first.
    #[error("a supervisor must settle the state of the record first")]
    Unsettled,
    /// The settlement does not fit the standing: a record that was set back goes on under a new device.
    #[error("this settlement does not fit the standing of the record")]
    NotThatWay,
    /// The page does not go on where the office's feed ends here, or is not what the province signed.
    #[error("the page does not follow what is here of the feed")]
    NotThatPage,
    /// An entry of a machine whose key nobody gave.
    #[error("the key of a device is not known")]
    UnknownDevice,
    /// There is no province for this store yet.
    #[error("this store is not enrolled")]
    NotEnrolled,
    /// Writing failed in a way that leaves the file's state unknown: open the store again.
    #[error("writing failed; the store must be opened again")]
    Frozen,
    /// An entry is against the rules of the log.
    #[error("an entry does not hold: {0}")]
    Entry(#[from] EntryFault),
    /// An entry is not the next of its chain.
    #[error("the chain does not hold: {0}")]
    Chain(#[from] ChainFault),
    /// A value has no canonical form.
    #[error("not canonical: {0}")]
    NotCanonical(#[from] NotCanonical),
    /// A file could not be read or written.
    #[error("a file could not be read or written: {0}")]
    Io(io::Error),
    /// Anything else that SQLite says.
    #[error("the store's file could not be read or written: {0}")]
    Sql(rusqlite::Error),
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        if crate::file::is_held(&error) { StoreError::Busy } else { StoreError::Io(error) }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::NotADatabase) => StoreError::Damaged { what: "a page does not authenticate" },
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { what: "pages do not fit together" },
            _ => StoreError::Sql(error), // the library's list of codes is its own and open
        }
    }
}

impl StoreError {
    /// True when the connection can no longer be trusted (an I/O error on writing: kernels may drop the page and say
    /// yes the next time). A full disk and a refused number leave it sound.
    pub(crate) fn breaks_the_connection(&self) -> bool {
        match self {
            StoreError::Sql(error) => {
                matches!(error.sqlite_error_code(), Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen))
            }
            StoreError::Damaged { .. } => true,
            StoreError::NoStore
            | StoreError::Missing
            | StoreError::AlreadyThere
            | StoreError::WrongKey
            | StoreError::NotAStore
            | StoreError::Busy
            | StoreError::NewerFile { .. }
            | StoreError::Unsuitable { .. }
            | StoreError::OldSqlite
            | StoreError::Setting(_)
            | StoreError::Full
            | StoreError::NumberTaken
            | StoreError::Unsettled
            | StoreError::NotThatWay
            | StoreError::NotThatPage
            | StoreError::UnknownDevice
            | StoreError::NotEnrolled
            | StoreError::Frozen
            | StoreError::Entry(_)
            | StoreError::Chain(_)
            | StoreError::NotCanonical(_)
            | StoreError::Io(_) => false,
        }
    }
}

/// Shorthand inside the crate.
pub(crate) type Result<T, E = StoreError> = std::result::Result<T, E>;
