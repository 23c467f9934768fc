//! Looks at the text of what is committed: words that must not be there, files grown long.
use std::path::Path;

use crate::shell::{self, command, root};

/// Files that hold other people's text or are made by tools.
const NOT_OURS: &[&str] = &["package-lock.json", "Cargo.lock", "LICENSE", "OFL.txt"];

/// A file longer than this deserves the question whether it still has one purpose.
const LONG_LINES: usize = 400;

/// Words that would tie the project to one machine or let a secret out. Spelled in pieces, so that this file passes.
fn words() -> Vec<(String, &'static str)> {
    let path = |parts: &[&str]| parts.concat();
    vec![
        (path(&["/wo", "rk/"]), "a path of one machine"),
        (path(&["/ro", "ot/"]), "a path of one machine"),
        (path(&["/ho", "me/"]), "a path of one machine"),
        (path(&["/tm", "p/"]), "a fixed scratch path; ask the system for one"),
        (path(&["../sha", "red"]), "a folder that is no part of the project"),
        (path(&[".lib", "rary"]), "a folder that is no part of the project"),
        (path(&["registry.", "npmjs"]), "a registry's host"),
        (path(&["index.", "crates.io"]), "a registry's host"),
        (path(&["files.", "pythonhosted"]), "a registry's host"),
        (path(&["BEGIN ", "PRIVATE KEY"]), "a secret"),
        (path(&["BEGIN OPENSSH ", "PRIVATE KEY"]), "a secret"),
    ]
}

/// Every place where such a word stands.
pub(super) fn forbidden() -> anyhow::Result<Vec<String>> {
    let words = words();
    let mut faults = Vec::new();
    for path in tracked()? {
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for (word, why) in words.iter().filter(|(word, _)| line.contains(word.as_str())) {
                faults.push(format!("{path}:{}: “{word}”: {why}", number + 1));
            }
        }
    }
    Ok(faults)
}

/// The files over [`LONG_LINES`], longest first. A report, not a fault.
pub(super) fn long_files() -> anyhow::Result<String> {
    let mut long: Vec<(usize, String)> = Vec::new();
    for path in tracked()? {
        let code = ["rs", "ts", "svelte", "css", "py", "sql"].iter().any(|end| path.ends_with(&format!(".{end}")));
        if !code || path.contains("generated") {
            continue;
        }
        let lines = std::fs::read_to_string(root().join(&path)).map_or(0, |text| text.lines().count());
        if lines > LONG_LINES {
            long.push((lines, path));
        }
    }
    long.sort_by(|one, other| other.cmp(one));
    if long.is_empty() {
        return Ok(format!("no file is longer than {LONG_LINES} lines"));
    }
    let lines = long.iter().map(|(lines, path)| format!("\n  {lines:>5} {path}")).collect::<String>();
    Ok(format!("files over {LONG_LINES} lines; does each still have one purpose?{lines}"))
}

fn tracked() -> anyhow::Result<Vec<String>> {
    let list = shell::output(&mut command("git", &["ls-files", "-z"]))?;
    let ours = |path: &&str| !path.is_empty() && !NOT_OURS.iter().any(|name| path.ends_with(name));
    Ok(list.split('\0').filter(ours).map(str::to_owned).collect())
}

/// All files below some folders with one of these endings, as path from the root and text.
pub(super) fn files(folders: &[&str], endings: &[&str]) -> anyhow::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut open: Vec<_> = folders.iter().map(|folder| root().join(folder)).filter(|folder| folder.is_dir()).collect();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| endings.iter().any(|wanted| end == *wanted)) {
                found.push((relative(&path), std::fs::read_to_string(&path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
