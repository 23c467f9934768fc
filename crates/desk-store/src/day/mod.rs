//! A day of the office: what happened on it, what of it wants a decision, and how it was closed.
//!
//! What always holds: every count is over the same condition that lists its dossiers ([`DayMark`]); what happened on a
//! day is read off `marks`, one line an entry, so no history is folded for it.

mod drill;
mod mark;
mod review;
mod sheet;

use chrono::NaiveDate;
use desk_core::{
    day::{DayFact, DayRecord},
    office::OfficeFact,
};
use rusqlite::params;

pub use drill::{DayMark, What};
pub(crate) use mark::{day_of, marks_of, note, note_office, number};
pub use review::{DayCounts, DossierException, EXCEPTIONS, HourLine, SectorLine};

use crate::{
    codec::Body,
    entry,
    error::Result,
    reader::Reader,
    register::{day_end, day_start},
};

/// The first millisecond of a day and the first after it.
fn span(day: NaiveDate) -> (i64, i64) {
    (day_start(day), day_end(day))
}

impl Reader {
    /// Where a day stands: its closings, sheets, signatures and judgements.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn day_record(&self, day: NaiveDate) -> Result<DayRecord> {
        self.with(|db| {
            let mut statement =
                db.prepare_cached("SELECT position FROM day_entries WHERE day = ?1 ORDER BY position")?;
            let positions = statement.query_map(params![number(day)], |row| row.get("position"))?;
            let positions: Vec<i64> = positions.collect::<rusqlite::Result<_>>()?;
            let mut record = DayRecord::default();
            for position in positions {
                let Some(entry) = entry::at(db, position)? else { continue };
                let fact = match entry.body {
                    Body::Office(OfficeFact::CounterClosed(closed)) => DayFact::Counter(closed),
                    Body::Office(OfficeFact::DayClosed(closed)) => DayFact::Office(closed),
                    Body::Office(OfficeFact::DaySigned(signed)) => DayFact::Signed(signed),
                    Body::Office(OfficeFact::ExceptionJudged(judged)) => DayFact::Judged(*judged),
                    Body::Office(_) | Body::Dossier(_) | Body::Aside(_) | Body::Erased => continue,
                };
                record = record.with(entry.head.device, entry.head.seq, entry.hash, fact);
            }
            Ok(record)
        })
    }

    /// The last day before one of which there is a sheet.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn closed_before(&self, day: NaiveDate) -> Result<Option<NaiveDate>> {
        let before = self.with(|db| {
            let sql = "SELECT DISTINCT day FROM day_entries WHERE day < ?1 ORDER BY day DESC LIMIT 30";
            let mut statement = db.prepare_cached(sql)?;
            let days = statement.query_map(params![number(day)], |row| row.get::<_, i32>("day"))?;
            Ok(days.collect::<rusqlite::Result<Vec<_>>>()?)
        })?;
        for number in before {
            let Some(day) = NaiveDate::from_num_days_from_ce_opt(number) else { continue };
            if self.day_record(day)?.sheet().is_some() {
                return Ok(Some(day));
            }
        }
        Ok(None)
    }
}
