//! Samples and tools that the tests share.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::Write;
use std::path::Path;
use std::process::Command;

use chrono::{NaiveDate, NaiveDateTime};
use desk_forms::{FormData, FormRef, ReceiptData, ReceiptPaper, RenderOptions};

/// The receipts of both sets.
pub(crate) fn receipts() -> [FormRef; 2] {
    [FormRef::new("tt01-2018", "receipt"), FormRef::new("tt03-2025", "receipt")]
}

/// A moment of 2026.
pub(crate) fn moment(month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, month, day).and_then(|day| day.and_hms_opt(hour, minute, 0)).expect("a moment")
}

/// Two copies on A5.
pub(crate) fn options() -> RenderOptions {
    RenderOptions::new([0xA5; 32], moment(11, 20, 8, 35))
}

/// The sample that lies beside a form.
pub(crate) fn sample(form: &FormRef) -> ReceiptData {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/forms");
    let text = std::fs::read_to_string(root.join(&form.set).join(&form.form).join("sample.json")).expect("a sample");
    serde_json::from_str(&text).expect("a sample of the receipt")
}

/// Every form but the receipts.
pub(crate) fn papers() -> Vec<FormRef> {
    desk_forms::forms().into_iter().filter(|form| form.form != "receipt").collect()
}

/// A file that lies beside a form.
pub(crate) fn beside(form: &FormRef, file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/forms");
    std::fs::read_to_string(root.join(&form.set).join(&form.form).join(file)).expect("a file beside the form")
}

/// The sample of any form.
pub(crate) fn paper_sample(form: &FormRef) -> FormData {
    let data = desk_forms::data_from_json(&form.form, &beside(form, "sample.json")).expect("a form with data");
    data.unwrap_or_else(|error| panic!("{form:?}: {error}"))
}

/// Every form's sample with more words in every field and 40 rows in every table; and the words, each of which is
/// there once.
pub(crate) fn stretched(form: &FormRef) -> (FormData, Vec<String>) {
    let mut data = paper_sample(form);
    let printed = desk_forms::printed_fields(form, &data).expect("fields");
    let mut words = Vec::new();
    let mut more = |text: &mut String, count: usize| {
        for _ in 0..count {
            words.push(format!("w{}", words.len()));
            *text += " ";
            *text += &words[words.len() - 1];
        }
    };
    // Those of one line alone: of the foot and of the head of further pages.
    let short = ["number", "code", "book", "days", "head_on_paper"];
    for (name, value) in &mut data.fields {
        if printed.iter().any(|(field, _)| field == name) && !short.contains(&name.as_str()) {
            more(value, 12);
        }
    }
    for (name, rows) in &mut data.tables {
        *rows = rows.iter().cycle().take(if name == "recipients" { 12 } else { 40 }).cloned().collect();
        rows.iter_mut().flatten().for_each(|(_, value)| more(value, 3));
    }
    (data, words)
}

/// A receipt with long text everywhere and 24 papers.
pub(crate) fn long(form: &FormRef) -> ReceiptData {
    let name = "VĂN BẢN XÁC NHẬN TÌNH TRẠNG NHÀ ĐẤT ẪM ẶP ỮNG ỖNG, ranh giới thửa đất và nghĩa vụ tài chính gợi ý";
    let sample = sample(form);
    ReceiptData {
        owner: "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN ĐẦU TƯ, XÂY DỰNG VÀ THƯƠNG MẠI DỊCH VỤ ẪM ẶP ỮNG".to_owned(),
        procedure: "Đăng ký biến động đối với trường hợp đổi tên hoặc thay đổi thông tin về người sử dụng đất; "
            .repeat(7),
        papers: (1..=24)
            .map(|number| ReceiptPaper {
                name: if number % 3 == 0 { name.to_owned() } else { format!("Giấy tờ số {number}") },
                originals: Some(number),
                copies: None,
                note: if number % 5 == 0 { "đã đối chiếu bản gốc".to_owned() } else { String::new() },
            })
            .collect(),
        ..sample
    }
}

/// Draws a receipt.
pub(crate) fn draw(form: &FormRef, receipt: &ReceiptData, options: &RenderOptions) -> Vec<u8> {
    desk_forms::render(form, &FormData::from(receipt), options).expect("a drawn receipt")
}

/// Runs a program with the PDF as a file in place of the argument `FILE` and gives what it printed; `cargo xtask`
/// installs the programs.
pub(crate) fn run(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("a scratch file");
    file.write_all(pdf).expect("the PDF written");
    let path = file.path().to_str().expect("a path").to_owned();
    let output = Command::new(program)
        .args(arguments.iter().map(|&argument| if argument == "FILE" { path.as_str() } else { argument }))
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
    assert!(output.status.success(), "{program} found fault: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The text of a PDF in the order of its content, one space for every run of white space.
pub(crate) fn text(pdf: &[u8]) -> String {
    let text = run("pdftotext", &["-raw", "-enc", "UTF-8", "FILE", "-"], pdf);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The grey samples of page `page` at `dpi`: samples, width, height.
pub(crate) fn grey(pdf: &[u8], page: usize, dpi: f32) -> (Vec<u8>, u32, u32) {
    let picture = desk_forms::picture(pdf, page, dpi).expect("a picture");
    let decoder = png::Decoder::new(std::io::Cursor::new(picture.bytes));
    let mut reader = decoder.read_info().expect("a PNG");
    let mut samples = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut samples).expect("a frame");
    assert_eq!(info.color_type, png::ColorType::Grayscale);
    samples.truncate(info.buffer_size());
    (samples, info.width, info.height)
}
