//! Running other programs: shown, watched, timed.
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// A command that starts in the root of the repository. Colours are off: outputs are read and kept.
pub(crate) fn command(program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root()).env("NO_COLOR", "1").env("FORCE_COLOR", "0").stdin(Stdio::null());
    command
}

/// The cargo that runs us.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments);
    // Set by the outer `cargo run` for xtask alone; a build under it that saw them would build what asks for them anew.
    for (name, _) in std::env::vars_os() {
        let own = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_"];
        if name.to_str().is_some_and(|name| own.iter().any(|own| name.starts_with(own))) {
            command.env_remove(name);
        }
    }
    command
}

/// npm in the folder of the page.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut command = command("npm", arguments);
    command.current_dir(root().join("ui")).env("npm_config_fund", "false").env("npm_config_audit", "false");
    command
}

/// Runs to the end with its output on ours.
///
/// # Errors
/// When it cannot start or fails.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = name(command);
    eprintln!("  $ {name}");
    let status = command.status().with_context(|| format!("cannot start {name}"))?;
    ensure!(status.success(), "{name}: {status}");
    Ok(())
}

/// Runs to the end and gives its standard output.
///
/// # Errors
/// When it cannot start or fails, with what it said.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = name(command);
    let output = command.output().with_context(|| format!("cannot start {name}"))?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs to the end, shows both its outputs as they come, and keeps them. The flag says whether it succeeded.
///
/// # Errors
/// When it cannot start.
pub(crate) fn watched(command: &mut Command) -> anyhow::Result<(bool, String)> {
    let name = name(command);
    eprintln!("  $ {name}");
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let errors = child.stderr.take().map(|pipe| std::thread::spawn(move || show(pipe)));
    let mut kept = child.stdout.take().map(show).unwrap_or_default();
    if let Some(thread) = errors {
        kept += &thread.join().unwrap_or_default();
    }
    Ok((child.wait()?.success(), kept))
}

fn show(pipe: impl Read) -> String {
    let mut kept = String::new();
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        kept += &text;
        line.clear();
    }
    kept
}

/// A command's name and arguments in one line, long ones cut.
fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 160 { line } else { line.chars().take(157).collect::<String>() + "..." }
}

/// Whether a program of this name is on the path or among the system's own.
pub(crate) fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let system = ["/usr/sbin", "/usr/bin"].map(PathBuf::from);
    std::env::split_paths(&path).chain(system).any(|folder| folder.join(program).is_file())
}

/// The same command inside a session bus and a virtual screen of its own.
pub(crate) fn on_a_screen_of_its_own(inner: &Command) -> Command {
    let mut outer = command("dbus-run-session", &["--", "xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]);
    outer.arg(inner.get_program()).args(inner.get_args());
    if let Some(folder) = inner.get_current_dir() {
        outer.current_dir(folder);
    }
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer
}
