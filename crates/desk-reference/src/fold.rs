//! Folding for look-ups: case, marks and đ do not matter.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `text` without marks, in lower case, words apart by single spaces.
pub(crate) fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' | 'Đ' => 'd',
            c if c.is_alphanumeric() || c == '.' => c,
            _ => ' ',
        })
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
