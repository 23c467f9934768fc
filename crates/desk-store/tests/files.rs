//! Scans beside the store: durable before they are told, kept once, never believed when damaged.

mod common;

use std::{
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use common::*;
use desk_core::time::Moment;
use desk_store::{FileHash, Files, FilesError, Store, StoreError, files::PIECE};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

const PDF: &str = "application/pdf";

fn day(n: u32) -> Moment {
    moment(2026, 1, 1, 8, 0) + chrono::TimeDelta::days(i64::from(n))
}

/// Bytes that no packer and no hash finds alike.
fn made(len: usize, seed: u64) -> Vec<u8> {
    let mut drawn = Drawn(seed);
    let mut bytes: Vec<u8> = (0..len.div_ceil(8)).flat_map(|_| drawn.next().to_le_bytes()).collect();
    bytes.truncate(len);
    bytes
}

fn hash_of(bytes: &[u8]) -> FileHash {
    FileHash(Sha256::digest(bytes).into())
}

fn file(scratch: &Scratch) -> PathBuf {
    scratch.folder.join("motcua.files.db")
}

fn put(files: &Files, bytes: &[u8], at: Moment) -> FileHash {
    files.put(bytes, PDF, at).expect("keeps").hash
}

#[test]
fn bytes_come_back_as_they_were_and_pieces_join_to_them() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let bytes = made(3 * PIECE + 17, 1);
    let kept = store.files().put(bytes.as_slice(), PDF, day(0)).expect("keeps");
    assert_eq!((kept.hash, kept.bytes), (hash_of(&bytes), bytes.len() as u64));
    let about = store.files().about(&kept.hash).expect("reads").expect("is there");
    assert_eq!((about.bytes, about.media.as_str(), about.pieces), (bytes.len() as u64, PDF, 4));
    let joined: Vec<u8> = (0..4).flat_map(|n| store.files().piece(&kept.hash, n).expect("reads")).collect();
    assert!(joined == bytes);
    assert!(matches!(store.files().piece(&kept.hash, 4), Err(FilesError::Unknown)));
    store.close();
    let store = scratch.open().expect("opens");
    assert!(store.files().get(&kept.hash).expect("reads") == bytes);
}

#[test]
fn a_desk_that_scans_nothing_has_no_second_file() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let files = store.files();
    let none = hash_of(b"none");
    assert!(!files.has(&none).expect("asks"));
    assert_eq!(files.about(&none).expect("asks"), None);
    assert!(matches!(files.get(&none), Err(FilesError::Unknown)));
    assert_eq!(files.total_bytes().expect("asks"), 0);
    assert_eq!(files.verify().expect("asks").files, 0);
    assert!(files.sweep(|_| false, day(99)).expect("asks").is_empty());
    assert!(!file(&scratch).exists());
}

#[test]
fn the_same_bytes_are_kept_once() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let bytes = made(PIECE * 2, 2);
    let first = put(store.files(), &bytes, day(0));
    let second = put(store.files(), &bytes, day(1));
    assert_eq!(first, second);
    assert_eq!(store.files().total_bytes().expect("sums"), bytes.len() as u64);
    store.close();
    let size = std::fs::metadata(file(&scratch)).expect("is there").len();
    // The second time went through free pages that the third uses again.
    let store = scratch.open().expect("opens");
    put(store.files(), &bytes, day(2));
    store.close();
    assert_eq!(std::fs::metadata(file(&scratch)).expect("is there").len(), size);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn whatever_the_size_around_a_piece_what_is_put_is_got(
        pieces in 0_usize..3, beside in -3_isize..4, chunk in 1_usize..100_000, seed in any::<u64>()
    ) {
        /// Gives few bytes at a time, as a pipe does.
        struct Slow<'a>(&'a [u8], usize);
        impl Read for Slow<'_> {
            fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
                let len = self.1.min(to.len());
                self.0.read(&mut to[..len])
            }
        }
        let bytes = made((pieces * PIECE).saturating_add_signed(beside), seed);
        let scratch = Scratch::new();
        let store = scratch.create();
        let kept = store.files().put(Slow(&bytes, chunk), PDF, day(0)).expect("keeps");
        prop_assert_eq!(kept.bytes, bytes.len() as u64);
        prop_assert!(store.files().get(&kept.hash).expect("reads") == bytes);
        prop_assert!(store.files().verify().expect("reads").is_whole());
    }
}

#[test]
fn a_reader_that_fails_leaves_nothing_of_itself() {
    struct Torn(usize);
    impl Read for Torn {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(to.len()).ok_or_else(|| std::io::Error::other("the card was pulled"))?;
            to.fill(7);
            Ok(to.len())
        }
    }
    let scratch = Scratch::new();
    let store = scratch.create();
    assert!(matches!(store.files().put(Torn(5 * PIECE), PDF, day(0)), Err(FilesError::Source(_))));
    assert_eq!(store.files().total_bytes().expect("sums"), 0);
    let next = made(10, 3);
    assert!(store.files().get(&put(store.files(), &next, day(0))).expect("reads") == next);
}

#[test]
fn a_flipped_bit_is_noticed_by_get_and_named_by_verify() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let all: Vec<Vec<u8>> = (0..4).map(|seed| made(PIECE + 5, 10 + seed)).collect();
    let hashes: Vec<FileHash> = all.iter().map(|bytes| put(store.files(), bytes, day(0))).collect();
    store.close();
    let whole = std::fs::read(file(&scratch)).expect("reads");
    let mut drawn = Drawn(5);
    let (mut named, mut closed) = (0, 0);
    for _ in 0..40 {
        let mut bytes = whole.clone();
        let at = drawn.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << drawn.below(8);
        std::fs::write(file(&scratch), &bytes).expect("writes");
        let store = scratch.open().expect("the store itself opens");
        let verdict = store.files().verify();
        let mut wrong = Vec::new();
        for (hash, bytes) in hashes.iter().zip(&all) {
            match store.files().get(hash) {
                Ok(got) => assert!(got == *bytes, "a flip at byte {at} was believed"),
                Err(FilesError::Damaged | FilesError::Store(StoreError::Damaged { .. })) => wrong.push(*hash),
                Err(other) => panic!("byte {at}: {other}"),
            }
        }
        wrong.sort_unstable();
        match verdict {
            Ok(verdict) => {
                assert_eq!(verdict.damaged, wrong, "byte {at}");
                named += usize::from(!wrong.is_empty());
            }
            // The list itself, or the first page.
            Err(FilesError::Store(StoreError::Damaged { .. })) => closed += 1,
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
    assert!(named + closed >= 38, "{named} flips were named, {closed} closed the file");
    assert!(named > 20, "{named} flips were named");
}

#[test]
fn bytes_brought_again_mend_what_was_damaged() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let bytes = made(PIECE * 2, 20);
    let hash = put(store.files(), &bytes, day(0));
    store.close();
    let mut damaged = std::fs::read(file(&scratch)).expect("reads");
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    std::fs::write(file(&scratch), &damaged).expect("writes");
    let store = scratch.open().expect("opens");
    assert!(matches!(store.files().get(&hash), Err(FilesError::Damaged)));
    assert_eq!(put(store.files(), &bytes, day(1)), hash);
    assert!(store.files().get(&hash).expect("reads") == bytes);
    assert!(store.files().verify().expect("reads").is_whole());
}

#[test]
fn a_missing_file_is_never_an_empty_one() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let bytes = made(100, 30);
    let hash = put(store.files(), &bytes, day(0));
    store.close();
    let (path, aside) = (file(&scratch), scratch.folder.join("elsewhere"));
    std::fs::rename(&path, &aside).expect("moves");
    let store = scratch.open().expect("the record itself opens");
    assert!(matches!(store.files().get(&hash), Err(FilesError::Missing)));
    assert!(matches!(store.files().has(&hash), Err(FilesError::Missing)));
    assert!(matches!(store.files().put(&b"x"[..], PDF, day(0)), Err(FilesError::Missing)));
    assert!(matches!(store.files().sweep(|_| false, day(99)), Err(FilesError::Missing)));
    assert!(matches!(store.files().verify(), Err(FilesError::Missing)));
    assert!(!path.exists(), "no new one was made");
    // It was only elsewhere: back again, all is as before, without another start.
    std::fs::rename(&aside, &path).expect("moves");
    assert!(store.files().get(&hash).expect("reads") == bytes);
}

#[test]
fn a_damaged_file_is_set_aside_with_all_its_bytes_when_somebody_says_so() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let hash = put(store.files(), &made(100, 31), day(0));
    assert!(matches!(store.files().set_aside(), Err(FilesError::Store(StoreError::NotThatWay))), "it is sound");
    store.close();
    let mut damaged = std::fs::read(file(&scratch)).expect("reads");
    damaged[100] ^= 1;
    std::fs::write(file(&scratch), &damaged).expect("writes");
    let store = scratch.open().expect("opens");
    assert!(matches!(store.files().get(&hash), Err(FilesError::Store(StoreError::Damaged { .. }))));
    assert!(matches!(store.files().put(&b"x"[..], PDF, day(0)), Err(FilesError::Store(StoreError::Damaged { .. }))));
    let aside = store.files().set_aside().expect("moves").expect("there was one");
    assert!(std::fs::read(aside).expect("is kept") == damaged);
    assert!(matches!(store.files().get(&hash), Err(FilesError::Unknown)));
    put(store.files(), b"x", day(0));
}

#[test]
fn another_store_s_file_is_not_taken_for_ours() {
    let (scratch, other) = (Scratch::new(), Scratch::new());
    let store = scratch.create();
    put(store.files(), b"ours", day(0));
    store.close();
    let key = [0x43; 32];
    let foreign = Store::create(&other.folder, desk_store::NewStore { data_key: key, ..other.new_store() });
    let foreign = foreign.expect("makes");
    put(foreign.files(), b"theirs", day(0));
    foreign.close();
    std::fs::copy(file(&other), file(&scratch)).expect("copies");
    let store = scratch.open().expect("opens");
    let got = store.files().get(&hash_of(b"theirs"));
    assert!(matches!(got, Err(FilesError::Store(StoreError::Damaged { .. }))), "{got:?}");
}

#[test]
fn nothing_of_a_scan_can_be_read_from_the_folder() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let canary = b"CCCD 017999888777 Quynh Canaria".repeat(200);
    put(store.files(), &canary, day(0));
    for entry in std::fs::read_dir(&scratch.folder).expect("lists") {
        let bytes = std::fs::read(entry.expect("lists").path()).expect("reads");
        assert!(!bytes.windows(12).any(|window| window == b"017999888777"));
    }
    drop(store);
}

#[test]
fn the_sweep_takes_only_what_is_unnamed_and_old() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let files = store.files();
    let named = put(files, &made(PIECE + 1, 40), day(0));
    let forgotten = put(files, &made(PIECE + 1, 41), day(0));
    let brought_again = put(files, &made(PIECE + 1, 42), day(0));
    assert!(files.sweep(|hash| *hash == named, day(30)).expect("sweeps").is_empty(), "thirty days are not over");
    put(files, &made(PIECE + 1, 42), day(25));
    // A clock that went back does not take the days away again.
    put(files, &made(PIECE + 1, 42), day(3));
    let fresh = put(files, &made(PIECE + 1, 43), day(31));
    assert_eq!(files.sweep(|hash| *hash == named, day(31)).expect("sweeps"), [forgotten]);
    for hash in [named, brought_again, fresh] {
        assert!(files.get(&hash).is_ok());
    }
    assert!(matches!(files.get(&forgotten), Err(FilesError::Unknown)));
    assert!(files.verify().expect("reads").is_whole());
    assert_eq!(files.total_bytes().expect("sums"), 3 * (PIECE as u64 + 1));
}

#[test]
fn a_full_disk_refuses_a_scan_and_keeps_what_was_there() {
    let scratch = Scratch::new();
    std::fs::create_dir_all(&scratch.folder).expect("makes");
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"]).arg(&scratch.folder).output();
    if !mount.is_ok_and(|done| done.status.success()) {
        eprintln!("skipped: this user cannot mount a small disk");
        return;
    }
    let store = scratch.create();
    let small = made(PIECE, 50);
    let hash = put(store.files(), &small, day(0));
    let large = store.files().put(made(40 * PIECE, 51).as_slice(), PDF, day(0));
    let kept = store.files().get(&hash);
    let dossier = receive(&store, 1, received(1, 10, 1));
    let again = store.files().put(made(100, 52).as_slice(), PDF, day(0));
    store.close();
    let unmounted = Command::new("umount").arg(&scratch.folder).status().expect("unmounts");
    assert!(unmounted.success());
    assert!(matches!(large, Err(FilesError::Store(StoreError::Full))), "{large:?}");
    assert!(kept.expect("reading goes on") == small);
    assert!(again.is_ok(), "{again:?}");
    assert!(dossier.is_ok(), "{dossier:?}");
}

/// Where the child of the next test finds its store.
const CHILD: &str = "DESK_STORE_FILES_TEST_CHILD";

/// Not a test of its own: the program that is killed. Says each file's seed once it is acknowledged.
#[test]
fn child_that_puts_until_it_is_killed() {
    let Ok(place) = std::env::var(CHILD) else { return };
    let scratch = Scratch::at(place.as_ref());
    let store = scratch.open().expect("opens");
    let mut n = store.files().verify().expect("counts").files;
    loop {
        put(store.files(), &killed(n), day(0));
        n += 1;
        eprintln!("kept {n}");
    }
}

fn killed(n: u64) -> Vec<u8> {
    made(PIECE * (1 + n as usize % 5) + n as usize, 1000 + n)
}

#[test]
fn killed_at_any_moment_a_file_is_whole_or_not_there_and_none_acknowledged_is_lost() {
    let scratch = Scratch::new();
    scratch.create().close();
    let program = std::env::current_exe().expect("has a name");
    let mut drawn = Drawn(77);
    let (mut there, mut torn) = (0_u64, 0);
    for kill in 0..25 {
        let mut child = Command::new(&program)
            .args(["child_that_puts_until_it_is_killed", "--exact", "--nocapture"])
            .env(CHILD, scratch.folder.parent().expect("has a parent"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let lines = BufReader::new(child.stderr.take().expect("is piped"));
        let (kept, first) = std::sync::mpsc::channel();
        let reading = std::thread::spawn(move || {
            let told = lines.lines().map_while(Result::ok);
            let numbers = told.filter_map(|line| line.strip_prefix("kept ").and_then(|n| n.parse::<u64>().ok()));
            numbers.inspect(|_| _ = kept.send(())).last()
        });
        // Every other life is ended once it has begun to put, however slow the machine is; the others while they open too.
        if kill % 2 == 0 {
            first.recv_timeout(Duration::from_secs(60)).expect("puts");
            std::thread::sleep(Duration::from_micros(drawn.below(100_000)));
        } else {
            std::thread::sleep(Duration::from_micros(60_000 + drawn.below(200_000)));
        }
        child.kill().expect("is killed"); // SIGKILL
        child.wait().expect("ends");
        let acknowledged = reading.join().expect("reads").unwrap_or(there);
        let store = scratch.open().expect("opens");
        let verdict = store.files().verify().expect("reads");
        assert!(verdict.is_whole(), "kill {kill}: {:?}", verdict.damaged);
        assert!((acknowledged..=acknowledged + 1).contains(&verdict.files), "kill {kill}: {acknowledged} {verdict:?}");
        (there..verdict.files).for_each(|n| {
            assert!(store.files().get(&hash_of(&killed(n))).expect("is there") == killed(n), "kill {kill}, file {n}");
        });
        torn += u32::from(verdict.files == acknowledged);
        there = verdict.files;
    }
    assert!(there > 10 && torn > 0, "{there} files in 25 lives, {torn} puts cut short");
}
