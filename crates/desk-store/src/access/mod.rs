//! Who looked at what: this machine's own account of it, beside the record and never sent.

use desk_core::{
    ids::{DossierId, PersonId},
    time::{Moment, from_millis},
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    error::{Result, StoreError},
    store::Store,
};

/// Looks of one person at one thing within so many minutes are one line.
const SAME_MINUTES: i64 = 15;

/// Somebody looked at something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Its place in the account, from 1.
    pub n: i64,
    /// When first.
    pub first: Moment,
    /// When last.
    pub last: Moment,
    /// Who.
    pub person: PersonId,
    /// What was done: a word of the caller's.
    pub what: String,
    /// The dossier; none where many were taken at once.
    pub dossier: Option<DossierId>,
    /// How often; for many at once, how many.
    pub times: u64,
}

/// Which accesses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accesses {
    /// Of this dossier alone.
    pub dossier: Option<DossierId>,
    /// Of this person alone.
    pub person: Option<PersonId>,
    /// Older than this place.
    pub before: Option<i64>,
}

fn read(row: &Row<'_>) -> Result<Access> {
    let moment = |name| {
        let at = from_millis(row.get::<_, i64>(name)?);
        at.ok_or(StoreError::Damaged { what: "a time is beyond all calendars" })
    };
    Ok(Access {
        n: row.get("n")?,
        first: moment("first")?,
        last: moment("last")?,
        person: PersonId::from_bytes(row.get("person")?),
        what: row.get("what")?,
        dossier: row.get::<_, Option<[u8; 16]>>("dossier")?.map(DossierId::from_bytes),
        times: row.get::<_, i64>("times")?.unsigned_abs(),
    })
}

/// The accesses asked for, the newest first.
pub(crate) fn list(db: &Connection, which: &Accesses, limit: u32) -> Result<Vec<Access>> {
    let mut statement = db.prepare_cached(
        "SELECT n, first, last, person, what, dossier, times FROM accesses
         WHERE n < ?1 AND (?2 IS NULL OR dossier = ?2) AND (?3 IS NULL OR person = ?3) ORDER BY n DESC LIMIT ?4",
    )?;
    let mut rows = statement.query(params![
        which.before.unwrap_or(i64::MAX),
        which.dossier.map(|id| id.bytes()),
        which.person.map(|id| id.bytes()),
        limit
    ])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

impl Store {
    /// Writes down that somebody looked at something. What the same person did with the same thing a moment ago is the
    /// same line; many at once (`dossier` none) always are one of their own.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note_access(
        &self,
        at: Moment,
        person: PersonId,
        what: &str,
        dossier: Option<DossierId>,
        times: u64,
    ) -> Result<()> {
        let (writer, now) = (self.writer(), at.timestamp_millis());
        let since = now - SAME_MINUTES * 60_000;
        let id = dossier.map(|id| id.bytes());
        let same: Option<i64> = writer
            .db
            .prepare_cached(
                "SELECT n FROM accesses WHERE dossier = ?1 AND person = ?2 AND what = ?3 AND last BETWEEN ?4 AND ?5
                 ORDER BY n DESC LIMIT 1",
            )?
            .query_row(params![id, person.bytes(), what, since, now], |row| row.get("n"))
            .optional()?;
        match same {
            Some(n) => writer
                .db
                .prepare_cached("UPDATE accesses SET last = ?2, times = times + 1 WHERE n = ?1")?
                .execute(params![n, now])?,
            None => writer
                .db
                .prepare_cached(
                    "INSERT INTO accesses (first, last, person, what, dossier, times) VALUES (?1, ?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![now, person.bytes(), what, id, i64::try_from(times.max(1)).unwrap_or(i64::MAX)])?,
        };
        Ok(())
    }
}
