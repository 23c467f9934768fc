//! A PostgreSQL cluster that a test may kill. `cargo xtask test` says where the programs are and who may run them.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

static CLUSTERS: AtomicU32 = AtomicU32::new(0);

/// A cluster in a folder of its own, on a socket there.
pub struct Cluster {
    folder: PathBuf,
    options: String,
}

impl Cluster {
    /// Makes and starts a cluster with these settings.
    pub fn primary(settings: &[&str]) -> Self {
        let cluster = Self::nowhere(settings);
        let data = cluster.data();
        cluster.run("initdb", |initdb| {
            initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D"]).arg(&data);
        });
        cluster.start();
        cluster
    }

    /// Makes and starts a standby that follows a cluster by streaming replication.
    pub fn standby_of(primary: &Self) -> Self {
        let standby = Self::nowhere(&[]);
        let data = standby.data();
        standby.run("pg_basebackup", |copy| {
            copy.args(["-U", "postgres", "-R", "-X", "stream", "-c", "fast", "-h"]).arg(primary.folder());
            copy.arg("-D").arg(&data);
        });
        standby.start();
        standby
    }

    fn nowhere(settings: &[&str]) -> Self {
        let number = CLUSTERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("motcua-cluster-{}-{number}", std::process::id()));
        std::fs::create_dir(&folder).expect("a scratch folder");
        let user = user();
        if !user.is_empty() {
            assert!(Command::new("chown").arg(&user).arg(&folder).status().expect("chown").success());
        }
        let mut options = format!("-c listen_addresses= -c unix_socket_directories={}", folder.display());
        for setting in settings {
            options += &format!(" -c {setting}");
        }
        Cluster { folder, options }
    }

    /// Where its socket is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts it, after a crash with recovery.
    pub fn start(&self) {
        self.run("pg_ctl", |start| {
            start.arg("-D").arg(self.data()).arg("-l").arg(self.folder.join("log"));
            start.args(["-w", "-t", "60", "-o", &self.options, "start"]);
        });
    }

    /// A standby becomes the primary.
    pub fn promote(&mut self) {
        self.run("pg_ctl", |promote| {
            promote.arg("-D").arg(self.data()).args(["-w", "promote"]);
        });
    }

    /// Ends every process of it at once, as when the machine's power goes.
    pub fn kill(&mut self) {
        // Held still, so that it starts nobody while its children are listed. Some end by themselves when it is gone.
        signal("-STOP", self.all()[0]);
        let all = self.all();
        all.iter().for_each(|process| signal("-KILL", *process));
        while all.iter().any(|process| Path::new(&format!("/proc/{process}/exe")).read_link().is_ok()) {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        // After a power cut its number belongs to nobody; here it stays until somebody has asked how it ended.
        for lock in [self.data().join("postmaster.pid"), self.folder.join(".s.PGSQL.5432.lock")] {
            std::fs::remove_file(lock).expect("its lock file");
        }
    }

    /// It says nothing any more, as when its disk hangs; its connections stay open.
    pub fn hold(&self) {
        self.all().iter().for_each(|process| signal("-STOP", *process));
    }

    /// It speaks again.
    pub fn go_on(&self) {
        self.all().iter().for_each(|process| signal("-CONT", *process));
    }

    /// Its processes, the first one first.
    fn all(&self) -> Vec<u32> {
        let lock = std::fs::read_to_string(self.data().join("postmaster.pid")).expect("it runs");
        let first: u32 = lock.lines().next().and_then(|line| line.trim().parse().ok()).expect("a process id");
        let mut all = children(first);
        all.insert(0, first);
        all
    }

    /// Makes a database and gives its address.
    pub fn database(&self, name: &str) -> String {
        self.run("createdb", |make| {
            make.args(["-U", "postgres", "-h"]).arg(&self.folder).arg(name);
        });
        format!("postgresql:///{name}?user=postgres&host={}", self.folder.display())
    }

    fn run(&self, program: &str, words: impl FnOnce(&mut Command)) {
        let output = self.program(program, words).output().expect("it starts");
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(output.status.success(), "{program}: {} {log}", String::from_utf8_lossy(&output.stderr));
    }

    /// A program of PostgreSQL with its words, not started yet.
    fn program(&self, program: &str, words: impl FnOnce(&mut Command)) -> Command {
        let programs = std::env::var("MOTCUA_POSTGRES_PROGRAMS")
            .expect("MOTCUA_POSTGRES_PROGRAMS says where initdb is: run cargo xtask test --only unit");
        let (path, user) = (Path::new(&programs).join(program), user());
        let mut command = if user.is_empty() {
            Command::new(&path)
        } else {
            let mut runuser = Command::new("runuser");
            runuser.args(["-u", &user, "--"]).arg(&path);
            runuser
        };
        command.current_dir(&self.folder);
        words(&mut command);
        command.stdin(Stdio::null());
        command
    }
}

fn signal(name: &str, process: u32) {
    let _ = Command::new("kill").args([name, &process.to_string()]).stderr(Stdio::null()).status();
}

fn user() -> String {
    std::env::var("MOTCUA_POSTGRES_USER").unwrap_or_default()
}

/// The processes that a process started.
fn children(parent: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let of = |process: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // The name stands in brackets and may hold anything; the state and the parent follow it.
        let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
        after.split_whitespace().nth(1).and_then(|number| number.parse().ok()) == Some(parent)
    };
    numbers.filter(of).collect()
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let stop = |stop: &mut Command| {
            stop.arg("-D").arg(&data).args(["-w", "-m", "immediate", "stop"]);
        };
        // Killed already, perhaps.
        let _ = self.program("pg_ctl", stop).output();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
