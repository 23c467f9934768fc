//! The record as a whole.

use std::{path::Path, process::Command};

use serde_json::{Value, json};

use crate::office::{Office, dossier};

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: Python")]
#[test]
fn a_filled_office_verifies_rebuilds_to_the_same_digest_and_passes_the_second_reader() {
    let office = Office::demo("2024");
    let filled = office.ask("demo", &["--dossiers", "300", "--seed", "7"]).good();
    assert_eq!(filled["dossiers"], 300);
    assert!(filled["per_second"].as_f64().is_some_and(|rate| rate > 0.0), "{filled}");
    office.receive(&dossier(), "2024-03-05T16:00:00+07:00").good();

    let verdict = office.ask("verify", &[]).good();
    assert_eq!((&verdict["ok"], &verdict["faults"]), (&json!(true), &json!([])));
    let head = &verdict["heads"][0];
    assert_eq!(head["device"], office.init["device"]);
    assert_eq!(head["seq"], verdict["entries"]);
    assert_eq!(head["hash"].as_str().expect("a hash").len(), 64);

    let digest = office.ask("digest", &[]).good();
    assert_ne!(digest["digest"], filled["digest"], "a dossier changes the digest");
    assert_eq!(office.ask("rebuild", &[]).good(), digest);
    assert_eq!(office.ask("digest", &[]).good(), digest);
    assert!(!office.ask("search", &["Duyên"]).good()["hits"].as_array().expect("hits").is_empty());

    let out = office.path("log.mclog");
    let exported = office.ask("export", &["--out", out.to_str().expect("UTF-8")]).good();
    assert_eq!(exported["entries"], verdict["entries"]);
    let verifier = Path::new(env!("CARGO_MANIFEST_DIR")).join("verifier/verify.py");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let newest = format!("{}:{}:{}", text(&head["device"]), head["seq"], text(&head["hash"]));
    let checked = Command::new("python3")
        .arg(&verifier)
        .arg(&out)
        .args(["--head", &newest, "--exact", "--whole"])
        .output()
        .expect("python3 is installed");
    assert!(checked.status.success(), "{checked:?}");
}

#[test]
fn a_demo_is_the_same_for_the_same_seed() {
    let people = |seed: &str| {
        let office = Office::demo("2024");
        office.ask("demo", &["--dossiers", "60", "--seed", seed]).good();
        let hits = office.ask("search", &["", "--limit", "100"]).good();
        let line = |hit: &Value| format!("{} {} {} {}", hit["code"], hit["owner"], hit["procedure"], hit["due"]);
        hits["hits"].as_array().expect("hits").iter().map(line).collect::<Vec<_>>()
    };
    let (one, again, other) = (people("1"), people("1"), people("2"));
    assert_eq!(one.len(), 60);
    assert_eq!(one, again);
    assert_ne!(one, other);
}

#[test]
fn a_store_whose_file_is_gone_is_never_taken_for_an_empty_one() {
    let office = Office::demo("2024");
    for name in ["motcua.db", "motcua.db-wal", "motcua.db-shm"] {
        let _ = std::fs::remove_file(office.store().join(name));
    }
    office.ask("search", &["Duyên"]).error("store_missing");
    office.ask("init", &["--demo", "2024"]).error("already_set_up");
}

#[test]
fn a_copy_of_a_store_may_be_read_but_takes_no_dossier() {
    let office = Office::demo("2024");
    office.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let copy = office.path("copy");
    std::fs::create_dir(&copy).expect("a folder");
    for file in std::fs::read_dir(office.store()).expect("the store") {
        let file = file.expect("a file");
        if file.file_type().expect("a kind").is_file() {
            std::fs::copy(file.path(), copy.join(file.file_name())).expect("copied");
        }
    }
    let input = office.write("input.json", &dossier().to_string());
    let output = office
        .command_at(&copy, "receive", &["--input", &input, "--at", "2024-03-05T09:00:00+07:00", "--json"])
        .output()
        .expect("the program starts");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["error"]["code"], "unsettled", "{answer}");
    let output = office.command_at(&copy, "search", &["Duyên", "--json"]).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
