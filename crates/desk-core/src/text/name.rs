//! Names of people: compared, sorted, and brought out of capitals.

use super::{
    letter::{Letter, Tone},
    nfc_tidy,
};

/// True when two names are the same but for case, spaces, tone placement (`Hòa` = `Hoà`) and the i/y of an open syllable
/// (`Lý` = `Lí`). Marks count: `Hoa` is not `Hòa`.
pub fn same_name(a: &str, b: &str) -> bool {
    let canonical = |name: &str| -> Vec<(String, Vec<Tone>)> { nfc_tidy(name).split(' ').map(word_parts).collect() };
    canonical(a) == canonical(b)
}

/// A word without tones, and its tones in order.
fn word_parts(word: &str) -> (String, Vec<Tone>) {
    let mut bare = String::new();
    let mut tones = Vec::new();
    for c in word.chars() {
        match Letter::of(c) {
            Some(letter) => {
                bare.push(letter.base);
                if letter.tone != Tone::Level {
                    tones.push(letter.tone);
                }
            }
            None if matches!(c, '’' | 'ʼ' | '`' | '´') => bare.push('\''),
            None => bare.extend(c.to_lowercase()),
        }
    }
    let one_consonant = matches!(bare.as_str(), "hy" | "ky" | "ly" | "my" | "sy" | "ty" | "vy");
    if one_consonant || bare == "quy" {
        bare.pop();
        bare.push('i');
    }
    (bare, tones)
}

/// The alphabet in dictionary order; f, j, w, z at their Latin places.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// A key that sorts names as Vietnamese lists do: by given name (last word), then the other words from the first, each word
/// by its letters (a ă â b c d đ …) and then its tone (ngang, huyền, hỏi, ngã, sắc, nặng). ASCII; compare bytewise.
pub fn sort_key(name: &str) -> String {
    let tidy = nfc_tidy(name);
    let (rest, given) = tidy.rsplit_once(' ').unwrap_or(("", &tidy));
    key_of(std::iter::once(given).chain(rest.split(' ')), tidy.len())
}

/// A key that sorts words of any kind (fields, procedures, units) in dictionary order, from the first word on; otherwise
/// as [`sort_key`].
pub fn phrase_key(text: &str) -> String {
    let tidy = nfc_tidy(text);
    key_of(tidy.split(' '), tidy.len())
}

fn key_of<'a>(words: impl Iterator<Item = &'a str>, length: usize) -> String {
    let mut key = String::with_capacity(length * 2);
    for word in words.filter(|word| !word.is_empty()) {
        let mut tones = String::new();
        for c in word.chars() {
            let Some(letter) = Letter::of(c) else {
                if c.is_ascii_digit() {
                    key.push(c);
                } else if c.is_alphanumeric() {
                    key.push_str(&format!("~{:06x}", u32::from(c)));
                }
                continue;
            };
            let place = ALPHABET.chars().position(|known| known == letter.base).unwrap_or(0);
            key.push(char::from(b'A' + u8::try_from(place).unwrap_or(0)));
            if letter.tone != Tone::Level {
                tones.push(char::from(b'1' + letter.tone as u8));
            }
        }
        // '!' sorts below every letter and digit: a word comes before a longer one that it begins.
        key.push('!');
        key.push_str(if tones.is_empty() { "1" } else { &tones });
        key.push(' ');
    }
    key.pop();
    key
}

/// A name in capitals, or with none, as names are written: `NGUYỄN VĂN AN` to `Nguyễn Văn An`, `h'mai` to `H'Mai`. A name of
/// mixed case stays as it is, tidied.
pub fn title_case(name: &str) -> String {
    let tidy = nfc_tidy(name);
    let (upper, lower) = (tidy.chars().any(char::is_uppercase), tidy.chars().any(char::is_lowercase));
    // A word of one capital letter (`A` in `A Páo`) says nothing, a whole name in one case does.
    if upper && lower {
        return tidy;
    }
    let mut begins = true;
    let mut titled = String::with_capacity(tidy.len());
    for c in tidy.chars() {
        if begins {
            titled.extend(c.to_uppercase());
        } else {
            titled.extend(c.to_lowercase());
        }
        begins = !c.is_alphanumeric();
    }
    titled
}
