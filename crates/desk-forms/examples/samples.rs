//! Draws the samples of every form, in every shape, as PDF and PNG into a folder, to be looked at:
//! `cargo run -p desk-forms --example samples -- FOLDER [PART OF A NAME]`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use desk_forms::{FormData, FormRef, Paper, RenderOptions, Reprint, ThermalData, thermal};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("say the folder to draw into")?);
    let wanted = std::env::args().nth(2).unwrap_or_default();
    fs::create_dir_all(&folder)?;
    let made_at = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(8, 35, 0)).ok_or("date")?;
    for form in desk_forms::forms() {
        let name = format!("{}-{}", form.set, form.form);
        if !name.contains(&wanted) {
            continue;
        }
        let options = RenderOptions::for_form(&form, [7; 32], made_at)?;
        let sample = sample(&form)?;
        let draw = |kind: &str, data: &FormData, options: &RenderOptions| {
            let pdf = desk_forms::render(&form, data, options)?;
            save(&folder, &format!("{name}-{kind}"), &pdf)
        };
        for paper in desk_forms::papers(&form)? {
            let kind = match paper {
                Paper::A5 => "a5",
                Paper::A4 => "a4",
                Paper::TwoOnA4 => "two",
                Paper::A4Landscape => "a4-landscape",
            };
            draw(kind, &sample, &RenderOptions { paper, ..options.clone() })?;
        }
        let reprint = Some(Reprint { number: 2, at: made_at + chrono::Duration::hours(30) });
        draw("reprint", &sample, &RenderOptions { reprint, demo: true, ..options.clone() })?;
        draw("preview", &unsaved(&sample), &RenderOptions { preview: true, demo: true, ..options.clone() })?;
        draw("long", &long(&sample), &options)?;
        draw("empty", &FormData::default(), &options)?;
    }
    if "desk-thermal".contains(&wanted) {
        let slip: ThermalData = serde_json::from_str(&text(&FormRef::new("desk", "thermal"))?)?;
        fs::write(folder.join("desk-thermal.bin"), thermal::slip(&slip)?)?;
        fs::write(folder.join("desk-thermal.png"), thermal::picture(&slip)?.bytes)?;
        let reprint = Some(Reprint { number: 2, at: made_at });
        let again = ThermalData { reprint, demo: true, ..slip.clone() };
        fs::write(folder.join("desk-thermal-reprint.png"), thermal::picture(&again)?.bytes)?;
        fs::write(folder.join("desk-thermal-empty.png"), thermal::picture(&ThermalData::default())?.bytes)?;
    }
    Ok(())
}

fn text(form: &FormRef) -> Result<String, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/forms");
    Ok(fs::read_to_string(root.join(&form.set).join(&form.form).join("sample.json"))?)
}

fn sample(form: &FormRef) -> Result<FormData, Box<dyn Error>> {
    Ok(desk_forms::data_from_json(&form.form, &text(form)?).ok_or("a form without data")??)
}

/// Without what only saving gives.
fn unsaved(sample: &FormData) -> FormData {
    let mut data = FormData { qr: None, ..sample.clone() };
    for field in ["code", "number", "received", "due", "book", "book_number", "head_on_paper"] {
        data.fields.remove(field);
    }
    data
}

/// Tables of 24 rows, and long names.
fn long(sample: &FormData) -> FormData {
    let mut data = sample.clone();
    for rows in data.tables.values_mut().filter(|rows| !rows.is_empty()) {
        *rows = rows.iter().cycle().take(24).cloned().collect();
    }
    let owner = "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN ĐẦU TƯ, XÂY DỰNG VÀ THƯƠNG MẠI DỊCH VỤ ẪM ẶP ỮNG ỖNG MẪU";
    data.fields.insert("owner".to_owned(), owner.to_owned());
    for field in ["procedure", "reason"] {
        let value = data.fields.get(field).map(|value| value.repeat(4)).unwrap_or_default();
        data.fields.insert(field.to_owned(), value);
    }
    data
}

fn save(folder: &Path, name: &str, pdf: &[u8]) -> Result<(), Box<dyn Error>> {
    fs::write(folder.join(format!("{name}.pdf")), pdf)?;
    for page in 0..desk_forms::pages(pdf)? {
        let picture = desk_forms::picture(pdf, page, 110.0)?;
        fs::write(folder.join(format!("{name}-{}.png", page + 1)), picture.bytes)?;
    }
    Ok(())
}
