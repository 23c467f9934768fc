//! `cargo xtask bench`: one table of ratios, each measured in the same run against a floor or a rival.
//!
//! A bench is a program that prints one JSON object a line ([`Figure`]); other lines are shown and passed over. Bench
//! stores live in `target/bench` and are used again. Release builds throughout: these are figures, not tests.
mod figure;

use std::process::Command;

use anyhow::{Context, ensure};

use crate::build;
use crate::setup::{self, Need};
use crate::shell::{self, cargo, command, on_a_screen_of_its_own, root};
use figure::Figure;

/// A bench: its name, and how it runs.
struct Bench {
    name: &'static str,
    run: fn() -> anyhow::Result<Command>,
}

const BENCHES: &[Bench] = &[
    Bench { name: "store", run: || Ok(example("desk-store", "bench_store")) },
    Bench { name: "receipt", run: receipt },
    Bench { name: "start", run: start },
];

/// Runs the benches, or one; `false` when a goal was missed.
///
/// # Errors
/// When a bench cannot be built or run.
pub(crate) fn bench(only: Option<&str>) -> anyhow::Result<bool> {
    let chosen: Vec<&Bench> = BENCHES.iter().filter(|bench| only.is_none_or(|name| name == bench.name)).collect();
    ensure!(!chosen.is_empty(), "no bench is called {}", only.unwrap_or_default());
    setup::prepare(Need::Test)?;
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let mut table = Vec::new();
    for bench in chosen {
        println!("\n== {}", bench.name);
        let mut command = (bench.run)().with_context(|| format!("bench {}", bench.name))?;
        let (succeeded, output) = shell::watched(command.env("MOTCUA_BENCH_DIR", &folder))?;
        ensure!(succeeded, "bench {} failed", bench.name);
        let figures = Figure::read(&output)?;
        ensure!(!figures.is_empty(), "bench {} gave no figure", bench.name);
        std::fs::write(folder.join(format!("{}.json", bench.name)), serde_json::to_string_pretty(&figures)?)?;
        table.extend(figures);
    }
    println!("\n{}", figure::table(&table));
    Ok(table.iter().all(|figure| figure.met() != Some(false)))
}

/// An example of a crate, in release.
fn example(package: &str, example: &str) -> Command {
    cargo(&["run", "--release", "--locked", "--quiet", "-p", package, "--example", example])
}

/// The receipt against WeasyPrint, which gets an environment of its own.
fn receipt() -> anyhow::Result<Command> {
    let venv = root().join("target/bench/venv");
    if !venv.join("bin/weasyprint").exists() {
        shell::run(command("python3", &["-m", "venv"]).arg(&venv))?;
        let mut pip =
            command(venv.join("bin/pip"), &["install", "--quiet", "--disable-pip-version-check", "weasyprint==70.*"]);
        shell::run(&mut pip)?;
    }
    let mut bench = example("desk-forms", "bench_receipt");
    bench.env("MOTCUA_WEASYPRINT_PYTHON", venv.join("bin/python"));
    bench.env("MOTCUA_WEASYPRINT_SCRIPT", root().join("tests/bench/weasyprint_receipt.py"));
    Ok(bench)
}

/// Process start and memory against an empty Tauri window, both in release, both behind the same driver.
fn start() -> anyhow::Result<Command> {
    build::page()?;
    shell::run(&mut cargo(&["build", "--release", "--locked", "-p", "mot-cua", "-p", "desk-cli"]))?;
    // The same target folder: same versions, same profile, so Tauri itself is not built twice.
    let empty = root().join("tests/bench/empty-window");
    let mut build = cargo(&["build", "--release", "--locked", "--target-dir"]);
    build.arg(root().join("target")).current_dir(&empty);
    shell::run(&mut build)?;
    let mut bench = example("true-window", "bench_start");
    bench.env("MOTCUA_BIN_DIR", root().join("target/release"));
    bench.env("MOTCUA_EMPTY_WINDOW", root().join("target/release/empty-window"));
    Ok(on_a_screen_of_its_own(&bench))
}
