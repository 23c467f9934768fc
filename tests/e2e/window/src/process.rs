//! Children that are ended by their ids, with everything they started.
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;

/// A child process that does not outlive its owner.
pub(crate) struct Owned(Child);

impl Owned {
    pub(crate) fn spawn(command: &mut Command) -> anyhow::Result<Owned> {
        let name = command.get_program().to_string_lossy().into_owned();
        Ok(Owned(command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start {name}"))?))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Whether it has ended by itself.
    pub(crate) fn ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // The family is listed first: orphans lose their parent's id. The program under test ends with its driver.
        let family = descendants(self.0.id());
        signal(self.0.id(), "TERM");
        for id in &family {
            signal(*id, "TERM");
        }
        let gone = wait_until(Duration::from_secs(3), || self.ended() && family.iter().all(|id| !is_alive(*id)));
        if !gone {
            for id in &family {
                signal(*id, "KILL");
            }
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Polls `done` until it holds or `limit` has passed; says whether it held.
pub(crate) fn wait_until(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if done() {
            return true;
        }
        if start.elapsed() > limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Sends a signal to one process by its id.
pub(crate) fn signal(id: u32, name: &str) {
    let _ = Command::new("kill").arg(format!("-{name}")).arg(id.to_string()).stderr(Stdio::null()).status();
}

pub(crate) fn is_alive(id: u32) -> bool {
    // A zombie has ended; only its parent has not looked yet.
    std::fs::read_to_string(format!("/proc/{id}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
}

/// The ids of all processes below `id`, nearest first.
pub(crate) fn descendants(id: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let mut open = vec![id];
    while let Some(parent) = open.pop() {
        let Ok(threads) = std::fs::read_dir(format!("/proc/{parent}/task")) else { continue };
        for thread in threads.flatten() {
            let children = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            for child in children.split_whitespace().filter_map(|word| word.parse().ok()) {
                found.push(child);
                open.push(child);
            }
        }
    }
    found
}

/// The program file that a process runs.
pub(crate) fn runs(id: u32, program: &Path) -> bool {
    std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program)
}

/// When a process started, by the machine's clock, to a hundredth of a second.
pub(crate) fn started(id: u32) -> anyhow::Result<SystemTime> {
    // proc(5): the 22nd field counts ticks (100 a second on Linux) since boot; fields are counted from behind the name.
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after_name.split_whitespace().nth(19).context("a start time")?.parse()?;
    let uptime = std::fs::read_to_string("/proc/uptime")?;
    let uptime: f64 = uptime.split_whitespace().next().context("an uptime")?.parse()?;
    let booted = SystemTime::now() - Duration::from_secs_f64(uptime);
    Ok(booted + Duration::from_millis(ticks * 10))
}

/// A process's share of memory (PSS) in KiB.
pub(crate) fn memory_kib(id: u32) -> anyhow::Result<u64> {
    let sums = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?;
    let line = sums.lines().find_map(|line| line.strip_prefix("Pss:")).context("no PSS")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

/// A port of this machine that nobody listens on right now.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
