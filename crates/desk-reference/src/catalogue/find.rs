//! Finding a procedure by what a clerk types: its code or the end of it, words in any order, first
//! letters (`dkks`), or the name that people say (`sổ đỏ`).

use desk_core::text::keys_behind;

use super::{Catalogue, Entry};
use crate::fold::fold;

/// Abbreviations are no longer than this.
const LETTERS_MAX: usize = 12;

impl Catalogue {
    /// Up to `limit` procedures for `text`, the best first; nothing for an empty text.
    pub fn find(&self, text: &str, limit: usize) -> Vec<&Entry> {
        self.find_among(text, limit, |_| true)
    }

    /// As [`Catalogue::find`], among the entries that `keep` lets in (an office's own, for instance).
    pub fn find_among(&self, text: &str, limit: usize, keep: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
        let wanted = fold(text);
        let words: Vec<&str> = wanted.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        // What Telex made of `dkdd` on the way (`dkđ`) still finds Đăng ký đất đai.
        let abbreviates = text.trim().chars().count() <= LETTERS_MAX && words.len() == 1;
        let mut letters = if abbreviates { keys_behind(text.trim()) } else { Vec::new() };
        letters.retain(|keys| keys.len() >= 2);
        let mut found: Vec<(u8, &Entry)> = self
            .all()
            .iter()
            .filter_map(|entry| rank(entry, &wanted, &words, &letters).map(|rank| (rank, entry)))
            .filter(|(_, entry)| keep(entry))
            .collect();
        // Checked records before crawled ones, short names before long: the plain procedure before its special cases.
        found.sort_by_key(|(rank, entry)| (*rank, !entry.hand_checked(), entry.folded.len(), entry.code));
        found.truncate(limit);
        found.into_iter().map(|(_, entry)| entry).collect()
    }
}

/// How well an entry answers: 0 best, none when it does not.
fn rank(entry: &Entry, wanted: &str, words: &[&str], letters: &[String]) -> Option<u8> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let numeric = wanted.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if entry.code.eq_ignore_ascii_case(wanted) {
        return Some(0);
    }
    if numeric && wanted.len() >= 3 {
        let (code, typed) = (digits(entry.code), digits(wanted));
        if code.starts_with(&typed) || code.ends_with(&typed) {
            return Some(1);
        }
    }
    if letters.iter().any(|keys| entry.initials == keys) {
        return Some(1);
    }
    if !entry.spoken.is_empty() && entry.spoken.split('|').any(|name| name.starts_with(wanted)) {
        return Some(2);
    }
    let every_word = words.iter().all(|word| starts_a_word(entry.folded, word));
    let whole = every_word && entry.folded.split(' ').count() == words.len();
    if whole || entry.folded.starts_with(wanted) {
        return Some(2);
    }
    if every_word {
        return Some(3);
    }
    if letters.iter().any(|keys| entry.initials.starts_with(keys.as_str())) {
        return Some(4);
    }
    if letters.iter().any(|keys| entry.initials.contains(keys.as_str())) {
        return Some(5);
    }
    words.iter().all(|word| entry.folded.contains(word)).then_some(6)
}

fn starts_a_word(text: &str, start: &str) -> bool {
    text.match_indices(start).any(|(at, _)| at == 0 || text.as_bytes()[at - 1] == b' ')
}
