//! The supervisor's day and year over a full store: figures as `cargo xtask bench` reads them.
//!
//! `cargo run --release -p desk-app --example bench_oversight -- [ROWS]`; the store is that of the day's list.

#![allow(clippy::print_stdout, reason = "its output is its purpose")]

mod bench;

use std::fs;

use bench::{Outcome, at_most, filled, rounds, timed};
use desk_app::report::{Figure, ReportFormat, ReportName};
use desk_core::report::{Compare, Period};
use desk_store::{Filter, Page, Sort};

fn main() -> Outcome<()> {
    let rows: u32 = std::env::args().nth(1).map(|rows| rows.parse()).transpose()?.unwrap_or(1_000_000);
    let place = bench::folder().join(format!("lived-{rows}"));
    let mut desk = filled(&place, rows)?;
    let today = desk.now().date_naive();
    let of_rows = |what: &str| format!("{what} at {rows} dossiers");

    let time = rounds(40, 0.95, || Ok(desk.day_review(today)?))?;
    at_most(&of_rows("review of a day, p95"), time, "ms", 50.0);

    let review = desk.day_review(today)?;
    let first = Page { offset: 0, limit: 60 };
    let mut slowest: f64 = 0.0;
    for figure in &review.figures {
        let filter = Filter { mark: Some(figure.mark.clone()), ..Filter::default() };
        slowest = slowest.max(rounds(40, 0.95, || Ok(desk.register("", &filter, Sort::Newest, first)?))?);
    }
    at_most(&of_rows("slowest figure of the day opened, p95"), slowest, "ms", 16.0);

    let year = Period::new(today - chrono::Days::new(364), today).map_err(|_| "a year")?;
    let time = rounds(5, 0.5, || Ok(desk.report(ReportName::Ii06a, &year, Compare::Day)?))?;
    at_most(&of_rows("II.06a of a year, median"), time, "ms", 500.0);

    let late = Figure { line: None, column: "c13".to_owned() };
    let time = rounds(5, 0.5, || {
        let behind = desk.report_dossiers(ReportName::Ii06a, &year, Compare::Day, &late)?;
        let filter = Filter { among: Some(behind), ..Filter::default() };
        Ok(desk.register("", &filter, Sort::Newest, first)?)
    })?;
    at_most(&of_rows("a figure of the year's II.06a opened, median"), time, "ms", 16.0);

    let out = place.join("oversight");
    drop(fs::remove_dir_all(&out));
    fs::create_dir_all(&out)?;
    let (time, written) = timed(|| {
        desk.write_report(ReportName::Ii06a, &year, Compare::Day, ReportFormat::Xlsx, &out.join("ii06a.xlsx"))
    });
    written?;
    at_most(&of_rows("II.06a of a year to xlsx"), time.as_secs_f64(), "s", 5.0);
    desk.sign_out();
    Ok(())
}
