//! One desk under test: scratch folders, the two drivers, the program and its window.
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use tempfile::TempDir;

use crate::process::{self, Owned};
use crate::webdriver::Window;
use crate::{cups::Cups, programs, root};

/// What a desk is opened on. The default is a person's first start: nothing there yet, no printer.
#[derive(Default)]
pub struct DeskOptions<'a> {
    /// A data folder made before (by desk-cli); none means an empty scratch folder.
    pub data: Option<PathBuf>,
    /// The print server whose queues the desk sees.
    pub cups: Option<&'a Cups>,
    /// Another program in the desk's place, for comparison.
    pub program: Option<PathBuf>,
    /// Further environment of the program.
    pub env: Vec<(String, String)>,
}

/// A running desk. Behaves as its [`Window`]; ends program and drivers by their ids when dropped.
pub struct Desk {
    window: Window,
    drivers: Owned,
    environment: Vec<(String, String)>,
    program: PathBuf,
    data: PathBuf,
    _scratch: TempDir,
}

impl Deref for Desk {
    type Target = Window;

    fn deref(&self) -> &Window {
        &self.window
    }
}

impl Desk {
    /// Opens a desk's window and waits for its page.
    ///
    /// # Errors
    /// When a tool is missing or the window does not open.
    pub fn open(options: &DeskOptions<'_>) -> anyhow::Result<Desk> {
        let scratch = TempDir::with_prefix("motcua-desk-")?;
        let data = options.data.clone().unwrap_or_else(|| scratch.path().join("data"));
        let mut environment = environment(scratch.path(), &data);
        // Without one of its own the desk must not find the machine's printers.
        let server = options.cups.map_or_else(|| "127.0.0.1:1".to_owned(), Cups::server);
        environment.push(("CUPS_SERVER".to_owned(), server));
        environment.extend(options.env.iter().cloned());
        let program = options.program.clone().unwrap_or_else(program);
        let (drivers, window) = start(&program, &environment)?;
        Ok(Desk { window, drivers, environment, program, data, _scratch: scratch })
    }

    /// The desk's data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The program's process id, as long as it runs.
    #[must_use]
    pub fn program_id(&self) -> Option<u32> {
        process::descendants(self.drivers.id()).into_iter().find(|id| process::runs(*id, &self.program))
    }

    /// When the program started, by the machine's clock.
    ///
    /// # Errors
    /// When it does not run.
    pub fn started(&self) -> anyhow::Result<std::time::SystemTime> {
        process::started(self.program_id().context("the program does not run")?)
    }

    /// Memory of the program and all processes below it, in KiB: shared pages count by their share (PSS).
    ///
    /// # Errors
    /// When it does not run, or the system hides the figures.
    pub fn memory_kib(&self) -> anyhow::Result<u64> {
        let id = self.program_id().context("the program does not run")?;
        let family = std::iter::once(id).chain(process::descendants(id));
        family.map(process::memory_kib).sum()
    }

    /// Kills the program as a power cut would, without a chance to save anything.
    ///
    /// # Errors
    /// When it does not run, or does not die.
    pub fn kill(&self) -> anyhow::Result<()> {
        let id = self.program_id().context("the program does not run")?;
        process::signal(id, "KILL");
        ensure!(process::wait_until(Duration::from_secs(5), || !process::is_alive(id)), "the program does not die");
        Ok(())
    }

    /// Starts the program again on the same folders, after it was closed or killed.
    ///
    /// # Errors
    /// When the window does not open.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        self.window.close();
        (self.drivers, self.window) = start(&self.program, &self.environment)?;
        Ok(())
    }

    /// Starts a second program on the same folders and gives its exit code once it has ended.
    ///
    /// # Errors
    /// When it does not end by itself within a few seconds.
    pub fn second_start(&self) -> anyhow::Result<Option<i32>> {
        let mut second = Command::new(&self.program)
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::null())
            .spawn()
            .context("cannot start the program")?;
        let mut status = None;
        process::wait_until(Duration::from_secs(10), || {
            status = second.try_wait().ok().flatten();
            status.is_some()
        });
        if status.is_none() {
            second.kill()?;
            second.wait()?;
        }
        Ok(status.context("the second program stayed")?.code())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current().name().unwrap_or("story").replace("::", "-");
            if let Ok(path) = self.window.picture(&format!("failed-{name}")) {
                eprintln!("the window as the story failed: {}", path.display());
            }
        }
        self.window.close();
    }
}

/// The window's program.
#[must_use]
pub fn program() -> PathBuf {
    programs().join("mot-cua")
}

/// Runs desk-cli and gives the JSON it prints.
///
/// # Errors
/// When it fails, with the error it printed.
pub fn cli(arguments: &[&str], environment: &[(&str, &str)]) -> anyhow::Result<serde_json::Value> {
    let output = Command::new(programs().join("desk-cli"))
        .args(arguments)
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .context("cannot start desk-cli")?;
    ensure!(
        output.status.success(),
        "desk-cli {}: {}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).context("desk-cli printed no JSON")
}

fn start(program: &Path, environment: &[(String, String)]) -> anyhow::Result<(Owned, Window)> {
    ensure!(
        std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty()),
        "the true window needs a display; `cargo xtask test --only window` brings one"
    );
    let (port, native_port) = (process::free_port()?, process::free_port()?);
    let mut command = Command::new(driver());
    command.args(["--port", &port.to_string(), "--native-port", &native_port.to_string()]);
    command.args(["--native-driver", "/usr/bin/WebKitWebDriver"]);
    command.envs(environment.iter().cloned()).stdout(Stdio::null());
    let mut drivers = Owned::spawn(&mut command)?;
    let listening = || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
    let up = process::wait_until(Duration::from_secs(10), || listening() || drivers.ended());
    ensure!(up && !drivers.ended(), "tauri-driver did not come up");
    let native = || std::net::TcpStream::connect(("127.0.0.1", native_port)).is_ok();
    ensure!(process::wait_until(Duration::from_secs(10), native), "WebKitWebDriver did not come up");
    let window = Window::open(port, program)?;
    Ok((drivers, window))
}

/// tauri-driver as xtask installs it, or the one on the path.
fn driver() -> PathBuf {
    let own = root().join("target/tools/bin/tauri-driver");
    if own.exists() { own } else { PathBuf::from("tauri-driver") }
}

fn environment(scratch: &Path, data: &Path) -> Vec<(String, String)> {
    let folder = |name: &str| scratch.join(name).display().to_string();
    [
        ("HOME", folder("home")),
        ("XDG_STATE_HOME", folder("state")),
        ("XDG_DATA_HOME", folder("share")),
        ("XDG_CACHE_HOME", folder("cache")),
        ("XDG_CONFIG_HOME", folder("config")),
        ("MOTCUA_DATA", data.display().to_string()),
        ("NO_AT_BRIDGE", "1".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
