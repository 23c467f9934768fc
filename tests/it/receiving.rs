//! Taking in a dossier and finding it again.

use std::path::Path;

use serde_json::{Value, json};

use crate::office::{Office, dossier, dossier_with};

const MORNING: &str = "2024-03-05T08:15:00+07:00";

fn codes(answer: &Value) -> Vec<String> {
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().map(|hit| hit["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn a_dossier_is_received_dated_written_and_found_again() {
    let office = Office::demo("2024");
    let answer = office.receive(&dossier(), MORNING).good();
    let code = answer["code"].as_str().expect("a code").to_owned();
    assert!(code.ends_with("-240305-0001"), "{code}");
    assert_eq!(answer["due"], "2024-03-08T11:30:00+07:00");
    assert!(Path::new(answer["receipt_pdf"].as_str().expect("a path")).is_file());

    let found = |text: &str| office.ask("search", &[text]).good();
    for text in ["Bùi Thị Duyên", "duyen bui", "DUYÊN", "017190012345", "0987654321", "240305-0001", &code] {
        assert_eq!(codes(&found(text)), [code.as_str()], "{text}");
    }
    assert_eq!(codes(&found("Nguyễn Văn Không")), Vec::<String>::new());
    let hit = &found(&code)["hits"][0];
    assert_eq!(hit["dossier"], answer["dossier"]);
    assert_eq!(hit["owner"], "Bùi Thị Duyên");
    assert_eq!(hit["procedure"], "1.004873");
    assert_eq!(hit["received"], MORNING);
    assert_eq!(hit["due"], "2024-03-08T11:30:00+07:00");
    assert_eq!(hit["status"], "received");

    let shown = office.ask("dossier", &["--code", &code]).good();
    assert_eq!((&shown["status"], &shown["national_status"]), (&json!("received"), &json!(2)));
    assert_eq!(shown["limit"], "3wd");
    assert_eq!(shown["clerk"], "Bùi Thị Hương");
    assert_eq!(shown["prints"][0]["to"], "pdf");
    assert_eq!(shown["prints"][0]["outcome"], "saved");
    let kinds: Vec<&str> =
        shown["history"].as_array().expect("history").iter().filter_map(|entry| entry["kind"].as_str()).collect();
    assert_eq!(kinds, ["dossier.received", "form.printed", "print.ended"]);
    office.ask("dossier", &["--code", "000.05.17.H28-240305-0999"]).error("no_such_dossier");
}

#[test]
fn numbers_of_a_day_run_up_from_the_counters_first_and_never_repeat() {
    let office = Office::with(&["--demo", "2024", "--counter", "2"]);
    let receive = |at: &str| office.receive(&dossier(), at).good()["code"].as_str().expect("a code").to_owned();
    let given = [
        receive("2024-03-05T08:15:00+07:00"),
        receive("2024-03-05T08:16:00+07:00"),
        receive("2024-03-05T15:00:00+07:00"),
        receive("2024-03-06T08:00:00+07:00"),
    ];
    let ends: Vec<&str> = given.iter().map(|code| &code[code.len() - 11..]).collect();
    assert_eq!(ends, ["240305-1000", "240305-1001", "240305-1002", "240306-1000"]);
    // A moment given in another offset is the day of the office.
    assert!(receive("2024-03-06T18:30:00Z").contains("-240307-1000"));
}

#[test]
fn a_clock_behind_the_record_is_refused() {
    let office = Office::demo("2024");
    office.receive(&dossier(), "2024-03-06T08:00:00+07:00").good();
    office.receive(&dossier(), "2024-03-05T08:00:00+07:00").error("clock_behind");
    assert_eq!(codes(&office.ask("search", &["Duyên"]).good()).len(), 1);
}

#[test]
fn a_limit_that_nobody_published_is_asked_for() {
    let office = Office::demo("2024");
    let mut input = dossier_with("procedure", json!("1.001699"));
    input["papers"] = json!([]);
    office.receive(&input, MORNING).error("limit_needed");
    input["limit"] = json!({"rule": "10wd", "reason": ""});
    office.receive(&input, MORNING).error("bad_input");
    input["limit"] = json!({"rule": "ten days", "reason": "Quyết định của huyện"});
    office.receive(&input, MORNING).error("bad_input");
    input["limit"] = json!({"rule": "10wd", "reason": "Quyết định của huyện"});
    let answer = office.receive(&input, MORNING).good();
    assert_eq!(answer["due"], "2024-03-19T11:30:00+07:00");
    // A known limit is not typed over.
    office.receive(&dossier_with("limit", json!({"rule": "10wd", "reason": "vội"})), MORNING).error("limit_known");
}

#[test]
fn a_case_that_the_procedure_does_not_have_cannot_take_its_limit_away() {
    let office = Office::demo("2024");
    let mut input = dossier_with("case", json!("bịa ra"));
    input["limit"] = json!({"rule": "90wd", "reason": "x"});
    assert!(office.receive(&input, MORNING).error("bad_input").contains("case"));
    assert_eq!(codes(&office.ask("search", &["Duyên"]).good()).len(), 0, "nothing was kept");
}

#[test]
fn what_looks_wrong_in_a_person_is_told_and_stops_nothing() {
    let office = Office::demo("2024");
    let warned = |path: &str, value: Value, warning: &str| {
        let answer = office.receive(&dossier_with(path, value), MORNING).good();
        assert!(answer["warnings"].as_array().is_some_and(|all| all.contains(&json!(warning))), "{answer}");
    };
    warned("owner.birth_date", json!("2030-01-01"), "birth_date_ahead");
    warned("owner.name", json!("Bùi Thị 12345"), "name_digits");
    warned("owner.name", json!("Lý 漢字"), "not_printable");
}

#[test]
fn a_phone_and_the_end_of_a_code_find_a_dossier_however_they_are_said() {
    let office = Office::demo("2024");
    let input = dossier_with("owner.phone", json!("+84 987 654 321"));
    let code = office.receive(&input, MORNING).good()["code"].as_str().expect("a code").to_owned();
    let tail = code.split_once('-').expect("a unit and the rest").1;
    let unit_end = code.rsplit('.').next().expect("the last piece of the unit").to_owned();
    let (pieces, others) = ([tail.to_owned(), unit_end, code.clone()], ["H99-240305-9999", "+84912000111"]);
    for said in
        ["0987654321", "+84987654321", "+84 987 654 321", "0987 654 321"].map(str::to_owned).iter().chain(&pieces)
    {
        assert_eq!(codes(&office.ask("search", &[said]).good()), std::slice::from_ref(&code), "{said}");
    }
    for said in others {
        assert_eq!(codes(&office.ask("search", &[said]).good()).len(), 0, "{said}");
    }
}

#[test]
fn papers_decide_and_a_missing_one_that_is_always_needed_stops() {
    let office = Office::demo("2024");
    let papers = |papers: Value| office.receive(&dossier_with("papers", papers), MORNING);
    papers(json!([{"index": 1, "originals": 0, "copies": 0}])).error("papers_missing");
    papers(json!([{"index": 99, "originals": 1, "copies": 0}])).error("no_such_paper");
    papers(json!([{"index": 1, "originals": 1, "copies": 0}, {"index": 1, "originals": 1, "copies": 0}]))
        .error("bad_input");
    papers(json!([{"index": 1, "originals": 1, "copies": 0}])).good();
    // A paper that is only shown is shown when none is left here.
    let mut signature = dossier_with("procedure", json!("2.000884"));
    signature["papers"] = json!([{"index": 0, "originals": 0, "copies": 0}, {"index": 1, "originals": 1, "copies": 0}]);
    let code = office.receive(&signature, MORNING).good()["code"].as_str().expect("a code").to_owned();
    let shown = office.ask("dossier", &["--code", &code]).good();
    assert_eq!(shown["papers"][0]["state"], "shown");
    assert_eq!(shown["papers"][1]["state"], "given");
    assert_eq!(shown["fee"], json!({"is": "amount", "vnd": 10_000}));
}

#[test]
fn a_wrong_input_names_the_place_and_never_the_value() {
    let office = Office::demo("2024");
    let check = |path: &str, value: Value, place: &str| {
        let message = office.receive(&dossier_with(path, value), MORNING).error("bad_input");
        assert!(message.starts_with(place), "{message}");
        assert!(!message.contains("Duyên"), "{message}");
    };
    check("channel", json!("by_horse"), "channel");
    check("channel", Value::Null, "channel");
    check("owner", json!("Bùi Thị Duyên"), "owner");
    check("owner.name", json!("   "), "owner.name");
    check("owner.name", Value::Null, "owner.name");
    check("owner.sex", json!("F"), "owner.sex");
    check("owner.birth_date", json!("05/03/1990"), "owner.birth_date");
    check("owner.birth_date", json!("1990-02-30"), "owner.birth_date");
    check("owner.personal_number", json!(17_190_012_345_u64), "owner.personal_number");
    check("papers", json!({"index": 1}), "papers");
    check("papers", json!([{"originals": 1}]), "papers[0].index");
    check("papers", json!([{"index": 1, "originals": -1}]), "papers[0].originals");
    check("sets", json!(0), "sets");
    check("sets", json!(1.5), "sets");
    check("fee_vnd", json!("10000"), "fee_vnd");
    check("return_by", json!("pigeon"), "return_by");
    check("submitter", json!({"name": 5}), "submitter.name");
    let broken = office.write("broken.json", "{\"procedure\": ");
    office.ask("receive", &["--input", &broken]).error("bad_input");
    office.ask("receive", &["--input", "no-such-file.json"]).error("disk");
    office.receive(&dossier_with("procedure", json!("9.999999")), MORNING).error("unknown_procedure");
    assert_eq!(codes(&office.ask("search", &["Duyên"]).good()), Vec::<String>::new(), "something was saved");
}

#[test]
fn odd_numbers_and_a_twin_are_warnings_and_stop_nothing() {
    let office = Office::demo("2024");
    let warned = |input: &Value| -> Vec<String> {
        let answer = office.receive(input, MORNING).good();
        answer["warnings"].as_array().expect("a list").iter().filter_map(|w| Some(w.as_str()?.to_owned())).collect()
    };
    assert_eq!(warned(&dossier()), Vec::<String>::new());
    assert_eq!(warned(&dossier()), ["duplicate"]);
    let mut odd = dossier_with("owner.phone", json!("12"));
    odd["owner"]["name"] = json!("Đinh Văn Ấm");
    odd["owner"]["personal_number"] = json!("12345");
    assert_eq!(warned(&odd), ["number_unknown", "phone_unknown"]);
    // Decomposed letters are put together before anything is signed.
    let mut decomposed = dossier_with("owner.name", json!("Qua\u{301}ch Thi\u{323} Mye\u{302}\u{301}n"));
    decomposed["owner"]["personal_number"] = Value::Null;
    let code = office.receive(&decomposed, MORNING).good()["code"].as_str().expect("a code").to_owned();
    assert_eq!(office.ask("dossier", &["--code", &code]).good()["owner"], "Quách Thị Myến");
}

#[test]
fn keys_that_are_not_known_are_passed_over_and_standard_input_is_a_file_too() {
    use std::io::Write;
    let office = Office::demo("2024");
    let input = dossier_with("colour", json!("red")).to_string();
    let mut command = office.command("receive", &["--input", "-", "--at", MORNING, "--json"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
