//! Keeping what the province said. Each function is one transaction.

use desk_core::ids::DeviceId;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{CLOCK, Countersigned, EXCHANGES_KEPT, Exchange, Member, Province, signed};
use crate::{
    aside,
    error::{Result, StoreError},
    files::FileHash,
    store::Store,
};

/// What was known of another history.
const BEGUN_ANEW: &str = "DELETE FROM feed; DELETE FROM feed_head; DELETE FROM countersigned; \
                          DELETE FROM aside_there; DELETE FROM files_settled;";

/// What another province published.
const OF_ANOTHER: &str = "DELETE FROM reference_sets; DELETE FROM reference_files; DELETE FROM people_named; \
                          DELETE FROM people_of_province;";

impl Store {
    pub(super) fn keep<T>(&self, does: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = self.writer();
        let tx = writer.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = does(&tx)?;
        tx.commit()?;
        Ok(done)
    }

    /// Keeps an enrolment. Another province or history than the one known begins its feed anew; nothing of the log goes.
    ///
    /// # Errors
    /// When the file cannot be written, or the device is none of this store's.
    pub fn keep_enrolment(&self, province: &Province, roster: &[Member]) -> Result<()> {
        self.keep(|db| {
            let device = own(db, province.device)?;
            let sql = "SELECT EXISTS (SELECT 1 FROM province WHERE public_key = ?1 AND history = ?2) AS same";
            let same: bool =
                db.query_row(sql, params![province.public_key, province.history], |row| row.get("same"))?;
            if !same {
                db.execute_batch(BEGUN_ANEW)?;
            }
            // What another province published counts for its own offices.
            let sql = "SELECT EXISTS (SELECT 1 FROM province WHERE public_key <> ?1) AS other";
            if db.query_row(sql, params![province.public_key], |row| row.get("other"))? {
                db.execute_batch(OF_ANOTHER)?;
            }
            let sql = "INSERT OR REPLACE INTO province (one, address, public_key, history, lookup, device, counter, \
                       standing, state, since, restored_from, restored_seq, roster_number, roster) \
                       VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL, NULL, ?10, ?11)";
            db.execute(
                sql,
                params![
                    province.address,
                    province.public_key,
                    province.history,
                    province.lookup,
                    device,
                    province.counter,
                    province.standing,
                    province.state,
                    province.since,
                    signed(province.roster_number),
                    province.roster
                ],
            )?;
            write_roster(db, roster)
        })
    }

    /// Keeps a newer roster, and judges anew whose entries count.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`]; when the file cannot be written.
    pub fn keep_roster(&self, number: u64, statement: &[u8], roster: &[Member]) -> Result<()> {
        self.keep(|db| {
            enrolled(
                db.execute("UPDATE province SET roster_number = ?1, roster = ?2", params![signed(number), statement])?,
            )?;
            write_roster(db, roster)
        })
    }

    /// Keeps what the province countersigned of a machine of this store, and what of its entries it set aside.
    ///
    /// # Errors
    /// When the file cannot be written, or the device is none of this store's.
    pub fn keep_countersigned(&self, device: DeviceId, head: &Countersigned, aside: &[(u64, String)]) -> Result<()> {
        self.keep(|db| {
            let device = own(db, device)?;
            write_countersigned(db, device, head)?;
            for (seq, reason) in aside {
                db.execute(
                    "INSERT OR REPLACE INTO aside_there (device, seq, reason) VALUES (?1, ?2, ?3)",
                    params![device, signed(*seq), reason],
                )?;
            }
            Ok(())
        })
    }

    /// The server was restored: another history, or a smaller head. Its feed begins anew here, what it has of this
    /// machine is what it says now, and both histories are remembered. Nothing of the log goes.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`]; when the file cannot be written.
    pub fn begin_history(
        &self,
        device: DeviceId,
        history: [u8; 16],
        has: Option<&Countersigned>,
        at: i64,
    ) -> Result<()> {
        self.keep(|db| {
            let own = own(db, device)?;
            let sql = "UPDATE province SET restored_from = history, history = ?1, since = ?2, roster_number = 0, \
                       restored_seq = coalesce((SELECT seq FROM countersigned WHERE device = ?3), 0)";
            enrolled(db.execute(sql, params![history, at, own])?)?;
            db.execute_batch(BEGUN_ANEW)?;
            match has {
                Some(head) => write_countersigned(db, own, head),
                None => Ok(()),
            }
        })
    }

    /// Keeps that a file is here and there.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn settle_file(&self, hash: &FileHash) -> Result<()> {
        self.keep(|db| {
            db.execute("INSERT OR IGNORE INTO files_settled (hash) VALUES (?1)", [hash.to_string()])?;
            Ok(())
        })
    }

    /// Keeps how things stand, in a word of the courier's; gives whether that is news.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`]; when the file cannot be written.
    pub fn keep_state(&self, state: &str, at: i64) -> Result<bool> {
        self.keep(|db| {
            let was: Option<String> =
                db.query_row("SELECT state FROM province", [], |row| row.get("state")).optional()?;
            let was = was.ok_or(StoreError::NotEnrolled)?;
            if was != state {
                db.execute("UPDATE province SET state = ?1, since = ?2", params![state, at])?;
            }
            Ok(was != state)
        })
    }

    /// Keeps how far the province's clock is from this machine's, in milliseconds, where that changed by a second or more.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_clock_offset(&self, offset_ms: i64) -> Result<()> {
        let known = self.reader().clock_offset()?;
        if known.is_some_and(|known| known.abs_diff(offset_ms) < 1_000) {
            return Ok(());
        }
        self.setting_save(CLOCK, &offset_ms.to_string())
    }

    /// Keeps an exchange; the oldest beyond fifty goes. One that moved nothing takes the place of the one before that
    /// moved nothing and ended alike, so that quiet hours do not push out what happened.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_exchange(&self, exchange: &Exchange) -> Result<()> {
        self.keep(|db| {
            let at = exchange.at.timestamp_millis();
            if (exchange.sent, exchange.pulled) == (0, 0) {
                let sql = "UPDATE exchanges SET at = ?1, bytes_out = ?2, bytes_in = ?3 \
                           WHERE n = (SELECT max(n) FROM exchanges) AND sent = 0 AND pulled = 0 AND outcome = ?4";
                let values = params![at, signed(exchange.bytes_out), signed(exchange.bytes_in), exchange.outcome];
                if db.execute(sql, values)? > 0 {
                    return Ok(());
                }
            }
            db.execute(
                "INSERT INTO exchanges (at, sent, pulled, bytes_out, bytes_in, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    at,
                    signed(exchange.sent),
                    signed(exchange.pulled),
                    signed(exchange.bytes_out),
                    signed(exchange.bytes_in),
                    exchange.outcome
                ],
            )?;
            db.execute(
                "DELETE FROM exchanges WHERE n <= (SELECT max(n) FROM exchanges) - ?1",
                params![i64::from(EXCHANGES_KEPT)],
            )?;
            Ok(())
        })
    }
}

fn enrolled(rows: usize) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::NotEnrolled) }
}

/// The number of a machine that this store is or was.
fn own(db: &Connection, device: DeviceId) -> Result<i64> {
    let sql = "SELECT n FROM devices WHERE id = ?1 AND secret IS NOT NULL";
    db.query_row(sql, params![device.0], |row| row.get("n")).optional()?.ok_or(StoreError::UnknownDevice)
}

fn write_countersigned(db: &Connection, device: i64, head: &Countersigned) -> Result<()> {
    if head.seq == 0 {
        db.execute("DELETE FROM countersigned WHERE device = ?1", params![device])?;
        return Ok(());
    }
    db.execute(
        "INSERT OR REPLACE INTO countersigned (device, seq, hash, at, statement) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![device, signed(head.seq), head.hash.0, head.at, head.statement],
    )?;
    Ok(())
}

fn write_roster(db: &Connection, roster: &[Member]) -> Result<()> {
    db.execute("DELETE FROM roster", [])?;
    let sql = "INSERT OR REPLACE INTO roster (device, public_key, counter, name, revoked, seq, hash) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut insert = db.prepare_cached(sql)?;
    for member in roster {
        let trusted = member.revoked.flatten();
        insert.execute(params![
            member.device.0,
            member.public_key,
            member.counter,
            member.name,
            member.revoked.is_some(),
            trusted.map(|(seq, _)| signed(seq)),
            trusted.map(|(_, hash)| hash.0)
        ])?;
    }
    drop(insert);
    aside::judge_again(db)
}
