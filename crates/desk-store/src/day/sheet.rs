//! What one machine did on a day, counted from the tables.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use desk_core::{
    code::CounterRange,
    day::{MoneyKind, MoneyLine, NumberLine, Sheet, VoidNumber},
    dossier::{Dossier, Means, State},
    ids::{DeviceId, DossierId, PersonId},
    office::Office,
};
use rusqlite::{Connection, params};

use super::{mark, span};
use crate::{
    dossier,
    error::{Result, StoreError},
    reader::Reader,
};

fn damaged() -> StoreError {
    StoreError::Damaged { what: "a line of the day does not read" }
}

/// A machine's number in the file; none when nothing of it is here.
fn machine(db: &Connection, device: DeviceId) -> Result<Option<i64>> {
    let mut statement = db.prepare_cached("SELECT n FROM devices WHERE id = ?1")?;
    let mut rows = statement.query(params![device.0])?;
    Ok(rows.next()?.map(|row| row.get("n")).transpose()?)
}

impl Reader {
    /// What a machine did on a day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn machine_sheet(&self, office: &Office, device: DeviceId, day: NaiveDate) -> Result<Sheet> {
        self.with(|db| {
            let Some(n) = machine(db, device)? else { return Ok(Sheet::default()) };
            let mut sheet = Sheet::default();
            receptions(db, n, day, &mut sheet)?;
            marks(db, n, day, &mut sheet)?;
            walk_ins(db, n, day, &mut sheet)?;
            money(db, office, n, day, &mut sheet)?;
            sheet.numbers = numbers(db, office, (device, n), day)?;
            Ok(sheet)
        })
    }

    /// Dossiers logged on a day (void numbers counted, back entries not) whose first entry the province is known to have: it
    /// countersigned the machine that this store is or was at least that far, or handed the entry out in the office's feed.
    /// What another desk's stick brought counts only once the province said so.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn logged_there(&self, day: NaiveDate) -> Result<u32> {
        self.with(|db| {
            let sql = "SELECT count(*) AS n FROM dossiers d CROSS JOIN entries e ON e.position = d.row \
                   WHERE d.received >= ?1 AND d.received < ?2 AND d.back_entry = 0 AND ( \
                   EXISTS (SELECT 1 FROM countersigned c WHERE c.device = e.device AND c.seq >= e.seq) \
                   OR EXISTS (SELECT 1 FROM feed f WHERE f.entry = e.position))";
            let (start, end) = span(day);
            Ok(db.prepare_cached(sql)?.query_row(params![start, end], |row| row.get("n"))?)
        })
    }

    /// The machines of which something is here, with the first and the last moment of each by its own clock.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn machines_heard(&self) -> Result<BTreeMap<DeviceId, (i64, i64)>> {
        self.with(|db| {
            let sql = "SELECT d.id, \
                   (SELECT cose FROM entries e WHERE e.device = d.n ORDER BY e.seq LIMIT 1) AS first, \
                   (SELECT cose FROM entries e WHERE e.device = d.n ORDER BY e.seq DESC LIMIT 1) AS last \
                   FROM devices d";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut heard = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let at = |name: &str| -> Result<Option<i64>> {
                    let cose = row.get_ref(name)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
                    Ok(cose.map(desk_log::Opened::peek).transpose()?.map(|header| header.at))
                };
                if let (Some(first), Some(last)) = (at("first")?, at("last")?) {
                    heard.insert(DeviceId(row.get("id")?), (first, last));
                }
            }
            Ok(heard)
        })
    }
}

fn receptions(db: &Connection, machine: i64, day: NaiveDate, sheet: &mut Sheet) -> Result<()> {
    let sql = "SELECT d.channel, d.back_entry, d.status = 'void' AS void, count(*) AS n \
               FROM dossiers d CROSS JOIN entries e ON e.position = d.row \
               WHERE d.received >= ?1 AND d.received < ?2 AND e.device = ?3 \
               GROUP BY d.channel, d.back_entry, void";
    let (start, end) = span(day);
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![start, end, machine])?;
    while let Some(row) = rows.next()? {
        let (back, void, n): (bool, bool, u32) = (row.get("back_entry")?, row.get("void")?, row.get("n")?);
        if !back {
            sheet.logged += n;
        }
        if void {
            continue;
        }
        let word: String = row.get("channel")?;
        match dossier::channel_of(&word).ok_or_else(damaged)? {
            desk_core::procedure::Channel::InPerson => sheet.in_person += n,
            desk_core::procedure::Channel::Post => sheet.post += n,
            desk_core::procedure::Channel::Online => sheet.online += n,
        }
        sheet.back_entries += if back { n } else { 0 };
    }
    // Told by the print's own entries, not by the dossier: two sides of one equation.
    let sql = "SELECT count(DISTINCT d.id) AS n FROM marks m CROSS JOIN dossiers d ON d.id = m.dossier \
               CROSS JOIN entries e ON e.position = d.row \
               WHERE m.day = ?1 AND m.kind = 'printed' AND e.device = ?2 AND d.back_entry = 0 \
               AND d.received >= ?3 AND d.received < ?4";
    let values = params![mark::number(day), machine, start, end];
    sheet.printed = db.prepare_cached(sql)?.query_row(values, |row| row.get("n"))?;
    Ok(())
}

fn marks(db: &Connection, machine: i64, day: NaiveDate, sheet: &mut Sheet) -> Result<()> {
    let sql = "SELECT m.kind, count(*) AS n FROM marks m CROSS JOIN entries e ON e.position = m.position \
               CROSS JOIN dossiers d ON d.id = m.dossier \
               WHERE m.day = ?1 AND e.device = ?2 AND d.code IS NOT NULL AND d.status <> 'void' GROUP BY m.kind";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![mark::number(day), machine])?;
    while let Some(row) = rows.next()? {
        let (kind, n): (String, u32) = (row.get("kind")?, row.get("n")?);
        match kind.as_str() {
            "reprinted" => sheet.reprints = n,
            "corrected" => sheet.corrections = n,
            "asked" => sheet.supplements = n,
            "returned" => sheet.returned = n,
            "refused" => sheet.refused = n,
            "stopped" => sheet.stopped = n,
            "withdrawn" => sheet.withdrawn = n,
            _ => {}
        }
    }
    Ok(())
}

fn walk_ins(db: &Connection, machine: i64, day: NaiveDate, sheet: &mut Sheet) -> Result<()> {
    let sql = "SELECT w.kind, count(*) AS n FROM walk_ins w CROSS JOIN entries e ON e.position = w.position \
               WHERE w.at >= ?1 AND w.at < ?2 AND e.device = ?3 GROUP BY w.kind";
    let (start, end) = span(day);
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![start, end, machine])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get("kind")?;
        let count = if kind == "guidance" { &mut sheet.guided } else { &mut sheet.turned_away };
        *count = row.get("n")?;
    }
    Ok(())
}

fn money(db: &Connection, office: &Office, machine: i64, day: NaiveDate, sheet: &mut Sheet) -> Result<()> {
    let sql = "SELECT m.clerk, m.form, m.means, count(*) AS times, sum(m.vnd) AS vnd \
               FROM money m CROSS JOIN entries e ON e.position = m.position \
               WHERE m.at >= ?1 AND m.at < ?2 AND e.device = ?3 GROUP BY m.clerk, m.form, m.means";
    let (start, end) = span(day);
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![start, end, machine])?;
    while let Some(row) = rows.next()? {
        let clerk: Option<[u8; 16]> = row.get("clerk")?;
        let id = clerk.map(PersonId::from_bytes);
        let person = id.and_then(|id| office.people.get(&id)).map(|person| person.name.clone()).unwrap_or_default();
        let (form, means): (String, String) = (row.get("form")?, row.get("means")?);
        let kind = match form.as_str() {
            "receipt" => MoneyKind::Reception,
            "fee" => MoneyKind::Fee,
            "correction" => MoneyKind::Correction,
            "void" => MoneyKind::Void,
            _ => return Err(damaged()),
        };
        let means = match means.as_str() {
            "cash" => Means::Cash,
            "transfer" => Means::Transfer,
            "online" => Means::Online,
            _ => return Err(damaged()),
        };
        sheet.take(MoneyLine { person, id, kind, means, times: row.get("times")?, vnd: row.get("vnd")? });
    }
    Ok(())
}

/// The account of a machine's numbers of a day, a line a counter. Registers taken over from files have codes of their
/// own and are not numbers that a counter gave.
fn numbers(
    db: &Connection,
    office: &Office,
    (id, machine): (DeviceId, i64),
    day: NaiveDate,
) -> Result<Vec<NumberLine>> {
    let Some(began) = office.began(id) else { return Ok(Vec::new()) };
    let head = format!("{}-{}-", began.identifier, day.format("%y%m%d"));
    let (low, high) = (format!("{head}0000"), format!("{head}9999"));
    let sql = "SELECT d.number, d.id, d.status, e.device FROM dossiers d CROSS JOIN entries e ON e.position = d.row \
               WHERE d.code BETWEEN ?1 AND ?2 AND d.book NOT LIKE 'nhập%' ORDER BY d.code";
    let (mut own, mut others) = (BTreeSet::new(), BTreeSet::new());
    let mut void = Vec::new();
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![low, high])?;
    while let Some(row) = rows.next()? {
        let Some(number) = row.get::<_, Option<u16>>("number")? else { continue };
        if row.get::<_, i64>("device")? != machine {
            others.insert(number);
            continue;
        }
        own.insert(number);
        if row.get::<_, String>("status")? == "void" {
            let of = dossier::fold(db, DossierId::from_bytes(row.get("id")?))?;
            void.push(VoidNumber { number, reason: void_reason(&of) });
        }
    }
    let above = office.numbers_above(id, day);
    let lines = (1..=10).filter_map(|counter| {
        let range = CounterRange::of(counter).ok()?;
        let within = |numbers: &BTreeSet<u16>| numbers.range(range.first()..=range.last()).copied().collect();
        let void = void.iter().filter(|void| range.contains(void.number)).cloned().collect();
        let above = above.filter(|above| range.contains(*above));
        NumberLine::of(counter, range.first(), &within(&own), &within(&others), above, void)
    });
    Ok(lines.collect())
}

fn void_reason(dossier: &Dossier) -> String {
    match dossier.accepted().map(|accepted| &accepted.state) {
        Some(State::Void(said)) => said.reason.clone(),
        Some(_) | None => String::new(),
    }
}
