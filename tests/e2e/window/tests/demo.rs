//! What `cargo xtask run` does where there is no screen: the program on a demo office through one intake, with pictures
//! and the receipt in `$MOTCUA_PICTURES`.
use true_window::cups::Cups;
use true_window::keys::f;
use true_window::office::{CARD, choose_printer, sign_in, take_in};
use true_window::{Office, pictures};

#[test]
fn one_intake_from_card_to_paper() {
    let name = std::env::var("MOTCUA_DEMO_OFFICE").unwrap_or_else(|_| "now".to_owned());
    let cups = Cups::start().expect("CUPS");
    let queue = cups.queue("giay-hen").expect("a queue");
    let office = Office::demo(&name).expect("an office");
    office.cli(&["demo", "--dossiers", "400", "--seed", "1", "--json"]).expect("a past");
    let desk = office.open(Some(&cups)).expect("a window");
    desk.wait_screen("signin").expect("the first page");
    desk.picture("demo-1-sign-in").expect("a picture");
    sign_in(&desk, office.login("clerk").expect("a clerk")).expect("signed in");
    choose_printer(&desk, queue.name()).expect("a printer");
    desk.picture("demo-2-today").expect("a picture");
    take_in(&desk, CARD, "dkks", "demo-3-intake").expect("a dossier");
    let printed = queue.wait_printed(1).expect("paper");
    std::fs::copy(&printed[0], pictures().join("demo-4-receipt.pdf")).expect("the receipt is kept");
    desk.press(&[f(3)]).expect("F3");
    desk.wait_screen("register").expect("the register");
    desk.type_keys("quach").expect("typed");
    desk.wait_words("Quách Thị Mỹ Duyên").expect("found");
    desk.picture("demo-5-register").expect("a picture");
    desk.press(&[f(9)]).expect("F9");
    desk.wait_screen("dossier").expect("the dossier");
    desk.wait_words("Diễn biến").expect("its history");
    desk.picture("demo-6-dossier").expect("a picture");
}
