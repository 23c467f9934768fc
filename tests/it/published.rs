//! What the province publishes: reference data and people, over the line and on a stick; the real programs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use crate::{
    office::{Office, dossier, program},
    province::{Province, desk, dossier_of, enrol, sync},
};

/// A chore of the server: its answer, or the code of its refusal and what it says.
fn chore(province: &Province, words: &[&str]) -> Result<Value, (String, String)> {
    let output = Command::new(program().with_file_name("desk-server"))
        .args(words)
        .args(["--json", "--data"])
        .arg(province.data())
        .output()
        .expect("the program starts");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    let text = |name: &str| said["error"][name].as_str().expect("words").to_owned();
    if output.status.success() { Ok(said) } else { Err((text("code"), text("message"))) }
}

/// A file as the program ships it, with a change, under its own name in a folder of the province.
fn changed(province: &Province, folder: &str, name: &str, change: impl FnOnce(&str) -> String) -> PathBuf {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/reference").join(name);
    let text = fs::read_to_string(shipped).expect("reads");
    let path = province.folder.path().join(folder).join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("makes");
    fs::write(&path, change(&text)).expect("writes");
    path
}

/// Wednesday 6 March 2024 is a day off.
fn with_a_holiday(text: &str) -> String {
    format!("{text}2024-03-06,substitute,Nghỉ theo quyết định của tỉnh,Off by decision of the province,thử [low]\n")
}

fn word(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn reference(office: &Office) -> Value {
    office.ask("reference", &[]).good()
}

/// The set that the entry at the end of the dossier's history names, as the exported log has it.
fn due(reply: &Value) -> String {
    reply["due"].as_str().expect("a date").to_owned()
}

#[test]
fn a_published_holiday_moves_later_dates_and_leaves_earlier_receipts_as_they_were() {
    let province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    enrol(&one, &province, "1");
    enrol(&two, &province, "2");
    let early = one.receive(&dossier(), "2024-03-05T08:00:00+07:00").good();
    sync(&one);
    let shipped = reference(&one)["name"].as_str().expect("a name").to_owned();

    let said = chore(&province, &["publish", "--from", word(&changed(&province, "a", "holidays.csv", with_a_holiday))]);
    let said = said.expect("published");
    let name = said["set"].as_str().expect("a name").to_owned();
    assert_eq!(said["changed"], json!(["holidays.csv"]));
    assert!(name > shipped, "{name}");
    sync(&one);
    let news = reference(&one);
    assert_eq!(news["name"], json!(name));
    assert_eq!(news["sets"][0]["by_hand"], json!(false));
    assert_eq!(
        news["sets"][0]["changes"],
        json!({"total": 1, "list": [{
            "about": "calendar",
            "which": "2024-03-06",
            "before": null,
            "after": "Nghỉ theo quyết định của tỉnh (nghỉ bù)",
        }]})
    );
    // What is counted now goes by it; what was promised stays promised, on paper too.
    let late = one.receive(&dossier_of("Đinh Văn Ổn"), "2024-03-05T08:05:00+07:00").good();
    assert!(due(&early).starts_with("2024-03-08") && due(&late).starts_with("2024-03-11"), "{early} {late}");
    let code = early["code"].as_str().expect("a code");
    assert_eq!(one.ask("dossier", &["--code", code]).good()["due"], early["due"]);
    assert_eq!(one.ask("verify", &[]).good()["ok"], true);
    sync(&one);
    // A desk that has not heard of it still goes by its own, and both kinds of entries are everybody's.
    let other = two.receive(&dossier_of("Hà Thị Ửng"), "2024-03-05T08:10:00+07:00").good();
    assert!(due(&other).starts_with("2024-03-08"), "{other}");
    sync(&two);
    sync(&one);
    assert_eq!(one.ask("digest", &[]).good()["digest"], two.ask("digest", &[]).good()["digest"]);
    // Once here, it stays: also for a program that starts anew and finds the line down.
    assert_eq!(reference(&two)["name"], json!(name));
    assert_eq!(one.ask("rebuild", &[]).good()["digest"], two.ask("digest", &[]).good()["digest"]);
}

#[test]
fn what_does_not_hold_is_refused_before_it_is_signed_and_reaches_nobody() {
    let province = Province::new();
    let one = desk("1");
    enrol(&one, &province, "1");
    sync(&one);
    let before = reference(&one);
    let refused = |from: &Path, code: &str, says: &str| {
        let (found, message) = chore(&province, &["publish", "--from", word(from)]).expect_err("refused");
        assert!(found == code && message.contains(says), "{found}: {message}");
    };
    refused(&changed(&province, "a", "holidays.csv", |text| format!("{text}2024-03-06,feast,x,x,x\n")), "reference", "holidays.csv, line 148");
    refused(&changed(&province, "b", "units.csv", |text| text.lines().filter(|line| !line.starts_with("05164,")).map(|line| format!("{line}\n")).collect()), "reference", "units");
    refused(&changed(&province, "c", "procedures.json", |text| text.replacen("\"time_by_channel\"", "\"time_by_chanel\"", 1)), "reference", "procedures.json");
    refused(&changed(&province, "d", "README.md", str::to_owned), "no_reference", "holidays.csv");
    let folder = province.folder.path().join("e");
    fs::create_dir_all(&folder).expect("makes");
    fs::write(folder.join("notes.txt"), "x").expect("writes");
    refused(&folder, "no_reference", "holidays.csv");
    // A name that is no later than the one before.
    let good = changed(&province, "f", "holidays.csv", with_a_holiday);
    fs::write(good.with_file_name("VERSION"), "2031-01-01\n").expect("writes");
    let folder = good.parent().expect("a folder");
    assert_eq!(chore(&province, &["publish", "--from", word(folder)]).expect("published")["set"], "2031-01-01");
    refused(folder, "reference_same", "2031-01-01");
    changed(&province, "f", "holidays.csv", str::to_owned);
    refused(folder, "reference_name", "2031-01-01");
    fs::write(good.with_file_name("VERSION"), "tomorrow\n").expect("writes");
    refused(folder, "reference_name", "tomorrow");
    sync(&one);
    let now = reference(&one);
    assert_eq!((&now["name"], &before["sets"]), (&json!("2031-01-01"), &json!([])), "only the good one came");
    // Without a name of its own the next one is the next of that day.
    let next = chore(&province, &["publish", "--from", word(&good.with_file_name("holidays.csv"))]).expect("published");
    assert_eq!(next["set"], "2031-01-01.2");
}

#[test]
fn a_package_on_a_stick_is_looked_at_before_it_counts_and_a_bad_one_changes_nothing() {
    let (province, stranger) = (Province::new(), Province::new());
    let one = desk("1");
    let package = |of: &Province, name: &str, text: &str| -> PathBuf {
        let text = text.to_owned();
        let from = changed(of, name, "holidays.csv", move |shipped| format!("{shipped}{text}"));
        let to = of.folder.path().join(format!("{name}.mcref"));
        chore(of, &["publish", "--from", word(&from), "--package", word(&to)]).expect("published");
        to
    };
    let first = package(&province, "a", "2024-03-06,substitute,Nghỉ một,Off,thử [low]\n");
    let second = package(&province, "b", "2024-03-07,substitute,Nghỉ hai,Off,thử [low]\n");
    let foreign = package(&stranger, "c", "2024-03-08,substitute,Nghỉ ba,Off,thử [low]\n");
    let take = |path: &Path| one.ask("reference", &["--file", word(path), "--take"]);
    take(&first).error("not_enrolled");
    // It knows the province, and the line is down from now on.
    enrol(&one, &province, "1");
    let shipped = reference(&one)["name"].clone();

    let bytes = fs::read(&second).expect("reads");
    for (name, bytes) in [
        ("torn", bytes[..bytes.len() - 9].to_vec()),
        ("flipped", bytes.iter().enumerate().map(|(at, byte)| if at == bytes.len() / 2 { byte ^ 8 } else { *byte }).collect()),
        ("none", b"nothing of ours".to_vec()),
    ] {
        let path = one.path(name);
        fs::write(&path, bytes).expect("writes");
        take(&path).error("reference_not_one");
    }
    take(&foreign).error("reference_other_province");
    assert_eq!(reference(&one)["name"], shipped, "nothing changed");

    let seen = one.ask("reference", &["--file", word(&second)]).good();
    assert_eq!((&seen["in_force"], &seen["changes"]["total"]), (&shipped, &json!(1)), "{seen}");
    assert_eq!(reference(&one)["name"], shipped, "to look is not to take");
    let taken = take(&second).good();
    assert_eq!((&taken["name"], &taken["sets"][0]["by_hand"]), (&seen["name"], &json!(true)));
    take(&second).error("reference_old");
    take(&first).error("reference_old");
    one.ask("reference", &["--file", word(&second), "--take", "--as", "huong"]).error("not_allowed");
    // Over the line the same set is nothing new.
    sync(&one);
    assert_eq!(reference(&one)["sets"].as_array().expect("sets").len(), 1);
}

#[test]
fn the_province_names_people_and_withdraws_them_and_their_honest_work_is_kept_and_marked() {
    let province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    enrol(&one, &province, "1");
    sync(&one);
    let grant = |login: &str, roles: &str| {
        chore(&province, &["grant", "--unit", "05164@2020-01-01", "--login", login, "--name", "Bùi Thị Mới", "--roles", roles])
    };
    assert_eq!(grant("Mới", "clerk").expect_err("refused").0, "login");
    let person = grant("moi", "clerk").expect("named")["person"].as_str().expect("an id").to_owned();
    sync(&one);
    let state = |office: &Office, login: &str| -> Value {
        let people = office.ask("people", &[]).good()["people"].as_array().expect("people").clone();
        people.into_iter().find(|one| one["login"] == login).map_or(Value::Null, |one| one["state"].clone())
    };
    assert_eq!(state(&one, "moi"), "waiting");
    one.ask("digest", &["--as", "moi"]).error("unknown_person");
    let password = one.write("first-password", "ruộng bậc thang mùa nước\n");
    one.ask("people", &["--admit", "moi", "--new-password-file", &password, "--as", "huong"]).error("not_allowed");
    one.ask("people", &["--admit", "moi", "--new-password-file", &password]).good();
    assert_eq!(state(&one, "moi"), "active");
    let file = one.write("input.json", &dossier().to_string());
    let receive = |at: &str| one.ask_with("ruộng bậc thang mùa nước", "receive", &["--input", &file, "--at", at, "--as", "moi"]);
    receive("2024-03-05T08:00:00+07:00").good();
    assert_eq!(sync(&one)["set_aside"], 0, "whom the province named is let in and works");

    // Withdrawn; the desk does not know yet.
    let withdraw = |who: &str| chore(&province, &["withdraw", "--unit", "05164@2020-01-01", "--person", who]);
    assert_eq!(withdraw("nobody").expect_err("refused").0, "unknown_person");
    assert_eq!(withdraw("moi").expect("withdrawn")["person"], json!(person));
    one.ask_with("ruộng bậc thang mùa nước", "receive", &["--input", &one.write("b.json", &dossier_of("Đinh Văn Ổn").to_string()), "--at", "2024-03-05T08:30:00+07:00", "--as", "moi"]).good();
    let said = sync(&one);
    assert!(said["set_aside"].as_u64().expect("a number") >= 1, "{said}");
    // Kept and everybody's all the same; the person may do nothing more.
    assert_eq!(one.ask("search", &["dinh van on"]).good()["hits"].as_array().expect("hits").len(), 1);
    receive("2024-03-05T09:00:00+07:00").error("person_withdrawn");
    assert_eq!(state(&one, "moi"), "withdrawn");
    enrol(&two, &province, "2");
    sync(&two);
    assert_eq!(one.ask("digest", &[]).good()["digest"], two.ask("digest", &[]).good()["digest"]);
    assert_eq!(two.ask("search", &["dinh van on"]).good()["hits"].as_array().expect("hits").len(), 1);
    assert_eq!(grant("moi", "clerk,officer").expect("named again")["person"], json!(person));
    sync(&one);
    assert_eq!(state(&one, "moi"), "active");
}
