//! `cargo xtask test --windows`: every room compiled for Windows, its tests run under wine.
//!
//! Built in one go and started one by one, so that asking for one room builds nothing a second time. The window itself is
//! linked and its commands run, but no window opens: wine has no WebView2.
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, ensure};
use serde_json::Value;

use super::toolchain::{Toolchain, target_folder};
use super::{TARGET, dist};
use crate::shell::{self, cargo, root};
use crate::tally::Tally;
use crate::{build, setup};

/// Not for Windows: the chores, and the stories that drive WebKitGTK.
const LEFT_OUT: &[&str] = &["xtask", "true-window"];

/// The name of the setup's story among the rooms.
const SETUP: &str = "setup";

/// The name of the printing story.
const PAPER: &str = "paper";

/// A program of tests.
struct Program {
    room: String,
    name: String,
    folder: PathBuf,
    executable: PathBuf,
}

/// Builds for Windows and runs the tests under wine; `only` runs those of one room. `false` when one failed.
///
/// # Errors
/// When the toolchain cannot be had, something does not build, or no room is called so.
pub(crate) fn test(only: Option<&str>) -> anyhow::Result<bool> {
    let start = Instant::now();
    let toolchain = Toolchain::ready()?;
    setup::for_page()?;
    build::page()?;
    let programs = programs(&toolchain)?;
    let built = start.elapsed();
    let chosen: Vec<&Program> = programs.iter().filter(|one| only.is_none_or(|only| one.room == only)).collect();
    let with_setup = only.is_none_or(|only| only == SETUP);
    ensure!(
        with_setup || only == Some(PAPER) || !chosen.is_empty(),
        "no room with tests is called {}",
        only.unwrap_or_default()
    );
    toolchain.awake();
    let mut rooms: Vec<(&str, Tally)> = Vec::new();
    for program in chosen {
        println!("\n== {} {} (wine)", program.room, program.name);
        let tally = run(&toolchain, program)?;
        match rooms.iter_mut().find(|(room, _)| *room == program.room) {
            Some((_, all)) => *all += tally,
            None => rooms.push((&program.room, tally)),
        }
    }
    if only.is_none_or(|only| only == PAPER) {
        rooms.push((PAPER, paper(&toolchain, &programs)?));
    }
    if with_setup {
        rooms.push((SETUP, dist::story(&toolchain)?));
    }
    toolchain.quiet();
    let mut all = Tally::default();
    println!("\nunder wine; no window, nothing of this was seen on a real Windows");
    for (room, tally) in rooms {
        println!("{room:<16} {:>6} passed {:>4} failed", tally.passed, tally.failed);
        all += tally;
    }
    println!(
        "\n{} passed, {} failed; built in {} s, {} s in all",
        all.passed,
        all.failed,
        built.as_secs(),
        start.elapsed().as_secs()
    );
    Ok(all.failed == 0 && all.passed > 0)
}

/// The Windows programs at a real print server: a story of the machine's own side, which starts them under wine.
fn paper(toolchain: &Toolchain, programs: &[Program]) -> anyhow::Result<Tally> {
    println!("\n== paper (wine, CUPS)");
    let test = programs.iter().find(|one| one.name == "test windows_printing").context("no test of printing")?;
    setup::prepare(setup::Need::Test)?;
    let words = ["test", "-p", "true-window", "--locked", "--test", "wine", "--", "--ignored"];
    let mut story = cargo(&words);
    story
        .env("MOTCUA_WINE", toolchain.folder().join("wine-run"))
        .env("MOTCUA_BIN_DIR", target_folder().join(TARGET).join("debug"))
        .env("MOTCUA_PRINTING_TEST", &test.executable);
    let (succeeded, output) = shell::watched(&mut story)?;
    let tally = Tally::read(&output);
    Ok(if succeeded { tally } else { Tally { failed: tally.failed.max(1), ..tally } })
}

fn run(toolchain: &Toolchain, program: &Program) -> anyhow::Result<Tally> {
    let programs = target_folder().join(TARGET).join("debug");
    let mut tests = toolchain.wine(&program.executable);
    tests
        .current_dir(&program.folder)
        .env("CARGO_MANIFEST_DIR", &program.folder)
        // Where the build laid the loader of WebView2, which the window's program asks for.
        .env("WINDOWS_LIBRARIES", &programs)
        // Stories across crates start the programs that were built with them.
        .env("MOTCUA_BIN_DIR", &programs);
    let (succeeded, output) = shell::watched(&mut tests)?;
    let mut tally = Tally::read(&output);
    // A program that fell over before it could count is one failure, never silence.
    if !succeeded && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Builds every room with its tests, and the programs.
fn programs(toolchain: &Toolchain) -> anyhow::Result<Vec<Program>> {
    let mut words = vec!["build", "--workspace", "--locked", "--keep-going", "--lib", "--bins", "--tests"];
    for room in LEFT_OUT {
        words.extend(["--exclude", room]);
    }
    words.push("--message-format=json-render-diagnostics");
    let mut build = toolchain.cargo(&words);
    eprintln!("  $ cargo {} (for {TARGET})", words.join(" "));
    let output = build.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    ensure!(output.status.success(), "the build for Windows: {}", output.status);
    let mut programs: Vec<Program> = String::from_utf8_lossy(&output.stdout).lines().filter_map(read).collect();
    programs.sort_by(|one, other| (&one.room, &one.name).cmp(&(&other.room, &other.name)));
    Ok(programs)
}

/// A program of tests, where the line of cargo's account names one.
fn read(line: &str) -> Option<Program> {
    let told: Value = serde_json::from_str(line).ok()?;
    let executable = told["executable"].as_str().filter(|_| told["profile"]["test"] == true)?;
    let manifest = PathBuf::from(told["manifest_path"].as_str()?);
    let folder = manifest.parent()?.to_path_buf();
    let target = &told["target"];
    // The room is the folder under crates/; the window's and the stories' lie beside it.
    let room = folder.strip_prefix(root()).ok()?.file_name()?.to_string_lossy().into_owned();
    let name = format!("{} {}", target["kind"][0].as_str()?, target["name"].as_str()?);
    Some(Program { room, name, folder: folder.clone(), executable: PathBuf::from(executable) })
}

#[cfg(test)]
mod check {
    use super::*;

    #[test]
    fn cargo_s_account_names_the_programs_of_tests_and_nothing_else() {
        let at = |path: &str| root().join(path).display().to_string();
        let line = |test: bool, executable: &str| {
            serde_json::json!({
                "reason": "compiler-artifact", "manifest_path": at("crates/desk-log/Cargo.toml"),
                "target": {"kind": ["test"], "name": "golden"}, "profile": {"test": test}, "executable": executable,
            })
            .to_string()
        };
        let program = read(&line(true, "/t/golden.exe")).expect("a program of tests");
        assert_eq!((program.room.as_str(), program.name.as_str()), ("desk-log", "test golden"));
        assert_eq!(program.folder, root().join("crates/desk-log"));
        assert!(read(&line(false, "/t/desk-cli.exe")).is_none(), "a program is no test");
        assert!(read(r#"{"reason":"build-finished","success":true}"#).is_none());
        assert!(read("warning: words").is_none());
    }
}
