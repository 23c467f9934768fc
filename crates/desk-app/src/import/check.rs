//! Each row of a mapped table: what would be taken over, and what stands against it or should be looked at.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use desk_core::{
    code::{DossierCode, ProcedureCode, UnitIdentifier},
    dossier::Party,
    phone::{Phone, PhoneKind},
    text::fold,
    time::{Moment, at_wall},
};
use desk_reference::{Catalogue, Entry, Unit};
use desk_store::Reader;

use super::{
    map::{Column, Mapping},
    read::{Row, Sheet, Value, serial},
};
use crate::error::AppError;

/// What is said of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// Refused: no name.
    NameMissing,
    /// Refused: no procedure.
    ProcedureMissing,
    /// Refused: the catalogue has no such procedure, and the mapping names none for it.
    ProcedureUnknown,
    /// Refused: no day of reception, or none that reads.
    ReceivedUnread,
    /// Refused: received after now.
    ReceivedAhead,
    /// Refused: the day of the appointment does not read.
    DueUnread,
    /// Refused: the day of return does not read.
    ReturnedUnread,
    /// Refused: due or returned before it was received, or returned after now.
    DaysOutOfOrder,
    /// Refused: the sets are not 1 to 99.
    SetsUnread,
    /// Refused: another row of the file has this code.
    CodeTwice,
    /// Refused: a dossier here has this code.
    CodeHere,
    /// Looked at: no code, a new number is given.
    CodeMissing,
    /// Looked at: no code of this unit or of one that it goes on for; a new number is given and the old one noted.
    CodeForeign,
    /// Looked at: the code names another day than that of reception.
    CodeOtherDay,
    /// Looked at: a row with the same name, procedure and day stands above.
    Alike,
    /// Looked at: no appointment.
    DueMissing,
    /// Looked at: the phone is none that we know.
    PhoneUnknown,
    /// Looked at: the identity number has neither 12 nor 9 digits.
    NumberUnknown,
}

impl Finding {
    /// The code of its message.
    pub fn code(self) -> &'static str {
        match self {
            Finding::NameMissing => "name_missing",
            Finding::ProcedureMissing => "procedure_missing",
            Finding::ProcedureUnknown => "procedure_unknown",
            Finding::ReceivedUnread => "received_unread",
            Finding::ReceivedAhead => "received_ahead",
            Finding::DueUnread => "due_unread",
            Finding::ReturnedUnread => "returned_unread",
            Finding::DaysOutOfOrder => "days_out_of_order",
            Finding::SetsUnread => "sets_unread",
            Finding::CodeTwice => "code_twice",
            Finding::CodeHere => "code_here",
            Finding::CodeMissing => "code_missing",
            Finding::CodeForeign => "code_foreign",
            Finding::CodeOtherDay => "code_other_day",
            Finding::Alike => "alike",
            Finding::DueMissing => "due_missing",
            Finding::PhoneUnknown => "phone_unknown",
            Finding::NumberUnknown => "number_unknown",
        }
    }

    /// True when the row is not taken over.
    pub fn refuses(self) -> bool {
        self <= Finding::CodeHere
    }
}

/// A row that would be taken over.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) line: u32,
    /// Its own code, where it keeps it.
    pub(super) code: Option<String>,
    /// What stood there instead of a code of this unit.
    pub(super) old_code: Option<String>,
    pub(super) owner: Party,
    pub(super) procedure: &'static Entry,
    pub(super) received: Moment,
    pub(super) due: Option<Moment>,
    pub(super) returned: Option<Moment>,
    pub(super) sets: u16,
    pub(super) note: Option<String>,
}

/// What the check found: an exact account of every row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportCheck {
    /// Rows below the head.
    pub rows: u32,
    /// Rows with nothing to say of them.
    pub ok: u32,
    /// Rows that are taken over, with something to look at.
    pub warned: u32,
    /// Rows that are not.
    pub refused: u32,
    /// Rows to be taken over that were returned, and those still open.
    pub returned: u32,
    /// Still open: they will stand in the day's work.
    pub open: u32,
    /// Rows that get a new number.
    pub new_codes: u32,
    /// What is said, by line.
    pub findings: Vec<(u32, Finding)>,
    /// Procedures that the catalogue does not have, as they stand in the file, with their rows.
    pub unknown_procedures: BTreeMap<String, u32>,
    /// The import that took over this very file before and was not undone.
    pub imported_before: Option<u32>,
}

/// What rows are held against.
pub(super) struct Against<'a> {
    pub(super) catalogue: &'static Catalogue,
    pub(super) unit: &'static Unit,
    pub(super) identifiers: &'a [UnitIdentifier],
    pub(super) reader: &'a Reader,
    pub(super) now: Moment,
}

/// Checks every row below the head.
pub(super) fn check(
    sheet: &Sheet,
    mapping: &Mapping,
    against: &Against<'_>,
) -> Result<(ImportCheck, Vec<Planned>), AppError> {
    let mut account = ImportCheck::default();
    let mut planned = Vec::new();
    let procedures = Procedures::of(against.catalogue, against.unit);
    let mut codes: HashSet<String> = HashSet::new();
    let mut alike: HashSet<(String, &'static str, NaiveDate)> = HashSet::new();
    for row in sheet.rows.iter().filter(|row| row.line > mapping.head && !is_numbering(row)) {
        account.rows += 1;
        let mut found = Vec::new();
        let one = judge(row, mapping, against, &procedures, &mut found, &mut account.unknown_procedures);
        if let Some(one) = &one {
            if let Some(code) = &one.code {
                if !codes.insert(code.clone()) {
                    found.push(Finding::CodeTwice);
                } else if against.reader.dossier_by_code(code)?.is_some() {
                    found.push(Finding::CodeHere);
                }
            }
            if !alike.insert((fold(&one.owner.name), one.procedure.code, one.received.date_naive())) {
                found.push(Finding::Alike);
            }
        }
        let refused = one.is_none() || found.iter().any(|finding| finding.refuses());
        match (refused, found.is_empty()) {
            (true, _) => account.refused += 1,
            (false, true) => account.ok += 1,
            (false, false) => account.warned += 1,
        }
        account.findings.extend(found.into_iter().map(|finding| (row.line, finding)));
        if let Some(one) = one.filter(|_| !refused) {
            account.returned += u32::from(one.returned.is_some());
            account.open += u32::from(one.returned.is_none());
            account.new_codes += u32::from(one.code.is_none());
            planned.push(one);
        }
    }
    Ok((account, planned))
}

/// The row of bare numbers, `(1) (2) (3)`, that official heads end with.
fn is_numbering(row: &Row) -> bool {
    let cells = || row.cells.iter().filter(|cell| !cell.is_empty());
    cells().count() >= 3
        && cells().all(|cell| {
            let text = cell.text();
            let bare = text.trim_matches(['(', ')', ' ', '[', ']']);
            !bare.is_empty() && bare.len() <= 2 && bare.bytes().all(|byte| byte.is_ascii_digit())
        })
}

fn judge(
    row: &Row,
    mapping: &Mapping,
    against: &Against<'_>,
    procedures: &Procedures,
    found: &mut Vec<Finding>,
    unknown: &mut BTreeMap<String, u32>,
) -> Option<Planned> {
    let cell = |column| {
        let place = mapping.columns.get(&column)?;
        row.cells.get(*place).filter(|cell| !cell.is_empty())
    };
    let text = |column| cell(column).map(Value::text);
    let day = |column, hour: u32, unread: Finding, found: &mut Vec<Finding>| match cell(column).map(moment) {
        None => None,
        Some(Some(at)) if at.time() == NaiveTime::MIN => Some(at_wall(at.date().and_hms_opt(hour, 0, 0)?)),
        Some(Some(at)) => Some(at_wall(at)),
        Some(None) => {
            found.push(unread);
            None
        }
    };
    let name = text(Column::Owner);
    if name.is_none() {
        found.push(Finding::NameMissing);
    }
    let received = day(Column::Received, 8, Finding::ReceivedUnread, found);
    if received.is_none() && !found.contains(&Finding::ReceivedUnread) {
        found.push(Finding::ReceivedUnread);
    }
    let due = day(Column::Due, 17, Finding::DueUnread, found);
    let returned = day(Column::Returned, 17, Finding::ReturnedUnread, found);
    if due.is_none() && !found.contains(&Finding::DueUnread) {
        found.push(Finding::DueMissing);
    }
    // A day without a time is read as its opening; today, before opening, that is now.
    let by_day = cell(Column::Received).and_then(moment).is_some_and(|at| at.time() == NaiveTime::MIN);
    let today = |at: &Moment| by_day && at.date_naive() == against.now.date_naive();
    let received = received.map(|at| if today(&at) { at.min(against.now - chrono::TimeDelta::minutes(1)) } else { at });
    if let Some(received) = received {
        if received > against.now {
            found.push(Finding::ReceivedAhead);
        }
        let before = |at: Option<Moment>| at.is_some_and(|at| at.date_naive() < received.date_naive());
        if before(due) || before(returned) || returned.is_some_and(|at| at.date_naive() > against.now.date_naive()) {
            found.push(Finding::DaysOutOfOrder);
        }
    }
    // Returned today, at a desk that is still open: not later than now.
    let returned = returned.map(|at| at.min(against.now).max(received.unwrap_or(at)));
    let sets = match text(Column::Sets) {
        None => Some(1),
        Some(text) => text.trim_end_matches("bộ").trim().parse::<u16>().ok().filter(|sets| (1..=99).contains(sets)),
    };
    if sets.is_none() {
        found.push(Finding::SetsUnread);
    }
    let told = [text(Column::ProcedureCode), text(Column::Procedure)];
    let on = received.unwrap_or(against.now).date_naive();
    let procedure = told.iter().flatten().find_map(|told| procedures.find(told, &mapping.procedures, on));
    if procedure.is_none() {
        match told.into_iter().flatten().next_back() {
            Some(told) => {
                found.push(Finding::ProcedureUnknown);
                *unknown.entry(told).or_default() += 1;
            }
            None => found.push(Finding::ProcedureMissing),
        }
    }
    let (code, old_code) = own_code(text(Column::Code), against.identifiers, received, found);
    let owner = party(name?, text(Column::Address), text(Column::Phone), text(Column::PersonalNumber), found);
    Some(Planned {
        line: row.line,
        code,
        old_code,
        owner,
        procedure: procedure?,
        received: received?,
        due,
        returned,
        sets: sets?,
        note: text(Column::Note),
    })
}

fn own_code(
    text: Option<String>,
    identifiers: &[UnitIdentifier],
    received: Option<Moment>,
    found: &mut Vec<Finding>,
) -> (Option<String>, Option<String>) {
    let Some(text) = text else {
        found.push(Finding::CodeMissing);
        return (None, None);
    };
    match DossierCode::read(&text) {
        Ok(code) if identifiers.contains(&code.identifier()) => {
            if received.is_some_and(|received| received.date_naive() != code.date()) {
                found.push(Finding::CodeOtherDay);
            }
            (Some(code.to_string()), None)
        }
        Ok(_) | Err(_) => {
            found.push(Finding::CodeForeign);
            (None, Some(text))
        }
    }
}

fn party(
    name: String,
    address: Option<String>,
    phone: Option<String>,
    number: Option<String>,
    found: &mut Vec<Finding>,
) -> Party {
    // "Địa chỉ, số điện thoại" in one column: the digits at the end are the phone.
    let (address, phone) = match (address, phone) {
        (Some(address), None) => {
            let tail_at = address
                .rfind(|c: char| !(c.is_ascii_digit() || " .-+".contains(c)))
                .map_or(0, |at| at + address[at..].chars().next().map_or(1, char::len_utf8));
            let read = Phone::read(&address[tail_at..]);
            if read.kind == PhoneKind::Unknown || tail_at == 0 {
                (Some(address), None)
            } else {
                let words = address[..tail_at].trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
                let words =
                    ["SĐT", "ĐT", "Sđt", "đt"].iter().find_map(|word| words.strip_suffix(word)).unwrap_or(&words);
                (Some(words.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()), Some(read.number))
            }
        }
        (address, phone) => (address, phone.map(|phone| zero_led(&phone))),
    };
    let phone = phone.map(|phone| Phone::read(&phone));
    if phone.as_ref().is_some_and(|phone| phone.kind == PhoneKind::Unknown) {
        found.push(Finding::PhoneUnknown);
    }
    let number = number.map(|number| number.chars().filter(|c| !c.is_whitespace() && *c != '.').collect::<String>());
    let is_known = |number: &String| {
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        (digits && matches!(number.len(), 9 | 12)) || number.parse::<desk_core::person_number::PassportNumber>().is_ok()
    };
    if number.as_ref().is_some_and(|number| !is_known(number)) {
        found.push(Finding::NumberUnknown);
    }
    Party {
        name,
        address: address.filter(|address| !address.is_empty()),
        phone: phone.map(|phone| phone.number),
        personal_number: number,
        ..Party::default()
    }
}

/// A phone that a spreadsheet took for a number lost its zero.
fn zero_led(phone: &str) -> String {
    let bare = phone.len() == 9 && phone.bytes().all(|byte| byte.is_ascii_digit()) && !phone.starts_with('0');
    if bare { format!("0{phone}") } else { phone.to_owned() }
}

/// A day as people write it: `05/03/2024`, `5-3-24`, `2024-03-05`, with an hour before or after; or a spreadsheet's count.
pub(super) fn moment(cell: &Value) -> Option<NaiveDateTime> {
    let text = match cell {
        Value::Empty => return None,
        Value::Moment(at) => return Some(*at).filter(|at| (2000..2100).contains(&at.year())),
        Value::Number(number) => return serial(*number),
        Value::Text(text) => text.trim(),
    };
    if let Ok(number) = text.parse::<f64>() {
        return serial(number);
    }
    let mut day = None;
    let mut time = NaiveTime::MIN;
    for word in text.split([' ', ',', 'T']).filter(|word| !word.is_empty()) {
        if let Some(read) = time_of(word) {
            time = read;
        } else if day.is_none() {
            day = Some(day_of(word)?);
        } else {
            return None;
        }
    }
    day.map(|day| day.and_time(time))
}

fn time_of(word: &str) -> Option<NaiveTime> {
    let (hour, rest) = word.split_once([':', 'h', 'g'])?;
    let minute = rest.split(':').next().unwrap_or_default().trim_end_matches(['p', '\'']);
    let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute, 0)
}

fn day_of(word: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    let [a, b, c] = parts[..] else { return None };
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (year, month, day) = if a.len() == 4 { (a, number(b)?, number(c)?) } else { (c, number(b)?, number(a)?) };
    let year = match year.len() {
        2 => 2000 + number(year)?,
        4 => number(year)?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|day| (2000..2100).contains(&day.year()))
}

/// The catalogue by code and by name.
struct Procedures {
    catalogue: &'static Catalogue,
    unit: &'static Unit,
    by_name: HashMap<String, Vec<&'static Entry>>,
}

/// A name by its words alone: commas and brackets are typed as one likes.
fn words_of(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

impl Procedures {
    fn of(catalogue: &'static Catalogue, unit: &'static Unit) -> Procedures {
        let mut by_name: HashMap<String, Vec<&'static Entry>> = HashMap::new();
        for entry in catalogue.all() {
            for name in std::iter::once(entry.name).chain(entry.spoken.split('|').filter(|name| !name.is_empty())) {
                by_name.entry(words_of(name)).or_default().push(entry);
            }
        }
        Procedures { catalogue, unit, by_name }
    }

    /// What a cell names, on the day: a code, a name that was mapped, or a name as published. Of several with one name the
    /// one that this office handles.
    fn find(&self, told: &str, mapped: &BTreeMap<String, String>, on: NaiveDate) -> Option<&'static Entry> {
        let told = mapped.get(told).map_or(told, String::as_str).trim();
        if let Ok(code) = told.parse::<ProcedureCode>() {
            return self.catalogue.entry(code.national());
        }
        let rank =
            |entry: &&&'static Entry| (entry.belongs_to(self.unit.level, on), entry.is_valid(on), entry.hand_checked());
        self.by_name.get(&words_of(told))?.iter().max_by_key(rank).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let read = moment(&Value::Text(text.to_owned())).map(|at| at.format("%Y-%m-%dT%H:%M").to_string());
        assert_eq!(read.as_deref(), expected, "{text}");
    }

    #[test]
    fn days_are_read_as_people_write_them_and_never_guessed() {
        check("05/03/2024", Some("2024-03-05T00:00"));
        check("5/3/2024", Some("2024-03-05T00:00"));
        check("5-3-24", Some("2024-03-05T00:00"));
        check("05.03.2024", Some("2024-03-05T00:00"));
        check("2024-03-05", Some("2024-03-05T00:00"));
        check("08:35 05/03/2024", Some("2024-03-05T08:35"));
        check("05/03/2024 8h05", Some("2024-03-05T08:05"));
        check("45356", Some("2024-03-05T00:00"));
        for text in ["31/02/2024", "13/13/2024", "05/03", "hôm qua", "05/03/1924", "1", "05/03/2024 05/04/2024"] {
            check(text, None);
        }
        assert_eq!(moment(&Value::Number(45_356.5)).map(|at| at.to_string()).as_deref(), Some("2024-03-05 12:00:00"));
    }

    #[test]
    fn a_phone_at_the_end_of_an_address_is_taken_apart() {
        let mut found = Vec::new();
        let read = party("A".to_owned(), Some("Xóm Cú, xã Tử Nê, ĐT: 0987.654.321".to_owned()), None, None, &mut found);
        assert_eq!(read.address.as_deref(), Some("Xóm Cú, xã Tử Nê"));
        assert_eq!(read.phone.as_deref(), Some("0987654321"));
        let read = party("A".to_owned(), Some("Tổ 4".to_owned()), Some("987654321".to_owned()), None, &mut found);
        assert_eq!((read.address.as_deref(), read.phone.as_deref()), (Some("Tổ 4"), Some("0987654321")));
        assert!(found.is_empty());
    }
}
