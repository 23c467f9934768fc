//! The whole of a selection, page by page: first which lines, settled once, then the lines themselves. A page costs the
//! same wherever it lies, and dossiers received meanwhile neither come in nor push others out.

use std::collections::HashMap;

use desk_core::time::{Moment, from_millis};
use rusqlite::{Connection, params, params_from_iter};

use super::{Filter, Question};
use crate::{
    dossier::{HIT_COLUMNS, Hit, hit},
    error::{Result, StoreError},
};

/// One line of a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected {
    /// [`Hit::row`].
    pub row: i64,
    /// When it was received, milliseconds.
    received_ms: i64,
    /// Which of [`Selection::sectors`] it belongs to.
    pub sector: u16,
}

impl Selected {
    /// When it was received.
    pub fn received(&self) -> Option<Moment> {
        from_millis(self.received_ms)
    }
}

/// What a text and a filter find, all of it, by the time of reception, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Fields of the procedures, in no particular order.
    pub sectors: Vec<String>,
    /// The lines.
    pub lines: Vec<Selected>,
}

/// Which lines a text and a filter find.
pub(crate) fn select(db: &Connection, text: &str, filter: &Filter, now: Moment) -> Result<Selection> {
    let Some(question) = Question::of(text, filter, now) else { return Ok(Selection::default()) };
    let mut selection = Selection::default();
    let mut sector_of: HashMap<i64, u16> = HashMap::new();
    let mut procedures = db.prepare_cached("SELECT n, sector FROM procedures ORDER BY n")?;
    let mut rows = procedures.query([])?;
    while let Some(row) = rows.next()? {
        let sector: String = row.get("sector")?;
        let known = selection.sectors.iter().position(|known| *known == sector);
        let place = known.unwrap_or_else(|| {
            selection.sectors.push(sector);
            selection.sectors.len() - 1
        });
        sector_of.insert(row.get("n")?, u16::try_from(place).unwrap_or(u16::MAX));
    }
    let sql =
        format!("SELECT d.row, d.received, d.procedure FROM {} WHERE {}", question.from, question.conditions.sql());
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(&question.conditions.values))?;
    while let Some(row) = rows.next()? {
        let sector = *sector_of
            .get(&row.get("procedure")?)
            .ok_or(StoreError::Damaged { what: "a line of the register names no procedure" })?;
        selection.lines.push(Selected { row: row.get("row")?, received_ms: row.get("received")?, sector });
    }
    selection.lines.sort_unstable_by_key(|line| (line.received_ms, line.row));
    Ok(selection)
}

/// The lines of these rows, in the order given; rows that are gone are left out.
pub(crate) fn lines(db: &Connection, wanted: impl Iterator<Item = i64>) -> Result<Vec<Hit>> {
    let wanted: Vec<String> = wanted.map(|row| row.to_string()).collect();
    let sql = format!(
        "SELECT {HIT_COLUMNS} FROM json_each(?1) j CROSS JOIN dossiers d ON d.row = j.value \
         CROSS JOIN procedures p ON p.n = d.procedure WHERE d.code IS NOT NULL ORDER BY j.key"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![format!("[{}]", wanted.join(","))])?;
    let mut hits = Vec::with_capacity(wanted.len());
    while let Some(row) = rows.next()? {
        hits.push(hit(row)?);
    }
    Ok(hits)
}
