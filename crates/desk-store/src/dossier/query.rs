//! Questions about single dossiers, and the line that every list shows.

use desk_core::{
    dossier::{ReturnBy, Status},
    ids::{DossierId, PersonId},
    procedure::Channel,
    time::{Moment, from_millis},
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{PrintState, channel_of, lane::UNDATED, return_of, status_of};
use crate::error::{Result, StoreError};

/// A dossier in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its place in the order of arrival; give the last one back to go on after it.
    pub row: i64,
    /// The dossier.
    pub dossier: DossierId,
    /// Its code.
    pub code: String,
    /// The owner's name.
    pub owner: String,
    /// The owner's personal number.
    pub personal_number: Option<String>,
    /// The owner's phone, or the submitter's.
    pub phone: Option<String>,
    /// Who brought it, when another.
    pub submitter: Option<String>,
    /// The procedure's code.
    pub procedure: String,
    /// The procedure's name.
    pub procedure_name: String,
    /// The procedure's field.
    pub sector: String,
    /// When it was received.
    pub received: Moment,
    /// When it is due.
    pub due: Option<Moment>,
    /// Its state.
    pub status: Status,
    /// How it arrived.
    pub channel: Channel,
    /// Quyển số.
    pub book: String,
    /// Số thứ tự.
    pub book_number: u32,
    /// Prints so far.
    pub prints: u32,
    /// How the newest print stands.
    pub print_state: PrintState,
    /// Who received it.
    pub clerk: Option<PersonId>,
    /// The owner's address.
    pub address: Option<String>,
    /// Sets.
    pub sets: u32,
    /// How the result is to be collected.
    pub return_by: ReturnBy,
    /// True when it was entered later from a paper book.
    pub back_entry: bool,
    /// The department that confirmed it last.
    pub holder: Option<String>,
    /// The department that has not confirmed it yet.
    pub pending: Option<String>,
    /// The department in charge: the first that took it, or was asked while none had.
    pub in_charge: Option<String>,
    /// When it first left the desk.
    pub handed: Option<Moment>,
    /// When the outcome was there.
    pub resolved: Option<Moment>,
    /// When the result came to the desk.
    pub at_desk: Option<Moment>,
    /// True while the result is with the post.
    pub posted: bool,
    /// When the citizen had the result, or the dossier was closed.
    pub ended: Option<Moment>,
    /// How the result went: `owner`, `authorised`, `without_receipt`, `post`, `online`.
    pub collector: Option<String>,
    /// When the citizen answered a supplement that nobody has gone on from.
    pub answered: Option<Moment>,
    /// How often the date was put off.
    pub extended: u32,
    /// How often mistakes on it were put right.
    pub corrected: u32,
    /// True while decisions of two desks wait for a supervisor.
    pub collided: bool,
    /// The moment that orders it in its lane: due, last day for an answer, result, end.
    pub turn: Option<Moment>,
}

/// What [`hit`] reads; the tables are `d` (dossiers) and `p` (procedures).
pub(crate) const HIT_COLUMNS: &str = "d.row, d.id, d.code, d.owner, d.personal, d.phone, d.submitter, \
     p.code AS procedure_code, p.name AS procedure_name, p.sector, d.received, d.due, d.status, d.channel, d.book, \
     d.book_number, d.prints, d.print_state, d.clerk, d.address, d.sets, d.return_by, d.back_entry, d.holder, \
     d.pending, d.handed, d.resolved, d.at_desk, d.posted, d.ended, d.collector, d.answered, d.extended, d.corrected, d.turn, \
     d.collided, d.in_charge";

/// Reads a line.
pub(crate) fn hit(row: &Row<'_>) -> Result<Hit> {
    let damaged = || StoreError::Damaged { what: "a line of the register does not read" };
    let moment = |millis| from_millis(millis).ok_or_else(damaged);
    let small = |name: &str| -> Result<u32> { u32::try_from(row.get::<_, i64>(name)?).map_err(|_| damaged()) };
    let maybe = |name: &str| row.get::<_, Option<i64>>(name)?.map(moment).transpose();
    Ok(Hit {
        row: row.get("row")?,
        dossier: DossierId::from_bytes(row.get("id")?),
        code: row.get("code")?,
        owner: row.get("owner")?,
        personal_number: row.get("personal")?,
        phone: row.get("phone")?,
        submitter: row.get("submitter")?,
        procedure: row.get("procedure_code")?,
        procedure_name: row.get("procedure_name")?,
        sector: row.get("sector")?,
        received: moment(row.get("received")?)?,
        due: maybe("due")?,
        status: status_of(row.get_ref("status")?.as_str().map_err(rusqlite::Error::from)?).ok_or_else(damaged)?,
        channel: channel_of(row.get_ref("channel")?.as_str().map_err(rusqlite::Error::from)?).ok_or_else(damaged)?,
        book: row.get("book")?,
        book_number: small("book_number")?,
        prints: small("prints")?,
        print_state: PrintState::of_word(row.get_ref("print_state")?.as_str().map_err(rusqlite::Error::from)?),
        clerk: row.get::<_, Option<[u8; 16]>>("clerk")?.map(PersonId::from_bytes),
        address: row.get("address")?,
        sets: small("sets")?,
        return_by: return_of(row.get_ref("return_by")?.as_str().map_err(rusqlite::Error::from)?).ok_or_else(damaged)?,
        back_entry: row.get("back_entry")?,
        holder: row.get("holder")?,
        pending: row.get("pending")?,
        in_charge: row.get("in_charge")?,
        handed: maybe("handed")?,
        resolved: maybe("resolved")?,
        at_desk: maybe("at_desk")?,
        posted: row.get("posted")?,
        ended: maybe("ended")?,
        collector: row.get("collector")?,
        answered: maybe("answered")?,
        extended: small("extended")?,
        corrected: small("corrected")?,
        collided: row.get("collided")?,
        turn: row.get::<_, Option<i64>>("turn")?.filter(|turn| *turn != UNDATED).map(moment).transpose()?,
    })
}

/// The dossier under a code.
pub(crate) fn by_code(db: &Connection, code: &str) -> Result<Option<DossierId>> {
    let mut statement = db.prepare_cached("SELECT id FROM dossiers WHERE code = ?1 ORDER BY row LIMIT 1")?;
    let id = statement.query_row(params![code], |row| row.get("id")).optional()?;
    Ok(id.map(DossierId::from_bytes))
}

/// The line of a dossier.
pub(crate) fn of_id(db: &Connection, id: DossierId) -> Result<Option<Hit>> {
    let sql = format!(
        "SELECT {HIT_COLUMNS} FROM dossiers d JOIN procedures p ON p.n = d.procedure \
         WHERE d.id = ?1 AND d.code IS NOT NULL"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![id.bytes()])?;
    rows.next()?.map(hit).transpose()
}
