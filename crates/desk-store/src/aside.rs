//! Entries that are kept and do not count as they say, or not alone: which, and why.
//!
//! What always holds: one bad entry blocks nothing. It is stored, verified, forwarded and shown with its reason, and the
//! rest goes on. The table is read off the log like every projection, and off the office's roster; no reason depends on the
//! order of arrival, except which of two dossiers under one number came here later.

use desk_core::{
    ids::{DeviceId, EntryHash},
    time::Moment,
};
use desk_log::Head;
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{
    codec::Body,
    dossier::Line,
    entry::{self, Entry},
    error::Result,
};

/// Why an entry was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aside {
    /// A kind or version that this program does not know: a newer one may. Not applied.
    NeedsNewer,
    /// The body is not of its kind's shape. Not applied.
    Unreadable,
    /// It names another office. Not applied.
    Office,
    /// Its dossier has a code or book number that another dossier had here before. Both are in the register.
    NumberTaken,
    /// Its machine has another entry of the same seq: a copied or restored disk. Both count.
    Fork,
    /// Its machine was revoked, and the province trusts nothing of it from there on. It stays in the dossiers, so that people
    /// see what it says, until they judge it.
    Revoked,
}

impl Aside {
    /// Every reason.
    pub const ALL: [Aside; 6] =
        [Aside::NeedsNewer, Aside::Unreadable, Aside::Office, Aside::NumberTaken, Aside::Fork, Aside::Revoked];

    /// The word of the table, the command line and the screens.
    pub fn word(self) -> &'static str {
        match self {
            Aside::NeedsNewer => "needs_newer",
            Aside::Unreadable => "unreadable",
            Aside::Office => "office",
            Aside::NumberTaken => "number_taken",
            Aside::Fork => "fork",
            Aside::Revoked => "revoked",
        }
    }

    fn of_word(word: &str) -> Option<Aside> {
        Aside::ALL.into_iter().find(|aside| aside.word() == word)
    }
}

/// An entry that was set aside here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Its place in the order of arrival here.
    pub position: i64,
    /// Its place in its machine's chain.
    pub head: Head,
    /// Its kind.
    pub kind: String,
    /// When its machine made it.
    pub at: Moment,
    /// Why it was set aside.
    pub reason: Aside,
}

pub(crate) fn note(db: &Connection, position: i64, reason: Aside) -> Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO set_aside (position, reason) VALUES (?1, ?2)")?
        .execute(params![position, reason.word()])?;
    Ok(())
}

/// Notes an entry that is not applied.
pub(crate) fn note_entry(db: &Connection, entry: &Entry) -> Result<()> {
    match &entry.body {
        Body::Aside(reason) => note(db, entry.position, *reason),
        Body::Dossier(_) | Body::Office(_) | Body::Erased => Ok(()),
    }
}

/// Another entry of the same machine and seq came before.
pub(crate) const FORKS: &str = "SELECT e.position FROM (SELECT device, seq FROM entries GROUP BY device, seq \
     HAVING count(*) > 1) f CROSS JOIN entries e ON e.device = f.device AND e.seq = f.seq \
     WHERE EXISTS (SELECT 1 FROM entries o WHERE o.device = e.device AND o.seq = e.seq AND o.position < e.position)";

/// Dossiers whose code or place in a book another one had before.
pub(crate) const DOUBLES: &str = "SELECT d.row AS position FROM (SELECT code FROM dossiers WHERE code IS NOT NULL \
     GROUP BY code HAVING count(*) > 1) c CROSS JOIN dossiers d ON d.code = c.code \
     WHERE EXISTS (SELECT 1 FROM dossiers o WHERE o.code = d.code AND o.row < d.row) \
     UNION SELECT d.row FROM (SELECT book, book_number FROM dossiers WHERE book IS NOT NULL \
     GROUP BY book, book_number HAVING count(*) > 1) b \
     CROSS JOIN dossiers d ON d.book = b.book AND d.book_number = b.book_number \
     WHERE EXISTS (SELECT 1 FROM dossiers o WHERE o.book = d.book AND o.book_number = d.book_number AND o.row < d.row)";

/// What revoked machines wrote beyond the last entry that counts, or beside it.
pub(crate) const DISTRUSTED: &str = "SELECT e.position FROM roster r JOIN devices d ON d.id = r.device \
     JOIN entries e ON e.device = d.n AND e.seq >= coalesce(r.seq, 0) \
     WHERE r.revoked = 1 AND (r.seq IS NULL OR e.seq > r.seq OR e.hash <> r.hash)";

/// Reasons that are told by the whole record, each with the question that finds its entries.
pub(crate) const WHOLE: [(&str, Aside); 3] =
    [(FORKS, Aside::Fork), (DOUBLES, Aside::NumberTaken), (DISTRUSTED, Aside::Revoked)];

/// Judges anew whose entries count: the roster changed.
pub(crate) fn judge_again(db: &Connection) -> Result<()> {
    db.execute("DELETE FROM set_aside WHERE reason = ?1", params![Aside::Revoked.word()])?;
    note_those(db, DISTRUSTED, Aside::Revoked)
}

fn note_those(db: &Connection, positions: &str, reason: Aside) -> Result<()> {
    let sql = format!("INSERT OR IGNORE INTO set_aside (position, reason) SELECT position, ?1 FROM ({positions})");
    db.execute(&sql, params![reason.word()])?;
    Ok(())
}

/// True when the roster says that nothing counts of this machine at this place of its chain.
pub(crate) fn is_distrusted(db: &Connection, device: DeviceId, seq: u64, hash: EntryHash) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM roster WHERE device = ?1 AND revoked = 1 \
               AND (seq IS NULL OR seq < ?2 OR (seq = ?2 AND hash <> ?3))) AS found";
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    Ok(db.prepare_cached(sql)?.query_row(params![device.0, seq, hash.0], |row| row.get("found"))?)
}

/// Notes what the whole record tells, when all of it was folded.
pub(crate) fn note_all(db: &Connection) -> Result<()> {
    for (positions, reason) in WHOLE {
        note_those(db, positions, reason)?;
    }
    Ok(())
}

/// True when another dossier has this line's code or its place in the book.
pub(crate) fn is_taken(db: &Connection, row: i64, line: &Line) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM dossiers WHERE code = ?1 AND row <> ?4) \
               OR EXISTS (SELECT 1 FROM dossiers WHERE book = ?2 AND book_number = ?3 AND row <> ?4) AS taken";
    let values = params![line.code, line.book, line.book_number, row];
    Ok(db.prepare_cached(sql)?.query_row(values, |found| found.get("taken"))?)
}

/// A line came, went or changed: looks again at the dossiers that share the numbers it had or has.
pub(crate) fn look_again(db: &Connection, row: i64, before: Option<&Line>, now: Option<&Line>) -> Result<()> {
    fn numbers(line: &Line) -> (&str, &str, i64) {
        (&line.code, &line.book, line.book_number)
    }
    if before.map(numbers) == now.map(numbers) {
        return Ok(());
    }
    if now.is_none() {
        forget(db, row)?; // without a number it is nobody's double
    }
    for line in [before, now].into_iter().flatten() {
        let sql = "SELECT row FROM dossiers WHERE code = ?1 \
                   UNION SELECT row FROM dossiers WHERE book = ?2 AND book_number = ?3";
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map(params![line.code, line.book, line.book_number], |row| row.get("row"))?;
        let rows: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
        for row in rows {
            let sql = "SELECT EXISTS (SELECT 1 FROM dossiers o JOIN dossiers d ON o.row < d.row AND o.code = d.code \
                       WHERE d.row = ?1) OR EXISTS (SELECT 1 FROM dossiers o JOIN dossiers d ON o.row < d.row \
                       AND o.book = d.book AND o.book_number = d.book_number WHERE d.row = ?1) AS later";
            let later: bool = db.prepare_cached(sql)?.query_row(params![row], |found| found.get("later"))?;
            if later {
                note(db, row, Aside::NumberTaken)?;
            } else {
                forget(db, row)?;
            }
        }
    }
    Ok(())
}

fn forget(db: &Connection, row: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM set_aside WHERE position = ?1 AND reason = ?2")?
        .execute(params![row, Aside::NumberTaken.word()])?;
    Ok(())
}

/// The entries set aside, the last to come first.
pub(crate) fn list(db: &Connection, limit: u32) -> Result<Vec<SetAside>> {
    let mut statement =
        db.prepare_cached("SELECT position, reason FROM set_aside ORDER BY position DESC, reason LIMIT ?1")?;
    let found =
        statement.query_map(params![limit], |row| Ok((row.get("position")?, row.get::<_, String>("reason")?)))?;
    let mut listed = Vec::new();
    for row in found {
        let (position, reason): (i64, String) = row?;
        let (Some(entry), Some(reason)) = (entry::at(db, position)?, Aside::of_word(&reason)) else { continue };
        listed.push(SetAside { position, head: entry.head, kind: entry.kind, at: entry.at, reason });
    }
    Ok(listed)
}

/// How many entries are set aside.
pub(crate) fn count(db: &Connection) -> Result<u64> {
    let mut statement = db.prepare_cached("SELECT count(DISTINCT position) AS n FROM set_aside")?;
    Ok(statement.query_row([], |row| row.get::<_, i64>("n"))?.unsigned_abs())
}
