//! Taking in entries of other machines, as a page of the office's feed or a file brings them.
//!
//! What always holds: a page is one transaction; what is here already is skipped by its hash; the bytes are stored as they
//! came; whatever a signed entry says, it never stops a page. What cannot be applied is noted ([`Aside`]) and the rest
//! goes on.

use std::collections::BTreeMap;

use desk_core::ids::{DeviceId, DossierId, EntryHash};
use desk_log::Opened;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::{
    aside::{self, Aside},
    entry,
    error::{Result, StoreError},
    province::{self, FeedPage},
    rebuild::Folding,
    store::Store,
    writer::Writer,
};

/// What came: entries that were opened (form, signature, body), each machine's in ascending seq.
#[derive(Debug, Clone, Copy)]
pub struct Came<'a> {
    /// The entries, in the order in which they came.
    pub entries: &'a [Opened],
    /// The public keys of the machines among them.
    pub keys: &'a BTreeMap<DeviceId, [u8; 32]>,
    /// The page of the office's feed that they are, if they are one: kept in the same transaction.
    pub feed: Option<&'a FeedPage>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakenIn {
    /// Entries that were new here.
    pub new: u64,
    /// Entries that were here already.
    pub known: u64,
    /// Dossiers that they are about.
    pub dossiers: Vec<DossierId>,
}

impl Store {
    /// Takes in a page: all of it is on disk when this returns, or nothing of it was kept.
    ///
    /// # Errors
    /// [`StoreError::NotThatPage`] when the page does not go on where the feed here ends; [`StoreError::UnknownDevice`] for
    /// an entry whose machine's key was not given; or that the file cannot be written.
    pub fn take_in(&self, came: Came<'_>) -> Result<TakenIn> {
        let mut writer = self.writer();
        let taken = writer.take_in(came)?;
        drop(writer);
        self.note_soon();
        Ok(taken)
    }
}

impl Writer {
    fn take_in(&mut self, came: Came<'_>) -> Result<TakenIn> {
        self.thaw()?;
        if self.acts_since_checkpoint >= 2_000 {
            self.checkpoint()?;
        }
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = put(&tx, &self.cursor, came).and_then(|done| {
            tx.commit()?;
            Ok(done)
        });
        match done {
            Ok((mut cursor, taken)) => {
                cursor.head = entry::head(&self.db, self.device, self.key.device())?;
                self.cursor = cursor;
                for id in &taken.dossiers {
                    self.recent.remove(id);
                }
                self.acts_since_checkpoint += 1;
                Ok(taken)
            }
            Err(error) => {
                self.frozen = error.breaks_the_connection();
                Err(error)
            }
        }
    }
}

fn put(db: &Connection, cursor: &crate::tx::Cursor, came: Came<'_>) -> Result<(crate::tx::Cursor, TakenIn)> {
    let own: String = db.query_row("SELECT office FROM identity", [], |row| row.get("office"))?;
    let (mut folding, mut taken) = (Folding::on(db, cursor)?, TakenIn::default());
    let mut devices: BTreeMap<DeviceId, i64> = BTreeMap::new();
    let (mut last, mut places) = (cursor.position, Vec::with_capacity(came.entries.len()));
    for opened in came.entries {
        let id = opened.header.device;
        let device = match devices.get(&id) {
            Some(device) => *device,
            None => {
                let device = device_of(db, id, came.keys)?;
                devices.insert(id, device);
                device
            }
        };
        let (known, forked) = at_seq(db, device, opened)?;
        if let Some(position) = known {
            taken.known += 1;
            places.push(position);
            continue;
        }
        last += 1;
        entry::insert(db, last, device, opened)?;
        if forked {
            aside::note(db, last, Aside::Fork)?;
        }
        if aside::is_distrusted(db, id, opened.header.seq, opened.hash)? {
            aside::note(db, last, Aside::Revoked)?;
        }
        let body = opened.content.as_ref().map(|content| content.body.as_slice());
        match entry::entry(last, opened.hash, opened.header.clone(), body, &own) {
            Ok(entry) => folding.take(entry)?,
            Err(error) => return Err(error),
        }
        taken.new += 1;
        places.push(last);
    }
    if let Some(page) = came.feed {
        province::take_page(db, page, came.entries, &places)?;
    }
    let (cursor, touched) = folding.finish(cursor.head)?;
    taken.dossiers = touched.into_iter().collect();
    taken.dossiers.sort_unstable();
    Ok((cursor, taken))
}

/// The machine's number here; it joins the list if it is new.
fn device_of(db: &Connection, id: DeviceId, keys: &BTreeMap<DeviceId, [u8; 32]>) -> Result<i64> {
    let found = db.query_row("SELECT n FROM devices WHERE id = ?1", params![id.0], |row| row.get("n")).optional()?;
    if let Some(n) = found {
        return Ok(n);
    }
    let key = keys.get(&id).filter(|key| desk_log::device_id(key) == id).ok_or(StoreError::UnknownDevice)?;
    db.execute("INSERT INTO devices (id, public_key) VALUES (?1, ?2)", params![id.0, key])?;
    Ok(db.last_insert_rowid())
}

/// Where this very entry stands here, and whether the machine has another one of its seq.
fn at_seq(db: &Connection, device: i64, opened: &Opened) -> Result<(Option<i64>, bool)> {
    let seq = i64::try_from(opened.header.seq).map_err(|_| StoreError::Damaged { what: "a seq beyond all reason" })?;
    let mut statement = db.prepare_cached("SELECT position, hash FROM entries WHERE device = ?1 AND seq = ?2")?;
    let rows = statement
        .query_map(params![device, seq], |row| Ok((row.get::<_, i64>("position")?, EntryHash(row.get("hash")?))))?;
    let there: Vec<(i64, EntryHash)> = rows.collect::<rusqlite::Result<_>>()?;
    let same = there.iter().find(|(_, hash)| *hash == opened.hash).map(|(position, _)| *position);
    Ok((same, !there.is_empty()))
}
