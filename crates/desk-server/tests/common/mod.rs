//! A real server process and desks that speak to it over loopback.
#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test program uses its part")]

pub mod cluster;
pub mod desk;
pub mod look_up;
pub mod matrix;
pub mod published;
pub mod stories;

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use desk_sync::HistoryId;
use serde_json::Value;
use tempfile::TempDir;

/// Two offices of 2024: a commune, and a district older than the data.
pub const OFFICE: &str = "05164@2020-01-01";
pub const OTHER_OFFICE: &str = "155@";

/// The database behind a server.
#[derive(Clone)]
pub enum Backing {
    Sqlite,
    Postgres(String),
}

/// A province: its folder and, while it runs, its process.
pub struct Province {
    pub folder: TempDir,
    pub backing: Backing,
    pub demo: bool,
    pub more: Vec<String>,
    process: Option<Child>,
    /// Its number, to kill it while others use this province.
    number: u32,
    pub url: String,
    pub hello: Value,
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_desk-server"));
    command.env("MOTCUA_LOG", "warn");
    command
}

impl Province {
    /// Starts a demo province.
    pub fn start(backing: Backing) -> Self {
        Self::start_with(backing, true, &[])
    }

    pub fn start_with(backing: Backing, demo: bool, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let more = more.iter().map(|&word| word.to_owned()).collect();
        let mut province =
            Province { folder, backing, demo, more, process: None, number: 0, url: String::new(), hello: Value::Null };
        province.rise();
        province
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn with_place<'a>(&self, command: &'a mut Command, data: &Path) -> &'a mut Command {
        command.arg("--data").arg(data).arg("--json");
        if let Backing::Postgres(url) = &self.backing {
            command.arg("--postgres").arg(url);
        }
        command
    }

    /// Starts the process again on the same record.
    pub fn rise(&mut self) {
        let mut command = program();
        command.arg("serve");
        self.with_place(&mut command, &self.data());
        command.args(["--listen", "127.0.0.1:0"]).args(&self.more);
        if self.demo {
            command.arg("--demo");
        }
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.hello = serde_json::from_str(&line).unwrap_or_else(|_| panic!("the server does not start: {line}"));
        let listening = self.hello["listening"].as_str();
        self.url = listening.unwrap_or_else(|| panic!("the server does not start: {line}")).to_owned();
        self.number = process.id();
        self.process = Some(process);
    }

    /// The process ends at once, with whatever it was doing.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// The same while somebody else is speaking to it.
    pub fn kill_now(&self) {
        let number = self.number.to_string();
        let mut kill = if cfg!(windows) { Command::new("taskkill") } else { Command::new("kill") };
        let words: &[&str] = if cfg!(windows) { &["/F", "/PID", &number] } else { &["-9", &number] };
        let killed = kill.args(words).stdout(Stdio::null()).status().unwrap();
        assert!(killed.success());
    }

    /// Asks the process to end; gives whether it ended well.
    pub fn stop(&mut self) -> bool {
        let mut process = self.process.take().expect("it runs");
        let asked = Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap();
        assert!(asked.success());
        process.wait().unwrap().success()
    }

    pub fn history(&self) -> HistoryId {
        self.hello["history"].as_str().unwrap().parse().unwrap()
    }

    pub fn public(&self) -> [u8; 32] {
        hex::decode(self.hello["province"].as_str().unwrap()).unwrap().try_into().unwrap()
    }

    /// A chore on the record, beside the running server or without one. Gives whether it succeeded and what it said.
    pub fn chore(&self, verb: &str, words: &[&str]) -> (bool, Value) {
        self.chore_in(&self.data(), verb, words)
    }

    pub fn chore_in(&self, data: &Path, verb: &str, words: &[&str]) -> (bool, Value) {
        let mut command = program();
        command.arg(verb);
        self.with_place(&mut command, data);
        let output = command.args(words).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let value = serde_json::from_str(&said);
        (
            output.status.success(),
            value.unwrap_or_else(|_| panic!("{verb} {words:?}: {said} {}", String::from_utf8_lossy(&output.stderr))),
        )
    }

    /// An enrolment code.
    pub fn code(&self, unit: &str, counter: u8) -> String {
        let (done, said) = self.chore("code", &["--unit", unit, "--counter", &counter.to_string()]);
        assert!(done, "{said}");
        said["code"].as_str().unwrap().to_owned()
    }
}

impl Drop for Province {
    fn drop(&mut self) {
        self.kill();
    }
}
