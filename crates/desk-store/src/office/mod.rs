//! The office in the store: one document, the fold of every fact about it.

use desk_core::office::Office;
use rusqlite::{Connection, OptionalExtension};

use crate::error::{Result, StoreError};

/// The office as its facts leave it.
pub(crate) fn read(db: &Connection) -> Result<Office> {
    let mut statement = db.prepare_cached("SELECT doc FROM office")?;
    let doc: Option<Vec<u8>> = statement.query_row([], |row| row.get("doc")).optional()?;
    let doc = doc.ok_or(StoreError::Damaged { what: "the office is missing" })?;
    desk_log::from_canonical(&doc).map_err(|_| StoreError::Damaged { what: "the office does not read" })
}
