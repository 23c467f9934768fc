//! The chain of a machine's entries and its newest point, the head.

use std::{fmt, str::FromStr};

use desk_core::ids::{DeviceId, EntryHash, NotAnId};
use serde::{Deserialize, Serialize};

use crate::{
    entry::{Opened, Sealed},
    header::Header,
};

/// Where a chain ends: the machine's newest entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Head {
    /// The machine.
    pub device: DeviceId,
    /// The newest entry's place in the chain.
    pub seq: u64,
    /// The newest entry's hash.
    pub hash: EntryHash,
}

impl Head {
    /// The head as it is printed at the foot of a receipt: the first 8 hex digits of the device, the seq, and the first
    /// 16 of the hash, as in `1a2b3c4d-17-0123456789abcdef`.
    pub fn on_paper(&self) -> String {
        PaperHead::from(*self).to_string()
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.device, self.seq, self.hash)
    }
}

impl FromStr for Head {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let mut parts = text.split(':');
        let (Some(device), Some(seq), Some(hash), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAnId);
        };
        Ok(Head { device: device.parse()?, seq: seq.parse().map_err(|_| NotAnId)?, hash: hash.parse()? })
    }
}

/// A head as printed: shortened, still enough to meet a cut or rewritten log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaperHead {
    /// The first 4 bytes of the device id.
    pub device: [u8; 4],
    /// The entry's place in the chain.
    pub seq: u64,
    /// The first 8 bytes of the entry's hash.
    pub hash: [u8; 8],
}

impl PaperHead {
    /// Whether this was printed from that head.
    pub fn is_of(&self, head: &Head) -> bool {
        *self == PaperHead::from(*head)
    }
}

impl From<Head> for PaperHead {
    fn from(head: Head) -> Self {
        let (mut device, mut hash) = ([0; 4], [0; 8]);
        device.copy_from_slice(&head.device.0[..4]);
        hash.copy_from_slice(&head.hash.0[..8]);
        PaperHead { device, seq: head.seq, hash }
    }
}

impl fmt::Display for PaperHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", hex::encode(self.device), self.seq, hex::encode(self.hash))
    }
}

impl FromStr for PaperHead {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let mut parts = text.split('-');
        let (Some(device), Some(seq), Some(hash), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAnId);
        };
        let mut head = PaperHead { device: [0; 4], seq: seq.parse().map_err(|_| NotAnId)?, hash: [0; 8] };
        hex::decode_to_slice(device, &mut head.device).map_err(|_| NotAnId)?;
        hex::decode_to_slice(hash, &mut head.hash).map_err(|_| NotAnId)?;
        Ok(head)
    }
}

/// An entry that can stand in a chain.
pub trait Link {
    /// Its signed header.
    fn header(&self) -> &Header;
    /// Its hash.
    fn hash(&self) -> EntryHash;

    /// The head of the chain that ends with it.
    fn head(&self) -> Head {
        let Header { device, seq, .. } = self.header();
        Head { device: *device, seq: *seq, hash: self.hash() }
    }
}

impl Link for Sealed {
    fn header(&self) -> &Header {
        &self.header
    }
    fn hash(&self) -> EntryHash {
        self.hash
    }
}

impl Link for Opened {
    fn header(&self) -> &Header {
        &self.header
    }
    fn hash(&self) -> EntryHash {
        self.hash
    }
}

/// Why an entry cannot be the next of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// It is another machine's.
    #[error("entry {seq} is of another device than the chain")]
    Device {
        /// Its place in its own chain.
        seq: u64,
    },
    /// Entries are missing before it.
    #[error("entry {found} came where entry {expected} is next: entries are missing")]
    Gap {
        /// The place that is next.
        expected: u64,
        /// The place it claims.
        found: u64,
    },
    /// It names another entry as the one before.
    #[error("entry {seq} does not follow the entry before it")]
    Prev {
        /// Its place.
        seq: u64,
    },
    /// The same place twice, with different entries: a restored backup or a copied disk.
    #[error("there are two different entries {seq}: the chain forks")]
    Fork {
        /// The place both claim.
        seq: u64,
    },
    /// The newest entry once more. Harmless.
    #[error("entry {seq} is already the newest")]
    Again {
        /// Its place.
        seq: u64,
    },
    /// Its place is below the head: compare it with the entry kept there.
    #[error("entry {seq} is below the newest entry")]
    Past {
        /// Its place.
        seq: u64,
    },
}

/// How far a machine's chain has been followed. Start at its first entry ([`ChainState::default`]) or at a head that
/// was checked before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChainState {
    head: Option<Head>,
}

impl ChainState {
    /// Goes on from a head that was checked before.
    pub fn new(head: Head) -> Self {
        ChainState { head: Some(head) }
    }

    /// The newest entry followed so far.
    pub fn head(&self) -> Option<Head> {
        self.head
    }

    /// Whether the entry is the next of the chain. The entry itself must have been opened before.
    ///
    /// # Errors
    /// Why it is not.
    pub fn check(&self, entry: &impl Link) -> Result<(), ChainFault> {
        let Header { device, seq, prev, .. } = *entry.header();
        let Some(head) = self.head else {
            return if seq == 1 { Ok(()) } else { Err(ChainFault::Gap { expected: 1, found: seq }) };
        };
        if device != head.device {
            Err(ChainFault::Device { seq })
        } else if seq == head.seq && entry.hash() == head.hash {
            Err(ChainFault::Again { seq })
        } else if seq == head.seq {
            Err(ChainFault::Fork { seq })
        } else if seq < head.seq {
            Err(ChainFault::Past { seq })
        } else if seq - head.seq > 1 {
            Err(ChainFault::Gap { expected: head.seq + 1, found: seq })
        } else if prev != Some(head.hash) {
            Err(ChainFault::Prev { seq })
        } else {
            Ok(())
        }
    }

    /// Checks the entry and goes on to it.
    ///
    /// # Errors
    /// As [`ChainState::check`]; the state stays where it was.
    pub fn advance(&mut self, entry: &impl Link) -> Result<Head, ChainFault> {
        self.check(entry)?;
        let head = entry.head();
        self.head = Some(head);
        Ok(head)
    }
}
