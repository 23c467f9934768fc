//! Holding the account against the log: slips, money, walk-ins, marks and days, each line of the tables and each fact that makes one.

use std::collections::BTreeSet;

use desk_core::{
    dossier::{Dossier, Fact, Slip},
    ids::{DossierId, PersonId},
    office::OfficeFact,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Money, WalkInLine, counting, means_word};
use crate::{codec::Body, day, entry::Entry, error::Result};

/// What the log has told so far, and whether the tables say the same.
#[derive(Debug, Default)]
pub(crate) struct Account {
    slips: i64,
    money: i64,
    walk_ins: i64,
    marks: i64,
    day_entries: i64,
    differs: bool,
}

impl Account {
    /// Holds the entries of one dossier against the tables.
    pub(crate) fn dossier(
        &mut self,
        db: &Connection,
        id: DossierId,
        entries: Vec<Entry>,
        dossier: &Dossier,
    ) -> Result<()> {
        let mut slips = BTreeSet::new();
        for entry in &entries {
            if let Body::Dossier(fact) = &entry.body {
                slips.extend(fact.slip());
                self.marks(db, entry.position, id, fact)?;
            }
        }
        self.slips(db, &slips, &id.bytes())?;
        counting(entries, dossier, |entry, fact, before| self.money(db, id, entry, (fact, before)))
    }

    fn money(
        &mut self,
        db: &Connection,
        id: DossierId,
        entry: &Entry,
        (fact, before): (&Fact, &Dossier),
    ) -> Result<()> {
        let Some(money) = Money::of(fact, before.accepted()) else { return Ok(()) };
        self.money += 1;
        let sql = "SELECT dossier, at, vnd, means, clerk, form, book, number, receipt FROM money WHERE position = ?1";
        let same = |row: &Row<'_>| -> rusqlite::Result<bool> {
            Ok(row.get::<_, [u8; 16]>("dossier")? == id.bytes()
                && row.get::<_, i64>("at")? == money.at.timestamp_millis()
                && row.get::<_, i64>("vnd")? == money.vnd
                && row.get::<_, String>("means")? == means_word(money.means)
                && row.get::<_, Option<[u8; 16]>>("clerk")? == entry.actor.map(|clerk| clerk.bytes())
                && row.get::<_, String>("form")? == money.form
                && row.get::<_, String>("book")? == money.book
                && row.get::<_, u32>("number")? == money.number
                && row.get::<_, Option<String>>("receipt")?.as_deref() == money.receipt)
        };
        let found = db.prepare_cached(sql)?.query_row(params![entry.position], same).optional()?;
        self.differs |= found != Some(true);
        Ok(())
    }

    fn marks(&mut self, db: &Connection, position: i64, dossier: DossierId, fact: &Fact) -> Result<()> {
        let sql = "SELECT count(*) AS n FROM marks WHERE day = ?1 AND kind = ?2 AND position = ?3 AND dossier = ?4";
        for (day, kind) in day::marks_of(fact) {
            self.marks += 1;
            let values = params![day::number(day), kind, position, dossier.bytes()];
            let found: i64 = db.prepare_cached(sql)?.query_row(values, |row| row.get("n"))?;
            self.differs |= found != 1;
        }
        Ok(())
    }

    fn day_entry(&mut self, db: &Connection, position: i64, fact: &OfficeFact) -> Result<()> {
        let Some(of) = day::day_of(fact) else { return Ok(()) };
        self.day_entries += 1;
        let sql = "SELECT count(*) AS n FROM day_entries WHERE day = ?1 AND position = ?2";
        let values = params![day::number(of), position];
        let found: i64 = db.prepare_cached(sql)?.query_row(values, |row| row.get("n"))?;
        self.differs |= found != 1;
        Ok(())
    }

    fn slips(&mut self, db: &Connection, slips: &BTreeSet<&Slip>, dossier: &[u8]) -> Result<()> {
        let sql = "SELECT count(*) AS n FROM slips WHERE form = ?1 AND book = ?2 AND number = ?3 AND dossier = ?4";
        for slip in slips {
            self.slips += 1;
            let values = params![slip.form, slip.book, slip.number, dossier];
            let found: i64 = db.prepare_cached(sql)?.query_row(values, |row| row.get("n"))?;
            self.differs |= found != 1;
        }
        Ok(())
    }

    /// Holds the office's entries against the tables.
    pub(crate) fn office(&mut self, db: &Connection, entries: &[Entry]) -> Result<()> {
        let mut slips = BTreeSet::new();
        for entry in entries {
            let Body::Office(fact) = &entry.body else { continue };
            self.day_entry(db, entry.position, fact)?;
            if let Some(line) = WalkInLine::of(fact) {
                slips.insert(&line.walk_in.slip);
                self.walk_in(db, entry.position, entry.actor, fact)?;
            }
        }
        self.slips(db, &slips, &[])
    }

    fn walk_in(&mut self, db: &Connection, position: i64, clerk: Option<PersonId>, fact: &OfficeFact) -> Result<()> {
        let Some(WalkInLine { kind, walk_in }) = WalkInLine::of(fact) else { return Ok(()) };
        self.walk_ins += 1;
        let sql = "SELECT kind, at, book, number, procedure, owner, reason, clerk FROM walk_ins WHERE position = ?1";
        let same = |row: &Row<'_>| -> rusqlite::Result<bool> {
            Ok(row.get::<_, String>("kind")? == kind
                && row.get::<_, i64>("at")? == walk_in.done.at.timestamp_millis()
                && row.get::<_, String>("book")? == walk_in.slip.book
                && row.get::<_, u32>("number")? == walk_in.slip.number
                && row.get::<_, String>("procedure")? == walk_in.procedure.0
                && row.get::<_, String>("owner")? == walk_in.party.name
                && row.get::<_, String>("reason")? == walk_in.reason
                && row.get::<_, Option<[u8; 16]>>("clerk")? == clerk.map(|clerk| clerk.bytes()))
        };
        let found = db.prepare_cached(sql)?.query_row(params![position], same).optional()?;
        self.differs |= found != Some(true);
        Ok(())
    }

    /// True when the tables hold what the log told and nothing else.
    pub(crate) fn holds(&self, db: &Connection) -> Result<bool> {
        let sql = "SELECT (SELECT count(*) FROM slips) AS slips, (SELECT count(*) FROM money) AS money, \
                   (SELECT count(*) FROM walk_ins) AS walk_ins, (SELECT count(*) FROM marks) AS marks, \
                   (SELECT count(*) FROM day_entries) AS day_entries";
        let counts: [i64; 5] = db.query_row(sql, [], |row| {
            Ok([row.get("slips")?, row.get("money")?, row.get("walk_ins")?, row.get("marks")?, row.get("day_entries")?])
        })?;
        Ok(!self.differs && counts == [self.slips, self.money, self.walk_ins, self.marks, self.day_entries])
    }
}
