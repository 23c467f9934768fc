//! The pages as laid out: nothing overlaps, nothing leaves the page, nothing is lost, however long the content.

mod common;
#[path = "common/page.rs"]
mod page;

use common::{long, options, receipts, sample};
use desk_forms::{FormData, FormRef, Item, Page, Paper, ReceiptData, ReceiptPaper, RenderOptions};
use page::{check_page, upright};
use proptest::prelude::*;

fn lay(form: &FormRef, receipt: &ReceiptData, options: &RenderOptions) -> Vec<Page> {
    desk_forms::layout(form, &FormData::from(receipt), options).expect("pages")
}

/// The pages hold, and every printed field is on them whole.
fn check(form: &FormRef, receipt: &ReceiptData, options: &RenderOptions) -> Vec<Page> {
    let pages = lay(form, receipt, options);
    pages.iter().for_each(check_page);
    // One copy alone, without what the flow puts between two pages, reads as the field does.
    let one = RenderOptions { copies: vec![desk_forms::CopyMark::Office], ..options.clone() };
    let between = ["STT", "Tên giấy tờ, tài liệu", "Số bản chính", "Số bản sao", "BẢN THỬ", "XEM TRƯỚC"];
    let mut text = String::new();
    for item in lay(form, receipt, &one).iter().flat_map(|page| &page.items) {
        let Item::Text(run) = item else { continue };
        let run = run.text();
        let running = run == desk_forms::clean(&receipt.head_on_paper)
            || run.starts_with("Trang ")
            || run.starts_with("Giấy tiếp nhận hồ sơ và hẹn trả kết quả – Mã hồ sơ:");
        if !running && !between.contains(&run.as_str()) {
            text.extend(run.chars().filter(|letter| !letter.is_whitespace()));
        }
    }
    for (name, value) in desk_forms::printed_fields(form, &FormData::from(receipt)).expect("fields") {
        let wanted: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
        // A row of many lines is set in parts, cell beside cell: its name is looked for line by line.
        let part = if name.starts_with("papers.") { 8 } else { usize::MAX };
        let letters: Vec<char> = wanted.chars().collect();
        let mut missing = 0;
        for piece in letters.chunks(part.min(letters.len().max(1))) {
            let piece: String = piece.iter().collect();
            missing += usize::from(!text.contains(&piece));
        }
        // Every tenth line of a row is followed by other cells: that cuts one piece of eight letters.
        let cuts = if part == 8 { letters.len() / 200 + 1 } else { 0 };
        let running = name == "head_on_paper";
        assert!(running || missing <= cuts, "{name}: {missing} pieces of {value:?} are lost");
    }
    pages
}

fn shapes() -> Vec<RenderOptions> {
    let mut shapes = Vec::new();
    for paper in [Paper::A5, Paper::TwoOnA4, Paper::A4] {
        for marked in [false, true] {
            let reprint = marked.then(|| desk_forms::Reprint { number: 12, at: options().made_at });
            shapes.push(RenderOptions { paper, preview: marked, demo: marked, reprint, ..options() });
        }
    }
    shapes
}

#[test]
fn nothing_overlaps_and_nothing_leaves_the_page() {
    for form in receipts() {
        for options in shapes() {
            check(&form, &sample(&form), &options);
            check(&form, &long(&form), &options);
            check(&form, &ReceiptData::default(), &options);
        }
    }
}

#[test]
fn a_common_receipt_is_one_page_a_copy() {
    for form in receipts() {
        assert_eq!(lay(&form, &sample(&form), &options()).len(), 2);
        assert_eq!(lay(&form, &sample(&form), &RenderOptions { paper: Paper::A4, ..options() }).len(), 2);
        assert_eq!(lay(&form, &sample(&form), &RenderOptions { paper: Paper::TwoOnA4, ..options() }).len(), 1);
    }
}

/// Pages of the long receipt by their text.
fn long_texts() -> Vec<Vec<String>> {
    let form = &receipts()[0];
    let copies = vec![desk_forms::CopyMark::Office];
    let pages = lay(form, &long(form), &RenderOptions { copies, ..options() });
    let texts = |page: &Page| upright(page).iter().map(|(run, _)| run.text()).collect();
    pages.iter().map(texts).collect()
}

#[test]
fn a_long_receipt_is_numbered_and_repeats_its_head() {
    let pages = long_texts();
    assert!(pages.len() > 1);
    for (index, texts) in pages.iter().enumerate() {
        let number = format!("Trang {}/{}", index + 1, pages.len());
        assert!(texts.contains(&number), "{number} in {texts:?}");
        assert!(texts.iter().any(|text| text == "STT") == (index < 2), "the head of the table, page {index}");
        let code = texts.iter().any(|text| text.contains("000.99.00.H28-240305-0012"));
        assert!(code, "the code is on every page");
    }
}

#[test]
fn signatures_stay_together_and_with_the_line_above() {
    for count in 0..40 {
        let form = &receipts()[0];
        let paper = ReceiptPaper { name: "Giấy tờ".to_owned(), originals: Some(1), ..ReceiptPaper::default() };
        let receipt = ReceiptData { papers: vec![paper; count], ..sample(form) };
        let copies = vec![desk_forms::CopyMark::Office];
        let pages = lay(form, &receipt, &RenderOptions { copies, ..options() });
        let page_of = |wanted: &str| {
            let holds = |page: &Page| upright(page).iter().any(|(run, _)| run.text().contains(wanted));
            pages.iter().position(holds).unwrap_or_else(|| panic!("{wanted} is lost"))
        };
        let signed = page_of("NGƯỜI NỘP HỒ SƠ");
        for wanted in ["Vào Sổ theo dõi", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Hà Thị Mẫu"] {
            assert_eq!(page_of(wanted), signed, "{wanted} with {count} papers");
        }
    }
}

#[test]
fn marks_above_and_below_letters_keep_clear_of_the_rules_of_a_table() {
    let form = &receipts()[1];
    let name = "ẪẾỖỬỴ ẰẮẲẴẶ ỆỘỰ gạọụỵ ".repeat(8);
    let paper = ReceiptPaper { name, originals: Some(1), copies: Some(1), note: "Ẫ ỵ".to_owned() };
    for count in 1..=16 {
        let receipt = ReceiptData { papers: vec![paper.clone(); count], ..sample(form) };
        check(form, &receipt, &options());
    }
}

#[test]
fn a_row_higher_than_a_page_goes_on_over_the_page() {
    let form = &receipts()[1];
    let words = (0..900).map(|number| format!("từ{number}")).collect::<Vec<_>>();
    let paper = ReceiptPaper { name: words.join(" "), originals: Some(1), ..ReceiptPaper::default() };
    let receipt = ReceiptData { papers: vec![paper], ..sample(form) };
    let copies = vec![desk_forms::CopyMark::Office];
    let pages = check(form, &receipt, &RenderOptions { copies, ..options() });
    assert!(pages.len() > 2);
    let text: Vec<String> =
        pages.iter().flat_map(|page| upright(page).into_iter().map(|(run, _)| run.text())).collect();
    let text = text.join(" ");
    for word in words {
        assert!(text.split(' ').any(|found| found == word), "{word} is lost");
    }
}

/// Vietnamese words, and some that no line can hold.
fn words(most: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => proptest::sample::select(vec![
            "Giấy", "chứng", "nhận", "quyền", "sử", "dụng", "đất", "NGUYỄN", "ẪM", "Ỷ", "ỗng,", "05/03/2024", "(bản",
            "sao)", "nghiêng", "ngày 5 tháng 3 năm 2024", "–", "ƯỠNG", "gỵ",
        ]).prop_map(str::to_owned),
        1 => "[A-Za-z0-9./_-]{1,90}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(word, 0..most).prop_map(|words| words.join(" "))
}

fn receipt() -> impl Strategy<Value = ReceiptData> {
    let paper = (words(40), proptest::option::of(0u16..), proptest::option::of(0u16..), words(6))
        .prop_map(|(name, originals, copies, note)| ReceiptPaper { name, originals, copies, note });
    let people = (words(12), words(12), words(60), words(12), words(30), words(12), words(12));
    let words_of_act = (words(14), words(14), words(130), words(10), words(40), words(10), words(20));
    (people, words_of_act, proptest::collection::vec(paper, 0..30), any::<bool>()).prop_map(
        |(people, act, papers, code)| {
            let (superior, office, desk, owner, address, phone, email) = people;
            let (submitter, id_number, procedure, limit_text, return_by, clerk, fee_text) = act;
            let form = &receipts()[0];
            let whole = sample(form);
            let qr_text = whole.qr_text.clone().filter(|_| code);
            ReceiptData {
                superior,
                office,
                desk,
                owner,
                address,
                phone,
                email,
                submitter,
                id_number,
                procedure,
                limit_text,
                return_by,
                clerk,
                fee_text,
                papers,
                qr_text,
                ..whole
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        max_shrink_iters: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_content_is_laid_out_whole(receipt in receipt(), shape in 0usize..6, set in 0usize..2) {
        check(&receipts()[set], &receipt, &shapes()[shape]);
    }
}
