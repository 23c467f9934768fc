//! The part of Fluent's syntax our words use, read strictly: anything else is an error with its line, never a guess.
//!
//! `key = text` with further lines indented, `#` comments, `{ $name }`, and one level of choice
//! `{ $count -> [one] … *[other] … }`, whose endings may hold variables. No terms, attributes, functions or references.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::is_nfc;

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words as they stand.
    Text(String),
    /// `{ $name }`.
    Variable(String),
    /// `{ $name -> [key] … *[key] … }`, the default last.
    Select(String, Vec<(String, Vec<Piece>)>),
}

/// Messages by key, in key order.
pub type Messages = BTreeMap<String, Vec<Piece>>;

/// What is wrong with a file of words.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FluentError {
    /// A line that is neither a message, a continuation, a comment nor empty.
    #[error("line {0}: not a message")]
    NotAMessage(usize),
    /// The key stands twice.
    #[error("line {0}: the key {1} stands twice")]
    Twice(usize, String),
    /// Braces that do not pair, or something in them we do not read.
    #[error("the message {0}: {1}")]
    Placeable(String, &'static str),
    /// The text is not in Unicode form C, or holds an isolating mark.
    #[error("the message {0}: not in form C, or with an isolating mark")]
    Form(String),
}

/// Reads one file of words.
///
/// # Errors
/// [`FluentError`] with the line or the key.
pub fn parse(source: &str) -> Result<Messages, FluentError> {
    let mut raw: Vec<(usize, String, Vec<String>)> = Vec::new();
    for (index, line) in source.lines().enumerate() {
        let number = index + 1;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with(' ') || line == "}" {
            let Some(last) = raw.last_mut() else { return Err(FluentError::NotAMessage(number)) };
            last.2.push(line.trim().to_owned());
            continue;
        }
        let Some((key, text)) = line.split_once('=') else { return Err(FluentError::NotAMessage(number)) };
        let key = key.trim().to_owned();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if key.is_empty() || !key.chars().all(plain) {
            return Err(FluentError::NotAMessage(number));
        }
        if raw.iter().any(|(_, k, _)| *k == key) {
            return Err(FluentError::Twice(number, key));
        }
        let text = text.trim();
        raw.push((number, key, if text.is_empty() { vec![] } else { vec![text.to_owned()] }));
    }
    let mut messages = Messages::new();
    for (_, key, lines) in raw {
        let text = lines.join("\n");
        if !is_nfc(&text) || text.contains(['\u{2068}', '\u{2069}']) {
            return Err(FluentError::Form(key));
        }
        let mut rest = text.as_str();
        let pieces = pattern(&mut rest, false).map_err(|why| FluentError::Placeable(key.clone(), why))?;
        messages.insert(key, pieces);
    }
    Ok(messages)
}

/// The variables a message uses, in the order of the alphabet.
#[must_use]
pub fn variables(pieces: &[Piece]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Variable(name) => {
                names.insert(name.clone());
            }
            Piece::Select(name, endings) => {
                names.insert(name.clone());
                for (_, ending) in endings {
                    names.extend(variables(ending));
                }
            }
        }
    }
    names
}

/// Reads text and placeables up to the end, or, inside a choice, up to the next `[`, `*[` or `}`.
fn pattern(rest: &mut &str, in_choice: bool) -> Result<Vec<Piece>, &'static str> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    while let Some(c) = rest.chars().next() {
        if in_choice && (c == '}' || c == '[' || rest.starts_with("*[")) {
            break;
        }
        if c == '}' {
            return Err("a closing brace without an opening one");
        }
        *rest = &rest[c.len_utf8()..];
        if c != '{' {
            text.push(if c == '\n' { ' ' } else { c });
            continue;
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(placeable(rest)?);
    }
    if in_choice {
        text.truncate(text.trim_end().len());
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

fn placeable(rest: &mut &str) -> Result<Piece, &'static str> {
    *rest = rest.trim_start();
    // A quoted string is how Fluent writes a brace or a blank at an edge.
    if let Some(after) = rest.strip_prefix('"') {
        let (quoted, after) = after.split_once('"').ok_or("a quote that does not end")?;
        *rest = after.trim_start().strip_prefix('}').ok_or("a brace that does not close")?;
        return Ok(Piece::Text(quoted.to_owned()));
    }
    let after = rest.strip_prefix('$').ok_or("only variables stand in braces")?;
    let end = after
        .find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
        .ok_or("a brace that does not close")?;
    let name = after[..end].to_owned();
    *rest = after[end..].trim_start();
    if let Some(after) = rest.strip_prefix('}') {
        *rest = after;
        return Ok(Piece::Variable(name));
    }
    *rest = rest.strip_prefix("->").ok_or("a variable ends with a brace or an arrow")?;
    let (mut endings, mut default) = (Vec::new(), None);
    loop {
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            *rest = after;
            break;
        }
        let is_default = rest.starts_with('*');
        *rest = rest.trim_start_matches('*').strip_prefix('[').ok_or("a choice needs [key]")?;
        let (key, after) = rest.split_once(']').ok_or("a [key] that does not close")?;
        let key = key.trim().to_owned();
        *rest = after.trim_start();
        let ending = (key, pattern(rest, true)?);
        if is_default {
            default = Some(ending);
        } else {
            endings.push(ending);
        }
    }
    endings.push(default.ok_or("a choice needs a default, *[other]")?);
    Ok(Piece::Select(name, endings))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[(&str, &str)]) {
        let messages = parse(source).expect(source);
        let seen: Vec<(String, String)> = messages.iter().map(|(k, p)| (k.clone(), format!("{p:?}"))).collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(k, p)| ((*k).to_owned(), (*p).to_owned())).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn messages_continue_on_indented_lines_and_hold_variables() {
        check("# a note\nlock = Khóa\n", &[("lock", "[Text(\"Khóa\")]")]);
        check(
            "a = Đã lưu { $code }.\n    Đã in.",
            &[("a", "[Text(\"Đã lưu \"), Variable(\"code\"), Text(\". Đã in.\")]")],
        );
        check(
            "n = { $count ->\n    [one] { $count } task\n   *[other] { $count } tasks\n}",
            &[(
                "n",
                "[Select(\"count\", [(\"one\", [Variable(\"count\"), Text(\" task\")]), (\"other\", [Variable(\"count\"), Text(\" tasks\")])])]",
            )],
        );
    }

    #[test]
    fn what_we_do_not_read_is_refused_with_its_place() {
        assert_eq!(parse("lost words"), Err(FluentError::NotAMessage(1)));
        assert_eq!(parse("a = x\na = y"), Err(FluentError::Twice(2, "a".into())));
        assert!(matches!(parse("a = { NUMBER($x) }"), Err(FluentError::Placeable(..))));
        assert!(matches!(parse("a = { $x -> [one] y }"), Err(FluentError::Placeable(..))));
        assert!(matches!(parse("a = Kho\u{301}a"), Err(FluentError::Form(_))));
    }
}
