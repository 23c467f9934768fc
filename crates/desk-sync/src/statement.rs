//! What the province signs. Each kind of statement has its own external data, so that none can be taken for another.

use std::{fmt, str::FromStr};

use ciborium::Value;
use desk_core::ids::{DeviceId, EntryHash, NotAnId};
use desk_log::{
    DeviceKey,
    cose::{Message, sign},
    device_id,
};

use crate::fields::{self, BadField, Fields, fixed, list, number, text};

/// The most bytes a statement may have.
pub const STATEMENT_BYTES_MAX: usize = 1024 * 1024;
/// The version of every statement written here.
const VERSION: u64 = 1;

/// The history of a server's record: new at installation and at every restore.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HistoryId(pub [u8; 16]);

impl fmt::Display for HistoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for HistoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HistoryId({self})")
    }
}

impl FromStr for HistoryId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAnId)?;
        Ok(HistoryId(bytes))
    }
}

/// The province's signing key. A type of its own, so that no device key signs a statement by mistake.
#[derive(Debug)]
pub struct ProvinceKey(DeviceKey);

impl ProvinceKey {
    /// From 32 secret bytes of a good random source. The copy taken here is wiped; the caller wipes its own.
    pub fn from_secret(secret: [u8; 32]) -> Self {
        ProvinceKey(DeviceKey::from_secret(secret))
    }

    /// The public key, which desks know the province by.
    pub fn public(&self) -> [u8; 32] {
        self.0.public()
    }
}

/// Why bytes are not that statement of that province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// Not a signed message of the known form, or larger than one may be.
    #[error("not a signed statement")]
    Form,
    /// The signature is not the province's, or was made for another kind of statement.
    #[error("the statement is not signed by this province")]
    Signature,
    /// Signed, but a field (its number in `docs/formats/sync.md`, 0 for the whole) is missing, unknown or wrong: a newer
    /// program may be needed.
    #[error("field {0} of the statement is missing or wrong")]
    Field(u8),
}

impl From<BadField> for StatementFault {
    fn from(BadField(field): BadField) -> Self {
        StatementFault::Field(field)
    }
}

/// A kind of statement.
pub trait Statement: Sized + sealed::Shape {
    /// The external data of its signature.
    const CONTEXT: &'static [u8];
}

pub(crate) mod sealed {
    use super::{BadField, Fields, Value};

    /// Its map, without the version.
    pub trait Shape: Sized {
        /// With its parts in the order that they have in the bytes.
        fn in_order(self) -> Self {
            self
        }
        fn pairs(&self) -> Vec<(u8, Option<Value>)>;
        fn read(fields: &mut Fields) -> Result<Self, BadField>;
    }
}

/// A statement with the bytes it was signed in; the bytes are what is kept and passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<T> {
    statement: T,
    bytes: Vec<u8>,
}

impl<T> Signed<T> {
    /// What the province says.
    pub fn statement(&self) -> &T {
        &self.statement
    }

    /// The signed bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl<T> std::ops::Deref for Signed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.statement
    }
}

impl<T: Statement> Signed<T> {
    /// Signs a statement.
    pub fn make(statement: T, key: &ProvinceKey) -> Self {
        let statement = statement.in_order();
        let mut pairs = statement.pairs();
        pairs.push((1, Some(VERSION.into())));
        let bytes = sign(&key.0, T::CONTEXT, fields::write(pairs));
        Signed { statement, bytes }
    }

    /// Reads a statement and checks that the province with this public key made it.
    ///
    /// # Errors
    /// When it did not, or the bytes are something else.
    pub fn verify(bytes: Vec<u8>, province: &[u8; 32]) -> Result<Self, StatementFault> {
        if bytes.len() > STATEMENT_BYTES_MAX {
            return Err(StatementFault::Form);
        }
        let message = Message::read(&bytes).map_err(|_| StatementFault::Form)?;
        if !message.holds(T::CONTEXT, province) {
            return Err(StatementFault::Signature);
        }
        let mut fields = Fields::read(message.payload())?;
        fields.version(1, VERSION)?;
        let statement = T::read(&mut fields)?;
        fields.end()?;
        Ok(Signed { statement, bytes })
    }
}

/// An entry of a device that the province vouches for: its place and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrustedHead {
    /// The place in the device's chain, from 1.
    pub seq: u64,
    /// The entry there.
    pub hash: EntryHash,
}

impl TrustedHead {
    fn pairs(head: Option<Self>, seq: u8, hash: u8) -> [(u8, Option<Value>); 2] {
        [(seq, Some(head.map_or(0, |head| head.seq).into())), (hash, head.map(|head| raw(&head.hash.0)))]
    }

    /// Seq 0 has no hash, every other has one.
    fn read(fields: &mut Fields, seq: u8, hash: u8) -> Result<Option<Self>, BadField> {
        let place = fields.need(seq, number)?;
        match (place, fields.may(hash, fixed)?) {
            (0, None) => Ok(None),
            (1.., Some(found)) => Ok(Some(TrustedHead { seq: place, hash: EntryHash(found) })),
            (0, Some(_)) | (_, None) => Err(BadField(hash)),
        }
    }
}

/// "Of this device we have everything up to here."
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountersignedHead {
    /// The server's history.
    pub history: HistoryId,
    /// Whose entries.
    pub device: DeviceId,
    /// The newest entry in custody; none when there is nothing of it.
    pub head: Option<TrustedHead>,
    /// When it was said, UTC ms by the province's clock.
    pub at: i64,
}

impl CountersignedHead {
    /// The newest seq in custody, 0 for nothing.
    pub fn seq(&self) -> u64 {
        self.head.map_or(0, |head| head.seq)
    }
}

impl Statement for CountersignedHead {
    const CONTEXT: &'static [u8] = b"motcua/head/1";
}

impl sealed::Shape for CountersignedHead {
    fn pairs(&self) -> Vec<(u8, Option<Value>)> {
        let [seq, hash] = TrustedHead::pairs(self.head, 4, 5);
        vec![(2, Some(raw(&self.history.0))), (3, Some(raw(&self.device.0))), seq, hash, (6, Some(self.at.into()))]
    }

    fn read(fields: &mut Fields) -> Result<Self, BadField> {
        Ok(CountersignedHead {
            history: HistoryId(fields.need(2, fixed)?),
            device: DeviceId(fields.need(3, fixed)?),
            head: TrustedHead::read(fields, 4, 5)?,
            at: fields.need(6, number)?,
        })
    }
}

/// "The feed of this office up to this position has this running hash."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedHead {
    /// The server's history.
    pub history: HistoryId,
    /// The office, `<unit code>@<valid_from>`.
    pub office: String,
    /// How many entries the feed has up to here.
    pub position: u64,
    /// The running hash there.
    pub running: [u8; 32],
    /// When it was said, UTC ms by the province's clock.
    pub at: i64,
}

impl Statement for FeedHead {
    const CONTEXT: &'static [u8] = b"motcua/feed/1";
}

impl sealed::Shape for FeedHead {
    fn pairs(&self) -> Vec<(u8, Option<Value>)> {
        vec![
            (2, Some(raw(&self.history.0))),
            (3, Some(self.office.as_str().into())),
            (4, Some(self.position.into())),
            (5, Some(raw(&self.running))),
            (6, Some(self.at.into())),
        ]
    }

    fn read(fields: &mut Fields) -> Result<Self, BadField> {
        Ok(FeedHead {
            history: HistoryId(fields.need(2, fixed)?),
            office: fields.need(3, text)?,
            position: fields.need(4, number)?,
            running: fields.need(5, fixed)?,
            at: fields.need(6, number)?,
        })
    }
}

/// A machine of an office, as the roster tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterDevice {
    /// Its public key.
    pub public: [u8; 32],
    /// The counter it works at.
    pub counter: u64,
    /// What people call it.
    pub name: String,
    /// Whether it still works.
    pub standing: DeviceStanding,
}

/// Whether a machine still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceStanding {
    /// It does.
    Enrolled,
    /// It was revoked.
    Revoked {
        /// The last entry that counts; none when none does.
        trusted: Option<TrustedHead>,
    },
}

impl RosterDevice {
    /// Its id.
    pub fn device(&self) -> DeviceId {
        device_id(&self.public)
    }
}

/// The machines of an office. Its number grows by one with every change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The server's history.
    pub history: HistoryId,
    /// The office.
    pub office: String,
    /// Which version of the list this is, from 1.
    pub number: u64,
    /// The machines, ascending by public key.
    pub devices: Vec<RosterDevice>,
    /// When it was said, UTC ms by the province's clock.
    pub at: i64,
}

impl Statement for Roster {
    const CONTEXT: &'static [u8] = b"motcua/roster/1";
}

impl sealed::Shape for Roster {
    fn in_order(mut self) -> Self {
        self.devices.sort_by_key(|device| device.public);
        self
    }

    fn pairs(&self) -> Vec<(u8, Option<Value>)> {
        vec![
            (2, Some(raw(&self.history.0))),
            (3, Some(self.office.as_str().into())),
            (4, Some(self.number.into())),
            (5, Some(Value::Array(self.devices.iter().map(roster_device).collect()))),
            (6, Some(self.at.into())),
        ]
    }

    fn read(fields: &mut Fields) -> Result<Self, BadField> {
        let roster = Roster {
            history: HistoryId(fields.need(2, fixed)?),
            office: fields.need(3, text)?,
            number: fields.need(4, number)?,
            devices: fields.need(5, |value| list(value, |device| read_roster_device(device).ok()))?,
            at: fields.need(6, number)?,
        };
        let ascending = roster.devices.windows(2).all(|pair| pair[0].public < pair[1].public);
        if ascending { Ok(roster) } else { Err(BadField(5)) }
    }
}

fn roster_device(device: &RosterDevice) -> Value {
    let (standing, [seq, hash]) = match device.standing {
        DeviceStanding::Enrolled => (0u8, [(5, None), (6, None)]),
        DeviceStanding::Revoked { trusted } => (1, TrustedHead::pairs(trusted, 5, 6)),
    };
    fields::value([
        (1, Some(raw(&device.public))),
        (2, Some(device.counter.into())),
        (3, Some(device.name.as_str().into())),
        (4, Some(standing.into())),
        seq,
        hash,
    ])
}

fn read_roster_device(value: Value) -> Result<RosterDevice, BadField> {
    let mut fields = Fields::of(value)?;
    let public = fields.need(1, fixed)?;
    let counter = fields.need(2, number)?;
    let name = fields.need(3, text)?;
    let standing = match fields.need(4, number::<u8>)? {
        0 => DeviceStanding::Enrolled,
        1 => DeviceStanding::Revoked { trusted: TrustedHead::read(&mut fields, 5, 6)? },
        2.. => return Err(BadField(4)),
    };
    fields.end()?;
    Ok(RosterDevice { public, counter, name, standing })
}

/// "This device works at this counter of this office."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The server's history.
    pub history: HistoryId,
    /// The office.
    pub office: String,
    /// The device.
    pub device: DeviceId,
    /// The counter it is enrolled for.
    pub counter: u64,
    /// When it was said, UTC ms by the province's clock.
    pub at: i64,
    /// What stands before the dossier's code in a receipt's QR: `https://…/h/`.
    pub look_up: String,
}

impl Statement for Standing {
    const CONTEXT: &'static [u8] = b"motcua/standing/1";
}

impl sealed::Shape for Standing {
    fn pairs(&self) -> Vec<(u8, Option<Value>)> {
        vec![
            (2, Some(raw(&self.history.0))),
            (3, Some(self.office.as_str().into())),
            (4, Some(raw(&self.device.0))),
            (5, Some(self.counter.into())),
            (6, Some(self.at.into())),
            (7, Some(self.look_up.as_str().into())),
        ]
    }

    fn read(fields: &mut Fields) -> Result<Self, BadField> {
        Ok(Standing {
            history: HistoryId(fields.need(2, fixed)?),
            office: fields.need(3, text)?,
            device: DeviceId(fields.need(4, fixed)?),
            counter: fields.need(5, number)?,
            at: fields.need(6, number)?,
            look_up: fields.need(7, text)?,
        })
    }
}

/// "This device is revoked; nothing of it counts after this entry."
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockOrder {
    /// The server's history.
    pub history: HistoryId,
    /// The device.
    pub device: DeviceId,
    /// The last entry that counts; none when none does.
    pub trusted: Option<TrustedHead>,
    /// When it was said, UTC ms by the province's clock.
    pub at: i64,
}

impl Statement for LockOrder {
    const CONTEXT: &'static [u8] = b"motcua/lock/1";
}

impl sealed::Shape for LockOrder {
    fn pairs(&self) -> Vec<(u8, Option<Value>)> {
        let [seq, hash] = TrustedHead::pairs(self.trusted, 4, 5);
        vec![(2, Some(raw(&self.history.0))), (3, Some(raw(&self.device.0))), seq, hash, (6, Some(self.at.into()))]
    }

    fn read(fields: &mut Fields) -> Result<Self, BadField> {
        Ok(LockOrder {
            history: HistoryId(fields.need(2, fixed)?),
            device: DeviceId(fields.need(3, fixed)?),
            trusted: TrustedHead::read(fields, 4, 5)?,
            at: fields.need(6, number)?,
        })
    }
}

fn raw(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}
