//! Start and memory of the window with 200,000 dossiers, against an empty Tauri window. Run by `cargo xtask bench`.
//!
//! Both are opened by the same driver in turns; a start runs from the birth of the process to the moment its page answers
//! that it shows what it came for.
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use serde_json::json;
use true_window::desk::cli;
use true_window::{Desk, DeskOptions};

/// How often each is opened; the median counts.
const ROUNDS: usize = 9;

const PASSWORD: &str = "mot-cua-ban-thu";

fn main() -> anyhow::Result<()> {
    let folder = PathBuf::from(std::env::var_os("MOTCUA_BENCH_DIR").context("MOTCUA_BENCH_DIR is not set")?);
    let empty = PathBuf::from(std::env::var_os("MOTCUA_EMPTY_WINDOW").context("MOTCUA_EMPTY_WINDOW is not set")?);
    let state = folder.join("state");
    let store = store(&folder, &state, 200_000)?;
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
    figure("process start to sign-in page, 200,000 dossiers", &mut our_starts, &mut their_starts, "ms", 1.5)?;
    figure("memory of the process tree (PSS), 200,000 dossiers", &mut our_memory, &mut their_memory, "MiB", 1.3)
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
