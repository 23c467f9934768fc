//! What a scanner sends, through the door.

use serde_json::Value;

use crate::office::{Office, ask};

fn scan(text: &str) -> Value {
    ask(&["scan", "--text", text]).good()
}

#[test]
fn a_clean_card_fills_every_field() {
    let answer = scan("017190012345|113245678|Bùi Thị Duyên|05031990|Nữ|Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình|12082021");
    assert_eq!(answer["kind"], "citizen_card");
    let fields = &answer["fields"];
    assert_eq!(fields["personal_number"], "017190012345");
    assert_eq!(fields["old_number"], "113245678");
    assert_eq!(fields["name"], "Bùi Thị Duyên");
    assert_eq!(fields["birth_date"], "1990-03-05");
    assert_eq!(fields["sex"], "Nữ");
    assert_eq!(fields["address"], "Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình");
    assert_eq!(fields["issued"], "2021-08-12");
    assert_eq!(answer["doubtful"], serde_json::json!([]));
}

#[test]
fn a_card_that_came_through_damaged_is_filled_and_doubted_but_never_silently_wrong() {
    let check = |text: &str, doubted: &str| {
        let answer = scan(text);
        assert_eq!(answer["kind"], "citizen_card", "{text}");
        let doubtful = answer["doubtful"].as_array().expect("a list");
        assert!(doubtful.iter().any(|field| field == doubted), "{text}: {answer}");
    };
    check("017190012345||Bui Thi Duyen|05031990|Nu|Xom Cu, Tu Ne, Tan Lac, Hoa Binh|12082021", "name");
    check("017190012345||Bùi Thị Duyên|31021990|Nữ|Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình|12082021", "birth_date");
    check("01719001234||Bùi Thị Duyên|05031990|Nữ|Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình|12082021", "personal_number");
}

#[test]
fn an_empty_field_of_a_card_is_null() {
    let answer = scan("017190012345||Bùi Thị Duyên|05031990|Nữ|Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình|12082021");
    assert_eq!(answer["fields"]["old_number"], Value::Null);
}

#[test]
fn anything_else_is_unknown_and_a_code_is_a_receipt() {
    let check = |text: &str, kind: &str| assert_eq!(scan(text)["kind"], kind, "{text:?}");
    check("", "unknown");
    check("xin chào", "unknown");
    check("--json", "unknown");
    check("-", "unknown");
    check("|||||", "unknown");
    check("\u{1}\u{7f}\u{202e}𝔘\u{feff}'\"\\$(x)`", "unknown");
    check("000.05.17.H28-240305-0001", "receipt");
    let answer = scan("000.05.17.H28-240305-0001");
    assert_eq!(answer["code"], "000.05.17.H28-240305-0001");
    assert_eq!(answer["fields"]["name"], Value::Null);
}

#[test]
fn a_text_may_come_from_a_file_even_when_it_is_no_utf_8() {
    let office = Office::none();
    let file = office.write("card.txt", "017190012345||Bùi Thị Duyên|05031990|Nữ|Xóm Cú, Tử Nê|12082021\r\n");
    assert_eq!(ask(&["scan", "--text-file", &file]).good()["fields"]["name"], "Bùi Thị Duyên");
    let path = office.path("bytes.txt");
    std::fs::write(&path, b"017190012345||B\xf9i Th\xff Duy\xean|05031990|N\xff|X\xf3m C\xfa|12082021")
        .expect("a file");
    let answer = ask(&["scan", "--text-file", path.to_str().expect("UTF-8")]).good();
    assert_eq!(answer["fields"]["birth_date"], "1990-03-05");
    let doubtful = answer["doubtful"].as_array().expect("a list");
    assert!(answer["fields"]["name"].is_null() || doubtful.iter().any(|field| field == "name"), "{answer}");
    ask(&["scan", "--text-file", office.path("none").to_str().expect("UTF-8")]).error("disk");
}
