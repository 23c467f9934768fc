//! How long a part of the register takes: `cargo run --release -p desk-forms --example bench_register -- [ROWS]` prints
//! one line of JSON.

use std::error::Error;
use std::time::Instant;

use chrono::NaiveDate;
use desk_forms::{FormRef, RegisterData, RegisterRow, RenderOptions};

#[allow(clippy::print_stdout, reason = "its output is what it is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let rows: u32 = std::env::args().nth(1).map_or(Ok(1000), |rows| rows.parse())?;
    let day = NaiveDate::from_ymd_opt(2026, 11, 20);
    let row = |index: u32| RegisterRow {
        number: (index + 1).to_string(),
        code: format!("H44.99-261120-{index:04}"),
        procedure: "Đăng ký biến động đối với trường hợp đổi tên hoặc thay đổi thông tin".to_owned(),
        sets: Some(1),
        owner: format!("Nguyễn Thị Hưởng {index}"),
        address: format!("Số {index}, xóm Mẫu, xã Mường Bi, tỉnh Phú Thọ"),
        phone: format!("0900 {index:06}"),
        agency: "Chi nhánh Văn phòng Đăng ký đất đai".to_owned(),
        received: day,
        due: day,
        sent: day,
        result_received: day,
        returned: day,
        method: "Trực tiếp".to_owned(),
        ..RegisterRow::default()
    };
    let register = RegisterData { rows: (0..rows).map(row).collect(), ..RegisterData::default() };
    let form = FormRef::new("tt03-2025", "register");
    let options =
        RenderOptions::for_form(&form, [7; 32], day.and_then(|day| day.and_hms_opt(8, 0, 0)).ok_or("a date")?)?;
    let began = Instant::now();
    let pages = desk_forms::layout(&form, &register.form_data(), &options)?.len();
    let laid_out = began.elapsed().as_millis();
    let began = Instant::now();
    let bytes = desk_forms::render(&form, &register.form_data(), &options)?.len();
    let drawn = began.elapsed().as_millis();
    println!("{{\"rows\":{rows},\"pages\":{pages},\"layout_ms\":{laid_out},\"render_ms\":{drawn},\"bytes\":{bytes}}}");
    Ok(())
}
