//! A batch: entries of one device in the order of its chain, packed.

use std::io::Read;

use desk_core::ids::EntryHash;
use desk_log::{Header, Item, Opened, cbor::Reader, entry::entry_hash, item::write_item};

use super::{UNPACKED_BYTES_MAX, WireFault};

/// The most bytes of a batch before packing, unless it is one single entry.
pub const BATCH_BYTES_MAX: usize = 1024 * 1024;
/// Batches do not shrink below this; one entry always goes.
pub const BATCH_BYTES_MIN: usize = 4 * 1024;
/// Packing beyond this saves little on entries, whose signatures and hashes do not shrink, and costs the desk's time.
const LEVEL: i32 = 9;
/// The largest window that a reader makes room for, as a power of two.
const WINDOW_LOG_MAX: u32 = 24;

/// Packs bytes for the wire.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, LEVEL).expect("packing in memory does not fail")
}

/// Unpacks bytes. Memory grows with what really comes out, and never beyond the limit.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, WireFault> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes).map_err(|_| WireFault::Packing)?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(|_| WireFault::Packing)?;
    let mut unpacked = Vec::new();
    decoder.take(UNPACKED_BYTES_MAX as u64 + 1).read_to_end(&mut unpacked).map_err(|_| WireFault::Packing)?;
    if unpacked.len() > UNPACKED_BYTES_MAX { Err(WireFault::TooLarge) } else { Ok(unpacked) }
}

/// Collects entries until a batch is full.
#[derive(Debug)]
pub struct BatchMaker {
    bytes: Vec<u8>,
    entries: usize,
    bytes_max: usize,
}

impl BatchMaker {
    /// An empty batch of at most so many bytes before packing; never more than [`BATCH_BYTES_MAX`].
    pub fn new(bytes_max: usize) -> Self {
        BatchMaker { bytes: Vec::new(), entries: 0, bytes_max: bytes_max.min(BATCH_BYTES_MAX) }
    }

    /// Adds the device's next entry. False, and nothing added, when the batch is full without it; the first always fits.
    pub fn add(&mut self, cose: &[u8], content: Option<(&[u8; 16], &[u8])>) -> bool {
        let before = self.bytes.len();
        write_item(&mut self.bytes, cose, content);
        if self.entries > 0 && self.bytes.len() > self.bytes_max {
            self.bytes.truncate(before);
            return false;
        }
        self.entries += 1;
        true
    }

    /// How many entries are in it.
    pub fn entries(&self) -> usize {
        self.entries
    }

    /// The bytes to send.
    pub fn finish(self) -> Vec<u8> {
        pack(&self.bytes)
    }
}

/// One entry of a batch, its header read and nothing of it verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchItem {
    /// Its parts as they came.
    pub item: Item,
    /// Its header.
    pub header: Header,
    /// Its hash.
    pub hash: EntryHash,
}

/// Unpacks a batch and reads the headers: entries of one device, each seq one above the one before.
///
/// # Errors
/// When the bytes are no such batch. Signatures and bodies are not checked here.
pub fn read_batch(packed: &[u8]) -> Result<Vec<BatchItem>, WireFault> {
    let bytes = unpack(packed)?;
    let mut reader = Reader::new(&bytes);
    let mut batch: Vec<BatchItem> = Vec::new();
    while !reader.rest().is_empty() {
        let item = Item::read(&mut reader)?;
        let place = batch.len() + 1;
        let header = Opened::peek(&item.cose).map_err(|fault| WireFault::Entry { place, fault })?;
        if let Some(BatchItem { header: before, .. }) = batch.last()
            && (before.device != header.device || before.seq.checked_add(1) != Some(header.seq))
        {
            return Err(WireFault::Order { place });
        }
        let hash = entry_hash(&item.cose);
        batch.push(BatchItem { item, header, hash });
    }
    match batch.len() {
        0 => Err(WireFault::Empty),
        1 => Ok(batch),
        _ if bytes.len() > BATCH_BYTES_MAX => Err(WireFault::TooLarge),
        _ => Ok(batch),
    }
}
