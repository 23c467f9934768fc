//! A PostgreSQL cluster of our own for the tests: in a scratch folder, on a socket, of a user that is not root (the
//! database refuses to run as root), gone when the tests are done.
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

use crate::shell::{self, command};

/// The oldest version that the server supports.
const VERSION_MIN: u32 = 15;
/// Debian's user for it.
const USER: &str = "postgres";

/// A running cluster.
pub(crate) struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    as_user: bool,
}

impl Cluster {
    /// Makes and starts a cluster.
    ///
    /// # Errors
    /// When PostgreSQL is missing or does not start.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let programs = programs()?;
        let as_user = shell::output(&mut command("id", &["-u"]))?.trim() == "0";
        // Not below target: another user must be able to walk to it.
        let folder = std::env::temp_dir().join(format!("motcua-postgres-{}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let cluster = Cluster { folder, programs, as_user };
        if as_user {
            shell::run(command("chown", &[USER]).arg(&cluster.folder))?;
        }
        let data = cluster.folder.join("data");
        cluster.run("initdb", |initdb| {
            initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D"]).arg(&data);
        })?;
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c max_connections=300",
            cluster.folder.display()
        );
        cluster.run("pg_ctl", |start| {
            start.arg("-D").arg(&data).arg("-l").arg(cluster.folder.join("log")).args(["-w", "-o", &options, "start"]);
        })?;
        Ok(cluster)
    }

    /// How tests reach it: they add `&dbname=`.
    pub(crate) fn url(&self) -> String {
        format!("postgresql:///?user=postgres&host={}", self.folder.display())
    }

    /// With what tests make clusters of their own, which they may kill: where the programs are, and who runs them.
    pub(crate) fn makings(&self) -> [(&'static str, String); 2] {
        let user = if self.as_user { USER } else { "" };
        [("MOTCUA_POSTGRES_PROGRAMS", self.programs.display().to_string()), ("MOTCUA_POSTGRES_USER", user.to_owned())]
    }

    fn run(&self, program: &str, words: impl FnOnce(&mut Command)) -> anyhow::Result<()> {
        let path = self.programs.join(program);
        let mut command = if self.as_user {
            let mut runuser = command("runuser", &["-u", USER, "--"]);
            runuser.arg(&path);
            runuser
        } else {
            Command::new(&path)
        };
        command.current_dir(&self.folder);
        words(&mut command);
        let output = command.output().with_context(|| format!("cannot start {}", path.display()))?;
        ensure!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr).trim());
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let stopped = self.run("pg_ctl", |stop| {
            stop.arg("-D").arg(&data).args(["-w", "-m", "immediate", "stop"]);
        });
        if let Err(error) = stopped {
            eprintln!("the tests' PostgreSQL did not stop: {error:#}");
        }
        // A scratch folder that stays is untidy, not wrong.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Where `initdb` and `pg_ctl` are: Debian keeps each version apart and none of them on the path.
fn programs() -> anyhow::Result<PathBuf> {
    let versions = Path::new("/usr/lib/postgresql");
    let newest = std::fs::read_dir(versions).into_iter().flatten().filter_map(|entry| {
        let entry = entry.ok()?;
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        let programs = entry.path().join("bin");
        (version >= VERSION_MIN && programs.join("initdb").exists()).then_some((version, programs))
    });
    match newest.max() {
        Some((_, programs)) => Ok(programs),
        None if shell::is_there("initdb") && shell::is_there("pg_ctl") => Ok(PathBuf::new()),
        None => bail!("missing: PostgreSQL {VERSION_MIN} or newer (initdb, pg_ctl)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_listens_on_its_socket_alone_and_leaves_nothing_behind() {
        let cluster = Cluster::start().unwrap();
        let folder = cluster.folder.clone();
        assert!(folder.join(".s.PGSQL.5432").exists());
        assert!(cluster.url().ends_with(folder.to_str().unwrap()));
        drop(cluster);
        assert!(!folder.exists());
    }
}
