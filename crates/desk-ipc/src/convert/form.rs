//! Reading a form as typed: tidied, parsed, each problem at its field. Nothing that was typed is lost: the form itself
//! stays as it is.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use desk_core::{
    dossier::{
        DuplicateOf, FeePaid, FromPaper, Intake, IntakePaper, PaperState, Party, ReturnBy, Sex, Submitter, TypedLimit,
    },
    person_number::{NumberWarning, OldNumber, PassportNumber, PersonalNumber},
    phone::{Phone, PhoneKind},
    text::nfc_tidy,
    time::{Moment, at_wall},
};

use super::channel;
use crate::{error::problem, views::*};

/// A draft's form; an unreadable one is an empty form, the draft itself stays.
pub(crate) fn draft_form(json: &str) -> IntakeForm {
    serde_json::from_str(json).unwrap_or_default()
}

/// The intake a form stands for, what stops it and what does not.
pub(crate) fn read_form(form: &IntakeForm, now: Moment) -> (Intake, Vec<FieldProblem>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let owner = party("owner", &form.owner, now, &mut problems, &mut warnings);
    let submitter = form.submitter.as_ref().map(|submitter| {
        let read = party("submitter", &submitter.party, now, &mut problems, &mut warnings);
        if read.name.is_empty() {
            problems.push(problem("submitter.name", "name_missing"));
        }
        Submitter { party: read, standing: some(&submitter.standing) }
    });
    let papers = form.papers.iter().filter_map(paper_typed).collect();
    let limit = form.limit.as_ref().and_then(|typed| limit(typed, &mut problems));
    let fee_paid = match form.fee_paid.as_str() {
        "later" => FeePaid::Later,
        "online" => FeePaid::Online,
        _ => FeePaid::Now,
    };
    let return_by = match form.return_by.as_str() {
        "post" => ReturnBy::Post,
        "online" => ReturnBy::Online,
        _ => ReturnBy::Desk,
    };
    let duplicate_of = form.duplicate.as_ref().and_then(|duplicate| {
        let reason = nfc_tidy(&duplicate.reason);
        if reason.is_empty() {
            problems.push(problem("duplicate", "reason_missing"));
            return None;
        }
        Some(DuplicateOf { code: duplicate.code.clone(), reason })
    });
    let back_entry = form.back_entry.as_ref().and_then(|paper| {
        let source = nfc_tidy(&paper.source);
        if source.is_empty() {
            problems.push(problem("back_entry.source", "reason_missing"));
        }
        match NaiveDateTime::parse_from_str(paper.received.trim(), "%Y-%m-%dT%H:%M") {
            Ok(wall) => Some(FromPaper { received_at: at_wall(wall), source }),
            Err(_) => {
                problems.push(problem("back_entry.received", "bad_date"));
                None
            }
        }
    });
    let intake = Intake {
        channel: channel(form.channel),
        case: form.case.clone(),
        owner,
        submitter,
        papers,
        sets: if form.sets == 0 { 1 } else { form.sets },
        fee_vnd: form.fee_vnd,
        exemption: form.exemption.as_deref().and_then(some),
        fee_paid,
        limit,
        return_by,
        duplicate_of,
        back_entry,
    };
    (intake, problems, warnings)
}

/// A party as typed outside an intake; warnings are not asked for there.
pub(crate) fn party_typed(at: &str, form: &PartyForm, now: Moment, problems: &mut Vec<FieldProblem>) -> Party {
    party(at, form, now, problems, &mut Vec::new())
}

fn some(text: &str) -> Option<String> {
    let tidy = nfc_tidy(text);
    (!tidy.is_empty()).then_some(tidy)
}

fn party(
    at: &str,
    form: &PartyForm,
    now: Moment,
    problems: &mut Vec<FieldProblem>,
    warnings: &mut Vec<FieldProblem>,
) -> Party {
    let field = |name: &str| format!("{at}.{name}");
    let birth_date = match form.birth_date.trim() {
        "" => None,
        typed => match birth_date(typed, now.date_naive()) {
            Some(date) => Some(date),
            None => {
                problems.push(problem(field("birth_date"), "bad_date"));
                None
            }
        },
    };
    let sex = match form.sex.as_str() {
        "Nam" => Some(Sex::Male),
        "Nữ" => Some(Sex::Female),
        _ => None,
    };
    let personal_number = some(&form.personal_number).map(|typed| {
        let bare: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        if let Ok(number) = bare.parse::<PersonalNumber>() {
            for warning in number.warnings(birth_date, sex) {
                let code = match warning {
                    NumberWarning::Place => "number_place",
                    NumberWarning::BirthYear => "number_birth_year",
                    NumberWarning::Sex => "number_sex",
                };
                warnings.push(problem(field("personal_number"), code));
            }
        } else if !form.organisation
            && bare.parse::<OldNumber>().is_err()
            && bare.to_uppercase().parse::<PassportNumber>().is_err()
        {
            problems.push(problem(field("personal_number"), "bad_number"));
        }
        bare
    });
    let phone = some(&form.phone).map(|typed| {
        let phone = Phone::read(&typed);
        match phone.kind {
            PhoneKind::Mobile | PhoneKind::Landline => {}
            PhoneKind::Ended => warnings.push(problem(field("phone"), "phone_ended")),
            PhoneKind::Unknown => warnings.push(problem(field("phone"), "phone_unknown")),
        }
        phone.number
    });
    // What a slow scanner typed into the name is no name.
    if form.name.contains('|') {
        problems.push(problem(field("name"), "name_missing"));
    }
    if !form.organisation && form.name.chars().any(|letter| letter.is_ascii_digit()) {
        warnings.push(problem(field("name"), "name_digits"));
    }
    for (name, text) in [("name", &form.name), ("address", &form.address)] {
        if !desk_forms::draws(text) {
            warnings.push(problem(field(name), "not_printable"));
        }
    }
    let email = some(&form.email);
    if email.as_ref().is_some_and(|email| !email.contains('@')) {
        warnings.push(problem(field("email"), "email_shape"));
    }
    Party {
        name: nfc_tidy(&form.name),
        personal_number,
        birth_date,
        sex,
        phone,
        email,
        address: some(&form.address),
        commune: None,
        organisation: form.organisation,
    }
}

/// A birth date as people type it: `05031990`, `5/3/90`, `5.3.1990`, `1990-03-05`; two-digit years lie in the past.
pub(crate) fn birth_date(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Ok(date) = NaiveDate::parse_from_str(typed, "%Y-%m-%d") {
        return plausible(date, today);
    }
    let parts: Vec<&str> = typed.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let digits = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let (day, month, year, short) = match parts.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => {
            (digits(&all[..2])?, digits(&all[2..4])?, digits(&all[4..])?, false)
        }
        [all] if all.len() == 6 && all.is_ascii() => {
            (digits(&all[..2])?, digits(&all[2..4])?, digits(&all[4..])?, true)
        }
        [day, month, year] => (digits(day)?, digits(month)?, digits(year)?, year.len() <= 2),
        _ => return None,
    };
    let year = i32::try_from(year).ok()?;
    let year = if !short {
        year
    } else if 2000 + year <= today.year() {
        2000 + year
    } else {
        1900 + year
    };
    plausible(NaiveDate::from_ymd_opt(year, month, day)?, today)
}

fn plausible(date: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    (date <= today && date.year() >= 1880).then_some(date)
}

pub(crate) fn paper_typed(form: &PaperForm) -> Option<IntakePaper> {
    let state = match form.state.as_str() {
        "given" => PaperState::Given,
        "shown" => PaperState::Shown,
        "missing" => PaperState::Missing,
        "not_applicable" => PaperState::NotApplicable,
        _ => return None,
    };
    Some(IntakePaper {
        index: form.index,
        name: some(&form.name),
        state,
        originals: form.originals.min(999),
        copies: form.copies.min(999),
        reason: form.reason.as_deref().and_then(some),
    })
}

fn limit(form: &LimitForm, problems: &mut Vec<FieldProblem>) -> Option<TypedLimit> {
    let filled =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let reason = nfc_tidy(&form.reason);
    match (filled(&form.rule), filled(&form.due)) {
        (Some(rule), None) => match rule.parse() {
            Ok(rule) => Some(TypedLimit::Rule { rule, reason }),
            Err(_) => {
                problems.push(problem("limit.rule", "bad_rule"));
                None
            }
        },
        (None, Some(due)) => match NaiveDateTime::parse_from_str(&due, "%Y-%m-%dT%H:%M") {
            Ok(wall) => Some(TypedLimit::Date { due: at_wall(wall), reason }),
            Err(_) => {
                problems.push(problem("limit.due", "bad_date"));
                None
            }
        },
        (Some(_), Some(_)) => {
            problems.push(problem("limit", "rule_or_date"));
            None
        }
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_is_read_however_people_type_it() {
        let today = NaiveDate::from_ymd_opt(2024, 3, 5).expect("a day");
        let check = |typed: &str, expected: Option<(i32, u32, u32)>| {
            let expected = expected.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
            assert_eq!(birth_date(typed, today), expected, "{typed}");
        };
        for typed in ["05031990", "5/3/90", "5.3.1990", "05/03/1990", "1990-03-05", "050390", "5 3 1990", "5-3-1990"] {
            check(typed, Some((1990, 3, 5)));
        }
        check("1/1/24", Some((2024, 1, 1)));
        check("1/1/25", Some((1925, 1, 1)));
        for typed in
            ["31/02/1990", "0503199", "5/3", "32/1/1990", "5/13/1990", "06/03/2024", "năm ngoái", "１/１/１９９０"]
        {
            check(typed, None);
        }
    }
}
