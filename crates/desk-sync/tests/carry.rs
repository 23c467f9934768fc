//! The file of a stick: pinned byte for byte, whole or not at all.

mod common;

use std::path::PathBuf;

use common::*;
use desk_sync::carry::{CarryAnswer, CarryFault, CarryHead, CarryReader, CarryWriter, Part, check, is_answer};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/sync").join(name)
}

fn golden(name: &str, expected: &[u8]) {
    let path = fixture(name);
    if std::env::var_os("MOTCUA_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    assert!(std::fs::read(&path).unwrap() == expected, "{name} is no longer what this program writes");
}

const SCAN: &[u8] = b"%PDF-1.7 made up";

/// Entries 2 and 3 of a chain of three, and a file.
fn carried() -> Vec<u8> {
    let head = CarryHead {
        office: OFFICE.into(),
        public: key(1).public(),
        history: Some(HISTORY),
        after: 1,
        feed: 1,
        roster: 1,
        demo: true,
        at: 1_709_600_000_000,
        entries: 2,
        files: 1,
    };
    let mut writer = CarryWriter::begin(Vec::new(), head).unwrap();
    for entry in &chain(&key(1), 3)[1..] {
        writer.entry(&entry.cose, Some((&entry.salt, &entry.body))).unwrap();
    }
    writer.file(SCAN).unwrap();
    writer.finish(&key(1)).unwrap()
}

#[test]
fn a_carried_file_and_an_answer_have_their_golden_bytes() {
    golden("carried.mccarry", &carried());
    let entries = chain(&key(1), 3);
    let answer = CarryAnswer {
        device: key(1).device(),
        pushed: Some(countersigned(HISTORY, &entries, 3).bytes().to_vec()),
        refused: None,
        pages: vec![vec![1, 2, 3]],
    };
    golden("carried.mcanswer", &answer.encode());
    assert_eq!(CarryAnswer::decode(&answer.encode()).unwrap(), answer);
    assert!(is_answer(&answer.encode()[..32]) && !is_answer(&carried()[..32]));
}

#[test]
fn what_was_carried_out_comes_in_as_it_was() {
    let file = carried();
    let head = check(&file[..]).unwrap();
    assert_eq!((head.device(), head.after, head.entries), (key(1).device(), 1, 2));
    let mut reader = CarryReader::open(&file[..]).unwrap();
    let mut seqs = Vec::new();
    let mut files = 0;
    while let Some(part) = reader.next_part().unwrap() {
        match part {
            Part::Entry(item) => seqs.push(desk_log::Opened::peek(&item.cose).unwrap().seq),
            Part::File { bytes, .. } => {
                assert_eq!(bytes, SCAN);
                files += 1;
            }
        }
    }
    assert_eq!((seqs, files), (vec![2, 3], 1));
}

#[test]
fn a_file_is_whole_or_not_at_all() {
    let file = carried();
    for end in 0..file.len() {
        assert!(check(&file[..end]).is_err(), "cut after {end} bytes");
    }
    assert!(matches!(check(&file[..file.len() - 1]), Err(CarryFault::Torn)));
    for place in 0..file.len() {
        let mut flipped = file.clone();
        flipped[place] ^= 1;
        assert!(check(&flipped[..]).is_err(), "byte {place} changed");
    }
    let longer = [&file[..], &[0]].concat();
    assert!(matches!(check(&longer[..]), Err(CarryFault::Altered)));
    assert!(matches!(check(&b"PK\x03\x04 a spreadsheet"[..]), Err(CarryFault::NotOne)));
}

#[test]
fn a_file_that_another_machine_signed_is_not_taken() {
    let head = CarryHead { entries: 0, files: 0, ..check(&carried()[..]).unwrap() };
    let file = CarryWriter::begin(Vec::new(), head).unwrap().finish(&key(2)).unwrap();
    assert!(matches!(check(&file[..]), Err(CarryFault::Altered)));
}
