//! From what a person types to what the index is asked.

use chrono::NaiveDate;
use desk_core::code::UnitIdentifier;

use super::words::{BEGINNING_MAX, DIGITS, birth_token, name_words};

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Nothing that could be looked for.
    Nothing,
    /// A dossier code from its beginning: every code that starts so.
    CodeFrom(String),
    /// An expression of the index.
    Words(String),
}

/// Reads what was typed. Words apart are all wanted, in any order.
pub(crate) fn understand(text: &str) -> Asked {
    let chunks: Vec<&str> = text.split_whitespace().collect();
    if let [chunk] = chunks[..] {
        if let Some(end) = code_end(chunk) {
            return Asked::Words(end);
        }
        if let Some(code) = code_beginning(chunk) {
            return Asked::CodeFrom(code);
        }
    }
    let mut wanted: Vec<String> = chunks.iter().flat_map(|chunk| of_chunk(chunk)).collect();
    // A number said in groups: 0912 345 678.
    let all_digits = chunks.len() > 1 && chunks.iter().all(|chunk| squeeze(chunk).is_some());
    if all_digits {
        let joined = squeeze(&chunks.concat()).unwrap_or_default();
        if (5..=20).contains(&joined.len()) {
            let apart = wanted.join(" AND ");
            wanted = vec![format!("(({apart}) OR {})", of_digits(&joined))];
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() { Asked::Nothing } else { Asked::Words(wanted.join(" AND ")) }
}

/// `H28-240305-0002`, `155-240305-0002`: day and number with only a piece of the unit before them. A whole identifier is
/// left to [`code_beginning`], which asks for no other unit's.
fn code_end(chunk: &str) -> Option<String> {
    let plain = hyphens(chunk);
    let mut parts = plain.rsplitn(3, '-');
    let (number, day, unit) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let is_end = digits(number) && digits(day) && day.len() == 6 && (4..=6).contains(&number.len());
    let is_piece = !unit.is_empty() && (!unit.contains('.') || unit.parse::<UnitIdentifier>().is_err());
    let backwards: String = number.chars().rev().chain(day.chars().rev()).collect();
    (is_end && is_piece).then(|| exact(&format!("e{backwards}")))
}

fn hyphens(chunk: &str) -> String {
    chunk.to_uppercase().chars().map(|c| if ('\u{2010}'..='\u{2015}').contains(&c) { '-' } else { c }).collect()
}

/// `H28.155-24…`: a unit's identifier, a hyphen, and perhaps more.
fn code_beginning(chunk: &str) -> Option<String> {
    let upper = hyphens(chunk);
    let (unit, rest) = upper.split_once('-')?;
    unit.parse::<UnitIdentifier>().ok()?;
    rest.chars().all(|c| c.is_ascii_digit() || c == '-').then_some(upper)
}

/// The digits of a chunk of digits, dots, hyphens, slashes and plus; none when it holds anything else. A phone number said
/// with the country (`+84`, `0084`) is looked for as it is kept, from 0.
fn squeeze(chunk: &str) -> Option<String> {
    let plain =
        chunk.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | '+' | '\u{2010}'..='\u{2015}'));
    let digits: String = chunk.chars().filter(char::is_ascii_digit).collect();
    // Without the plus only a whole number is one from abroad: 0084 may as well begin a number at a desk.
    let (abroad, rest_min) = if chunk.starts_with('+') { ("84", 1) } else { ("0084", 9) };
    let digits = match digits.strip_prefix(abroad) {
        Some(rest) if rest.len() >= rest_min => format!("0{}", rest.trim_start_matches('0')),
        Some(_) | None => digits,
    };
    (plain && !digits.is_empty()).then_some(digits)
}

fn of_chunk(chunk: &str) -> Vec<String> {
    if let Some(born) = date(chunk) {
        return vec![format!("{}", exact(&birth_token(born)))];
    }
    match squeeze(chunk) {
        Some(digits) => vec![of_digits(&digits)],
        None => name_words(chunk).iter().map(|word| of_word(word)).collect(),
    }
}

/// `05/03/1984`, as dates of birth are said.
fn date(chunk: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(chunk, "%d/%m/%Y").ok().filter(|_| chunk.len() >= 8)
}

/// An exact word of the index. Quoted: what a person types is never an operator.
fn exact(token: &str) -> String {
    format!("\"{token}\"")
}

fn of_word(word: &str) -> String {
    let beginning: String = word.chars().take(BEGINNING_MAX).collect();
    let name = exact(&format!("n{beginning}"));
    // One letter is the start of a name; as the start of a procedure's word it would say nothing.
    if beginning.chars().count() < 2 { name } else { format!("({name} OR {})", exact(&format!("p{beginning}"))) }
}

fn of_digits(digits: &str) -> String {
    let backwards: String = digits.chars().rev().collect();
    let mut any = vec![exact(&format!("n{}", &digits[..digits.len().min(BEGINNING_MAX)]))];
    if digits.len() <= 7 {
        any.push(exact(&format!("c{}", digits.trim_start_matches('0'))));
    }
    if digits.len() >= 5 {
        any.push(format!("{}*", exact(&format!("e{backwards}"))));
    }
    if DIGITS.contains(&digits.len()) {
        any.extend([exact(&format!("f{digits}")), exact(&format!("t{backwards}"))]);
    } else if digits.len() > *DIGITS.end() {
        any.extend([format!("{}*", exact(&format!("f{digits}"))), format!("{}*", exact(&format!("t{backwards}")))]);
        any.push(exact(&format!("p{digits}")));
    }
    format!("({})", any.join(" OR "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_never_becomes_an_operator() {
        let check = |typed: &str, asked: Asked| assert_eq!(understand(typed), asked, "{typed}");
        let words = |text: &str| Asked::Words(text.to_owned());
        check("", Asked::Nothing);
        check("  \" * () ' ", Asked::Nothing);
        check("Hòa", words(r#"("nhoa" OR "phoa")"#));
        check("HOÀ", words(r#"("nhoa" OR "phoa")"#));
        check("OR", words(r#"("nor" OR "por")"#));
        check("n", words(r#""nn""#));
        check("\"thi\" *huong", words(r#"("nhuong" OR "phuong") AND ("nthi" OR "pthi")"#));
        check("31", words(r#"("n31" OR "c31")"#));
        check("0031", words(r#"("n0031" OR "c31" OR "f0031" OR "t1300")"#));
        check("05/03/1984", words(r#""b19840305""#));
        check(
            "240305-0031",
            words(r#"("n24030500" OR "e1300503042"* OR "f2403050031"* OR "t1300503042"* OR "p2403050031")"#),
        );
        for typed in ["+84987654", "+84 987 654", "+84.987.654"] {
            let Asked::Words(asked) = understand(typed) else { panic!("{typed}") };
            assert!(asked.contains(r#""f0987654"*"#), "{typed}: {asked}");
        }
        check("00841", words(r#"("n00841" OR "c841" OR "e14800"* OR "f00841" OR "t14800")"#));
        let Asked::Words(asked) = understand("0084987654321") else { panic!("digits") };
        assert!(asked.contains(r#""f0987654321"*"#), "{asked}");
        check("H28-240305-0002", words(r#""e2000503042""#));
        check("155–240305–0002", words(r#""e2000503042""#));
        check("H28.155-240305-0002", Asked::CodeFrom("H28.155-240305-0002".to_owned()));
        check("h28.155-2403", Asked::CodeFrom("H28.155-2403".to_owned()));
    }
}
