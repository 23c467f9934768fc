//! Known keys and entries, the same in every run.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

use desk_core::ids::{DossierId, EntryHash, PersonId};
use desk_log::{DeviceKey, Draft, Sealed, seal, to_canonical};
use serde::Serialize;

/// A key that everybody knows.
pub fn key(number: u8) -> DeviceKey {
    DeviceKey::from_secret([number; 32])
}

#[derive(Serialize)]
struct Body<'a> {
    owner: &'a str,
    papers: [u8; 3],
    fee_vnd: u32,
    checked: bool,
}

/// The draft of a device's entry `seq`: made-up people, made-up office.
pub fn draft(seq: u64) -> Draft {
    let body = Body { owner: "Đinh Thị Thử", papers: [1, 0, 2], fee_vnd: 8_000 + seq as u32, checked: true };
    Draft {
        at: 1_709_600_400_000 + seq as i64 * 61_000,
        offset_ms: seq.is_multiple_of(3).then_some(-1_500),
        actor: (seq > 1).then(|| PersonId::new(1_709_500_000_000, [7; 10])),
        office: "04891@2020-01-01".into(),
        dossier: (seq > 1).then(|| DossierId::new(1_709_600_000_000, [seq as u8 / 4; 10])),
        builds_on: vec![],
        kind: if seq == 1 { "device.started" } else { "dossier.received" }.into(),
        kind_version: 1,
        reference: "2024-03-01".into(),
        body: to_canonical(&body).unwrap(),
    }
}

/// Changes to a draft, in one expression.
pub trait With: Sized {
    fn with_builds_on(self, hashes: &[EntryHash]) -> Self;
    fn with_kind(self, kind: &str) -> Self;
    fn with_body(self, body: Vec<u8>) -> Self;
}

impl With for Draft {
    fn with_builds_on(self, hashes: &[EntryHash]) -> Self {
        Draft { builds_on: hashes.to_vec(), ..self }
    }
    fn with_kind(self, kind: &str) -> Self {
        Draft { kind: kind.into(), ..self }
    }
    fn with_body(self, body: Vec<u8>) -> Self {
        Draft { body, ..self }
    }
}

/// An entry with every field of the header in use.
pub fn sealed() -> Sealed {
    let builds_on = [EntryHash([0x11; 32]), EntryHash([0x22; 32])];
    seal(&key(1), 3, Some(EntryHash([0x33; 32])), draft(3).with_builds_on(&builds_on), [0x5a; 16])
}

/// The salt of a device's entry `seq`, the same in every run.
pub fn salt(seq: u64) -> [u8; 16] {
    [seq as u8; 16]
}

/// A device's first entries; each builds on the one before where both are of one dossier.
pub fn chain(key: &DeviceKey, length: u64) -> Vec<Sealed> {
    let mut entries: Vec<Sealed> = Vec::new();
    for seq in 1..=length {
        let mut draft = draft(seq);
        let last = entries.last();
        draft.builds_on = last
            .filter(|last| last.header.dossier.is_some() && last.header.dossier == draft.dossier)
            .map(|last| last.hash)
            .into_iter()
            .collect();
        let entry = seal(key, seq, last.map(|last| last.hash), draft, salt(seq));
        entries.push(entry);
    }
    entries
}

/// Where the files lie that tests share.
pub fn repository() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the independent verifier and answers whether it found everything sound, and what it said.
pub fn verifier(arguments: &[&std::ffi::OsStr]) -> (bool, String) {
    let script = repository().join("tests/verifier/verify.py");
    let output = std::process::Command::new("python3").arg(script).args(arguments).output().expect("python3 runs");
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    match output.status.code() {
        Some(0) => (true, said),
        Some(1) if said.contains("fault") => (false, said),
        other => panic!("the verifier itself failed ({other:?}): {said}"),
    }
}
