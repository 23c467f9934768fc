//! The line of a dossier in the projection: a pure function of the folded dossier.

use std::borrow::Cow;

use desk_core::{
    code::DossierCode,
    dossier::{Accepted, Collector, Dossier, Print, PrintOutcome, ReturnBy, Status},
    ids::{DossierId, EntryHash, PersonId},
    import::is_taken_back,
    procedure::Channel,
    text::sort_key,
    time::Moment,
};
use rusqlite::{Connection, OptionalExtension, ToSql, params};
use serde::{Deserialize, Serialize};

use super::{
    heads_bytes,
    lane::{self, Lane},
};
use crate::error::Result;

/// How the newest print of a dossier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintState {
    /// Nothing was printed yet.
    None,
    /// The spooler has not said how the job ended.
    Waiting,
    /// It did not come out.
    Failed,
    /// It came out, or was saved as a file.
    Done,
}

impl PrintState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            PrintState::None => "none",
            PrintState::Waiting => "waiting",
            PrintState::Failed => "failed",
            PrintState::Done => "done",
        }
    }

    pub(crate) fn of_word(word: &str) -> Self {
        let all = [PrintState::None, PrintState::Waiting, PrintState::Failed, PrintState::Done];
        all.into_iter().find(|state| state.word() == word).unwrap_or(PrintState::None)
    }

    fn of(prints: &[Print]) -> Self {
        let Some(print) = prints.last() else { return PrintState::None };
        match &print.outcome {
            None => PrintState::Waiting,
            Some(PrintOutcome::Failed { .. }) => PrintState::Failed,
            Some(PrintOutcome::Completed | PrintOutcome::Saved) => PrintState::Done,
        }
    }
}

pub(crate) fn status_of(word: &str) -> Option<Status> {
    Status::from_word(word)
}

pub(crate) fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::InPerson => "in_person",
        Channel::Post => "post",
        Channel::Online => "online",
    }
}

pub(crate) fn channel_of(word: &str) -> Option<Channel> {
    Channel::ALL.into_iter().find(|channel| channel_word(*channel) == word)
}

pub(crate) fn return_word(by: ReturnBy) -> &'static str {
    match by {
        ReturnBy::Desk => "desk",
        ReturnBy::Post => "post",
        ReturnBy::Online => "online",
    }
}

pub(crate) fn return_of(word: &str) -> Option<ReturnBy> {
    [ReturnBy::Desk, ReturnBy::Post, ReturnBy::Online].into_iter().find(|by| return_word(*by) == word)
}

/// The part of the line that only an accepted dossier has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) number: Option<i64>,
    pub(crate) procedure: (String, String, String),
    pub(crate) owner: String,
    pub(crate) owner_sort: String,
    pub(crate) born: Option<String>,
    pub(crate) submitter: Option<String>,
    pub(crate) personal: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) received: i64,
    pub(crate) lane: i64,
    pub(crate) turn: Option<i64>,
    pub(crate) channel: Cow<'static, str>,
    pub(crate) book: String,
    pub(crate) book_number: i64,
    pub(crate) address: Option<String>,
    pub(crate) sets: i64,
    pub(crate) return_by: Cow<'static, str>,
    pub(crate) back_entry: bool,
    pub(crate) life: Life,
}

/// The part of the line that the life after the receipt changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Life {
    pub(crate) due: Option<i64>,
    pub(crate) status: Cow<'static, str>,
    pub(crate) prints: i64,
    pub(crate) print_state: Cow<'static, str>,
    pub(crate) holder: Option<String>,
    pub(crate) pending: Option<String>,
    pub(crate) handed: Option<i64>,
    pub(crate) resolved: Option<i64>,
    pub(crate) at_desk: Option<i64>,
    pub(crate) posted: bool,
    pub(crate) ended: Option<i64>,
    pub(crate) collector: Option<Cow<'static, str>>,
    pub(crate) asked: i64,
    pub(crate) answered: Option<i64>,
    pub(crate) extended: i64,
    pub(crate) corrected: i64,
    pub(crate) void_wanted: bool,
    pub(crate) cash: i64,
    pub(crate) collided: bool,
    pub(crate) pending_since: Option<i64>,
    pub(crate) in_charge: Option<String>,
}

impl Life {
    fn of(accepted: &Accepted) -> Life {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let last = accepted.supplements.last();
        let answered = last.and_then(|supplement| supplement.answer.as_ref()).map(|answer| answer.done.at);
        // An answer is news until the dossier goes on: handed over, or its result entered.
        let pending = accepted.pending_hand_over().filter(|_| accepted.status().is_in_process());
        let since = |at: Moment| accepted.custody.iter().any(|custody| custody.handed.done.at >= at);
        let news = answered.filter(|at| accepted.status().is_in_process() && !since(*at));
        Life {
            due: accepted.due().map(|due| due.timestamp_millis()),
            status: accepted.status().word().into(),
            prints: count(accepted.prints.len()),
            print_state: PrintState::of(&accepted.prints).word().into(),
            holder: accepted.held_by().map(str::to_owned),
            pending: pending.map(|handed| handed.to.clone()),
            pending_since: pending.map(|handed| handed.done.at.timestamp_millis()),
            in_charge: accepted.in_charge().map(str::to_owned),
            handed: accepted.custody.first().map(|custody| custody.handed.done.at.timestamp_millis()),
            resolved: accepted.resolved_at().map(|at| at.timestamp_millis()),
            at_desk: accepted.result_at_desk.map(|at| at.timestamp_millis()),
            posted: accepted.with_post().is_some(),
            ended: lane::ended(accepted),
            collector: accepted.returned().map(|returned| collector_word(&returned.to).into()),
            asked: count(accepted.supplements.len()),
            answered: news.map(|at| at.timestamp_millis()),
            extended: count(accepted.extensions.len()),
            corrected: count(accepted.corrections.len()),
            void_wanted: accepted.void_request.is_some(),
            cash: accepted.fees.iter().map(|fee| fee.vnd).fold(0, i64::saturating_add),
            collided: accepted.collision.is_some(),
        }
    }

    /// The columns in the order of `insert.sql` and `update.sql`.
    fn values(&self) -> [&dyn ToSql; 21] {
        [
            &self.due,
            &self.status,
            &self.prints,
            &self.print_state,
            &self.holder,
            &self.pending,
            &self.handed,
            &self.resolved,
            &self.at_desk,
            &self.posted,
            &self.ended,
            &self.collector,
            &self.asked,
            &self.answered,
            &self.extended,
            &self.corrected,
            &self.void_wanted,
            &self.cash,
            &self.collided,
            &self.pending_since,
            &self.in_charge,
        ]
    }

    fn read(found: &rusqlite::Row<'_>) -> Result<Life> {
        Ok(Life {
            due: found.get("due")?,
            status: Cow::Owned(found.get("status")?),
            prints: found.get("prints")?,
            print_state: Cow::Owned(found.get("print_state")?),
            holder: found.get("holder")?,
            pending: found.get("pending")?,
            handed: found.get("handed")?,
            resolved: found.get("resolved")?,
            at_desk: found.get("at_desk")?,
            posted: found.get("posted")?,
            ended: found.get("ended")?,
            collector: found.get::<_, Option<String>>("collector")?.map(Cow::Owned),
            asked: found.get("asked")?,
            answered: found.get("answered")?,
            extended: found.get("extended")?,
            corrected: found.get("corrected")?,
            void_wanted: found.get("void_wanted")?,
            cash: found.get("cash")?,
            collided: found.get("collided")?,
            pending_since: found.get("pending_since")?,
            in_charge: found.get("in_charge")?,
        })
    }
}

fn collector_word(collector: &Collector) -> &'static str {
    match collector {
        Collector::Owner => "owner",
        Collector::Authorised { .. } => "authorised",
        Collector::WithoutReceipt { .. } => "without_receipt",
        Collector::Post { .. } => "post",
        Collector::Online => "online",
    }
}

/// A whole line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) row: i64,
    pub(crate) id: DossierId,
    pub(crate) heads: Vec<EntryHash>,
    pub(crate) doc: [u8; 32],
    pub(crate) clerk: Option<PersonId>,
    pub(crate) line: Option<Line>,
}

impl Line {
    pub(crate) fn of(dossier: &Dossier) -> Option<Line> {
        // What an import brought and took back stands in the record alone.
        let accepted = dossier.accepted().filter(|accepted| !is_taken_back(accepted))?;
        let received = &accepted.received;
        let (lane, turn) = Lane::of(accepted);
        let submitter = received.submitter.as_ref().map(|submitter| &submitter.party);
        Some(Line {
            code: received.code.clone(),
            number: received.code.parse::<DossierCode>().ok().map(|code| code.number().into()),
            procedure: (
                received.procedure.code.clone(),
                received.procedure.name.clone(),
                received.procedure.sector.clone(),
            ),
            owner: received.owner.name.clone(),
            owner_sort: sort_key(&received.owner.name),
            born: received.owner.birth_date.map(|born| born.to_string()),
            submitter: submitter.map(|party| party.name.clone()),
            personal: received.owner.personal_number.clone(),
            phone: received.owner.phone.clone().or_else(|| submitter.and_then(|party| party.phone.clone())),
            received: received.received_at.timestamp_millis(),
            lane: lane.number(),
            turn,
            channel: channel_word(received.channel).into(),
            book: received.book.clone(),
            book_number: received.book_number.into(),
            address: received.owner.address.clone(),
            sets: received.sets.into(),
            return_by: return_word(received.return_by).into(),
            back_entry: received.back_entry.is_some(),
            life: Life::of(accepted),
        })
    }
}

impl Row {
    /// Reads a line as `all.sql` gives it.
    pub(crate) fn read(found: &rusqlite::Row<'_>) -> Result<Row> {
        let heads = super::heads_of(found.get_ref("heads")?.as_blob().map_err(rusqlite::Error::from)?);
        let line = match found.get::<_, Option<String>>("code")? {
            Some(code) => Some(Line {
                code,
                number: found.get("number")?,
                procedure: (found.get("procedure_code")?, found.get("procedure_name")?, found.get("sector")?),
                owner: found.get("owner")?,
                owner_sort: found.get("owner_sort")?,
                born: found.get("born")?,
                submitter: found.get("submitter")?,
                personal: found.get("personal")?,
                phone: found.get("phone")?,
                received: found.get("received")?,
                lane: found.get("lane")?,
                turn: found.get("turn")?,
                channel: Cow::Owned(found.get("channel")?),
                book: found.get("book")?,
                book_number: found.get("book_number")?,
                address: found.get("address")?,
                sets: found.get("sets")?,
                return_by: Cow::Owned(found.get("return_by")?),
                back_entry: found.get("back_entry")?,
                life: Life::read(found)?,
            }),
            None => None,
        };
        Ok(Row {
            row: found.get("row")?,
            id: DossierId::from_bytes(found.get("id")?),
            heads,
            doc: found.get("doc")?,
            clerk: found.get::<_, Option<[u8; 16]>>("clerk")?.map(PersonId::from_bytes),
            line,
        })
    }

    /// Writes a line that is not there yet.
    pub(crate) fn insert(&self, db: &Connection) -> Result<()> {
        let mut statement = db.prepare_cached(include_str!("insert.sql"))?;
        let head = (self.row, self.id.bytes(), heads_bytes(&self.heads), self.doc, self.clerk.map(|id| id.bytes()));
        let (row, id, heads, doc, clerk) = head;
        let Some(line) = &self.line else {
            let mut bare =
                db.prepare_cached("INSERT INTO dossiers (row, id, heads, doc, clerk) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            bare.execute(params![row, id, heads, doc, clerk])?;
            return Ok(());
        };
        let procedure = procedure_number(db, &line.procedure)?;
        let id = id.as_slice();
        let base: [&dyn ToSql; 24] = [
            &row,
            &id,
            &heads,
            &doc,
            &clerk,
            &line.code,
            &line.number,
            &procedure,
            &line.owner,
            &line.owner_sort,
            &line.born,
            &line.submitter,
            &line.personal,
            &line.phone,
            &line.received,
            &line.channel,
            &line.book,
            &line.book_number,
            &line.address,
            &line.sets,
            &line.return_by,
            &line.back_entry,
            &line.lane,
            &line.turn,
        ];
        let values: Vec<&dyn ToSql> = base.into_iter().chain(line.life.values()).collect();
        statement.execute(values.as_slice())?;
        Ok(())
    }

    /// Writes the line in place of the one that the dossier had before.
    pub(crate) fn replace(&self, before: &Dossier, now: &Dossier, db: &Connection) -> Result<()> {
        let received = |dossier: &Dossier| dossier.accepted().map(|accepted| accepted.received.clone());
        match (&self.line, received(before) == received(now)) {
            (Some(line), true) => {
                // The rule: of what an index of every line holds, only the lane may have changed. Naming a column rewrites
                // its index even where the value stays, so the place is set apart and only when it moved.
                let heads = heads_bytes(&self.heads);
                let base: [&dyn ToSql; 3] = [&self.row, &heads, &self.doc];
                let values: Vec<&dyn ToSql> = base.into_iter().chain(line.life.values()).collect();
                db.prepare_cached(include_str!("update.sql"))?.execute(values.as_slice())?;
                let place = |accepted: &Accepted| {
                    let (lane, turn) = Lane::of(accepted);
                    (lane.number(), turn)
                };
                if before.accepted().map(place) != Some((line.lane, line.turn)) {
                    let sql = "UPDATE dossiers SET lane = ?2, turn = ?3 WHERE row = ?1";
                    db.prepare_cached(sql)?.execute(params![self.row, line.lane, line.turn])?;
                }
                Ok(())
            }
            (Some(_), false) | (None, _) => {
                db.prepare_cached("DELETE FROM dossiers WHERE row = ?1")?.execute(params![self.row])?;
                self.insert(db)
            }
        }
    }
}

/// The number of a procedure in the list of those ever used, which it joins if it is new.
fn procedure_number(db: &Connection, (code, name, sector): &(String, String, String)) -> Result<i64> {
    let mut find = db.prepare_cached("SELECT n FROM procedures WHERE code = ?1 AND name = ?2 AND sector = ?3")?;
    if let Some(n) = find.query_row(params![code, name, sector], |row| row.get("n")).optional()? {
        return Ok(n);
    }
    db.prepare_cached("INSERT INTO procedures (code, name, sector) VALUES (?1, ?2, ?3)")?
        .execute(params![code, name, sector])?;
    Ok(db.last_insert_rowid())
}
