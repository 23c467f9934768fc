//! The register of a year out, and one in: figures as `cargo xtask bench` reads them.
//!
//! `cargo run --release -p desk-app --example bench_export -- export|import [ROWS]`; the store is kept in `MOTCUA_BENCH_DIR` (default
//! `target/bench`) and used again.

#![allow(clippy::print_stdout, reason = "its output is its purpose")]

mod bench;

use std::{fs, path::Path, time::Instant};

use bench::{Outcome, at_most, common, filled};
use desk_app::register_export::RegisterFormat;
use desk_store::Filter;

/// Most memory this process ever held, MiB.
fn memory_mib() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let which = words.next().unwrap_or_default();
    let rows: Option<u32> = words.next().map(|rows| rows.parse()).transpose()?;
    let folder = bench::folder();
    match which.as_str() {
        "export" => export(&folder, rows.unwrap_or(70_000)),
        "import" => import(&folder.join("import"), rows.unwrap_or(50_000)),
        other => Err(format!("no bench is called {other:?}: export, import").into()),
    }
}

/// The register of a year, in every format.
fn export(folder: &Path, rows: u32) -> Outcome<()> {
    let place = folder.join(format!("register-{rows}"));
    let desk = filled(&place, rows)?;
    let out = place.join("out");
    drop(fs::remove_dir_all(&out));
    fs::create_dir_all(&out)?;

    let began = Instant::now();
    let export = desk.register_export("", &Filter::default())?;
    export.write_to(&out.join("register.xlsx"), RegisterFormat::Xlsx, &mut |_| true)?;
    at_most(&format!("register of {rows} lines to xlsx"), began.elapsed().as_secs_f64(), "s", 5.0);

    let began = Instant::now();
    let export = desk.register_export("", &Filter::default())?;
    export.write_to(&out.join("register.csv"), RegisterFormat::Csv, &mut |_| true)?;
    at_most(&format!("register of {rows} lines to csv"), began.elapsed().as_secs_f64(), "s", 5.0);

    let began = Instant::now();
    let export = desk.register_export("", &Filter::default())?;
    let mut first = None;
    export.write_to(&out.join("book"), RegisterFormat::Pdf, &mut |written| {
        if written > 0 && first.is_none() {
            first = Some(began.elapsed());
        }
        true
    })?;
    let all = began.elapsed();
    at_most("first part of the book", first.unwrap_or(all).as_secs_f64(), "s", 1.0);
    at_most(&format!("book of {rows} lines, all parts"), all.as_secs_f64(), "s", 60.0);
    if let Some(memory) = memory_mib() {
        at_most("memory at most, exports", memory, "MiB", 512.0);
    }
    Ok(())
}

/// A register of an old spreadsheet, in and out again.
fn import(place: &Path, rows: u32) -> Outcome<()> {
    drop(fs::remove_dir_all(place));
    let mut desk = common::demo_in(place);
    let mut text = "Họ và tên;Địa chỉ;Thủ tục;Ngày nhận;Ngày hẹn trả;Ngày trả kết quả\r\n".to_owned();
    for n in 0..rows {
        let (day, month, year) = (n % 28 + 1, n / 28 % 12 + 1, 2019 + n / 336 % 5);
        let date = format!("{day:02}/{month:02}/{year}");
        text += &format!("Bùi Thị Hưởng {n};Xóm Cú, xã Tử Nê;1.004873;{date};{date};{date}\r\n");
    }
    let file = place.join("old.csv");
    fs::write(&file, text)?;
    let began = Instant::now();
    let mapping = desk_app::import::suggest(&desk.import_open(&file)?.sheets[0]);
    let ready = desk.import_check(&mapping)?.rows;
    at_most(&format!("import of {ready} rows, read and checked"), began.elapsed().as_secs_f64(), "s", 120.0);
    let began = Instant::now();
    let progress = loop {
        let progress = desk.import_run(2_000)?;
        if progress.finished {
            break progress;
        }
    };
    at_most(&format!("import of {} rows, taken over", progress.done), began.elapsed().as_secs_f64(), "s", 120.0);
    let began = Instant::now();
    while !desk.import_undo(progress.import, "đo", 2_000)?.finished {}
    at_most(&format!("import of {} rows, undone", progress.done), began.elapsed().as_secs_f64(), "s", 120.0);
    Ok(())
}
