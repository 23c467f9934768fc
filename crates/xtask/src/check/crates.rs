//! What the crates are made of, from `cargo metadata`: homes, versions, licences.
use std::collections::BTreeSet;

use anyhow::Context;
use serde_json::Value;

use crate::shell::{self, cargo};

/// Outside things that live in one room, so that nothing else comes to depend on them.
const HOMES: &[(&str, &[&str])] = &[
    ("tauri", &["mot-cua"]),
    ("tauri-build", &["mot-cua"]),
    ("webkit2gtk", &["mot-cua"]),
    ("windows-sys", &["desk-windows"]),
    // The province keeps its record in files of its own on a machine without PostgreSQL.
    ("rusqlite", &["desk-store", "desk-server"]),
    ("libsqlite3-sys", &["desk-store"]),
    ("printpdf", &["desk-forms"]),
    ("lopdf", &["desk-forms"]),
    ("hayro", &["desk-forms"]),
    ("rustybuzz", &["desk-forms"]),
    ("coset", &["desk-log"]),
    ("clap", &["desk-cli", "desk-server"]),
    ("ts-rs", &["desk-ipc"]),
];

/// Crates that must not come in, with the reason.
const BANNED: &[(&str, &str)] = &[
    ("sqlx", "cannot share a build with rusqlite 0.41 and may bring a SQLite with the WAL-reset fault"),
    ("libsqlite3-sys@0.30", "bundles a SQLite with the WAL-reset fault"),
    ("azul-layout", "a whole GUI framework, behind printpdf's html feature"),
    ("tauri-plugin-shell", "the page has no shell"),
    ("tauri-plugin-fs", "the page has no files"),
    ("tauri-plugin-http", "the page has no network"),
    ("openssl-src", "13 CPU-minutes; Linux takes the system's OpenSSL, the Windows target alone vendors it"),
];

/// Licences a crate may come under. One side of an OR is enough, all sides of an AND are needed.
const LICENCES: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "CC0-1.0",
    "0BSD",
    "BSL-1.0",
    "MPL-2.0",
    "Unlicense",
    "CDLA-Permissive-2.0",
    "WTFPL",    // libtomcrypt inside SQLCipher
    "blessing", // SQLite's own words for the public domain
];

/// A crate of the workspace and what it is built with (dev-dependencies are the tests' affair).
pub(super) struct Room {
    pub(super) name: String,
    pub(super) uses: Vec<String>,
}

/// A crate from outside.
struct Guest {
    name: String,
    version: String,
    licence: String,
}

/// The whole of `cargo metadata` that the looks need.
pub(super) struct Metadata {
    pub(super) rooms: Vec<Room>,
    guests: Vec<Guest>,
}

impl Metadata {
    pub(super) fn load() -> anyhow::Result<Metadata> {
        let text = shell::output(&mut cargo(&["metadata", "--no-deps", "--format-version", "1", "--locked"]))?;
        let value: Value = serde_json::from_str(&text).context("cargo metadata")?;
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut rooms = Vec::new();
        for package in value["packages"].as_array().into_iter().flatten() {
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            let built_with = dependencies.filter(|one| one["kind"] != "dev");
            let uses = built_with.map(|one| word(&one["name"])).collect();
            rooms.push(Room { name: word(&package["name"]), uses });
        }
        // The tree, not the metadata: it follows the features of the platform we build on, and so shows what is really in.
        let tree = ["tree", "--workspace", "--locked", "-e", "normal,build", "--prefix", "none", "-f", "{p}|{l}"];
        let tree = shell::output(&mut cargo(&tree))?;
        let lines: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        let guests = lines.into_iter().filter(|line| !line.contains("(/")).filter_map(Guest::read).collect();
        Ok(Metadata { rooms, guests })
    }
}

impl Guest {
    /// Reads `name v1.2.3 …|licence`.
    fn read(line: &str) -> Option<Guest> {
        let (package, licence) = line.split_once('|')?;
        let mut words = package.split_whitespace();
        let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
        Some(Guest { name: name.to_owned(), version: version.to_owned(), licence: licence.trim().to_owned() })
    }
}

/// Rooms that use an outside thing which has its home elsewhere.
pub(super) fn homes(metadata: &Metadata) -> Vec<String> {
    let mut faults = Vec::new();
    for room in &metadata.rooms {
        for (thing, homes) in HOMES {
            if room.uses.iter().any(|used| used == thing) && !homes.contains(&room.name.as_str()) {
                faults.push(format!("{} uses {thing}, whose home is {}", room.name, homes.join(", ")));
            }
        }
    }
    faults
}

/// Crates that are banned, too old, or under a licence nobody looked at.
pub(super) fn versions_and_licences(metadata: &Metadata) -> Vec<String> {
    let mut faults = Vec::new();
    for guest in &metadata.guests {
        let Guest { name, version, licence } = guest;
        for (banned, reason) in BANNED {
            let (banned_name, banned_version) = banned.split_once('@').unwrap_or((banned, ""));
            if name == banned_name && version.starts_with(banned_version) {
                faults.push(format!("{name} {version}: {reason}"));
            }
        }
        if name == "tauri" && !(version.starts_with("2.") && at_least(version, &[2, 11, 1])) {
            faults.push(format!("tauri {version}: 2.11.1 or a later 2.x is needed (CVE-2026-42184)"));
        }
        if name == "libsqlite3-sys" && !at_least(version, &[0, 38, 0]) {
            faults.push(format!("libsqlite3-sys {version}: 0.38 or later is needed (WAL-reset fault in SQLCipher)"));
        }
        if !allowed(licence) {
            faults.push(format!("{name} {version}: licence “{licence}” is not on the list"));
        }
    }
    faults
}

fn at_least(version: &str, least: &[u64]) -> bool {
    let numbers: Vec<u64> = version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect();
    numbers.as_slice() >= least
}

/// Whether an SPDX expression can be met from the list. Brackets are flattened, which only ever asks for more.
fn allowed(licence: &str) -> bool {
    let flat = licence.replace(['(', ')'], " ").replace('/', " OR ");
    let met = |one: &str| LICENCES.contains(&one.trim());
    !licence.is_empty()
        && (flat.split(" OR ").any(|side| side.split(" AND ").all(met))
            || flat.split(" AND ").all(|side| side.split(" OR ").any(met)))
}

#[cfg(test)]
mod tests {
    use super::{allowed, at_least};

    #[test]
    fn a_licence_is_allowed_when_one_way_to_meet_it_is() {
        for (licence, good) in [
            ("MIT", true),
            ("MIT OR Apache-2.0", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0 OR MIT", true),
            ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("GPL-3.0-only", false),
            ("MIT AND GPL-3.0-only", false),
            ("", false),
        ] {
            assert_eq!(allowed(licence), good, "{licence}");
        }
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(at_least("2.12.5", &[2, 11, 1]));
        assert!(at_least("2.11.1", &[2, 11, 1]));
        assert!(!at_least("2.9.9", &[2, 11, 1]));
        assert!(!at_least("0.37.0", &[0, 38, 0]));
    }
}
