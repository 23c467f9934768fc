//! `cargo xtask dist --windows`: a setup for one Windows account, packed by Debian's makensis; and its story under wine.
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use super::TARGET;
use super::toolchain::{Toolchain, target_folder};
use crate::shell::{self, command, root};
use crate::tally::Tally;
use crate::{build, setup};

/// The size that the setup may have, without WebView2.
const MOST_BYTES: u64 = 15 * 1024 * 1024;

/// Builds the release programs for Windows and packs them; gives the setup's path.
///
/// # Errors
/// When the toolchain cannot be had, something does not build, or the setup is larger than an office line likes.
pub(crate) fn dist() -> anyhow::Result<PathBuf> {
    let toolchain = Toolchain::ready()?;
    setup::for_page()?;
    build::page()?;
    shell::run(&mut toolchain.cargo(&["build", "--release", "--locked", "-p", "mot-cua", "-p", "desk-cli"]))?;
    let version = env!("CARGO_PKG_VERSION");
    let out = root().join(format!("target/dist/mot-cua-{version}-setup.exe"));
    pack(&target_folder().join(TARGET).join("release"), version, &out)?;
    let size = out.metadata()?.len();
    println!("{} ({size} bytes; cross-built, tried under wine only)", out.display());
    ensure!(size <= MOST_BYTES, "the setup has {size} bytes, more than {MOST_BYTES}");
    Ok(out)
}

/// Packs the programs of a folder as a setup of a version.
fn pack(programs: &Path, version: &str, out: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(out.parent().context("a folder")?)?;
    let define = |name: &str, value: &Path| format!("-D{name}={}", value.display());
    let mut makensis = command("makensis", &["-V2", "-INPUTCHARSET", "UTF8"]);
    makensis
        .arg(format!("-DVERSION={version}"))
        .arg(define("PROGRAMS", programs))
        .arg(define("ICON", &root().join("assets/icons/mot-cua.ico")))
        .arg(define("LICENCE", &root().join("LICENSE")))
        .arg(define("OUT", out))
        .arg(root().join("src-tauri/windows/installer.nsi"));
    shell::run(&mut makensis)
}

/// The password of the made-up people of the story.
const PASSWORD: &str = "mot-cua-ban-thu";

/// The setup's story under wine, with the programs of the tests: installed without a window, a day begun in folders with
/// Vietnamese names, updated, an older setup refused, removed, the record untouched.
///
/// # Errors
/// When a step does not start; a step that goes wrong is a failure in the tally.
pub(super) fn story(toolchain: &Toolchain) -> anyhow::Result<Tally> {
    println!("\n== the setup (wine)");
    let scratch = root().join("target/dist/windows-story");
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch)?;
    }
    let told = Story { toolchain, scratch }.tell();
    let mut tally = Tally::default();
    match told {
        Ok(()) => tally.passed += 1,
        Err(error) => {
            println!("FAILED: {error:#}");
            tally.failed += 1;
        }
    }
    Ok(tally)
}

struct Story<'a> {
    toolchain: &'a Toolchain,
    scratch: PathBuf,
}

impl Story<'_> {
    fn tell(&self) -> anyhow::Result<()> {
        let programs = target_folder().join(TARGET).join("debug");
        let setups = ["0.0.9", "0.1.0"].map(|version| self.scratch.join(format!("setup-{version}.exe")));
        for (setup, version) in setups.iter().zip(["0.0.9", "0.1.0"]) {
            pack(&programs, version, setup)?;
        }
        let [older, newer] = &setups;
        // Without a space: wine quotes such a word, and NSIS wants its folder unquoted.
        let place = self.scratch.join("Chương-trình");
        let store = self.scratch.join("Bộ phận Một cửa xã Tử Nê");
        let cli = place.join("desk-cli.exe");

        self.setup(older, &place, 0)?;
        for program in ["mot-cua.exe", "desk-cli.exe", "WebView2Loader.dll", "uninstall.exe"] {
            ensure!(place.join(program).exists(), "{program} was not installed");
        }
        self.ask(&cli, &store, &["init", "--demo", "2024"])?;
        self.ask(&cli, &store, &["demo", "--dossiers", "20", "--seed", "1"])?;
        let before = self.ask(&cli, &store, &["digest"])?;

        self.setup(newer, &place, 0)?;
        ensure!(self.ask(&cli, &store, &["digest"])? == before, "an update changed the record");
        self.setup(older, &place, 3).context("an older setup over a newer program")?;
        let verdict = self.ask(&cli, &store, &["verify"])?;
        println!("{}", verdict.trim());

        // `_?=` keeps the remover in its place, so that it is waited for; it cannot remove itself then.
        let mut remove = self.toolchain.wine(place.join("uninstall.exe"));
        remove.arg("/S").arg(format!("_?=Z:{}", place.display()).replace('/', "\\"));
        shell::run(&mut remove)?;
        ensure!(!cli.exists() && !place.join("mot-cua.exe").exists(), "the programs are still there");
        ensure!(store.join("motcua.db").exists() && store.join("keys").exists(), "the record is gone");
        // The same program from where it was built reads it: nothing was lost.
        ensure!(self.ask(&programs.join("desk-cli.exe"), &store, &["digest"])? == before, "the record changed");
        Ok(())
    }

    /// Runs a setup without a window and holds its exit code.
    fn setup(&self, setup: &Path, place: &Path, code: i32) -> anyhow::Result<()> {
        let mut run = self.toolchain.wine(setup);
        // The folder goes last and without quotes: so NSIS wants it.
        run.arg("/S").arg(format!("/D=Z:{}", place.display()).replace('/', "\\"));
        let status = run.status().context("the setup does not start")?;
        ensure!(status.code() == Some(code), "{}: {status}, not {code}", setup.display());
        Ok(())
    }

    fn ask(&self, cli: &Path, store: &Path, words: &[&str]) -> anyhow::Result<String> {
        let mut ask: Command = self.toolchain.wine(cli);
        ask.args(words).arg("--store").arg(store).arg("--json").env("MOTCUA_PASSWORD", PASSWORD);
        shell::output(&mut ask)
    }
}
