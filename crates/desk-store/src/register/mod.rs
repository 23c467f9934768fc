//! The register: lists of dossiers by filter, text and order, and the numbers given so far.

mod account;
mod condition;
mod filter;
mod walk;

use desk_core::{
    dossier::{Accepted, Change, Dossier, Fact, FeeLine, FeePaid, Means, Particular, Slip, State, evolve},
    ids::{DossierId, PersonId},
    office::{OfficeFact, WalkIn},
    time::Moment,
};
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

pub(crate) use account::Account;
pub(crate) use condition::{Condition, Conditions};
pub use filter::{DueFilter, Filter};
pub(crate) use filter::{OPEN, day_end, day_start};
pub use walk::{Selected, Selection};
pub(crate) use walk::{lines, select};

use crate::{
    codec::Body,
    day,
    dossier::{HIT_COLUMNS, Hit, hit, in_order},
    entry::Entry,
    error::Result,
    search::{Asked, understand},
};

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest first, in the order in which they were recorded here.
    #[default]
    Newest,
    /// Oldest first, in the order in which they were recorded here.
    Oldest,
    /// By the time of reception, newest first.
    Received,
    /// As the work waits: what is running by due date, then what waits for the citizen, what is ready, what is closed.
    Due,
    /// By the owner's given name, then the rest of the name, as Vietnamese lists do.
    Owner,
    /// By code.
    Code,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Lines to leave out before.
    pub offset: u32,
    /// Lines at most.
    pub limit: u32,
}

/// How many there are, as far as it was worth counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// This many, or at least this many.
    pub n: u32,
    /// True when counting stopped there ("1000+").
    pub or_more: bool,
}

/// Counting stops here: nobody reads the digits beyond.
const COUNT_MAX: u32 = 1_000;

impl Sort {
    fn sql(self) -> &'static str {
        match self {
            Sort::Newest => "d.row DESC",
            Sort::Oldest => "d.row",
            Sort::Received => "d.received DESC, d.row DESC",
            Sort::Due => "d.lane, d.turn, d.row",
            Sort::Owner => "d.owner_sort, d.row",
            Sort::Code => "d.code",
        }
    }
}

/// A question put together: the tables, the conditions and what they are bound to.
struct Question {
    from: &'static str,
    conditions: Conditions,
    /// The index gives rows of this kind in descending order by itself.
    newest_is: &'static str,
}

impl Question {
    /// None when the text holds nothing that could be found.
    fn of(text: &str, filter: &Filter, now: Moment) -> Option<Question> {
        let mut question = Question { from: "dossiers d", conditions: Conditions::accepted(), newest_is: "d.row DESC" };
        match understand(text) {
            Asked::Nothing if text.trim().is_empty() => {}
            Asked::Nothing => return None,
            Asked::CodeFrom(code) => {
                let end = format!("{code}\u{10ffff}");
                question.conditions.push(Condition::with("d.code >= {}", code));
                question.conditions.push(Condition::with("d.code < {}", end));
                // Codes of one unit ascend with the days, so the index of codes gives the newest first.
                question.newest_is = "d.code DESC";
            }
            Asked::Words(words) => {
                // A cross join keeps the index outside: its rows come newest first and the walk stops at the limit.
                question.from = "search s CROSS JOIN dossiers d ON d.row = s.rowid";
                question.conditions.push(Condition::with("s.search MATCH {}", words));
                question.newest_is = "s.rowid DESC";
            }
        }
        filter.narrow(now, &mut |condition| question.conditions.push(condition));
        Some(question)
    }

    fn sql(&self, order: &str, page: Page) -> String {
        format!(
            "SELECT {HIT_COLUMNS} FROM {} CROSS JOIN procedures p ON p.n = d.procedure \
             WHERE {} ORDER BY {order} LIMIT {} OFFSET {}",
            self.from,
            self.conditions.sql(),
            page.limit,
            page.offset
        )
    }

    fn list(&self, db: &Connection, order: &str, page: Page) -> Result<Vec<Hit>> {
        let mut statement = db.prepare_cached(&self.sql(order, page))?;
        let mut rows = statement.query(params_from_iter(&self.conditions.values))?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next()? {
            hits.push(hit(row)?);
        }
        Ok(hits)
    }

    fn count(&self, db: &Connection, max: u32) -> Result<Count> {
        let sql = format!(
            "SELECT count(*) AS n FROM (SELECT 1 FROM {} WHERE {} LIMIT {})",
            self.from,
            self.conditions.sql(),
            max + 1
        );
        let mut statement = db.prepare_cached(&sql)?;
        let n: u32 = statement.query_row(params_from_iter(&self.conditions.values), |row| row.get("n"))?;
        Ok(Count { n: n.min(max), or_more: n > max })
    }
}

/// Dossiers that a text finds, newest first, after a row if one is given.
pub(crate) fn search(
    db: &Connection,
    text: &str,
    filter: &Filter,
    now: Moment,
    limit: u32,
    after: Option<i64>,
) -> Result<Vec<Hit>> {
    let Some(mut question) = Question::of(text, filter, now) else { return Ok(Vec::new()) };
    if let Some(after) = after {
        let column = if question.newest_is == "s.rowid DESC" { "s.rowid < {}" } else { "d.row < {}" };
        question.conditions.push(Condition::with(column, after));
    }
    question.list(db, question.newest_is, Page { offset: 0, limit })
}

/// How many dossiers a text finds.
pub(crate) fn count(db: &Connection, text: &str, filter: &Filter, now: Moment) -> Result<Count> {
    match Question::of(text, filter, now) {
        Some(question) => question.count(db, COUNT_MAX),
        None => Ok(Count { n: 0, or_more: false }),
    }
}

/// A page of the register.
pub(crate) fn register(
    db: &Connection,
    text: &str,
    filter: &Filter,
    now: Moment,
    sort: Sort,
    page: Page,
) -> Result<Vec<Hit>> {
    let Some(question) = Question::of(text, filter, now) else { return Ok(Vec::new()) };
    let order = if sort == Sort::Newest { question.newest_is } else { sort.sql() };
    question.list(db, order, page)
}

/// Counts rows of the register by a condition of its own, up to a limit.
pub(crate) fn count_where(db: &Connection, condition: &str, values: &[&dyn ToSql], max: u32) -> Result<Count> {
    let sql = format!("SELECT count(*) AS n FROM (SELECT 1 FROM dossiers d WHERE {condition} LIMIT {})", max + 1);
    let n: u32 = db.prepare_cached(&sql)?.query_row(values, |row| row.get("n"))?;
    Ok(Count { n: n.min(max), or_more: n > max })
}

/// The next number from `first` to `last` under a code's head; none when the range is used up.
pub(crate) fn next_number(db: &Connection, code_head: &str, first: u16, last: u16) -> Result<Option<u16>> {
    let (low, high) = (format!("{code_head}{first:04}"), format!("{code_head}{last:04}"));
    let mut statement =
        db.prepare_cached("SELECT number FROM dossiers WHERE code BETWEEN ?1 AND ?2 ORDER BY code DESC LIMIT 1")?;
    let highest: Option<i64> = statement.query_row(params![low, high], |row| row.get("number")).optional()?;
    let next = highest.map_or(i64::from(first), |highest| highest + 1);
    Ok(u16::try_from(next).ok().filter(|next| *next <= last))
}

/// The numbers used under a code's head, ascending.
pub(crate) fn numbers_used(db: &Connection, code_head: &str) -> Result<Vec<u16>> {
    let (low, high) = (format!("{code_head}0000"), format!("{code_head}9999"));
    let mut statement = db.prepare_cached("SELECT number FROM dossiers WHERE code BETWEEN ?1 AND ?2 ORDER BY code")?;
    let numbers = statement.query_map(params![low, high], |row| row.get::<_, u16>("number"))?;
    Ok(numbers.collect::<rusqlite::Result<_>>()?)
}

/// The next line of a book, from 1.
pub(crate) fn next_book_number(db: &Connection, book: &str) -> Result<u32> {
    let mut statement =
        db.prepare_cached("SELECT coalesce(max(book_number), 0) AS last FROM dossiers WHERE book = ?1")?;
    Ok(statement.query_row(params![book], |row| row.get::<_, u32>("last"))? + 1)
}

/// The next number of a form's slips in a book, from 1.
pub(crate) fn next_slip(db: &Connection, form: &str, book: &str) -> Result<u32> {
    let mut statement =
        db.prepare_cached("SELECT coalesce(max(number), 0) AS last FROM slips WHERE form = ?1 AND book = ?2")?;
    Ok(statement.query_row(params![form, book], |row| row.get::<_, u32>("last"))? + 1)
}

/// Notes the slip number that a fact uses, and the money that it took or put right. Many dossiers may stand on one slip.
/// `before` is the dossier as it stood.
pub(crate) fn note(
    db: &Connection,
    position: i64,
    dossier: DossierId,
    before: Option<&Dossier>,
    clerk: Option<PersonId>,
    fact: &Fact,
) -> Result<()> {
    if let Some(slip) = fact.slip() {
        db.prepare_cached("INSERT OR IGNORE INTO slips (form, book, number, dossier) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![slip.form, slip.book, slip.number, dossier.bytes()])?;
    }
    if let Fact::FileAttached(file) = fact {
        db.prepare_cached("INSERT OR IGNORE INTO file_names (hash, dossier) VALUES (?1, ?2)")?
            .execute(params![file.hash, dossier.bytes()])?;
    }
    day::note(db, position, dossier, fact)?;
    match Money::of(fact, before.and_then(Dossier::accepted)) {
        Some(money) => money.insert(db, position, dossier, clerk),
        None => Ok(()),
    }
}

/// The facts of a dossier that money is read off, in the order of the fold, each with the dossier before it. What was
/// settled not to hold moves none.
fn counting(
    entries: Vec<Entry>,
    dossier: &Dossier,
    mut tell: impl FnMut(&Entry, &Fact, &Dossier) -> Result<()>,
) -> Result<()> {
    let overruled = dossier.accepted().map(|accepted| accepted.overruled.as_slice()).unwrap_or_default();
    let mut before = Dossier::default();
    for entry in in_order(entries) {
        if let Body::Dossier(fact) = &entry.body
            && !overruled.contains(&entry.hash)
        {
            tell(&entry, fact, &before)?;
            before = evolve(before, fact);
        }
    }
    Ok(())
}

/// Reads the money of a dossier off all of its entries again, where desks were apart: the order of arrival is not that of
/// the fold.
pub(crate) fn money_again(db: &Connection, id: DossierId, entries: Vec<Entry>, dossier: &Dossier) -> Result<()> {
    db.prepare_cached("DELETE FROM money WHERE dossier = ?1")?.execute(params![id.bytes()])?;
    counting(entries, dossier, |entry, fact, before| match Money::of(fact, before.accepted()) {
        Some(money) => money.insert(db, entry.position, id, entry.actor),
        None => Ok(()),
    })
}

impl Money<'_> {
    fn insert(&self, db: &Connection, position: i64, dossier: DossierId, clerk: Option<PersonId>) -> Result<()> {
        let money = self;
        db.prepare_cached(include_str!("money.sql"))?.execute(params![
            position,
            dossier.bytes(),
            money.at.timestamp_millis(),
            money.vnd,
            means_word(money.means),
            clerk.map(|clerk| clerk.bytes()),
            money.form,
            money.book,
            money.number,
            money.receipt,
        ])?;
        Ok(())
    }
}

/// Money that a fact says was taken or put right, and the paper that shows it.
struct Money<'a> {
    at: Moment,
    /// Below 0 where a correction or a void takes back what was written with the reception.
    vnd: i64,
    means: Means,
    form: &'static str,
    book: &'a str,
    number: u32,
    receipt: Option<&'a str>,
}

/// What a fee line says was taken with the reception.
fn taken(fee: &FeeLine) -> i64 {
    if let FeeLine::Amount { vnd, paid: FeePaid::Now } = fee { *vnd } else { 0 }
}

/// What a correction adds to that or takes from it.
fn put_right(change: &Change) -> i64 {
    if let (Particular::Fee(was), Particular::Fee(now)) = (&change.was, &change.now) {
        taken(now) - taken(was)
    } else {
        0
    }
}

impl<'a> Money<'a> {
    /// `before` is the dossier as it stood when the fact happened.
    fn of(fact: &'a Fact, before: Option<&'a Accepted>) -> Option<Money<'a>> {
        if let Fact::FeeCollected(fee) = fact {
            let (book, number, receipt) = (fee.slip.book.as_str(), fee.slip.number, fee.receipt.as_deref());
            return Some(Money { at: fee.done.at, vnd: fee.vnd, means: fee.means, form: "fee", book, number, receipt });
        }
        // With the reception: what was written then stays written, and what puts it right is a line of its own.
        let (at, vnd, form, received) = if let Fact::Received(received) = fact {
            (received.received_at, taken(&received.fee), "receipt", &**received)
        } else if let Fact::Corrected(corrected) = fact {
            (corrected.done.at, corrected.changes.iter().map(put_right).sum(), "correction", &before?.received)
        } else if let Fact::Voided(said) = fact {
            let received = &before.filter(|accepted| !matches!(accepted.state, State::Void(_)))?.received;
            (said.done.at, -taken(&received.fee), "void", received)
        } else {
            return None;
        };
        let (book, number) = (received.book.as_str(), received.book_number);
        (vnd != 0).then_some(Money { at, vnd, means: Means::Cash, form, book, number, receipt: None })
    }
}

/// A citizen who left without a dossier, and how.
struct WalkInLine<'a> {
    kind: &'static str,
    walk_in: &'a WalkIn,
}

impl<'a> WalkInLine<'a> {
    fn of(fact: &'a OfficeFact) -> Option<WalkInLine<'a>> {
        match fact {
            OfficeFact::GuidanceGiven(walk_in) => Some(WalkInLine { kind: "guidance", walk_in }),
            OfficeFact::IntakeRefused(walk_in) => Some(WalkInLine { kind: "refusal", walk_in }),
            OfficeFact::SlipPrinted(_)
            | OfficeFact::DeviceBegan(_)
            | OfficeFact::PersonGranted(_)
            | OfficeFact::PersonRetired(_)
            | OfficeFact::PasswordReset(_)
            | OfficeFact::CounterAssigned(_)
            | OfficeFact::ProcedureSwitched(_)
            | OfficeFact::FigureSet(_)
            | OfficeFact::WarningSettled(_)
            | OfficeFact::RegisterImported(_)
            | OfficeFact::ImportUndone(_)
            | OfficeFact::LabelSet(_)
            | OfficeFact::CalendarSet(_)
            | OfficeFact::SettingSet(_)
            | OfficeFact::PaperContinued(_)
            | OfficeFact::PersonsJudged(_)
            | OfficeFact::CounterClosed(_)
            | OfficeFact::DayClosed(_)
            | OfficeFact::DaySigned(_)
            | OfficeFact::ExceptionJudged(_) => None,
        }
    }
}

/// The dossiers on a slip, in the order of their codes.
pub(crate) fn on_slip(db: &Connection, slip: &Slip) -> Result<Vec<Hit>> {
    let sql = format!(
        "SELECT {HIT_COLUMNS} FROM slips s CROSS JOIN dossiers d ON d.id = s.dossier \
         CROSS JOIN procedures p ON p.n = d.procedure \
         WHERE s.form = ?1 AND s.book = ?2 AND s.number = ?3 AND d.code IS NOT NULL ORDER BY d.code"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![slip.form, slip.book, slip.number])?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        hits.push(hit(row)?);
    }
    Ok(hits)
}

/// Notes a citizen who left without a dossier, and what was said of a day.
pub(crate) fn note_office(db: &Connection, position: i64, clerk: Option<PersonId>, fact: &OfficeFact) -> Result<()> {
    day::note_office(db, position, fact)?;
    let Some(WalkInLine { kind, walk_in }) = WalkInLine::of(fact) else { return Ok(()) };
    let slip = &walk_in.slip;
    db.prepare_cached("INSERT OR IGNORE INTO slips (form, book, number, dossier) VALUES (?1, ?2, ?3, x'')")?
        .execute(params![slip.form, slip.book, slip.number])?;
    db.prepare_cached(include_str!("walk_in.sql"))?.execute(params![
        position,
        kind,
        walk_in.done.at.timestamp_millis(),
        slip.book,
        slip.number,
        walk_in.procedure.0,
        walk_in.party.name,
        walk_in.reason,
        clerk.map(|clerk| clerk.bytes()),
    ])?;
    Ok(())
}

fn means_word(means: Means) -> &'static str {
    match means {
        Means::Cash => "cash",
        Means::Transfer => "transfer",
        Means::Online => "online",
    }
}

#[cfg(test)]
mod tests {
    use desk_core::time::from_millis;

    use super::*;
    use crate::Task;

    fn plan(text: &str, filter: &Filter, order: Sort) -> String {
        let db = Connection::open_in_memory().expect("opens");
        db.execute_batch(include_str!("../../migrations/0001_log.sql")).expect("makes the log");
        db.execute_batch(include_str!("../projections.sql")).expect("makes the projections");
        let now = from_millis(1_709_600_000_000).expect("a time");
        let question = Question::of(text, filter, now).expect("can be asked");
        let order = if order == Sort::Newest { question.newest_is } else { order.sql() };
        let sql = question.sql(order, Page { offset: 0, limit: 50 });
        let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("prepares");
        let steps =
            statement.query_map(params_from_iter(&question.conditions.values), |row| row.get::<_, String>("detail"));
        steps.expect("explains").map(|step| step.expect("reads")).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn no_list_is_sorted_before_its_first_line_is_known() {
        let everything = Filter::default();
        for order in [Sort::Newest, Sort::Oldest, Sort::Received, Sort::Due, Sort::Owner, Sort::Code] {
            let plan = plan("", &everything, order);
            assert!(!plan.contains("TEMP B-TREE"), "{order:?}: {plan}");
        }
        for text in ["huong", "0031 bui", "H28.155-2403"] {
            let plan = plan(text, &everything, Sort::Newest);
            assert!(!plan.contains("TEMP B-TREE"), "{text}: {plan}");
        }
    }

    #[test]
    fn the_lists_of_the_first_page_have_an_index_of_their_own() {
        let check = |filter: Filter, index: &str| {
            let plan = plan("", &filter, Sort::Newest);
            assert!(plan.contains(index), "{index}: {plan}");
        };
        check(Filter { print: Some(crate::PrintState::Failed), ..Filter::default() }, "dossiers_print_failed");
        check(Filter { print: Some(crate::PrintState::Waiting), ..Filter::default() }, "dossiers_print_waiting");
        check(Filter { due: Some(DueFilter::Today), ..Filter::default() }, "dossiers_by_lane");
        for (task, index) in [
            (Task::HandOver, "dossiers_by_lane"),
            (Task::Confirm(None), "dossiers_pending"),
            (Task::Answered, "dossiers_answered"),
            (Task::Void, "dossiers_void_wanted"),
            (Task::Collided, "dossiers_collided"),
            (Task::AnswerOverdue, "dossiers_by_lane"),
            (Task::Uncollected(7), "dossiers_by_lane"),
            (Task::Return, "dossiers_by_lane"),
        ] {
            let plan = plan("", &Filter { task: Some(task), ..Filter::default() }, Sort::Due);
            assert!(plan.contains(index) && !plan.contains("SCAN d;"), "{index}: {plan}");
        }
    }
}
