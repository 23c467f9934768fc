//! Damage, old pages put back, full disks, power switched off: found or survived, never believed.

mod common;

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use common::*;
use desk_store::{Filter, Standing, Store, StoreError};

#[test]
fn every_flipped_bit_is_found() {
    let scratch = Scratch::new();
    let store = scratch.create();
    (0..30).for_each(|n| assert!(receive(&store, n, received(n, 10, 1)).is_ok()));
    let digest = store.digest();
    store.close();
    let file = scratch.folder.join("motcua.db");
    let whole = std::fs::read(&file).expect("reads");
    let mut drawn = Drawn(11);
    let flips = 120;
    for _ in 0..flips {
        let mut bytes = whole.clone();
        let at = drawn.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << drawn.below(8);
        std::fs::write(&file, &bytes).expect("writes");
        match scratch.open() {
            Err(StoreError::Damaged { .. }) => {}
            Err(other) => panic!("byte {at}: {other}"),
            Ok(store) => {
                let verdict = store.verify().expect("checks");
                assert!(!verdict.ok, "a flip at byte {at} was believed");
            }
        }
    }
    std::fs::write(&file, &whole).expect("writes");
    let store = scratch.open().expect("opens");
    assert!(store.verify().expect("checks").ok);
    assert_eq!(store.digest(), digest);
}

#[test]
fn a_flipped_bit_in_the_wal_never_shortens_the_log_unnoticed() {
    let scratch = Scratch::new();
    let store = scratch.create();
    (0..12).for_each(|n| assert!(receive(&store, n, received(n, 10, 1)).is_ok()));
    let digest = store.digest();
    store.note_head();
    // As a power cut leaves it: the newest acts stand in the WAL alone.
    let (file, wal) = (scratch.folder.join("motcua.db"), scratch.folder.join("motcua.db-wal"));
    let (whole, whole_wal) = (std::fs::read(&file).expect("reads"), std::fs::read(&wal).expect("reads"));
    assert!(whole_wal.len() > 100_000, "the acts stand in the WAL");
    store.close();
    let mut drawn = Drawn(23);
    let mut harmless = 0;
    for _ in 0..60 {
        let mut bytes = whole_wal.clone();
        let at = drawn.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << drawn.below(8);
        std::fs::write(&file, &whole).expect("writes");
        std::fs::write(&wal, &bytes).expect("writes");
        match scratch.open() {
            Err(StoreError::Damaged { .. }) => {}
            Err(other) => panic!("byte {at}: {other}"),
            Ok(store) if matches!(store.standing(), Standing::Restored { .. }) => {}
            Ok(store) => {
                // A salt or a sum that is written twice: nothing was lost.
                let verdict = store.verify().expect("checks");
                assert!(!verdict.ok || store.digest() == digest, "a flip at byte {at} of the WAL was believed");
                harmless += 1;
            }
        }
    }
    assert!(harmless < 12, "{harmless} flips changed nothing");
}

#[test]
fn an_old_page_put_back_is_found() {
    const PAGE: usize = 4096;
    let scratch = Scratch::new();
    let store = scratch.create();
    (0..30).for_each(|n| assert!(receive(&store, n, received(n, 10, 1)).is_ok()));
    store.close();
    let file = scratch.folder.join("motcua.db");
    let old = std::fs::read(&file).expect("reads");
    let store = scratch.open().expect("opens");
    (30..34).for_each(|n| assert!(receive(&store, n, received(n, 10, 1)).is_ok()));
    let expected = answers(&store);
    store.close();
    let new = std::fs::read(&file).expect("reads");
    let changed: Vec<usize> = (1..old.len() / PAGE)
        .filter(|page| old[page * PAGE..(page + 1) * PAGE] != new[page * PAGE..(page + 1) * PAGE])
        .collect();
    assert!(changed.len() > 8, "the acts changed pages");
    let mut harmless = 0;
    for page in &changed {
        let mut bytes = new.clone();
        bytes[page * PAGE..(page + 1) * PAGE].copy_from_slice(&old[page * PAGE..(page + 1) * PAGE]);
        std::fs::write(&file, &bytes).expect("writes");
        let found = match scratch.open() {
            Err(_) => true,
            Ok(store) => !store.standing().is_sound() || !store.verify().expect("checks").ok,
        };
        // A page that nothing uses any more, or one that leads nowhere else: every answer must be the same, or it was
        // believed.
        if !found {
            let store = scratch.open().expect("opens");
            assert!(answers(&store) == expected, "old page {page} was believed");
            harmless += 1;
        }
    }
    assert!(harmless * 5 < changed.len(), "{harmless} of {changed:?} were not noticed");
}

/// All that can be asked of a store.
fn answers(store: &Store) -> Vec<String> {
    let (reader, now) = (store.reader(), moment(2016, 2, 1, 8, 0));
    let mut answers = vec![format!("{:?} {:?}", store.digest(), reader.today(now).expect("counts"))];
    for n in 0..34 {
        let one = received(n, 10, 1);
        let id = id(n, one.received_at, 1);
        answers.push(format!("{:?}", reader.history(id).expect("reads")));
        let words = one.owner.name.split(' ').chain(one.procedure.name.split(' ')).chain(one.owner.phone.as_deref());
        for text in words.chain([one.code.as_str(), &one.code[12..]]) {
            answers.push(format!("{:?}", reader.search(text, &Filter::default(), now, 100, None).expect("finds")));
        }
    }
    answers
}

#[test]
fn a_full_disk_refuses_and_room_brings_writing_back() {
    let scratch = Scratch::new();
    std::fs::create_dir_all(&scratch.folder).expect("makes");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
        .arg(&scratch.folder)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        eprintln!("skipped: this user cannot mount a small disk");
        return;
    }
    let ballast = scratch.folder.join("ballast");
    std::fs::write(&ballast, vec![0; 512 * 1024]).expect("writes");
    let store = scratch.create();
    let mut saved = 0;
    let error = loop {
        match receive(&store, saved, received(saved, 10, 1)) {
            Ok(_) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 10_000, "a disk of 3 MiB never filled");
    };
    assert!(matches!(error, StoreError::Full), "{error}");
    assert!(saved > 20, "{saved} dossiers were saved");
    assert_eq!(store.reader().dossiers().expect("reading goes on"), saved);
    assert_eq!(
        store
            .reader()
            .search("thi", &Filter::default(), moment(2016, 2, 1, 8, 0), 5, None)
            .expect("so does finding")
            .len(),
        5
    );
    assert!(matches!(receive(&store, saved, received(saved, 10, 1)), Err(StoreError::Full)));
    std::fs::remove_file(&ballast).expect("makes room");
    receive(&store, saved, received(saved, 10, 1)).expect("room brings writing back");
    let verdict = store.verify().expect("checks");
    store.close();
    let opened = scratch.open().expect("opens");
    let dossiers = opened.reader().dossiers().expect("reads");
    drop(opened);
    let unmounted = Command::new("umount").arg(&scratch.folder).status().expect("unmounts");
    assert!(unmounted.success() && verdict.ok, "{:?}", verdict.faults);
    assert_eq!(dossiers, saved + 1);
}

#[test]
fn nothing_a_citizen_said_can_be_read_from_the_folder() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let canary = "Quỳnh Canaria Thử";
    for n in 0..40 {
        let mut one = received(n, 10, 1);
        one.owner.name = canary.to_owned();
        one.owner.personal_number = Some("017999888777".to_owned());
        receive(&store, n, one).expect("saves");
    }
    store
        .draft_save(desk_core::ids::DraftId::from_bytes([1; 16]), clerk(), canary, moment(2016, 1, 5, 8, 0))
        .expect("saves");
    let folded = desk_core::text::fold(canary);
    let spoken = [canary, "017999888777", folded.as_str(), "canaria", "Canaria"];
    let find = |bytes: &[u8]| {
        spoken.iter().any(|text| {
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [text.as_bytes(), &wide].iter().any(|sought| bytes.windows(sought.len()).any(|window| window == *sought))
        })
    };
    assert!(find(format!("x{canary}y").as_bytes()), "the search itself works");
    for folder in [&scratch.folder, &scratch.state] {
        for file in std::fs::read_dir(folder).expect("lists") {
            let path = file.expect("lists").path();
            assert!(!find(&std::fs::read(&path).expect("reads")), "{}", path.display());
        }
    }
    drop(store);
}

/// Where the child of the next test finds its store.
const CHILD: &str = "DESK_STORE_TEST_CHILD";

/// Not a test of its own: the program that is killed. Says each dossier's number once it is acknowledged.
#[test]
fn child_that_receives_until_it_is_killed() {
    let Ok(place) = std::env::var(CHILD) else { return };
    let scratch = Scratch::at(place.as_ref());
    let store = scratch.open().expect("opens");
    let mut n = store.reader().dossiers().expect("counts");
    loop {
        receive(&store, n, received(n, 500, 1)).expect("saves");
        n += 1;
        eprintln!("saved {n}");
    }
}

#[test]
fn killed_at_any_moment_no_acknowledged_dossier_is_lost() {
    const KILLS: u32 = 150;
    let started = Instant::now();
    let scratch = Scratch::new();
    scratch.create().close();
    let program = std::env::current_exe().expect("has a name");
    let mut drawn = Drawn(Duration::from_millis(17).as_nanos() as u64);
    let (mut there, mut acts, mut caught_up) = (0_u64, 0, 0);
    for kill in 0..KILLS {
        let mut child = Command::new(&program)
            .args(["child_that_receives_until_it_is_killed", "--exact", "--nocapture"])
            .env(CHILD, scratch.folder.parent().expect("has a parent"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let lines = BufReader::new(child.stderr.take().expect("is piped"));
        // A thread reads what was acknowledged, until the pipe ends with the child.
        let reading = std::thread::spawn(move || {
            let told = lines.lines().map_while(Result::ok);
            told.filter_map(|line| line.strip_prefix("saved ").and_then(|n| n.parse::<u64>().ok())).last()
        });
        std::thread::sleep(Duration::from_micros(40_000 + drawn.below(160_000)));
        child.kill().expect("is killed"); // SIGKILL
        child.wait().expect("ends");
        let acknowledged = reading.join().expect("reads").unwrap_or(there);
        acts += acknowledged - there;

        let store = scratch.open().expect("opens whole");
        assert!(store.standing().is_sound(), "kill {kill}: {:?}", store.standing());
        caught_up += u32::from(matches!(store.standing(), Standing::CaughtUp { .. }));
        let dossiers = store.reader().dossiers().expect("counts");
        assert!(dossiers >= acknowledged, "kill {kill}: {acknowledged} acknowledged, {dossiers} there");
        assert!(dossiers <= acknowledged + 1, "kill {kill}: at most the act under way is more");
        there = dossiers;
        assert_eq!(store.digest_recount().expect("counts"), store.digest(), "kill {kill}");
        if kill % 30 == 0 {
            check(&store);
        }
    }
    let store = scratch.open().expect("opens");
    check(&store);
    assert!(acts > u64::from(KILLS), "only {acts} dossiers in {KILLS} lives");
    assert!(caught_up > 0, "no kill came between a commit and its note");
    eprintln!("{KILLS} kills, {acts} dossiers, {caught_up} notes behind, {:?}", started.elapsed());
}

fn check(store: &Store) {
    let verdict = store.verify().expect("checks");
    assert!(verdict.ok, "{:?}", verdict.faults);
}
