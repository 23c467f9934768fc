//! The words of every form of every set, as its sample prints them: `expected.txt` beside each form, to be read against the
//! official model. What is found is written anew by `MOTCUA_WRITE_GOLDEN=1 cargo test -p desk-forms --test expected`, and by
//! nothing else; the change is then read in the diff.

mod common;

use std::path::Path;

use common::{options, paper_sample, run};
use desk_forms::{FormRef, RenderOptions};

/// The words of the first copy and what follows, a line of the page a line.
fn words(form: &FormRef) -> String {
    let mut options = RenderOptions::for_form(form, [1; 32], options().made_at).expect("a form");
    options.copies.truncate(1);
    let pdf = desk_forms::render(form, &paper_sample(form), &options).expect("a drawn form");
    let text = run("pdftotext", &["-layout", "-nopgbrk", "-enc", "UTF-8", "FILE", "-"], &pdf);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn every_form_of_every_set_says_word_for_word_what_lies_beside_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/forms");
    let write = std::env::var_os("MOTCUA_WRITE_GOLDEN").is_some();
    let mut differing = Vec::new();
    let mut held = 0;
    // The slip of 80 mm is made for no sheet and has its own test (thermal.rs).
    for form in desk_forms::forms() {
        let (path, found) = (root.join(&form.set).join(&form.form).join("expected.txt"), words(&form));
        if write {
            std::fs::write(&path, &found).expect("writes");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        // Another pdftotext may break lines elsewhere; the words and their order are what is held.
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        if flat(&expected) != flat(&found) {
            differing.push(format!("{}/{}:\n{found}", form.set, form.form));
        }
        held += 1;
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(held >= 40, "{held}");
}

#[test]
fn a_day_in_the_register_is_never_broken() {
    for set in ["tt01-2018", "tt03-2025"] {
        let form = FormRef::new(set, "register");
        let mut data = paper_sample(&form);
        for row in data.tables.get_mut("rows").expect("rows") {
            row.insert("note".to_owned(), "Từ chối giải quyết ngày 23/12/2026; Đã đính chính 2 lần".to_owned());
            row.insert("returned".to_owned(), "23/12/2026".to_owned());
        }
        let rows = data.tables["rows"].len();
        let options = RenderOptions::for_form(&form, [1; 32], options().made_at).expect("a form");
        let pdf = desk_forms::render(&form, &data, &options).expect("a drawn form");
        let text = run("pdftotext", &["-raw", "-enc", "UTF-8", "FILE", "-"], &pdf);
        assert_eq!(text.matches("23/12/2026").count(), rows * 2, "{set}: {text}");
    }
}
