//! A label worded otherwise: from its day on, and never on what was issued before.

mod common;

use common::{demo, guided};
use desk_app::{AppError, Desk, WalkInEntry};
use desk_core::{
    dossier::Done,
    office::LabelSet,
    time::{Moment, at_wall},
};

fn morning(day: u32) -> Moment {
    let day = chrono::NaiveDate::from_ymd_opt(2024, 3, day).expect("a day");
    at_wall(day.and_hms_opt(8, 0, 0).expect("a time"))
}

fn wording(desk: &Desk, text: &str, day: u32) -> LabelSet {
    LabelSet {
        set: "desk".to_owned(),
        form: "guidance".to_owned(),
        label: "title".to_owned(),
        text: text.to_owned(),
        from: morning(day).date_naive(),
        done: Done { at: desk.now(), by: String::new() },
    }
}

fn paper(desk: &Desk, entry: &WalkInEntry) -> Vec<u8> {
    desk.walk_in_pdf(entry, None).expect("is drawn")
}

fn title(desk: &Desk) -> (String, Option<String>) {
    let labels = desk.form_labels("desk", "guidance").expect("lists");
    let title = labels.into_iter().find(|label| label.label == "title").expect("a title");
    assert_eq!(title.own, "PHIẾU HƯỚNG DẪN");
    (title.now, title.next.map(|next| next.text))
}

#[test]
fn what_was_issued_keeps_its_wording_and_what_comes_later_has_the_new_one() {
    let (_folder, mut desk) = demo();
    desk.set_clock(morning(5)).expect("a demo");
    let before = guided(&mut desk);
    let issued = paper(&desk, &before);
    let wanted = wording(&desk, "PHIẾU HƯỚNG DẪN BỔ SUNG", 6);
    desk.set_label(wanted).expect("is set");
    assert_eq!(title(&desk), ("PHIẾU HƯỚNG DẪN".to_owned(), Some("PHIẾU HƯỚNG DẪN BỔ SUNG".to_owned())));
    let same_day = guided(&mut desk);

    desk.set_clock(morning(7)).expect("a demo");
    assert_eq!(title(&desk), ("PHIẾU HƯỚNG DẪN BỔ SUNG".to_owned(), None));
    assert_eq!(paper(&desk, &before), issued, "printed again, it is the same to the byte");
    let after = guided(&mut desk);
    let (same_day, after) = (paper(&desk, &same_day), paper(&desk, &after));
    let named = |pdf: &[u8], words: &str| {
        // The title of the file is the label too, in the clear as UTF-16.
        let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        pdf.windows(wide.len()).any(|window| window == wide)
            || pdf.windows(words.len()).any(|window| window == words.as_bytes())
    };
    assert!(!named(&same_day, "PHIẾU HƯỚNG DẪN BỔ SUNG"));
    assert!(named(&after, "PHIẾU HƯỚNG DẪN BỔ SUNG"));
}

#[test]
fn a_wording_that_would_hide_something_is_refused() {
    let (_folder, mut desk) = demo();
    desk.set_clock(morning(5)).expect("a demo");
    let check = |desk: &mut Desk, wanted: LabelSet, expected: &str| match desk.set_label(wanted) {
        Err(AppError::BadField { field }) => assert_eq!(field, expected),
        other => panic!("{other:?}"),
    };
    let of = |desk: &Desk, label: &str, text: &str| LabelSet { label: label.to_owned(), ..wording(desk, text, 6) };
    let wanted = wording(&desk, "PHIẾU KHÁC", 5);
    check(&mut desk, wanted, "from");
    let wanted = wording(&desk, " \n", 6);
    check(&mut desk, wanted, "text");
    let wanted = of(&desk, "contact", "Có vướng mắc thì hỏi cán bộ.");
    check(&mut desk, wanted, "text");
    let wanted = of(&desk, "title", "PHIẾU {code}");
    check(&mut desk, wanted, "text");
    for (label, text) in [("demo", "BẢN THẬT"), ("preview", " "), ("reprint", "BẢN CHÍNH"), ("no_such", "a")] {
        let wanted = of(&desk, label, text);
        assert!(matches!(desk.set_label(wanted), Err(AppError::NoSuchForm)), "{label}");
    }
    assert_eq!(title(&desk).1, None, "nothing was written");
}
