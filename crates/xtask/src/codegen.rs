//! `cargo xtask codegen`: files made from others, committed so that a reader sees them.
//!
//! The words come from `assets/locales` (desk-i18n), the page's types from the counter's views (desk-ipc by ts-rs). An
//! example of each room makes them in place; [`stale`] lets it, compares, and puts back what was.
use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;

use crate::shell::{self, cargo, root};

/// A maker: an example of a room, and the files it owns.
struct Maker {
    package: &'static str,
    example: &'static str,
    makes: &'static [&'static str],
    /// Whether it prints its one file instead of writing it.
    prints: bool,
}

const MAKERS: &[Maker] = &[
    Maker {
        package: "desk-i18n",
        example: "codegen",
        makes: &["crates/desk-i18n/src/generated.rs", "ui/src/lib/i18n/generated/messages.ts"],
        prints: false,
    },
    Maker { package: "desk-ipc", example: "types", makes: &["ui/src/lib/ipc/generated/types.ts"], prints: true },
];

impl Maker {
    fn make(&self) -> anyhow::Result<()> {
        let mut maker = cargo(&["run", "--quiet", "--locked", "-p", self.package, "--example", self.example]);
        if !self.prints {
            return shell::run(&mut maker);
        }
        let text = shell::output(&mut maker)?;
        for path in self.makes {
            let path = root().join(path);
            // Written only when it differs, so that nothing is built again for nothing.
            if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
                std::fs::create_dir_all(path.parent().context("a folder")?)?;
                std::fs::write(&path, &text)?;
            }
        }
        Ok(())
    }
}

/// Makes all generated files again, in place; when a maker fails, all stays as it was.
///
/// # Errors
/// When a maker fails.
pub(crate) fn write() -> anyhow::Result<()> {
    let before = snapshot()?;
    let made = MAKERS.iter().try_for_each(Maker::make);
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
    Ok(faults)
}

fn snapshot() -> anyhow::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for path in MAKERS.iter().flat_map(|maker| maker.makes).map(PathBuf::from) {
        if root().join(&path).is_file() {
            let bytes = std::fs::read(root().join(&path)).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(path, bytes);
        }
    }
    Ok(files)
}
