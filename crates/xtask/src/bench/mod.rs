//! `cargo xtask bench`: one table of ratios, each measured in the same run against a floor or a rival.
//!
//! A bench is a program that prints one JSON object a line ([`Figure`]); other lines are shown and passed over. Bench
//! stores live in `target/bench` and are used again. Release builds throughout: these are figures, not tests.
mod figure;
mod province;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::build;
use crate::setup::{self, Need};
use crate::shell::{self, cargo, command, on_a_screen_of_its_own, root};
use figure::Figure;

/// A bench: its name, and how it gets its figures. Each runs alone with `--only`.
struct Bench {
    name: &'static str,
    run: fn(Rows) -> anyhow::Result<Vec<Figure>>,
}

/// How many dossiers or rows to measure on; none for the number that the goal names. Smaller ones only show that a bench
/// works: their figures say nothing about the goals.
type Rows = Option<u32>;

const BENCHES: &[Bench] = &[
    Bench { name: "store", run: |rows| figures(sized(&mut example("desk-store", "bench_store"), &["--rows"], rows)) },
    Bench { name: "acts", run: |rows| figures(sized(&mut example("desk-app", "bench_life"), &["acts"], rows)) },
    Bench { name: "pile", run: |rows| figures(sized(&mut example("desk-app", "bench_life"), &["pile"], rows)) },
    Bench { name: "today", run: |rows| figures(sized(&mut example("desk-app", "bench_life"), &["today"], rows)) },
    Bench { name: "oversight", run: |rows| figures(sized(&mut example("desk-app", "bench_oversight"), &[], rows)) },
    Bench { name: "receipt", run: |_rows| receipt() },
    Bench { name: "export", run: |rows| figures(sized(&mut example("desk-app", "bench_export"), &["export"], rows)) },
    Bench { name: "import", run: |rows| figures(sized(&mut example("desk-app", "bench_export"), &["import"], rows)) },
    Bench { name: "start", run: start },
    Bench { name: "sync", run: province::sync },
    Bench { name: "wire", run: |rows| province::alone("wire", rows) },
    Bench { name: "quiet", run: |rows| province::alone("quiet", rows) },
    Bench { name: "ingest", run: province::ingest },
    Bench { name: "storm", run: |rows| province::alone("storm", rows) },
];

/// The words of a bench, and the number of rows where one was named.
fn sized<'a>(command: &'a mut Command, words: &[&str], rows: Rows) -> &'a mut Command {
    // The store's bench takes its rows as an option of its own, which must not stand there without them.
    let words = if rows.is_none() && words == ["--rows"] { &[] } else { words };
    command.arg("--").args(words).args(rows.map(|rows| rows.to_string()))
}

/// Runs the benches, or one; `false` when a goal was missed.
///
/// # Errors
/// When a bench cannot be built or run.
pub(crate) fn bench(only: Option<&str>, rows: Rows) -> anyhow::Result<bool> {
    let chosen: Vec<&Bench> = BENCHES.iter().filter(|bench| only.is_none_or(|name| name == bench.name)).collect();
    ensure!(!chosen.is_empty(), "no bench is called {}", only.unwrap_or_default());
    setup::prepare(Need::Test)?;
    std::fs::create_dir_all(folder())?;
    let (mut table, mut broken) = (Vec::new(), Vec::new());
    for bench in chosen {
        println!("\n== {}", bench.name);
        match (bench.run)(rows) {
            Ok(figures) => {
                let text = serde_json::to_string_pretty(&figures)?;
                std::fs::write(folder().join(format!("{}.json", bench.name)), text)?;
                table.extend(figures);
            }
            // One bench that cannot run must not hide the figures of the others.
            Err(error) => broken.push(format!("{}: {error:#}", bench.name)),
        }
    }
    println!("\n{}", figure::table(&table));
    for line in &broken {
        println!("not measured: {line}");
    }
    Ok(broken.is_empty() && table.iter().all(|figure| figure.met() != Some(false)))
}

/// Where bench stores and results are kept between runs.
fn folder() -> PathBuf {
    root().join("target/bench")
}

/// The figures that a bench prints.
fn figures(command: &mut Command) -> anyhow::Result<Vec<Figure>> {
    let (succeeded, output) = shell::watched(command.env("MOTCUA_BENCH_DIR", folder()))?;
    ensure!(succeeded, "it failed");
    let figures = Figure::read(&output)?;
    ensure!(!figures.is_empty(), "it gave no figure");
    Ok(figures)
}

/// The last line of JSON that a program prints.
fn last_json(command: &mut Command) -> anyhow::Result<Value> {
    let (succeeded, output) = shell::watched(command)?;
    ensure!(succeeded, "it failed");
    let line = output.lines().map(str::trim).rfind(|line| line.starts_with('{')).context("it printed no JSON")?;
    Ok(serde_json::from_str(line)?)
}

/// An example of a crate, in release.
fn example(package: &str, example: &str) -> Command {
    cargo(&["run", "--release", "--locked", "--quiet", "-p", package, "--example", example])
}

/// The receipt against WeasyPrint, which gets an environment of its own.
fn receipt() -> anyhow::Result<Vec<Figure>> {
    let ours = last_json(&mut example("desk-forms", "bench_receipt"))?;
    let venv = folder().join("venv");
    let has_all = |python: &std::path::Path| {
        shell::output(command(python, &["-c", "import weasyprint, segno"]).stderr(std::process::Stdio::null())).is_ok()
    };
    if !has_all(&venv.join("bin/python")) {
        shell::run(command("python3", &["-m", "venv"]).arg(&venv))?;
        let packages = ["install", "--quiet", "--disable-pip-version-check", "weasyprint==70.0", "segno==1.6.6"];
        shell::run(&mut command(venv.join("bin/pip"), &packages))?;
    }
    let theirs = last_json(&mut command(venv.join("bin/python"), &["tests/bench/weasyprint_receipt.py"]))?;
    let number = |value: &Value, name: &str| value[name].as_f64().with_context(|| format!("no {name}"));
    let rival = format!("WeasyPrint {}", theirs["version"].as_str().unwrap_or_default());
    Ok(vec![
        Figure::times_faster(
            "receipt, two copies, PDF/A, warm, median",
            number(&ours, "warm_ms_median")?,
            (&rival, number(&theirs, "warm_ms_median")?),
            "ms",
            20.0,
        ),
        Figure::at_most("size of the receipt", number(&ours, "bytes")? / 1024.0, "KiB", 60.0),
    ])
}

/// Process start and memory against an empty Tauri window, both in release, both behind the same driver.
fn start(rows: Rows) -> anyhow::Result<Vec<Figure>> {
    build::page()?;
    shell::run(&mut cargo(&["build", "--release", "--locked", "-p", "mot-cua", "-p", "desk-cli"]))?;
    // The same target folder: same versions, same profile, so Tauri itself is not built twice.
    let mut build = cargo(&["build", "--release", "--locked", "--target-dir"]);
    build.arg(root().join("target")).current_dir(root().join("tests/bench/empty-window"));
    shell::run(&mut build)?;
    let mut bench = example("true-window", "bench_start");
    if let Some(rows) = rows {
        bench.env("MOTCUA_BENCH_ROWS", rows.to_string());
    }
    bench.env("MOTCUA_BENCH_DIR", folder());
    bench.env("MOTCUA_BIN_DIR", root().join("target/release"));
    bench.env("MOTCUA_EMPTY_WINDOW", root().join("target/release/empty-window"));
    figures(&mut on_a_screen_of_its_own(&bench))
}
