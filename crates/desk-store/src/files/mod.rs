//! Scans, photographs and papers: a second encrypted file beside the store, where bytes are found by their SHA-256.
//!
//! What always holds:
//! - [`Files::put`] returns after the bytes are on disk (`synchronous=FULL`), so that an entry may name them. Before
//!   that, nothing of them can be seen.
//! - The same bytes have one hash and are kept once. What [`Files::get`] gives has been hashed again.
//! - A file that the store knows to have been made and that is gone is [`FilesError::Missing`], never a new empty one.
//! - Nothing goes but by [`Files::sweep`]: what no entry names and nobody has brought for 30 days.
//! - Nothing is opened before it is asked for: a start costs nothing.
//!
//! The store's own settings remember that the file was made, so both would have to be lost for it to be forgotten, and
//! then the main file says so itself.

mod error;
mod hash;
mod incoming;
mod opening;
mod read;
mod sweep;
mod write;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, Weak},
};

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{reader::Reader, writer::Writer};

pub use error::FilesError;
pub use hash::FileHash;
pub use incoming::Incoming;
pub use read::FilesVerdict;

/// Bytes of a piece; the last one of a file is shorter.
pub const PIECE: usize = 256 * 1024;

/// Days for which bytes are kept that no entry names: somebody may have scanned a paper and gone home.
pub const UNNAMED_DAYS: i64 = 30;

/// Shorthand of this module.
type Result<T, E = FilesError> = std::result::Result<T, E>;

/// What an entry says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileRef {
    /// SHA-256 of the bytes.
    pub hash: FileHash,
    /// How many.
    pub bytes: u64,
}

/// What is known of a file without reading its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileAbout {
    /// How many bytes.
    pub bytes: u64,
    /// What it was declared to be (`application/pdf`); a claim until somebody has looked at the bytes.
    pub media: String,
    /// How many pieces.
    pub pieces: u64,
}

/// The files of a store; clones share everything. Not to be asked from within an act: bytes come first, then the entry.
#[derive(Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    key: Zeroizing<[u8; 32]>,
    /// Where it is written down that the file was made. Not kept alive from here.
    record: Weak<Mutex<Writer>>,
    reader: Reader,
    write: Mutex<Option<Connection>>,
    read: Mutex<Option<Connection>>,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Files")
    }
}

impl Files {
    pub(crate) fn of(folder: &Path, data_key: &[u8; 32], record: &Arc<Mutex<Writer>>, reader: Reader) -> Files {
        Files(Arc::new(Inner {
            folder: folder.to_owned(),
            key: derived_key(data_key),
            record: Arc::downgrade(record),
            reader,
            write: Mutex::new(None),
            read: Mutex::new(None),
        }))
    }
}

/// The key of the second file. The data key has 256 random bits and a fixed length, so one hash over a label of this
/// use and the key is a key of its own that leads back to nothing.
pub(crate) fn derived_key(data_key: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(Sha256::new().chain_update(b"motcua/files-key/1").chain_update(data_key).finalize().into())
}
