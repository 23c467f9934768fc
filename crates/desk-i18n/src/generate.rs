//! Turns the files of words into the table of this crate and the typed functions of the screens.
//!
//! `cargo xtask codegen` calls [`write`]; the test below fails when somebody changed words and did not.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::fluent::{self, FluentError, Messages, Piece};

/// Why no code could be made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// A file or folder that cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// A file that is not in our syntax.
    #[error("{0}: {1}")]
    Words(PathBuf, FluentError),
    /// A key stands in two files of one language.
    #[error("the key {0} stands in two files")]
    Twice(String),
    /// A key of one language is missing in the other, or uses other variables.
    #[error("the key {0} differs between vi and en: {1}")]
    Differs(String, &'static str),
}

/// The made files: path below the repository's root, and text.
pub type Files = Vec<(&'static str, String)>;

const RUST: &str = "crates/desk-i18n/src/generated.rs";
const TYPESCRIPT: &str = "ui/src/lib/i18n/generated/messages.ts";

/// Reads the words below `root` and makes the files, without writing them.
///
/// # Errors
/// [`GenerateError`] when the words cannot be read or the two languages do not match.
pub fn make(root: &Path) -> Result<Files, GenerateError> {
    let vietnamese = read(&root.join("assets/locales/vi"))?;
    let english = read(&root.join("assets/locales/en"))?;
    for key in vietnamese.keys().chain(english.keys()) {
        match (vietnamese.get(key), english.get(key)) {
            (Some(v), Some(e)) if fluent::variables(v) == fluent::variables(e) => {}
            (Some(_), Some(_)) => return Err(GenerateError::Differs(key.clone(), "other variables")),
            (None, _) => return Err(GenerateError::Differs(key.clone(), "missing in vi")),
            (_, None) => return Err(GenerateError::Differs(key.clone(), "missing in en")),
        }
    }
    Ok(vec![(RUST, rust(&vietnamese, &english)), (TYPESCRIPT, typescript(&vietnamese, &english))])
}

/// Makes the files and writes those that changed.
///
/// # Errors
/// As [`make`], and when a file cannot be written.
pub fn write(root: &Path) -> Result<(), GenerateError> {
    for (path, text) in make(root)? {
        let path = root.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        let folder = path.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(|e| GenerateError::File(folder.to_owned(), e))?;
        fs::write(&path, text).map_err(|e| GenerateError::File(path.clone(), e))?;
    }
    Ok(())
}

fn read(folder: &Path) -> Result<Messages, GenerateError> {
    let failed = |e| GenerateError::File(folder.to_owned(), e);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|e| e == "ftl"));
    paths.sort();
    let mut all = Messages::new();
    for path in paths {
        let source = fs::read_to_string(&path).map_err(|e| GenerateError::File(path.clone(), e))?;
        for (key, pieces) in fluent::parse(&source).map_err(|e| GenerateError::Words(path.clone(), e))? {
            if all.insert(key.clone(), pieces).is_some() {
                return Err(GenerateError::Twice(key));
            }
        }
    }
    Ok(all)
}

fn rust(vietnamese: &Messages, english: &Messages) -> String {
    let mut out = String::from(
        "//! Made from assets/locales by `cargo xtask codegen`; do not edit.\n\nuse crate::Part::{self, Select, Text, Variable};\n\n\
         /// Key, Vietnamese, English; in key order.\n#[rustfmt::skip]\n\
         pub(crate) static MESSAGES: &[(&str, &[Part], &[Part])] = &[\n",
    );
    for (key, pieces) in vietnamese {
        let _ = writeln!(out, "    ({key:?}, &[{}], &[{}]),", rust_parts(pieces), rust_parts(&english[key]));
    }
    out.push_str("];\n");
    out
}

fn rust_parts(pieces: &[Piece]) -> String {
    let parts: Vec<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => format!("Text({text:?})"),
            Piece::Variable(name) => format!("Variable({name:?})"),
            Piece::Select(name, endings) => {
                let endings: Vec<String> =
                    endings.iter().map(|(key, ending)| format!("({key:?}, &[{}])", rust_parts(ending))).collect();
                format!("Select({name:?}, &[{}])", endings.join(", "))
            }
        })
        .collect();
    parts.join(", ")
}

fn typescript(vietnamese: &Messages, english: &Messages) -> String {
    let mut out = String::from(
        "// Made from assets/locales by `cargo xtask codegen`; do not edit.\n\
         import { pick, select, text, type Arg } from '../words.svelte';\n\nexport const m = {\n",
    );
    for (key, pieces) in vietnamese {
        let names = fluent::variables(pieces);
        let parameters = if names.is_empty() {
            String::new()
        } else {
            let list: Vec<String> = names.iter().map(|name| format!("{name}: Arg")).collect();
            format!("v: {{ {} }}", list.join("; "))
        };
        let (v, e) = (typescript_parts(pieces), typescript_parts(&english[key]));
        let _ = writeln!(out, "  {}: ({parameters}): string => pick(`{v}`, `{e}`),", camel(key));
    }
    out.push_str("};\n");
    out
}

fn typescript_parts(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(&text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${")),
            Piece::Variable(name) => {
                let _ = write!(out, "${{text(v.{name})}}");
            }
            Piece::Select(name, endings) => {
                let endings: Vec<String> =
                    endings.iter().map(|(key, ending)| format!("['{key}', `{}`]", typescript_parts(ending))).collect();
                let _ = write!(out, "${{select(v.{name}, [{}])}}", endings.join(", "));
            }
        }
    }
    out
}

/// `intake-title` becomes `intakeTitle`.
fn camel(key: &str) -> String {
    let mut out = String::new();
    for (index, word) in key.split('-').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if index > 0 => {
                out.push(first.to_ascii_uppercase());
                out.push_str(letters.as_str());
            }
            _ => out.push_str(word),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[test]
    fn both_languages_have_the_same_keys_and_variables_and_the_made_files_are_fresh() {
        for (path, text) in make(&root()).expect("the words are whole") {
            let on_disk = fs::read_to_string(root().join(path)).unwrap_or_default();
            assert!(on_disk == text, "{path} is older than the words: run `cargo xtask codegen`");
        }
    }
}
