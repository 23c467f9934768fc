//! Start and memory of the window with 200,000 dossiers, against an empty Tauri window; from sign-in to Today; from F9 to the
//! next empty form and to the spooler. Run by `cargo xtask bench`; `MOTCUA_BENCH_ROWS` names another number of dossiers.
//!
//! Both are opened by the same driver in turns; a start runs from the birth of the process to the moment its page answers
//! that it shows what it came for.
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use serde_json::json;
use true_window::cups::Cups;
use true_window::desk::cli;
use true_window::keys::f;
use true_window::office::{choose_printer, fill_intake, fill_sign_in};
use true_window::{Desk, DeskOptions};

/// How often each is opened; the median counts.
const ROUNDS: usize = 9;
/// How often somebody signs in.
const SIGN_INS: usize = 5;
/// How many dossiers are taken in.
const INTAKES: usize = 9;

const PASSWORD: &str = "mot-cua-ban-thu";

fn main() -> anyhow::Result<()> {
    let folder = PathBuf::from(std::env::var_os("MOTCUA_BENCH_DIR").context("MOTCUA_BENCH_DIR is not set")?);
    let empty = PathBuf::from(std::env::var_os("MOTCUA_EMPTY_WINDOW").context("MOTCUA_EMPTY_WINDOW is not set")?);
    let state = folder.join("state");
    let rows = std::env::var("MOTCUA_BENCH_ROWS").ok().map(|rows| rows.parse()).transpose()?.unwrap_or(200_000);
    let store = store(&folder, &state, rows)?;
    let ours = || DeskOptions {
        data: Some(store.clone()),
        env: vec![("XDG_STATE_HOME".to_owned(), state.display().to_string())],
        ..DeskOptions::default()
    };
    let theirs = || DeskOptions { program: Some(empty.clone()), ..DeskOptions::default() };
    let (mut our_starts, mut their_starts, mut our_memory, mut their_memory) = (vec![], vec![], vec![], vec![]);
    for _round in 0..ROUNDS {
        let (start, memory) = measure(&ours(), "[data-screen='signin'][data-ready='true']")?;
        our_starts.push(start);
        our_memory.push(memory);
        let (start, memory) = measure(&theirs(), "h1")?;
        their_starts.push(start);
        their_memory.push(memory);
    }
    figure(&format!("process start to sign-in page, {rows} dossiers"), &mut our_starts, &mut their_starts, "ms", 1.5)?;
    figure(
        &format!("memory of the process tree (PSS), {rows} dossiers"),
        &mut our_memory,
        &mut their_memory,
        "MiB",
        1.3,
    )?;
    work(ours(), rows)
}

/// A clerk's first minute: from the password to Today, and then intakes from F9 to what follows it.
fn work(options: DeskOptions<'_>, rows: u32) -> anyhow::Result<()> {
    let cups = Cups::start()?;
    let queue = cups.queue("giay-hen")?;
    let options = DeskOptions { cups: Some(&cups), ..options };
    let mut today = Vec::new();
    let (mut ready, mut spooled) = (Vec::new(), Vec::new());
    for round in 0..SIGN_INS {
        let desk = Desk::open(&options)?;
        fill_sign_in(&desk, "huong")?;
        today.push(after_f9(&desk, "document.querySelector(\"[data-screen='today'][data-ready='true']\") !== null")?.0);
        if round + 1 < SIGN_INS {
            continue;
        }
        choose_printer(&desk, queue.name())?;
        for card in 0..INTAKES {
            let owner = format!("01709001{card:04}||Bùi Văn Thành|12061990|Nam|Xóm Cú, Tân Lạc, Phú Thọ|10052021");
            fill_intake(&desk, &owner, "dkks")?;
            let jobs = cups.spooled()?.len();
            let form_is_empty = "document.body.innerText.includes('Đã lưu') && document.activeElement?.id === 'person-box' \
                && document.getElementById('owner-name')?.value === ''";
            let (time_ms, pressed) = after_f9(&desk, form_is_empty)?;
            ready.push(time_ms);
            queue.wait_printed(jobs + 1)?;
            let job = cups.spooled()?.into_iter().nth(jobs).context("the job in the spool")?;
            spooled.push(job.duration_since(pressed).unwrap_or_default().as_secs_f64() * 1000.0);
        }
    }
    at_most(&format!("sign-in to Today, {rows} dossiers, median"), median(&mut today)?, "ms", 1000.0);
    at_most("F9 to the next form ready, median", median(&mut ready)?, "ms", 150.0);
    at_most("F9 to the spooler, median", median(&mut spooled)?, "ms", 1500.0);
    Ok(())
}

/// Presses F9 and gives the milliseconds until what a script says holds, both seen by the page itself, and when it was.
fn after_f9(desk: &Desk, holds: &str) -> anyhow::Result<(f64, SystemTime)> {
    // A page's clock is told to look every millisecond; painting is not waited for.
    desk.run(&format!(
        "window.f9 = null; window.f9Done = null;\
         window.addEventListener('keydown', event => {{ if (event.key === 'F9' && !window.f9) {{\
           window.f9 = {{ at: performance.now(), wall: performance.timeOrigin + performance.now() }};\
           const look = () => {{ if ({holds}) window.f9Done = performance.now(); else setTimeout(look, 1); }};\
           setTimeout(look, 0); }} }}, {{ capture: true, once: true }}); return true"
    ))?;
    desk.press(&[f(9)])?;
    desk.until("what F9 leads to", || Ok(desk.run("return window.f9Done !== null")? == json!(true)))?;
    let seen = desk.run("return [window.f9Done - window.f9.at, window.f9.wall]")?;
    let (time, wall) = (seen[0].as_f64().context("a time")?, seen[1].as_f64().context("a moment")?);
    Ok((time, SystemTime::UNIX_EPOCH + Duration::from_secs_f64(wall / 1000.0)))
}

fn at_most(what: &str, ours: f64, unit: &str, goal: f64) {
    let line = json!({
        "what": what, "ours": ours, "theirs": null, "against": null, "unit": unit, "goal": goal, "of": "ours",
    });
    emit(&line.to_string());
}

fn measure(options: &DeskOptions<'_>, shown: &str) -> anyhow::Result<(f64, f64)> {
    let desk = Desk::open(options)?;
    desk.wait_for(shown)?;
    let start = SystemTime::now().duration_since(desk.started()?)?;
    // What is still being laid out after the first look belongs to the memory.
    std::thread::sleep(Duration::from_secs(2));
    #[expect(clippy::cast_precision_loss, reason = "KiB of a program fit a double many times over")]
    let memory = desk.memory_kib()? as f64 / 1024.0;
    Ok((start.as_secs_f64() * 1000.0, memory))
}

fn figure(what: &str, ours: &mut [f64], theirs: &mut [f64], unit: &str, goal: f64) -> anyhow::Result<()> {
    let line = json!({
        "what": what, "ours": median(ours)?, "theirs": median(theirs)?, "against": "an empty Tauri window",
        "unit": unit, "goal": goal, "of": "ratio",
    });
    emit(&line.to_string());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the bench speaks to xtask on standard output")]
fn emit(line: &str) {
    println!("{line}");
}

fn median(figures: &mut [f64]) -> anyhow::Result<f64> {
    ensure!(!figures.is_empty(), "nothing measured");
    figures.sort_by(f64::total_cmp);
    Ok(figures[figures.len() / 2])
}

/// A demo store of that many dossiers, made once and used again.
fn store(folder: &Path, state: &Path, dossiers: u32) -> anyhow::Result<PathBuf> {
    let store = folder.join(format!("store-{dossiers}"));
    let done = folder.join(format!("store-{dossiers}.done"));
    if !done.exists() {
        if store.exists() {
            std::fs::remove_dir_all(&store)?;
        }
        let (at, count) = (store.display().to_string(), dossiers.to_string());
        let state = state.display().to_string();
        let environment = [("MOTCUA_PASSWORD", PASSWORD), ("XDG_STATE_HOME", state.as_str())];
        cli(&["init", "--store", &at, "--unit", "05128", "--demo", "now", "--json"], &environment)?;
        cli(&["demo", "--store", &at, "--dossiers", &count, "--seed", "1", "--json"], &environment)?;
        std::fs::write(done, "")?;
    }
    Ok(store)
}
