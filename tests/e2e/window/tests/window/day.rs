//! A clerk's day: the card, the procedure, the papers, the receipt on real paper.
use true_window::cups::Cups;
use true_window::keys::{self, CTRL};
use true_window::office::{CARD, PASSWORD, pdf_text, sign_in, take_in};
use true_window::{Desk, Office};

fn at_work(office: &Office, cups: &Cups) -> Desk {
    let desk = office.open(Some(cups)).expect("a window");
    sign_in(&desk, office.login("clerk").expect("a clerk")).expect("signed in");
    desk
}

fn no_violation(desk: &Desk, screen: &str) {
    let found = desk.axe().expect("axe runs");
    assert!(found.is_empty(), "{screen}: {found:#?}");
}

#[test]
fn a_repeat_applicant_takes_eight_keys_from_card_to_paper() {
    let cups = Cups::start().expect("CUPS");
    let queue = cups.queue("giay-hen").expect("a queue");
    let office = Office::demo("2024").expect("an office");
    office.receive_birth().expect("an earlier dossier");
    let desk = at_work(&office, &cups);
    desk.take_keys();
    let code = take_in(&desk, CARD, "dkks", "day-repeat").expect("a dossier");
    let keys = desk.take_keys();
    assert!(keys <= 8, "{keys} keys");
    let printed = queue.wait_printed(1).expect("paper");
    let text = pdf_text(&printed[0]).expect("words on paper");
    assert!(text.contains(&code), "the paper shows {code}: {text}");
    assert!(text.contains("Quách Thị Mỹ Duyên"), "{text}");
    desk.wait_words("Đã in").expect("the outcome is told");
}

#[test]
fn a_locked_desk_opens_again_where_it_was() {
    let cups = Cups::start().expect("CUPS");
    let office = Office::demo("now").expect("an office");
    let desk = at_work(&office, &cups);
    no_violation(&desk, "today");
    desk.press(&[CTRL, 'l']).expect("Ctrl+L");
    desk.wait_screen("unlock").expect("locked");
    desk.picture("day-locked").expect("a picture");
    no_violation(&desk, "unlock");
    desk.wait_for("#secret").expect("the field");
    desk.type_keys(PASSWORD).expect("typed");
    desk.press(&[keys::f(9)]).expect("F9");
    desk.wait_screen("today").expect("back");
}
