//! The figures and exceptions of a day, by indexes alone: none of it reads a dossier's history.

use chrono::{Days, NaiveDate, Timelike};
use desk_core::{ids::DossierId, time::Moment};
use rusqlite::{Connection, params};

use super::{
    drill::{DayMark, What},
    span,
};
use crate::{error::Result, reader::Reader};

/// A figure of a day: as counted, and what it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCounts {
    /// Received.
    pub received: u32,
    /// Of these, online.
    pub online: u32,
    /// Returned.
    pub returned: u32,
    /// Resolved.
    pub resolved: u32,
    /// Of these, on time.
    pub on_time: u32,
    /// Asked for papers.
    pub supplements: u32,
    /// Đồng taken, whatever the means, corrections and voids counted in.
    pub vnd: i64,
}

/// Receptions within an hour, back entries left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourLine {
    /// The hour, 0 to 23.
    pub hour: u8,
    /// In person and by post.
    pub direct: u32,
    /// Online.
    pub online: u32,
}

/// Receptions of a day in one field, and what runs late in it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorLine {
    /// The field.
    pub sector: String,
    /// Received on the day.
    pub received: u32,
    /// Running now, the due day passed.
    pub overdue: u32,
}

/// An exception that dossiers make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierException {
    /// Which; what it opens.
    pub what: What,
    /// How many dossiers.
    pub count: u32,
    /// They with their codes; the first thousand.
    pub dossiers: Vec<(DossierId, String)>,
}

/// The exceptions that dossiers make, in the order in which a supervisor looks at them.
pub const EXCEPTIONS: [What; 10] = [
    What::LateWithoutApology,
    What::Stuck,
    What::Beyond,
    What::Edited,
    What::VoidWanted,
    What::Voided,
    What::BackEntry,
    What::Unprinted,
    What::NotHandedOver,
    What::Uncollected,
];

/// Dossiers of an exception that are named one by one.
const NAMED: u32 = 1_000;

impl Reader {
    /// The counts of a day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn day_counts(&self, day: NaiveDate, now: Moment) -> Result<DayCounts> {
        self.with(|db| {
            let count = |what| DayMark::of(what, day).count(db, now);
            let (start, end) = span(day);
            let sum = "SELECT coalesce(sum(vnd), 0) AS vnd FROM money WHERE at >= ?1 AND at < ?2";
            Ok(DayCounts {
                received: count(What::Received)?,
                online: DayMark { online: Some(true), ..DayMark::of(What::Received, day) }.count(db, now)?,
                returned: count(What::Returned)?,
                resolved: count(What::Resolved)?,
                on_time: count(What::OnTime)?,
                supplements: count(What::Supplements)?,
                vnd: db.prepare_cached(sum)?.query_row(params![start, end], |row| row.get("vnd"))?,
            })
        })
    }

    /// How many dossiers a mark stands for.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mark_count(&self, mark: &DayMark, now: Moment) -> Result<u32> {
        self.with(|db| mark.count(db, now))
    }

    /// Receptions of a day by hour; hours without one are left out, and so are back entries, which say nothing of the
    /// desk's hours.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn day_hours(&self, day: NaiveDate) -> Result<Vec<HourLine>> {
        let mut hours = [(0_u32, 0_u32); 24];
        self.receptions(&desk_core::report::Period { from: day, to: day }, |one| {
            if one.back_entry {
                return;
            }
            let line = &mut hours[usize::try_from(one.at.hour()).unwrap_or(0).min(23)];
            match one.channel {
                desk_core::procedure::Channel::Online => line.1 += 1,
                desk_core::procedure::Channel::InPerson | desk_core::procedure::Channel::Post => line.0 += 1,
            }
        })?;
        let lines = (0_u8..).zip(hours).filter(|(_, (direct, online))| direct + online > 0);
        Ok(lines.map(|(hour, (direct, online))| HourLine { hour, direct, online }).collect())
    }

    /// Receptions of a day by field, the most first, with what runs late now (`late`: not asked for a day gone by).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn day_sectors(&self, day: NaiveDate, late: Option<Moment>) -> Result<Vec<SectorLine>> {
        self.with(|db| {
            let sql = "SELECT p.sector, sum(one.received) AS received, sum(one.overdue) AS overdue FROM ( \
                           SELECT procedure, 1 AS received, 0 AS overdue FROM dossiers \
                           WHERE received >= ?1 AND received < ?2 AND status <> 'void' \
                           UNION ALL \
                           SELECT procedure, 0, 1 FROM dossiers WHERE lane = 1 AND turn < ?3 \
                       ) one JOIN procedures p ON p.n = one.procedure \
                       GROUP BY p.sector ORDER BY received DESC, overdue DESC, p.sector";
            let (start, end) = span(day);
            let before = late.map_or(i64::MIN, |late| span(late.date_naive()).0);
            let mut statement = db.prepare_cached(sql)?;
            let lines = statement.query_map(params![start, end, before], |row| {
                Ok(SectorLine {
                    sector: row.get("sector")?,
                    received: row.get("received")?,
                    overdue: row.get("overdue")?,
                })
            })?;
            Ok(lines.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// What dossiers of a day want a decision. Of a day gone by only what happened on it: how things stood at its end is
    /// not looked up. Kinds without a dossier are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn day_exceptions(&self, day: NaiveDate, now: Moment) -> Result<Vec<DossierException>> {
        self.with(|db| exceptions(db, day, now))
    }

    /// Receipt numbers of a registered series that stand on more than one line of money, with how often; the lines of a
    /// day lead to them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn receipts_doubled(&self, day: NaiveDate) -> Result<Vec<(String, u32)>> {
        self.with(|db| {
            let sql = "SELECT receipt, count(*) AS n FROM money WHERE at >= ?1 AND at < ?2 AND receipt IS NOT NULL \
                       GROUP BY receipt HAVING n > 1 ORDER BY receipt";
            let (start, end) = span(day);
            let mut statement = db.prepare_cached(sql)?;
            let doubled = statement.query_map(params![start, end], |row| Ok((row.get("receipt")?, row.get("n")?)))?;
            Ok(doubled.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The days of reception that lie nearest before a day and fall on the same weekday; at most `most`, looking back
    /// twelve weeks. Days without a single reception are left out: the office was shut, or not there yet.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn same_weekdays_before(&self, day: NaiveDate, most: usize) -> Result<Vec<NaiveDate>> {
        self.with(|db| {
            let sql = "SELECT 1 FROM dossiers WHERE received >= ?1 AND received < ?2 LIMIT 1";
            let mut statement = db.prepare_cached(sql)?;
            let mut days = Vec::new();
            for week in 1..=12 {
                let Some(one) = day.checked_sub_days(Days::new(7 * week)) else { break };
                let (start, end) = span(one);
                if statement.exists(params![start, end])? {
                    days.push(one);
                }
                if days.len() == most {
                    break;
                }
            }
            Ok(days)
        })
    }
}

/// The exceptions that dossiers make: a pure function of the tables, the day and the clock.
fn exceptions(db: &Connection, day: NaiveDate, now: Moment) -> Result<Vec<DossierException>> {
    let past = day < now.date_naive();
    let mut found = Vec::new();
    for what in EXCEPTIONS.into_iter().filter(|what| !(past && what.is_of_now())) {
        let mark = DayMark::of(what, day);
        let count = mark.count(db, now)?;
        if count == 0 {
            continue;
        }
        found.push(DossierException { what, count, dossiers: mark.dossiers(db, now, NAMED)? });
    }
    Ok(found)
}
