//! A real CUPS of the test's own: its own folders and port, queues whose "paper" is a folder of PDF files.
//!
//! The whole way of a job is CUPS's own (IPP, scheduler, filters by the queue's PPD); only the last step, the device, is a
//! small program that lays each job's finished PDF into a folder instead of on paper. The machine's own print server and
//! printers are neither used nor changed. Programs find it by `CUPS_SERVER`.
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tempfile::TempDir;

use crate::process::{self, Owned};

/// A printer that takes PDF on A4 and A5: scaling, copies and paper are done by CUPS's filters before it.
const PPD: &str = include_str!("printer.ppd");

/// A running print server; ended when dropped.
pub struct Cups {
    scheduler: Option<Owned>,
    folder: TempDir,
    port: u16,
}

/// A queue of that server.
pub struct Queue<'a> {
    cups: &'a Cups,
    name: String,
    paper: PathBuf,
}

impl Cups {
    /// Starts a print server without any queue.
    ///
    /// # Errors
    /// When CUPS is not installed or does not come up.
    pub fn start() -> anyhow::Result<Cups> {
        let folder = TempDir::with_prefix("motcua-cups-")?;
        // The scheduler runs its devices as another user, who must be able to walk in.
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755))?;
        let mut cups = Cups { scheduler: None, folder, port: process::free_port()? };
        cups.write_configuration()?;
        cups.resume()?;
        Ok(cups)
    }

    /// What `CUPS_SERVER` must say.
    #[must_use]
    pub fn server(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Ends the scheduler, as if the print server had crashed; the queues are kept.
    pub fn vanish(&mut self) {
        self.scheduler = None;
    }

    /// Starts the scheduler (again) and waits until it answers.
    ///
    /// # Errors
    /// When it does not.
    pub fn resume(&mut self) -> anyhow::Result<()> {
        let mut command = Command::new("/usr/sbin/cupsd");
        command.arg("-f").arg("-c").arg(self.path("cupsd.conf")).arg("-s").arg(self.path("cups-files.conf"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut scheduler = Owned::spawn(&mut command)?;
        let up = process::wait_until(Duration::from_secs(15), || {
            self.tool("lpstat", &["-r"]).is_ok_and(|said| said.contains("is running")) || scheduler.ended()
        });
        ensure!(up && !scheduler.ended(), "cupsd did not come up: {}", self.log());
        self.scheduler = Some(scheduler);
        Ok(())
    }

    /// Makes a queue that takes jobs, and makes it the default one.
    ///
    /// # Errors
    /// When lpadmin refuses.
    pub fn queue(&self, name: &str) -> anyhow::Result<Queue<'_>> {
        let paper = self.path("paper").join(name);
        std::fs::create_dir_all(&paper)?;
        std::fs::set_permissions(&paper, PermissionsExt::from_mode(0o777))?;
        let device = format!("motcua:{}", paper.display());
        let ppd = self.path("printer.ppd").display().to_string();
        self.tool("lpadmin", &["-p", name, "-E", "-v", &device, "-P", &ppd, "-o", "printer-is-shared=false"])?;
        self.tool("lpadmin", &["-d", name])?;
        Ok(Queue { cups: self, name: name.to_owned(), paper })
    }

    /// Makes a queue without any filter: what is sent is what the device gets.
    ///
    /// # Errors
    /// When lpadmin refuses.
    pub fn raw_queue(&self, name: &str) -> anyhow::Result<Queue<'_>> {
        let paper = self.path("paper").join(name);
        std::fs::create_dir_all(&paper)?;
        std::fs::set_permissions(&paper, PermissionsExt::from_mode(0o777))?;
        let device = format!("motcua:{}", paper.display());
        self.tool("lpadmin", &["-p", name, "-E", "-v", &device, "-m", "raw", "-o", "printer-is-shared=false"])?;
        Ok(Queue { cups: self, name: name.to_owned(), paper })
    }

    /// When each job's pages lay whole in the spool, in the order of the jobs; kept after they were printed.
    ///
    /// # Errors
    /// When the spool cannot be read.
    pub fn spooled(&self) -> anyhow::Result<Vec<std::time::SystemTime>> {
        let mut jobs = Vec::new();
        for entry in std::fs::read_dir(self.path("spool"))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('d') && name.contains('-') {
                jobs.push((name, entry.metadata()?.modified()?));
            }
        }
        jobs.sort();
        Ok(jobs.into_iter().map(|(_, at)| at).collect())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.path("log/error")).unwrap_or_default()
    }

    fn tool(&self, name: &str, arguments: &[&str]) -> anyhow::Result<String> {
        let program =
            ["/usr/sbin", "/usr/bin"].iter().map(|folder| Path::new(folder).join(name)).find(|path| path.exists());
        let output = Command::new(program.with_context(|| format!("{name} is not installed"))?)
            .args(arguments)
            .env("CUPS_SERVER", self.server())
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .output()?;
        if !output.status.success() {
            bail!("{name} {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn write_configuration(&self) -> anyhow::Result<()> {
        for name in ["root", "spool", "cache", "state", "log", "paper", "bin/backend"] {
            std::fs::create_dir_all(self.path(name))?;
        }
        for entry in std::fs::read_dir("/usr/lib/cups").context("CUPS is not installed")? {
            let entry = entry?;
            if entry.file_name() != "backend" {
                std::os::unix::fs::symlink(entry.path(), self.path("bin").join(entry.file_name()))?;
            }
        }
        // Under a name of its own until it is whole: a job's file is there or it is not.
        let device = self.path("bin/backend/motcua");
        std::fs::write(
            &device,
            "#!/bin/sh\n\
             # The device: lays the job's finished PDF into the folder named by its address.\n\
             [ $# -eq 0 ] && { echo 'direct motcua \"Unknown\" \"Folder\"'; exit 0; }\n\
             folder=${DEVICE_URI#motcua:}\n\
             [ -e \"$folder.off\" ] && { echo 'ERROR: the printer is off' >&2; exit 4; }\n\
             if [ $# -ge 6 ]; then cat \"$6\"; else cat; fi > \"$folder/.$1\" && mv \"$folder/.$1\" \"$folder/$1.pdf\"\n",
        )?;
        std::fs::set_permissions(&device, PermissionsExt::from_mode(0o755))?;
        std::fs::write(self.path("printer.ppd"), PPD)?;
        let at = |name: &str| self.path(name).display().to_string();
        std::fs::write(
            self.path("cupsd.conf"),
            format!(
                "Listen 127.0.0.1:{}\nBrowsing No\nWebInterface No\nLogLevel warn\nMaxLogSize 0\nDefaultAuthType None\n\
                 ErrorPolicy stop-printer\n\
                 <Location />\n Order allow,deny\n Allow all\n</Location>\n\
                 <Policy default>\n JobPrivateAccess all\n JobPrivateValues none\n\
                 <Limit All>\n Order allow,deny\n Allow all\n </Limit>\n</Policy>\n",
                self.port
            ),
        )?;
        std::fs::write(
            self.path("cups-files.conf"),
            format!(
                "ServerBin {}\nServerRoot {}\nRequestRoot {}\nCacheDir {}\nStateDir {}\nAccessLog {}\nErrorLog {}\n\
                 PageLog {}\nSandboxing Relaxed\nSystemGroup root\n",
                at("bin"),
                at("root"),
                at("spool"),
                at("cache"),
                at("state"),
                at("log/access"),
                at("log/error"),
                at("log/page")
            ),
        )?;
        Ok(())
    }
}

impl Queue<'_> {
    /// The queue's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The folder where finished jobs lie, `<job>.pdf` each.
    #[must_use]
    pub fn paper(&self) -> &Path {
        &self.paper
    }

    /// The finished jobs, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn printed(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut jobs: Vec<(u32, PathBuf)> = Vec::new();
        for entry in std::fs::read_dir(&self.paper)? {
            let path = entry?.path();
            if let Some(number) = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok()) {
                jobs.push((number, path));
            }
        }
        jobs.sort();
        Ok(jobs.into_iter().map(|(_, path)| path).collect())
    }

    /// Waits until `count` jobs have come out.
    ///
    /// # Errors
    /// When they do not within half a minute.
    pub fn wait_printed(&self, count: usize) -> anyhow::Result<Vec<PathBuf>> {
        let came =
            process::wait_until(Duration::from_secs(30), || self.printed().is_ok_and(|jobs| jobs.len() >= count));
        ensure!(came, "{} of {count} jobs came out of {}: {}", self.printed()?.len(), self.name, self.cups.log());
        self.printed()
    }

    /// Holds the queue: jobs are taken and wait.
    ///
    /// # Errors
    /// When CUPS refuses.
    pub fn pause(&self) -> anyhow::Result<()> {
        self.cups.tool("cupsdisable", &[&self.name]).map(drop)
    }

    /// Lets waiting jobs go on.
    ///
    /// # Errors
    /// When CUPS refuses.
    pub fn go_on(&self) -> anyhow::Result<()> {
        self.cups.tool("cupsenable", &[&self.name]).map(drop)
    }

    /// Refuses new jobs.
    ///
    /// # Errors
    /// When CUPS refuses.
    pub fn refuse(&self) -> anyhow::Result<()> {
        self.cups.tool("cupsreject", &[&self.name]).map(drop)
    }

    /// Takes new jobs again.
    ///
    /// # Errors
    /// When CUPS refuses.
    pub fn accept(&self) -> anyhow::Result<()> {
        self.cups.tool("cupsaccept", &[&self.name]).map(drop)
    }

    /// Switches the device off (the next job fails and the queue stops) or on again.
    ///
    /// # Errors
    /// When the switch cannot be set.
    pub fn switch(&self, on: bool) -> anyhow::Result<()> {
        let off = self.paper.with_file_name(format!("{}.off", self.name));
        if on { std::fs::remove_file(off).or(Ok(())) } else { std::fs::write(off, "").map_err(Into::into) }
    }

    /// Removes the queue, as if somebody had deleted the printer; what was printed stays.
    ///
    /// # Errors
    /// When lpadmin refuses.
    pub fn remove(&self) -> anyhow::Result<()> {
        self.cups.tool("lpadmin", &["-x", &self.name]).map(drop)
    }

    /// The jobs that are neither finished nor cancelled, as lpstat shows them.
    ///
    /// # Errors
    /// When CUPS does not answer.
    pub fn waiting(&self) -> anyhow::Result<Vec<String>> {
        Ok(self.cups.tool("lpstat", &["-o", &self.name])?.lines().map(str::to_owned).collect())
    }

    /// Waits until CUPS has stopped the queue because its device failed.
    ///
    /// # Errors
    /// When it does not within half a minute.
    pub fn wait_stopped(&self) -> anyhow::Result<()> {
        let stopped = process::wait_until(Duration::from_secs(30), || {
            self.cups.tool("lpstat", &["-p", &self.name]).is_ok_and(|said| said.contains("disabled"))
        });
        ensure!(stopped, "the queue {} goes on", self.name);
        Ok(())
    }

    /// Prints a file with CUPS's own `lp`, to try the queue itself.
    ///
    /// # Errors
    /// When the job is refused.
    pub fn lp(&self, file: &Path) -> anyhow::Result<()> {
        self.cups.tool("lp", &["-d", &self.name, &file.display().to_string()]).map(drop)
    }
}
