//! The receipt: its words, its proof, its copies.

use std::fs;

use serde_json::json;

use crate::office::{Office, dossier, words_of};

const MORNING: &str = "2024-03-05T08:15:00+07:00";

#[cfg_attr(windows, ignore = "asks a second program of the machine that builds: poppler")]
#[test]
fn the_forms_are_those_of_the_day_and_the_organisation() {
    let check = |demo: &str, at: &str, expected: &[&str]| {
        let office = Office::demo(demo);
        let answer = office.receive(&dossier(), at).good();
        let text = words_of(answer["receipt_pdf"].as_str().expect("a path").as_ref());
        for words in expected {
            assert!(text.contains(words), "{demo}: “{words}” is not in: {text}");
        }
        let code = answer["code"].as_str().expect("a code");
        assert!(text.contains(code), "{demo}: no code in: {text}");
        let shown = office.ask("dossier", &["--code", code]).good();
        shown["form_set"].as_str().expect("a form set").to_owned()
    };
    let old = check("2024", MORNING, &["UBND XÃ TỬ NÊ", "Bùi Thị Duyên", "Bùi Thị Hương", "chưa công bố"]);
    let new = check("now", "2026-11-20T08:15:00+07:00", &["Bùi Thị Duyên", "Bùi Thị Hương"]);
    assert_eq!((old.as_str(), new.as_str()), ("tt01-2018", "tt03-2025"));
}

#[test]
fn a_form_drawn_again_has_the_same_bytes_and_a_reprint_is_numbered_and_recorded() {
    let office = Office::demo("2024");
    let answer = office.receive(&dossier(), MORNING).good();
    let code = answer["code"].as_str().expect("a code");
    let first = fs::read(answer["receipt_pdf"].as_str().expect("a path")).expect("the receipt");
    let before = office.ask("digest", &[]).good();
    let out = office.path("again.pdf");
    let path = out.to_str().expect("UTF-8");
    let form = |more: &[&str]| {
        let words = [&["--code", code, "--form", "receipt", "--out", path], more].concat();
        office.ask("form", &words).good()
    };
    assert_eq!(form(&[])["print"], json!(null));
    assert!(fs::read(&out).expect("a file") == first, "the same record gives other bytes");
    assert_eq!(office.ask("digest", &[]).good(), before, "looking recorded something");
    assert_eq!(form(&["--reprint"])["print"], 2);
    assert!(fs::read(&out).expect("a file") != first);
    assert_eq!(office.ask("dossier", &["--code", code]).good()["prints"].as_array().expect("prints").len(), 2);
    office.ask("form", &["--code", code, "--form", "apology", "--out", path]).error("unknown_form");
    office.ask("form", &["--code", "000.05.17.H28-240305-0777", "--out", path]).error("no_such_dossier");
}

/// The text of the QR, as the receipt was drawn with it: code, `#`, proof.
fn qr_of(office: &Office, code: &str) -> String {
    let shown = office.ask("dossier", &["--code", code]).good();
    let proof = shown["prints"][0]["proof"].as_str().expect("a proof");
    format!("{code}#{proof}")
}

#[test]
fn a_receipt_is_genuine_and_an_altered_or_foreign_one_is_not() {
    let office = Office::demo("2024");
    let receive = || office.receive(&dossier(), MORNING).good()["code"].as_str().expect("a code").to_owned();
    let (code, other) = (receive(), receive());
    let text = qr_of(&office, &code);
    let verdict = |office: &Office, text: &str| {
        let answer = office.ask("check-receipt", &["--text", text]).good();
        answer["verdict"].as_str().expect("a verdict").to_owned()
    };
    assert_eq!(verdict(&office, &text), "genuine");
    assert_eq!(verdict(&office, &text.replacen(&code, &other, 1)), "altered", "another code");
    let proof = &text[code.len() + 1..];
    for at in [0, 7, 20, 60, 127] {
        let mut letters: Vec<char> = proof.chars().collect();
        // The last letter of base64 without padding may hold unused bits; 128 letters hold exactly 96 bytes.
        letters[at] = if letters[at] == 'A' { 'Q' } else { 'A' };
        let changed: String = letters.into_iter().collect();
        let found = verdict(&office, &format!("{code}#{changed}"));
        assert!(["altered", "unknown_signer"].contains(&found.as_str()), "letter {at}: {found}");
    }
    assert_eq!(verdict(&office, &code), "altered", "no proof at all");
    assert_eq!(verdict(&office, "anything"), "altered");
    let elsewhere = Office::demo("2024");
    assert_eq!(verdict(&elsewhere, &text), "unknown_signer");
    // Also after a reprint, which carries the same proof.
    let out = office.path("again.pdf");
    office.ask("form", &["--code", &code, "--out", out.to_str().expect("UTF-8"), "--reprint"]).good();
    assert_eq!(verdict(&office, &text), "genuine");
}
