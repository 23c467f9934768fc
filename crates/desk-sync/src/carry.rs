//! By hand: what a desk would have sent, as one signed file on a stick, and the province's answer to it as another. The
//! bytes are described in `docs/formats/carry.md`.
//!
//! What always holds: a file counts as a whole or not at all. [`check`] reads all of it before anything is taken out of it;
//! a torn, altered or lengthened file is told apart from one that is whole. The entries inside are signed themselves and
//! are verified once more by whoever takes them. Memory is that of the largest part, not of the file.

use std::io::{self, Read, Write};

use ciborium::Value;
use desk_core::ids::DeviceId;
use desk_log::{
    ChainState, DeviceKey, Item, Link as _, Opened, Sealed,
    cbor::{Reader, head_bytes},
    cose::{Message, sign},
    device_id,
    item::write_item,
};
use sha2::{Digest as _, Sha256};

use crate::{
    fields::{self, BadField, Fields, boolean, bytes, fixed, list, number, text},
    statement::HistoryId,
};

/// What stands first in such a file.
const MARK: &str = "motcua-carry";
/// What stands first in an answer.
const ANSWER_MARK: &str = "motcua-carried";
const VERSION: u64 = 1;
/// The external data of the signature at the end.
const CONTEXT: &[u8] = b"motcua/carry/1";
/// The most bytes of one part: an entry's body at its largest or a file, and what stands around them.
pub const PART_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The most bytes of the head.
const HEAD_BYTES_MAX: usize = 4 * 1024;
/// The most bytes of an answer.
pub const ANSWER_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// Whose file it is and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryHead {
    /// The office, `<unit code>@<valid_from>`.
    pub office: String,
    /// The public key of the machine whose entries these are, which also signs the file.
    pub public: [u8; 32],
    /// The history that the machine knows; none before enrolment.
    pub history: Option<HistoryId>,
    /// The entries are those from the one after this seq on.
    pub after: u64,
    /// The position to which the machine has the office's feed.
    pub feed: u64,
    /// The number of the roster that it has.
    pub roster: u64,
    /// Whether the desk is a demo.
    pub demo: bool,
    /// When the file was made, by the machine's clock, UTC ms.
    pub at: i64,
    /// How many entries follow.
    pub entries: u64,
    /// How many files follow them.
    pub files: u64,
}

impl CarryHead {
    /// The machine.
    pub fn device(&self) -> DeviceId {
        device_id(&self.public)
    }

    fn encode(&self) -> Vec<u8> {
        fields::write([
            (1, Some(MARK.into())),
            (2, Some(VERSION.into())),
            (3, Some(self.office.as_str().into())),
            (4, Some(Value::Bytes(self.public.to_vec()))),
            (5, self.history.map(|history| Value::Bytes(history.0.to_vec()))),
            (6, Some(self.after.into())),
            (7, Some(self.feed.into())),
            (8, Some(self.roster.into())),
            (9, Some(self.demo.into())),
            (10, Some(self.at.into())),
            (11, Some(self.entries.into())),
            (12, Some(self.files.into())),
        ])
    }

    fn decode(bytes: &[u8]) -> Result<Self, CarryFault> {
        let mut fields = Fields::read(bytes).map_err(|_| CarryFault::NotOne)?;
        if fields.need(1, text).ok().as_deref() != Some(MARK) {
            return Err(CarryFault::NotOne);
        }
        fields.version(2, VERSION).map_err(|_| CarryFault::Newer)?;
        let head = CarryHead {
            office: fields.need(3, text)?,
            public: fields.need(4, fixed)?,
            history: fields.may(5, fixed)?.map(HistoryId),
            after: fields.need(6, number)?,
            feed: fields.need(7, number)?,
            roster: fields.need(8, number)?,
            demo: fields.need(9, boolean)?,
            at: fields.need(10, number)?,
            entries: fields.need(11, number)?,
            files: fields.need(12, number)?,
        };
        fields.end()?;
        Ok(head)
    }
}

/// Why a file is not taken. Nothing of it is.
#[derive(Debug, thiserror::Error)]
pub enum CarryFault {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is some other file.
    #[error("not a file that a desk carried out")]
    NotOne,
    /// A newer program wrote it.
    #[error("the file needs a newer program")]
    Newer,
    /// It ends before its end: the copy was cut, or the stick was pulled out.
    #[error("the file was cut off")]
    Torn,
    /// Bytes in it are not those that were signed.
    #[error("the file was changed after it was made")]
    Altered,
}

impl From<BadField> for CarryFault {
    fn from(_: BadField) -> Self {
        CarryFault::Altered
    }
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// An entry, nothing of it verified.
    Entry(Item),
    /// A file's bytes, which have this SHA-256.
    File {
        /// Their hash.
        hash: [u8; 32],
        /// The bytes.
        bytes: Vec<u8>,
    },
}

/// Writes a file: the head, then so many entries and files as it says, then the signature.
#[derive(Debug)]
pub struct CarryWriter<W> {
    out: W,
    digest: Sha256,
    head: CarryHead,
    entries: u64,
    files: u64,
}

impl<W: Write> CarryWriter<W> {
    /// Begins with the head.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(out: W, head: CarryHead) -> io::Result<Self> {
        let bytes = head.encode();
        let mut writer = CarryWriter { out, digest: Sha256::new(), head, entries: 0, files: 0 };
        writer.part(&bytes)?;
        Ok(writer)
    }

    /// The next entry.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn entry(&mut self, cose: &[u8], content: Option<(&[u8; 16], &[u8])>) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(cose.len() + 64);
        write_item(&mut bytes, cose, content);
        self.entries += 1;
        self.part(&bytes)
    }

    /// The next file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn file(&mut self, file: &[u8]) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(file.len() + 64);
        bytes.extend(head_bytes(4, 2));
        bytes.extend(head_bytes(2, 32));
        bytes.extend(Sha256::digest(file));
        bytes.extend(head_bytes(2, file.len() as u64));
        bytes.extend_from_slice(file);
        self.files += 1;
        self.part(&bytes)
    }

    /// Ends with the machine's signature over everything before it.
    ///
    /// # Errors
    /// When it cannot be written, or the head promised another number of parts.
    pub fn finish(mut self, key: &DeviceKey) -> io::Result<W> {
        if (self.entries, self.files) != (self.head.entries, self.head.files) {
            return Err(io::Error::other("the head promised another number of parts"));
        }
        let whole: [u8; 32] = self.digest.clone().finalize().into();
        let payload = fields::write([(1, Some(VERSION.into())), (2, Some(Value::Bytes(whole.to_vec())))]);
        let tail = sign(key, CONTEXT, payload);
        self.part(&tail)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn part(&mut self, bytes: &[u8]) -> io::Result<()> {
        for piece in [&head_bytes(2, bytes.len() as u64)[..], bytes] {
            self.digest.update(piece);
            self.out.write_all(piece)?;
        }
        Ok(())
    }
}

/// Reads a file part by part. Only after [`check`] has found it whole.
#[derive(Debug)]
pub struct CarryReader<R> {
    from: R,
    digest: Sha256,
    head: CarryHead,
    given: u64,
}

impl<R: Read> CarryReader<R> {
    /// Reads the head.
    ///
    /// # Errors
    /// [`CarryFault`].
    pub fn open(mut from: R) -> Result<Self, CarryFault> {
        let mut digest = Sha256::new();
        let bytes = match part(&mut from, &mut digest, HEAD_BYTES_MAX) {
            Err(CarryFault::Altered) => return Err(CarryFault::NotOne),
            other => other?,
        };
        let head = CarryHead::decode(&bytes)?;
        Ok(CarryReader { from, digest, head, given: 0 })
    }

    /// The head.
    pub fn head(&self) -> &CarryHead {
        &self.head
    }

    /// The next part; none once all were given.
    ///
    /// # Errors
    /// [`CarryFault`].
    pub fn next_part(&mut self) -> Result<Option<Part>, CarryFault> {
        let CarryHead { entries, files, .. } = self.head;
        if self.given >= entries.saturating_add(files) {
            return Ok(None);
        }
        let bytes = part(&mut self.from, &mut self.digest, PART_BYTES_MAX)?;
        let mut reader = Reader::new(&bytes);
        let part = if self.given < entries { entry(&mut reader) } else { file(&mut reader) };
        let part = part.filter(|_| reader.rest().is_empty()).ok_or(CarryFault::Altered)?;
        self.given += 1;
        Ok(Some(part))
    }

    /// Reads the signature and holds it against all that was read.
    fn finish(mut self) -> Result<CarryHead, CarryFault> {
        let whole: [u8; 32] = self.digest.clone().finalize().into();
        let tail = part(&mut self.from, &mut self.digest, HEAD_BYTES_MAX)?;
        let message = Message::read(&tail).map_err(|_| CarryFault::Altered)?;
        if !message.holds(CONTEXT, &self.head.public) {
            return Err(CarryFault::Altered);
        }
        let mut fields = Fields::read(message.payload())?;
        fields.version(1, VERSION)?;
        if fields.need(2, fixed::<32>)? != whole {
            return Err(CarryFault::Altered);
        }
        fields.end()?;
        if self.from.read(&mut [0])? > 0 { Err(CarryFault::Altered) } else { Ok(self.head) }
    }
}

/// Reads all of a file and holds it against its machine's signature: the file as a whole, every entry, and that they are
/// one piece of that machine's chain. Whose machine it is, is for the caller to know.
///
/// # Errors
/// [`CarryFault`], and nothing of the file is to be taken.
pub fn check(from: impl Read) -> Result<CarryHead, CarryFault> {
    let mut reader = CarryReader::open(from)?;
    let (public, after) = (reader.head.public, reader.head.after);
    let mut chain: Option<ChainState> = None;
    while let Some(part) = reader.next_part()? {
        let Part::Entry(item) = part else { continue };
        let entry = open(item, &public)?;
        match &mut chain {
            Some(chain) => drop(chain.advance(&entry).map_err(|_| CarryFault::Altered)?),
            None if entry.header.seq == after.saturating_add(1) => chain = Some(ChainState::new(entry.head())),
            None => return Err(CarryFault::Altered),
        }
    }
    reader.finish()
}

/// An entry of a file, verified under its machine's key.
///
/// # Errors
/// [`CarryFault::Altered`].
pub fn open(item: Item, public: &[u8; 32]) -> Result<Opened, CarryFault> {
    Sealed::open(item.cose, item.content, public).map_err(|_| CarryFault::Altered)
}

fn entry(reader: &mut Reader<'_>) -> Option<Part> {
    Item::read(reader).ok().map(Part::Entry)
}

fn file(reader: &mut Reader<'_>) -> Option<Part> {
    if reader.array().ok()? != 2 {
        return None;
    }
    let hash: [u8; 32] = reader.bytes(32).ok()?.try_into().ok()?;
    let bytes = reader.bytes(PART_BYTES_MAX).ok()?.to_vec();
    let holds = Sha256::digest(&bytes).as_slice() == hash;
    holds.then_some(Part::File { hash, bytes })
}

/// One byte string off the front. Memory grows with what really comes.
fn part(from: &mut impl Read, digest: &mut Sha256, most: usize) -> Result<Vec<u8>, CarryFault> {
    let mut first = [0];
    exact(from, &mut first)?;
    let more = match first[0] {
        0x40..=0x57 => 0,
        0x58 => 1,
        0x59 => 2,
        0x5a => 4,
        _ => return Err(CarryFault::Altered),
    };
    let mut length = [0; 4];
    exact(from, &mut length[4 - more..])?;
    let size = if more == 0 { u32::from(first[0] - 0x40) } else { u32::from_be_bytes(length) };
    let head = head_bytes(2, size.into());
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    // Shortest form only: one file has one way to be written.
    if size > most || head.len() != 1 + more {
        return Err(CarryFault::Altered);
    }
    let mut bytes = Vec::new();
    from.take(size as u64).read_to_end(&mut bytes)?;
    if bytes.len() < size {
        return Err(CarryFault::Torn);
    }
    digest.update(&head);
    digest.update(&bytes);
    Ok(bytes)
}

fn exact(from: &mut impl Read, into: &mut [u8]) -> Result<(), CarryFault> {
    from.read_exact(into).map_err(|error| {
        if error.kind() == io::ErrorKind::UnexpectedEof { CarryFault::Torn } else { CarryFault::Io(error) }
    })
}

/// The province's answer: what it would have answered on the line. Every statement in it is signed by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryAnswer {
    /// For which machine.
    pub device: DeviceId,
    /// The answer to the batch, as on the line; none when the batch was refused.
    pub pushed: Option<Vec<u8>>,
    /// The refusal, as on the line.
    pub refused: Option<Vec<u8>>,
    /// Pages of the office's feed from where the machine stands, as on the line.
    pub pages: Vec<Vec<u8>>,
}

impl CarryAnswer {
    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        let raw = |bytes: &Vec<u8>| Value::Bytes(bytes.clone());
        fields::write([
            (1, Some(ANSWER_MARK.into())),
            (2, Some(VERSION.into())),
            (3, Some(Value::Bytes(self.device.0.to_vec()))),
            (4, self.pushed.as_ref().map(raw)),
            (5, self.refused.as_ref().map(raw)),
            (6, Some(Value::Array(self.pages.iter().map(raw).collect()))),
        ])
    }

    /// Reads one. What is in it is verified by whoever takes it, as an answer on the line is.
    ///
    /// # Errors
    /// [`CarryFault`].
    pub fn decode(whole: &[u8]) -> Result<Self, CarryFault> {
        let mut fields = Fields::read(whole).map_err(|_| CarryFault::Torn)?;
        if fields.need(1, text).ok().as_deref() != Some(ANSWER_MARK) {
            return Err(CarryFault::NotOne);
        }
        fields.version(2, VERSION).map_err(|_| CarryFault::Newer)?;
        let answer = CarryAnswer {
            device: DeviceId(fields.need(3, fixed)?),
            pushed: fields.may(4, bytes)?,
            refused: fields.may(5, bytes)?,
            pages: fields.need(6, |value| list(value, bytes))?,
        };
        fields.end()?;
        if answer.pushed.is_some() == answer.refused.is_some() { Err(CarryFault::Altered) } else { Ok(answer) }
    }
}

/// Which of the two a file is, by its first bytes.
pub fn is_answer(first: &[u8]) -> bool {
    // A map of five pairs whose first says so; what a desk carried out begins with a byte string.
    first.starts_with(&[0xa5, 0x01, 0x6e]) && first.get(3..17) == Some(ANSWER_MARK.as_bytes())
}
