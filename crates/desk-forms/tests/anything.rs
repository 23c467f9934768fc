//! Whatever is written into a form, its pages hold and no letter is lost.

mod common;
#[path = "common/page.rs"]
mod page;

use common::{options, paper_sample, papers};
use desk_forms::{CopyMark, FormData, FormRef, Item, RenderOptions};
use page::check_page;
use proptest::prelude::*;

/// Vietnamese words, and some that no line can hold.
fn words(most: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => proptest::sample::select(vec![
            "Giấy", "chứng", "nhận", "NGUYỄN", "ẪM", "Ỷ", "ỗng,", "05/03/2024", "(bản", "ngày 5 tháng 3 năm 2024", "–",
            "ƯỠNG", "gỵ",
        ]).prop_map(str::to_owned),
        1 => "[A-Za-z0-9./_-]{1,60}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(word, 0..most).prop_map(|words| words.join(" "))
}

/// A form with its fields and cells taken from `texts` in turn, and so many rows in every table.
fn filled(form: &FormRef, texts: &[String], rows: usize) -> FormData {
    let mut data = paper_sample(form);
    let mut texts = texts.iter().cycle().cloned();
    for (name, value) in &mut data.fields {
        // Those of one line alone: of the foot and of the head of further pages.
        if !["number", "code", "book", "head_on_paper"].contains(&name.as_str()) {
            *value = texts.next().unwrap_or_default();
        }
    }
    for table in data.tables.values_mut() {
        *table = table.iter().cycle().take(rows).cloned().collect();
        table.iter_mut().flatten().for_each(|(_, value)| *value = texts.next().unwrap_or_default());
    }
    data
}

/// The letters and how often each is there, without white space.
fn letters(texts: impl Iterator<Item = String>) -> std::collections::BTreeMap<char, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for letter in texts.flat_map(|text| text.chars().filter(|letter| !letter.is_whitespace()).collect::<Vec<_>>()) {
        *counts.entry(letter).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        max_shrink_iters: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_content_of_any_form_is_laid_out_whole(
        texts in proptest::collection::vec(words(14), 23),
        rows in 0usize..25,
        form in 0usize..100,
        sheet in 0usize..3,
    ) {
        let forms = papers();
        let form = &forms[form % forms.len()];
        let sheets = desk_forms::papers(form).expect("a form");
        let options = RenderOptions {
            paper: sheets[sheet % sheets.len()],
            copies: vec![CopyMark::Office],
            ..RenderOptions::for_form(form, [1; 32], options().made_at).expect("a form")
        };
        let data = filled(form, &texts, rows);
        let pages = desk_forms::layout(form, &data, &options).expect("pages");
        pages.iter().for_each(check_page);
        let drawn = pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
            Item::Text(run) => Some(run.text()),
            Item::Rule(_) | Item::Code(_) => None,
        });
        let drawn = letters(drawn);
        let printed = desk_forms::printed_fields(form, &data).expect("fields");
        for (letter, count) in letters(printed.into_iter().map(|(_, value)| value)) {
            let found = drawn.get(&letter).copied().unwrap_or_default();
            prop_assert!(found >= count, "{form:?}: {letter} is there {found} times, not {count}");
        }
    }
}
