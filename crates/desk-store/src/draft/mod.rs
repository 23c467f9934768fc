//! Drafts: what a clerk is typing, saved every second, outside the log. Nobody but their owner sees them.

use desk_core::{
    ids::{DraftId, PersonId},
    time::{Moment, from_millis},
};
use rusqlite::{Connection, Row, params};

use crate::{
    error::{Result, StoreError},
    store::Store,
};

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// Whose it is.
    pub owner: PersonId,
    /// The screen's own form of it.
    pub json: String,
    /// When it was last saved.
    pub saved_at: Moment,
}

fn read(row: &Row<'_>) -> Result<Draft> {
    let saved_at = from_millis(row.get("saved_at")?);
    Ok(Draft {
        id: DraftId::from_bytes(row.get("id")?),
        owner: PersonId::from_bytes(row.get("owner")?),
        json: row.get("json")?,
        saved_at: saved_at.ok_or(StoreError::Damaged { what: "a draft's time is beyond all calendars" })?,
    })
}

/// One draft.
pub(crate) fn draft(db: &Connection, id: DraftId) -> Result<Option<Draft>> {
    let mut statement = db.prepare_cached("SELECT id, owner, json, saved_at FROM drafts WHERE id = ?1")?;
    let mut rows = statement.query(params![id.bytes()])?;
    rows.next()?.map(read).transpose()
}

/// A person's drafts, the last saved first.
pub(crate) fn drafts(db: &Connection, owner: PersonId) -> Result<Vec<Draft>> {
    let mut statement =
        db.prepare_cached("SELECT id, owner, json, saved_at FROM drafts WHERE owner = ?1 ORDER BY saved_at DESC, id")?;
    let mut rows = statement.query(params![owner.bytes()])?;
    let mut drafts = Vec::new();
    while let Some(row) = rows.next()? {
        drafts.push(read(row)?);
    }
    Ok(drafts)
}

impl Store {
    /// Saves a draft, durably. The first save says whose it is; another person's draft is left alone and `false` comes
    /// back.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn draft_save(&self, id: DraftId, owner: PersonId, json: &str, at: Moment) -> Result<bool> {
        let writer = self.writer();
        let saved = writer.db.prepare_cached(include_str!("save.sql"))?.execute(params![
            id.bytes(),
            owner.bytes(),
            json,
            at.timestamp_millis()
        ])?;
        Ok(saved == 1)
    }

    /// Forgets a draft, if there is one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn draft_discard(&self, id: DraftId) -> Result<()> {
        self.writer().db.prepare_cached("DELETE FROM drafts WHERE id = ?1")?.execute(params![id.bytes()])?;
        Ok(())
    }
}

impl crate::tx::Tx<'_> {
    /// Forgets a draft as part of an act: the dossier it became and its end are one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn draft_discard(&mut self, id: DraftId) -> Result<()> {
        self.db().prepare_cached("DELETE FROM drafts WHERE id = ?1")?.execute(params![id.bytes()])?;
        Ok(())
    }
}
