//! Which of a card's fields is which, by label or by shape.

use chrono::Datelike;

use super::{
    CardField, CardFields,
    encoding::Repair,
    fields::{self, Read},
    place,
};
use crate::{
    person_number::{NumberWarning, PersonalNumber, bare_digits},
    text::{fold, from_telex, nfc_tidy},
};

use CardField::{Address, BirthDate, Issued, Name, OldNumber, PersonalNumber as Number, Sex};

/// The orders in which cards and scanner programs send the fields; the first that fits best is taken. More may follow.
const ORDERS: [&[CardField]; 5] = [
    &[Number, OldNumber, Name, BirthDate, Sex, Address, Issued],
    &[Number, Name, BirthDate, Sex, Address, Issued],
    &[Number, OldNumber, Name, BirthDate, Sex, Address],
    &[Number, Name, BirthDate, Sex, Address],
    &[Number, OldNumber, Name, BirthDate, Address, Issued],
];

/// The least fit at which a text with five or more `|` is a card at all: a number and a date, or a date and a sex.
const FIT_MIN: i32 = 7;

/// The fields of a card and which are doubtful; `None` when this is no card.
pub(super) fn card(text: &str, repair: Repair, places: &[&str]) -> Option<(CardFields, Vec<CardField>)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}');
    // Some scanners put the kind of code before it (AIM identifier, `]Q1`).
    let text = text.strip_prefix("]Q").and_then(|rest| rest.get(1..)).unwrap_or(text);
    let raw: Vec<String> = text.split(['|', '¦', '｜']).map(nfc_tidy).collect();
    if raw.len() < 6 {
        return None;
    }
    let assigned = labelled(&raw).or_else(|| by_shape(&raw))?;
    Some(read(&assigned, repair, places))
}

type Assigned<'a> = Vec<(CardField, &'a str)>;

/// Fields that name themselves, `CCCD: 017…`; `None` unless most do.
fn labelled(raw: &[String]) -> Option<Assigned<'_>> {
    let known: Assigned<'_> = raw
        .iter()
        .filter_map(|field| {
            let (label, value) = field.split_once([':', '='])?;
            Some((label_of(label)?, value.trim()))
        })
        .collect();
    let has = |wanted| known.iter().any(|(field, _)| *field == wanted);
    (known.len() >= 4 && has(Number) && has(Name)).then_some(known)
}

fn label_of(label: &str) -> Option<CardField> {
    let plain = fold(label);
    let typed: Option<Vec<String>> = nfc_tidy(label).split(' ').map(from_telex).collect();
    let typed = typed.map(|words| fold(&words.join(" "))).unwrap_or_default();
    let known = |label: &str| {
        Some(match label {
            "cccd"
            | "so cccd"
            | "can cuoc"
            | "so can cuoc"
            | "so dinh danh"
            | "so dinh danh ca nhan"
            | "dinh danh"
            | "cc"
            | "ddcn"
            | "id" => Number,
            "cmnd" | "so cmnd" | "cmnd cu" | "so cmnd cu" | "cmt" | "so cmt" => OldNumber,
            "ho ten" | "ho va ten" | "ten" | "hoten" | "name" | "full name" => Name,
            "ngay sinh" | "sinh ngay" | "ngaysinh" | "ns" | "dob" | "date of birth" => BirthDate,
            "gioi tinh" | "gioitinh" | "gt" | "sex" | "gender" => Sex,
            "dia chi" | "diachi" | "noi thuong tru" | "thuong tru" | "noi cu tru" | "noi o" | "dc" | "address" => {
                Address
            }
            "ngay cap" | "ngaycap" | "cap ngay" | "nc" | "issued" | "date of issue" => Issued,
            _ => return None,
        })
    };
    known(&plain).or_else(|| known(&typed))
}

fn by_shape(raw: &[String]) -> Option<Assigned<'_>> {
    let mut best: Option<(i32, &[CardField])> = None;
    for order in ORDERS {
        if order.len() > raw.len() {
            continue;
        }
        let fit = order.iter().zip(raw).map(|(field, text)| fit(*field, text)).sum();
        if best.is_none_or(|(so_far, _)| fit > so_far) {
            best = Some((fit, order));
        }
    }
    let (_, order) = best.filter(|(fit, _)| *fit >= FIT_MIN)?;
    Some(order.iter().copied().zip(raw.iter().map(String::as_str)).collect())
}

/// How well a text looks like a field; negative when it looks like another.
fn fit(field: CardField, text: &str) -> i32 {
    let digits = bare_digits(text).map_or(0, |digits| digits.len());
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let date = || match fields::date(text).value {
        Some(_) => 3,
        None if text.is_empty() => 0,
        None if (6..=9).contains(&digits) || text.matches('/').count() == 2 => 1,
        None => -1,
    };
    match field {
        Number if digits == 12 => 4,
        Number if (9..=13).contains(&digits) => 2,
        Number => 0,
        OldNumber if text.is_empty() => 2,
        OldNumber if digits == 9 || digits == 12 => 3,
        OldNumber if digits >= 7 => 1,
        OldNumber => -3,
        Name if fields::sex(text).value.is_some() => -2,
        Name if letters >= 2 && !text.contains(',') => 2,
        Name => 0,
        BirthDate => date(),
        Sex if fields::sex(text).value.is_some() => 3,
        Sex => -1,
        Address if fields::date(text).value.is_some() => -3,
        Address if letters >= 2 => 2,
        Address => 0,
        Issued => date(),
    }
}

fn read(assigned: &Assigned<'_>, repair: Repair, places: &[&str]) -> (CardFields, Vec<CardField>) {
    let text = |wanted| assigned.iter().find(|(field, _)| *field == wanted).map(|(_, text)| *text);
    let mut doubtful = Vec::new();
    let number = keep(Number, text(Number).map(|text| fields::digits(text, &[12])), &mut doubtful);
    let old_text = text(OldNumber).filter(|text| !text.is_empty());
    let old_number = old_text.map(|text| fields::digits(text, &[9, 12]));
    let old_number = old_number.and_then(|read| keep(OldNumber, Some(read), &mut doubtful));
    let name = keep(Name, text(Name).map(fields::name), &mut doubtful);
    let birth_date = keep(BirthDate, text(BirthDate).map(fields::date), &mut doubtful);
    let sex_read = text(Sex).map(fields::sex);
    let address = keep(Address, text(Address).map(|text| place::address(text, places)), &mut doubtful);
    let issued = text(Issued).and_then(|text| keep(Issued, Some(fields::date(text)), &mut doubtful));

    // A sex that lost its mark is still sure when the number says the same.
    let personal = number.as_deref().and_then(|number| number.parse::<PersonalNumber>().ok());
    let sex_read = sex_read.map(|read| Read {
        doubtful: read.doubtful && (read.value.is_none() || read.value != personal.as_ref().map(PersonalNumber::sex)),
        ..read
    });
    let sex = keep(Sex, sex_read, &mut doubtful);

    for warning in personal.iter().flat_map(|number| number.warnings(birth_date, sex)) {
        match warning {
            NumberWarning::Place => doubtful.push(Number),
            NumberWarning::BirthYear => doubtful.extend([Number, BirthDate]),
            NumberWarning::Sex => doubtful.extend([Number, Sex]),
        }
    }
    if let Some(issued) = issued {
        if birth_date.is_some_and(|birth| issued < birth) {
            doubtful.extend([BirthDate, Issued]);
        }
        // Twelve-digit cards exist since 2012.
        if issued.year() < 2012 {
            doubtful.push(Issued);
        }
    }
    // Fewer fields than a card has, and something is odd: a separator may be lost, and with it these.
    if assigned.len() < ORDERS[0].len() && !doubtful.is_empty() {
        doubtful.extend(old_number.is_none().then_some(OldNumber));
        doubtful.extend(issued.is_none().then_some(Issued));
    }
    if repair == Repair::Guessed {
        doubtful.extend([Name, Address]);
    }
    doubtful.sort();
    doubtful.dedup();
    let fields = CardFields { personal_number: number, old_number, name, birth_date, sex, address, issued };
    (fields, doubtful)
}

/// Takes the value and notes the doubt. A field that every card has and this text lacks is doubtful too.
fn keep<T>(field: CardField, read: Option<Read<T>>, doubtful: &mut Vec<CardField>) -> Option<T> {
    let read = read.unwrap_or(Read { value: None, doubtful: true });
    if read.doubtful {
        doubtful.push(field);
    }
    read.value
}
