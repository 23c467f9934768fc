//! Vietnamese text as a desk meets it: tidied, folded for search, sorted by given name, told apart from typing accidents.
//!
//! What is kept is NFC. Our official lists (units, catalogue) write the tone in the older place, `Hòa`, `Thủy`; text that
//! people typed keeps its own placement, and search, [`same_name`] and [`sort_key`] treat both alike.

mod initials;
mod letter;
mod name;
mod syllable;
mod tables;
mod typing;

use unicode_normalization::UnicodeNormalization;

pub use self::{
    initials::{initials, keys_behind, matches_abbreviation},
    letter::{Letter, Tone},
    name::{phrase_key, same_name, sort_key, title_case},
    syllable::{is_attested, is_syllable, retone},
    typing::{from_telex, from_vni},
};

/// The text for search: lower case ASCII where the alphabet is Latin, without marks, `đ` as `d`, inner spaces single.
///
/// `Hòa` and `Hoà` give `hoa`. A word of one consonant and `y` reads like `i` (`Mỵ` = `Mị`, `Lý` = `Lí`), and `qui` like
/// `quy`; elsewhere y and i stay apart. Folding twice changes nothing.
pub fn fold(text: &str) -> String {
    // Lower case can bring marks of its own (`İ`), and a compatibility form spaces: so twice, and tidied after.
    let plain = |text: &str| -> String { text.nfkd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).collect() };
    let plain: String = plain(&plain(&tidy(text))).chars().map(plain_d).collect();
    let plain = tidy(&plain);
    let mut folded = String::with_capacity(plain.len());
    for part in plain.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        folded.push_str(match word {
            "hy" => "hi",
            "ky" => "ki",
            "ly" => "li",
            "my" => "mi",
            "sy" => "si",
            "ty" => "ti",
            "vy" => "vi",
            "qui" => "quy",
            same => same,
        });
        folded.push_str(&part[word.len()..]);
    }
    folded
}

fn plain_d(c: char) -> char {
    if matches!(c, 'đ' | 'ð' | 'ɖ') { 'd' } else { c }
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The text as it is kept: NFC, one space between words, none around; no control, zero-width or direction characters;
/// look-alikes of `Đ` (U+00D0, U+0189) made one. Marks in any order are put together (`e` + acute + circumflex is `ế`,
/// `ê` + acute as the Windows keyboard sends it too).
pub fn nfc_tidy(text: &str) -> String {
    tidy(text)
}

fn tidy(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut space = false;
    let mut tones: Vec<char> = Vec::new();
    for c in text.nfd() {
        if Tone::of_mark(c).is_some() {
            // Held back until the letter's own mark (circumflex, breve, horn) has come.
            tones.push(c);
            continue;
        }
        if !is_mark(c) {
            kept.extend(tones.drain(..));
        }
        if c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}') {
            space = true;
        } else if !is_invisible(c) {
            if space && !kept.is_empty() {
                kept.push(' ');
            }
            space = false;
            kept.push(match c {
                'Ð' | 'Ɖ' => 'Đ',
                'ð' | 'ɖ' => 'đ',
                other => other,
            });
        }
    }
    kept.extend(tones);
    kept.nfc().collect()
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// True when the text has at least one Vietnamese mark: a tone, or a letter beyond a–z.
pub fn has_marks(text: &str) -> bool {
    text.nfc().any(|c| Letter::of(c).is_some_and(|letter| letter.tone != Tone::Level || !letter.base.is_ascii()))
}
