//! Making a store and opening it.

use serde_json::json;

use crate::office::{Office, PASSWORD, dossier};

#[test]
fn a_demo_office_has_its_unit_counter_device_and_people() {
    let office = Office::with(&["--demo", "2024", "--counter", "3"]);
    assert_eq!(office.init["unit"], "05164");
    assert_eq!(office.init["counter"], 3);
    assert_eq!(office.init["device"].as_str().expect("a device").len(), 32);
    let people = office.init["people"].as_array().expect("people");
    let roles: Vec<&str> = people.iter().filter_map(|person| person["role"].as_str()).collect();
    for role in ["clerk", "officer", "supervisor"] {
        assert!(roles.contains(&role), "{roles:?}");
    }
    // Every login opens with the password given at init.
    for person in people {
        let login = person["login"].as_str().expect("a login");
        office.ask("digest", &["--as", login]).good();
    }
    let again = office.ask("init", &["--demo", "2024"]);
    again.error("already_set_up");
}

#[test]
fn a_demo_office_may_stand_for_any_unit_of_its_day() {
    let district = Office::with(&["--demo", "2024", "--unit", "155"]);
    assert_eq!(district.init["unit"], "155");
    Office::none().ask("init", &["--demo", "now", "--unit", "05164"]).error("unknown_unit");
    Office::none().ask("init", &["--demo", "2024", "--counter", "11"]).error("bad_input");
}

#[test]
fn a_store_may_lie_in_a_folder_of_any_name() {
    // The window calls its own folders so; a script may call any folder so.
    let office = Office::none();
    for name in ["desk", "demo-now", "kho hồ sơ"] {
        let store = office.path(name);
        let output = office.command_at(&store, "init", &["--demo", "2024", "--json"]).output().expect("it starts");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stdout));
        assert!(store.join("office.json").exists(), "{name}: the store is elsewhere");
    }
}

#[test]
fn a_real_store_gives_its_recovery_code_once_and_needs_a_login() {
    let words = ["--unit", "05128", "--login", "hang", "--name", "Nguyễn Thị Hằng"];
    let office = Office::with(&words);
    assert_eq!(
        office.init["people"],
        json!([{
            "login": "hang",
            "role": "supervisor",
            "roles": ["clerk", "supervisor", "administrator"],
            "name": "Nguyễn Thị Hằng"
        }])
    );
    assert!(office.init["recovery_code"].as_str().is_some_and(|code| code.len() >= 20), "{}", office.init);
    office.ask("digest", &[]).error("usage");
    office.ask("digest", &["--as", "hang"]).good();
    // Its clock is the machine's: nobody sets it, nobody fills it with made-up people.
    office.ask("digest", &["--as", "hang", "--at", "2026-11-20T08:00:00+07:00"]).error("real_clock");
    office.ask("demo", &["--as", "hang", "--dossiers", "1"]).error("real_clock");
    let short = Office::none().ask_with("ngắn", "init", &words);
    short.error("password_short");
}

#[test]
fn a_wrong_password_opens_nothing_and_the_right_one_still_does() {
    let office = Office::demo("2024");
    let message = office.ask_with("không phải mật khẩu", "search", &["Duyên"]).error("wrong_password");
    assert!(!message.contains("mật khẩu"), "a password in a message: {message}");
    office.ask("search", &["Duyên"]).good();
    office.ask("search", &["Duyên", "--as", "nobody"]).error("unknown_person");
    let file = office.write("password.txt", &format!("{PASSWORD}\r\nmore"));
    office.ask_with("wrong", "search", &["Duyên", "--password-file", &file]).good();
    let mut without = office.command("search", &["Duyên", "--json"]);
    let output = without.env_remove("MOTCUA_PASSWORD").output().expect("the program starts");
    assert!(String::from_utf8_lossy(&output.stdout).contains("password_missing"));
}

#[test]
fn only_the_desk_receives_and_only_supervisors_carry_the_record_out() {
    let office = Office::demo("2024");
    let input = office.write("input.json", &dossier().to_string());
    office.ask("receive", &["--input", &input, "--as", "hai"]).error("not_allowed");
    let out = office.path("log.mclog");
    let out = out.to_str().expect("UTF-8");
    office.ask("export", &["--out", out, "--as", "huong"]).error("not_allowed");
    office.ask("export", &["--out", out, "--as", "duyen"]).good();
}
