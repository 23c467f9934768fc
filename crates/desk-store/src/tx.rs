//! One act: entries, projections and search index in one transaction.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use desk_core::{
    dossier::{Dossier, Fact, Received, evolve},
    ids::{DossierId, EntryHash, PersonId},
    import::is_taken_back,
    office::{Office, OfficeFact},
    time::Moment,
};
use desk_log::{DeviceKey, Draft, Head, Opened, seal};
use rusqlite::{Connection, params};

use crate::{
    aside, codec,
    digest::{self, Sum},
    dossier::{self, Kept, Row},
    entry,
    error::{Result, StoreError},
    office, register, search,
    writer::Salts,
};

/// What happens in one act.
#[derive(Debug, Clone)]
pub struct Act {
    /// The device's clock.
    pub at: Moment,
    /// Who acts; none when the machine does.
    pub actor: Option<PersonId>,
    /// The entries, in order.
    pub entries: Vec<NewEntry>,
}

/// A fact to be sealed.
#[derive(Debug, Clone)]
pub enum NewEntry {
    /// About a dossier.
    Dossier(DossierId, Fact),
    /// About the office.
    Office(OfficeFact),
}

/// An entry that was appended. Recorded once the act has returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its place in the order of arrival on this machine.
    pub position: i64,
    /// Its place in the chain, and its hash.
    pub head: Head,
    /// The dossier it is about.
    pub dossier: Option<DossierId>,
}

impl Appended {
    /// The head as it is printed at the foot of a receipt.
    pub fn on_paper(&self) -> String {
        self.head.on_paper()
    }
}

/// Where the log and its fold have come to. Copied for an act and put back when it is committed.
#[derive(Debug, Clone)]
pub(crate) struct Cursor {
    pub(crate) position: i64,
    pub(crate) head: Option<Head>,
    pub(crate) newest_ms: i64,
    pub(crate) sum: Sum,
    pub(crate) office: Arc<Office>,
    /// The newest office entries: what the next one builds on.
    pub(crate) office_heads: Vec<EntryHash>,
}

/// The dossiers of the last acts, folded: the next act on one (its print) need not read it again.
pub(crate) type Recent = HashMap<DossierId, Kept>;
const RECENT_MAX: usize = 64;

/// Which identity writes.
pub(crate) struct Pen<'a> {
    pub(crate) key: &'a DeviceKey,
    /// The device's number in the file.
    pub(crate) device: i64,
    pub(crate) office: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) salts: &'a Salts,
}

struct Touched {
    before: Option<Kept>,
    now: Kept,
    clerk: Option<PersonId>,
}

/// An act under way. Nothing of it is recorded before the function that was given it has returned `Ok` and the store has
/// said so too.
pub struct Tx<'a> {
    db: &'a Connection,
    pen: Pen<'a>,
    recent: &'a Recent,
    at: Moment,
    actor: Option<PersonId>,
    cursor: Cursor,
    touched: BTreeMap<DossierId, Touched>,
    office_before: Option<Arc<Office>>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(
        db: &'a Connection,
        pen: Pen<'a>,
        recent: &'a Recent,
        cursor: Cursor,
        at: Moment,
        actor: Option<PersonId>,
    ) -> Self {
        Tx { db, pen, recent, at, actor, cursor, touched: BTreeMap::new(), office_before: None }
    }

    /// Seals a fact and adds it to the act.
    ///
    /// # Errors
    /// When the fact has no canonical form or the file cannot be written; the act is lost then, nothing is recorded.
    pub fn append(&mut self, entry: NewEntry) -> Result<Appended> {
        let (id, payload) = match &entry {
            NewEntry::Dossier(id, fact) => (Some(*id), codec::encode_dossier(fact)?),
            NewEntry::Office(fact) => (None, codec::encode_office(fact)?),
        };
        let before = match id {
            Some(id) => self.kept(id)?,
            None => None,
        };
        let draft = Draft {
            at: self.at.timestamp_millis(),
            offset_ms: None, // no province has told its clock yet
            actor: self.actor,
            office: self.pen.office.to_owned(),
            dossier: id,
            builds_on: match (&before, id) {
                (Some(kept), _) => kept.heads.clone(),
                (None, Some(_)) => Vec::new(),
                (None, None) => self.cursor.office_heads.clone(),
            },
            kind: payload.kind.to_owned(),
            kind_version: payload.version,
            reference: self.pen.reference.to_owned(),
            body: payload.body,
        };
        let seq = self.cursor.head.map_or(1, |head| head.seq + 1);
        let salt = self.pen.salts.next(seq)?;
        let sealed = seal(self.pen.key, seq, self.cursor.head.map(|head| head.hash), draft, salt);
        let position = self.cursor.position + 1;
        let sealed = Opened::from(sealed);
        entry::insert(self.db, position, self.pen.device, &sealed)?;
        let head = Head { device: sealed.header.device, seq, hash: sealed.hash };
        self.cursor.position = position;
        self.cursor.head = Some(head);
        self.cursor.newest_ms = self.cursor.newest_ms.max(sealed.header.at);
        self.cursor.sum.add(digest::of_entry(sealed.hash));
        match (&entry, id) {
            (NewEntry::Dossier(_, fact), Some(id)) => {
                let old = before.as_ref().map(|kept| &kept.dossier);
                register::note(self.db, position, id, old, self.actor, fact)?;
                self.fold_dossier(id, before, position, sealed.hash, fact)?;
            }
            (NewEntry::Office(fact), _) => {
                register::note_office(self.db, position, self.actor, fact)?;
                self.fold_office(head, fact);
            }
            (NewEntry::Dossier(..), None) => unreachable!("a dossier's entry names its dossier"),
        }
        Ok(Appended { position, head, dossier: id })
    }

    fn kept(&self, id: DossierId) -> Result<Option<Kept>> {
        if let Some(touched) = self.touched.get(&id) {
            return Ok(Some(touched.now.clone()));
        }
        if let Some(kept) = self.recent.get(&id) {
            return Ok(Some(kept.clone()));
        }
        dossier::kept(self.db, id)
    }

    fn fold_dossier(
        &mut self,
        id: DossierId,
        before: Option<Kept>,
        position: i64,
        hash: EntryHash,
        fact: &Fact,
    ) -> Result<()> {
        // An entry of our own builds on every head we know, so it comes last in every machine's order.
        let (row, old) =
            before.as_ref().map_or((position, Dossier::default()), |kept| (kept.row, kept.dossier.clone()));
        let dossier = match dossier::goes_on(before.as_ref(), Some(fact)) {
            true => evolve(old, fact),
            false => {
                let entries = entry::of_dossier(self.db, id)?;
                let dossier = dossier::fold_entries(&entries);
                register::money_again(self.db, id, entries, &dossier)?;
                dossier
            }
        };
        let now = Kept { row, heads: vec![hash], dossier, doc: None };
        match self.touched.get_mut(&id) {
            Some(touched) => touched.now = now,
            None => {
                let clerk = self.actor.filter(|_| before.is_none());
                self.touched.insert(id, Touched { before, now, clerk });
            }
        }
        Ok(())
    }

    fn fold_office(&mut self, head: Head, fact: &OfficeFact) {
        self.office_before.get_or_insert_with(|| self.cursor.office.clone());
        self.cursor.office = Arc::new((*self.cursor.office).clone().evolve(head.device, fact));
        self.cursor.office_heads = vec![head.hash];
    }

    /// A dossier as it stands within the act; unborn when no entry names it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn dossier(&self, id: DossierId) -> Result<Dossier> {
        Ok(self.kept(id)?.map_or_else(Dossier::default, |kept| kept.dossier))
    }

    /// The office as it stands within the act.
    pub fn office(&self) -> &Office {
        &self.cursor.office
    }

    /// The next number that a counter may give on a day: one above the highest used from `first` to `last`; none when
    /// the range is used up. `code_head` is the code up to the number, `<identifier>-YYMMDD-`. Taken within the act,
    /// nobody else can take it. Not to be called twice before the dossier is appended and the act has ended.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_number(&self, code_head: &str, first: u16, last: u16) -> Result<Option<u16>> {
        register::next_number(self.db, code_head, first, last)
    }

    /// The next line of a register book, from 1.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_book_number(&self, book: &str) -> Result<u32> {
        register::next_book_number(self.db, book)
    }

    /// The next number of a form's slips in a book, from 1. The number is taken once the fact that carries it is
    /// appended.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_slip(&self, form: &str, book: &str) -> Result<u32> {
        register::next_slip(self.db, form, book)
    }

    pub(crate) fn db(&self) -> &Connection {
        self.db
    }

    pub(crate) fn go_on(&mut self, at: Moment, actor: Option<PersonId>) {
        self.at = at;
        self.actor = actor;
    }

    /// Writes what the act changed in the projections. The caller commits.
    pub(crate) fn finish(mut self) -> Result<(Cursor, Vec<(DossierId, Kept)>)> {
        let mut kept = Vec::with_capacity(self.touched.len());
        for (id, mut touched) in std::mem::take(&mut self.touched) {
            self.project(id, &mut touched)?;
            kept.push((id, touched.now));
        }
        if let Some(before) = &self.office_before {
            self.cursor.sum.take(digest::of_office(before)?);
            self.cursor.sum.add(digest::of_office(&self.cursor.office)?);
            office::write(self.db, &self.cursor.office, &self.cursor.office_heads)?;
        }
        write_fold(self.db, &self.cursor)?;
        Ok((self.cursor, kept))
    }

    fn project(&mut self, id: DossierId, touched: &mut Touched) -> Result<()> {
        let doc = digest::doc_of(&touched.now.dossier)?;
        touched.now.doc = Some(doc);
        self.cursor.sum.add(digest::of_dossier(id, &doc));
        let row = |kept: &Kept, clerk| Row {
            row: kept.row,
            id,
            heads: kept.heads.clone(),
            doc,
            clerk,
            line: dossier::Line::of(&kept.dossier),
        };
        let Some(before) = &touched.before else {
            let row = row(&touched.now, touched.clerk);
            if row.line.as_ref().map_or(Ok(false), |line| aside::is_taken(self.db, row.row, line))? {
                return Err(StoreError::NumberTaken);
            }
            row.insert(self.db)?;
            return match search::of_dossier(&touched.now.dossier) {
                Some(words) => search::insert(self.db, touched.now.row, &words),
                None => Ok(()),
            };
        };
        let old_doc = before.doc.map_or_else(|| digest::doc_of(&before.dossier), Ok)?;
        self.cursor.sum.take(digest::of_dossier(id, &old_doc));
        let clerk = dossier::clerk_of(self.db, before.row)?;
        let row = row(&touched.now, clerk);
        let line_before = dossier::Line::of(&before.dossier);
        if let (None, Some(line)) = (&line_before, &row.line)
            && aside::is_taken(self.db, row.row, line)?
        {
            return Err(StoreError::NumberTaken);
        }
        row.replace(&before.dossier, &touched.now.dossier, self.db)?;
        aside::look_again(self.db, row.row, line_before.as_ref(), row.line.as_ref())?;
        refresh_search(self.db, &before.dossier, &touched.now)
    }
}

/// Brings the index from the words of a dossier before to those it has now.
pub(crate) fn refresh_search(db: &Connection, before: &Dossier, now: &Kept) -> Result<()> {
    fn received(dossier: &Dossier) -> Option<&Received> {
        dossier.accepted().filter(|accepted| !is_taken_back(accepted)).map(|accepted| &accepted.received)
    }
    // Everything that is searched stands in the first fact; a print changes none of it.
    if received(before) == received(&now.dossier) {
        return Ok(());
    }
    if let Some(words) = search::of_dossier(before) {
        search::remove(db, now.row, &words)?;
    }
    match search::of_dossier(&now.dossier) {
        Some(words) => search::insert(db, now.row, &words),
        None => Ok(()),
    }
}

/// Notes how far the fold has come.
pub(crate) fn write_fold(db: &Connection, cursor: &Cursor) -> Result<()> {
    db.prepare_cached("UPDATE fold SET position = ?1, sum = ?2, newest = ?3")?.execute(params![
        cursor.position,
        cursor.sum.0,
        cursor.newest_ms
    ])?;
    Ok(())
}

/// Keeps the newest dossiers at hand.
pub(crate) fn remember(recent: &mut Recent, kept: Vec<(DossierId, Kept)>) {
    if recent.len() + kept.len() > RECENT_MAX {
        recent.clear();
    }
    recent.extend(kept.into_iter().take(RECENT_MAX));
}
