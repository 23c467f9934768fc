//! Every story on the embedded record, and what only it has: backup and restore.

mod common;

use std::sync::Arc;

use common::{
    Backing, OFFICE, Province,
    desk::{Desk, of},
};
use desk_server::{
    db::sqlite::{Sqlite, file},
    keys::Keys,
    store::{Expected, NewCode, Store},
};
use desk_sync::{CodeSecret, EnrolmentCode, Halt, Known, Planner, Step, TrustedHead};

every_story!(Backing::Sqlite);

#[test]
fn a_first_start_prints_a_code_and_keeps_its_keys_to_itself() {
    let province = Province::start_with(Backing::Sqlite, true, &["--unit", OFFICE, "--counter", "4"]);
    let desk = Desk::new(1, OFFICE, 4);
    let answer = desk.enrol_with(&province, province.hello["code"].as_str().unwrap(), |_| {});
    assert_eq!(answer.status, 200);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let mode = std::fs::metadata(province.data().join("province.keys")).unwrap().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let record = std::fs::read(province.data().join("province.db")).unwrap();
    assert!(!record.starts_with(b"SQLite format 3"), "the record is encrypted");
    // A trial needs to name no unit; a real province does.
    let trial = Province::start(Backing::Sqlite);
    let code = trial.hello["code"].as_str().expect("a code of the first start");
    assert_eq!(Desk::new(1, OFFICE, 1).enrol_with(&trial, code, |_| {}).status, 200);
    let real = Province::start_with(Backing::Sqlite, false, &[]);
    assert!(real.hello["next"].as_str().unwrap().contains("desk-server code") && real.hello["code"].is_null());
}

#[test]
fn plain_http_is_for_loopback_alone() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_desk-server"))
        .args(["serve", "--listen", "0.0.0.0:0", "--json", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("loopback"));
}

#[test]
fn chores_without_a_record_make_none() {
    let folder = tempfile::tempdir().unwrap();
    let province = Province::start(Backing::Sqlite);
    for verb in ["verify", "digest"] {
        let (done, said) = province.chore_in(folder.path(), verb, &[]);
        assert!(!done && said["error"]["code"] == "keys", "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// A server restored from an older backup has another history; the desk notices, offers again what is missing, and in
/// the end both have everything.
#[test]
fn a_restored_server_begins_a_new_history_and_gets_back_what_it_lacks() {
    let mut province = Province::start(Backing::Sqlite);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(30);
    desk.push(&province, 0);
    let backup = province.folder.path().join("backup");
    let (done, made) = province.chore("backup", &["--to", backup.to_str().unwrap()]);
    assert!(done && made["entries"] == 30, "{made}");
    let (done, said) = province.chore("backup", &["--to", backup.to_str().unwrap()]);
    assert!(!done, "a backup is never written over another: {said}");
    desk.write(12);
    let before = desk.push(&province, 30);
    let old = province.history();
    let cursor = desk.feed(&province).1;

    province.kill();
    let (done, said) = province.chore("restore", &["--from", backup.to_str().unwrap()]);
    assert!(!done, "a record that stands there is not written over: {said}");
    for name in ["province.db", "province.db-wal", "province.db-shm"] {
        let path = province.data().join(name);
        if path.exists() {
            std::fs::rename(&path, province.folder.path().join(name)).unwrap();
        }
    }
    let (done, restored) = province.chore("restore", &["--from", backup.to_str().unwrap()]);
    assert!(done, "{restored}");
    assert_eq!(restored["digest"], made["digest"]);
    province.rise();
    assert_ne!(province.history(), old);
    assert_eq!(restored["history"], province.history().to_string());

    let known = Known {
        own: desk_log::Link::head(desk.chain.last().unwrap()),
        office: OFFICE.into(),
        history: old,
        countersigned: before.head.head,
        feed: cursor,
        roster: 0,
    };
    let mut planner = Planner::new(known);
    let hashes = desk.hashes();
    let chain = |seq: u64| hashes.get(seq.checked_sub(1)? as usize).copied();
    let mut met = 0;
    loop {
        match planner.next() {
            Step::Pull { after, .. } => {
                let page = desk.page(&province, after, 4_000);
                let learned = planner.pulled(&page, &chain).unwrap();
                if let Some(restored) = learned.restored {
                    met += 1;
                    assert_eq!((restored.old_history, restored.new_history), (old, province.history()));
                    assert_eq!(restored.new_head, Some(TrustedHead { seq: 30, hash: hashes[29] }));
                }
            }
            Step::Push { after, .. } => {
                planner.pushed(&desk.push(&province, after), &chain).unwrap();
            }
            Step::UpToDate { .. } => break,
            step @ (Step::Wait { .. }
            | Step::Halted(Halt::Feed | Halt::Revoked | Halt::Forked { .. } | Halt::Refused(_))) => {
                panic!("{step:?}")
            }
        }
    }
    assert_eq!((met, planner.waiting()), (1, 0));
    assert_eq!(of(&desk.feed(&province)), hashes);
    assert!(province.chore("verify", &[]).0);
}

#[test]
fn a_record_beside_other_keys_is_refused() {
    let mut province = Province::start(Backing::Sqlite);
    province.kill();
    let other = Province::start(Backing::Sqlite);
    let keys = |of: &Province| of.data().join("province.keys");
    std::fs::copy(keys(&other), keys(&province)).unwrap();
    let (done, said) = province.chore("digest", &[]);
    assert!(!done && said["error"]["code"] == "record", "{said}");
    std::fs::remove_file(keys(&province)).unwrap();
    let (done, said) = province.chore("digest", &[]);
    assert!(!done && said["error"]["code"] == "keys", "{said}");
}

/// A record of a program that kept no steps of dossiers is brought up to date when it is opened.
#[test]
fn a_record_of_before_the_look_up_page_answers_it_all_the_same() {
    use desk_server::{
        db::{Db as _, How},
        keys::Keys,
    };
    let mut province = Province::start(Backing::Sqlite);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(2);
    let proof = common::look_up::receive_and_print(&mut desk);
    desk.push(&province, 0);
    province.kill();
    let keys = Keys::read(&province.data()).unwrap();
    tokio::runtime::Builder::new_multi_thread().build().unwrap().block_on(async {
        let db = Sqlite::open(&file(&province.data()), &keys.record, false).unwrap();
        let mut tx = db.begin(How::Write { lock: OFFICE }).await.unwrap();
        tx.execute("DELETE FROM steps", &[]).await.unwrap();
        tx.execute("UPDATE offices SET stepped = 0", &[]).await.unwrap();
        tx.commit().await.unwrap();
    });
    province.rise();
    assert_eq!(common::look_up::verdict(&desk, &province, &proof), "in_force");
}

/// Days of the month that are replayed, and what an office writes on one: all of it in long runs.
fn month() -> (u64, u64) {
    if std::env::var_os("MOTCUA_LONG").is_some() { (22, 12) } else { (3, 2) }
}

/// Every office of the old province of 2024 with one desk: communes and districts, each day's work sent and read.
#[test]
fn a_month_of_the_old_province_reaches_each_office_and_no_other() {
    let day = chrono::NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
    let reference = desk_reference::Reference::shipped();
    let offices: Vec<String> = reference
        .units()
        .units_on(day)
        .filter(|unit| unit.level != desk_reference::Level::Province)
        .map(desk_reference::Unit::office_id)
        .collect();
    assert_eq!(offices.len(), 161, "the old province had so many offices");
    let province = Province::start(Backing::Sqlite);
    let keys = Keys::read(&province.data()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    // Codes are given beside the running server, as `desk-server code` does.
    let db = Arc::new(Sqlite::open(&file(&province.data()), &keys.record, false).unwrap());
    let expected = Expected { public: keys.signing.public(), fresh: None };
    let store = runtime.block_on(Store::open(db, expected)).unwrap();
    let mut desks = Vec::new();
    for (number, office) in (0_u8..).zip(&offices) {
        let secret = CodeSecret::new(&[number; 9]);
        let new =
            NewCode { office: office.clone(), counter: 1, digest: secret.digest(), at: desk_server::clock::now_ms() };
        runtime.block_on(store.issue(&new)).unwrap();
        let desk = Desk::new(number, office, 1);
        let code = EnrolmentCode::new(secret, &keys.signing.public()).to_string();
        assert_eq!(desk.enrol_with(&province, &code, |_| {}).status, 200, "{office}");
        desks.push(desk);
    }
    drop(store);
    let (days, entries) = month();
    for day in 0..days {
        for desk in &mut desks {
            desk.write(entries);
            assert_eq!(desk.push(&province, day * entries).head.seq(), (day + 1) * entries);
        }
    }
    for desk in &desks {
        assert_eq!(of(&desk.feed(&province)), desk.hashes(), "{}", desk.office);
    }
    let (good, verdict) = province.chore("verify", &[]);
    assert!(good, "{verdict}");
    assert_eq!(verdict["entries"].as_u64(), Some(161 * days * entries));
}
