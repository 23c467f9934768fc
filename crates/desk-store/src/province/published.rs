//! What the province published: sets of reference data, and the office's people. Signatures are checked by whoever brings
//! them; this room keeps them, a set only as a whole.

use desk_core::{ids::PersonId, time::Moment};
use rusqlite::{OptionalExtension, params};

use super::{read::moment, signed};
use crate::{error::Result, reader::Reader, store::Store};

/// A set of reference data that came into force here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSet {
    /// The number that the province gave it.
    pub number: u64,
    /// The name that entries made under it carry.
    pub name: String,
    /// The signed bytes.
    pub statement: Vec<u8>,
    /// When it came into force here.
    pub came: Moment,
    /// True when it came as a file.
    pub by_hand: bool,
    /// What it changed, as its bringer wrote it down.
    pub changes: String,
}

/// A person whom the province named for this office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPerson {
    /// The person.
    pub id: PersonId,
    /// Their login; empty where the province only withdrew somebody whom the office knows.
    pub login: String,
    /// Their name; empty likewise.
    pub name: String,
    /// Their roles by their words in the record.
    pub roles: Vec<String>,
    /// Since when they are withdrawn, milliseconds by the province's clock; none while they hold.
    pub withdrawn: Option<i64>,
}

#[allow(clippy::missing_errors_doc)] // said once, at the type
impl Reader {
    /// The sets that came into force here, the newest first.
    pub fn reference_sets(&self, limit: u32) -> Result<Vec<KeptSet>> {
        self.with(|db| {
            let sql = "SELECT number, name, statement, came, by_hand, changes FROM reference_sets \
                       ORDER BY number DESC LIMIT ?1";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([limit], |row| {
                Ok(KeptSet {
                    number: row.get::<_, i64>("number")?.unsigned_abs(),
                    name: row.get("name")?,
                    statement: row.get("statement")?,
                    came: moment(row.get("came")?),
                    by_hand: row.get("by_hand")?,
                    changes: row.get("changes")?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The number of the set in force, without reading it; 0 while it is the program's own.
    pub fn reference_number(&self) -> Result<u64> {
        self.with(|db| {
            let sql = "SELECT coalesce(max(number), 0) AS number FROM reference_sets";
            Ok(db.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>("number"))?.unsigned_abs())
        })
    }

    /// Bytes of a file of a set; none where they are not here.
    pub fn reference_file(&self, hash: &[u8; 32]) -> Result<Option<Vec<u8>>> {
        self.with(|db| {
            let mut statement = db.prepare_cached("SELECT bytes FROM reference_files WHERE hash = ?1")?;
            Ok(statement.query_row(params![hash], |row| row.get("bytes")).optional()?)
        })
    }

    /// The number of the province's word on people that is kept; 0 before the first.
    pub fn people_number(&self) -> Result<u64> {
        self.with(|db| {
            let mut statement = db.prepare_cached("SELECT number FROM people_named")?;
            let number = statement.query_row([], |row| row.get::<_, i64>("number")).optional()?;
            Ok(number.unwrap_or_default().unsigned_abs())
        })
    }

    /// The people whom the province named for this office, by login.
    pub fn people_named(&self) -> Result<Vec<NamedPerson>> {
        self.with(|db| {
            let sql = "SELECT id, login, name, roles, withdrawn FROM people_of_province ORDER BY login, id";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], named)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// What the province said of a person; none where it said nothing.
    pub fn person_named(&self, id: PersonId) -> Result<Option<NamedPerson>> {
        self.with(|db| {
            let sql = "SELECT id, login, name, roles, withdrawn FROM people_of_province WHERE id = ?1";
            Ok(db.prepare_cached(sql)?.query_row(params![id.bytes()], named).optional()?)
        })
    }
}

fn named(row: &rusqlite::Row<'_>) -> rusqlite::Result<NamedPerson> {
    Ok(NamedPerson {
        id: PersonId::from_bytes(row.get("id")?),
        login: row.get("login")?,
        name: row.get("name")?,
        roles: row.get::<_, String>("roles")?.split_whitespace().map(str::to_owned).collect(),
        withdrawn: row.get("withdrawn")?,
    })
}

impl Store {
    /// Keeps a file of a set that is coming, its hash checked by the caller.
    ///
    /// # Errors
    /// When the file cannot be written, here and below.
    pub fn keep_reference_file(&self, hash: &[u8; 32], bytes: &[u8]) -> Result<()> {
        self.keep(|db| {
            let sql = "INSERT OR REPLACE INTO reference_files (hash, bytes) VALUES (?1, ?2)";
            db.execute(sql, params![hash, bytes])?;
            Ok(())
        })
    }

    /// Puts a set in force: its files, what is known of it, and the name that entries carry from now on, in one
    /// transaction. Files of other sets go. False, and nothing is changed, where one of its number or a later is there.
    ///
    /// # Errors
    /// See [`Store::keep_reference_file`].
    pub fn put_reference(&self, set: &KeptSet, files: &[([u8; 32], &[u8])]) -> Result<bool> {
        let mut writer = self.writer();
        let tx = writer.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let sql = "SELECT coalesce(max(number), 0) AS number FROM reference_sets";
        if tx.query_row(sql, [], |row| row.get::<_, i64>("number"))? >= signed(set.number) {
            return Ok(false);
        }
        tx.execute("DELETE FROM reference_files", [])?;
        for (hash, bytes) in files {
            tx.execute("INSERT OR REPLACE INTO reference_files (hash, bytes) VALUES (?1, ?2)", params![hash, bytes])?;
        }
        tx.execute(
            "INSERT INTO reference_sets (number, name, statement, came, by_hand, changes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                signed(set.number),
                set.name,
                set.statement,
                set.came.timestamp_millis(),
                set.by_hand,
                set.changes
            ],
        )?;
        tx.execute("UPDATE identity SET reference = ?1", params![set.name])?;
        tx.commit()?;
        writer.reference.clone_from(&set.name);
        Ok(true)
    }

    /// Keeps a newer word of the province on people. False where one of its number or a later is there.
    ///
    /// # Errors
    /// See [`Store::keep_reference_file`].
    pub fn keep_people(&self, number: u64, statement: &[u8], people: &[NamedPerson]) -> Result<bool> {
        self.keep(|db| {
            let sql = "INSERT INTO people_named (one, number, statement) VALUES (1, ?1, ?2) ON CONFLICT (one) \
                       DO UPDATE SET number = excluded.number, statement = excluded.statement \
                       WHERE excluded.number > people_named.number";
            if db.execute(sql, params![signed(number), statement])? == 0 {
                return Ok(false);
            }
            db.execute("DELETE FROM people_of_province", [])?;
            for person in people {
                let sql = "INSERT INTO people_of_province (id, login, name, roles, withdrawn) VALUES (?1, ?2, ?3, ?4, ?5)";
                let roles = person.roles.join(" ");
                db.execute(sql, params![person.id.bytes(), person.login, person.name, roles, person.withdrawn])?;
            }
            Ok(true)
        })
    }
}
