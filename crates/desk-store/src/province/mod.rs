//! The province as this store knows it: where it is enrolled, what was countersigned, how far the feed was taken in.
//!
//! What always holds: nothing here changes the log. A countersigned head is kept with the bytes that the province signed,
//! and [`verify`](crate::Store::verify) holds it and the feed's running hash against the log. Signatures of the province
//! are checked by whoever brings them (desk-app); this room keeps and compares.

mod published;
mod read;
mod write;

pub use published::{KeptSet, NamedPerson};

use desk_core::{
    ids::{DeviceId, EntryHash},
    time::Moment,
};
use desk_log::Opened;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use crate::{
    error::{Result, StoreError},
    verify::{Fault, Faults},
};

/// Where a store is enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// Address of the server, `https://…`.
    pub address: String,
    /// The province's Ed25519 key.
    pub public_key: [u8; 32],
    /// The server's history as last known.
    pub history: [u8; 16],
    /// Address of the look-up page.
    pub lookup: String,
    /// The machine that was enrolled. Another one than the store's own has to be enrolled anew.
    pub device: DeviceId,
    /// The counter number that the province confirmed.
    pub counter: u8,
    /// The province's signed answer to the enrolment.
    pub standing: Vec<u8>,
    /// How the last exchange left things: a word of the courier's.
    pub state: String,
    /// Since when, milliseconds since 1970.
    pub since: i64,
    /// The history before and what it had countersigned, when the server was restored.
    pub restored: Option<([u8; 16], u64)>,
    /// Number of the roster known.
    pub roster_number: u64,
    /// The signed roster.
    pub roster: Vec<u8>,
}

/// What the province countersigned of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countersigned {
    /// Its newest entry there.
    pub seq: u64,
    /// That entry's hash.
    pub hash: EntryHash,
    /// When, by the province's clock, milliseconds since 1970.
    pub at: i64,
    /// The signed bytes.
    pub statement: Vec<u8>,
}

/// The head of the office's feed as taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedHead {
    /// Position of the last entry taken in; 0 before the first.
    pub position: u64,
    /// The running hash there.
    pub running: [u8; 32],
    /// When the province signed it, milliseconds since 1970.
    pub at: i64,
    /// The signed bytes.
    pub statement: Vec<u8>,
}

/// A page of the office's feed, as the province signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// The position before its first entry.
    pub after: u64,
    /// The signed head at its last entry.
    pub head: FeedHead,
}

/// A machine of the office by the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The machine.
    pub device: DeviceId,
    /// Its key.
    pub public_key: [u8; 32],
    /// Its counter.
    pub counter: u8,
    /// Its name.
    pub name: String,
    /// The last entry that counts, once it was revoked.
    pub revoked: Option<Option<(u64, EntryHash)>>,
}

/// One exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// When it ended.
    pub at: Moment,
    /// Entries countersigned by it.
    pub sent: u64,
    /// Entries of other machines that came.
    pub pulled: u64,
    /// Bytes sent, bodies only.
    pub bytes_out: u64,
    /// Bytes received, bodies only.
    pub bytes_in: u64,
    /// How it ended: a word of the courier's.
    pub outcome: String,
}

/// Entries of one kind that the province has not countersigned yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Their kind.
    pub kind: String,
    /// How many.
    pub entries: u64,
    /// When the oldest was made.
    pub oldest: Moment,
}

/// The setting that keeps how far the province's clock is from this machine's.
const CLOCK: &str = "province.clock_offset_ms";

/// Exchanges kept.
pub const EXCHANGES_KEPT: u32 = 50;

/// The running hash before the first entry of an office's feed.
pub fn feed_start(office: &str) -> [u8; 32] {
    Sha256::new().chain_update(b"motcua/feed/1").chain_update(office.as_bytes()).finalize().into()
}

/// The running hash after one more entry.
pub fn feed_next(running: &[u8; 32], entry: EntryHash) -> [u8; 32] {
    Sha256::new().chain_update(running).chain_update(entry.0).finalize().into()
}

fn office(db: &Connection) -> Result<String> {
    Ok(db.query_row("SELECT office FROM identity", [], |row| row.get("office"))?)
}

/// Position and running hash where the feed ends here.
fn end(db: &Connection) -> Result<(u64, [u8; 32])> {
    let sql = "SELECT position, running FROM feed_head";
    let found = db.query_row(sql, [], |row| Ok((row.get::<_, i64>("position")?, row.get("running")?))).optional()?;
    match found {
        Some((position, running)) => Ok((position.unsigned_abs(), running)),
        None => Ok((0, feed_start(&office(db)?))),
    }
}

/// Keeps a page whose entries stand at `places` of the log now.
pub(crate) fn take_page(db: &Connection, page: &FeedPage, entries: &[Opened], places: &[i64]) -> Result<()> {
    let (position, running) = end(db)?;
    let running = entries.iter().fold(running, |running, entry| feed_next(&running, entry.hash));
    let many = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    if page.after != position || page.head.position != position + many || page.head.running != running {
        return Err(StoreError::NotThatPage);
    }
    let mut insert = db.prepare_cached("INSERT INTO feed (position, entry) VALUES (?1, ?2)")?;
    for (at, place) in (position + 1..).zip(places) {
        insert.execute(params![signed(at), place])?;
    }
    let FeedHead { position, running, at, statement } = &page.head;
    db.prepare_cached(
        "INSERT OR REPLACE INTO feed_head (one, position, running, at, statement) VALUES (1, ?1, ?2, ?3, ?4)",
    )?
    .execute(params![signed(*position), running, at, statement])?;
    Ok(())
}

/// What SQLite holds of a place in a list.
fn signed(place: u64) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// Holds what the province signed against the log.
pub(crate) fn check(db: &Connection, faults: &mut Faults) -> Result<()> {
    let sql = "SELECT seq FROM countersigned c WHERE NOT EXISTS \
               (SELECT 1 FROM entries e WHERE e.device = c.device AND e.seq = c.seq AND e.hash = c.hash)";
    let mut statement = db.prepare(sql)?;
    for seq in statement.query_map([], |row| row.get::<_, i64>("seq"))? {
        faults.add(Fault::Countersigned { seq: seq?.unsigned_abs() });
    }
    let (mut position, mut running) = (0_u64, feed_start(&office(db)?));
    let mut statement =
        db.prepare("SELECT f.position, e.hash FROM feed f JOIN entries e ON e.position = f.entry ORDER BY f.position")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        position += 1;
        if row.get::<_, i64>("position")?.unsigned_abs() != position {
            faults.add(Fault::Feed { position });
            return Ok(());
        }
        running = feed_next(&running, EntryHash(row.get("hash")?));
    }
    if end(db)? != (position, running) {
        faults.add(Fault::Feed { position });
    }
    Ok(())
}
