//! Is this a Vietnamese syllable, and where does its tone stand?

use super::{
    letter::{Letter, Tone, is_vowel, letters},
    tables::{BOUND_RIMES, FREE_RIMES, LOCAL, ONSETS, RIMES_AFTER_QU},
};

/// True when `word` can be a Vietnamese syllable by its spelling: an onset, a rime, at most one tone, and a tone its ending
/// can carry. Case does not matter. Many such syllables mean nothing; see [`is_attested`].
pub fn is_syllable(word: &str) -> bool {
    parse(word).is_some_and(|(onset, rime)| {
        let known = is_rime(&rime) || onset == "qu" && listed(RIMES_AFTER_QU, &rime);
        known && spelled_right(onset, &rime)
    })
}

/// True when `word` is a syllable with an onset and rime that Vietnamese words or names really join, or one of the
/// Highlands' syllables that occur in names here (`Niê`, `Kđoh`, `H'Linh`).
pub fn is_attested(word: &str) -> bool {
    let lower = word.to_lowercase();
    if listed(LOCAL, &lower) {
        return true;
    }
    if let Some((prefix, rest)) = lower.split_once(['\'', '’', 'ʼ']) {
        let known_letters = letters(rest).is_some_and(|rest| rest.iter().any(|letter| is_vowel(letter.base)));
        return prefix.chars().count() <= 2
            && letters(prefix).is_some_and(|p| !p.is_empty() && p.iter().all(|letter| !is_vowel(letter.base)))
            && known_letters;
    }
    parse(word).is_some_and(|(onset, rime)| joins(onset, &rime) && spelled_right(onset, &rime))
}

fn listed(list: &str, item: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == item)
}

fn is_rime(rime: &str) -> bool {
    listed(FREE_RIMES, rime) || BOUND_RIMES.iter().any(|(known, _)| *known == rime)
}

fn joins(onset: &'static str, rime: &str) -> bool {
    if onset == "qu" {
        return listed(RIMES_AFTER_QU, rime);
    }
    if listed(FREE_RIMES, rime) {
        return true;
    }
    let sound = match onset {
        "" => "0",
        "c" => "k",
        "gh" => "g",
        "ngh" => "ng",
        same => same,
    };
    BOUND_RIMES.iter().any(|(known, onsets)| *known == rime && listed(onsets, sound))
}

/// c, g, ng and their partners k, gh, ngh share the vowels between them.
fn spelled_right(onset: &str, rime: &str) -> bool {
    let front = rime.starts_with(['e', 'ê', 'i', 'y']);
    match onset {
        "c" | "g" | "ng" => !front,
        "gh" | "ngh" => front && !rime.starts_with('y'),
        "k" => front,
        _ => true,
    }
}

/// Onset and rime without tone; `None` when the letters make no syllable or the tone cannot stand on it.
fn parse(word: &str) -> Option<(&'static str, String)> {
    let letters = letters(word)?;
    let mut tone = Tone::Level;
    for letter in &letters {
        match (letter.tone, tone) {
            (Tone::Level, _) => {}
            (found, Tone::Level) => tone = found,
            _ => return None,
        }
    }
    let bare: String = letters.iter().map(|letter| letter.base).collect();
    let (onset, rime) = split(&bare)?;
    let stopped = ["c", "ch", "p", "t"].iter().any(|coda| rime.ends_with(coda));
    if stopped && !matches!(tone, Tone::Acute | Tone::Dot) {
        return None;
    }
    Some((onset, rime))
}

/// `nguyên` to `ng`, `uyên`; `giêng` to `gi`, `iêng`; `gin` to `gi`, `in`.
fn split(bare: &str) -> Option<(&'static str, String)> {
    for onset in ONSETS {
        let Some(rest) = bare.strip_prefix(onset) else { continue };
        let first = rest.chars().next();
        if onset == "gi" && (first == Some('ê') || !first.is_some_and(is_vowel)) {
            return Some((onset, format!("i{rest}")));
        }
        return first.is_some_and(is_vowel).then(|| (onset, rest.to_owned()));
    }
    bare.chars().next().is_some_and(is_vowel).then(|| ("", bare.to_owned()))
}

/// The word with its tone where our official lists put it: `Hoà` to `Hòa`, `thuỷ` to `thủy`, `nguỹên` to `nguyễn`. What is no
/// row of letters comes back as it is.
pub fn retone(word: &str) -> String {
    let Some(mut letters) = letters(word) else { return word.to_owned() };
    place_tone(&mut letters);
    letters.into_iter().map(Letter::compose).collect()
}

/// Moves a lone tone to its letter: a vowel with a mark of its own (the last of two), else before a final consonant the last
/// vowel, else the first of two and the second of three.
pub(super) fn place_tone(letters: &mut [Letter]) {
    let toned: Vec<usize> = (0..letters.len()).filter(|&i| letters[i].tone != Tone::Level).collect();
    let [from] = toned[..] else { return };
    let bare: String = letters.iter().map(|letter| letter.base).collect();
    let begin = match split(&bare) {
        // The i of `gi` is a vowel only when no other follows (`gì`, `gìn`), the u of `qu` never is.
        Some(("gi", rime)) if rime.chars().count() + 2 > letters.len() => 1,
        Some((onset, _)) => onset.chars().count(),
        None => return,
    };
    let nucleus: Vec<usize> = (begin..letters.len()).take_while(|&i| is_vowel(letters[i].base)).collect();
    if nucleus.iter().all(|&i| i != from) && from >= begin {
        return;
    }
    let marked = nucleus.iter().rev().find(|&&i| !letters[i].base.is_ascii()).copied();
    let closed = nucleus.last().is_some_and(|&last| last + 1 < letters.len());
    let to = match (marked, nucleus.as_slice()) {
        (Some(to), _) => to,
        (None, [only]) => *only,
        (None, [_, last]) if closed => *last,
        (None, [first, _]) => *first,
        (None, [_, middle, _]) => *middle,
        (None, _) => return,
    };
    let tone = std::mem::take(&mut letters[from].tone);
    letters[to].tone = tone;
}
