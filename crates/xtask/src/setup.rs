//! What the system must have: looked for first, installed where we can, named in one line where we cannot.
use std::process::Command;

use anyhow::{Context, bail, ensure};

use crate::shell::{self, command, is_there};

/// Packages of Debian 12 to build the window and the store.
const TO_BUILD: &[&str] = &[
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libssl-dev",
    "libdbus-1-dev",
];

/// Packages for the tests, and for `run` where there is no screen.
const TO_TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "dbus-x11",
    "dbus",
    "at-spi2-core",
    "webkit2gtk-driver",
    "chromium",
    "cups",
    "cups-client",
    "cups-filters",
    "poppler-utils",
    "qpdf",
    "python3",
    "python3-openpyxl",
    "postgresql-15",
];

/// The same things as programs and pkg-config names, for systems whose packages we do not know.
const PROGRAMS_TO_BUILD: &[&str] = &["pkg-config"];
const LIBRARIES: &[&str] = &["webkit2gtk-4.1", "ayatana-appindicator3-0.1", "librsvg-2.0", "openssl", "dbus-1"];
const PROGRAMS_TO_TEST: &[&str] = &[
    "Xvfb",
    "xvfb-run",
    "dbus-run-session",
    "WebKitWebDriver",
    "chromium",
    "cupsd",
    "lpadmin",
    "lp",
    "pdftotext",
    "qpdf",
    "python3",
    "initdb",
    "pg_ctl",
];

/// The driver in front of WebKitWebDriver. Pinned: 3.0 is a preview.
const TAURI_DRIVER: &str = "tauri-driver@2.1.0";

/// How much of the set-up a chore needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// To build and open the desk.
    Build,
    /// To test it as well.
    Test,
}

/// Brings the system to what `need` asks for. Quick when all of it is there.
///
/// # Errors
/// When something is missing that cannot be installed from here: one line that names it.
pub(crate) fn prepare(need: Need) -> anyhow::Result<()> {
    node()?;
    system(need)?;
    page_packages()?;
    if need == Need::Test {
        tauri_driver()?;
    }
    Ok(())
}

/// Brings what the page is built with, and nothing of the system's libraries.
///
/// # Errors
/// When Node is missing, or the page's packages cannot be installed.
pub(crate) fn for_page() -> anyhow::Result<()> {
    node()?;
    page_packages()
}

fn node() -> anyhow::Result<()> {
    let version = shell::output(&mut command("node", &["--version"])).unwrap_or_default();
    let major: u32 = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default().parse().unwrap_or(0);
    ensure!(major >= 20 && is_there("npm"), "missing: Node 20 or newer with npm (found: {})", found(&version));
    ensure!(is_there("cc") || is_there("gcc"), "missing: a C compiler (cc)");
    Ok(())
}

fn found(version: &str) -> &str {
    if version.trim().is_empty() { "none" } else { version.trim() }
}

fn system(need: Need) -> anyhow::Result<()> {
    if cfg!(target_os = "linux") && is_there("dpkg-query") && is_there("apt-get") {
        return debian(need);
    }
    let mut missing: Vec<&str> = PROGRAMS_TO_BUILD.iter().copied().filter(|program| !is_there(program)).collect();
    let has =
        |library: &str| command("pkg-config", &["--exists", library]).status().is_ok_and(|status| status.success());
    missing.extend(LIBRARIES.iter().copied().filter(|library| !has(library)));
    if need == Need::Test {
        missing.extend(PROGRAMS_TO_TEST.iter().copied().filter(|program| !is_there(program)));
    }
    ensure!(missing.is_empty(), "missing: {} (this step installs by itself on Debian 12 only)", missing.join(", "));
    Ok(())
}

fn debian(need: Need) -> anyhow::Result<()> {
    let tests: &[&str] = if need == Need::Test { TO_TEST } else { &[] };
    packages(&TO_BUILD.iter().chain(tests).copied().collect::<Vec<_>>())
}

/// Installs Debian packages that are not there.
///
/// # Errors
/// When apt cannot install them: the names that are still missing.
pub(crate) fn packages(wanted: &[&str]) -> anyhow::Result<()> {
    let missing = not_installed(wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("installing with apt: {}", missing.join(" "));
    let mut install = vec!["apt-get", "install", "-y", "--no-install-recommends"];
    install.extend(&missing);
    // The lists of a fresh machine may be empty or old: only then are they fetched.
    if shell::run(&mut as_root(&install)?).is_err() {
        shell::run(&mut as_root(&["apt-get", "update"])?)?;
        shell::run(&mut as_root(&install)?)?;
    }
    let still = not_installed(wanted)?;
    ensure!(still.is_empty(), "missing: {}", still.join(", "));
    Ok(())
}

fn not_installed<'a>(wanted: &[&'a str]) -> anyhow::Result<Vec<&'a str>> {
    // dpkg-query fails as soon as one name is unknown to it, and still lists the others.
    let output = command("dpkg-query", &["-W", "-f", "${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .context("cannot start dpkg-query")?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let installed = |name: &str| listed.lines().any(|line| line == format!("{name} installed"));
    Ok(wanted.iter().copied().filter(|name| !installed(name)).collect())
}

fn as_root(words: &[&str]) -> anyhow::Result<Command> {
    let is_root = shell::output(&mut command("id", &["-u"]))?.trim() == "0";
    let mut words = words.to_vec();
    if !is_root {
        if !is_there("sudo") {
            bail!("missing system packages, and neither root nor sudo: run as root: {}", words.join(" "));
        }
        words.insert(0, "sudo");
    }
    let (program, rest) = words.split_first().context("no command")?;
    let mut command = command(program, rest);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    if !is_root {
        command.stdin(std::process::Stdio::inherit());
    }
    Ok(command)
}

/// The page's packages, exactly those of its lock file; again only when that file changed.
fn page_packages() -> anyhow::Result<()> {
    let ui = shell::root().join("ui");
    let changed = |path: &str| std::fs::metadata(ui.join(path)).and_then(|data| data.modified()).ok();
    let (wanted, installed) = (changed("package-lock.json"), changed("node_modules/.package-lock.json"));
    ensure!(wanted.is_some(), "ui/package-lock.json is missing");
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    shell::run(&mut shell::npm(&["ci", "--no-fund", "--no-audit"]))
}

fn tauri_driver() -> anyhow::Result<()> {
    let tools = shell::root().join("target/tools");
    if tools.join("bin/tauri-driver").exists() {
        return Ok(());
    }
    let mut install = shell::cargo(&["install", "--locked", "--debug", "--quiet", TAURI_DRIVER, "--root"]);
    install.arg(&tools).arg("--target-dir").arg(tools.join("build"));
    shell::run(&mut install)?;
    // The program is kept, what it was made of is not needed again.
    std::fs::remove_dir_all(tools.join("build")).context("cannot tidy target/tools")
}
