//! `cargo xtask codegen`: files made from others, committed so that a reader sees them.
//!
//! The words come from `assets/locales` (desk-i18n), the page's types from the counter's views (desk-ipc by ts-rs). Both
//! rooms have an example `codegen` that writes them in place; [`stale`] lets it write, compares, and puts back what was.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::shell::{self, cargo, root};

/// A maker and the files or folders it owns.
struct Maker {
    package: &'static str,
    example: &'static str,
    makes: &'static [&'static str],
}

const MAKERS: &[Maker] = &[
    Maker {
        package: "desk-i18n",
        example: "codegen",
        makes: &["crates/desk-i18n/src/generated.rs", "ui/src/lib/i18n/generated"],
    },
    Maker { package: "desk-ipc", example: "codegen", makes: &["ui/src/lib/ipc/generated"] },
];

/// Makes all generated files again, in place. What is made by nobody any more goes; when a maker fails, all stays as it was.
///
/// # Errors
/// When a maker fails.
pub(crate) fn write() -> anyhow::Result<()> {
    let before = snapshot()?;
    // Whole folders are emptied first, so that a file of a type that is gone does not linger. Single files stay: the
    // maker itself may be compiled from them.
    for folder in MAKERS.iter().flat_map(|maker| maker.makes).map(|path| root().join(path)).filter(|path| path.is_dir())
    {
        std::fs::remove_dir_all(&folder)?;
    }
    let made = MAKERS.iter().try_for_each(|maker| {
        shell::run(&mut cargo(&["run", "--quiet", "--locked", "-p", maker.package, "--example", maker.example]))
    });
    if made.is_err() {
        restore(&before)?;
    }
    made
}

fn restore(files: &BTreeMap<PathBuf, Vec<u8>>) -> anyhow::Result<()> {
    for (path, bytes) in files {
        let path = root().join(path);
        if std::fs::read(&path).is_ok_and(|now| now == *bytes) {
            continue;
        }
        std::fs::create_dir_all(path.parent().context("a folder")?)?;
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

/// The generated files that are not what their makers would make now. Nothing stays changed.
///
/// # Errors
/// When a maker fails.
pub(crate) fn stale() -> anyhow::Result<Vec<String>> {
    let committed = snapshot()?;
    let written = write();
    let fresh = snapshot()?;
    // The look must not repair what it finds: the old bytes come back, whatever happened.
    for path in fresh.keys().filter(|path| !committed.contains_key(*path)) {
        std::fs::remove_file(root().join(path))?;
    }
    restore(&committed)?;
    written?;
    let mut faults = Vec::new();
    for (path, bytes) in &fresh {
        if committed.get(path) != Some(bytes) {
            faults.push(format!("{} is stale: run cargo xtask codegen", path.display()));
        }
    }
    for path in committed.keys().filter(|path| !fresh.contains_key(*path)) {
        faults.push(format!("{} is made by nobody any more", path.display()));
    }
    if fresh.is_empty() {
        faults.push("no generated file was found".to_owned());
    }
    Ok(faults)
}

fn snapshot() -> anyhow::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for path in MAKERS.iter().flat_map(|maker| maker.makes) {
        collect(&root().join(path), &mut files)?;
    }
    Ok(files)
}

fn collect(path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> anyhow::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        files.insert(path.strip_prefix(root()).unwrap_or(path).to_path_buf(), bytes);
    }
    Ok(())
}
