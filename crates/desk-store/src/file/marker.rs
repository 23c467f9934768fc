//! The marker beside the store: says that a store stands here, whose it is, and whether a key is its key.

use std::{fs, io::ErrorKind, path::Path};

use desk_core::ids::DeviceId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::write::{patiently, write_whole};
use crate::error::{Result, StoreError};

const FORMAT: &str = "motcua-store";

/// The marker's content. Holds nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Marker {
    format: String,
    /// The device this store is.
    pub(crate) device: DeviceId,
    /// First 8 bytes of SHA-256 over a fixed text and the data key: tells a wrong key from a damaged file. The key has
    /// 256 random bits, so this gives nothing away.
    key_check: String,
}

impl Marker {
    pub(crate) fn new(device: DeviceId, data_key: &[u8; 32]) -> Self {
        Marker { format: FORMAT.to_owned(), device, key_check: check(data_key) }
    }

    /// The marker of a folder; none when there is none or it cannot be understood (the state folder and the keys still
    /// tell that a store was here).
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>> {
        match patiently(|| fs::read(path(folder))) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok().filter(|marker: &Marker| marker.format == FORMAT)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let bytes = serde_json::to_vec(self).expect("three texts always encode");
        Ok(write_whole(&path(folder), &bytes)?)
    }

    pub(crate) fn fits(&self, data_key: &[u8; 32]) -> Result<()> {
        if self.key_check == check(data_key) { Ok(()) } else { Err(StoreError::WrongKey) }
    }
}

fn path(folder: &Path) -> std::path::PathBuf {
    folder.join("motcua.store")
}

fn check(data_key: &[u8; 32]) -> String {
    let digest: [u8; 32] = Sha256::new().chain_update(b"motcua/key-check/1").chain_update(data_key).finalize().into();
    hex::encode(&digest[..8])
}
