//! The log: appending sealed entries, reading them back.

use desk_core::{
    dossier::Slip,
    ids::{DeviceId, DossierId, EntryHash, PersonId},
    office::OfficeFact,
    time::{Moment, from_millis},
};
use desk_log::{Content, Head, Header, Opened};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    aside::Aside,
    codec::{self, Body},
    error::{Result, StoreError},
};

/// An entry, read. Its signature was checked when it came in and is checked again by [`verify`](crate::Store::verify).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the order of arrival on this machine, from 1.
    pub position: i64,
    /// Its place in its device's chain.
    pub head: Head,
    /// Its hash.
    pub hash: EntryHash,
    /// The device's clock when it was made.
    pub at: Moment,
    /// Who acted; none when the machine did.
    pub actor: Option<PersonId>,
    /// The office it was made in.
    pub office: String,
    /// The dossier it is about.
    pub dossier: Option<DossierId>,
    /// The newest entries of that dossier, or of the office where there is none, that the device knew.
    pub builds_on: Vec<EntryHash>,
    /// What happened.
    pub kind: String,
    /// The version of the body's shape.
    pub kind_version: u16,
    /// The version of the reference data in force.
    pub reference: String,
    /// What the body says.
    pub body: Body,
}

impl Entry {
    /// An entry as somebody keeps it for the office `own`, at this place of their order. Its signature was checked when it
    /// came to them.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes are no entry.
    pub fn kept(position: i64, hash: EntryHash, cose: &[u8], body: Option<&[u8]>, own: &str) -> Result<Self> {
        entry(position, hash, Opened::peek(cose)?, body, own)
    }
}

/// Appends an entry as it was sealed.
pub(crate) fn insert(db: &Connection, position: i64, device: i64, opened: &Opened) -> Result<()> {
    let seq = i64::try_from(opened.header.seq).map_err(|_| StoreError::Damaged { what: "a seq beyond all reason" })?;
    let dossier = opened.header.dossier.map(|id| id.bytes());
    db.prepare_cached(
        "INSERT INTO entries (position, device, seq, hash, dossier, cose) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![position, device, seq, opened.hash.0, dossier, opened.cose])?;
    if let Some(Content { salt, body }) = &opened.content {
        db.prepare_cached("INSERT INTO bodies (position, salt, body) VALUES (?1, ?2, ?3)")?
            .execute(params![position, salt, body])?;
    }
    Ok(())
}

/// What [`read`] needs.
const COLUMNS: &str = "e.position, e.hash, e.cose, b.body, (SELECT office FROM identity) AS own \
     FROM entries e LEFT JOIN bodies b ON b.position = e.position";

fn read(row: &Row<'_>) -> Result<Entry> {
    let cose = row.get_ref("cose")?.as_blob().map_err(rusqlite::Error::from)?;
    let header = Opened::peek(cose)?;
    let body = row.get_ref("body")?.as_blob_or_null().map_err(rusqlite::Error::from)?;
    let own = row.get_ref("own")?.as_str().map_err(rusqlite::Error::from)?;
    entry(row.get("position")?, EntryHash(row.get("hash")?), header, body, own)
}

/// An entry from its parts, in a store of the office `own`.
pub(crate) fn entry(position: i64, hash: EntryHash, header: Header, body: Option<&[u8]>, own: &str) -> Result<Entry> {
    let says = || match body {
        None => Body::Erased,
        Some(_) if header.office != own => Body::Aside(Aside::Office),
        Some(body) => match (codec::decode(&header.kind, header.kind_version, body), header.dossier) {
            // A fact about a dossier names one, a fact about the office names none.
            (Body::Dossier(_), None) | (Body::Office(_), Some(_)) => Body::Aside(Aside::Unreadable),
            (body, _) => body,
        },
    };
    let body = says();
    Ok(Entry {
        position,
        head: Head { device: header.device, seq: header.seq, hash },
        hash,
        at: clock(header.at),
        actor: header.actor,
        office: header.office,
        dossier: header.dossier,
        builds_on: header.builds_on,
        body,
        kind: header.kind,
        kind_version: header.kind_version,
        reference: header.reference,
    })
}

/// A machine's clock as it stood; one beyond the years of four digits stands at their end.
fn clock(millis: i64) -> Moment {
    let (first, last) = (-62_135_596_800_000, 253_402_275_599_999);
    from_millis(millis.clamp(first, last)).expect("years 1 to 9999 are in the calendar")
}

/// The entries of a dossier in the order of arrival.
pub(crate) fn of_dossier(db: &Connection, id: DossierId) -> Result<Vec<Entry>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} WHERE e.dossier = ?1 ORDER BY e.position"))?;
    let mut rows = statement.query(params![id.bytes()])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(read(row)?);
    }
    Ok(entries)
}

/// Entries without their bodies, the newest first. The kind stands in the signed bytes alone, so they are read on from the
/// newest until there are enough of it.
pub(crate) fn headers(db: &Connection, kind: Option<&str>, before: Option<i64>, limit: u32) -> Result<Vec<Entry>> {
    let mut statement = db.prepare_cached(
        "SELECT e.position, e.hash, e.cose, NULL AS body, (SELECT office FROM identity) AS own
         FROM entries e WHERE e.position < ?1 ORDER BY e.position DESC",
    )?;
    let mut rows = statement.query(params![before.unwrap_or(i64::MAX)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let entry = read(row)?;
        if kind.is_none_or(|kind| entry.kind == kind) {
            found.push(entry);
        }
        if found.len() >= limit as usize {
            break;
        }
    }
    Ok(found)
}

/// The entry at a position.
pub(crate) fn at(db: &Connection, position: i64) -> Result<Option<Entry>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} WHERE e.position = ?1"))?;
    let mut rows = statement.query(params![position])?;
    rows.next()?.map(read).transpose()
}

/// Every entry in the order of arrival, one after the other.
pub(crate) fn each(db: &Connection, mut with: impl FnMut(Entry) -> Result<()>) -> Result<()> {
    let mut statement = db.prepare(&format!("SELECT {COLUMNS} ORDER BY e.position"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        with(read(row)?)?;
    }
    Ok(())
}

/// The last entry of a device's chain; of a fork's branches, the one that came first.
pub(crate) fn head(db: &Connection, device: i64, id: DeviceId) -> Result<Option<Head>> {
    let mut statement =
        db.prepare_cached("SELECT seq, hash FROM entries WHERE device = ?1 ORDER BY seq DESC, position LIMIT 1")?;
    let found = statement.query_row(params![device], |row| Ok((row.get::<_, i64>("seq")?, row.get("hash")?)));
    let head = found.optional()?.map(|(seq, hash)| Head { device: id, seq: seq.unsigned_abs(), hash: EntryHash(hash) });
    Ok(head)
}

/// The hash at a place of a device's chain.
pub(crate) fn hash_at(db: &Connection, device: i64, seq: u64) -> Result<Option<EntryHash>> {
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    let mut statement =
        db.prepare_cached("SELECT hash FROM entries WHERE device = ?1 AND seq = ?2 ORDER BY position LIMIT 1")?;
    let hash = statement.query_row(params![device, seq], |row| row.get("hash")).optional()?;
    Ok(hash.map(EntryHash))
}

/// The position of the newest entry here; 0 when there is none.
pub(crate) fn last_position(db: &Connection) -> Result<i64> {
    Ok(db.query_row("SELECT coalesce(max(position), 0) AS last FROM entries", [], |row| row.get("last"))?)
}

/// A page of the office's own entries (people, figures, warnings …), newest first.
pub(crate) fn of_office(db: &Connection, before: Option<i64>, limit: u32) -> Result<Vec<Entry>> {
    let sql = format!("SELECT {COLUMNS} WHERE e.dossier IS NULL AND e.position < ?1 ORDER BY e.position DESC LIMIT ?2");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![before.unwrap_or(i64::MAX), limit])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(read(row)?);
    }
    Ok(entries)
}

/// How often a slip without a dossier was printed: its prints all stand after the slip's own entry.
pub(crate) fn prints_of_slip(db: &Connection, after: i64, slip: &Slip) -> Result<u32> {
    let sql = format!("SELECT {COLUMNS} WHERE e.dossier IS NULL AND e.position > ?1");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![after])?;
    let mut prints = 0;
    while let Some(row) = rows.next()? {
        if let Body::Office(OfficeFact::SlipPrinted(printed)) = read(row)?.body {
            prints += u32::from(printed.slip == *slip);
        }
    }
    Ok(prints)
}

/// The entries that slips without a dossier stand for, the last ones first.
pub(crate) fn of_walk_ins(db: &Connection, limit: u32) -> Result<Vec<Entry>> {
    let within = "e.position IN (SELECT position FROM walk_ins ORDER BY at DESC, position DESC LIMIT ?1)";
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} WHERE {within} ORDER BY e.position DESC"))?;
    let mut rows = statement.query(params![limit])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(read(row)?);
    }
    Ok(entries)
}
