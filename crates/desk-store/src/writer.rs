//! The one connection that writes: an act from beginning to commit, and who it is written as.

use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use desk_core::{
    ids::{DeviceId, PersonId},
    time::{Moment, from_millis},
};
use desk_log::DeviceKey;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use zeroize::Zeroizing;

use crate::{
    digest::Sum,
    entry,
    error::{Result, StoreError},
    file::{self, Marker},
    tx::{Act, Cursor, Pen, Recent, Tx, remember},
};

/// Where the salts of entries come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Salts {
    /// The system's random source: always, except in tests and demos.
    #[default]
    Random,
    /// Made from a seed, so that the same acts make the same bytes. Such bodies could be guessed from their hashes.
    Seeded(u64),
}

impl Salts {
    pub(crate) fn next(&self, seq: u64) -> Result<[u8; 16]> {
        let mut salt = [0; 16];
        match self {
            Salts::Random => getrandom::fill(&mut salt).map_err(std::io::Error::other)?,
            Salts::Seeded(seed) => {
                let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(seq.to_be_bytes()).finalize();
                salt.copy_from_slice(&digest[..16]);
            }
        }
        Ok(salt)
    }
}

/// The one connection that writes, and what it knows.
pub(crate) struct Writer {
    pub(crate) db: Connection,
    pub(crate) data_key: Zeroizing<[u8; 32]>,
    pub(crate) folder: PathBuf,
    pub(crate) state_dir: PathBuf,
    pub(crate) key: DeviceKey,
    pub(crate) device: i64,
    pub(crate) office: String,
    pub(crate) reference: String,
    pub(crate) salts: Salts,
    pub(crate) cursor: Cursor,
    pub(crate) recent: Recent,
    pub(crate) settled: bool,
    pub(crate) frozen: bool,
    pub(crate) acts_since_checkpoint: u32,
}

/// The writer, also after a panic of another thread: its transaction was rolled back.
pub(crate) fn lock(writer: &Mutex<Writer>) -> MutexGuard<'_, Writer> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Writer {
    pub(crate) fn act<T, E: From<StoreError>>(
        &mut self,
        at: Moment,
        actor: Option<PersonId>,
        does: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.settled {
            return Err(StoreError::Unsettled.into());
        }
        self.thaw()?;
        // Only a desk that never rests gets here (upkeep.rs): the log of the last acts must not grow for ever.
        if self.acts_since_checkpoint >= 2_000 {
            self.checkpoint()?;
        }
        let db = &mut self.db;
        let pen = Pen {
            key: &self.key,
            device: self.device,
            office: &self.office,
            reference: &self.reference,
            salts: &self.salts,
        };
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let mut act = Tx::new(&tx, pen, &self.recent, self.cursor.clone(), at, actor);
        let done = does(&mut act)?;
        let finished = act.finish().and_then(|finished| {
            tx.commit()?;
            Ok(finished)
        });
        match finished {
            Ok((cursor, kept)) => {
                self.cursor = cursor;
                remember(&mut self.recent, kept);
                self.acts_since_checkpoint += 1;
                Ok(done)
            }
            Err(error) => {
                self.frozen = error.breaks_the_connection();
                Err(error.into())
            }
        }
    }

    /// From now on another device writes; its first act is kept with it in one transaction.
    pub(crate) fn become_new(&mut self, key: DeviceKey, first: Act) -> Result<()> {
        self.thaw()?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let device = add_device(&tx, &key)?;
        tx.execute("UPDATE identity SET device = ?1", params![device])?;
        let pen = Pen { key: &key, device, office: &self.office, reference: &self.reference, salts: &self.salts };
        let cursor = Cursor { head: None, ..self.cursor.clone() };
        let mut act = Tx::new(&tx, pen, &self.recent, cursor, first.at, first.actor);
        let finished = first.entries.into_iter().try_for_each(|entry| act.append(entry).map(drop));
        let finished = finished.and_then(|()| act.finish()).and_then(|finished| {
            tx.commit()?;
            Ok(finished)
        });
        let (cursor, kept) = finished.inspect_err(|error| self.frozen = error.breaks_the_connection())?;
        self.cursor = cursor;
        remember(&mut self.recent, kept);
        self.acts_since_checkpoint += 1;
        self.device = device;
        self.key = key;
        Marker::new(self.key.device(), &self.data_key).write(&self.folder)
    }

    /// After a failed write the connection is not trusted again: a new one reads the tail from disk, and it must hold
    /// every entry that was acknowledged.
    pub(crate) fn thaw(&mut self) -> Result<()> {
        if !self.frozen {
            return Ok(());
        }
        let db = file::write_connection(&file::database(&self.folder), &self.data_key)?;
        let found = read_cursor(&db, self.device, self.key.device())?;
        let told = self.cursor.head;
        if let Some(told) = told
            && entry::hash_at(&db, self.device, told.seq)? != Some(told.hash)
        {
            return Err(StoreError::Frozen);
        }
        self.db = db;
        self.cursor = found;
        self.recent.clear();
        self.frozen = false;
        Ok(())
    }

    /// Moves committed pages from the WAL into the file, as far as no reader holds them.
    pub(crate) fn checkpoint(&mut self) -> Result<()> {
        self.acts_since_checkpoint = 0;
        self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }

    pub(crate) fn tidy(&mut self) -> Result<()> {
        self.db.execute("INSERT INTO search (search) VALUES ('optimize')", [])?;
        self.db.execute_batch("PRAGMA optimize")?;
        self.checkpoint()
    }

    pub(crate) fn many<T>(&mut self, does: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.recent.clear();
        let start = from_millis(0).expect("1970 is a time");
        self.act(start, None, does)
    }

    pub(crate) fn restart_cursor(&mut self) -> Result<()> {
        self.recent.clear();
        self.cursor = read_cursor(&self.db, self.device, self.key.device())?;
        Ok(())
    }
}

/// Who the store is.
pub(crate) struct Identity {
    pub(crate) device: i64,
    pub(crate) key: DeviceKey,
    pub(crate) office: String,
    pub(crate) reference: String,
    pub(crate) demo: bool,
}

impl Identity {
    pub(crate) fn read(db: &Connection) -> Result<Identity> {
        let sql = "SELECT i.device, i.office, i.reference, i.demo, d.secret FROM identity i \
                   JOIN devices d ON d.n = i.device";
        let found = db
            .query_row(sql, [], |row| {
                let secret: Zeroizing<[u8; 32]> = Zeroizing::new(row.get("secret")?);
                Ok(Identity {
                    device: row.get("device")?,
                    key: DeviceKey::from_secret(*secret),
                    office: row.get("office")?,
                    reference: row.get("reference")?,
                    demo: row.get("demo")?,
                })
            })
            .optional()?;
        found.ok_or(StoreError::Damaged { what: "the store does not know who it is" })
    }
}

pub(crate) fn add_device(db: &Connection, key: &DeviceKey) -> Result<i64> {
    db.execute(
        "INSERT INTO devices (id, public_key, secret) VALUES (?1, ?2, ?3)",
        params![key.device().0, key.public(), *key.secret()],
    )?;
    Ok(db.last_insert_rowid())
}

pub(crate) fn read_cursor(db: &Connection, device: i64, id: DeviceId) -> Result<Cursor> {
    let (position, sum, newest_ms): (i64, [u8; 32], i64) = db
        .query_row("SELECT position, sum, newest FROM fold", [], |row| {
            Ok((row.get("position")?, row.get("sum")?, row.get("newest")?))
        })
        .optional()?
        .ok_or(StoreError::Damaged { what: "the fold is missing" })?;
    if position != entry::last_position(db)? {
        return Err(StoreError::Damaged { what: "the fold does not end where the log ends" });
    }
    let (office, office_heads) = crate::office::read(db)?;
    let (head, office) = (entry::head(db, device, id)?, Arc::new(office));
    Ok(Cursor { position, head, newest_ms, sum: Sum(sum), office, office_heads })
}
