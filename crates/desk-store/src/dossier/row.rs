//! The line of a dossier in the projection: a pure function of the folded dossier.

use std::borrow::Cow;

use desk_core::{
    code::DossierCode,
    dossier::{Accepted, Dossier, Print, PrintOutcome, Status},
    ids::{DossierId, EntryHash, PersonId},
    procedure::Channel,
    text::sort_key,
};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::heads_bytes;
use crate::error::{Result, StoreError};

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

/// True while the office still owes something.
pub(crate) fn is_open(status: Status) -> bool {
    match status {
        Status::Received => true,
    }
}

/// Every status, to read its word back.
const STATUSES: [Status; 1] = [Status::Received];

pub(crate) fn status_of(word: &str) -> Option<Status> {
    STATUSES.into_iter().find(|status| status.word() == word)
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
    pub(crate) due: Option<i64>,
    pub(crate) status: Cow<'static, str>,
    pub(crate) is_open: bool,
    pub(crate) channel: Cow<'static, str>,
    pub(crate) book: String,
    pub(crate) book_number: i64,
    pub(crate) prints: i64,
    pub(crate) print_state: Cow<'static, str>,
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
        let accepted = dossier.accepted()?;
        let received = &accepted.received;
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
            due: accepted.due().map(|due| due.timestamp_millis()),
            status: accepted.status.word().into(),
            is_open: is_open(accepted.status),
            channel: channel_word(received.channel).into(),
            book: received.book.clone(),
            book_number: received.book_number.into(),
            prints: i64::try_from(accepted.prints.len()).unwrap_or(i64::MAX),
            print_state: PrintState::of(&accepted.prints).word().into(),
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
                due: found.get("due")?,
                status: Cow::Owned(found.get("status")?),
                is_open: found.get("is_open")?,
                channel: Cow::Owned(found.get("channel")?),
                book: found.get("book")?,
                book_number: found.get("book_number")?,
                prints: found.get("prints")?,
                print_state: Cow::Owned(found.get("print_state")?),
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
        let done = statement.execute(params![
            row,
            id,
            heads,
            doc,
            clerk,
            line.code,
            line.number,
            procedure,
            line.owner,
            line.owner_sort,
            line.born,
            line.submitter,
            line.personal,
            line.phone,
            line.received,
            line.due,
            line.status,
            line.is_open,
            line.channel,
            line.book,
            line.book_number,
            line.prints,
            line.print_state,
        ]);
        match done {
            Ok(_) => Ok(()),
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
                Err(StoreError::NumberTaken)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Writes the line in place of the one that the dossier had before.
    pub(crate) fn replace(&self, before: &Dossier, now: &Dossier, db: &Connection) -> Result<()> {
        if let Some(prints) = only_prints_since(before, now) {
            // The rule: nothing that an index of every line holds has changed.
            let count = i64::try_from(prints.len()).unwrap_or(i64::MAX);
            db.prepare_cached(
                "UPDATE dossiers SET heads = ?2, doc = ?3, prints = ?4, print_state = ?5 WHERE row = ?1",
            )?
            .execute(params![
                self.row,
                heads_bytes(&self.heads),
                self.doc,
                count,
                PrintState::of(prints).word()
            ])?;
            return Ok(());
        }
        db.prepare_cached("DELETE FROM dossiers WHERE row = ?1")?.execute(params![self.row])?;
        self.insert(db)
    }
}

/// The prints of an accepted dossier in which nothing else has changed.
fn only_prints_since<'a>(before: &Dossier, now: &'a Dossier) -> Option<&'a [Print]> {
    // Field by field, so that whoever adds one meets this question.
    let Accepted { received, status, prints } = now.accepted()?;
    let Accepted { received: received_before, status: status_before, prints: _ } = before.accepted()?;
    (received == received_before && status == status_before).then_some(prints)
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
