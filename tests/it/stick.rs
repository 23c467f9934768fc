//! By hand: a stick between desks and a server that no line joins; the real programs.

use std::fs;

use serde_json::{Value, json};

use crate::{
    office::{Office, dossier, program},
    province::{Province, act, desk, digest, dossier_of, enrol, own_seq, sync},
};

/// A path of the scratch folder as a word of the command line.
fn word(office: &Office, name: &str) -> String {
    office.path(name).to_str().expect("UTF-8").to_owned()
}

fn carry_out(office: &Office, name: &str, more: &[&str]) -> Value {
    office.ask("carry-out", &[&["--out", &word(office, name)], more].concat()).good()
}

/// What the server says of a file: its answer, or the code of its refusal.
fn at_province(province: &Province, file: &str, answer: &str) -> Result<Value, String> {
    let output = std::process::Command::new(program().with_file_name("desk-server"))
        .args(["carry-in", "--json", "--file", file, "--answer", answer, "--data"])
        .arg(province.data())
        .output()
        .expect("the program starts");
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    if output.status.success() { Ok(said) } else { Err(said["error"]["code"].as_str().expect("a code").to_owned()) }
}

#[test]
fn what_a_stick_brought_counts_as_received_by_the_province_once_the_province_said_so() {
    let mut province = Province::new();
    let (one, two, three) = (desk("1"), desk("2"), desk("3"));
    for (office, counter) in [(&one, "1"), (&two, "2"), (&three, "3")] {
        enrol(office, &province, counter);
    }
    sync(&one);
    let at = |hour: &str| format!("2024-03-05T{hour}:00+07:00");
    one.receive(&dossier(), &at("08:15")).good();
    two.receive(&dossier_of("Hà Thị Ửng"), &at("08:20")).good();
    sync(&one);
    carry_out(&two, "two", &[]);
    one.ask("carry-in", &["--file", &word(&two, "two")]).good();
    let review = |day: &str, at: &str| one.ask("day-review", &["--date", day, "--at", at]).good();
    let equation = || review("2024-03-05", &at("16:00"))["equation"].clone();
    assert_eq!(equation(), json!({"printed": 2, "logged": 2, "received": 1}));
    sync(&two);
    sync(&one);
    assert_eq!(equation(), json!({"printed": 2, "logged": 2, "received": 2}));

    // The next day nobody heard of the others, and the line is down.
    province.kill();
    one.ask("sync", &[]);
    let next = review("2024-03-06", "2024-03-06T16:00:00+07:00");
    let kind = |kind: &str| -> Vec<Value> {
        let all = next["exceptions"].as_array().expect("exceptions").iter();
        all.filter(|one| one["kind"] == kind).map(|one| one["fields"].clone()).collect()
    };
    let silent: Vec<Value> = kind("machine_silent").into_iter().map(|fields| fields["counter"].clone()).collect();
    assert!(silent.contains(&json!("2")) && silent.contains(&json!("3")), "{next}");
    assert_eq!(kind("sync_trouble").len(), 1, "{next}");
}

#[test]
fn a_week_goes_by_stick_and_the_countersignature_comes_back_the_same_way() {
    let mut province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    enrol(&one, &province, "1");
    enrol(&two, &province, "2");
    sync(&one);
    // The other desk has a line all week; this one has none.
    let theirs = two.receive(&dossier_of("Hà Thị Ửng"), "2024-03-05T08:10:00+07:00").good();
    sync(&two);
    province.kill();
    let made = one.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let code = made["code"].as_str().expect("a code").to_owned();
    let scan = one.path("scan.png");
    fs::write(&scan, PNG).expect("writes");
    let attach = json!({"file": scan, "name": "giấy chứng sinh.png", "digitised": "scanned"});
    act(&one, &code, "attach_file", &attach, "2024-03-05T08:20:00+07:00").good();
    let logged = own_seq(&one);

    let out = carry_out(&one, "week.mccarry", &[]);
    let waits = one.ask("sync", &[]).good()["waiting"].as_u64().expect("a number");
    assert_eq!((&out["entries"], &out["files"]), (&json!(waits), &json!(1)), "{out}");
    one.ask("carry-out", &["--out", &word(&one, "week.mccarry")]).error("file_there");
    let said = at_province(&province, &word(&one, "week.mccarry"), &word(&one, "answer")).expect("taken");
    assert_eq!((&said["new"], &said["files"], &said["seq"]), (&json!(waits), &json!(1), &json!(logged)), "{said}");
    let back = one.ask("carry-in", &["--file", &word(&one, "answer")]).good();
    assert_eq!((&back["of"], &back["sent"], &back["waiting"]), (&json!("answer"), &json!(waits), &json!(0)), "{back}");
    // What the other desk wrote came with the answer.
    let name = theirs["code"].as_str().expect("a code");
    assert_eq!(one.ask("dossier", &["--code", name]).good()["owner"], "Hà Thị Ửng");
    assert_eq!(one.ask("dossier", &["--code", &code]).good()["sync"], "received");
    assert_eq!(own_seq(&one), logged);

    // Twice is once: on both sides.
    let again = at_province(&province, &word(&one, "week.mccarry"), &word(&one, "answer-2")).expect("taken");
    assert_eq!((&again["new"], &again["known"]), (&json!(0), &json!(waits)), "{again}");
    let before = digest(&one);
    assert_eq!(one.ask("carry-in", &["--file", &word(&one, "answer-2")]).good()["sent"], 0);
    assert_eq!(digest(&one), before);
    // And the line, once it is back, finds nothing left to do.
    province.start();
    assert_eq!(sync(&one)["sent"], 0);
    sync(&two);
    assert_eq!(digest(&one), digest(&two));
    let verdict = province.chore(&["verify"]);
    assert_eq!((&verdict["ok"], &verdict["entries"]), (&json!(true), &json!(own_seq(&one) + own_seq(&two))));
    // An answer of an earlier day is no restored server.
    one.receive(&dossier_of("Đinh Văn Ổn"), "2024-03-05T09:00:00+07:00").good();
    let history = sync(&one)["history"].clone();
    one.ask("carry-in", &["--file", &word(&one, "answer")]).error("carry_old");
    let said = sync(&one);
    assert_eq!((&said["restored"], &said["history"]), (&json!(false), &history));
}

#[test]
fn a_file_that_is_torn_changed_or_anothers_changes_nothing_anywhere() {
    let province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    enrol(&one, &province, "1");
    enrol(&two, &province, "2");
    sync(&one);
    sync(&two);
    one.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    carry_out(&one, "good", &[]);
    let good = fs::read(one.path("good")).expect("reads");
    let (at_one, at_two, there) = (digest(&one), digest(&two), province.chore(&["digest"]));
    let bad = word(&one, "bad");
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 0x10;
    let cases: [(&[u8], &str); 5] = [
        (&good[..good.len() - 40], "carry_torn"),
        (&good[..200], "carry_torn"),
        (&flipped, "carry_altered"),
        (&[&good[..], b"x"].concat(), "carry_altered"),
        (b"Nothing of ours.", "carry_not_one"),
    ];
    for (place, (bytes, code)) in cases.into_iter().enumerate() {
        fs::write(&bad, bytes).expect("writes");
        let answer = word(&one, &format!("no-answer-{place}"));
        assert_eq!(at_province(&province, &bad, &answer), Err(code.to_owned()), "case {place}");
        assert!(!std::path::Path::new(&answer).exists(), "no answer to a file that was not taken");
        two.ask("carry-in", &["--file", &bad]).error(code);
    }
    // One that was never enrolled, one of its own, one that begins too late.
    let stranger = desk("3");
    stranger.receive(&dossier_of("Hà Thị Ấm"), "2024-03-05T08:15:00+07:00").good();
    carry_out(&stranger, "stranger", &[]);
    let theirs = word(&stranger, "stranger");
    assert_eq!(at_province(&province, &theirs, &word(&one, "no")), Err("unknown_device".to_owned()));
    two.ask("carry-in", &["--file", &theirs]).error("carry_unknown_machine");
    one.ask("carry-in", &["--file", &word(&one, "good")]).error("carry_own");
    stranger.ask("carry-in", &["--file", &word(&one, "good")]).error("carry_unknown_machine");
    let late = own_seq(&one);
    one.receive(&dossier_of("Hà Thị Út"), "2024-03-05T08:30:00+07:00").good();
    carry_out(&one, "late", &["--from", &(late + 1).to_string()]);
    assert_eq!(at_province(&province, &word(&one, "late"), &word(&one, "no")), Err("gap".to_owned()));
    two.ask("carry-in", &["--file", &word(&one, "late")]).error("carry_gap");
    // Another office of the same province.
    let other = Office::with(&["--demo", "2024", "--unit", "05170", "--counter", "1"]);
    carry_out(&other, "other", &[]);
    two.ask("carry-in", &["--file", &word(&other, "other")]).error("carry_other_office");
    one.ask("carry-out", &["--out", &word(&one, "x"), "--as", "huong"]).error("not_allowed");
    assert_ne!(digest(&one), at_one, "its own dossier since");
    assert_eq!((digest(&two), province.chore(&["digest"])), (at_two, there));

    // An answer that was changed, or is for another, counts for nothing.
    at_province(&province, &word(&one, "good"), &word(&one, "answer")).expect("taken");
    let answer = fs::read(one.path("answer")).expect("reads");
    let stood = digest(&one);
    let waiting = |office: &Office| office.ask("carry-in", &["--file", "/nothing"]).error("disk");
    waiting(&one);
    for place in (20..answer.len()).step_by(answer.len() / 12) {
        let mut changed = answer.clone();
        changed[place] ^= 0x04;
        fs::write(&bad, changed).expect("writes");
        let said = one.ask("carry-in", &["--file", &bad]);
        assert_ne!(said.code, Some(0), "byte {place} changed: {said:?}");
    }
    assert_eq!(digest(&one), stood);
    two.ask("carry-in", &["--file", &word(&one, "answer")]).error("carry_other_machine");
    assert!(one.ask("carry-in", &["--file", &word(&one, "answer")]).good()["sent"].as_u64() > Some(0));
}

#[test]
fn a_desk_of_the_office_takes_what_another_carried_out_and_the_line_finds_it_there() {
    let mut province = Province::new();
    let (one, two) = (desk("1"), desk("2"));
    enrol(&one, &province, "1");
    enrol(&two, &province, "2");
    sync(&one);
    sync(&two);
    sync(&one);
    province.kill();
    let made = one.receive(&dossier(), "2024-03-05T08:15:00+07:00").good();
    let code = made["code"].as_str().expect("a code").to_owned();
    carry_out(&one, "to-two", &[]);
    let said = two.ask("carry-in", &["--file", &word(&one, "to-two")]).good();
    assert_eq!((&said["of"], said["pulled"].as_u64() > Some(0)), (&json!("desk"), true), "{said}");
    assert_eq!(two.ask("dossier", &["--code", &code]).good()["owner"], "Bùi Thị Duyên");
    act(&two, &code, "hand_over", &json!({"to": "Công chức Tư pháp - Hộ tịch"}), "2024-03-05T09:00:00+07:00").good();
    assert_eq!(two.ask("carry-in", &["--file", &word(&one, "to-two")]).good()["pulled"], 0);
    // Back the same way, and the line later: nothing twice, nothing lost, one line of the dossier's life.
    carry_out(&two, "to-one", &[]);
    one.ask("carry-in", &["--file", &word(&two, "to-one")]).good();
    assert_eq!(one.ask("status", &["--code", &code]).good()["pending"], "Công chức Tư pháp - Hộ tịch");
    assert_eq!(digest(&one), digest(&two));
    province.start();
    sync(&two);
    sync(&one);
    sync(&two);
    assert_eq!(digest(&one), digest(&two));
    assert_eq!(two.ask("dossier", &["--code", &code]).good()["collision"], Value::Null);
    let verdict = province.chore(&["verify"]);
    assert_eq!((&verdict["ok"], &verdict["entries"]), (&json!(true), &json!(own_seq(&one) + own_seq(&two))));
}

/// One grey point.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82,
    0, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];
