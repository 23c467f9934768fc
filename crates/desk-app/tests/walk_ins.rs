//! The slip of somebody who left without a dossier.

mod common;

use common::{demo, guided, words_of};

#[test]
fn the_first_print_of_a_slip_is_plain_and_every_later_one_says_which_it_is() {
    let (folder, mut desk) = demo();
    let (one, other) = (guided(&mut desk), guided(&mut desk));
    let mut print = |entry| {
        let path = folder.path().join("slip.pdf");
        std::fs::write(&path, desk.print_walk_in(entry, "HP 1020").expect("prints")).expect("room on the disk");
        words_of(&path)
    };
    assert!(!print(&one).contains("BẢN IN LẠI"));
    assert!(!print(&other).contains("BẢN IN LẠI"), "each slip counts its own prints");
    assert!(print(&one).contains("BẢN IN LẠI LẦN 1"));
    assert!(print(&one).contains("BẢN IN LẠI LẦN 2"));
    let saved = words_of(&desk.save_walk_in(one.position).expect("saves"));
    assert!(saved.contains("BẢN IN LẠI LẦN 3"), "a file is a print too: {saved}");
    let looked_at = desk.walk_in_pdf(&one, None).expect("draws");
    std::fs::write(folder.path().join("look.pdf"), looked_at).expect("room on the disk");
    assert!(!words_of(&folder.path().join("look.pdf")).contains("BẢN IN LẠI"), "looking prints nothing");
    desk.rebuild_record().expect("rebuilds");
    let again = words_of(&desk.save_walk_in(one.position).expect("saves"));
    assert!(again.contains("BẢN IN LẠI LẦN 4"), "the record remembers: {again}");
}
