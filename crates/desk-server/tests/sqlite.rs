//! Every story on the embedded record, and what only it has: backup and restore.

mod common;

use common::{
    Backing, OFFICE, Province,
    desk::{Desk, of},
};
use desk_sync::{Halt, Known, Planner, Step, TrustedHead};

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
    let without = Province::start(Backing::Sqlite);
    assert!(without.hello["next"].as_str().unwrap().contains("desk-server code"));
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
        db::{Db as _, How, sqlite},
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
        let db = sqlite::Sqlite::open(&sqlite::file(&province.data()), &keys.record, false).unwrap();
        let mut tx = db.begin(How::Write { lock: OFFICE }).await.unwrap();
        tx.execute("DELETE FROM steps", &[]).await.unwrap();
        tx.execute("UPDATE offices SET stepped = 0", &[]).await.unwrap();
        tx.commit().await.unwrap();
    });
    province.rise();
    assert_eq!(common::look_up::verdict(&desk, &province, &proof), "in_force");
}
