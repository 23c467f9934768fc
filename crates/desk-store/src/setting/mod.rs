//! This machine's own settings: printer, scanner, display of each person. Not part of the record.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{error::Result, store::Store};

/// The value of a setting, as JSON.
pub(crate) fn read(db: &Connection, key: &str) -> Result<Option<String>> {
    let mut statement = db.prepare_cached("SELECT json FROM settings WHERE key = ?1")?;
    Ok(statement.query_row(params![key], |row| row.get("json")).optional()?)
}

/// Writes a setting.
pub(crate) fn keep(db: &Connection, key: &str, json: &str) -> Result<()> {
    let sql = "INSERT INTO settings (key, json) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET json = excluded.json";
    db.prepare_cached(sql)?.execute(params![key, json])?;
    Ok(())
}

impl Store {
    /// Keeps a setting, as JSON.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn setting_save(&self, key: &str, json: &str) -> Result<()> {
        keep(&self.writer().db, key, json)
    }
}
