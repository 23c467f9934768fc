//! Every question that can be put to a store. Reads never wait for writes and see everything committed before.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::NaiveDate;
use desk_core::{
    alike::Judgements,
    dossier::{Dossier, Party, Slip},
    ids::{DossierId, DraftId, EntryHash, PersonId},
    office::Office,
    time::{Moment, from_millis},
};
use desk_log::Head;
use rusqlite::{Connection, params};

use crate::{
    access::{self, Access, Accesses},
    aside::{self, SetAside},
    dossier::{self, Hit},
    draft::{self, Draft},
    entry::{self, Entry},
    error::Result,
    file, office,
    person::{self, Citizen, DuplicateHit},
    register::{self, Count, Filter, Page, Selected, Selection, Sort},
    setting, today,
    today::{ProcedureUse, Today},
};

/// A handle for questions; clones share one connection. Every function fails only when the file cannot be read.
#[derive(Clone)]
pub struct Reader(Arc<Mutex<Connection>>);

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

#[allow(clippy::missing_errors_doc)] // said once, at the type
impl Reader {
    pub(crate) fn open(path: &Path, data_key: &[u8; 32]) -> Result<Reader> {
        Ok(Reader(Arc::new(Mutex::new(file::read_connection(path, data_key)?))))
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A dossier, folded from its entries; unborn when no entry names it.
    pub fn dossier(&self, id: DossierId) -> Result<Dossier> {
        dossier::fold(&self.db(), id)
    }

    /// A dossier's line; none when it is not accepted.
    pub fn hit(&self, id: DossierId) -> Result<Option<Hit>> {
        dossier::of_id(&self.db(), id)
    }

    /// The dossier under a code, written exactly so.
    pub fn dossier_by_code(&self, code: &str) -> Result<Option<DossierId>> {
        dossier::by_code(&self.db(), code)
    }

    /// What happened to a dossier, in the order of the fold.
    pub fn history(&self, id: DossierId) -> Result<Vec<Entry>> {
        Ok(dossier::in_order(entry::of_dossier(&self.db(), id)?))
    }

    /// A dossier as the entries made up to a moment leave it, and those entries: what the record said then. By the clocks of
    /// the machines that made them; what is not understood is left out, as always.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn dossier_at(&self, id: DossierId, at: Moment) -> Result<(Dossier, Vec<Entry>)> {
        let mut entries = dossier::in_order(entry::of_dossier(&self.db(), id)?);
        entries.retain(|entry| entry.at <= at);
        Ok((dossier::fold_entries(&entries), entries))
    }

    /// The office's own entries (people, figures, warnings), newest first, before a position if one is given.
    pub fn office_history(&self, before: Option<i64>, limit: u32) -> Result<Vec<Entry>> {
        entry::of_office(&self.db(), before, limit)
    }

    /// The office as its log tells it.
    pub fn office(&self) -> Result<Office> {
        Ok(office::read(&self.db())?.0)
    }

    /// The entries of citizens who left without a dossier, the last ones first.
    pub fn walk_ins(&self, limit: u32) -> Result<Vec<Entry>> {
        entry::of_walk_ins(&self.db(), limit)
    }

    /// How often the slip of somebody who left without a dossier went on paper. `entry` is where its own entry stands.
    pub fn prints_of_slip(&self, entry: i64, slip: &Slip) -> Result<u32> {
        entry::prints_of_slip(&self.db(), entry, slip)
    }

    /// The entry at a position; none when nothing stands there.
    pub fn entry_at(&self, position: i64) -> Result<Option<Entry>> {
        entry::at(&self.db(), position)
    }

    /// Dossiers that a text finds, newest first, after a [`Hit::row`] if one is given. An empty text finds all.
    pub fn search(&self, text: &str, filter: &Filter, now: Moment, limit: u32, after: Option<i64>) -> Result<Vec<Hit>> {
        register::search(&self.db(), text, filter, now, limit, after)
    }

    /// How many dossiers a text finds, counted up to 1,000.
    pub fn count(&self, text: &str, filter: &Filter, now: Moment) -> Result<Count> {
        register::count(&self.db(), text, filter, now)
    }

    /// A page of the register.
    pub fn register(&self, text: &str, filter: &Filter, now: Moment, sort: Sort, page: Page) -> Result<Vec<Hit>> {
        register::register(&self.db(), text, filter, now, sort, page)
    }

    /// Which dossiers a text and a filter find, all of them: settled once, then read page by page with
    /// [`Reader::lines`].
    pub fn select(&self, text: &str, filter: &Filter, now: Moment) -> Result<Selection> {
        register::select(&self.db(), text, filter, now)
    }

    /// A page of a selection.
    pub fn lines(&self, page: &[Selected]) -> Result<Vec<Hit>> {
        register::lines(&self.db(), page.iter().map(|line| line.row))
    }

    /// The dossiers of a register book, by their lines.
    pub fn of_book(&self, book: &str) -> Result<Vec<DossierId>> {
        let db = self.db();
        let mut statement = db.prepare_cached("SELECT id FROM dossiers WHERE book = ?1 ORDER BY book_number")?;
        let ids = statement.query_map(params![book], |row| Ok(DossierId::from_bytes(row.get("id")?)))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// When the oldest dossier was received, by its own day and not by when it was entered.
    pub fn first_received(&self) -> Result<Option<Moment>> {
        let db = self.db();
        let mut statement = db.prepare_cached("SELECT min(received) AS first FROM dossiers")?;
        let first: Option<i64> = statement.query_row([], |row| row.get("first"))?;
        Ok(first.and_then(from_millis))
    }

    /// The fields (lĩnh vực) that dossiers of this store have, in no particular order.
    pub fn sectors(&self) -> Result<Vec<String>> {
        let db = self.db();
        let mut statement = db.prepare_cached("SELECT DISTINCT sector FROM procedures ORDER BY sector")?;
        let sectors = statement.query_map([], |row| row.get("sector"))?.collect::<rusqlite::Result<_>>()?;
        Ok(sectors)
    }

    /// The next number of a form's slips in a book, from 1.
    pub fn next_slip(&self, form: &str, book: &str) -> Result<u32> {
        register::next_slip(&self.db(), form, book)
    }

    /// The dossiers on a slip, by code.
    pub fn on_slip(&self, slip: &Slip) -> Result<Vec<Hit>> {
        register::on_slip(&self.db(), slip)
    }

    /// Hashes (hex) of every file that a dossier names, set aside or not.
    pub fn files_named(&self) -> Result<std::collections::BTreeSet<String>> {
        let db = self.db();
        let mut statement = db.prepare_cached("SELECT DISTINCT hash FROM file_names")?;
        let hashes = statement.query_map([], |row| row.get("hash"))?;
        Ok(hashes.collect::<rusqlite::Result<_>>()?)
    }

    /// Departments that lately had dossiers, the most used first.
    pub fn departments(&self, limit: u32) -> Result<Vec<String>> {
        let db = self.db();
        let mut statement = db.prepare_cached(include_str!("register/departments.sql"))?;
        let names = statement.query_map(rusqlite::params![limit], |row| row.get("name"))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// The counts of the day.
    pub fn today(&self, now: Moment) -> Result<Today> {
        today::today(&self.db(), now)
    }

    /// Open dossiers by due date, the earliest first, from a time on if one is given.
    pub fn due_list(&self, from: Option<Moment>, limit: u32) -> Result<Vec<Hit>> {
        today::due_list(&self.db(), from, limit)
    }

    /// Dossiers in process with a date from a time on, those that wait for the citizen among them; the earliest first.
    pub fn promised_from(&self, from: Moment, limit: u32) -> Result<Vec<Hit>> {
        today::promised_from(&self.db(), from, limit)
    }

    /// The procedures used most in the last thousand dossiers, by a person or by all.
    pub fn procedures_used(&self, person: Option<PersonId>, limit: u32) -> Result<Vec<ProcedureUse>> {
        today::procedures_used(&self.db(), person, limit)
    }

    /// The next number that a counter may give ([`Tx::next_number`](crate::Tx::next_number)); for showing, not for giving.
    pub fn next_number(&self, code_head: &str, first: u16, last: u16) -> Result<Option<u16>> {
        register::next_number(&self.db(), code_head, first, last)
    }

    /// Numbers used under a code's head (`<identifier>-YYMMDD-`), ascending.
    pub fn numbers_used(&self, code_head: &str) -> Result<Vec<u16>> {
        register::numbers_used(&self.db(), code_head)
    }

    /// The next line of a register book; for showing, not for giving.
    pub fn next_book_number(&self, book: &str) -> Result<u32> {
        register::next_book_number(&self.db(), book)
    }

    /// The newest data of the owner with a personal number.
    pub fn person_latest(&self, personal_number: &str) -> Result<Option<Citizen>> {
        person::latest(&self.db(), personal_number)
    }

    /// Distinct owners that a name (words in any order, beginnings), a number or a phone finds.
    /// Whom `judgements` say to be one person comes once; whom they tell apart comes apart.
    pub fn persons_find(&self, text: &str, limit: usize, judgements: &Judgements) -> Result<Vec<Citizen>> {
        person::find(&self.db(), text, limit, judgements)
    }

    /// Owners of dossiers here who look alike a party without plainly being it, those of the newest dossiers first.
    pub fn persons_alike(&self, party: &Party, limit: usize) -> Result<Vec<Citizen>> {
        person::alike_to(&self.db(), party, limit)
    }

    /// Dossiers of the same person and procedure that are open or were received in the last 30 days; whose they are,
    /// `judgements` say where somebody was asked.
    pub fn duplicates(
        &self,
        personal_number: Option<&str>,
        name: &str,
        born: Option<NaiveDate>,
        procedure: &str,
        now: Moment,
        judgements: &Judgements,
    ) -> Result<Vec<DuplicateHit>> {
        person::duplicates(&self.db(), personal_number, name, born, procedure, now, judgements)
    }

    /// A draft.
    pub fn draft(&self, id: DraftId) -> Result<Option<Draft>> {
        draft::draft(&self.db(), id)
    }

    /// A person's drafts, the last saved first.
    pub fn drafts(&self, owner: PersonId) -> Result<Vec<Draft>> {
        draft::drafts(&self.db(), owner)
    }

    /// A setting of this machine, as JSON.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        setting::read(&self.db(), key)
    }

    /// How many entries there are.
    pub fn entries(&self) -> Result<u64> {
        Ok(entry::last_position(&self.db())?.unsigned_abs())
    }

    /// Who looked at what on this machine, the newest first.
    pub fn accesses(&self, which: &Accesses, limit: u32) -> Result<Vec<Access>> {
        access::list(&self.db(), which, limit)
    }

    /// Entries without what they say, the newest first: those of a kind where one is named, before a place where one is.
    pub fn headers(&self, kind: Option<&str>, before: Option<i64>, limit: u32) -> Result<Vec<Entry>> {
        entry::headers(&self.db(), kind, before, limit)
    }

    /// When the oldest entry was made.
    pub fn first_entry_at(&self) -> Result<Option<Moment>> {
        Ok(entry::at(&self.db(), 1)?.map(|entry| entry.at))
    }

    /// How many dossiers there are.
    pub fn dossiers(&self) -> Result<u64> {
        let db = self.db();
        let mut statement = db.prepare_cached("SELECT count(*) AS n FROM dossiers")?;
        Ok(statement.query_row([], |row| row.get::<_, i64>("n"))?.unsigned_abs())
    }

    /// How many entries are kept and do not count as they say, or not alone.
    pub fn set_aside(&self) -> Result<u64> {
        aside::count(&self.db())
    }

    /// Those entries, the last to come first.
    pub fn set_aside_list(&self, limit: u32) -> Result<Vec<SetAside>> {
        aside::list(&self.db(), limit)
    }

    /// The entry that a head on paper names, by its full hash: its position and head.
    pub fn entry_by_head(&self, head: Head) -> Result<bool> {
        let db = self.db();
        let sql = "SELECT e.hash FROM entries e JOIN devices d ON d.n = e.device WHERE d.id = ?1 AND e.seq = ?2";
        let mut statement = db.prepare_cached(sql)?;
        let seq = i64::try_from(head.seq).unwrap_or(i64::MAX);
        let hashes = statement.query_map(params![head.device.0, seq], |row| row.get::<_, [u8; 32]>("hash"))?;
        for hash in hashes {
            if EntryHash(hash?) == head.hash {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The public keys of every device whose entries are here.
    pub fn public_keys(&self) -> Result<Vec<[u8; 32]>> {
        let db = self.db();
        let mut statement = db.prepare_cached("SELECT public_key FROM devices ORDER BY n")?;
        let keys = statement.query_map([], |row| row.get("public_key"))?.collect::<rusqlite::Result<_>>()?;
        Ok(keys)
    }

    pub(crate) fn with<T>(&self, with: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        with(&self.db())
    }
}
