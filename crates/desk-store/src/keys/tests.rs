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
    let mut keys = Keys::cheap_for_tests().with_system(None);
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

/// An account of a system: seals under its own letter, and may lose its keys.
#[derive(Debug)]
struct Account(std::sync::Mutex<u8>);

impl Account {
    fn new(key: u8) -> &'static Account {
        Box::leak(Box::new(Account(std::sync::Mutex::new(key))))
    }

    fn under(&self, bytes: &[u8]) -> Vec<u8> {
        let key = *self.0.lock().expect("nobody fails");
        bytes.iter().map(|byte| byte ^ key).chain([key]).collect()
    }
}

impl SystemKeyStore for Account {
    fn seal(&self, secret: &[u8]) -> std::io::Result<Vec<u8>> {
        Ok(self.under(secret))
    }

    fn open(&self, sealed: &[u8]) -> std::io::Result<Zeroizing<Vec<u8>>> {
        let Some((key, bytes)) = sealed.split_last() else { return Err(ErrorKind::InvalidData.into()) };
        if *key != *self.0.lock().expect("nobody fails") {
            return Err(ErrorKind::PermissionDenied.into());
        }
        Ok(bytes.iter().map(|byte| byte ^ key).collect::<Vec<u8>>().into())
    }
}

fn opens(keys: &Keys, n: u8, password: &str) -> Result<(), KeyRefusal> {
    keys.unwrap_person(&format!("clerk{n}"), password).map(|(_, key)| assert_eq!(*key, [7; 32]))
}

#[test]
fn with_the_system_s_key_store_a_password_opens_on_that_account_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mine = Account::new(1);
    let mut keys = Keys::cheap_for_tests().with_system(Some(mine));
    keys.wrap_person(holder(1), "mật khẩu dài một", &[7; 32], [1; 16], [1; 24]);
    keys.save(folder.path()).expect("saves");
    assert_eq!(keys.body.version, 2, "an older program must not read it as a wrong password");
    let loaded = || Keys::load(folder.path()).expect("loads");
    assert_eq!(opens(&loaded().with_system(Some(mine)), 1, "mật khẩu dài một"), Ok(()));
    assert_eq!(opens(&loaded().with_system(Some(mine)), 1, "mật khẩu dài hai"), Err(KeyRefusal::Wrong));
    assert_eq!(opens(&loaded().with_system(Some(Account::new(2))), 1, "mật khẩu dài một"), Err(KeyRefusal::System));
    assert_eq!(opens(&loaded().with_system(None), 1, "mật khẩu dài một"), Err(KeyRefusal::System));
}

#[test]
fn when_the_account_loses_its_keys_the_recovery_code_opens_and_new_passwords_work_again() {
    let account = Account::new(1);
    let code = RecoveryCode::from_random([0x5a; 15]);
    let mut keys = Keys::cheap_for_tests().with_system(Some(account));
    keys.wrap_person(holder(1), "mật khẩu dài một", &[7; 32], [1; 16], [1; 24]);
    keys.wrap_person(holder(2), "mật khẩu dài hai", &[7; 32], [2; 16], [2; 24]);
    keys.wrap_recovery(&code, &[7; 32], [3; 16], [3; 24]);
    *account.0.lock().expect("nobody fails") = 9; // an administrator reset the account's password
    assert_eq!(opens(&keys, 1, "mật khẩu dài một"), Err(KeyRefusal::System));
    assert_eq!(keys.unwrap_recovery(&code).map(|key| *key), Ok([7; 32]));
    keys.wrap_person(holder(1), "mật khẩu mới dài", &[7; 32], [4; 16], [4; 24]);
    assert_eq!(opens(&keys, 1, "mật khẩu mới dài"), Ok(()));
    // The others are told the same until a supervisor sets their password anew, never that theirs is wrong.
    assert_eq!(opens(&keys, 2, "mật khẩu dài hai"), Err(KeyRefusal::System));
}

#[test]
fn a_system_without_a_key_store_writes_what_older_programs_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut keys = keys();
    keys.save(folder.path()).expect("saves");
    let text = fs::read_to_string(folder.path().join("keys")).expect("reads");
    assert!(text.contains("\"version\":1") && !text.contains("system") && !text.contains("joined"), "{text}");
}
