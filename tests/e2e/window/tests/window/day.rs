//! A clerk's day on one desk: a repeat applicant by card, a new one by hand, a search, a reprint, a lock. All by keyboard
//! and scanner; the paper is what a real CUPS queue received.
use true_window::cups::{Cups, Queue};
use true_window::keys::{CTRL, ENTER, f};
use true_window::office::{CARD, PASSWORD, choose_printer, pdf_text, sign_in, take_in};
use true_window::{Desk, Office};

/// Most keys a repeat applicant may cost: F2, the scan, d k k s, Enter, F8, F9.
const KEYS_MAX: u32 = 8;

#[test]
fn a_clerks_day_goes_by_keyboard_and_ends_on_paper() {
    let cups = Cups::start().expect("CUPS");
    let queue = cups.queue("giay-hen").expect("a queue");
    let office = Office::demo("2024").expect("an office");
    office.receive_earlier().expect("an earlier dossier of the card's owner");
    let desk = office.open(Some(&cups)).expect("a window");
    sign_in(&desk, office.login("clerk").expect("a clerk")).expect("signed in");
    choose_printer(&desk, queue.name()).expect("a printer");
    no_violation(&desk, "today");
    let code = repeat_applicant(&desk, &queue);
    new_applicant(&desk, &queue);
    search(&desk, &code);
    reprint(&desk, &queue, &code);
    lock(&desk, &code);
}

fn no_violation(desk: &Desk, screen: &str) {
    let found = desk.axe().expect("axe runs");
    assert!(found.is_empty(), "{screen}: {found:#?}");
}

/// The words on the newest sheet, once `count` jobs have come out.
fn paper(queue: &Queue<'_>, count: usize) -> String {
    let printed = queue.wait_printed(count).expect("paper");
    assert_eq!(printed.len(), count, "one job for each F9");
    pdf_text(&printed[count - 1]).expect("words on paper")
}

fn repeat_applicant(desk: &Desk, queue: &Queue<'_>) -> String {
    desk.take_keys();
    let code = take_in(desk, CARD, "dkks", "day-repeat").expect("a dossier");
    let keys = desk.take_keys();
    assert!(keys <= KEYS_MAX, "{keys} keys");
    let text = paper(queue, 1);
    assert!(text.contains(&code), "the paper shows {code}: {text}");
    assert!(text.contains("Quách Thị Mỹ Duyên"), "{text}");
    desk.wait_words("Đã in").expect("the outcome is told");
    no_violation(desk, "intake");
    code
}

fn new_applicant(desk: &Desk, queue: &Queue<'_>) {
    desk.press(&[f(2)]).expect("F2");
    desk.wait_screen("intake").expect("intake");
    for (field, text) in [
        ("owner-name", "Đặng Nguyễn Thuỷ Tiên"),
        ("owner-birth_date", "17/8/96"),
        ("owner-address", "Xóm Ưng, Tử Nê"),
        ("owner-phone", "0912 000 111"),
    ] {
        desk.tab_to(field).expect("the keyboard reaches it");
        desk.type_text(text).expect("typed");
    }
    desk.tab_to("procedure").expect("the procedure's box");
    desk.type_text("xác nhận tình trạng hôn nhân").expect("typed");
    desk.wait_for("[role=option]").expect("procedures are found");
    desk.press(&[ENTER]).expect("Enter");
    desk.wait_words("Chưa xem").expect("its papers");
    desk.press(&[f(8)]).expect("F8");
    desk.until("all that is needed is there", || Ok(!desk.page_text()?.contains("Bắt buộc 0/"))).expect("F8 marks");
    desk.picture("day-new-filled").expect("a picture");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_words("Đã lưu").expect("saved");
    let text = paper(queue, 2);
    assert!(text.contains("Đặng Nguyễn Thuỷ Tiên"), "letters and marks as typed: {text}");
}

fn search(desk: &Desk, code: &str) {
    desk.press(&[f(3)]).expect("F3");
    desk.wait_screen("register").expect("the register");
    desk.type_keys("quach duyen").expect("typed without marks");
    desk.wait_words(&code[code.len() - 4..]).expect("found");
    desk.picture("day-register").expect("a picture");
    no_violation(desk, "register");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_screen("dossier").expect("the dossier");
    desk.wait_words("Quách Thị Mỹ Duyên").expect("its owner");
    desk.picture("day-dossier").expect("a picture");
    no_violation(desk, "dossier");
}

fn reprint(desk: &Desk, queue: &Queue<'_>, code: &str) {
    desk.press(&[CTRL, 'p']).expect("Ctrl+P");
    desk.wait_for("img[src^='data:'], img[src^='blob:']").expect("the receipt's picture");
    desk.picture("day-reprint").expect("a picture");
    desk.press(&[f(9)]).expect("F9");
    let text = paper(queue, 3);
    assert!(text.contains(code) && text.contains("BẢN IN LẠI LẦN 1"), "{text}");
}

fn lock(desk: &Desk, code: &str) {
    desk.press(&[CTRL, 'l']).expect("Ctrl+L");
    desk.wait_screen("unlock").expect("locked");
    assert!(!desk.page_text().expect("words").contains(code), "no dossier stays on a locked screen");
    desk.picture("day-locked").expect("a picture");
    no_violation(desk, "unlock");
    desk.wait_for("#secret").expect("the field");
    desk.type_keys(PASSWORD).expect("typed");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_screen("dossier").expect("back where the clerk was");
}
