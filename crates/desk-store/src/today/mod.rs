//! What the day brings: counts for the first page, what is due, what is used most.

use desk_core::{ids::PersonId, time::Moment};
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{
    dossier::{HIT_COLUMNS, Hit, hit},
    error::Result,
    register::{Count, OPEN, count_where, day_end, day_start},
};

/// The counts of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Today {
    /// Open, and the date has passed.
    pub overdue: Count,
    /// Open, and due later today.
    pub due_today: Count,
    /// Received today.
    pub received_today: Count,
    /// Prints of which the spooler has not said how they ended.
    pub prints_waiting: Count,
    /// Prints that did not come out.
    pub prints_failed: Count,
}

/// A procedure that is used here, most used first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcedureUse {
    /// Code.
    pub code: String,
    /// Name as it was when last used.
    pub name: String,
    /// Dossiers among the last ones.
    pub dossiers: u32,
}

/// Counts stop here.
const TODAY_MAX: u32 = 9_999;
/// How far back "used most" looks: a thousand dossiers are weeks of a desk.
const USED_ROWS: u32 = 1_000;

/// The counts at a time.
pub(crate) fn today(db: &Connection, now: Moment) -> Result<Today> {
    let now_ms = now.timestamp_millis();
    let (start, end) = (day_start(now.date_naive()), day_end(now.date_naive()));
    let due = |bounds: &str| format!("{OPEN} AND {bounds}");
    Ok(Today {
        overdue: count_where(db, &due("d.due < ?1"), &[&now_ms], TODAY_MAX)?,
        due_today: count_where(db, &due("d.due >= ?1 AND d.due < ?2"), &[&now_ms, &end], TODAY_MAX)?,
        received_today: count_where(db, "d.received >= ?1 AND d.received < ?2", &[&start, &end], TODAY_MAX)?,
        prints_waiting: count_where(db, "d.print_state = 'waiting'", &[], TODAY_MAX)?,
        prints_failed: count_where(db, "d.print_state = 'failed'", &[], TODAY_MAX)?,
    })
}

/// Open dossiers with a date from `from` on (from the beginning when none), the earliest first.
pub(crate) fn due_list(db: &Connection, from: Option<Moment>, limit: u32) -> Result<Vec<Hit>> {
    let sql = format!(
        "SELECT {HIT_COLUMNS} FROM dossiers d CROSS JOIN procedures p ON p.n = d.procedure \
         WHERE {OPEN} AND d.due >= ?1 ORDER BY d.due, d.row LIMIT ?2"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![from.map_or(i64::MIN, |from| from.timestamp_millis()), limit])?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        hits.push(hit(row)?);
    }
    Ok(hits)
}

/// The procedures of the last dossiers, of one person or of the whole desk, most used first.
pub(crate) fn procedures_used(db: &Connection, person: Option<PersonId>, limit: u32) -> Result<Vec<ProcedureUse>> {
    let mut statement = db.prepare_cached(include_str!("used.sql"))?;
    let rows = statement.query_map(params![person.map(|person| person.bytes()), USED_ROWS, limit], |row| {
        Ok(ProcedureUse { code: row.get("code")?, name: row.get("name")?, dossiers: row.get("dossiers")? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
