//! Reading an exported log, checking all of it on the way.

use std::{
    collections::BTreeMap,
    io::{self, Read},
};

use ciborium::Value;
use desk_core::ids::DeviceId;
use sha2::{Digest, Sha256};

use super::{DEVICES_MAX, EXPORT_NAME, EXPORT_VERSION};
use crate::{
    cbor::{from_canonical, head_bytes},
    chain::{ChainFault, ChainState, Head},
    entry::{BODY_BYTES_MAX, COSE_BYTES_MAX, EntryFault, Opened, Sealed},
    item::NULL,
    key::device_id,
};

/// Why an exported log is not whole and sound.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The bytes do not have the format; nothing after this place can be read.
    #[error("the file does not have the format of an exported log, at byte {at}")]
    Form {
        /// How many bytes were read before.
        at: u64,
    },
    /// Made by a newer program.
    #[error("the file is of version {0}: a newer program is needed")]
    Version(u8),
    /// An entry of a device whose key the file does not bring.
    #[error("entry {place} of the file is of a device without a key in it")]
    UnknownDevice {
        /// Which entry of the file, from 1.
        place: u64,
    },
    /// An entry that does not hold.
    #[error("entry {place} of the file: {fault}")]
    Entry {
        /// Which entry of the file, from 1.
        place: u64,
        /// What is wrong.
        fault: EntryFault,
    },
    /// An entry that is not the next of its chain.
    #[error("entry {place} of the file: {fault}")]
    Chain {
        /// Which entry of the file, from 1.
        place: u64,
        /// What is wrong.
        fault: ChainFault,
    },
    /// The tail does not fit what came before: the file was damaged.
    #[error("the file's own digest does not fit it")]
    Digest,
}

/// Reads an exported log; its items are the entries, opened, each the next of its device's chain.
///
/// A fault of one entry does not stop the reading; a fault of the format does.
pub struct ExportReader<R> {
    from: Bytes<R>,
    chains: BTreeMap<DeviceId, ([u8; 32], ChainState)>,
    entries: u64,
    done: bool,
}

/// Starts reading an exported log.
///
/// # Errors
/// When the file does not begin as one.
pub fn read_export<R: Read>(from: R) -> Result<ExportReader<R>, ExportFault> {
    let mut from = Bytes { from, digest: Sha256::new(), at: 0 };
    let keys = from.first_item()?;
    let chains = keys.into_iter().map(|key| (device_id(&key), (key, ChainState::default()))).collect();
    Ok(ExportReader { from, chains, entries: 0, done: false })
}

impl<R: Read> ExportReader<R> {
    /// The newest entry of each device, as far as the file has been read; devices without entries are left out.
    pub fn heads(&self) -> Vec<Head> {
        self.chains.values().filter_map(|(_, chain)| chain.head()).collect()
    }

    /// How many entries have been read.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    fn step(&mut self) -> Result<Option<Opened>, ExportFault> {
        match self.from.item(self.entries) {
            Ok(Item::Entry { cose, content }) => {
                self.entries += 1;
                self.open(cose, content).map(Some)
            }
            Ok(Item::Tail) => {
                self.done = true;
                Ok(None)
            }
            Err(fault) => {
                self.done = true;
                Err(fault)
            }
        }
    }

    fn open(&mut self, cose: Vec<u8>, content: Option<([u8; 16], Vec<u8>)>) -> Result<Opened, ExportFault> {
        let place = self.entries;
        let entry = |fault| ExportFault::Entry { place, fault };
        let device = Opened::peek(&cose).map_err(entry)?.device;
        let (key, chain) = self.chains.get_mut(&device).ok_or(ExportFault::UnknownDevice { place })?;
        let opened = Sealed::open(cose, content, key).map_err(entry)?;
        chain.advance(&opened).map_err(|fault| ExportFault::Chain { place, fault })?;
        Ok(opened)
    }
}

impl<R: Read> Iterator for ExportReader<R> {
    type Item = Result<Opened, ExportFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done { None } else { self.step().transpose() }
    }
}

enum Item {
    Entry { cose: Vec<u8>, content: Option<([u8; 16], Vec<u8>)> },
    Tail,
}

/// The bytes of the file, hashed and counted as they are read.
struct Bytes<R> {
    from: R,
    digest: Sha256,
    at: u64,
}

impl<R: Read> Bytes<R> {
    /// The public keys in the first item.
    fn first_item(&mut self) -> Result<Vec<[u8; 32]>, ExportFault> {
        // The map is read by its known bytes, since the reader below it knows byte strings only.
        let mut start = vec![0xa3, 0x01];
        start.extend(head_bytes(3, EXPORT_NAME.len() as u64));
        start.extend(EXPORT_NAME.as_bytes());
        start.push(0x02);
        let found = self.exactly(start.len())?;
        if found != start {
            return Err(self.form());
        }
        match self.byte()? {
            EXPORT_VERSION => {}
            version @ 0..24 => return Err(ExportFault::Version(version)),
            24.. => return Err(self.form()),
        }
        if self.byte()? != 0x03 {
            return Err(self.form());
        }
        let count = self.head(4, DEVICES_MAX)?;
        let mut keys: Vec<[u8; 32]> = Vec::new();
        for _ in 0..count {
            let key = self.byte_string(32)?.try_into().map_err(|_| self.form())?;
            if keys.last().is_some_and(|last| *last >= key) {
                return Err(self.form());
            }
            keys.push(key);
        }
        Ok(keys)
    }

    /// The next entry, or the tail if it fits.
    fn item(&mut self, entries: u64) -> Result<Item, ExportFault> {
        let before: [u8; 32] = self.digest.clone().finalize().into();
        match self.byte()? {
            0x83 => {
                let cose = self.byte_string(COSE_BYTES_MAX)?;
                let Some(salt) = self.byte_string_or_null(16)? else {
                    return match self.byte()? {
                        NULL => Ok(Item::Entry { cose, content: None }),
                        _ => Err(self.form()),
                    };
                };
                let salt = salt.try_into().map_err(|_| self.form())?;
                let body = self.byte_string(BODY_BYTES_MAX)?;
                Ok(Item::Entry { cose, content: Some((salt, body)) })
            }
            0xa2 => {
                let mut tail = vec![0xa2];
                self.from.by_ref().take(64).read_to_end(&mut tail)?;
                let Ok(Value::Map(pairs)) = from_canonical(&tail) else { return Err(self.form()) };
                let [(one, count), (two, digest)] = pairs.as_slice() else { return Err(self.form()) };
                if [one, two] != [&Value::from(1), &Value::from(2)] {
                    return Err(self.form());
                }
                let fits = *count == Value::from(entries) && digest.as_bytes().is_some_and(|bytes| **bytes == before);
                if fits { Ok(Item::Tail) } else { Err(ExportFault::Digest) }
            }
            _ => Err(self.form()),
        }
    }

    fn byte_string(&mut self, most: usize) -> Result<Vec<u8>, ExportFault> {
        let length = self.head(2, most)?;
        self.exactly(length)
    }

    fn byte_string_or_null(&mut self, most: usize) -> Result<Option<Vec<u8>>, ExportFault> {
        match self.byte()? {
            NULL => Ok(None),
            first => {
                let length = self.head_from(first, 2, most)?;
                self.exactly(length).map(Some)
            }
        }
    }

    fn head(&mut self, major: u8, most: usize) -> Result<usize, ExportFault> {
        let first = self.byte()?;
        self.head_from(first, major, most)
    }

    /// The length in an item's head, whose first byte was read: shortest form only, and no more than `most`.
    fn head_from(&mut self, first: u8, major: u8, most: usize) -> Result<usize, ExportFault> {
        let mut bytes = vec![first];
        let width = match first & 0x1f {
            0..=23 => 0,
            24 => 1,
            25 => 2,
            26 => 4,
            _ => return Err(self.form()), // longer than any part may be, or indefinite
        };
        bytes.extend(self.exactly(width)?);
        let length = match width {
            0 => u64::from(first & 0x1f),
            _ => bytes[1..].iter().fold(0, |length, byte| length << 8 | u64::from(*byte)),
        };
        if bytes != head_bytes(major, length) {
            return Err(self.form());
        }
        usize::try_from(length).ok().filter(|length| *length <= most).ok_or_else(|| self.form())
    }

    fn byte(&mut self) -> Result<u8, ExportFault> {
        Ok(self.exactly(1)?[0])
    }

    /// So many bytes. Memory grows with what is really there, not with what a length claims.
    fn exactly(&mut self, length: usize) -> Result<Vec<u8>, ExportFault> {
        let mut bytes = Vec::new();
        self.from.by_ref().take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() < length {
            return Err(self.form());
        }
        self.digest.update(&bytes);
        self.at += bytes.len() as u64;
        Ok(bytes)
    }

    fn form(&self) -> ExportFault {
        ExportFault::Form { at: self.at }
    }
}
