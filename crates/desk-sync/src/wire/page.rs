//! A page of an office's feed.

use desk_log::{
    Item,
    cbor::{NotCanonical, Reader, head_bytes},
};

use super::{
    WireFault,
    batch::{pack, unpack},
};
use crate::{
    published::{People, ReferenceSet},
    statement::{CountersignedHead, FeedHead, Roster, STATEMENT_BYTES_MAX, Signed, Statement},
};

/// The most bytes of entries that a page may be asked to hold, unless it is one single entry.
pub const PAGE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// `GET /v1/feed`: entries of the office after a position, and what the province says beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// The position that was asked from: the first entry here has the next one.
    pub after: u64,
    /// The entries, in the order of their positions.
    pub items: Vec<Item>,
    /// The feed's running hash at the last entry of this page; with no entries, where the feed ends or was asked from,
    /// whichever comes first.
    pub feed: Signed<FeedHead>,
    /// Whether there are more entries now.
    pub more: bool,
    /// What the server has of the asking device.
    pub head: Signed<CountersignedHead>,
    /// The office's machines, when they are not those that the asking desk knows.
    pub roster: Option<Signed<Roster>>,
    /// The newest position of the feed.
    pub newest: u64,
    /// The newest set of reference data, when the asking desk has an older one or none.
    pub reference: Option<Signed<ReferenceSet>>,
    /// The people whom the province named for the office, when the asking desk knows an older list or none.
    pub people: Option<Signed<People>>,
}

impl FeedPage {
    /// Its bytes, packed. Written part by part, so that a page costs its own size and not that of a tree of values.
    pub fn encode(&self) -> Vec<u8> {
        let present = [self.roster.is_some(), self.reference.is_some(), self.people.is_some()];
        let mut out = head_bytes(5, 6 + present.into_iter().filter(|is| *is).count() as u64);
        out.extend(head_bytes(0, 1));
        out.extend(head_bytes(0, self.after));
        out.extend(head_bytes(0, 2));
        out.extend(head_bytes(4, self.items.len() as u64));
        self.items.iter().for_each(|item| item.write(&mut out));
        statement(&mut out, 3, self.feed.bytes());
        out.extend(head_bytes(0, 4));
        out.push(if self.more { 0xf5 } else { 0xf4 });
        statement(&mut out, 5, self.head.bytes());
        if let Some(roster) = &self.roster {
            statement(&mut out, 6, roster.bytes());
        }
        out.extend(head_bytes(0, 7));
        out.extend(head_bytes(0, self.newest));
        if let Some(reference) = &self.reference {
            statement(&mut out, 8, reference.bytes());
        }
        if let Some(people) = &self.people {
            statement(&mut out, 9, people.bytes());
        }
        pack(&out)
    }

    /// Unpacks and reads a page, its statements verified. Whether it goes on where the reader stands is for
    /// [`feed::follow`](crate::feed::follow).
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn decode(packed: &[u8], province: &[u8; 32]) -> Result<Self, WireFault> {
        let bytes = unpack(packed)?;
        let mut from = Reader::new(&bytes);
        let pairs = from.map()?;
        key(&mut from, 1)?;
        let after = from.unsigned()?;
        key(&mut from, 2)?;
        let count = from.array()?;
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(Item::read(&mut from)?);
        }
        let feed = signed(&mut from, 3, province)?;
        key(&mut from, 4)?;
        let more = from.boolean()?;
        let head = signed(&mut from, 5, province)?;
        let (mut roster, mut newest, mut reference, mut people) = (None, None, None, None);
        let mut before = 5;
        for _ in 5..pairs {
            let found = from.unsigned()?;
            if found <= before {
                return Err(WireFault::Field(0));
            }
            before = found;
            match found {
                6 => roster = Some(statement_of(&mut from, province)?),
                7 => newest = Some(from.unsigned()?),
                8 => reference = Some(statement_of(&mut from, province)?),
                9 => people = Some(statement_of(&mut from, province)?),
                _ => return Err(WireFault::Field(0)),
            }
        }
        let newest = newest.ok_or(WireFault::Field(7))?;
        from.end()?;
        Ok(FeedPage { after, items, feed, more, head, roster, newest, reference, people })
    }
}

fn statement(out: &mut Vec<u8>, key: u64, bytes: &[u8]) {
    out.extend(head_bytes(0, key));
    out.extend(head_bytes(2, bytes.len() as u64));
    out.extend_from_slice(bytes);
}

fn key(from: &mut Reader<'_>, key: u8) -> Result<(), WireFault> {
    match from.unsigned() {
        Ok(found) if found == u64::from(key) => Ok(()),
        Ok(_) | Err(NotCanonical::Shape) => Err(WireFault::Field(key)),
        Err(fault) => Err(fault.into()),
    }
}

fn signed<T: Statement>(from: &mut Reader<'_>, number: u8, province: &[u8; 32]) -> Result<Signed<T>, WireFault> {
    key(from, number)?;
    statement_of(from, province)
}

fn statement_of<T: Statement>(from: &mut Reader<'_>, province: &[u8; 32]) -> Result<Signed<T>, WireFault> {
    Ok(Signed::verify(from.bytes(STATEMENT_BYTES_MAX)?.to_vec(), province)?)
}
