//! One field of a card at a time: what it says, and whether a person must look at it.

use chrono::NaiveDate;

use super::families::{is_family, lacks_something};
use crate::{
    person_number::{Sex, bare_digits},
    text::{fold, from_telex, from_vni, has_marks, is_attested, nfc_tidy, title_case},
};

/// A field as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read<T> {
    pub(super) value: Option<T>,
    pub(super) doubtful: bool,
}

impl<T> Read<T> {
    pub(super) fn sure(value: T) -> Self {
        Read { value: Some(value), doubtful: false }
    }

    pub(super) fn doubtful(value: Option<T>) -> Self {
        Read { value, doubtful: true }
    }
}

/// Digits where digits must be; anything else is kept, short, for the clerk to correct.
pub(super) fn digits(field: &str, lengths: &[usize]) -> Read<String> {
    let tidy = nfc_tidy(field);
    match bare_digits(&tidy) {
        Some(digits) if lengths.contains(&digits.len()) => Read::sure(digits),
        Some(digits) if digits.is_empty() => Read::doubtful(None),
        Some(digits) => Read::doubtful(Some(digits.chars().take(20).collect())),
        None => Read::doubtful(Some(tidy.chars().take(20).collect())),
    }
}

/// `ddMMyyyy` with or without separators, or the year first where separators show it.
pub(super) fn date(field: &str) -> Read<NaiveDate> {
    let tidy = nfc_tidy(field);
    let parts: Vec<&str> = tidy.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    if !parts.iter().all(|part| part.len() <= 8 && part.bytes().all(|b| b.is_ascii_digit())) {
        return Read::doubtful(None);
    }
    let parsed = match parts[..] {
        [whole] if whole.len() == 8 => {
            make_date(&whole[4..], &whole[2..4], &whole[..2]).map(Read::sure).or_else(|| {
                // No such day: a program that writes the year first? To be confirmed.
                make_date(&whole[..4], &whole[4..6], &whole[6..]).map(|date| Read::doubtful(Some(date)))
            })
        }
        [day, month, year] if year.len() == 4 => make_date(year, month, day).map(Read::sure),
        [year, month, day] if year.len() == 4 => make_date(year, month, day).map(Read::sure),
        _ => None,
    };
    parsed.unwrap_or(Read::doubtful(None))
}

fn make_date(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let part = |text: &str, longest: usize| if text.len() <= longest { text.parse::<u32>().ok() } else { None };
    let year = i32::try_from(part(year, 4)?).ok().filter(|year| (1900..=2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, part(month, 2)?, part(day, 2)?)
}

/// Nam or Nữ in any spelling that can mean nothing else. Doubtful where marks went astray.
pub(super) fn sex(field: &str) -> Read<Sex> {
    let tidy = nfc_tidy(field).to_lowercase();
    match tidy.as_str() {
        "nam" | "male" => return Read::sure(Sex::Male),
        "nữ" | "female" => return Read::sure(Sex::Female),
        _ => {}
    }
    let typed = [from_telex(&tidy), from_vni(&tidy)];
    let female = typed.iter().flatten().any(|word| word == "nữ") || fold(&tidy) == "nu";
    if female { Read::doubtful(Some(Sex::Female)) } else { Read::doubtful(None) }
}

/// A name. Capitals are brought to title case; a name that keystrokes explain is repaired and still doubtful.
pub(super) fn name(field: &str) -> Read<String> {
    let tidy = nfc_tidy(field);
    if tidy.is_empty() {
        return Read::doubtful(None);
    }
    let words: Vec<&str> = tidy.split(' ').collect();
    if words.iter().all(|word| is_attested(word)) {
        let doubtful = !has_marks(&tidy)
            || words.len() < 2
            || words.len() > 8
            || words.iter().any(|word| odd_case(word))
            || !bears_a_family(&words)
            || mixed_initials(&words)
            || odd_within(&words);
        return Read { value: Some(title_case(&tidy)), doubtful };
    }
    let repaired = retyped(&words, is_attested);
    Read::doubtful(Some(title_case(&repaired.map_or(tidy, |words| words.join(" ")))))
}

/// Some words with a capital and some without: the capitals got lost, perhaps with more.
fn mixed_initials(words: &[&str]) -> bool {
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    words.iter().any(capital) && !words.iter().all(capital)
}

/// Highland names begin with a particle (`Y`, `H'Linh`) and end with the family.
fn bears_a_family(words: &[&str]) -> bool {
    let particle = words[0].contains(['\'', '’', 'ʼ']);
    particle || is_family(words[0])
}

/// Words that a lost letter or mark leaves behind: `Tị` and `Thi` of `Thị`, `Phượn` of `Phượng`, a last name of one bare
/// vowel. H'Mông given names (after the particle A or Y) are their own and not judged.
fn odd_within(words: &[&str]) -> bool {
    let [family, middle @ .., last] = words else { return false };
    let lost =
        |word: &&str| matches!(word.to_lowercase().as_str(), "van" | "vắn" | "vằn" | "thi" | "tị" | "thì" | "hị");
    let bare = matches!(last.to_lowercase().as_str(), "a" | "e" | "i" | "o" | "u");
    let own = |word: &&str| matches!(*word, "A" | "Y") || word.contains(['\'', '’', 'ʼ']);
    let judged = !own(family) && !middle.iter().any(own);
    bare || middle.iter().any(lost) || judged && middle.iter().chain([last]).any(|word| lacks_something(word))
}

/// A capital after a small letter, or one small letter among capitals: two texts run together, or letters lost.
pub(super) fn odd_case(word: &str) -> bool {
    let rest: Vec<char> = word.split(['\'', '’', 'ʼ', '-']).next_back().unwrap_or(word).chars().skip(1).collect();
    let (upper, lower) = (rest.iter().any(|c| c.is_uppercase()), rest.iter().any(|c| c.is_lowercase()));
    upper && lower
}

/// The words that these keystrokes type, by Telex or else by VNI, when then every word is right and some word changed.
pub(super) fn retyped(words: &[&str], right: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    // A word that has marks already was not left as keys. Where others were, `Coong` is rather `Công`.
    let by = |decode: fn(&str) -> Option<String>| -> Option<Vec<String>> {
        let type_one = |word: &&str| -> Option<String> {
            let typed = if has_marks(word) { None } else { decode(word).filter(|typed| right(typed)) };
            typed.or_else(|| right(word).then(|| (*word).to_owned()))
        };
        let typed: Vec<String> = words.iter().map(type_one).collect::<Option<_>>()?;
        let changed = typed.iter().zip(words).any(|(typed, word)| typed != word);
        changed.then_some(typed)
    };
    by(from_telex).or_else(|| by(from_vni))
}
