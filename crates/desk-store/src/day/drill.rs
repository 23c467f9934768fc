//! What a mark on the day's screen stands for: one condition that both counts and lists.

use chrono::{Days, NaiveDate};
use desk_core::{ids::DossierId, time::Moment};
use rusqlite::{Connection, params_from_iter};

use super::{mark::number, span};
use crate::{
    error::Result,
    register::{Condition, Conditions},
    today::{Task, UNCOLLECTED_DAYS},
};

/// What is asked of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Received on the day, void numbers left out.
    Received,
    /// Results returned on it.
    Returned,
    /// Resolved on it: result entered, refused, stopped, withdrawn.
    Resolved,
    /// Of these: not after the due day, or without one.
    OnTime,
    /// Of these: after it.
    Late,
    /// Asked for papers on it.
    Supplements,
    /// Money was taken, corrected or taken back on it.
    Money,
    /// Running now, and due on the day.
    DueOn,
    /// Running now, the due day passed: late is compared by day, as in every report.
    Overdue,
    /// The same as an exception: no apology moved the date, or not far enough.
    LateWithoutApology,
    /// Handed over and not confirmed, or answered by the citizen and not gone on with, for more than a day.
    Stuck,
    /// Received and still at the desk.
    NotHandedOver,
    /// The result lies at the desk for longer than a week.
    Uncollected,
    /// Papers outside the catalogue were asked for on the day.
    Beyond,
    /// Corrected on the day after a paper had gone out.
    Edited,
    /// Somebody wants the number void; a supervisor has not answered.
    VoidWanted,
    /// Made void on the day.
    Voided,
    /// Entered on the day from a paper book.
    BackEntry,
    /// Logged on the day, and no receipt was printed that day.
    Unprinted,
}

impl What {
    /// All of them.
    pub const ALL: [What; 19] = [
        What::Received,
        What::Returned,
        What::Resolved,
        What::OnTime,
        What::Late,
        What::Supplements,
        What::Money,
        What::DueOn,
        What::Overdue,
        What::LateWithoutApology,
        What::Stuck,
        What::NotHandedOver,
        What::Uncollected,
        What::Beyond,
        What::Edited,
        What::VoidWanted,
        What::Voided,
        What::BackEntry,
        What::Unprinted,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            What::Received => "received",
            What::Returned => "returned",
            What::Resolved => "resolved",
            What::OnTime => "on_time",
            What::Late => "late",
            What::Supplements => "supplements",
            What::Money => "money",
            What::DueOn => "due_on",
            What::Overdue => "overdue",
            What::LateWithoutApology => "late_without_apology",
            What::Stuck => "stuck",
            What::NotHandedOver => "not_handed_over",
            What::Uncollected => "uncollected",
            What::Beyond => "beyond",
            What::Edited => "edited",
            What::VoidWanted => "void_wanted",
            What::Voided => "voided",
            What::BackEntry => "back_entry",
            What::Unprinted => "unprinted",
        }
    }

    /// What a word names.
    pub fn from_word(word: &str) -> Option<What> {
        What::ALL.into_iter().find(|what| what.word() == word)
    }

    /// True for what holds now and is not looked up for a day gone by.
    pub fn is_of_now(self) -> bool {
        match self {
            What::DueOn
            | What::Overdue
            | What::LateWithoutApology
            | What::Stuck
            | What::NotHandedOver
            | What::Uncollected
            | What::VoidWanted => true,
            What::Received
            | What::Returned
            | What::Resolved
            | What::OnTime
            | What::Late
            | What::Supplements
            | What::Money
            | What::Beyond
            | What::Edited
            | What::Voided
            | What::BackEntry
            | What::Unprinted => false,
        }
    }
}

// As their partial indexes are worded.
const AT_DESK: &str = "status = 'received' AND pending IS NULL AND holder IS NULL";
const VOID_WANTED: &str = "void_wanted = 1";

/// A mark on the day's screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayMark {
    /// What it counts.
    pub what: What,
    /// Of which day.
    pub day: NaiveDate,
    /// Received within this hour, 0 to 23, back entries left out.
    pub hour: Option<u8>,
    /// Received online (true) or in another way.
    pub online: Option<bool>,
    /// Field of the procedure.
    pub sector: Option<String>,
}

impl DayMark {
    /// A mark of a day without further narrowing.
    pub fn of(what: What, day: NaiveDate) -> DayMark {
        DayMark { what, day, hour: None, online: None, sector: None }
    }

    /// Tells each condition. Numbers of our own making stand in the text.
    pub(crate) fn narrow(&self, now: Moment, tell: &mut dyn FnMut(Condition)) {
        tell(self.condition(now));
        if let Some(online) = self.online {
            let sign = if online { "=" } else { "<>" };
            tell(Condition::plain(format!("d.channel {sign} 'online'")));
        }
        if let Some(sector) = &self.sector {
            tell(Condition::with("d.procedure IN (SELECT n FROM procedures WHERE sector = {})", sector.clone()));
        }
    }

    fn condition(&self, now: Moment) -> Condition {
        let (start, end) = span(self.day);
        let day = number(self.day);
        // Late from the day after the due day on.
        let (today, _) = span(now.date_naive());
        let marked = |kind: &str| {
            format!("d.id IN (SELECT dossier FROM marks WHERE day = {day} AND kind = '{kind}') AND d.status <> 'void'")
        };
        let resolved = || format!("{} AND d.resolved >= {start} AND d.resolved < {end}", marked("resolved"));
        let received = || {
            let hour = |hour: u8| start + i64::from(hour.min(23)) * 3_600_000;
            let (from, until) = self.hour.map_or((start, end), |at| (hour(at), hour(at) + 3_600_000));
            // What was entered later from a paper book says nothing of the desk's hours.
            let live = if self.hour.is_some() { " AND d.back_entry = 0" } else { "" };
            format!("d.received >= {from} AND d.received < {until}{live}")
        };
        let day_ago = (now - Days::new(1)).timestamp_millis();
        Condition::plain(match self.what {
            // As the register asks for it.
            What::Uncollected => return Task::Uncollected(UNCOLLECTED_DAYS).condition(now),
            What::Received => format!("{} AND d.status <> 'void'", received()),
            What::Returned => marked("returned"),
            What::Resolved => resolved(),
            What::OnTime => format!("{} AND (d.due IS NULL OR d.due >= {start})", resolved()),
            What::Late => format!("{} AND d.due < {start}", resolved()),
            What::Supplements => marked("asked"),
            What::Money => format!("d.id IN (SELECT dossier FROM money WHERE at >= {start} AND at < {end})"),
            What::DueOn => format!("d.lane = 1 AND d.turn >= {start} AND d.turn < {end}"),
            // An apology moves the date; what is past the new one is late without another.
            What::Overdue | What::LateWithoutApology => format!("d.lane = 1 AND d.turn < {today}"),
            What::Stuck => format!(
                "d.row IN (SELECT row FROM dossiers INDEXED BY dossiers_pending \
                 WHERE pending IS NOT NULL AND pending_since < {day_ago} \
                 UNION SELECT row FROM dossiers WHERE answered IS NOT NULL AND answered < {day_ago})"
            ),
            What::NotHandedOver => return Condition::few(AT_DESK),
            What::Beyond => marked("beyond"),
            What::Edited => marked("edited"),
            What::VoidWanted => return Condition::few(VOID_WANTED),
            What::Voided => format!(
                "d.id IN (SELECT dossier FROM marks WHERE day = {day} AND kind = 'voided') AND d.status = 'void'"
            ),
            What::BackEntry => marked("back_entry"),
            What::Unprinted => format!(
                "{} AND d.back_entry = 0 AND d.id NOT IN \
                 (SELECT dossier FROM marks WHERE day = {day} AND kind = 'printed')",
                received()
            ),
        })
    }

    fn question(&self, now: Moment) -> Conditions {
        // What stands in a lane was accepted: asking for its code too would read every line.
        let in_lane = matches!(self.what, What::DueOn | What::Overdue | What::LateWithoutApology | What::NotHandedOver);
        let mut conditions = if in_lane { Conditions::default() } else { Conditions::accepted() };
        self.narrow(now, &mut |condition| conditions.push(condition));
        conditions
    }

    /// How many dossiers it stands for: those that the register lists for it.
    pub(crate) fn count(&self, db: &Connection, now: Moment) -> Result<u32> {
        // A whole small index is counted by itself, whatever is in it.
        let few = [(What::NotHandedOver, AT_DESK), (What::VoidWanted, VOID_WANTED)];
        let whole = few.into_iter().find(|(what, _)| *what == self.what).map(|(_, whole)| whole);
        if let Some(whole) = whole.filter(|_| self.online.is_none() && self.sector.is_none()) {
            let sql = format!("SELECT count(*) AS n FROM dossiers WHERE {whole}");
            return Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get("n"))?);
        }
        let asked = self.question(now);
        let sql = format!("SELECT count(*) AS n FROM dossiers d WHERE {}", asked.sql());
        Ok(db.prepare(&sql)?.query_row(params_from_iter(&asked.values), |row| row.get("n"))?)
    }

    /// They with their codes, in the order in which they were recorded here.
    pub(crate) fn dossiers(&self, db: &Connection, now: Moment, most: u32) -> Result<Vec<(DossierId, String)>> {
        let asked = self.question(now);
        let sql = format!("SELECT d.row, d.id, d.code FROM dossiers d WHERE {} LIMIT {most}", asked.sql());
        let mut statement = db.prepare(&sql)?;
        let found = statement.query_map(params_from_iter(&asked.values), |row| {
            Ok((row.get::<_, i64>("row")?, DossierId::from_bytes(row.get("id")?), row.get::<_, String>("code")?))
        })?;
        let mut found: Vec<(i64, DossierId, String)> = found.collect::<rusqlite::Result<_>>()?;
        found.sort_unstable_by_key(|(row, ..)| *row);
        Ok(found.into_iter().map(|(_, id, code)| (id, code)).collect())
    }
}

#[cfg(test)]
mod tests {
    use desk_core::time::from_millis;

    use super::*;

    #[test]
    fn no_mark_reads_every_dossier() {
        let db = Connection::open_in_memory().expect("opens");
        db.execute_batch(include_str!("../../migrations/0001_log.sql")).expect("makes the log");
        db.execute_batch(include_str!("../projections.sql")).expect("makes the projections");
        let now = from_millis(1_709_600_000_000).expect("a time");
        for what in What::ALL {
            let asked = DayMark::of(what, now.date_naive()).question(now);
            let sql = format!("EXPLAIN QUERY PLAN SELECT count(*) AS n FROM dossiers d WHERE {}", asked.sql());
            let mut statement = db.prepare(&sql).expect("prepares");
            let steps = statement.query_map(params_from_iter(&asked.values), |row| row.get::<_, String>("detail"));
            let steps: Vec<String> = steps.expect("explains").map(|step| step.expect("reads")).collect();
            let whole = |step: &String| {
                step.contains("dossiers_by_code") || step.starts_with("SCAN d") && !step.contains("dossiers_")
            };
            assert!(!steps.iter().any(whole), "{what:?}: {steps:?}");
        }
    }
}
