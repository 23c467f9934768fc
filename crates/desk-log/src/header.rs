//! What stands in an entry's header: everything that is signed, and no personal data.

use ciborium::Value;
use desk_core::ids::{DeviceId, DossierId, EntryHash, PersonId};

use crate::{
    cbor::{from_canonical, to_canonical},
    entry::EntryFault,
};

/// The version of the envelope written here (versions of payloads are their own).
pub const ENVELOPE_VERSION: u8 = 1;
/// The most bytes a kind may have.
pub const KIND_BYTES_MAX: usize = 64;

/// The signed part of an entry; `docs/formats/entry.md` gives its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Version of the envelope, [`ENVELOPE_VERSION`].
    pub version: u8,
    /// The machine that made the entry.
    pub device: DeviceId,
    /// Its place in the machine's chain, from 1 without gaps.
    pub seq: u64,
    /// The machine's entry before; none for its first.
    pub prev: Option<EntryHash>,
    /// The machine's clock, UTC milliseconds since 1970. Informs, never decides.
    pub at: i64,
    /// Milliseconds to add to the machine's clock to get the province's, as last known.
    pub offset_ms: Option<i64>,
    /// Who acted; none when the machine did (first run, clock jumps).
    pub actor: Option<PersonId>,
    /// The office, `<unit code>@<valid_from>`.
    pub office: String,
    /// The dossier it is about, if about one.
    pub dossier: Option<DossierId>,
    /// The newest entries of that dossier that the machine knew; ascending, none twice.
    pub builds_on: Vec<EntryHash>,
    /// What happened, in the past tense: `dossier.received`. Lowercase letters, digits, `_` and `.`.
    pub kind: String,
    /// The version of the body's shape.
    pub kind_version: u16,
    /// The version of the reference data in force when it was made.
    pub reference: String,
    /// SHA-256 over salt and body.
    pub body_hash: [u8; 32],
}

impl Header {
    /// The header's one encoding: a CBOR map with integer keys, absent values left out.
    pub fn to_bytes(&self) -> Vec<u8> {
        let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
        let fields = [
            (1, Some(self.version.into())),
            (2, Some(bytes(&self.device.0))),
            (3, Some(self.seq.into())),
            (4, self.prev.map(|hash| bytes(&hash.0))),
            (5, Some(self.at.into())),
            (6, self.offset_ms.map(Value::from)),
            (7, self.actor.map(|person| bytes(&person.bytes()))),
            (8, Some(self.office.as_str().into())),
            (9, self.dossier.map(|dossier| bytes(&dossier.bytes()))),
            (10, Some(Value::Array(self.builds_on.iter().map(|hash| bytes(&hash.0)).collect()))),
            (11, Some(self.kind.as_str().into())),
            (12, Some(self.kind_version.into())),
            (13, Some(self.reference.as_str().into())),
            (14, Some(bytes(&self.body_hash))),
        ];
        let pairs = fields.into_iter().filter_map(|(label, value)| Some((Value::from(label), value?))).collect();
        to_canonical(&Value::Map(pairs)).expect("integers, bytes and text, two levels deep, are always canonical")
    }

    /// Reads a header.
    ///
    /// # Errors
    /// When the bytes are not canonical, the version is another, a field is missing, unknown or of the wrong type, or
    /// the rules between fields do not hold.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EntryFault> {
        let Value::Map(pairs) = from_canonical(bytes)? else { return Err(EntryFault::Envelope) };
        let mut fields = Fields(pairs);
        // The version first: of a later one, nothing else may be judged.
        let version = fields.need(1, number)?;
        if version != ENVELOPE_VERSION {
            return Err(EntryFault::Version(version));
        }
        let header = Header {
            version,
            device: DeviceId(fields.need(2, fixed)?),
            seq: fields.need(3, number)?,
            prev: fields.may(4, fixed)?.map(EntryHash),
            at: fields.need(5, number)?,
            offset_ms: fields.may(6, number)?,
            actor: fields.may(7, fixed)?.map(PersonId::from_bytes),
            office: fields.need(8, text)?,
            dossier: fields.may(9, fixed)?.map(DossierId::from_bytes),
            builds_on: fields.need(10, hashes)?,
            kind: fields.need(11, text)?,
            kind_version: fields.need(12, number)?,
            reference: fields.need(13, text)?,
            body_hash: fields.need(14, fixed)?,
        };
        if !fields.0.is_empty() {
            return Err(EntryFault::UnknownField);
        }
        header.check()?;
        Ok(header)
    }

    /// The rules between fields that the encoding alone does not hold.
    pub(crate) fn check(&self) -> Result<(), EntryFault> {
        if self.seq == 0 {
            return Err(EntryFault::Field(3));
        }
        if (self.seq == 1) != self.prev.is_none() {
            return Err(EntryFault::Field(4));
        }
        if self.builds_on.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(EntryFault::Field(10));
        }
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'_';
        if self.kind.is_empty() || self.kind.len() > KIND_BYTES_MAX || !self.kind.bytes().all(letters) {
            return Err(EntryFault::Field(11));
        }
        Ok(())
    }
}

/// The pairs of the map, taken out one by one; what is left over was not known.
struct Fields(Vec<(Value, Value)>);

impl Fields {
    fn may<T>(&mut self, label: u8, read: impl Fn(Value) -> Option<T>) -> Result<Option<T>, EntryFault> {
        match self.0.iter().position(|(key, _)| *key == Value::from(label)) {
            Some(place) => read(self.0.remove(place).1).map(Some).ok_or(EntryFault::Field(label)),
            None => Ok(None),
        }
    }

    fn need<T>(&mut self, label: u8, read: impl Fn(Value) -> Option<T>) -> Result<T, EntryFault> {
        self.may(label, read)?.ok_or(EntryFault::Field(label))
    }
}

fn number<T: TryFrom<ciborium::value::Integer>>(value: Value) -> Option<T> {
    value.into_integer().ok().and_then(|number| number.try_into().ok())
}

fn fixed<const N: usize>(value: Value) -> Option<[u8; N]> {
    value.into_bytes().ok().and_then(|bytes| bytes.try_into().ok())
}

fn text(value: Value) -> Option<String> {
    value.into_text().ok()
}

fn hashes(value: Value) -> Option<Vec<EntryHash>> {
    value.into_array().ok()?.into_iter().map(|value| fixed(value).map(EntryHash)).collect()
}
