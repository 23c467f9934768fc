//! Backups on the command line: made beside the work, restored as a new device that names the old head.

use std::fs;

use serde_json::json;

use crate::office::{Office, dossier};

#[test]
fn a_restored_office_goes_on_as_a_new_device_above_the_last_number_on_paper() {
    let office = Office::demo("2024");
    office.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let stick = office.path("stick");
    let out = stick.to_str().expect("UTF-8");
    let made = office.ask("backup", &["--out", out, "--at", "2024-03-05T11:00:00+07:00"]).good();
    let digest = office.ask("digest", &[]).good();
    assert_eq!((&made["entries"], &made["digest"]), (&digest["entries"], &digest["digest"]));
    let folder = made["folder"].as_str().expect("a folder").to_owned();
    // Given out after the backup: on paper only, once the machine is gone.
    office.receive(&dossier(), "2024-03-05T11:05:00+07:00").good();

    let there = office.path("another machine");
    let restore = |words: &[&str]| {
        let mut command = office.command_at(&there, "restore", words);
        command.arg("--json").env("XDG_STATE_HOME", office.path("another state")).output().expect("runs")
    };
    let words =
        ["--from", &folder, "--reason", "máy cũ hỏng ổ đĩa", "--last-number", "2", "--at", "2024-03-05T13:30:00+07:00"];
    let done = restore(&words);
    assert!(done.status.success(), "{done:?}");
    let done: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(done["head"], made["head"]);
    assert_ne!(done["device"], office.init["device"]);

    let asked = |verb: &str, words: &[&str]| -> serde_json::Value {
        let mut command = office.command_at(&there, verb, words);
        let said = command.arg("--json").env("XDG_STATE_HOME", office.path("another state")).output().expect("runs");
        assert!(said.status.success(), "{said:?}");
        serde_json::from_slice(&said.stdout).expect("JSON")
    };
    let input = office.write("input.json", &dossier().to_string());
    let code = asked("receive", &["--input", &input, "--at", "2024-03-05T14:00:00+07:00"])["code"].clone();
    assert!(code.as_str().is_some_and(|code| code.ends_with("-0003")), "{code}");
    let verdict = asked("verify", &[]);
    assert_eq!((&verdict["ok"], verdict["heads"].as_array().map(Vec::len)), (&json!(true), Some(2)));

    // A second time into the same place is refused; a changed backup too.
    let again = restore(&words);
    assert!(String::from_utf8_lossy(&again.stdout).contains("already_set_up"), "{again:?}");
    let keys = std::path::Path::new(&folder).join("keys");
    fs::write(&keys, b"{}").expect("writes");
    let words: Vec<&str> = words.iter().copied().chain(["--replace"]).collect();
    let refused = restore(&words);
    assert!(String::from_utf8_lossy(&refused.stdout).contains("backup_changed"), "{refused:?}");
}
