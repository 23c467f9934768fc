//! Making every projection anew from the log. What comes out is the same as what was there.

use std::{collections::HashMap, sync::Arc};

use desk_core::{
    dossier::{Dossier, evolve},
    ids::{DossierId, PersonId},
    office::Office,
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::{
    codec::Body,
    digest::{self, Digest, Sum},
    dossier::{self, Kept, Line, Row},
    entry::{self, Entry},
    error::Result,
    register, search,
    store::Store,
};

/// Changes whenever the projections or what is put in them change: an older file's are then made anew when it is
/// opened, and entries that a newer program understands are read again.
const PROJECTION_VERSION: i64 = 6;

const TABLES: [&str; 10] = [
    "search",
    "dossiers",
    "procedures",
    "slips",
    "money",
    "walk_ins",
    "file_names",
    "not_understood",
    "office",
    "fold",
];

/// Dossiers kept folded while the log is read: what happens to one mostly happens soon.
const OPEN_MAX: usize = 4_096;

/// Makes empty projections.
pub(crate) fn make_projections(db: &Connection) -> Result<()> {
    db.execute_batch(include_str!("projections.sql"))?;
    search::configure(db)?;
    let office = Office::default();
    let mut sum = Sum::default();
    sum.add(digest::of_office(&office)?);
    db.execute("INSERT INTO office (one, doc) VALUES (1, ?1)", params![desk_log::to_canonical(&office)?])?;
    db.execute(
        "INSERT INTO fold (one, version, position, sum, newest) VALUES (1, ?1, 0, ?2, 0)",
        params![PROJECTION_VERSION, sum.0],
    )?;
    Ok(())
}

/// Makes the projections anew if they are of another version or missing.
pub(crate) fn bring_up_to_date(db: &mut Connection) -> Result<()> {
    let there: bool =
        db.query_row("SELECT count(*) FROM sqlite_master WHERE name = 'fold'", [], |row| row.get::<_, i64>(0))? > 0;
    let version: Option<i64> = match there {
        true => db.query_row("SELECT version FROM fold", [], |row| row.get("version")).optional()?,
        false => None,
    };
    if version == Some(PROJECTION_VERSION) { Ok(()) } else { rebuild(db) }
}

/// Drops the projections and folds the whole log again, in one transaction.
pub(crate) fn rebuild(db: &mut Connection) -> Result<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for table in TABLES {
        tx.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    make_projections(&tx)?;
    let mut folding = Folding::new(&tx);
    entry::each(&tx, |entry| folding.take(entry))?;
    folding.finish()?;
    tx.commit()?;
    Ok(())
}

struct Open {
    kept: Kept,
    clerk: Option<PersonId>,
    /// True once it has a line in the table.
    written: Option<Box<(Kept, [u8; 32])>>,
}

struct Folding<'a> {
    db: &'a Connection,
    office: Office,
    sum: Sum,
    position: i64,
    newest_ms: i64,
    open: HashMap<DossierId, Open>,
}

impl<'a> Folding<'a> {
    fn new(db: &'a Connection) -> Self {
        Folding { db, office: Office::default(), sum: Sum::default(), position: 0, newest_ms: 0, open: HashMap::new() }
    }

    fn take(&mut self, entry: Entry) -> Result<()> {
        self.position = entry.position;
        self.newest_ms = self.newest_ms.max(entry.at.timestamp_millis());
        self.sum.add(digest::of_entry(entry.hash));
        if entry.body == Body::NotUnderstood {
            self.db
                .prepare_cached("INSERT INTO not_understood (position) VALUES (?1)")?
                .execute(params![entry.position])?;
        }
        if let (Body::Dossier(fact), Some(id)) = (&entry.body, entry.dossier) {
            register::note(self.db, entry.position, id, entry.actor, fact)?;
        }
        if let Body::Office(fact) = &entry.body {
            register::note_office(self.db, entry.position, entry.actor, fact)?;
            self.office = std::mem::take(&mut self.office).evolve(fact);
        }
        match entry.dossier {
            Some(id) => self.take_dossier(id, entry),
            None => Ok(()),
        }
    }

    fn take_dossier(&mut self, id: DossierId, entry: Entry) -> Result<()> {
        let mut open = match self.open.remove(&id) {
            Some(open) => open,
            None => self.reopen(id, &entry)?,
        };
        let in_line = open.kept.heads == entry.builds_on;
        if in_line {
            if let Body::Dossier(fact) = &entry.body {
                open.kept.dossier = evolve(open.kept.dossier, fact);
            }
            open.kept.heads = vec![entry.hash];
        } else {
            // Two desks apart: the order of arrival is not the order of the fold.
            let mut heads = std::mem::take(&mut open.kept.heads);
            heads.retain(|head| !entry.builds_on.contains(head));
            heads.push(entry.hash);
            heads.sort_unstable();
            let so_far = entry::of_dossier(self.db, id)?.into_iter().filter(|other| other.position <= entry.position);
            let dossier = dossier::fold_entries(&dossier::in_order(so_far.collect()));
            open.kept = Kept { row: open.kept.row, heads, dossier, doc: None };
        }
        self.open.insert(id, open);
        if self.open.len() > OPEN_MAX { self.write_all() } else { Ok(()) }
    }

    /// A dossier met for the first time, or one whose line was written a while ago.
    fn reopen(&self, id: DossierId, entry: &Entry) -> Result<Open> {
        let mut statement = self.db.prepare_cached("SELECT row, heads, doc, clerk FROM dossiers WHERE id = ?1")?;
        let mut rows = statement.query(params![id.bytes()])?;
        let Some(row) = rows.next()? else {
            let kept = Kept { row: entry.position, heads: Vec::new(), dossier: Dossier::default(), doc: None };
            return Ok(Open { kept, clerk: entry.actor, written: None });
        };
        let heads = dossier::heads_of(row.get_ref("heads")?.as_blob().map_err(rusqlite::Error::from)?);
        let before = entry::of_dossier(self.db, id)?.into_iter().filter(|other| other.position < entry.position);
        let dossier = dossier::fold_entries(&dossier::in_order(before.collect()));
        let kept = Kept { row: row.get("row")?, heads, dossier, doc: None };
        let clerk = row.get::<_, Option<[u8; 16]>>("clerk")?.map(PersonId::from_bytes);
        Ok(Open { written: Some(Box::new((kept.clone(), row.get("doc")?))), kept, clerk })
    }

    fn write_all(&mut self) -> Result<()> {
        let mut open: Vec<_> = std::mem::take(&mut self.open).into_iter().collect();
        open.sort_unstable_by_key(|(_, open)| open.kept.row);
        for (id, open) in open {
            self.write(id, open)?;
        }
        Ok(())
    }

    fn write(&mut self, id: DossierId, Open { kept, clerk, written }: Open) -> Result<()> {
        let doc = digest::doc_of(&kept.dossier)?;
        self.sum.add(digest::of_dossier(id, &doc));
        let line = Line::of(&kept.dossier);
        let row = Row { row: kept.row, id, heads: kept.heads.clone(), doc, clerk, line };
        let Some(written) = written else {
            row.insert(self.db)?;
            return match search::of_dossier(&kept.dossier) {
                Some(words) => search::insert(self.db, kept.row, &words),
                None => Ok(()),
            };
        };
        let (before, old_doc) = *written;
        self.sum.take(digest::of_dossier(id, &old_doc));
        row.replace(&before.dossier, &kept.dossier, self.db)?;
        crate::tx::refresh_search(self.db, &before.dossier, &kept)
    }

    fn finish(mut self) -> Result<()> {
        self.write_all()?;
        self.sum.add(digest::of_office(&self.office)?);
        self.db.execute("UPDATE office SET doc = ?1", params![desk_log::to_canonical(&self.office)?])?;
        let cursor = crate::tx::Cursor {
            position: self.position,
            head: None,
            newest_ms: self.newest_ms,
            sum: self.sum,
            office: Arc::new(Office::default()),
        };
        crate::tx::write_fold(self.db, &cursor)
    }
}

impl Store {
    /// Drops every projection and folds the log again.
    ///
    /// # Errors
    /// When the file cannot be read or written; the old projections stay then.
    pub fn rebuild(&self) -> Result<Digest> {
        let mut writer = self.writer();
        rebuild(&mut writer.db)?;
        writer.restart_cursor()?;
        drop(writer);
        Ok(self.digest())
    }
}
