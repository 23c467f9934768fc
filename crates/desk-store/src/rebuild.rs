//! Making every projection anew from the log. What comes out is the same as what was there.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use desk_core::{
    dossier::{Dossier, evolve},
    ids::{DeviceId, DossierId, PersonId},
    office::Office,
};
use desk_log::Head;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::{
    aside,
    codec::Body,
    digest::{self, Digest, Sum},
    dossier::{self, Kept, Line, Row},
    entry::{self, Entry},
    error::Result,
    office, register, search,
    store::Store,
    tx::{self, Cursor},
};

/// Changes whenever the projections or what is put in them change: an older file's are then made anew when it is
/// opened, and entries that a newer program understands are read again.
const PROJECTION_VERSION: i64 = 9;

const TABLES: [&str; 13] = [
    "search",
    "dossiers",
    "procedures",
    "slips",
    "money",
    "walk_ins",
    "file_names",
    "marks",
    "day_entries",
    "not_understood", // until version 5
    "set_aside",
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
    db.execute("INSERT INTO office (one, doc, heads) VALUES (1, ?1, x'')", params![desk_log::to_canonical(&office)?])?;
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
    let mut folding = Folding::new(&tx)?;
    entry::each(&tx, |entry| folding.take(entry))?;
    folding.finish(None)?;
    tx.commit()?;
    Ok(())
}

struct Open {
    kept: Kept,
    clerk: Option<PersonId>,
    /// What stands in the table, once it has a line there.
    written: Option<Box<(Kept, [u8; 32])>>,
}

/// Entries folded one after the other in the order of arrival: all of the log, or a page that came from elsewhere.
pub(crate) struct Folding<'a> {
    db: &'a Connection,
    sum: Sum,
    position: i64,
    newest_ms: i64,
    /// Machines that this store is or was: only their clocks are this desk's.
    own: HashSet<DeviceId>,
    open: HashMap<DossierId, Open>,
    touched: HashSet<DossierId>,
    office_before: Arc<Office>,
    office_touched: bool,
    /// True when every line is new, so that doubled numbers are looked for once at the end.
    whole: bool,
}

impl<'a> Folding<'a> {
    fn new(db: &'a Connection) -> Result<Self> {
        let mut sum = Sum::default();
        sum.add(digest::of_office(&Office::default())?);
        Folding::resume(db, 0, 0, sum, Arc::default(), true)
    }

    /// Goes on from where the fold has come to.
    pub(crate) fn on(db: &'a Connection, cursor: &Cursor) -> Result<Self> {
        Folding::resume(db, cursor.position, cursor.newest_ms, cursor.sum, Arc::clone(&cursor.office), false)
    }

    fn resume(
        db: &'a Connection,
        position: i64,
        newest_ms: i64,
        sum: Sum,
        office_before: Arc<Office>,
        whole: bool,
    ) -> Result<Self> {
        let mut statement = db.prepare("SELECT id FROM devices WHERE secret IS NOT NULL")?;
        let own = statement.query_map([], |row| Ok(DeviceId(row.get("id")?)))?.collect::<rusqlite::Result<_>>()?;
        drop(statement);
        let (open, touched) = (HashMap::new(), HashSet::new());
        Ok(Folding { db, sum, position, newest_ms, own, open, touched, office_before, office_touched: false, whole })
    }

    /// Folds one more entry, which stands in the log already.
    pub(crate) fn take(&mut self, entry: Entry) -> Result<()> {
        self.position = entry.position;
        if self.own.contains(&entry.head.device) {
            self.newest_ms = self.newest_ms.max(entry.at.timestamp_millis());
        }
        self.sum.add(digest::of_entry(entry.hash));
        aside::note_entry(self.db, &entry)?;
        if let Body::Office(fact) = &entry.body {
            register::note_office(self.db, entry.position, entry.actor, fact)?;
        }
        match entry.dossier {
            Some(id) => self.take_dossier(id, entry),
            None => {
                self.office_touched = true;
                Ok(())
            }
        }
    }

    fn take_dossier(&mut self, id: DossierId, entry: Entry) -> Result<()> {
        self.touched.insert(id);
        let mut open = match self.open.remove(&id) {
            Some(open) => open,
            None => self.reopen(id, &entry)?,
        };
        let fact = if let Body::Dossier(fact) = &entry.body { Some(fact) } else { None };
        if let Some(fact) = fact {
            register::note(self.db, entry.position, id, Some(&open.kept.dossier), entry.actor, fact)?;
        }
        if open.kept.heads == entry.builds_on && dossier::goes_on(Some(&open.kept), fact) {
            if let Some(fact) = fact {
                open.kept.dossier = evolve(open.kept.dossier, fact);
            }
            open.kept.heads = vec![entry.hash];
        } else {
            // Two desks apart: the order of arrival is not the order of the fold.
            let so_far = entry::of_dossier(self.db, id)?.into_iter().filter(|other| other.position <= entry.position);
            let so_far: Vec<Entry> = so_far.collect();
            let (heads, dossier) = (dossier::heads(&so_far), dossier::fold_entries(&so_far));
            register::money_again(self.db, id, so_far, &dossier)?;
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
        let dossier = dossier::fold_entries(&before.collect::<Vec<_>>());
        let kept = Kept { row: row.get("row")?, heads, dossier, doc: None };
        let clerk = row.get::<_, Option<[u8; 16]>>("clerk")?.map(PersonId::from_bytes);
        Ok(Open { written: Some(Box::new((kept.clone(), row.get("doc")?))), kept, clerk })
    }

    fn write_all(&mut self) -> Result<()> {
        let mut open: Vec<_> = std::mem::take(&mut self.open).into_iter().collect();
        open.sort_unstable_by_key(|(_, open)| open.kept.row);
        open.into_iter().try_for_each(|(id, open)| self.write(id, open))
    }

    fn write(&mut self, id: DossierId, Open { kept, clerk, written }: Open) -> Result<()> {
        let doc = digest::doc_of(&kept.dossier)?;
        self.sum.add(digest::of_dossier(id, &doc));
        let line = Line::of(&kept.dossier);
        let row = Row { row: kept.row, id, heads: kept.heads.clone(), doc, clerk, line };
        let before = match written {
            None => {
                row.insert(self.db)?;
                if let Some(words) = search::of_dossier(&kept.dossier) {
                    search::insert(self.db, kept.row, &words)?;
                }
                None
            }
            Some(written) => {
                let (before, old_doc) = *written;
                self.sum.take(digest::of_dossier(id, &old_doc));
                row.replace(&before.dossier, &kept.dossier, self.db)?;
                tx::refresh_search(self.db, &before.dossier, &kept)?;
                Line::of(&before.dossier)
            }
        };
        match self.whole {
            true => Ok(()),
            false => aside::look_again(self.db, kept.row, before.as_ref(), row.line.as_ref()),
        }
    }

    /// Writes everything; gives how far the fold has come and which dossiers it touched. The caller commits.
    pub(crate) fn finish(mut self, head: Option<Head>) -> Result<(Cursor, HashSet<DossierId>)> {
        self.write_all()?;
        let (office, office_heads) = match self.office_touched {
            true => {
                let (office, heads) = office::fold(self.db)?;
                self.sum.take(digest::of_office(&self.office_before)?);
                self.sum.add(digest::of_office(&office)?);
                office::write(self.db, &office, &heads)?;
                (Arc::new(office), heads)
            }
            false => (Arc::clone(&self.office_before), office::read(self.db)?.1),
        };
        if self.whole {
            aside::note_all(self.db)?;
        }
        let Folding { db, sum, position, newest_ms, touched, .. } = self;
        let cursor = Cursor { position, head, newest_ms, sum, office, office_heads };
        tx::write_fold(db, &cursor)?;
        Ok((cursor, touched))
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
