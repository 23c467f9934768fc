//! The words under which a dossier stands in the index. The first letter of each says what it is:
//!
//! | word | of | forms |
//! | --- | --- | --- |
//! | `n…` | a word of the owner's or the submitter's name | folded, every beginning of it |
//! | `p…` | a word of the procedure's name, its code | the same |
//! | `c…` | the number at the end of the code | without leading zeros |
//! | `e…` | day and number of the code | backwards, whole |
//! | `f…` | personal numbers and phones | beginnings of 4 to 6, whole |
//! | `t…` | personal numbers and phones | backwards: beginnings of 4 to 6, whole |
//! | `b…` | the owner's date of birth | yyyymmdd |

use std::collections::BTreeSet;

use desk_core::{
    code::DossierCode,
    dossier::{Dossier, Party},
    import::is_taken_back,
    text::fold,
};

use chrono::NaiveDate;

/// Beginnings of a word longer than this are not told apart: Vietnamese words have 7 letters at most.
pub(super) const BEGINNING_MAX: usize = 8;
/// Beginnings of numbers that are words of their own; longer ones are few and the index looks them up by range.
pub(super) const DIGITS: std::ops::RangeInclusive<usize> = 4..=6;

/// Folded words of a text: runs of letters and digits.
pub(crate) fn name_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The word of a date of birth.
pub(crate) fn birth_token(born: NaiveDate) -> String {
    format!("b{}", born.format("%Y%m%d"))
}

fn beginnings(class: char, word: &str, into: &mut BTreeSet<String>) {
    let mut token = String::from(class);
    for letter in word.chars().take(BEGINNING_MAX) {
        token.push(letter);
        into.insert(token.clone());
    }
}

fn number(digits: &str, into: &mut BTreeSet<String>) {
    let squeezed: String = digits.chars().filter(char::is_ascii_alphanumeric).collect();
    let squeezed = squeezed.to_ascii_lowercase();
    let backwards: String = squeezed.chars().rev().collect();
    for (class, text) in [('f', &squeezed), ('t', &backwards)] {
        for len in DIGITS.filter(|len| *len < text.len()) {
            into.insert(format!("{class}{}", &text[..len]));
        }
        if !text.is_empty() {
            into.insert(format!("{class}{text}"));
        }
    }
}

fn party(party: &Party, into: &mut BTreeSet<String>) {
    for word in name_words(&party.name) {
        beginnings('n', &word, into);
    }
    // H'Mai is looked for as "hmai" and as "mai".
    if party.name.contains(['\'', '’']) {
        for word in name_words(&party.name.replace(['\'', '’'], "")) {
            beginnings('n', &word, into);
        }
    }
    for text in [&party.personal_number, &party.phone].into_iter().flatten() {
        number(text, into);
    }
}

/// All words of a dossier, ascending, joined by spaces; none before it is accepted.
pub(crate) fn of_dossier(dossier: &Dossier) -> Option<String> {
    // What an import brought and took back is found no more.
    let received = &dossier.accepted().filter(|accepted| !is_taken_back(accepted))?.received;
    let mut words = BTreeSet::new();
    party(&received.owner, &mut words);
    if let Some(born) = received.owner.birth_date {
        words.insert(birth_token(born));
    }
    if let Some(submitter) = &received.submitter {
        party(&submitter.party, &mut words);
    }
    for word in name_words(&received.procedure.name) {
        beginnings('p', &word, &mut words);
    }
    words.insert(format!("p{}", fold(&received.procedure.code).replace('.', "")));
    if let Ok(code) = received.code.parse::<DossierCode>() {
        words.insert(format!("c{}", code.number()));
        words.insert(format!("e{}", backwards_of(&code)));
    }
    Some(words.into_iter().collect::<Vec<_>>().join(" "))
}

/// Day and number of a code, backwards.
fn backwards_of(code: &DossierCode) -> String {
    let said: String = code.as_str().rsplit('-').take(2).flat_map(|part| part.chars().rev()).collect();
    said
}
