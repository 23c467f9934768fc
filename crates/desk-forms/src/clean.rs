//! Strings as they are printed. Whatever is printed went through [`clean`] first, so a form's page, its digest and its
//! searchable text agree.

use unicode_normalization::UnicodeNormalization;

use crate::font::Face;

/// What stands for a character that no face draws: a hollow square, seen and never mistaken for a letter.
const MISSING: char = '\u{25A1}';

/// The text as it is printed: NFC, one space for every run of white space and control characters, none at the ends, and
/// a hollow square for what the fonts cannot draw.
pub fn clean(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    for character in text.nfc() {
        // Format characters (soft hyphen, zero-width and direction marks) must never reach paper.
        let unseen = matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
        if unseen {
            continue;
        }
        if character.is_whitespace() || character.is_control() {
            if !printed.ends_with(' ') {
                printed.push(' ');
            }
        } else if Face::ALL.iter().all(|face| face.has(character)) {
            printed.push(character);
        } else {
            printed.push(MISSING);
        }
    }
    printed.trim().to_owned()
}

/// Whether every letter of a text reaches paper; what does not is printed as a hollow square.
pub fn draws(text: &str) -> bool {
    !clean(text).contains(MISSING)
}

/// A space at which no line breaks; on paper and in the file it is a space like any other.
pub(crate) const NO_BREAK: char = '\u{A0}';

/// The text with each date held together: a line never ends between `ngày`, `tháng`, `năm` and their numbers.
pub(crate) fn bind(text: &str) -> String {
    let mut words = text.split(' ').peekable();
    let mut bound = String::with_capacity(text.len());
    let number = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    let unit = |word: &str| matches!(word, "ngày" | "tháng" | "năm");
    while let Some(word) = words.next() {
        bound.push_str(word);
        if let Some(next) = words.peek() {
            let held = unit(word) && number(next) || number(word) && matches!(*next, "tháng" | "năm");
            bound.push(if held { NO_BREAK } else { ' ' });
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned_before_it_is_printed() {
        let check = |given: &str, printed: &str| assert_eq!(clean(given), printed, "{given:?}");
        check("Bùi Thị Hưởng", "Bùi Thị Hưởng");
        assert!(draws("H’Mông Đặng Thị Hưởng") && !draws("Lý 漢"));
        check("Nguye\u{302}\u{303}n", "Nguyễn");
        check("  hai\t\tdòng\r\nchữ  ", "hai dòng chữ");
        check("cách\u{A0}liền\u{202F}hẹp\u{3000}rộng", "cách liền hẹp rộng");
        check("ghép\u{AD}từ\u{200B}\u{FEFF}", "ghéptừ");
        check("\u{202E}đảo\u{2066}", "đảo");
        check("nút\u{7}chuông\u{0}", "nút chuông");
        check("tên 漢 😀", "tên □ □");
        check("", "");
        check("5.000.000 ₫ – “lệ phí”", "5.000.000 ₫ – “lệ phí”");
    }

    #[test]
    fn dates_are_held_together() {
        let check = |given: &str, bound: &str| assert_eq!(bind(given), bound.replace('_', "\u{A0}"), "{given:?}");
        check("11 giờ 30 phút, ngày 25 tháng 11 năm 2026", "11 giờ 30 phút, ngày_25_tháng_11_năm_2026");
        check("03 ngày làm việc", "03 ngày làm việc");
        check("trong năm nay", "trong năm nay");
        check("ngày", "ngày");
        check("", "");
    }
}
