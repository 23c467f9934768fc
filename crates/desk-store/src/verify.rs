//! Checking everything: pages, signatures, chain, bodies, and that the projections are what the log folds to.

use std::{
    collections::{BTreeSet, HashMap},
    io::Write,
};

use desk_core::{
    dossier::Dossier,
    ids::{DossierId, EntryHash},
};
use desk_log::{ChainFault, ChainState, Head, Link as _, Opened, Sealed, export::ExportWriter};
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{
    aside,
    codec::Body,
    digest::{self, Digest, Sum},
    dossier::{self, Line, Row},
    entry,
    error::{Result, StoreError},
    file,
    reader::Reader,
    register::Account,
    search,
    store::Store,
};

/// Something that does not hold. Positions and seqs, never data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum Fault {
    /// Pages of the file do not authenticate or do not fit together.
    #[error("the file's pages do not hold: {what}")]
    File {
        /// What SQLite says.
        what: String,
    },
    /// Positions are not 1, 2, 3 …
    #[error("entries are missing before position {position}")]
    Missing {
        /// The position found.
        position: i64,
    },
    /// An entry's bytes, signature or body do not hold.
    #[error("the entry at position {position} does not hold: {what}")]
    Entry {
        /// Where.
        position: i64,
        /// Why.
        what: String,
    },
    /// An entry is not the next of its chain.
    #[error("the entry at position {position} does not continue its chain: {what}")]
    Chain {
        /// Where.
        position: i64,
        /// Why.
        what: String,
    },
    /// The columns beside an entry say other than its bytes.
    #[error("the columns of the entry at position {position} are not its own")]
    Columns {
        /// Where.
        position: i64,
    },
    /// A line of the register is not what the log folds to, is missing or too many.
    #[error("the dossier first met at position {row} is not what the log says")]
    Projection {
        /// Position of its first entry.
        row: i64,
    },
    /// The kept digest is not the one of the rows.
    #[error("the digest does not hold")]
    Digest,
    /// The office is not what the log folds to.
    #[error("the office is not what the log says")]
    Office,
    /// Slips, money or walk-ins are not those of the log.
    #[error("the account of slips, money and walk-ins is not what the log says")]
    Account,
    /// The entries noted as set aside are not those that are.
    #[error("the entries noted as set aside are not those that are")]
    SetAside,
    /// What the province countersigned of this store is not on its chain.
    #[error("the province countersigned an entry {seq} that is not on this chain")]
    Countersigned {
        /// Its seq.
        seq: u64,
    },
    /// The entries of the office's feed are not those that the province's running hash names.
    #[error("the feed up to position {position} is not the one that the province signed")]
    Feed {
        /// The position.
        position: u64,
    },
    /// The search index is not that of the dossiers.
    #[error("the search index does not hold")]
    Search,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// True when nothing is wrong.
    pub ok: bool,
    /// Entries looked at.
    pub entries: u64,
    /// The newest entry of every device.
    pub heads: Vec<Head>,
    /// What does not hold; at most a hundred are listed.
    pub faults: Vec<Fault>,
}

const FAULTS_MAX: usize = 100;

#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        if self.0.len() < FAULTS_MAX {
            self.0.push(fault);
        }
    }
}

struct Device {
    public_key: [u8; 32],
    chain: ChainState,
    /// Further branches of a forked machine: entries of both are kept and both hold.
    branches: Vec<ChainState>,
}

impl Device {
    /// Whether an entry is the next of the chain, or of a branch that parts from it at an entry kept here before.
    fn goes_on(&mut self, db: &Connection, n: i64, position: i64, opened: &Opened) -> Result<Option<ChainFault>> {
        let Err(fault) = self.chain.advance(opened) else { return Ok(None) };
        if self.branches.iter_mut().any(|branch| branch.advance(opened).is_ok()) {
            return Ok(None);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM entries WHERE device = ?1 AND seq = ?2 AND position < ?3) \
                   AND (?2 = 1 OR EXISTS (SELECT 1 FROM entries WHERE device = ?1 AND seq = ?2 - 1 AND hash = ?4 \
                   AND position < ?3))";
        let seq = i64::try_from(opened.header.seq).unwrap_or(-1);
        let prev = opened.header.prev.map(|hash| hash.0);
        if !db.query_row(sql, params![n, seq, position, prev], |row| row.get(0))? {
            return Ok(Some(fault));
        }
        self.branches.push(ChainState::new(opened.head()));
        Ok(None)
    }
}

fn devices(db: &Connection) -> Result<HashMap<i64, Device>> {
    let mut statement = db.prepare("SELECT n, public_key FROM devices")?;
    let rows = statement.query_map([], |row| {
        let device = Device { public_key: row.get("public_key")?, chain: ChainState::default(), branches: Vec::new() };
        Ok((row.get("n")?, device))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Signatures, bodies, chains, and the columns beside them.
fn check_log(db: &Connection, faults: &mut Faults) -> Result<(u64, Vec<Head>, Sum)> {
    let mut devices = devices(db)?;
    let (mut expected, mut sum) = (1, Sum::default());
    let sql = "SELECT e.position, e.device, e.seq, e.hash, e.dossier, e.cose, b.salt, b.body FROM entries e \
               LEFT JOIN bodies b ON b.position = e.position ORDER BY e.position";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let position: i64 = row.get("position")?;
        if position != expected {
            faults.add(Fault::Missing { position });
        }
        expected = position + 1;
        let body = match row.get::<_, Option<[u8; 16]>>("salt")? {
            Some(salt) => Some((salt, row.get("body")?)),
            None => None,
        };
        let n = row.get("device")?;
        let Some(device) = devices.get_mut(&n) else {
            faults.add(Fault::Columns { position });
            continue;
        };
        let opened = match Sealed::open(row.get("cose")?, body, &device.public_key) {
            Ok(opened) => opened,
            Err(fault) => {
                faults.add(Fault::Entry { position, what: fault.to_string() });
                continue;
            }
        };
        let columns = (row.get::<_, i64>("seq")?, row.get::<_, [u8; 32]>("hash")?, row.get("dossier")?);
        if columns != in_columns(&opened) {
            faults.add(Fault::Columns { position });
        }
        if let Some(fault) = device.goes_on(db, n, position, &opened)? {
            faults.add(Fault::Chain { position, what: fault.to_string() });
        }
        sum.add(digest::of_entry(opened.hash));
    }
    let mut heads: Vec<Head> = devices.values().filter_map(|device| device.chain.head()).collect();
    heads.sort_by_key(|head| head.device);
    Ok(((expected - 1).unsigned_abs(), heads, sum))
}

fn in_columns(opened: &Opened) -> (i64, [u8; 32], Option<[u8; 16]>) {
    let seq = i64::try_from(opened.header.seq).unwrap_or(-1);
    (seq, opened.hash.0, opened.header.dossier.map(|id| id.bytes()))
}

/// Every line against the fold of its entries.
fn check_projections(
    db: &Connection,
    faults: &mut Faults,
    sum: &mut Sum,
    account: &mut Account,
    aside: &mut Asides,
) -> Result<()> {
    let mut lines = db.prepare(include_str!("dossier/all.sql"))?;
    let mut rows = lines.query([])?;
    while let Some(found) = rows.next()? {
        let row = Row::read(found)?;
        let entries = entry::of_dossier(db, row.id)?;
        expect_aside(aside, &entries);
        let dossier = dossier::fold_entries(&entries);
        let first = entries.iter().map(|entry| entry.position).min();
        let first = entries.iter().find(|entry| Some(entry.position) == first);
        let heads = dossier::heads(&entries);
        let expected = Row {
            row: first.map_or(0, |entry| entry.position),
            id: row.id,
            heads,
            doc: digest::doc_of(&dossier)?,
            clerk: first.and_then(|entry| entry.actor),
            line: Line::of(&dossier),
        };
        account.dossier(db, row.id, entries, &dossier)?;
        if row != expected {
            faults.add(Fault::Projection { row: row.row });
        }
        sum.add(digest::of_dossier(row.id, &expected.doc));
    }
    // Dossiers of the log without a line: as many distinct ids, and every line has its entries, so none is missing.
    let sql = "SELECT (SELECT count(*) FROM (SELECT DISTINCT dossier FROM entries WHERE dossier IS NOT NULL)) AS log, \
               (SELECT count(*) FROM dossiers) AS lines";
    let (log, lines): (i64, i64) = db.query_row(sql, [], |row| Ok((row.get("log")?, row.get("lines")?)))?;
    if log != lines {
        faults.add(Fault::Projection { row: 0 });
    }
    Ok(())
}

fn check_office(
    db: &Connection,
    faults: &mut Faults,
    sum: &mut Sum,
    account: &mut Account,
    aside: &mut Asides,
) -> Result<()> {
    let entries = entry::of_office(db, None, u32::MAX)?;
    expect_aside(aside, &entries);
    account.office(db, &entries)?;
    let folded = desk_core::office::fold(entries.into_iter().map(crate::office::placed).collect());
    if crate::office::read(db)? != folded {
        faults.add(Fault::Office);
    }
    sum.add(digest::of_office(&folded.0)?);
    Ok(())
}

/// What the table of entries set aside should hold.
type Asides = BTreeSet<(i64, &'static str)>;

fn expect_aside(aside: &mut Asides, entries: &[entry::Entry]) {
    for entry in entries {
        if let Body::Aside(reason) = &entry.body {
            aside.insert((entry.position, reason.word()));
        }
    }
}

fn check_aside(db: &Connection, faults: &mut Faults, mut expected: Asides) -> Result<()> {
    for (positions, reason) in aside::WHOLE {
        let mut statement = db.prepare(positions)?;
        let found = statement.query_map([], |row| Ok((row.get("position")?, reason.word())))?;
        expected.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    let mut statement = db.prepare("SELECT position, reason FROM set_aside")?;
    let kept = statement.query_map([], |row| Ok((row.get("position")?, row.get::<_, String>("reason")?)))?;
    let kept: BTreeSet<(i64, String)> = kept.collect::<rusqlite::Result<_>>()?;
    if !kept.iter().map(|(position, reason)| (*position, reason.as_str())).eq(expected.iter().copied()) {
        faults.add(Fault::SetAside);
    }
    Ok(())
}

/// Every posting of the index against the words of the dossiers, by a sum that forgets their order.
fn check_search(db: &Connection, faults: &mut Faults) -> Result<()> {
    let mut kept = 0_u64;
    db.execute_batch("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)")?;
    let mut statement = db.prepare("SELECT term, doc FROM temp.search_words")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let term = row.get_ref("term")?.as_bytes().map_err(rusqlite::Error::from)?;
        kept = kept.wrapping_add(posting(term, row.get("doc")?));
    }
    let mut expected = 0_u64;
    let mut statement = db.prepare("SELECT row, id FROM dossiers WHERE code IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, id) = (row.get("row")?, DossierId::from_bytes(row.get("id")?));
        let dossier: Dossier = dossier::fold(db, id)?;
        for word in search::of_dossier(&dossier).unwrap_or_default().split(' ') {
            expected = expected.wrapping_add(posting(word.as_bytes(), number));
        }
    }
    if kept != expected || !every_word_is_found(db)? {
        faults.add(Fault::Search);
    }
    Ok(())
}

/// The postings may be whole and the way to them broken: asks for each word as a search does.
fn every_word_is_found(db: &Connection) -> Result<bool> {
    db.execute_batch("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_counts USING fts5vocab(main, search, row)")?;
    let mut lookup = db.prepare("SELECT count(*) AS n FROM search WHERE search MATCH ?1")?;
    let mut statement = db.prepare("SELECT term, doc FROM temp.search_counts")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (term, dossiers): (String, i64) = (row.get("term")?, row.get("doc")?);
        let found: i64 = lookup.query_row(params![format!("\"{term}\"")], |row| row.get("n"))?;
        if found != dossiers {
            return Ok(false);
        }
    }
    Ok(true)
}

/// FNV-1a over a word and a row, mixed: enough to notice a posting that is lost, doubled or elsewhere.
fn posting(word: &[u8], row: i64) -> u64 {
    let bytes = word.iter().copied().chain(row.to_be_bytes());
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

pub(crate) fn verify(db: &Connection) -> Result<Verdict> {
    let mut faults = Faults::default();
    let (mut entries, mut heads) = (0, Vec::new());
    let mut checks = || -> Result<()> {
        file::page_faults(db)?.into_iter().for_each(|what| faults.add(Fault::File { what }));
        let sum;
        (entries, heads, sum) = check_log(db, &mut faults)?;
        let mut sum = sum;
        let mut account = Account::default();
        let mut aside = Asides::new();
        check_projections(db, &mut faults, &mut sum, &mut account, &mut aside)?;
        check_office(db, &mut faults, &mut sum, &mut account, &mut aside)?;
        check_aside(db, &mut faults, aside)?;
        crate::province::check(db, &mut faults)?;
        if !account.holds(db)? {
            faults.add(Fault::Account);
        }
        let kept: [u8; 32] = db.query_row("SELECT sum FROM fold", [], |row| row.get("sum"))?;
        if Sum(kept) != sum {
            faults.add(Fault::Digest);
        }
        check_search(db, &mut faults)
    };
    // A page that cannot be read ends the check and is the finding.
    if let Err(error) = checks() {
        let what = if let StoreError::Damaged { what } = error { what.to_owned() } else { error.to_string() };
        faults.add(Fault::File { what });
    }
    Ok(Verdict { ok: faults.0.is_empty(), entries, heads, faults: faults.0 })
}

/// The digest, counted anew from the rows of one reading.
pub(crate) fn recount(db: &Connection) -> Result<Digest> {
    let (mut sum, mut entries) = (Sum::default(), 0);
    let mut statement = db.prepare("SELECT hash FROM entries")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        sum.add(digest::of_entry(EntryHash(row.get("hash")?)));
        entries += 1;
    }
    let mut statement = db.prepare("SELECT id, doc FROM dossiers")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = DossierId::from_bytes(row.get("id")?);
        sum.add(digest::of_dossier(id, &row.get("doc")?));
    }
    sum.add(digest::of_office(&crate::office::read(db)?.0)?);
    Ok(sum.digest(entries))
}

impl Store {
    /// Checks pages, signatures, chains, bodies, every projection and the search index against the log. Reads only; at a
    /// million dossiers it takes minutes, and acts go on meanwhile (they are not looked at).
    ///
    /// # Errors
    /// When the check itself cannot be made; what is wrong with the store is in the verdict.
    pub fn verify(&self) -> Result<Verdict> {
        let reader = {
            let writer = self.writer();
            Reader::open(&file::database(&writer.folder), &writer.data_key)?
        };
        reader.with(|db| {
            db.execute_batch("PRAGMA query_only = OFF; BEGIN")?; // a view of the index is made in memory; one moment of the file
            let verdict = verify(db);
            db.execute_batch("ROLLBACK")?;
            verdict
        })
    }

    /// The digest counted again from the rows, to compare with [`Store::digest`]: the quick daily check.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn digest_recount(&self) -> Result<Digest> {
        let reader = {
            let writer = self.writer();
            Reader::open(&file::database(&writer.folder), &writer.data_key)?
        };
        reader.with(|db| {
            db.execute_batch("BEGIN")?;
            recount(db)
        })
    }

    /// Writes the whole log as one file (`docs/formats/export.md`) and says how many entries it has.
    ///
    /// # Errors
    /// When the store cannot be read or the file not written.
    pub fn export(&self, to: impl Write) -> Result<u64> {
        self.export_with(to, None)
    }

    /// One dossier's proof: the whole chain of every device that its place in it can be checked by, with the bodies of this
    /// dossier alone; of every other entry only the header, which holds no personal data.
    ///
    /// # Errors
    /// As [`Store::export`].
    pub fn export_proof(&self, to: impl Write, dossier: DossierId) -> Result<u64> {
        self.export_with(to, Some(dossier))
    }

    fn export_with(&self, to: impl Write, only: Option<DossierId>) -> Result<u64> {
        let keys = self.reader().public_keys()?;
        let mut writer = ExportWriter::new(to, &keys)?;
        self.reader().with(|db| {
            let sql = "SELECT e.cose, b.salt, b.body FROM entries e \
                       LEFT JOIN bodies b ON b.position = e.position AND (?1 IS NULL OR e.dossier = ?1) \
                       ORDER BY e.position";
            let mut statement = db.prepare(sql)?;
            let mut rows = statement.query(params![only.map(|id| id.bytes())])?;
            while let Some(row) = rows.next()? {
                let salt: Option<[u8; 16]> = row.get("salt")?;
                let body = row.get_ref("body")?.as_blob_or_null().map_err(rusqlite::Error::from)?;
                let cose = row.get_ref("cose")?.as_blob().map_err(rusqlite::Error::from)?;
                writer.add(cose, salt.as_ref().zip(body))?;
            }
            Ok(())
        })?;
        Ok(writer.finish()?)
    }
}
