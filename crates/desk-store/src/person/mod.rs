//! Citizens as the dossiers know them: the newest data of a person, and dossiers that look like one already there.

use chrono::{Days, NaiveDate};
use desk_core::{
    alike::{Judgements, PersonKey, alike},
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
///
/// Whom `judgements` say to be one person comes once, with the newest data; whom they tell apart comes apart.
pub(crate) fn find(db: &Connection, text: &str, limit: usize, judgements: &Judgements) -> Result<Vec<Citizen>> {
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
    let (mut looked_at, mut seen, mut people) = (0, Vec::<PersonKey>::new(), Vec::new());
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
            people.extend(citizen.filter(|citizen| {
                let key = PersonKey::of(&citizen.party);
                let known = seen.iter().any(|other| judgements.is_one(other, &key));
                seen.push(key);
                !known
            }));
        }
        Ok(people.len() < limit && looked_at < LOOKED_AT)
    })?;
    Ok(people)
}

/// Newest data of owners that look alike a party, one for each of them: nobody has to be told apart from themselves.
pub(crate) fn alike_to(db: &Connection, party: &Party, limit: usize) -> Result<Vec<Citizen>> {
    let mut found: Vec<Citizen> = Vec::new();
    let mut consider = |hit: Hit| -> Result<bool> {
        let citizen = owner_of(db, &hit)?;
        let new = |citizen: &Citizen| {
            let key = PersonKey::of(&citizen.party);
            alike(party, &citizen.party).is_some() && !found.iter().any(|known| PersonKey::of(&known.party) == key)
        };
        if let Some(citizen) = citizen.filter(new) {
            found.push(citizen);
        }
        Ok(found.len() < limit)
    };
    let mut looked_at = 0;
    if let Some(token) = party.personal_number.as_deref().and_then(number_token) {
        walk(db, &token, |hit| {
            looked_at += 1;
            let mine = hit.personal_number == party.personal_number && fold(&hit.owner) != fold(&party.name);
            Ok(if mine { consider(hit)? } else { true } && looked_at < LOOKED_AT)
        })?;
    }
    let names = all_names(&party.name);
    if let (Some(born), false) = (party.birth_date, names.is_empty()) {
        let words = format!("\"{}\" AND {}", birth_token(born), names.join(" AND "));
        walk(db, &words, |hit| {
            looked_at += 1;
            let other = hit.personal_number.is_some() && hit.personal_number != party.personal_number;
            Ok(if other { consider(hit)? } else { true } && looked_at < 2 * LOOKED_AT)
        })?;
    }
    Ok(found)
}

/// Dossiers of the same person and procedure that are open or were received in the last 30 days, newest first. Whose
/// they are, `judgements` say where somebody was asked.
pub(crate) fn duplicates(
    db: &Connection,
    number: Option<&str>,
    name: &str,
    born: Option<NaiveDate>,
    procedure: &str,
    now: Moment,
    judgements: &Judgements,
) -> Result<Vec<DuplicateHit>> {
    let person = PersonKey::new(number, name, born);
    let also = judgements.also(&person);
    let key_of = |hit: &Hit| PersonKey::new(hit.personal_number.as_deref(), &hit.owner, born);
    let apart = |hit: &Hit| judgements.of(&person, &key_of(hit)).is_some_and(|judged| !judged.same);
    let recent = now.checked_sub_days(Days::new(ALIKE_DAYS)).unwrap_or(now);
    let fresh = |hit: &Hit| hit.procedure == procedure && (hit.status.is_open() || hit.received >= recent);
    let mut found: Vec<DuplicateHit> = Vec::new();
    if let Some(token) = number.and_then(number_token) {
        walk(db, &token, |hit| {
            if hit.personal_number.as_deref() == number && !apart(&hit) && fresh(&hit) {
                found.push(DuplicateHit { hit, same_number: true });
            }
            Ok(found.len() < 20)
        })?;
    }
    // Under the other numbers that somebody said to be this person's.
    for token in also.iter().filter_map(|other| other.number.as_deref()).filter_map(number_token) {
        walk(db, &token, |hit| {
            let known = found.iter().any(|other| other.hit.row == hit.row);
            if also.contains(&key_of(&hit)) && !known && fresh(&hit) {
                found.push(DuplicateHit { hit, same_number: false });
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
            if same && !other_number && !known && !apart(&hit) && fresh(&hit) {
                found.push(DuplicateHit { hit, same_number: false });
            }
            Ok(found.len() < 20)
        })?;
    }
    found.sort_by_key(|duplicate| std::cmp::Reverse(duplicate.hit.row));
    Ok(found)
}
