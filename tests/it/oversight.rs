//! The past of a dossier, its proof, and the office's calendar and people from a shell.

use std::process::Command;

use serde_json::{Value, json};

use crate::office::{Office, dossier};

#[test]
fn a_past_moment_of_a_dossier_is_told_as_it_was() {
    let office = Office::demo("2024");
    let code =
        office.receive(&dossier(), "2024-03-05T08:15:00+07:00").good()["code"].as_str().expect("a code").to_owned();
    let file = office.write("act.json", &json!({"reason": "xin rút"}).to_string());
    let at = ["--do", "withdraw", "--input", &file, "--at", "2024-03-06T09:00:00+07:00", "--as", "duyen"];
    office.ask("act", &[&["--code", &code], &at[..]].concat()).good();
    let status = |moment: &str| office.ask("status", &["--code", &code, "--at-moment", moment]).good();
    let then = status("2024-03-05T17:00:00+07:00");
    assert_eq!((&then["status"], &then["allowed"]), (&json!("received"), &json!([])));
    assert_eq!(status("2024-03-06T10:00:00+07:00")["status"], "withdrawn");
    let before = ["--code", &code, "--at-moment", "2024-03-05T08:00:00+07:00"];
    office.ask("status", &before).error("no_such_dossier");
    office.ask("status", &["--code", &code, "--at-moment", "yesterday"]).error("bad_input");
}

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn the_proof_of_one_dossier_is_checked_by_the_second_program_and_names_nobody_else() {
    let office = Office::demo("2024");
    let mine = office.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let other = crate::office::dossier_with("owner", json!({"name": "Quách Văn Khác", "address": "Xóm Cú"}));
    office.receive(&other, "2024-03-05T08:20:00+07:00").good();
    let path = office.write("proof.mclog", "");
    let code = mine["code"].as_str().expect("a code");
    let written = office.ask("export", &["--code", code, "--out", &path]).good();
    let bytes = std::fs::read(&path).expect("reads");
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(code));
    assert!(!holds("Quách Văn Khác"), "only this dossier's bodies");
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/verifier/verify.py");
    let checked = Command::new("python3").args([root, &path]).output().expect("Python runs");
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said} {}", String::from_utf8_lossy(&checked.stderr));
    assert!(written["entries"].as_u64().is_some_and(|entries| entries > 3));
}

#[test]
fn a_closed_day_is_set_from_a_shell_and_moves_what_is_received_after_it() {
    let office = Office::demo("2024");
    let due = |at: &str| -> Value { office.receive(&dossier(), at).good()["due"].clone() };
    let before = due("2024-03-05T08:15:00+07:00");
    let day = ["--day", "2024-03-07", "--kind", "closure", "--name", "Chống bão", "--decision", "15/TB-UBND"];
    let set = office.ask("calendar", &[&day[..], &["--at", "2024-03-05T09:00:00+07:00"]].concat()).good();
    assert_eq!(set["affected"].as_array().map(Vec::len), Some(1));
    assert_eq!(set["changes"][0]["decision"], "15/TB-UBND");
    assert!(set["days"].as_array().is_some_and(|days| days.iter().any(|day| day["own"] == true)));
    assert_ne!(due("2024-03-05T09:15:00+07:00"), before);
    office.ask("calendar", &[&day[..6], &["--as", "huong"]].concat()).error("not_allowed");
    let people = office.ask("people", &[]).good();
    assert!(people["people"].as_array().is_some_and(|people| people.iter().any(|one| one["login"] == "huong")));
}

#[test]
fn what_is_asked_from_a_shell_leaves_its_trace_as_in_the_window() {
    let office = Office::demo("2024");
    let code =
        office.receive(&dossier(), "2024-03-05T08:15:00+07:00").good()["code"].as_str().expect("a code").to_owned();
    let accesses = |words: &[&str]| office.ask("accesses", words).good()["accesses"].clone();
    assert_eq!(accesses(&[]), json!([]), "receiving is an entry, no look");
    let code = code.as_str();
    office.ask("dossier", &["--code", code]).good();
    office.ask("status", &["--code", code]).good();
    let path = |name: &str| office.path(name).to_str().expect("UTF-8").to_owned();
    office.ask("form", &["--code", code, "--out", &path("again.pdf")]).good();
    office.ask("search", &["Duyên"]).good();
    office.ask("register", &["--format", "csv", "--out", &path("register.csv")]).good();
    office.ask("export", &["--out", &path("log.mclog")]).good();
    office.ask("carry-out", &["--out", &path("out.mccarry")]).good();
    let period = ["--from", "2024-03-01", "--to", "2024-03-31"];
    office.ask("national-export", &[&period[..], &["--out", &path("national.json")]].concat()).good();
    office.ask("report", &[&["overdue"], &period[..], &["--out", &path("overdue.csv")]].concat()).good();
    office.ask("report", &[&["ii06a"], &period[..], &["--out", &path("ii06a.csv")]].concat()).good();
    let all = accesses(&[]);
    let said = |one: &Value| (one["what"].as_str().unwrap_or_default().to_owned(), one["person"].clone());
    let mut told: Vec<_> = all.as_array().expect("a list").iter().map(said).collect();
    told.reverse();
    let expected = [
        ("open", "huong"),
        ("paper", "huong"),
        ("search", "huong"),
        ("export", "huong"),
        ("log", "lan"),
        ("carry_out", "lan"),
        ("national", "lan"),
        ("report", "lan"),
    ];
    assert_eq!(told, expected.map(|(what, who)| (what.to_owned(), json!(who))));
    let of_one = accesses(&["--code", code]);
    assert_eq!(of_one.as_array().map(Vec::len), Some(2));
    assert_eq!((&of_one[1]["code"], &of_one[1]["times"]), (&json!(code), &json!(2)), "twice within a while");
    assert_eq!(accesses(&["--person", "lan"]).as_array().map(Vec::len), Some(4));
    office.ask("accesses", &["--as", "huong"]).error("not_allowed");
    office.ask("accesses", &["--code", "000"]).error("no_such_dossier");
}

#[test]
fn roles_are_changed_and_the_papers_numbers_gone_on_from_in_a_shell() {
    let office = Office::demo("2024");
    let change = |login: &str, roles: &str| office.ask("people", &["--change", login, "--roles", roles]);
    let changed = change("huong", "clerk,supervisor").good();
    let people = changed["people"].as_array().expect("a list");
    let huong = people.iter().find(|one| one["login"] == "huong").expect("works here");
    assert_eq!(huong["roles"], json!(["clerk", "supervisor"]));
    change("huong", "clerk,king").error("bad_input");
    change("lan", "clerk,supervisor").error("last_administrator");
    office.ask("people", &["--change", "huong", "--roles", "clerk", "--as", "hai"]).error("not_allowed");
    office.ask("people", &["--change", "huong"]).error("usage");

    let ranges = office.ask("ranges", &["--last-number", "41", "--last-line", "300"]).good();
    assert_eq!((&ranges["next"], &ranges["book"], &ranges["line"]), (&json!(42), &json!("1/2024"), &json!(301)));
    office.ask("ranges", &["--last-number", "1200"]).error("bad_input");
    let code = office.receive(&dossier(), "2024-03-05T08:15:00+07:00").good()["code"].clone();
    assert!(code.as_str().is_some_and(|code| code.ends_with("-0042")), "{code}");
    let shown = office.ask("dossier", &["--code", code.as_str().expect("a code")]).good();
    assert_eq!((&shown["book"], &shown["book_number"]), (&json!("1/2024"), &json!(301)));
    assert_eq!(office.ask("verify", &[]).good()["ok"], true);
}
