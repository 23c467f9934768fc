//! Someone owns the database and the machine's key, edits the log and exports it (reliability rule S12). The independent
//! verifier has the export and the heads that were kept elsewhere, nothing more, and finds every edit. So does the
//! reader of this crate.
//!
//! Each edited file has a tail that fits: the tail guards against accidents only.

mod common;

#[path = "tampering/file.rs"]
mod file;
#[path = "tampering/history.rs"]
mod history;
#[path = "tampering/single.rs"]
mod single;

use std::{collections::BTreeSet, ffi::OsStr, sync::Mutex};

use common::{chain, key, verifier};
use desk_log::{Head, Link, Sealed, export::read_export};
use file::RawLog;

/// An edited file, and what was done to it.
struct Edit {
    what: &'static str,
    file: Vec<u8>,
}

/// The honest log: two machines of one office.
fn honest() -> [Vec<Sealed>; 2] {
    [chain(&key(1), 8), chain(&key(2), 4)]
}

/// The heads as the province countersigned them.
fn outside_heads() -> BTreeSet<String> {
    honest().iter().map(|chain| chain.last().unwrap().head().to_string()).collect()
}

/// The independent verifier's verdict, told the heads.
fn python_finds_it_sound(file: &[u8], heads: impl IntoIterator<Item = String>, flags: &[&str]) -> (bool, String) {
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(path.path(), file).unwrap();
    let mut arguments: Vec<String> = heads.into_iter().flat_map(|head| ["--head".to_owned(), head]).collect();
    arguments.extend(flags.iter().map(|flag| (*flag).to_owned()));
    let mut all = vec![path.path().as_os_str()];
    all.extend(arguments.iter().map(OsStr::new));
    verifier(&all)
}

/// The verdict of this crate's reader, by the same heads.
fn rust_finds_it_sound(file: &[u8]) -> bool {
    let Ok(mut reader) = read_export(file) else { return false };
    let whole = reader.by_ref().all(|entry| entry.is_ok_and(|entry| entry.content.is_some()));
    whole && reader.heads().iter().map(Head::to_string).collect::<BTreeSet<_>>() == outside_heads()
}

#[test]
fn the_untouched_log_is_found_sound() {
    let file = RawLog::honest().write();
    let (sound, said) = python_finds_it_sound(&file, outside_heads(), &["--exact", "--whole"]);
    assert!(sound, "{said}");
    assert!(rust_finds_it_sound(&file));
}

#[test]
fn every_edit_by_someone_with_the_key_is_found() {
    let mut edits = history::edits();
    edits.extend(single::edits());
    edits.extend(file::edits());
    let names: BTreeSet<_> = edits.iter().map(|edit| edit.what).collect();
    assert!(names.len() == edits.len() && edits.len() >= 40, "{} kinds of edit", edits.len());

    let honest = RawLog::honest().write();
    let missed = Mutex::new(Vec::new());
    let (first, second) = edits.split_at(edits.len() / 2);
    let (honest, missed_so_far) = (&honest, &missed);
    std::thread::scope(|scope| {
        for half in [first, second] {
            scope.spawn(move || {
                for Edit { what, file } in half {
                    assert!(file != honest, "{what}: nothing was edited");
                    if python_finds_it_sound(file, outside_heads(), &["--exact", "--whole"]).0 {
                        missed_so_far.lock().unwrap().push(format!("{what} (by the verifier)"));
                    }
                    if rust_finds_it_sound(file) {
                        missed_so_far.lock().unwrap().push(format!("{what} (by the reader)"));
                    }
                }
            });
        }
    });
    let missed = missed.into_inner().unwrap();
    assert!(missed.is_empty(), "not found: {missed:#?}");
}

/// A head printed on a receipt guards all that came before it, and the limit is stated: not what came after.
#[test]
fn a_head_on_paper_guards_everything_up_to_it_and_nothing_beyond() {
    let paper = honest()[0][4].head().on_paper();
    let cut_to = |length| {
        let mut log = RawLog::honest();
        log.items.retain(|item| item.device == 1 || item.seq <= length);
        log.write()
    };
    let check = |length, expected| {
        let (sound, said) = python_finds_it_sound(&cut_to(length), [paper.clone()], &[]);
        assert_eq!(sound, expected, "cut to {length}: {said}");
    };
    check(8, true);
    check(5, true);
    check(4, false);
    check(0, false);
}
