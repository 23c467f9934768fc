//! What accounts are made from: how every dossier in hand during a period stood at its end.

use std::collections::{HashMap, HashSet};

use desk_core::{
    dossier::Status,
    ids::DossierId,
    procedure::Channel,
    report::{Course, End, Period},
    time::from_millis,
};
use rusqlite::{Connection, params};

use crate::{
    day, dossier,
    error::{Result, StoreError},
    reader::Reader,
};

/// A dossier in hand during a period, as it stood at the period's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InHand {
    /// The dossier.
    pub dossier: DossierId,
    /// Its procedure: code and name.
    pub procedure: (String, String),
    /// How it stood.
    pub course: Course,
}

/// Money taken in a period under one procedure and means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeSum {
    /// The procedure's field.
    pub field: String,
    /// Its code and name.
    pub procedure: (String, String),
    /// How it was paid: `cash`, `transfer` or `online`.
    pub means: String,
    /// How often it was taken.
    pub times: u32,
    /// How often a correction put it right or a void took it back.
    pub put_right: u32,
    /// Đồng in all.
    pub vnd: i64,
}

/// A reception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reception {
    /// The dossier.
    pub dossier: DossierId,
    /// When, by its own day also where it was entered later.
    pub at: desk_core::time::Moment,
    /// How it came.
    pub channel: Channel,
    /// Entered later from a paper book.
    pub back_entry: bool,
    /// Who received it.
    pub clerk: Option<desk_core::ids::PersonId>,
}

/// A citizen who left without a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftWithout {
    /// `guidance` or `refusal`.
    pub kind: String,
    /// When.
    pub at: desk_core::time::Moment,
    /// Book and number of the slip.
    pub slip: (String, u32),
    /// Code of the procedure asked for.
    pub procedure: String,
    /// Why.
    pub reason: String,
}

struct Line {
    id: DossierId,
    received: i64,
    due: Option<i64>,
    resolved: Option<i64>,
    status: Status,
    channel: Channel,
    procedure: i64,
}

type Procedures = HashMap<i64, (String, String, String)>;

impl Reader {
    /// Tells every dossier in hand during a period, as it stood at the period's end: received in it, or before it and
    /// not resolved before it. Void numbers are nowhere. In no particular order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn in_hand(&self, period: &Period, mut tell: impl FnMut(InHand)) -> Result<()> {
        self.with(|db| {
            let procedures = procedures(db)?;
            let (start, end) = (period.start().timestamp_millis(), period.end().timestamp_millis());
            // A record that ends before the period does needs no looking back.
            let newest: i64 = db.query_row("SELECT newest FROM fold", [], |row| row.get("newest"))?;
            let mut statement = db.prepare_cached(include_str!("courses.sql"))?;
            let mut rows = statement.query(params![start, end])?;
            while let Some(row) = rows.next()? {
                let line = line(row)?;
                let (code, name, field) = procedures.get(&line.procedure).ok_or_else(damaged)?.clone();
                let settled = line.resolved.is_some_and(|at| at < end);
                let course = if settled || newest < end {
                    line.course(field)?
                } else {
                    let dossier = dossier::fold(db, line.id)?;
                    match dossier.accepted().and_then(|accepted| Course::before(accepted, period.end())) {
                        Some(course) => course,
                        None => continue,
                    }
                };
                tell(InHand { dossier: line.id, procedure: (code, name), course });
            }
            Ok(())
        })
    }

    /// The unit identifiers that stand in the dossiers' codes, in order. A dossier keeps the code that it was received
    /// under, also where another office goes on with it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn identifiers(&self) -> Result<Vec<String>> {
        self.with(|db| {
            let mut statement = db.prepare_cached("SELECT min(code) AS code FROM dossiers WHERE code > ?1")?;
            let (mut found, mut after) = (Vec::new(), String::new());
            while let Some(code) = statement.query_row([&after], |row| row.get::<_, Option<String>>("code"))? {
                let identifier = code.split_once('-').map_or(code.as_str(), |(identifier, _)| identifier).to_owned();
                // The sign after the hyphen: behind every code of this identifier, before those that are longer.
                after = format!("{identifier}.");
                found.push(identifier);
            }
            Ok(found)
        })
    }

    /// The dossiers whose codes begin with a unit identifier.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn dossiers_of(&self, identifier: &str) -> Result<HashSet<DossierId>> {
        self.with(|db| {
            let mut statement = db.prepare_cached("SELECT id FROM dossiers WHERE code >= ?1 AND code < ?2")?;
            let between = [format!("{identifier}-"), format!("{identifier}.")];
            let ids = statement.query_map(between, |row| Ok(DossierId::from_bytes(row.get("id")?)))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Receptions of a period, void numbers left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn receptions(&self, period: &Period, mut tell: impl FnMut(Reception)) -> Result<()> {
        self.with(|db| {
            let sql = "SELECT id, received, channel, back_entry, clerk FROM dossiers \
                       WHERE received >= ?1 AND received < ?2 AND status <> 'void'";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows =
                statement.query(params![period.start().timestamp_millis(), period.end().timestamp_millis()])?;
            while let Some(row) = rows.next()? {
                let at = from_millis(row.get("received")?).ok_or_else(damaged)?;
                let clerk: Option<[u8; 16]> = row.get("clerk")?;
                tell(Reception {
                    dossier: DossierId::from_bytes(row.get("id")?),
                    at,
                    channel: channel(row)?,
                    back_entry: row.get::<_, Option<bool>>("back_entry")?.unwrap_or_default(),
                    clerk: clerk.map(desk_core::ids::PersonId::from_bytes),
                });
            }
            Ok(())
        })
    }

    /// Money taken in a period, by procedure and means, in no particular order of fields.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fee_sums(&self, period: &Period) -> Result<Vec<FeeSum>> {
        self.with(|db| {
            let mut statement = db.prepare_cached(include_str!("fees.sql"))?;
            let sums = statement.query_map(
                params![period.start().timestamp_millis(), period.end().timestamp_millis()],
                |row| {
                    Ok(FeeSum {
                        field: row.get("sector")?,
                        procedure: (row.get("code")?, row.get("name")?),
                        means: row.get("means")?,
                        times: row.get("times")?,
                        put_right: row.get("put_right")?,
                        vnd: row.get("vnd")?,
                    })
                },
            )?;
            Ok(sums.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Dossiers that were asked for papers or refused in a period, void numbers left out: those whose history a report of
    /// supplements or refusals has to read. By code.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn with_history(&self, of: HistoryOf, period: &Period) -> Result<Vec<DossierId>> {
        self.with(|db| {
            let kind = match of {
                HistoryOf::Supplements => "asked",
                HistoryOf::Refusals => "refused",
            };
            let sql = "SELECT d.id FROM dossiers d WHERE d.code IS NOT NULL AND d.status <> 'void' AND d.id IN \
                       (SELECT dossier FROM marks WHERE day >= ?1 AND day <= ?2 AND kind = ?3) ORDER BY d.code";
            let mut statement = db.prepare_cached(sql)?;
            let days = params![day::number(period.from), day::number(period.to), kind];
            let ids = statement.query_map(days, |row| Ok(DossierId::from_bytes(row.get("id")?)))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Dossiers whose result was there before a period began and lay uncollected into it: collected in it or later, or
    /// not yet. In no particular order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn uncollected_into(&self, period: &Period) -> Result<Vec<DossierId>> {
        self.with(|db| {
            let sql = "SELECT id FROM dossiers WHERE lane = 3 AND resolved < ?1 \
                       UNION ALL \
                       SELECT id FROM dossiers WHERE lane = 4 AND turn >= ?1 AND status = 'returned' AND resolved < ?1";
            let mut statement = db.prepare_cached(sql)?;
            let start = period.start().timestamp_millis();
            let ids = statement.query_map(params![start], |row| Ok(DossierId::from_bytes(row.get("id")?)))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Tells the dossiers that ended in a period and how, in no particular order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ended(&self, period: &Period, mut tell: impl FnMut(DossierId, Status)) -> Result<()> {
        self.with(|db| {
            let sql = "SELECT id, status FROM dossiers WHERE lane = 4 AND turn >= ?1 AND turn < ?2";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows =
                statement.query(params![period.start().timestamp_millis(), period.end().timestamp_millis()])?;
            while let Some(row) = rows.next()? {
                let status = row.get_ref("status")?.as_str().map_err(rusqlite::Error::from)?;
                tell(DossierId::from_bytes(row.get("id")?), dossier::status_of(status).ok_or_else(damaged)?);
            }
            Ok(())
        })
    }

    /// The dossiers behind [`Reader::fee_sums`]: of each line of the period the procedure's code, the means, whether money
    /// was taken (true) or put right, and the dossier.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fee_payments(&self, period: &Period, mut tell: impl FnMut(&str, &str, bool, DossierId)) -> Result<()> {
        self.with(|db| {
            let sql = "SELECT p.code, m.means, m.form IN ('receipt', 'fee') AS taken, m.dossier FROM money m JOIN dossiers d ON d.id = m.dossier \
                       JOIN procedures p ON p.n = d.procedure WHERE m.at >= ?1 AND m.at < ?2";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows =
                statement.query(params![period.start().timestamp_millis(), period.end().timestamp_millis()])?;
            while let Some(row) = rows.next()? {
                let (code, means): (String, String) = (row.get("code")?, row.get("means")?);
                tell(&code, &means, row.get("taken")?, DossierId::from_bytes(row.get("dossier")?));
            }
            Ok(())
        })
    }

    /// Citizens who left without a dossier in a period, in the order of time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn left_without(&self, period: &Period) -> Result<Vec<LeftWithout>> {
        self.with(|db| {
            let sql = "SELECT kind, at, book, number, procedure, reason FROM walk_ins \
                       WHERE at >= ?1 AND at < ?2 ORDER BY at, position";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows =
                statement.query(params![period.start().timestamp_millis(), period.end().timestamp_millis()])?;
            let mut list = Vec::new();
            while let Some(row) = rows.next()? {
                list.push(LeftWithout {
                    kind: row.get("kind")?,
                    at: from_millis(row.get("at")?).ok_or_else(damaged)?,
                    slip: (row.get("book")?, row.get("number")?),
                    procedure: row.get("procedure")?,
                    reason: row.get("reason")?,
                });
            }
            Ok(list)
        })
    }

    /// The time of the newest thing that the record tells; none while it is empty.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest(&self) -> Result<Option<desk_core::time::Moment>> {
        self.with(|db| {
            let newest: i64 = db.query_row("SELECT newest FROM fold", [], |row| row.get("newest"))?;
            Ok(from_millis(newest).filter(|_| newest > 0))
        })
    }

    /// The newest entry of every device here: what a report names as its ground.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn heads(&self) -> Result<Vec<desk_log::Head>> {
        self.with(|db| {
            let sql = "SELECT d.id, e.seq, e.hash FROM devices d JOIN entries e ON e.device = d.n \
                       WHERE e.seq = (SELECT max(seq) FROM entries WHERE device = d.n) ORDER BY d.id, e.hash";
            let mut statement = db.prepare_cached(sql)?;
            let heads = statement.query_map([], |row| {
                Ok(desk_log::Head {
                    device: desk_core::ids::DeviceId(row.get("id")?),
                    seq: row.get::<_, i64>("seq")?.unsigned_abs(),
                    hash: desk_core::ids::EntryHash(row.get("hash")?),
                })
            })?;
            Ok(heads.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Which histories [`Reader::with_history`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryOf {
    /// Papers were asked for.
    Supplements,
    /// The dossier was refused, in writing or by closing it.
    Refusals,
}

fn damaged() -> StoreError {
    StoreError::Damaged { what: "a line of the register does not read" }
}

fn channel(row: &rusqlite::Row<'_>) -> Result<Channel> {
    dossier::channel_of(row.get_ref("channel")?.as_str().map_err(rusqlite::Error::from)?).ok_or_else(damaged)
}

fn line(row: &rusqlite::Row<'_>) -> Result<Line> {
    Ok(Line {
        id: DossierId::from_bytes(row.get("id")?),
        received: row.get("received")?,
        due: row.get("due")?,
        resolved: row.get("resolved")?,
        status: dossier::status_of(row.get_ref("status")?.as_str().map_err(rusqlite::Error::from)?)
            .ok_or_else(damaged)?,
        channel: channel(row)?,
        procedure: row.get("procedure")?,
    })
}

impl Line {
    /// The dossier as its line has it: as it stands now.
    fn course(&self, field: String) -> Result<Course> {
        let moment = |millis| from_millis(millis).ok_or_else(damaged);
        let end = match self.status {
            Status::Ready | Status::Returned => Some(End::Result),
            Status::Refused => Some(End::Refused),
            Status::Stopped => Some(End::Stopped),
            Status::Withdrawn => Some(End::Withdrawn),
            Status::Received | Status::InProgress | Status::AwaitingPapers | Status::AwaitingPayment | Status::Void => {
                None
            }
        };
        let resolved = match (self.resolved, end) {
            (Some(at), Some(end)) => Some((moment(at)?, end)),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(damaged()),
        };
        Ok(Course {
            field,
            channel: self.channel,
            received: moment(self.received)?,
            due: self.due.map(moment).transpose()?,
            waits: matches!(self.status, Status::AwaitingPapers | Status::AwaitingPayment),
            resolved,
        })
    }
}

fn procedures(db: &Connection) -> Result<Procedures> {
    let mut statement = db.prepare_cached("SELECT n, code, name, sector FROM procedures")?;
    let all =
        statement.query_map([], |row| Ok((row.get("n")?, (row.get("code")?, row.get("name")?, row.get("sector")?))))?;
    Ok(all.collect::<rusqlite::Result<_>>()?)
}
