//! A log as one file, for a second program to check and for carrying by hand.
//!
//! A CBOR sequence: a head with the devices' public keys, one item an entry, a tail with the count and the digest of
//! all before it. `docs/formats/export.md` gives the bytes. Both directions stream; reading checks everything and
//! never takes more memory than one entry needs.

mod read;

use std::io::{self, Write};

use ciborium::Value;
use sha2::{Digest, Sha256};

use crate::{cbor::to_canonical, entry::Opened, item::write_item};

pub use read::{ExportFault, ExportReader, read_export};

/// What the first item says the file is.
pub const EXPORT_NAME: &str = "motcua-log";
/// The version of the format written here.
pub const EXPORT_VERSION: u8 = 1;
/// The most devices one file may name.
pub const DEVICES_MAX: usize = 10_000;

/// Writes a log, an entry at a time. Without [`ExportWriter::finish`] the file is incomplete, and readers say so.
pub struct ExportWriter<W> {
    to: W,
    digest: Sha256,
    entries: u64,
}

impl<W: Write> ExportWriter<W> {
    /// Starts a file with the public keys of every device whose entries will follow, in any order.
    ///
    /// # Errors
    /// When writing fails.
    pub fn new(to: W, public_keys: &[[u8; 32]]) -> io::Result<Self> {
        let mut keys = public_keys.to_vec();
        keys.sort_unstable();
        keys.dedup();
        let keys = keys.iter().map(|key| Value::Bytes(key.to_vec())).collect();
        let map =
            vec![(1.into(), EXPORT_NAME.into()), (2.into(), EXPORT_VERSION.into()), (3.into(), Value::Array(keys))];
        let head = to_canonical(&Value::Map(map)).expect("text, an integer and bytes are always canonical");
        let mut writer = ExportWriter { to, digest: Sha256::new(), entries: 0 };
        writer.put(&head)?;
        Ok(writer)
    }

    /// Writes one entry, with salt and body or, where they were erased, without. Each device's entries come in the
    /// order of its chain; devices may take turns.
    ///
    /// # Errors
    /// When writing fails.
    pub fn add(&mut self, cose: &[u8], content: Option<(&[u8; 16], &[u8])>) -> io::Result<()> {
        let mut item = Vec::new();
        write_item(&mut item, cose, content);
        self.entries += 1;
        self.put(&item)
    }

    /// Writes the tail and says how many entries the file has.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(mut self) -> io::Result<u64> {
        let digest = self.digest.clone().finalize().to_vec();
        let map = vec![(1.into(), self.entries.into()), (2.into(), Value::Bytes(digest))];
        let tail = to_canonical(&Value::Map(map)).expect("an integer and bytes are always canonical");
        self.put(&tail)?;
        self.to.flush()?;
        Ok(self.entries)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.to.write_all(bytes)
    }
}

/// Writes a whole log.
///
/// # Errors
/// When writing fails.
pub fn write_export<'a, W: Write>(
    to: W,
    public_keys: &[[u8; 32]],
    entries: impl IntoIterator<Item = &'a Opened>,
) -> io::Result<u64> {
    let mut writer = ExportWriter::new(to, public_keys)?;
    for entry in entries {
        writer.add(&entry.cose, entry.content.as_ref().map(|content| (&content.salt, content.body.as_slice())))?;
    }
    writer.finish()
}
