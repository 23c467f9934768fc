//! Draws the samples of every form, in every shape, as PDF and PNG into a folder, to be looked at:
//! `cargo run -p desk-forms --example samples -- FOLDER`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use desk_forms::{FormData, FormRef, Paper, ReceiptData, ReceiptPaper, RenderOptions, Reprint};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("say the folder to draw into")?);
    fs::create_dir_all(&folder)?;
    let made_at = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(8, 35, 0)).ok_or("date")?;
    let options = RenderOptions::new([7; 32], made_at);
    for form in desk_forms::forms() {
        let sample = sample(&form)?;
        let draw = |name: &str, data: &ReceiptData, options: &RenderOptions| {
            let pdf = desk_forms::render(&form, &FormData::from(data), options)?;
            save(&folder, &format!("{}-{}-{name}", form.set, form.form), &pdf)
        };
        draw("a5", &sample, &options)?;
        draw("a4", &sample, &RenderOptions { paper: Paper::A4, ..options.clone() })?;
        draw("two", &sample, &RenderOptions { paper: Paper::TwoOnA4, ..options.clone() })?;
        let reprint = Some(Reprint { number: 2, at: made_at + chrono::Duration::hours(30) });
        draw("reprint", &sample, &RenderOptions { reprint, demo: true, ..options.clone() })?;
        let unsaved = ReceiptData {
            code: String::new(),
            number: String::new(),
            received: None,
            due_text: String::new(),
            book: String::new(),
            book_number: String::new(),
            head_on_paper: String::new(),
            qr_text: None,
            ..sample.clone()
        };
        draw("preview", &unsaved, &RenderOptions { preview: true, demo: true, ..options.clone() })?;
        draw("long", &long(&sample), &options)?;
        draw("empty", &ReceiptData::default(), &options)?;
    }
    Ok(())
}

fn sample(form: &FormRef) -> Result<ReceiptData, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/forms");
    Ok(serde_json::from_str(&fs::read_to_string(root.join(&form.set).join(&form.form).join("sample.json"))?)?)
}

/// 24 papers and long names everywhere.
fn long(sample: &ReceiptData) -> ReceiptData {
    let name = "Văn bản xác nhận tình trạng nhà đất, ranh giới thửa đất và nghĩa vụ tài chính đã hoàn thành";
    let papers = (1..=24).map(|number| ReceiptPaper {
        name: if number % 3 == 0 {
            format!("{name} (bản số {number})")
        } else {
            format!("Giấy tờ số {number}")
        },
        originals: Some(number),
        copies: None,
        note: String::new(),
    });
    ReceiptData {
        owner: "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN ĐẦU TƯ, XÂY DỰNG VÀ THƯƠNG MẠI DỊCH VỤ ẪM ẶP ỮNG ỖNG MẪU"
            .to_owned(),
        procedure: sample.procedure.repeat(4),
        papers: papers.collect(),
        ..sample.clone()
    }
}

fn save(folder: &Path, name: &str, pdf: &[u8]) -> Result<(), Box<dyn Error>> {
    fs::write(folder.join(format!("{name}.pdf")), pdf)?;
    for page in 0..desk_forms::pages(pdf)? {
        let picture = desk_forms::picture(pdf, page, 110.0)?;
        fs::write(folder.join(format!("{name}-{}.png", page + 1)), picture.bytes)?;
    }
    Ok(())
}
