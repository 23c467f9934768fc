//! Citizens as the dossiers know them: the newest data of a person, and dossiers that look like one already there.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use desk_core::{
    dossier::Party,
    ids::DossierId,
    text::{fold, same_name},
    time::Moment,
};
use rusqlite::{Connection, params};

use crate::{
    dossier::{HIT_COLUMNS, Hit, fold as fold_dossier, hit},
    error::Result,
    search::{birth_token, name_words},
};

/// A person with the data of their newest dossier here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citizen {
    /// Their data, as last given.
    pub party: Party,
    /// The dossier it comes from.
    pub dossier: DossierId,
    /// Its code.
    pub code: String,
    /// When that was.
    pub received: Moment,
}

/// A dossier alike one that is about to be received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateHit {
    /// The dossier.
    pub hit: Hit,
    /// True when the personal number is the same, not only name and date of birth.
    pub same_number: bool,
}

/// A dossier counts as alike while it is open, and this long after its reception.
const ALIKE_DAYS: u64 = 30;
/// Dossiers looked through for distinct people.
const LOOKED_AT: usize = 400;

/// Walks the dossiers of an index expression, newest first, until told to stop.
fn walk(db: &Connection, words: &str, mut visit: impl FnMut(Hit) -> Result<bool>) -> Result<()> {
    let sql = format!(
        "SELECT {HIT_COLUMNS} FROM search s CROSS JOIN dossiers d ON d.row = s.rowid \
         CROSS JOIN procedures p ON p.n = d.procedure WHERE s.search MATCH ?1 ORDER BY s.rowid DESC"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![words])?;
    while let Some(row) = rows.next()? {
        if !visit(hit(row)?)? {
            break;
        }
    }
    Ok(())
}

/// A personal number as the index knows it.
fn number_token(number: &str) -> Option<String> {
    let squeezed: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    (!squeezed.is_empty()).then(|| format!("\"f{}\"", squeezed.to_ascii_lowercase()))
}

fn all_names(name: &str) -> Vec<String> {
    name_words(name).iter().map(|word| format!("\"n{}\"", word.chars().take(8).collect::<String>())).collect()
}

fn owner_of(db: &Connection, hit: &Hit) -> Result<Option<Citizen>> {
    let dossier = fold_dossier(db, hit.dossier)?;
    Ok(dossier.accepted().map(|accepted| Citizen {
        party: accepted.received.owner.clone(),
        dossier: hit.dossier,
        code: hit.code.clone(),
        received: hit.received,
    }))
}

/// The newest data of the owner with a personal number.
pub(crate) fn latest(db: &Connection, number: &str) -> Result<Option<Citizen>> {
    let Some(token) = number_token(number) else { return Ok(None) };
    let mut found = None;
    walk(db, &token, |hit| {
        // The same word also finds phones and submitters.
        if hit.personal_number.as_deref() == Some(number) {
            found = Some(hit);
        }
        Ok(found.is_none())
    })?;
    found.map_or(Ok(None), |hit| owner_of(db, &hit))
}

/// Distinct owners whose name, number or phone a text finds, those of the newest dossiers first.
pub(crate) fn find(db: &Connection, text: &str, limit: usize) -> Result<Vec<Citizen>> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '+'));
    let wanted = name_words(text);
    let words = match (plain, digits.len()) {
        (true, 4..=6) => format!("\"f{digits}\" OR \"t{}\"", digits.chars().rev().collect::<String>()),
        (true, 7..) => format!("\"f{digits}\"* OR \"t{}\"*", digits.chars().rev().collect::<String>()),
        (true, _) => return Ok(Vec::new()),
        (false, _) if wanted.is_empty() => return Ok(Vec::new()),
        (false, _) => all_names(text).join(" AND "),
    };
    let (mut looked_at, mut seen, mut people) = (0, BTreeSet::new(), Vec::new());
    walk(db, &words, |hit| {
        looked_at += 1;
        let names = name_words(&hit.owner);
        let is_owner = if plain {
            let holds = |number: &Option<String>| {
                number.as_deref().is_some_and(|number| number.starts_with(&digits) || number.ends_with(&digits))
            };
            holds(&hit.personal_number) || holds(&hit.phone)
        } else {
            wanted.iter().all(|word| names.iter().any(|name| name.starts_with(word.as_str())))
        };
        if is_owner {
            let citizen = owner_of(db, &hit)?;
            let key = |citizen: &Citizen| {
                let party = &citizen.party;
                let who = party.personal_number.clone().unwrap_or_else(|| fold(&party.name));
                let born = party.birth_date.filter(|_| party.personal_number.is_none());
                (who, born)
            };
            people.extend(citizen.filter(|citizen| seen.insert(key(citizen))));
        }
        Ok(people.len() < limit && looked_at < LOOKED_AT)
    })?;
    Ok(people)
}

/// Dossiers of the same person and procedure that are open or were received in the last 30 days, newest first.
pub(crate) fn duplicates(
    db: &Connection,
    number: Option<&str>,
    name: &str,
    born: Option<NaiveDate>,
    procedure: &str,
    now: Moment,
) -> Result<Vec<DuplicateHit>> {
    let recent = now.checked_sub_days(Days::new(ALIKE_DAYS)).unwrap_or(now);
    let alike = |hit: &Hit| hit.procedure == procedure && (hit.status.is_open() || hit.received >= recent);
    let mut found: Vec<DuplicateHit> = Vec::new();
    if let Some(token) = number.and_then(number_token) {
        walk(db, &token, |hit| {
            if hit.personal_number.as_deref() == number && alike(&hit) {
                found.push(DuplicateHit { hit, same_number: true });
            }
            Ok(found.len() < 20)
        })?;
    }
    let names = all_names(name);
    if let (Some(born), false) = (born, names.is_empty()) {
        let words = format!("\"{}\" AND {}", birth_token(born), names.join(" AND "));
        walk(db, &words, |hit| {
            let other_number = number.is_some() && hit.personal_number.is_some();
            let same = fold(&hit.owner) == fold(name) || same_name(&hit.owner, name);
            let known = found.iter().any(|other| other.hit.row == hit.row);
            if same && !other_number && !known && alike(&hit) {
                found.push(DuplicateHit { hit, same_number: false });
            }
            Ok(found.len() < 20)
        })?;
    }
    found.sort_by_key(|duplicate| std::cmp::Reverse(duplicate.hit.row));
    Ok(found)
}
