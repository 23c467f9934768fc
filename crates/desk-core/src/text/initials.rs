//! Abbreviations: what people type for a long name, `dkks` for "Đăng ký khai sinh".

use super::{
    fold,
    letter::{Letter, Tone},
    nfc_tidy,
};

/// The first letters of the words, folded: "Đăng ký khai sinh" gives `dkks`. Words without a letter or digit are skipped.
pub fn initials(text: &str) -> String {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).collect()
}

/// True when `typed` (two letters or more) abbreviates words in a row of `text`, even when Telex or VNI turned its letters
/// under way: `đks` came from `ddks`, `ká` from `kas`.
pub fn matches_abbreviation(typed: &str, text: &str) -> bool {
    let typed = nfc_tidy(typed);
    if typed.contains(' ') || typed.chars().count() > 12 {
        return false;
    }
    let initials = initials(text);
    keys_behind(&typed).iter().any(|keys| keys.chars().count() >= 2 && initials.contains(keys.as_str()))
}

/// The key sequences that may have given `typed`, folded; for callers that look through many texts.
pub fn keys_behind(typed: &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    let mut tone_key = None;
    for c in typed.chars() {
        let (plain, extra) = match Letter::of(c) {
            Some(letter) => {
                if letter.tone != Tone::Level {
                    tone_key = telex_tone(letter.tone);
                }
                match letter.base {
                    'đ' => ("d", Some("dd")),
                    'â' => ("a", Some("aa")),
                    'ă' => ("a", Some("aw")),
                    'ê' => ("e", Some("ee")),
                    'ô' => ("o", Some("oo")),
                    'ơ' => ("o", Some("ow")),
                    'ư' => ("u", Some("w")),
                    _ => ("", None),
                }
            }
            None => ("", None),
        };
        let same = fold(&c.to_string());
        let plain = if plain.is_empty() { same.as_str() } else { plain };
        let mut next: Vec<String> = ways.iter().map(|way| format!("{way}{plain}")).collect();
        if let Some(extra) = extra {
            next.extend(ways.iter().map(|way| format!("{way}{extra}")));
        }
        ways = next;
        ways.truncate(256);
    }
    if let Some(key) = tone_key {
        // The tone key may have come at any later place.
        let mut with_tone = Vec::new();
        for way in &ways {
            for at in 1..=way.len() {
                if way.is_char_boundary(at) {
                    with_tone.push(format!("{}{key}{}", &way[..at], &way[at..]));
                }
            }
        }
        ways.extend(with_tone);
    }
    ways
}

fn telex_tone(tone: Tone) -> Option<char> {
    match tone {
        Tone::Level => None,
        Tone::Grave => Some('f'),
        Tone::Hook => Some('r'),
        Tone::Tilde => Some('x'),
        Tone::Acute => Some('s'),
        Tone::Dot => Some('j'),
    }
}
