//! Sealing a fact into an entry, and opening one that came from a disk, a wire or a file.

use desk_core::ids::{DossierId, EntryHash, PersonId};
use sha2::{Digest, Sha256};

use crate::{
    cbor::{NotCanonical, check_canonical},
    cose::{CoseFault, Message, sign},
    header::{ENVELOPE_VERSION, Header},
    key::{DeviceKey, device_id},
};

/// The most bytes the signed part of an entry may have.
pub const COSE_BYTES_MAX: usize = 64 * 1024;
/// The most bytes a body may have; larger things are files that a body names by hash.
pub const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The external data of every entry's signature, so that no other signature of the key can be taken for an entry's.
pub const ENTRY_CONTEXT: &[u8] = b"motcua/entry/1";

/// A fact about to be sealed: all of the header that the chain and the key do not give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The machine's clock, UTC milliseconds since 1970.
    pub at: i64,
    /// Milliseconds from the machine's clock to the province's, as last known.
    pub offset_ms: Option<i64>,
    /// Who acted.
    pub actor: Option<PersonId>,
    /// The office, `<unit code>@<valid_from>`.
    pub office: String,
    /// The dossier it is about.
    pub dossier: Option<DossierId>,
    /// The newest entries of that dossier known here, in any order.
    pub builds_on: Vec<EntryHash>,
    /// What happened, such as `dossier.received`.
    pub kind: String,
    /// The version of the body's shape.
    pub kind_version: u16,
    /// The version of the reference data in force.
    pub reference: String,
    /// The body: one canonical CBOR item.
    pub body: Vec<u8>,
}

/// An entry that this machine just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The COSE_Sign1 bytes: what is stored, sent and hashed, for good.
    pub cose: Vec<u8>,
    /// The random bytes before the body in its hash.
    pub salt: [u8; 16],
    /// The body, one canonical CBOR item.
    pub body: Vec<u8>,
    /// SHA-256 over `cose`.
    pub hash: EntryHash,
    /// The header, read.
    pub header: Header,
}

/// Salt and body of an entry: the part that can be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The random bytes before the body in its hash.
    pub salt: [u8; 16],
    /// The body, one canonical CBOR item.
    pub body: Vec<u8>,
}

/// An entry whose bytes, signature and body have been checked. Its place in the chain has not: see
/// [`ChainState`](crate::ChainState).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The COSE_Sign1 bytes as they came.
    pub cose: Vec<u8>,
    /// SHA-256 over `cose`.
    pub hash: EntryHash,
    /// The header, read.
    pub header: Header,
    /// Salt and body; none when they were erased.
    pub content: Option<Content>,
}

/// Why some bytes are not an entry of that machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    /// The signed part is not canonical CBOR.
    #[error("the entry is not canonical: {0}")]
    Form(#[from] NotCanonical),
    /// Canonical, but not a COSE_Sign1 of the form that entries have.
    #[error("the entry is not a COSE_Sign1 message of the known form")]
    Envelope,
    /// The envelope is of a version that this program does not know.
    #[error("the entry's envelope has version {0}: a newer program is needed")]
    Version(u8),
    /// A header field (its number in `docs/formats/entry.md`) is missing, of the wrong type or against a rule.
    #[error("the entry's header field {0} is missing or wrong")]
    Field(u8),
    /// A header field that this version does not have.
    #[error("the entry's header has an unknown field")]
    UnknownField,
    /// Larger than an entry may be.
    #[error("the entry is larger than allowed")]
    TooLarge,
    /// The header names another machine than the key's.
    #[error("the entry names another device than the key's")]
    Device,
    /// The signature does not hold.
    #[error("the signature of the entry does not hold")]
    Signature,
    /// The body or its salt is not the one that was signed for.
    #[error("the body is not the one the header was signed for")]
    Body,
    /// The body is the one signed for, but not canonical CBOR.
    #[error("the body is not canonical: {0}")]
    BodyForm(NotCanonical),
}

/// Seals a fact as the device's entry `seq`, after the one with hash `prev`.
///
/// # Panics
/// When the caller breaks a rule that no entry may break: `seq` 0, `prev` given for the first entry or missing for a
/// later one, a body that is not canonical CBOR or too large, a kind of other letters. Better no entry than one that no
/// verifier accepts.
pub fn seal(key: &DeviceKey, seq: u64, prev: Option<EntryHash>, draft: Draft, salt: [u8; 16]) -> Sealed {
    let mut builds_on = draft.builds_on;
    builds_on.sort_unstable();
    builds_on.dedup();
    let header = Header {
        version: ENVELOPE_VERSION,
        device: key.device(),
        seq,
        prev,
        at: draft.at,
        offset_ms: draft.offset_ms,
        actor: draft.actor,
        office: draft.office,
        dossier: draft.dossier,
        builds_on,
        kind: draft.kind,
        kind_version: draft.kind_version,
        reference: draft.reference,
        body_hash: body_hash(&salt, &draft.body),
    };
    if let Err(fault) = header.check() {
        panic!("an entry against the rules was about to be sealed: {fault}");
    }
    if let Err(fault) = check_canonical(&draft.body) {
        panic!("a body against the rules was about to be sealed: {fault}");
    }
    let cose = sign(key, ENTRY_CONTEXT, header.to_bytes());
    assert!(cose.len() <= COSE_BYTES_MAX && draft.body.len() <= BODY_BYTES_MAX, "an entry beyond the size limits");
    Sealed { hash: entry_hash(&cose), cose, salt, body: draft.body, header }
}

impl Sealed {
    /// Checks an entry: form, size, device, signature, and the body against its hash where it was not erased.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn open(cose: Vec<u8>, body: Option<([u8; 16], Vec<u8>)>, public: &[u8; 32]) -> Result<Opened, EntryFault> {
        let content = body.map(|(salt, body)| Content { salt, body });
        let (message, header) = parse(&cose)?;
        if header.device != device_id(public) {
            return Err(EntryFault::Device);
        }
        if !message.holds(ENTRY_CONTEXT, public) {
            return Err(EntryFault::Signature);
        }
        if let Some(Content { salt, body }) = &content {
            if body.len() > BODY_BYTES_MAX {
                return Err(EntryFault::TooLarge);
            }
            if body_hash(salt, body) != header.body_hash {
                return Err(EntryFault::Body);
            }
            check_canonical(body).map_err(EntryFault::BodyForm)?;
        }
        Ok(Opened { hash: entry_hash(&cose), cose, header, content })
    }
}

impl Opened {
    /// Reads an entry's header without checking its signature: to learn whose key to check it with.
    ///
    /// # Errors
    /// When the bytes do not have the form of an entry.
    pub fn peek(cose: &[u8]) -> Result<Header, EntryFault> {
        parse(cose).map(|(_, header)| header)
    }

    /// The entry without salt and body, as it stays after an erasure.
    pub fn erased(self) -> Self {
        Opened { content: None, ..self }
    }
}

impl From<Sealed> for Opened {
    fn from(sealed: Sealed) -> Self {
        let Sealed { cose, salt, body, hash, header } = sealed;
        Opened { cose, hash, header, content: Some(Content { salt, body }) }
    }
}

/// The hash that names an entry: SHA-256 over its COSE_Sign1 bytes as stored.
pub fn entry_hash(cose: &[u8]) -> EntryHash {
    EntryHash(Sha256::digest(cose).into())
}

/// The hash of a body in its header: SHA-256 over the salt, then the body.
pub fn body_hash(salt: &[u8; 16], body: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

fn parse(cose: &[u8]) -> Result<(Message, Header), EntryFault> {
    if cose.len() > COSE_BYTES_MAX {
        return Err(EntryFault::TooLarge);
    }
    let message = Message::read(cose).map_err(|fault| match fault {
        CoseFault::Form(form) => EntryFault::Form(form),
        CoseFault::Envelope => EntryFault::Envelope,
    })?;
    let header = Header::from_bytes(message.payload())?;
    Ok((message, header))
}
