//! Folding for look-ups: desk-core's, with punctuation out of the way.

/// The words of `text` folded, apart by single spaces. Dots stay: they belong to codes.
pub(crate) fn fold(text: &str) -> String {
    let folded = desk_core::text::fold(text);
    let plain: String = folded.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { ' ' }).collect();
    let words = plain.split(' ').map(|word| word.trim_end_matches('.')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
