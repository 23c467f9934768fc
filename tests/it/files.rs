//! Files follow their entries, in pieces that go on where the line broke.

use std::time::Duration;

use desk_app::courier::State;

use crate::{
    desk::Counter,
    province::Province,
    proxy::{Proxy, Rule, Way},
};

/// A scan of a bit more than three MiB, no two places of it alike.
fn scan(seed: u64) -> Vec<u8> {
    let mut drawn = seed;
    let mut bytes = Vec::new();
    while bytes.len() < 3 * 1024 * 1024 + 777 {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend_from_slice(&drawn.to_be_bytes());
    }
    bytes
}

#[test]
fn a_scan_broken_off_by_a_killed_server_goes_on_where_it_was_and_reaches_the_other_desk() {
    let mut province = Province::new();
    let (up, down) = (Proxy::to(&province.address), Proxy::to(&province.address));
    let mut one = Counter::enrolled(1, &province, &up);
    let two = Counter::enrolled(2, &province, &down);
    let id = one.receive("Bùi Thị Duyên");
    let bytes = scan(1);
    let hash = one.attach(id, &bytes);
    one.attach(id, b""); // nothing at all is a file too
    one.attach(id, b"a small one");

    // The server dies in the middle of the scan.
    up.set(Rule::Clean);
    let broken = std::thread::scope(|threads| {
        let syncing = threads.spawn(|| one.desk.sync_once().expect("an exchange"));
        while up.up() < 1_500_000 {
            std::thread::sleep(Duration::from_millis(1));
        }
        province.kill();
        syncing.join().expect("syncs")
    });
    assert_ne!(broken.state, State::InStep);
    assert_eq!(broken.waiting, 0, "the entries went before");
    assert!(broken.files_waiting.to_send >= 1);
    assert_eq!(one.desk.sync_figures().expect("figures").files, broken.files_waiting);
    // The other desk learns of the files with the entries, and shows what is missing.
    province.start();
    let early = two.in_step();
    assert!(early.files_waiting.to_fetch >= 1, "{early:?}");

    up.set(Rule::Clean);
    let done = one.in_step();
    assert_eq!((done.files_waiting.to_send, done.files_waiting.to_fetch), (0, 0));
    assert_eq!(broken.files_sent + done.files_sent, 3);
    assert!(up.up() < 2_500_000, "what was there was not sent again: {}", up.up());

    // Down the line it breaks too, and goes on.
    down.set(Rule::Cut(Way::Down, 1_400_000));
    let cut = two.sync();
    assert_ne!(cut.state, State::InStep);
    assert!(two.desk.file_bytes(id, &hash).is_err(), "half a file is no file");
    down.set(Rule::Clean);
    let whole = two.in_step();
    assert_eq!((whole.files_waiting.to_send, whole.files_waiting.to_fetch), (0, 0), "{whole:?}");
    assert!(down.down() < 2_600_000, "what was here did not come again: {}", down.down());
    assert!(two.desk.file_bytes(id, &hash).expect("it is here") == bytes);
    // Nothing is asked about again once it is known to be here and there.
    down.set(Rule::Clean);
    two.in_step();
    assert!(down.down() < 4_000, "{}", down.down());
}

#[test]
fn bytes_that_are_not_what_the_log_names_are_never_kept() {
    let province = Province::new();
    let (clean, lying) = (Proxy::to(&province.address), Proxy::to(&province.address));
    let mut one = Counter::enrolled(1, &province, &clean);
    let two = Counter::enrolled(2, &province, &lying);
    two.in_step();
    let id = one.receive("Bùi Thị Duyên");
    let bytes = scan(2);
    let hash = one.attach(id, &bytes);
    one.in_step();
    // One bit of the second piece comes turned over; entries and pages are too small to reach that far.
    lying.set(Rule::Flip(400_000));
    let lied_to = two.sync();
    assert_eq!((lied_to.state, lied_to.files_fetched), (State::BadAnswer, 0), "{lied_to:?}");
    assert!(two.desk.file_bytes(id, &hash).is_err());
    assert_eq!(lied_to.files_waiting.to_fetch, 1);
    lying.set(Rule::Clean);
    assert_eq!(two.in_step().files_fetched, 1);
    assert!(two.desk.file_bytes(id, &hash).expect("it is here") == bytes);
    assert!(lying.down() > 3_000_000, "it came whole and anew, nothing of the lie was built upon");
}

#[test]
fn a_restored_server_is_brought_the_files_it_lacks() {
    let mut province = Province::new();
    let line = Proxy::to(&province.address);
    let mut one = Counter::enrolled(1, &province, &line);
    one.in_step();
    let backup = province.folder.path().join("backup");
    province.chore(&["backup", "--to", backup.to_str().expect("UTF-8")]);
    let id = one.receive("Hà Thị Ửng");
    let hash = one.attach(id, &scan(3));
    assert_eq!(one.in_step().files_sent, 1);
    assert_eq!(one.in_step().files_sent, 0);
    province.kill();
    std::fs::rename(province.data(), province.folder.path().join("lost")).expect("moves");
    province.chore(&["restore", "--from", backup.to_str().expect("UTF-8")]);
    province.start();
    let again = one.in_step();
    assert!(again.restored);
    assert_eq!(again.files_sent, 1, "{again:?}");
    let two = Counter::enrolled(2, &province, &line);
    assert_eq!(two.in_step().files_fetched, 1);
    assert!(two.desk.file_bytes(id, &hash).is_ok());
}
