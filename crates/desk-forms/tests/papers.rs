//! Every form but the receipt, on every sheet that it is made for: the file holds, nothing overlaps, nothing is lost.

mod common;
#[path = "common/page.rs"]
mod page;
#[path = "common/pdfa.rs"]
mod pdfa;

use std::collections::BTreeSet;

use common::{beside, options, paper_sample, papers, run, stretched, text};
use desk_forms::{
    CopyMark, FormData, FormError, FormRef, Item, LabelOverride, Page, Paper, RegisterData, RegisterRow, RenderOptions,
    Reprint,
};
use page::{check_page, upright};

/// The usual sheet and copies of a form.
fn usual(form: &FormRef) -> RenderOptions {
    RenderOptions::for_form(form, [0xA5; 32], options().made_at).expect("a form")
}

/// Calls with every sheet that a form is made for.
fn on_every_sheet(check: impl Fn(&FormRef, &RenderOptions)) {
    for form in papers() {
        for paper in desk_forms::papers(&form).expect("a form") {
            check(&form, &RenderOptions { paper, ..usual(&form) });
        }
    }
}

fn draw(form: &FormRef, data: &FormData, options: &RenderOptions) -> Vec<u8> {
    desk_forms::render(form, data, options).unwrap_or_else(|error| panic!("{form:?}: {error}"))
}

fn lay(form: &FormRef, data: &FormData, options: &RenderOptions) -> Vec<Page> {
    desk_forms::layout(form, data, options).unwrap_or_else(|error| panic!("{form:?}: {error}"))
}

/// The words of one copy as they stand on its pages, without what follows them.
fn words(pages: &[Page]) -> BTreeSet<String> {
    let runs = pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Text(run) => Some(run.text()),
        Item::Rule(_) | Item::Code(_) => None,
    });
    runs.flat_map(|text| text.split_whitespace().map(bare).collect::<Vec<_>>()).collect()
}

fn bare(word: &str) -> String {
    word.trim_end_matches([';', ',', '.', ':', ')']).to_owned()
}

#[test]
fn every_form_on_every_sheet_is_pdf_a_2u_and_qpdf_finds_no_fault() {
    on_every_sheet(|form, options| {
        for data in [paper_sample(form), stretched(form).0, FormData::default()] {
            let pdf = draw(form, &data, options);
            assert_eq!(pdfa::faults(&pdf), Vec::<String>::new(), "{form:?}");
            let found = run("qpdf", &["--check", "FILE"], &pdf);
            assert!(!found.to_lowercase().contains("warning"), "{form:?}: {found}");
        }
    });
}

#[test]
fn on_no_form_does_anything_overlap_or_leave_the_page() {
    on_every_sheet(|form, options| {
        for marked in [false, true] {
            let reprint = marked.then_some(Reprint { number: 12, at: options.made_at });
            let options = RenderOptions { preview: marked, demo: marked, reprint, ..options.clone() };
            for data in [paper_sample(form), stretched(form).0, FormData::default()] {
                lay(form, &data, &options).iter().for_each(check_page);
            }
        }
    });
}

#[test]
fn long_content_goes_to_further_pages_and_no_word_is_lost() {
    on_every_sheet(|form, options| {
        let (data, wanted) = stretched(form);
        let options = RenderOptions { copies: vec![CopyMark::Office], ..options.clone() };
        let pages = lay(form, &data, &options);
        let found = words(&pages);
        for word in wanted {
            assert!(found.contains(&word), "{form:?} on {:?} lost {word}", options.paper);
        }
        if pages.len() > 1 {
            for (index, page) in pages.iter().enumerate() {
                let number = format!("Trang {}/{}", index + 1, pages.len());
                assert!(upright(page).iter().any(|(run, _)| run.text() == number), "{form:?}: {number}");
            }
        }
    });
}

#[test]
fn the_text_of_every_file_is_the_text_that_went_in() {
    on_every_sheet(|form, options| {
        let data = paper_sample(form);
        let found = text(&draw(form, &data, options));
        let words: BTreeSet<&str> = found.split(' ').collect();
        for (name, value) in desk_forms::printed_fields(form, &data).expect("fields") {
            // Cells stand side by side, so theirs is the text word by word. A code may be broken at its hyphens.
            let cell = name.contains('.');
            let parts = value.split([' ', '-']).filter(|part| !part.is_empty());
            let whole = if cell {
                parts.into_iter().all(|part| words.iter().any(|word| word.contains(part)))
            } else {
                found.contains(value.as_str())
            };
            assert!(whole, "{form:?}: {name}: {value:?} is not in {found}");
        }
    });
}

#[test]
fn every_sample_fits_one_page_a_copy_on_its_usual_sheet() {
    for form in papers() {
        let options = usual(&form);
        assert_eq!(lay(&form, &paper_sample(&form), &options).len(), options.copies.len(), "{form:?}");
    }
}

#[test]
fn a_sheet_that_a_form_is_not_made_for_is_refused() {
    let check = |set: &str, form: &str, wanted: &[Paper]| {
        let form = FormRef::new(set, form);
        assert_eq!(desk_forms::papers(&form).expect("a form"), wanted, "{form:?}");
        for paper in [Paper::A5, Paper::TwoOnA4, Paper::A4, Paper::A4Landscape] {
            let options = RenderOptions { paper, ..usual(&form) };
            let drawn = desk_forms::layout(&form, &FormData::default(), &options);
            match wanted.contains(&paper) {
                true => assert!(drawn.is_ok(), "{form:?} on {paper:?}"),
                false => assert!(matches!(drawn, Err(FormError::Paper { .. })), "{form:?} on {paper:?}"),
            }
        }
    };
    check("tt03-2025", "receipt", &[Paper::A5, Paper::TwoOnA4, Paper::A4]);
    check("tt03-2025", "refusal", &[Paper::A5, Paper::TwoOnA4, Paper::A4]);
    check("tt01-2018", "register", &[Paper::A4Landscape]);
    check("desk", "handover", &[Paper::A4, Paper::A5, Paper::TwoOnA4]);
    check("desk", "postal", &[Paper::A4]);
}

#[test]
fn every_folder_says_what_of_its_form_is_not_confirmed() {
    let thermal = FormRef::new("desk", "thermal");
    for form in desk_forms::forms().iter().chain([&thermal]) {
        let readme = beside(form, "README.md");
        let (_, list) = readme.split_once("## What is not confirmed\n\n| Part | State |\n|---|---|\n").expect("a list");
        assert!(list.lines().count() > 1 && list.lines().all(|line| line.starts_with("| ")), "{form:?}");
    }
}

#[test]
fn an_office_may_word_a_sentence_but_not_leave_a_field_out() {
    let form = FormRef::new("tt01-2018", "refusal");
    let said = |label: &str, wording: &str| {
        let over = LabelOverride {
            form: form.clone(),
            label: label.to_owned(),
            text: wording.to_owned(),
            from: options().made_at.date(),
            to: None,
        };
        text(&draw(&form, &paper_sample(&form), &RenderOptions { overrides: vec![over], ..usual(&form) }))
    };
    assert!(said("refused", "Lý do của {agency} là:").contains("Lý do của Bộ phận Tiếp nhận và Trả kết quả UBND"));
    assert!(said("refused", "Lý do là:").contains("Qua xem xét, Bộ phận Tiếp nhận"));
    assert!(said("told", "Xin thông báo./.").contains("Xin thông báo./. NGƯỜI NỘP HỒ SƠ"));
}

#[test]
fn signatures_stay_with_the_last_row_of_a_list() {
    let form = FormRef::new("desk", "handover");
    for count in 1..60 {
        let mut data = paper_sample(&form);
        let row = data.tables["rows"][0].clone();
        data.tables.insert("rows".to_owned(), vec![row; count]);
        let pages =
            lay(&form, &data, &RenderOptions { paper: Paper::A5, copies: vec![CopyMark::Office], ..usual(&form) });
        let last = upright(&pages[pages.len() - 1]).iter().map(|(run, _)| run.text()).collect::<Vec<_>>();
        for wanted in [count.to_string().as_str(), "BÊN BÀN GIAO", "Đinh Thị Mẫu"] {
            assert!(last.iter().any(|text| text == wanted), "{wanted} of {count} is not in {last:?}");
        }
    }
}

#[test]
fn a_register_of_a_thousand_rows_repeats_its_head_and_counts_on_from_the_part_before() {
    let form = FormRef::new("tt03-2025", "register");
    let rows = (0..1000).map(|index| RegisterRow {
        number: (3001 + index).to_string(),
        code: format!("H44.99-261120-{index:04}"),
        procedure: "Đăng ký biến động đối với trường hợp đổi tên".to_owned(),
        owner: "Nguyễn Thị Ặ".to_owned(),
        ..RegisterRow::default()
    });
    let register = RegisterData { part: "4/70".to_owned(), rows: rows.collect(), ..RegisterData::default() };
    let pages = lay(&form, &register.form_data(), &usual(&form));
    assert!((25..80).contains(&pages.len()), "{} pages", pages.len());
    for page in &pages {
        let texts: Vec<String> = upright(page).iter().map(|(run, _)| run.text()).collect();
        for head in ["STT", "Trả kết quả", "Ghi chú"] {
            assert_eq!(texts.iter().filter(|text| *text == head).count(), 1, "{head}");
        }
    }
    let found = words(&pages);
    for number in 3001..4001 {
        assert!(found.contains(&number.to_string()), "{number} is lost");
    }
}
