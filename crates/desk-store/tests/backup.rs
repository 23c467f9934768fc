//! Backups: made beside the work, verified, restored as what they are.

mod common;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use common::{KEY, Scratch, act, moment, settle_anew};
use desk_store::{BackupError, Progress, Settlement, Standing, Store, StoreError, backups_in, check_backup, restore};

fn into(scratch: &Scratch) -> std::path::PathBuf {
    let folder = scratch.folder.with_file_name("stick");
    fs::create_dir_all(&folder).expect("a folder for backups");
    folder
}

fn open(folder: &Path, state: &Path) -> Store {
    Store::open(folder, KEY, state).expect("opens")
}

#[test]
fn a_backup_made_while_others_write_is_one_moment_of_the_record_whole() {
    let scratch = Scratch::new();
    let store = scratch.create();
    for n in 0..200 {
        receive(&store, n);
    }
    let stop = AtomicBool::new(false);
    let made = thread::scope(|scope| {
        scope.spawn(|| {
            for n in 200.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                receive(&store, n);
            }
        });
        let made = store.back_up(&into(&scratch), &[], morning());
        stop.store(true, Ordering::Relaxed);
        made
    })
    .expect("is made");
    let after = store.digest();
    assert!(made.manifest.entries >= 200 && made.manifest.entries <= after.entries);
    assert_eq!(check_backup(&made.folder).expect("holds"), made.manifest);

    // On another machine, where nothing is remembered of this one.
    let (there, state) = (scratch.folder.with_file_name("there"), scratch.folder.with_file_name("state there"));
    restore(&made.folder, &there, false).expect("restores");
    let copy = open(&there, &state);
    assert!(matches!(copy.standing(), Standing::Restored { .. }), "{:?}", copy.standing());
    assert_eq!(copy.digest().digest, made.manifest.digest);
    assert!(copy.verify().expect("reads").ok);
    assert_eq!(copy.head(), made.manifest.head);
}

fn receive(store: &Store, n: u64) {
    store.append(act(n, 100, 1)).expect("is appended");
}

fn morning() -> desk_core::time::Moment {
    moment(2024, 3, 5, 7, 30)
}

#[test]
fn what_was_restored_writes_only_as_a_new_device_and_only_once_is_asked() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 1);
    let made = store.back_up(&into(&scratch), &[], morning()).expect("is made");
    receive(&store, 2);
    let old = store.head().expect("a head");
    store.close();

    // The same machine: its folder is lost, its notes are not.
    fs::rename(&scratch.folder, scratch.folder.with_file_name("lost")).expect("moves");
    restore(&made.folder, &scratch.folder, false).expect("restores");
    let copy = open(&scratch.folder, &scratch.state);
    assert!(matches!(copy.standing(), Standing::Restored { .. }));
    assert!(matches!(copy.append(act(3, 100, 1)), Err(StoreError::Unsettled)));
    assert!(matches!(copy.settle(Settlement::SameDevice), Err(StoreError::NotThatWay)));
    assert_eq!(Some(settle_anew(&copy, 9)), made.manifest.head);
    assert_ne!(copy.device(), old.device);
    receive(&copy, 3);
    copy.close();
    let again = open(&scratch.folder, &scratch.state);
    assert_eq!(again.standing(), Standing::Clean);
    let verdict = again.verify().expect("reads");
    assert!(verdict.ok, "{:?}", verdict.faults);
    assert_eq!(verdict.heads.len(), 2);
}

#[test]
fn a_store_that_stands_is_not_restored_over_and_is_set_aside_when_asked() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 1);
    let made = store.back_up(&into(&scratch), &[], morning()).expect("is made");
    let refused = restore(&made.folder, &scratch.folder, true);
    assert!(matches!(refused, Err(BackupError::Store(StoreError::Busy))), "the desk is open: {refused:?}");
    store.close();
    let refused = restore(&made.folder, &scratch.folder, false);
    assert!(matches!(refused, Err(BackupError::Store(StoreError::AlreadyThere))), "{refused:?}");
    let before = fs::read(scratch.folder.join("motcua.db")).expect("reads");
    restore(&made.folder, &scratch.folder, true).expect("restores");
    let aside = fs::read(scratch.folder.join("motcua.db.before-restore-1")).expect("is kept");
    assert_eq!(aside, before);
}

#[test]
fn any_changed_byte_of_a_backup_is_found_before_anything_is_restored() {
    let scratch = Scratch::new();
    let store = scratch.create();
    for n in 0..20 {
        receive(&store, n);
    }
    let made = store.back_up(&into(&scratch), &[], morning()).expect("is made");
    let there = scratch.folder.with_file_name("there");
    for name in made.manifest.files.keys() {
        let path = made.folder.join(name);
        let whole = fs::read(&path).expect("reads");
        for place in [0, whole.len() / 2, whole.len() - 1] {
            let mut torn = whole.clone();
            torn[place] ^= 0x10;
            fs::write(&path, &torn).expect("writes");
            let refused = restore(&made.folder, &there, false);
            assert!(matches!(&refused, Err(BackupError::Changed { file }) if file == name), "{name}: {refused:?}");
        }
        fs::write(&path, &whole[..whole.len() - 1]).expect("writes");
        assert!(restore(&made.folder, &there, false).is_err());
        fs::remove_file(&path).expect("removes");
        assert!(restore(&made.folder, &there, false).is_err());
        fs::write(&path, &whole).expect("writes");
    }
    assert!(!there.join("motcua.db").exists());
    restore(&made.folder, &there, false).expect("the mended backup restores");
    assert!(matches!(check_backup(&scratch.folder), Err(BackupError::NoBackup)), "a store is no backup");
}

#[test]
fn a_damaged_store_gives_no_backup() {
    let scratch = Scratch::new();
    let store = scratch.create();
    for n in 0..400 {
        receive(&store, n);
    }
    store.close();
    let path = scratch.folder.join("motcua.db");
    let mut bytes = fs::read(&path).expect("reads");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x01;
    fs::write(&path, &bytes).expect("writes");
    let Ok(store) = scratch.open() else { return }; // refused at once is as good
    let refused = store.back_up(&into(&scratch), &[], morning());
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(left(&into(&scratch)), [""; 0], "of a copy that fails nothing is left");
}

fn left(folder: &Path) -> Vec<String> {
    let listed = fs::read_dir(folder).expect("reads");
    listed.map(|one| one.expect("a file").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_backup_that_is_stopped_or_has_no_place_leaves_nothing_and_the_next_clears_what_a_crash_left() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 1);
    let stick = into(&scratch);
    let gone = store.back_up(&stick.join("pulled"), &[], morning());
    assert!(matches!(gone, Err(BackupError::PlaceMissing)), "{gone:?}");
    let stopped = store.backup_source().make(&stick, &[], morning(), &|step| step != Progress::Verifying);
    assert!(matches!(stopped, Err(BackupError::Stopped)), "{stopped:?}");
    assert_eq!(left(&stick), [""; 0]);

    let source = store.backup_source();
    let crashed = stick.join(format!("{}20240301-160000.unfinished", source.prefix()));
    fs::create_dir(&crashed).expect("makes");
    let others = stick.join("motcua-00000000-20240301-160000.unfinished");
    fs::create_dir(&others).expect("makes");
    let made = store.back_up(&stick, &[], morning()).expect("is made");
    assert!(!crashed.exists() && others.exists(), "another machine's is not ours to clear");
    assert_eq!(backups_in(&stick).expect("reads"), [(made.folder.clone(), made.manifest.clone())]);
    assert_eq!(backups_in(&made.folder).expect("the folder itself"), [(made.folder.clone(), made.manifest)]);
}

#[test]
fn a_stick_without_room_is_told_before_anything_is_written_and_one_that_fills_leaves_nothing() {
    let scratch = Scratch::new();
    let store = scratch.create();
    for n in 0..400 {
        receive(&store, n);
    }
    let stick = into(&scratch);
    let mount = |size: &str| {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(&stick).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    };
    if !mount("size=1m") {
        eprintln!("skipped: this user cannot mount a small disk");
        return;
    }
    let full = store.back_up(&stick, &[], morning());
    let Err(BackupError::PlaceFull { needed, free }) = full else { panic!("{full:?}") };
    assert!(needed > free, "{needed} bytes are needed, {free} are free");
    assert_eq!(left(&stick), [""; 0]);
    assert!(Command::new("umount").arg(&stick).status().expect("runs").success());

    // Room enough when it was asked for; then somebody else fills the stick.
    assert!(mount(&format!("size={}", needed + 4 * 1024 * 1024)));
    let film = vec![7; usize::try_from(needed).expect("a small store") + 8 * 1024 * 1024];
    let fill = |_| {
        let _ = fs::write(stick.join("phim.mp4"), &film);
        true
    };
    let filled = store.backup_source().make(&stick, &[], morning(), &fill);
    assert!(matches!(filled, Err(BackupError::PlaceFull { .. })), "{filled:?}");
    assert_eq!(left(&stick), ["phim.mp4"], "{filled:?} of {needed}");
    assert!(Command::new("umount").arg(&stick).status().expect("runs").success());
}

#[test]
fn a_backup_holds_the_scans_and_a_restored_store_gives_them_back() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 1);
    let scan = vec![0x5a; 300_000];
    let hash = store.files().put(scan.as_slice(), "application/pdf", morning()).expect("keeps").hash;
    let made = store.back_up(&into(&scratch), &[], morning()).expect("is made with a scan in the store");
    assert!(made.manifest.files.contains_key("motcua.files.db"));
    let (there, state) = (scratch.folder.with_file_name("there"), scratch.folder.with_file_name("state there"));
    restore(&made.folder, &there, false).expect("restores");
    assert!(open(&there, &state).files().get(&hash).expect("is there") == scan);
}
