//! A supervisor's afternoon in the true window: Điều hành ngày, an exception worked, a remark, the counter closed and the day
//! signed with a fresh password, the sheet on paper. By keyboard alone, keys counted.
use serde_json::json;
use true_window::acts::{call, wait_focus};
use true_window::cups::Cups;
use true_window::keys::{ALT, CTRL, DOWN, ENTER, ESC, f};
use true_window::office::{PASSWORD, choose_printer, pdf_text, sign_in};
use true_window::{Desk, Office};

/// Most keys from Today to the printed sheet beside the words and the password typed: Alt+K, down to the number that is to be
/// void, Enter and Esc to look at it, Alt+1 and F9 to approve, Alt+3 and F9 for a remark, F9 and F9 to close and sign, Ctrl+P.
const KEYS_MAX: u32 = 10;
const REMARK: &str = "đã gọi điện cho từng người";
const LINES: &str = "return [...document.querySelectorAll('#day-exceptions-grid [role=row]:not(.head)')]\
    .map(row => row.innerText)";

#[test]
fn a_supervisors_afternoon_goes_by_keyboard_and_ends_with_the_signed_sheet_on_paper() {
    let cups = Cups::start().expect("CUPS");
    let queue = cups.queue("giay-a4").expect("a queue");
    let office = Office::demo("2024").expect("an office");
    office.cli(&["demo", "--dossiers", "60", "--seed", "5", "--json"]).expect("a past with all that happens");
    let code = the_day(&office);
    let desk = office.open(Some(&cups)).expect("a window");
    sign_in(&desk, office.login("supervisor").expect("a supervisor")).expect("signed in");
    choose_printer(&desk, queue.name()).expect("a printer");

    desk.take_keys();
    desk.press(&[ALT, 'k']).expect("Alt+K");
    desk.wait_screen("day").expect("the day");
    wait_focus(&desk, "#day-exceptions-grid").expect("what wants a decision has the focus");
    desk.picture("afternoon-day").expect("a picture");
    no_violation(&desk, "the day");
    let down = down_to(&desk, "xin hủy số");
    exactly_its_dossiers(&desk, &code);
    approve_the_void(&desk);
    let opened = remark(&desk);
    sign(&desk);
    desk.press(&[CTRL, 'p']).expect("Ctrl+P");
    desk.wait_words("Đã gửi bảng kết ngày").expect("it goes to the printer");
    let typed = u32::try_from(REMARK.chars().count() + PASSWORD.chars().count()).expect("few letters");
    let keys = desk.take_keys() - down - typed;
    assert!(keys <= KEYS_MAX, "{keys} keys beside {down} down");

    let paper = pdf_text(&queue.wait_printed(1).expect("paper")[0]).expect("words on paper");
    for words in ["BẢNG KẾT NGÀY CỦA BỘ PHẬN MỘT CỬA", "05/03/2024"] {
        assert!(paper.contains(words), "the sheet does not say “{words}”: {paper}");
    }
    desk.picture("afternoon-signed").expect("a picture");
    no_violation(&desk, "the signed day");
    let day = call(&desk, "day_open", &json!({ "day": "2024-03-05" })).expect("the day");
    assert_eq!(day["stage"], json!("signed"));
    let said = day["review"]["exceptions"].to_string();
    assert!(said.contains(REMARK) && !opened.is_empty(), "{said}");
    drop(desk);
    let status = office.cli(&["status", "--code", &code, "--json"]).expect("a status");
    assert_eq!(status["status"], json!("void"), "{status}");
    assert_eq!(office.cli(&["verify", "--json"]).expect("an answer")["ok"], json!(true));
}

fn no_violation(desk: &Desk, screen: &str) {
    let found = desk.axe().expect("axe runs");
    assert!(found.is_empty(), "{screen}: {found:#?}");
}

/// What clerks did that day until twenty past four: three dossiers, one of them by mistake. Gives its code.
fn the_day(office: &Office) -> String {
    let mut codes = Vec::new();
    for (name, at) in [("Bùi Thị Hoa", "08:15"), ("Đinh Văn Ấm", "10:40"), ("Quách Thị Lụa", "14:05")] {
        let dossier = json!({
            "procedure": "2.000635", "channel": "in_person", "sets": 1, "return_by": "desk",
            "owner": { "name": name, "phone": "0987654321", "address": "Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình" },
            "papers": [{ "index": 0, "originals": 1, "copies": 0 }],
        });
        let input = write(office, "dossier.json", &dossier);
        let at = format!("2024-03-05T{at}:00+07:00");
        let received = office.cli(&["receive", "--input", &input, "--at", &at, "--json"]).expect("is received");
        codes.push(received["code"].as_str().expect("a code").to_owned());
    }
    let code = codes.swap_remove(1);
    let input = write(office, "act.json", &json!({ "reason": "nhập hai lần" }));
    let at = "2024-03-05T16:20:00+07:00";
    let words = ["act", "--code", &code, "--do", "request_void", "--input", &input, "--at", at, "--json"];
    office.cli(&words).expect("asks for the void");
    code
}

fn write(office: &Office, name: &str, value: &serde_json::Value) -> String {
    let path = office.store().with_file_name(name);
    std::fs::write(&path, value.to_string()).expect("a file");
    path.display().to_string()
}

/// Goes down to the line that says so, and tells how many keys that took.
fn down_to(desk: &Desk, words: &str) -> u32 {
    let lines = desk.run(LINES).expect("lines");
    let lines: Vec<&str> = lines.as_array().into_iter().flatten().filter_map(|line| line.as_str()).collect();
    let at = lines.iter().position(|line| line.contains(words)).unwrap_or_else(|| panic!("no {words} in {lines:?}"));
    for _line in 0..at {
        desk.press(&[DOWN]).expect("down");
    }
    let here = "return document.querySelector('#day-exceptions-grid [role=row].active')?.innerText ?? ''";
    desk.until("the line is the one", || Ok(desk.run(here)?.as_str().is_some_and(|line| line.contains(words))))
        .expect("the arrows lead there");
    u32::try_from(at).expect("a short list")
}

/// Enter opens exactly the dossiers of the line, Esc leads back to it.
fn exactly_its_dossiers(desk: &Desk, code: &str) {
    desk.press(&[ENTER]).expect("Enter");
    desk.wait_screen("register").expect("the register");
    desk.wait_words("1 hồ sơ").expect("that dossier alone");
    desk.wait_words(code).expect("it is the one");
    desk.press(&[ESC]).expect("Esc");
    desk.wait_screen("day").expect("the day again");
    wait_focus(desk, "#day-exceptions-grid").expect("back at the line");
}

fn approve_the_void(desk: &Desk) {
    desk.press(&[ALT, '1']).expect("Alt+1");
    desk.wait_for("[role=alertdialog]").expect("a number is void for good: it is asked once more");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words("đã hủy số trong ngày").expect("it is void");
    let gone = "return document.querySelector('[role=alertdialog]') === null";
    desk.until("the question is gone", || Ok(desk.run(gone)? == json!(true))).expect("answered");
    wait_focus(desk, "#day-exceptions-grid").expect("on with the next");
}

/// A remark to the line that comes next; tells which.
fn remark(desk: &Desk) -> String {
    desk.press(&[ALT, '3']).expect("Alt+3");
    wait_focus(desk, "#day-words").expect("the words");
    desk.type_text(REMARK).expect("typed");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words(&format!("ghi chú: {REMARK}")).expect("it stands beside the line");
    wait_focus(desk, "#day-exceptions-grid").expect("the list");
    let here = "return document.querySelector('#day-exceptions-grid [role=row].active')?.innerText ?? ''";
    desk.run(here).expect("a line").as_str().unwrap_or_default().to_owned()
}

fn sign(desk: &Desk) {
    desk.press(&[f(9)]).expect("F9");
    wait_focus(desk, "#day-password").expect("the password anew");
    desk.picture("afternoon-closing").expect("a picture");
    desk.type_keys(PASSWORD).expect("typed");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words("Đã ký duyệt ngày").expect("signed");
    wait_focus(desk, "#day-primary").expect("back on the day");
}
