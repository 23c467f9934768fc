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
