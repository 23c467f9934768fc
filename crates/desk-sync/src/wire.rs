//! What goes over the wire: batches of entries, pages of a feed, the answers. Signed parts are verified while reading.

mod batch;
mod page;

use ciborium::Value;
use desk_log::{NotCanonical, entry::EntryFault};

use crate::{
    code::CodeSecret,
    fields::{self, BadField, Fields, boolean, bytes, fixed, list, number, text},
    statement::{CountersignedHead, FeedHead, Roster, Signed, Standing, StatementFault},
};

pub(crate) use batch::{pack, unpack};
pub use batch::{BATCH_BYTES_MAX, BATCH_BYTES_MIN, BatchItem, BatchMaker, read_batch};
pub use page::{FeedPage, PAGE_BYTES_MAX};

/// Content type of a batch.
pub const TYPE_ENTRIES: &str = "application/vnd.motcua.entries+cbor-seq";
/// Content type of every other request and answer in CBOR.
pub const TYPE_CBOR: &str = "application/vnd.motcua+cbor";
/// Content coding of batches and pages.
pub const CODING: &str = "zstd";
/// Nothing is unpacked beyond this many bytes.
pub const UNPACKED_BYTES_MAX: usize = 20 * 1024 * 1024;
/// The most bytes of a request for enrolment, and of the answers that are neither pages nor files.
pub const SMALL_BYTES_MAX: usize = 2 * 1024 * 1024;
/// The most bytes of a machine's name.
pub const NAME_BYTES_MAX: usize = 200;

/// Why bytes are not what was asked for. Whatever it is, nothing may be concluded from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireFault {
    /// Larger than this may be, packed or unpacked.
    #[error("larger than allowed")]
    TooLarge,
    /// The bytes do not unpack.
    #[error("not packed as it should be")]
    Packing,
    /// Not of the form it should have.
    #[error("not of the expected form: {0}")]
    Form(#[from] NotCanonical),
    /// A field (its number in `docs/formats/sync.md`, 0 for the whole) is missing, unknown or wrong.
    #[error("field {0} is missing or wrong")]
    Field(u8),
    /// A statement of the province that does not hold.
    #[error("{0}")]
    Statement(#[from] StatementFault),
    /// An entry without a readable header, so that not even its place is known.
    #[error("entry {place} of the batch: {fault}")]
    Entry {
        /// Which of the batch, from 1.
        place: usize,
        /// What is wrong.
        fault: EntryFault,
    },
    /// A batch of more than one device, with a gap, or out of order.
    #[error("entry {place} of the batch does not follow the one before it")]
    Order {
        /// Which of the batch, from 1.
        place: usize,
    },
    /// A batch without entries.
    #[error("the batch is empty")]
    Empty,
}

impl From<BadField> for WireFault {
    fn from(BadField(field): BadField) -> Self {
        WireFault::Field(field)
    }
}

/// Why the server keeps an entry apart or marks it. The first two stay out of the feed, the others are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SetAside {
    /// Of a revoked device, beyond what counts.
    Revoked,
    /// The second entry of that device and seq.
    Fork,
    /// It names another office than the device's.
    Office,
    /// A kind that is known, with a body that is not of its shape.
    Unreadable,
    /// A kind or version that the server does not know.
    NeedsNewer,
    /// Its actor did not hold a role that the act asks for.
    Role,
    /// Its actor was withdrawn by the province before it came. It may be honest work of a machine that could not know.
    Withdrawn,
}

impl SetAside {
    /// Every reason.
    pub const ALL: [SetAside; 7] = [
        SetAside::Revoked,
        SetAside::Fork,
        SetAside::Office,
        SetAside::Unreadable,
        SetAside::NeedsNewer,
        SetAside::Role,
        SetAside::Withdrawn,
    ];

    /// Its code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            SetAside::Revoked => "revoked",
            SetAside::Fork => "fork",
            SetAside::Office => "office",
            SetAside::Unreadable => "unreadable",
            SetAside::NeedsNewer => "needs_newer",
            SetAside::Role => "role",
            SetAside::Withdrawn => "withdrawn",
        }
    }

    /// The reason with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// `POST /v1/enrol`: a desk asks for its standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolRequest {
    /// The secret half of the code.
    pub secret: CodeSecret,
    /// The key being enrolled, which also signs the request.
    pub public: [u8; 32],
    /// The desk's office, `<unit code>@<valid_from>`.
    pub office: String,
    /// Whether the desk is a demo.
    pub demo: bool,
    /// What people call the machine.
    pub name: String,
    /// The counter that the desk works at already, if it does.
    pub counter: Option<u64>,
}

impl EnrolRequest {
    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        fields::write([
            (1, Some(1.into())),
            (2, Some(self.secret.letters().into())),
            (3, Some(Value::Bytes(self.public.to_vec()))),
            (4, Some(self.office.as_str().into())),
            (5, Some(self.demo.into())),
            (6, Some(self.name.as_str().into())),
            (7, self.counter.map(Value::from)),
        ])
    }

    /// Reads one.
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireFault> {
        let mut fields = small(bytes)?;
        fields.version(1, 1)?;
        let request = EnrolRequest {
            secret: fields.need(2, |value| CodeSecret::parse(&text(value)?).ok())?,
            public: fields.need(3, fixed)?,
            office: fields.need(4, text)?,
            demo: fields.need(5, boolean)?,
            name: fields.need(6, |value| text(value).filter(|name| name.len() <= NAME_BYTES_MAX))?,
            counter: fields.may(7, number)?,
        };
        fields.end()?;
        Ok(request)
    }
}

/// The answer to an enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolAnswer {
    /// Where the desk stands now.
    pub standing: Signed<Standing>,
    /// The key that all statements of the province are verified with.
    pub province: [u8; 32],
    /// The office's machines.
    pub roster: Signed<Roster>,
}

impl EnrolAnswer {
    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        fields::write([
            (1, Some(Value::Bytes(self.standing.bytes().to_vec()))),
            (2, Some(Value::Bytes(self.province.to_vec()))),
            (3, Some(Value::Bytes(self.roster.bytes().to_vec()))),
        ])
    }

    /// Reads one, its statements verified under the key that it brings itself. Whether that key is the right one is told
    /// by the enrolment code: see [`EnrolmentCode::is_from`](crate::EnrolmentCode::is_from).
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireFault> {
        let mut fields = small(bytes)?;
        let province = fields.need(2, fixed)?;
        let answer = EnrolAnswer {
            standing: signed(&mut fields, 1, &province)?,
            province,
            roster: signed(&mut fields, 3, &province)?,
        };
        fields.end()?;
        Ok(answer)
    }
}

/// The answer to a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushAnswer {
    /// What the server has of the device now.
    pub head: Signed<CountersignedHead>,
    /// Entries of the batch that are marked, by seq.
    pub set_aside: Vec<(u64, SetAside)>,
    /// The newest point of the office's feed.
    pub feed: Signed<FeedHead>,
}

impl PushAnswer {
    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        let pair = |(seq, reason): &(u64, SetAside)| Value::Array(vec![(*seq).into(), reason.code().into()]);
        fields::write([
            (1, Some(Value::Bytes(self.head.bytes().to_vec()))),
            (2, Some(Value::Array(self.set_aside.iter().map(pair).collect()))),
            (3, Some(Value::Bytes(self.feed.bytes().to_vec()))),
        ])
    }

    /// Reads one, its statements verified.
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn decode(bytes: &[u8], province: &[u8; 32]) -> Result<Self, WireFault> {
        let mut fields = small(bytes)?;
        let answer = PushAnswer {
            head: signed(&mut fields, 1, province)?,
            set_aside: fields.need(2, |value| list(value, set_aside))?,
            feed: signed(&mut fields, 3, province)?,
        };
        fields.end()?;
        Ok(answer)
    }
}

fn set_aside(value: Value) -> Option<(u64, SetAside)> {
    let [seq, reason]: [Value; 2] = value.into_array().ok()?.try_into().ok()?;
    // A reason of a newer server is one that needs a newer program here; it must not make the whole answer unreadable.
    Some((number(seq)?, SetAside::from_code(&text(reason)?).unwrap_or(SetAside::NeedsNewer)))
}

fn small(bytes: &[u8]) -> Result<Fields, WireFault> {
    if bytes.len() > SMALL_BYTES_MAX { Err(WireFault::TooLarge) } else { Ok(Fields::read(bytes)?) }
}

fn signed<T: crate::statement::Statement>(
    fields: &mut Fields,
    key: u8,
    province: &[u8; 32],
) -> Result<Signed<T>, WireFault> {
    Ok(Signed::verify(fields.need(key, bytes)?, province)?)
}
