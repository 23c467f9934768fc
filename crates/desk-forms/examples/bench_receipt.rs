//! Measures the two-copy A5 receipt: one JSON object on standard output. `cargo xtask bench` runs it beside
//! `tests/bench/weasyprint_receipt.py`, which draws the same pages:
//! `cargo run --release -p desk-forms --example bench_receipt`.

use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use chrono::NaiveDate;
use desk_forms::{FormData, FormRef, ReceiptData, RenderOptions};

const WARM_ROUNDS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let form = FormRef::new("tt03-2025", "receipt");
    let receipt: ReceiptData =
        serde_json::from_str(include_str!("../../../assets/forms/tt03-2025/receipt/sample.json"))?;
    let data = FormData::from(&receipt);
    let made_at = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(8, 35, 0)).ok_or("date")?;
    let options = RenderOptions::new([7; 32], made_at);

    let start = Instant::now();
    let pdf = desk_forms::render(&form, &data, &options)?;
    let first_ms = milliseconds(start);

    let mut rounds = Vec::new();
    for _ in 0..WARM_ROUNDS {
        let start = Instant::now();
        black_box(desk_forms::render(black_box(&form), black_box(&data), black_box(&options))?);
        rounds.push(milliseconds(start));
    }
    let mut pictures = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        black_box(desk_forms::picture(black_box(&pdf), 0, 110.0)?);
        pictures.push(milliseconds(start));
    }
    let result = serde_json::json!({
        "first_ms": first_ms,
        "warm_ms_median": median(&mut rounds),
        "picture_ms_median": median(&mut pictures),
        "bytes": pdf.len(),
        "pages": desk_forms::pages(&pdf)?,
    });
    writeln!(std::io::stdout(), "{result}")?;
    Ok(())
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
