//! Files that others made, read in a process of their own: it may crash, hang or eat its memory, the desk goes on.
//!
//! The program starts itself again with a hidden first word ([`ARGUMENT`]). That process gets the bytes on its standard
//! input and answers on its standard output. What always holds:
//! - it has no environment and no folder; it cannot write a file, cannot gain rights, and dies with its parent;
//! - it has ten seconds and 1 GiB, and is killed at the end of either;
//! - of its answer no more is read than an answer can be, and the picture is judged again before anybody sees it;
//! - one at a time, so that two such files do not take the memory twice;
//! - whatever happens to it is one ordinary error: this file cannot be shown.
//!
//! It is no cage against a stranger who already runs code in it: system calls are not filtered. The readers of PDF,
//! JPEG and PNG are Rust, which is what keeps strangers out.

use std::{
    ffi::OsString,
    io::{self, Read, Write},
    path::PathBuf,
    process::{Child, Command, ExitCode, Stdio},
    sync::{Mutex, PoisonError, mpsc::channel},
    thread,
    time::{Duration, Instant},
};

use desk_forms::attach::{self, Judged, Limits, Media, Refused};

/// The first word of a command line that asks for the drawing process.
pub const ARGUMENT: &str = "--draw-file";

/// How long it may take.
const TIME: Duration = Duration::from_secs(10);
/// Memory it may take beyond the program itself.
const MEMORY: u64 = 1024 * 1024 * 1024;
/// Most pixels a side of a picture to look at.
const SIDE_MAX: u32 = 2400;
/// Longest answer: a picture of that size that packs not at all, and a little.
const ANSWER_MAX: u64 = 3 * (SIDE_MAX as u64) * (SIDE_MAX as u64) + 1024 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The process could not be started: a fault of this machine, not of the file.
    #[error("the drawing process does not start: {0}")]
    NotStarted(#[source] io::Error),
    /// It took too long and was killed.
    #[error("this file cannot be shown: it takes more than {seconds} s")]
    TooLong {
        /// The limit.
        seconds: u64,
    },
    /// It could not draw this, or went down with it.
    #[error("this file cannot be shown")]
    Failed,
}

/// How the drawing process is started.
#[derive(Debug, Clone)]
pub struct Drawing {
    program: PathBuf,
    time: Duration,
}

impl Drawing {
    /// By this very program, which must call [`worker_main`] when [`is_asked`].
    ///
    /// # Errors
    /// When the system does not say which program this is.
    pub fn by_this_program() -> io::Result<Self> {
        // Leads to the running program also after a newer one was installed over it.
        let program =
            if cfg!(target_os = "linux") { PathBuf::from("/proc/self/exe") } else { std::env::current_exe()? };
        Ok(Drawing::by(program))
    }

    /// By another program of ours.
    pub fn by(program: impl Into<PathBuf>) -> Self {
        Drawing { program: program.into(), time: TIME }
    }

    /// With another time limit than ten seconds.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Drawing { time, ..self }
    }

    /// Judges bytes as [`attach::judge`] does, with the usual limits.
    ///
    /// # Errors
    /// [`DrawError`]. A refusal is no error of this kind: it is the answer.
    pub fn judge(&self, bytes: &[u8]) -> Result<Result<Judged, Refused>, DrawError> {
        if let Err(refused) = attach::glance(bytes, &Limits::default()) {
            return Ok(Err(refused));
        }
        let answer = self.ask(&["judge".to_owned()], bytes)?;
        serde_json::from_slice(&answer).map_err(|_| DrawError::Failed)
    }

    /// Page `page` (from 0) as a PNG, at most `side` pixels (and never more than 2400) high and wide.
    ///
    /// # Errors
    /// [`DrawError`].
    pub fn draw(&self, bytes: &[u8], page: usize, side: u32) -> Result<Vec<u8>, DrawError> {
        attach::glance(bytes, &Limits::default()).map_err(|_| DrawError::Failed)?;
        let side = side.clamp(1, SIDE_MAX);
        let picture = self.ask(&["draw".to_owned(), page.to_string(), side.to_string()], bytes)?;
        // The process has read a stranger's bytes: its answer is a stranger's too.
        match attach::judge(&picture, &Limits::default()) {
            Ok(judged) if judged.media == Media::Png && judged.width.max(judged.height) <= side => Ok(picture),
            _ => Err(DrawError::Failed),
        }
    }

    fn ask(&self, words: &[String], bytes: &[u8]) -> Result<Vec<u8>, DrawError> {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let mut command = Command::new(&self.program);
        command
            .arg(ARGUMENT)
            .args(words)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if cfg!(unix) {
            command.current_dir("/");
        }
        #[cfg(windows)]
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root); // its libraries are found by this
        }
        let mut child = command.spawn().map_err(DrawError::NotStarted)?;
        let answer = self.talk(&mut child, bytes);
        if answer.is_err() {
            let _ = child.kill(); // it may be gone already
            let _ = child.wait();
        }
        answer
    }

    /// Gives the bytes, takes the answer and waits for the end, all before the time is over.
    fn talk(&self, child: &mut Child, bytes: &[u8]) -> Result<Vec<u8>, DrawError> {
        let too_long = DrawError::TooLong { seconds: self.time.as_secs() };
        let end = Instant::now() + self.time;
        let (mut stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let (tell, told) = channel();
        let (Some(mut to), Some(from)) = (stdin.take(), stdout) else { return Err(DrawError::Failed) };
        thread::scope(|scope| {
            // A process that ends early closes the pipe; that it failed is seen below.
            scope.spawn(move || drop(to.write_all(bytes)));
            scope.spawn(move || {
                let mut answer = Vec::new();
                let read = from.take(ANSWER_MAX + 1).read_to_end(&mut answer);
                let _ = tell.send(read.map(|_| answer));
            });
            let answer = told.recv_timeout(end.saturating_duration_since(Instant::now()));
            let ended = answer.is_ok().then(|| wait_until(child, end)).flatten();
            // Before the threads are waited for: killing it is what ends their pipes.
            if ended.is_none() {
                let _ = child.kill();
            }
            match (answer, ended) {
                (Ok(Ok(answer)), Some(true)) if answer.len() as u64 <= ANSWER_MAX => Ok(answer),
                (Err(_), _) | (_, None) => Err(too_long),
                (Ok(_), Some(_)) => Err(DrawError::Failed),
            }
        })
    }
}

/// How the process ended: well or not; none when it had not by then.
fn wait_until(child: &mut Child, end: Instant) -> Option<bool> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(1)),
            Ok(None) => return None,
            Err(_) => return Some(false),
        }
    }
}

/// True when this start of the program is to be the drawing process. Ask before anything else.
pub fn is_asked() -> bool {
    std::env::args_os().nth(1).is_some_and(|word| word == ARGUMENT)
}

/// The drawing process. Sets its own limits before it reads a byte.
pub fn worker_main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(2).collect();
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    if set_limits().is_err() {
        return ExitCode::FAILURE;
    }
    let answer = read_all().and_then(|bytes| answer(&words, &bytes));
    let mut out = io::stdout().lock();
    let told = answer.is_some_and(|answer| out.write_all(&answer).and_then(|()| out.flush()).is_ok());
    if told { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read_all() -> Option<Vec<u8>> {
    let max = Limits::default().bytes;
    let mut bytes = Vec::new();
    io::stdin().lock().take(max + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= max).then_some(bytes)
}

fn answer(words: &[&str], bytes: &[u8]) -> Option<Vec<u8>> {
    match words {
        ["judge"] => serde_json::to_vec(&attach::judge(bytes, &Limits::default())).ok(),
        ["draw", page, side] => {
            // What was kept was judged then; a file from elsewhere was not.
            attach::judge(bytes, &Limits::default()).ok()?;
            attach::draw(bytes, page.parse().ok()?, side.parse().ok()?).ok().map(|picture| picture.bytes)
        }
        _ => None,
    }
}

/// What this process takes away from itself.
#[cfg(unix)]
fn set_limits() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    // Libraries that the program has mapped count too: the window's are hundreds of megabytes.
    setrlimit(Resource::As, at_most(mapped_bytes().saturating_add(MEMORY)))?;
    // Should the parent be gone and nobody watch the clock.
    setrlimit(Resource::Cpu, at_most(TIME.as_secs() + 1))?;
    setrlimit(Resource::Fsize, at_most(0))?;
    // A picture of this memory on the disk would be the citizen's paper.
    setrlimit(Resource::Core, at_most(0))?;
    setrlimit(Resource::Nofile, at_most(16))?;
    #[cfg(target_os = "linux")]
    {
        rustix::thread::set_no_new_privs(true)?;
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    }
    Ok(())
}

/// The same by a job object, as far as Windows has it: memory, time, no process of its own. It may write files.
#[cfg(windows)]
fn set_limits() -> io::Result<()> {
    desk_windows::limits::confine(MEMORY, TIME + Duration::from_secs(1))
}

/// What is mapped at the start, where the system says so.
#[cfg(unix)]
fn mapped_bytes() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.as_deref().and_then(|text| text.split(' ').next()).and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0).saturating_mul(rustix::param::page_size() as u64)
}
