//! What the day brings: counts for the first page, what is due, what is used most.

use desk_core::{ids::PersonId, time::Moment};
use rusqlite::{Connection, ToSql, params};
use serde::Serialize;

use crate::{
    dossier::{HIT_COLUMNS, Hit, hit},
    error::Result,
    register::{Condition, Conditions, Count, OPEN, count_where, day_end, day_start},
};

/// Days after which a result at the desk is called uncollected.
pub const UNCOLLECTED_DAYS: u16 = 7;

/// What is to be done with a dossier, beside its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Received and still at the desk: to be handed over.
    HandOver,
    /// Handed over to this department (any, when none is named) and not confirmed.
    Confirm(Option<String>),
    /// The citizen answered; somebody has to go on.
    Answered,
    /// A supplement whose last day has passed.
    AnswerOverdue,
    /// The clock stands until the citizen answers.
    Waiting,
    /// A result that is not at the desk yet.
    Fetch,
    /// A result at the desk, to be returned.
    Return,
    /// A result at the desk for longer than this many days.
    Uncollected(u16),
    /// With the post.
    Post,
    /// Due before this moment (two working days from now, which only a calendar knows) or late; a date put off is one like
    /// any other.
    Warn(Moment),
    /// A wish to void the number.
    Void,
    /// Decisions of two desks that wait for a supervisor.
    Collided,
}

impl Task {
    /// What holds of the dossiers that wait for it.
    pub(crate) fn condition(&self, now: Moment) -> Condition {
        match self {
            // Not few where nobody hands over: counted and listed along the lane, up to the limit.
            Task::HandOver => {
                Condition::plain("d.lane = 1 AND d.status = 'received' AND d.pending IS NULL AND d.holder IS NULL")
            }
            Task::Confirm(None) => Condition::few("pending IS NOT NULL"),
            Task::Confirm(Some(department)) => Condition::with("d.pending = {}", department.clone()),
            Task::Answered => Condition::few("+lane = 1 AND answered IS NOT NULL"),
            Task::AnswerOverdue => {
                Condition::with("d.lane = 2 AND d.status = 'awaiting_papers' AND d.turn <= {}", now.timestamp_millis())
            }
            Task::Waiting => Condition::plain("d.lane = 2"),
            Task::Fetch => Condition::plain("d.lane = 3 AND d.at_desk IS NULL"),
            Task::Return => Condition::plain("d.lane = 3 AND d.at_desk IS NOT NULL AND d.posted = 0"),
            Task::Uncollected(days) => {
                let since = now - chrono::TimeDelta::days((*days).into());
                Condition::with(
                    "d.lane = 3 AND d.at_desk IS NOT NULL AND d.posted = 0 AND d.turn < {}",
                    since.timestamp_millis(),
                )
            }
            Task::Post => Condition::plain("d.lane = 3 AND d.posted = 1"),
            Task::Warn(until) => Condition::with("d.lane = 1 AND d.turn < {}", until.timestamp_millis()),
            Task::Void => Condition::few("void_wanted = 1"),
            Task::Collided => Condition::few("collided = 1"),
        }
    }
}

/// The counts of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Today {
    /// Open, and the date has passed.
    pub overdue: Count,
    /// Open, and due later today.
    pub due_today: Count,
    /// Received today.
    pub received_today: Count,
    /// Prints of which the spooler has not said how they ended.
    pub prints_waiting: Count,
    /// Prints that did not come out.
    pub prints_failed: Count,
    /// Received and still at the desk.
    pub to_hand_over: Count,
    /// Handed over and not confirmed.
    pub unconfirmed: Count,
    /// The citizen answered; somebody has to go on.
    pub answered: Count,
    /// Waiting for the citizen.
    pub waiting: Count,
    /// Results at the desk.
    pub ready: Count,
    /// Returned today.
    pub returned_today: Count,
    /// Closed without a result today: refused, stopped, withdrawn.
    pub closed_today: Count,
    /// Wishes to void a number.
    pub voids_wanted: Count,
    /// Dossiers on which decisions of two desks wait for a supervisor.
    pub collided: Count,
    /// Told what to bring today, without a dossier.
    pub guided_today: Count,
    /// Turned down at the desk today, without a dossier.
    pub refused_today: Count,
    /// Đồng taken today, corrections counted in.
    pub cash_today: i64,
    /// What of that puts receptions right: corrections and voids of today, below 0 where less was taken.
    pub cash_corrected_today: i64,
}

/// A procedure that is used here, most used first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcedureUse {
    /// Code.
    pub code: String,
    /// Name as it was when last used.
    pub name: String,
    /// Dossiers among the last ones.
    pub dossiers: u32,
}

/// Counts stop here.
const TODAY_MAX: u32 = 9_999;
/// How far back "used most" looks: a thousand dossiers are weeks of a desk.
const USED_ROWS: u32 = 1_000;

/// The counts at a time.
pub(crate) fn today(db: &Connection, now: Moment) -> Result<Today> {
    let now_ms = now.timestamp_millis();
    let (start, end) = (day_start(now.date_naive()), day_end(now.date_naive()));
    let due = |bounds: &str| format!("{OPEN} AND {bounds}");
    Ok(Today {
        overdue: count_where(db, &due("d.turn < ?1"), &[&now_ms], TODAY_MAX)?,
        due_today: count_where(db, &due("d.turn >= ?1 AND d.turn < ?2"), &[&now_ms, &end], TODAY_MAX)?,
        received_today: count_where(db, "d.received >= ?1 AND d.received < ?2", &[&start, &end], TODAY_MAX)?,
        prints_waiting: count_where(db, "d.print_state = 'waiting'", &[], TODAY_MAX)?,
        prints_failed: count_where(db, "d.print_state = 'failed'", &[], TODAY_MAX)?,
        to_hand_over: tasks(db, &Task::HandOver, now)?,
        unconfirmed: tasks(db, &Task::Confirm(None), now)?,
        answered: tasks(db, &Task::Answered, now)?,
        waiting: tasks(db, &Task::Waiting, now)?,
        ready: tasks(db, &Task::Return, now)?,
        returned_today: count_where(
            db,
            "d.lane = 4 AND d.turn >= ?1 AND d.turn < ?2 AND d.status = 'returned'",
            &[&start, &end],
            TODAY_MAX,
        )?,
        closed_today: count_where(
            db,
            "d.lane = 4 AND d.turn >= ?1 AND d.turn < ?2 AND d.status IN ('refused', 'stopped', 'withdrawn')",
            &[&start, &end],
            TODAY_MAX,
        )?,
        voids_wanted: tasks(db, &Task::Void, now)?,
        collided: tasks(db, &Task::Collided, now)?,
        guided_today: walk_ins(db, "guidance", start, end)?,
        refused_today: walk_ins(db, "refusal", start, end)?,
        cash_today: cash(db, start, end)?,
        cash_corrected_today: cash_corrected(db, start, end)?,
    })
}

fn tasks(db: &Connection, task: &Task, now: Moment) -> Result<Count> {
    let mut asked = Conditions::default();
    asked.push(task.condition(now));
    let values: Vec<&dyn ToSql> = asked.values.iter().map(|value| &**value).collect();
    count_where(db, &asked.sql(), &values, TODAY_MAX)
}

fn walk_ins(db: &Connection, kind: &str, start: i64, end: i64) -> Result<Count> {
    let sql = "SELECT count(*) AS n FROM walk_ins WHERE kind = ?1 AND at >= ?2 AND at < ?3";
    let n: u32 = db.prepare_cached(sql)?.query_row(params![kind, start, end], |row| row.get("n"))?;
    Ok(Count { n, or_more: false })
}

/// Đồng taken between two moments, in milliseconds.
fn cash(db: &Connection, start: i64, end: i64) -> Result<i64> {
    let mut statement =
        db.prepare_cached("SELECT CAST(total(vnd) AS INTEGER) AS sum FROM money WHERE at >= ?1 AND at < ?2")?;
    Ok(statement.query_row(params![start, end], |row| row.get("sum"))?)
}

fn cash_corrected(db: &Connection, start: i64, end: i64) -> Result<i64> {
    let sql = "SELECT coalesce(sum(vnd), 0) AS sum FROM money \
               WHERE at >= ?1 AND at < ?2 AND form IN ('correction', 'void')";
    Ok(db.prepare_cached(sql)?.query_row(params![start, end], |row| row.get("sum"))?)
}

/// Open dossiers with a date from `from` on (from the beginning when none), the earliest first.
pub(crate) fn due_list(db: &Connection, from: Option<Moment>, limit: u32) -> Result<Vec<Hit>> {
    let sql = format!(
        "SELECT {HIT_COLUMNS} FROM dossiers d CROSS JOIN procedures p ON p.n = d.procedure \
         WHERE {OPEN} AND d.turn >= ?1 AND d.due IS NOT NULL ORDER BY d.turn, d.row LIMIT ?2"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![from.map_or(i64::MIN, |from| from.timestamp_millis()), limit])?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        hits.push(hit(row)?);
    }
    Ok(hits)
}

/// Dossiers in process with a date at or after `from`, the earliest first; of those that wait for the citizen the date from
/// before, which the answer will move.
pub(crate) fn promised_from(db: &Connection, from: Moment, limit: u32) -> Result<Vec<Hit>> {
    let sql = format!(
        "SELECT {HIT_COLUMNS} FROM dossiers d CROSS JOIN procedures p ON p.n = d.procedure \
         WHERE (d.lane = 1 AND d.turn >= ?1 OR d.lane = 2) AND d.due >= ?1 ORDER BY d.due, d.row LIMIT ?2"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![from.timestamp_millis(), limit])?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        hits.push(hit(row)?);
    }
    Ok(hits)
}

/// The procedures of the last dossiers, of one person or of the whole desk, most used first.
pub(crate) fn procedures_used(db: &Connection, person: Option<PersonId>, limit: u32) -> Result<Vec<ProcedureUse>> {
    let mut statement = db.prepare_cached(include_str!("used.sql"))?;
    let rows = statement.query_map(params![person.map(|person| person.bytes()), USED_ROWS, limit], |row| {
        Ok(ProcedureUse { code: row.get("code")?, name: row.get("name")?, dossiers: row.get("dossiers")? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
