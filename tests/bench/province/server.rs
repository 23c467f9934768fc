//! The real server program, on a scratch folder and a port of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::{Res, folder};

pub(crate) struct Server {
    pub(crate) data: PathBuf,
    pub(crate) address: String,
    process: Child,
}

fn program() -> Res<PathBuf> {
    let own = std::env::current_exe()?;
    let profile = own.parent().and_then(Path::parent).ok_or("an example lies in <target>/<profile>/examples")?;
    Ok(profile.join("desk-server"))
}

pub(crate) fn fresh(name: &str) -> Res<PathBuf> {
    let place = folder().join("province").join(name);
    drop(fs::remove_dir_all(&place));
    fs::create_dir_all(&place)?;
    Ok(place)
}

impl Server {
    pub(crate) fn start(name: &str) -> Res<Self> {
        Server::on(fresh(name)?.join("data"))
    }

    /// On a record that is there, or a new one.
    pub(crate) fn on(data: PathBuf) -> Res<Self> {
        let mut process = Command::new(program()?)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(&data)
            .env("MOTCUA_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("a pipe")?).read_line(&mut line)?;
        let said: Value = serde_json::from_str(&line)?;
        let address = said["listening"].as_str().ok_or("it does not listen")?.to_owned();
        Ok(Server { data, address, process })
    }

    pub(crate) fn chore(&self, words: &[&str]) -> Res<Value> {
        let output = Command::new(program()?).args(words).arg("--json").arg("--data").arg(&self.data).output()?;
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    pub(crate) fn code(&self, counter: u8) -> Res<String> {
        let words = ["code", "--unit", "05164@2020-01-01", "--counter", &counter.to_string()];
        Ok(self.chore(&words)?["code"].as_str().ok_or("no code")?.to_owned())
    }

    /// Entries in custody, after all of them were checked.
    pub(crate) fn entries(&self) -> Res<u64> {
        let verdict = self.chore(&["verify"])?;
        if verdict["ok"] != true {
            return Err(format!("the record does not hold: {verdict}").into());
        }
        verdict["entries"].as_u64().ok_or_else(|| "no count".into())
    }

    /// Most memory that the process ever held, MiB.
    pub(crate) fn memory_mib(&self) -> Res<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
