//! The first start of a machine: from the choice of the language to Today, by keyboard and scanner alone.
use true_window::acts::scan_on;
use true_window::cups::Cups;
use true_window::keys::{ENTER, SPACE, TAB, f};
use true_window::office::{CARD, PASSWORD};
use true_window::{Desk, DeskOptions};

fn step(desk: &Desk, name: &str) {
    desk.wait_for(&format!("[data-screen='first-run'][data-step='{name}']")).expect("the step comes");
    desk.picture(&format!("first-run-{name}")).expect("a picture");
    let found = desk.axe().expect("axe runs");
    assert!(found.is_empty(), "{name}: {found:#?}");
}

#[test]
fn a_new_machine_is_set_up_by_keyboard_and_ends_at_today() {
    let cups = Cups::start().expect("CUPS");
    let queue = cups.queue("giay-hen").expect("a queue");
    let desk = Desk::open(&DeskOptions { cups: Some(&cups), ..DeskOptions::default() }).expect("a window");
    step(&desk, "language");
    desk.press(&[f(9)]).expect("F9");
    step(&desk, "unit");
    desk.tab_to("unit").expect("the unit's box");
    desk.type_text("Tân Lạc").expect("typed");
    desk.wait_for("[role=option]").expect("units are found");
    desk.press(&[ENTER]).expect("Enter");
    desk.press(&[f(9)]).expect("F9");
    step(&desk, "counter");
    desk.press(&[f(9)]).expect("F9");
    step(&desk, "person");
    desk.tab_to("person-name").expect("the name");
    desk.type_text("Đinh Thị Thử").expect("typed");
    assert_eq!(desk.value(&desk.find("#person-name").expect("the name")).expect("a value"), "Đinh Thị Thử");
    desk.press(&[TAB]).expect("Tab");
    desk.tab_to("person-password").expect("the password");
    desk.type_keys(PASSWORD).expect("typed");
    desk.press(&[f(9)]).expect("F9");
    step(&desk, "recovery");
    desk.tab_to("copied").expect("the box to tick");
    desk.press(&[SPACE]).expect("Space");
    desk.press(&[f(9)]).expect("F9");
    step(&desk, "printer");
    desk.wait_words("giay-hen").expect("the queue is found");
    desk.press(&[f(9)]).expect("F9");
    step(&desk, "scanner");
    scan_on(&desk, CARD, || Ok(())).expect("scanned");
    desk.wait_words("Quách Thị Mỹ Duyên").expect("the card is read, marks and all");
    desk.picture("first-run-scanned").expect("a picture");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_screen("today").expect("Today");
    desk.picture("first-run-today").expect("a picture");
    assert!(queue.printed().expect("the folder").is_empty(), "nothing is printed unasked");
}
