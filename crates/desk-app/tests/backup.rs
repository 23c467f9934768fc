//! Backups at the desk: made beside the work, scheduled, kept in number; restored by a supervisor as a new device.

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use chrono::NaiveTime;
use common::{PASSWORD, demo, desk_in};
use desk_app::{AppError, BackupOutcome, BackupPlan, Backups, DemoOffice, Desk, Restoring};
use desk_store::BackupError;

fn stick(folder: &Path) -> PathBuf {
    let stick = folder.join("stick");
    fs::create_dir_all(&stick).expect("a folder for backups");
    stick
}

/// The desk as it stands once no backup is under way and `enough` says so.
fn once(desk: &Desk, enough: impl Fn(&Backups) -> bool) -> Backups {
    let began = Instant::now();
    loop {
        let now = desk.backups().expect("reads");
        if now.running.is_none() && enough(&now) {
            return now;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{now:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn plan(folder: &Path, keep: u8) -> Option<BackupPlan> {
    Some(BackupPlan { folder: folder.to_owned(), at: NaiveTime::from_hms_opt(16, 45, 0).expect("a time"), keep })
}

fn restoring(from: &Path) -> Restoring {
    Restoring {
        from: from.to_owned(),
        password: PASSWORD.to_owned(),
        password_then: None,
        reason: "ổ đĩa hỏng".to_owned(),
        last_number: 7,
    }
}

#[test]
fn a_backup_goes_beside_the_work_and_is_remembered_with_who_asked_for_it() {
    let (folder, mut desk) = demo();
    desk.fill_demo(30, 1).expect("fills");
    let stick = stick(folder.path());
    assert_eq!(desk.backups().expect("reads").trouble, None, "a demo is quiet");
    desk.start_backup(&stick).expect("starts");
    assert!(matches!(desk.start_backup(&stick), Err(AppError::BackupRunning)), "one at a time");
    let now = once(&desk, |now| !now.notes.is_empty());
    let [note] = now.notes.as_slice() else { panic!("{now:?}") };
    assert_eq!((&note.outcome, note.entries), (&BackupOutcome::Verified, desk.entries().expect("reads")));
    assert!(note.by.is_some());
    let found = desk.backups_in(&stick).expect("is found");
    assert_eq!((found.len(), &found[0].0), (1, &note.folder));

    // A stick that was pulled is said, at once and in what is remembered.
    let refused = desk.start_backup(&folder.path().join("pulled"));
    assert!(matches!(refused, Err(AppError::Backup(BackupError::PlaceMissing))), "{refused:?}");
    assert!(matches!(desk.backups_in(folder.path()), Err(AppError::Backup(BackupError::NoBackup))));
}

#[test]
fn the_schedule_makes_the_first_one_at_once_and_nobody_waits_for_it() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut desk = desk_in(folder.path()).expect("a fresh folder").with_courier();
    desk.set_up_demo(DemoOffice::Y2024, None, 1, PASSWORD).expect("sets up");
    let stick = stick(folder.path());
    let gone = desk.set_backup_plan(plan(&folder.path().join("pulled"), 2));
    assert!(matches!(gone, Err(AppError::Backup(BackupError::PlaceMissing))), "{gone:?}");
    assert!(matches!(desk.set_backup_plan(plan(&stick, 0)), Err(AppError::BadField { field: "keep" })));
    desk.set_backup_plan(plan(&stick, 2)).expect("is set");
    let now = once(&desk, |now| !now.notes.is_empty());
    assert_eq!((&now.notes[0].outcome, &now.notes[0].by), (&BackupOutcome::Verified, &None));
    assert_eq!(now.trouble, None);
    // It is there: the schedule wants no second one before its next time.
    thread::sleep(Duration::from_secs(3));
    assert_eq!(once(&desk, |_| true).notes.len(), 1);

    // Signed out meanwhile: the copy needs no open store, and what became of it is not lost.
    desk.start_backup(&stick).expect("starts");
    desk.sign_out();
    desk.sign_in("lan", PASSWORD).expect("the store was let go of");
    let now = once(&desk, |now| now.notes.len() == 2);
    assert_eq!(now.notes[0].outcome, BackupOutcome::Verified);
}

#[test]
fn a_restored_desk_is_a_new_device_that_names_the_old_and_keeps_what_it_replaced() {
    let (folder, mut desk) = demo();
    desk.fill_demo(10, 1).expect("fills");
    let stick = stick(folder.path());
    let made = desk.back_up(&stick).expect("is made");
    let old = desk.device_id().expect("a device");
    desk.fill_demo(10, 2).expect("more work, which the backup has not");
    let before = desk.entries().expect("reads");

    let check = |desk: &mut Desk, asked: &Restoring, field: &str| {
        let refused = desk.restore_here(asked);
        assert!(matches!(&refused, Err(AppError::BadField { field: at }) if *at == field), "{refused:?}");
        assert_eq!(desk.entries().expect("the desk goes on as it was"), before);
    };
    let asked = restoring(&made.folder);
    check(&mut desk, &Restoring { reason: " ".to_owned(), ..asked.clone() }, "reason");
    check(&mut desk, &Restoring { last_number: 10_000, ..asked.clone() }, "last_number");
    check(&mut desk, &Restoring { password_then: Some("mật khẩu khác".to_owned()), ..asked.clone() }, "password_then");
    let refused = desk.restore_here(&Restoring { password: "không phải".to_owned(), ..asked.clone() });
    assert!(matches!(refused, Err(AppError::WrongPassword { .. })), "{refused:?}");

    desk.restore_here(&asked).expect("is restored");
    assert_ne!(desk.device_id().expect("a device"), old);
    // The backup's entries, the new machine's beginning and the decision.
    assert_eq!(desk.entries().expect("reads"), made.manifest.entries + 2);
    let began = desk.office().expect("reads").began(desk.device_id().expect("a device")).cloned().expect("it began");
    assert_eq!(began.continues, made.manifest.head.map(|head| (head.device, head.seq)));
    let verdict = desk.verify_record().expect("reads");
    assert!(verdict.ok, "{:?}", verdict.faults);
    assert!(desk.warnings().expect("reads").is_empty(), "nothing is left to settle");
    let aside = desk.folder().join("motcua.db.before-restore-1");
    assert!(aside.exists(), "the replaced file is kept");
}

#[test]
fn a_torn_backup_and_one_of_another_office_change_nothing() {
    let (folder, mut desk) = demo();
    let stick = stick(folder.path());
    let made = desk.back_up(&stick).expect("is made");
    let entries = desk.entries().expect("reads");
    let path = made.folder.join("motcua.db");
    let mut bytes = fs::read(&path).expect("reads");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).expect("writes");
    let refused = desk.restore_here(&restoring(&made.folder));
    assert!(matches!(refused, Err(AppError::Backup(BackupError::Changed { .. }))), "{refused:?}");

    let elsewhere = tempfile::tempdir().expect("a scratch folder");
    let mut other = desk_in(elsewhere.path()).expect("a fresh folder");
    other.set_up_demo(DemoOffice::Now, None, 1, PASSWORD).expect("sets up");
    let theirs = other.back_up(&stick).expect("is made");
    let refused = desk.restore_here(&restoring(&theirs.folder));
    assert!(matches!(refused, Err(AppError::OtherOffice)), "{refused:?}");
    assert_eq!(desk.entries().expect("the desk goes on"), entries);
    assert!(!desk.folder().join("motcua.db.before-restore-1").exists());
}
