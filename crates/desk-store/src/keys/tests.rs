use desk_core::{
    ids::DeviceId,
    time::{Moment, from_millis},
};

use super::*;

fn at(seconds: i64) -> Moment {
    from_millis(1_709_600_000_000 + seconds * 1000).expect("a time of our days")
}

fn holder(n: u8) -> KeyHolder {
    KeyHolder { id: PersonId::from_bytes([n; 16]), login: format!("clerk{n}"), name: format!("Bùi Thị {n}") }
}

fn keys() -> Keys {
    let mut keys = Keys::cheap_for_tests();
    keys.wrap_person(holder(1), "mật khẩu dài một", &[7; 32], [1; 16], [1; 24]);
    keys.wrap_person(holder(2), "mật khẩu dài hai", &[7; 32], [2; 16], [2; 24]);
    keys
}

#[test]
fn a_person_opens_the_store_with_their_own_password_only() {
    let keys = keys();
    let check = |login: &str, password: &str, expected: Result<(), KeyRefusal>| {
        assert_eq!(keys.unwrap_person(login, password).map(|(_, key)| assert_eq!(*key, [7; 32])), expected);
    };
    check("clerk1", "mật khẩu dài một", Ok(()));
    check("clerk2", "mật khẩu dài hai", Ok(()));
    check("clerk1", "mật khẩu dài hai", Err(KeyRefusal::Wrong));
    check("clerk3", "mật khẩu dài hai", Err(KeyRefusal::Unknown));
}

#[test]
fn a_wrap_does_not_open_under_another_name() {
    let mut keys = keys();
    keys.body.people[0].holder.login = "other".to_owned();
    assert_eq!(keys.unwrap_person("other", "mật khẩu dài một").map(|_| ()), Err(KeyRefusal::Wrong));
}

#[test]
fn full_cost_is_what_the_rules_ask() {
    let mut keys = Keys::default();
    keys.wrap_person(holder(1), "mật khẩu dài một", &[7; 32], [1; 16], [1; 24]);
    let json = serde_json::to_value(&keys.body.people[0].wrap).expect("encodes");
    assert_eq!((json["memory_kib"].as_u64(), json["passes"].as_u64()), (Some(65_536), Some(3)));
    assert!(keys.unwrap_person("clerk1", "mật khẩu dài một").is_ok());
}

#[test]
fn one_copy_of_the_file_is_enough_and_the_newer_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut keys = keys();
    keys.save(folder.path()).expect("saves");
    let [first, second] = copies(folder.path());
    fs::write(&first, "torn").expect("writes");
    assert_eq!(Keys::load(folder.path()).expect("loads").body, keys.body);
    let old = fs::read(&second).expect("reads");
    keys.remove_person(holder(2).id);
    keys.save(folder.path()).expect("saves");
    fs::write(&second, old).expect("writes");
    assert_eq!(Keys::load(folder.path()).expect("loads").people().count(), 1);
    fs::write(&first, "torn").expect("writes");
    fs::write(&second, "torn").expect("writes");
    assert!(matches!(Keys::load(folder.path()), Err(StoreError::Damaged { .. })));
    assert!(matches!(Keys::load(&folder.path().join("none")), Err(StoreError::NoStore)));
}

#[test]
fn the_recovery_code_opens_and_slips_of_the_pen_are_told() {
    let code = RecoveryCode::from_random([0x5a; 15]);
    let mut keys = keys();
    keys.wrap_recovery(&code, &[7; 32], [3; 16], [3; 24]);
    let written = code.to_string();
    assert_eq!(written.len(), 26 + 4);
    let typed: RecoveryCode = written.to_lowercase().replace('-', " ").parse().expect("reads");
    assert_eq!(keys.unwrap_recovery(&typed).map(|key| *key), Ok([7; 32]));
    let other = RecoveryCode::from_random([0x5b; 15]);
    assert_eq!(keys.unwrap_recovery(&other).map(|_| ()), Err(KeyRefusal::Wrong));
    assert_eq!("ABC".parse::<RecoveryCode>(), Err(NotARecoveryCode::Length(3)));
    assert_eq!(written.replacen(&written[..1], "0", 1).parse::<RecoveryCode>(), Err(NotARecoveryCode::Letter(1)));
    let slips = written.char_indices().filter(|(_, c)| *c != '-').filter(|(place, c)| {
        let mut slip = written.clone();
        slip.replace_range(*place..place + 1, if *c == 'A' { "B" } else { "A" });
        slip.parse::<RecoveryCode>() == Err(NotARecoveryCode::Check)
    });
    assert!(slips.count() >= 25, "two check letters miss one slip in a thousand");
}

#[test]
fn wrong_tries_wait_longer_each_time_and_the_fifth_locks() {
    let mut tries = Tries::default();
    let check = |tries: &Tries, seconds: i64, gate: Gate| assert_eq!(tries.gate(at(seconds)), gate, "{tries:?}");
    let wait = |seconds| Gate::Wait { rest: std::time::Duration::from_secs(seconds) };
    check(&tries, 0, Gate::Open);
    tries = tries.after_wrong(at(0));
    check(&tries, 0, Gate::Open);
    tries = tries.after_wrong(at(0));
    check(&tries, 0, wait(1));
    check(&tries, 1, Gate::Open);
    tries = tries.after_wrong(at(1));
    check(&tries, 2, wait(4));
    check(&tries, 6, Gate::Open);
    tries = tries.after_wrong(at(6));
    check(&tries, 35, wait(1));
    check(&tries, -9_999, wait(30)); // a clock set back shortens nothing
    check(&tries, 36, Gate::Open);
    tries = tries.after_wrong(at(36));
    check(&tries, 999_999, Gate::Locked);
}

#[test]
fn putting_one_count_back_does_not_reset_it() {
    let scratch = tempfile::tempdir().expect("a folder");
    let (folder, state) = (scratch.path().join("store"), scratch.path().join("state"));
    fs::create_dir_all(&folder).expect("makes");
    let book = TryBook::of(&folder, &state, Some(DeviceId([1; 16])));
    let person = holder(1).id;
    for n in 0..5 {
        assert_eq!(book.begin(person, at(100 * n)).expect("counts"), Gate::Open);
    }
    assert_eq!(book.begin(person, at(900)).expect("counts"), Gate::Locked);
    fs::remove_file(folder.join("tries")).expect("removes");
    assert_eq!(book.gate(person, at(900)).expect("reads"), Gate::Locked);
    assert_eq!(book.gate(holder(2).id, at(900)).expect("reads"), Gate::Open);
    book.clear(person).expect("clears");
    assert_eq!(book.gate(person, at(900)).expect("reads"), Gate::Open);
}

#[test]
fn twenty_threads_get_five_tries_between_them() {
    let scratch = tempfile::tempdir().expect("a folder");
    let book = TryBook::of(scratch.path(), &scratch.path().join("state"), None);
    let allowed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..20)
            .map(|n| {
                let book = book.clone();
                scope.spawn(move || {
                    let tries = (0..50).map(|try_| book.begin(holder(1).id, at(1000 * (n * 50 + try_))));
                    tries.filter(|gate| matches!(gate, Ok(Gate::Open))).count()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("ends")).sum::<usize>()
    });
    assert!(allowed <= 5, "{allowed} tries were allowed");
}
