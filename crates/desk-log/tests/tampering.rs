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

use std::{collections::BTreeSet, ffi::OsString};

use common::{chain, key, verifier};
use desk_log::{Head, Link, Sealed, export::read_export};
use file::RawLog;

/// An edited file, and what was done to it.
struct Edit {
    what: &'static str,
    file: Vec<u8>,
    /// Whether the file is a sound log in itself, so that only a head from elsewhere tells.
    perfect: bool,
}

/// The honest log: two machines of one office.
fn honest() -> [Vec<Sealed>; 2] {
    [chain(&key(1), 8), chain(&key(2), 4)]
}

/// The heads as the province countersigned them.
fn outside_heads() -> BTreeSet<String> {
    honest().iter().map(|chain| chain.last().unwrap().head().to_string()).collect()
}

/// The independent verifier's verdicts on these files, told the heads.
fn python_finds_sound(files: &[&[u8]], heads: impl IntoIterator<Item = String>, flags: &[&str]) -> Vec<bool> {
    let folder = tempfile::tempdir().unwrap();
    let mut arguments: Vec<OsString> = flags.iter().map(OsString::from).chain(["--json".into()]).collect();
    arguments.extend(heads.into_iter().flat_map(|head| ["--head".into(), head.into()]));
    for (number, file) in files.iter().enumerate() {
        let path = folder.path().join(number.to_string());
        std::fs::write(&path, file).unwrap();
        arguments.push(path.into());
    }
    let (all_sound, said) = verifier(&arguments.iter().map(OsString::as_os_str).collect::<Vec<_>>());
    let verdicts: Vec<bool> = said.lines().map(|line| line.contains(r#""ok": true"#)).collect();
    assert_eq!((verdicts.len(), verdicts.iter().all(|sound| *sound)), (files.len(), all_sound), "{said}");
    verdicts
}

/// The verdict of this crate's reader, by the same heads.
fn rust_finds_it_sound(file: &[u8]) -> bool {
    let Ok(mut reader) = read_export(file) else { return false };
    let whole = reader.by_ref().all(|entry| entry.is_ok_and(|entry| entry.content.is_some()));
    whole && reader.heads().iter().map(Head::to_string).collect::<BTreeSet<_>>() == outside_heads()
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn the_untouched_log_is_found_sound() {
    let file = RawLog::honest().write();
    assert_eq!(python_finds_sound(&[&file], outside_heads(), &["--exact", "--whole"]), [true]);
    assert!(rust_finds_it_sound(&file));
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn every_edit_by_someone_with_the_key_is_found() {
    let mut edits = history::edits();
    edits.extend(single::edits());
    edits.extend(file::edits());
    let names: BTreeSet<_> = edits.iter().map(|edit| edit.what).collect();
    assert!(names.len() == edits.len() && edits.len() >= 40, "{} kinds of edit", edits.len());

    let honest = RawLog::honest().write();
    let files: Vec<_> = edits.iter().map(|edit| edit.file.as_slice()).collect();
    let verdicts = python_finds_sound(&files, outside_heads(), &["--exact", "--whole"]);
    let verdicts_without_heads = python_finds_sound(&files, [], &["--whole"]);
    for ((Edit { what, file, perfect }, sound), sound_in_itself) in
        edits.iter().zip(verdicts).zip(verdicts_without_heads)
    {
        assert!(*file != honest, "{what}: nothing was edited");
        // A forgery that is meant to be perfect is, and one that is not is found for its own fault.
        assert_eq!(sound_in_itself, *perfect, "{what}: sound in itself");
        assert!(!sound, "{what}: not found by the verifier");
        assert!(!rust_finds_it_sound(file), "{what}: not found by the reader");
    }
}

/// A head printed on a receipt guards all that came before it, and the limit is stated: not what came after.
#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn a_head_on_paper_guards_everything_up_to_it_and_nothing_beyond() {
    let paper = honest()[0][4].head().on_paper();
    let cut_to = |length| {
        let mut log = RawLog::honest();
        log.items.retain(|item| item.device == 1 || item.seq <= length);
        log.write()
    };
    let files = [8, 5, 4, 0].map(cut_to);
    let verdicts = python_finds_sound(&files.each_ref().map(Vec::as_slice), [paper], &[]);
    assert_eq!(verdicts, [true, true, false, false]);
}
