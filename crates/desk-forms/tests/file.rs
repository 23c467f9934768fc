//! The finished file as others read it: its text, its bytes, its size, its QR code, its picture.

mod common;

use std::process::Command;

use common::{draw, grey, long, moment, options, receipts, run, sample, text};
use desk_forms::{CopyMark, FormData, FormError, FormRef, Paper, ReceiptData, RenderOptions, Reprint};
use rxing::BarcodeFormat;
use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Every printed field is found in the file's text, character by character.
fn check_text(form: &FormRef, receipt: &ReceiptData, options: &RenderOptions) {
    let found = text(&draw(form, receipt, options));
    assert!(is_nfc(&found), "decomposed letters in the file");
    let printed = desk_forms::printed_fields(form, &FormData::from(receipt)).expect("fields");
    for (name, value) in &printed {
        assert!(found.contains(value.as_str()), "{name}: {value:?} is not in {found}");
    }
}

#[test]
fn the_text_of_the_file_is_the_text_that_went_in() {
    for form in receipts() {
        check_text(&form, &sample(&form), &options());
        check_text(&form, &sample(&form), &RenderOptions { paper: Paper::TwoOnA4, ..options() });
        check_text(&form, &sample(&form), &RenderOptions { paper: Paper::A4, ..options() });
        let decomposed = ReceiptData {
            owner: "Nguyễn Thị Hưởng Đặng Ưng Ấp Ỷ".nfd().collect(),
            clerk: "Quách Thị Mẫu Ỹ Ễ Ặ Ợ Ữ".nfd().collect(),
            ..sample(&form)
        };
        check_text(&form, &decomposed, &options());
    }
}

#[test]
fn every_vietnamese_letter_comes_back_from_every_face_in_use() {
    let letters: String = "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"
        .chars()
        .flat_map(|vowel| ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'].map(|tone| format!("{vowel}{tone}")))
        .flat_map(|letter| letter.nfc().collect::<Vec<_>>())
        .chain("ĐđĂăÂâÊêÔôƠơƯư₫".chars())
        .collect();
    assert_eq!(letters.chars().count(), 24 * 5 + 15, "every letter is one character");
    let form = &receipts()[1];
    // Bold, regular and italic.
    let receipt = ReceiptData {
        owner: letters.clone(),
        address: letters.clone(),
        office_contact: letters.clone(),
        ..sample(form)
    };
    let found = text(&draw(form, &receipt, &options())).replace(' ', "");
    assert!(found.matches(&letters).count() >= 6, "three faces on two copies: {found}");
}

#[test]
fn labels_of_the_circular_stand_in_their_order() {
    let official = [
        "Mẫu số 01",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ:",
        "(Liên: Lưu)",
        "Bộ phận tiếp nhận và trả kết quả:",
        "Tiếp nhận hồ sơ của:",
        "Người nộp:",
        "Địa chỉ:",
        "Số điện thoại:",
        "Email:",
        "Số CMND/Thẻ căn cước/Hộ chiếu:",
        "Nội dung yêu cầu giải quyết:",
        "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:",
        "2. Số lượng hồ sơ:",
        "3. Thời gian giải quyết hồ sơ theo quy định là:",
        "4. Thời gian nhận hồ sơ:",
        "5. Thời gian trả kết quả giải quyết hồ sơ:",
        "6. Đăng ký nhận kết quả tại:",
        "Phí, lệ phí (nếu có):",
        "Vào Sổ theo dõi hồ sơ, Quyển số:",
        "Số thứ tự:",
        "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên)",
        "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)",
    ];
    for form in receipts() {
        let found = text(&draw(&form, &sample(&form), &options()));
        let mut at = 0;
        for label in official {
            let place = found[at..].find(label).unwrap_or_else(|| panic!("{label} after {at} in {found}"));
            at += place + label.len();
        }
    }
}

#[test]
fn copies_differ_in_their_mark_alone() {
    let form = &receipts()[0];
    let one = |copy| text(&draw(form, &sample(form), &RenderOptions { copies: vec![copy], ..options() }));
    let (kept, handed) = (one(CopyMark::Office), one(CopyMark::Applicant));
    assert_ne!(kept, handed);
    assert_eq!(kept.replace("(Liên: Lưu)", ""), handed.replace("(Liên: Giao khách hàng)", ""));
    assert_eq!(desk_forms::pages(&draw(form, &sample(form), &options())).expect("pages"), 2);
    let none = RenderOptions { copies: Vec::new(), ..options() };
    let refused = desk_forms::render(form, &FormData::from(&sample(form)), &none);
    assert!(matches!(refused, Err(FormError::NoCopies)));
}

#[test]
fn marks_are_on_the_paper_that_they_belong_to() {
    let form = &receipts()[1];
    let found = |options: &RenderOptions| text(&draw(form, &sample(form), options));
    let plain = found(&options());
    for mark in ["BẢN THỬ", "XEM TRƯỚC", "BẢN IN LẠI"] {
        assert!(!plain.contains(mark), "{mark} on a first print");
    }
    let reprint = Some(Reprint { number: 3, at: moment(12, 1, 14, 5) });
    let again = found(&RenderOptions { reprint, ..options() });
    assert_eq!(again.matches("BẢN IN LẠI LẦN 3, 14 giờ 05 phút, ngày 01 tháng 12 năm 2026").count(), 2);
    assert_eq!(found(&RenderOptions { demo: true, ..options() }).matches("BẢN THỬ").count(), 2);
    // The watermark is turned, so its letters are not one line of text: its glyphs are looked for in the layout.
    let preview = RenderOptions { preview: true, ..options() };
    let pages = desk_forms::layout(form, &FormData::from(&sample(form)), &preview).expect("pages");
    for page in pages {
        let first = page.items.first();
        assert!(matches!(first, Some(desk_forms::Item::Text(run)) if run.text() == "XEM TRƯỚC"), "{first:?}");
    }
}

#[test]
fn a_label_of_the_office_holds_from_its_first_day_to_its_last() {
    let form = &receipts()[1];
    let change = |from: u32, to: Option<u32>, text: &str| desk_forms::LabelOverride {
        form: form.clone(),
        label: "copy_applicant".to_owned(),
        text: text.to_owned(),
        from: moment(11, from, 0, 0).date(),
        to: to.map(|day| moment(11, day, 0, 0).date()),
    };
    let overrides = vec![change(5, None, "Giao người nộp"), change(10, Some(12), "Giao người dân")];
    for (day, wanted) in [(4, "Giao khách hàng"), (5, "Giao người nộp"), (10, "Giao người dân"), (13, "Giao người nộp")]
    {
        let options = RenderOptions { overrides: overrides.clone(), made_at: moment(11, day, 8, 0), ..options() };
        assert!(text(&draw(form, &sample(form), &options)).contains(&format!("(Liên: {wanted})")), "day {day}");
    }
}

#[test]
fn an_unknown_form_is_refused_by_name() {
    let unknown = FormRef::new("tt99-2030", "receipt");
    let refused = desk_forms::render(&unknown, &FormData::default(), &options());
    assert!(matches!(refused, Err(FormError::UnknownForm { set, .. }) if set == "tt99-2030"));
}

#[test]
fn two_copies_on_a5_stay_under_sixty_kilobytes() {
    for form in receipts() {
        let bytes = draw(&form, &sample(&form), &options()).len();
        assert!(bytes <= 60_000, "{bytes} bytes");
    }
}

#[test]
fn qpdf_finds_no_fault() {
    for form in receipts() {
        for receipt in [sample(&form), long(&form), ReceiptData::default()] {
            for paper in [Paper::A5, Paper::TwoOnA4, Paper::A4] {
                let pdf = draw(&form, &receipt, &RenderOptions { paper, ..options() });
                let found = run("qpdf", &["--check", "FILE"], &pdf);
                assert!(!found.to_lowercase().contains("warning"), "{found}");
            }
        }
    }
}

/// The digest of every shape of the sample.
fn digest() -> String {
    let mut whole = Sha256::new();
    for form in receipts() {
        for paper in [Paper::A5, Paper::TwoOnA4, Paper::A4] {
            whole.update(draw(&form, &long(&form), &RenderOptions { paper, ..options() }));
        }
    }
    whole.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_same_record_gives_the_same_bytes_in_every_process() {
    let here = digest();
    assert_eq!(here, digest(), "twice in one process");
    for _ in 0..2 {
        let output = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "digest_for_another_process", "--ignored", "--nocapture"])
            .output()
            .expect("this test again");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(printed.contains(&format!("digest {here}")), "{printed}");
    }
}

#[test]
#[ignore = "run by the_same_record_gives_the_same_bytes_in_every_process"]
#[allow(clippy::print_stdout, reason = "its output is what the other process reads")]
fn digest_for_another_process() {
    println!("digest {}", digest());
}

#[test]
fn different_records_have_different_ids() {
    let form = &receipts()[0];
    let id = |options: &RenderOptions| {
        let document = lopdf::Document::load_mem(&draw(form, &sample(form), options)).expect("a PDF");
        let id = document.trailer.get(b"ID").and_then(|id| id.as_array()).expect("an ID").clone();
        id.iter().map(|half| half.as_str().expect("bytes").to_vec()).collect::<Vec<_>>()
    };
    let first = id(&options());
    assert_eq!(first[0], vec![0xA5; 16]);
    assert_ne!(first[0], id(&RenderOptions { record_id: [1; 32], ..options() })[0]);
    let reprint = Some(Reprint { number: 1, at: moment(12, 1, 9, 0) });
    let again = id(&RenderOptions { reprint, ..options() });
    assert_eq!(first[0], again[0], "the same record");
    assert_ne!(first[1], again[1], "another paper");
}

/// Reads the QR code of every page drawn at the resolution of a ticket printer.
fn check_qr(payload: &str, paper: Paper) {
    let form = &receipts()[1];
    let receipt = ReceiptData { qr_text: Some(payload.to_owned()), ..sample(form) };
    // Readers look for one code: one copy, also on the sheet for two.
    let options = RenderOptions { paper, copies: vec![CopyMark::Applicant], ..options() };
    let pdf = draw(form, &receipt, &options);
    let (samples, width, height) = grey(&pdf, 0, 203.0);
    let read = rxing::helpers::detect_in_luma(samples, width, height, Some(BarcodeFormat::QR_CODE));
    assert_eq!(read.expect("a QR code").getText(), payload, "{paper:?}");
}

#[test]
fn the_qr_code_is_read_back_from_the_page_at_203_dpi() {
    let form = &receipts()[1];
    let payload = sample(form).qr_text.expect("a text");
    for paper in [Paper::A5, Paper::TwoOnA4, Paper::A4] {
        check_qr(&payload, paper);
    }
    check_qr("000.99.00.H28-240305-0012", Paper::A5);
    // The most that version 10 holds at level M.
    check_qr(&"x".repeat(213), Paper::A5);
}

#[test]
fn a_qr_text_beyond_version_10_is_refused() {
    let form = &receipts()[1];
    let receipt = ReceiptData { qr_text: Some("x".repeat(214)), ..sample(form) };
    let refused = desk_forms::render(form, &FormData::from(&receipt), &options());
    assert!(matches!(refused, Err(FormError::QrTooLarge { bytes: 214 })));
}

#[test]
fn a_picture_is_of_the_page_and_of_its_size() {
    let form = &receipts()[0];
    let pdf = draw(form, &sample(form), &options());
    let picture = desk_forms::picture(&pdf, 0, 144.0).expect("a picture");
    // A5 is 419.5 by 595.3 points.
    assert_eq!((picture.width, picture.height), (839, 1190));
    assert_eq!(picture, desk_forms::picture(&pdf, 0, 144.0).expect("a picture"));
    assert_ne!(picture, desk_forms::picture(&pdf, 1, 144.0).expect("the other copy"));
    let (samples, ..) = grey(&pdf, 0, 144.0);
    let dark = samples.iter().filter(|&&sample| sample < 128).count();
    assert!((samples.len() / 40..samples.len() / 8).contains(&dark), "{dark} dark of {}", samples.len());
}

#[test]
fn a_page_in_greys_is_the_picture_that_people_saw() {
    let form = &receipts()[0];
    let pdf = draw(form, &sample(form), &options());
    let page = desk_forms::grey_page(&pdf, 1, 144.0).expect("a page");
    let picture = desk_forms::picture(&pdf, 1, 144.0).expect("a picture");
    assert_eq!((page.width, page.height), (picture.width, picture.height));
    let (samples, ..) = grey(&pdf, 1, 144.0);
    assert_eq!(page.samples, samples);
}

#[test]
fn what_is_no_pdf_or_no_page_is_refused() {
    let form = &receipts()[0];
    let pdf = draw(form, &sample(form), &options());
    assert!(matches!(desk_forms::picture(&pdf, 2, 96.0), Err(FormError::NoSuchPage { page: 2, pages: 2 })));
    assert!(matches!(desk_forms::picture(&pdf, 0, 900.0), Err(FormError::PictureSize { .. })));
    assert!(matches!(desk_forms::picture(&pdf, 0, 0.0), Err(FormError::PictureSize { .. })));
    assert!(matches!(desk_forms::pages(b"no PDF at all"), Err(FormError::Unreadable)));
}

#[test]
fn printed_fields_come_in_the_order_of_the_page_without_the_qr_code() {
    let form = &receipts()[1];
    let data = FormData::from(&sample(form));
    let printed = desk_forms::printed_fields(form, &data).expect("fields");
    let names: Vec<&str> = printed.iter().map(|(name, _)| name.as_str()).filter(|name| !name.contains('.')).collect();
    let wanted = [
        "superior",
        "office",
        "number",
        "place_date",
        "code",
        "desk",
        "owner",
        "submitter",
        "address",
        "phone",
        "email",
        "id_number",
        "procedure",
        "sets",
        "limit",
        "received",
        "due",
        "return_by",
        "fee",
        "book",
        "book_number",
        "clerk",
        "office_contact",
        "replaces",
        "head_on_paper",
    ];
    assert_eq!(names, wanted);
    assert_eq!(printed.iter().filter(|(name, _)| name.starts_with("papers.")).count(), 4 * 4);
    assert!(printed.contains(&("papers.1.name".to_owned(), "Giấy chứng sinh".to_owned())));
    assert!(printed.contains(&("received".to_owned(), "08 giờ 35 phút, ngày 20 tháng 11 năm 2026".to_owned())));
    let other_code = FormData { qr: Some("another".to_owned()), ..data.clone() };
    assert_eq!(printed, desk_forms::printed_fields(form, &other_code).expect("fields"));
    let spaced = FormData {
        fields: data
            .fields
            .iter()
            .map(|(name, value)| (name.clone(), format!("  {value}\n").nfd().collect()))
            .collect(),
        ..data.clone()
    };
    assert_eq!(printed, desk_forms::printed_fields(form, &spaced).expect("fields"), "cleaned as the page is");
}
