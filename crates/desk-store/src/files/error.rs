//! What can go wrong with files, as far as a caller tells it apart.

use std::io;

use crate::error::StoreError;

/// Why a file was not kept or not given. Unless said otherwise nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The store knows that files were kept, and what kept them is gone.
    #[error("the file that keeps scans is missing, though there was one")]
    Missing,
    /// These bytes are not here.
    #[error("there are no bytes under this hash")]
    Unknown,
    /// The bytes under this hash are not what they were. They are kept as they are.
    #[error("the bytes under this hash are damaged")]
    Damaged,
    /// What was to be kept could not be read.
    #[error("the file to keep could not be read: {0}")]
    Source(#[source] io::Error),
    /// As for the store: busy, full, damaged, newer, not writable.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for FilesError {
    fn from(error: rusqlite::Error) -> Self {
        FilesError::Store(error.into())
    }
}

impl From<io::Error> for FilesError {
    fn from(error: io::Error) -> Self {
        FilesError::Store(error.into())
    }
}

impl FilesError {
    pub(super) fn breaks_the_connection(&self) -> bool {
        match self {
            FilesError::Store(error) => error.breaks_the_connection(),
            // SQLCipher remembers that a page did not authenticate; a new connection does not.
            FilesError::Damaged => true,
            FilesError::Missing | FilesError::Unknown | FilesError::Source(_) => false,
        }
    }
}
