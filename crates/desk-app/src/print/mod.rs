//! The way to paper: one port, one path behind it for each system. Nothing here can undo a save.

use serde::{Deserialize, Serialize};

#[cfg(not(windows))]
mod cups;
#[cfg(any(windows, test))]
mod queue;
#[cfg(windows)]
mod windows;

#[cfg(not(windows))]
pub use cups::Cups as SystemSpooler;
#[cfg(windows)]
pub use windows::WindowsSpooler as SystemSpooler;

/// A printer as the spooler knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printer {
    /// The name that jobs are sent to.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// The system's default printer.
    pub default: bool,
    /// Its state now.
    pub state: PrinterState,
    /// The spooler's own words for a trouble, if it has any.
    pub reason: Option<String>,
}

/// State of a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterState {
    /// Ready.
    Idle,
    /// At work.
    Printing,
    /// Paused or broken; jobs wait.
    Stopped,
    /// The spooler does not say.
    Unknown,
}

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum JobState {
    /// Waiting in the queue.
    Queued,
    /// Being printed.
    Printing,
    /// The spooler says that it is done.
    Done,
    /// It will not come out.
    Failed {
        /// `job_aborted`, `job_canceled`, `printer_missing`, `printer_stopped` or `job_lost`.
        reason: String,
    },
    /// This system does not report the outcome.
    Unknown,
}

/// A job handed to the spooler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The spooler's number.
    pub id: String,
    /// The printer.
    pub printer: String,
}

/// The sheet a job is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// 148 × 210 mm.
    #[default]
    A5,
    /// 210 × 297 mm, portrait or landscape as the page says.
    A4,
    /// A roll of 80 mm: the bytes are the printer's own and go through untouched.
    Roll,
}

/// Why a job was not taken. The dossier is saved all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// No spooler answers.
    #[error("the print service does not answer")]
    NoSpooler,
    /// The spooler has no such printer.
    #[error("there is no such printer")]
    PrinterMissing,
    /// The printer takes no jobs now.
    #[error("the printer takes no jobs")]
    NotAccepting,
    /// The spooler answered something else.
    #[error("the print service refused the job (status {0})")]
    Refused(i32),
}

impl PrintError {
    /// The code that entries and messages carry.
    pub fn code(&self) -> &'static str {
        match self {
            PrintError::NoSpooler => "no_spooler",
            PrintError::PrinterMissing => "printer_missing",
            PrintError::NotAccepting => "printer_stopped",
            PrintError::Refused(_) => "job_refused",
        }
    }
}

/// A spooler: takes finished pages without a dialog and says what became of them.
pub trait Spooler: Send + Sync {
    /// The printers it knows.
    ///
    /// # Errors
    /// [`PrintError::NoSpooler`] when nothing answers.
    fn printers(&self) -> Result<Vec<Printer>, PrintError>;

    /// Hands a PDF to a printer, or for [`Sheet::Roll`] the printer's own bytes. The copies (liên) are pages of the PDF,
    /// so one copy of the job is asked for.
    ///
    /// # Errors
    /// When the job was not taken.
    fn print(&self, printer: &str, title: &str, bytes: &[u8], sheet: Sheet) -> Result<Job, PrintError>;

    /// Where a job stands.
    ///
    /// # Errors
    /// [`PrintError::NoSpooler`] when nothing answers.
    fn job(&self, job: &Job) -> Result<JobState, PrintError>;
}

/// A machine without a print service: it knows no printer and takes no job.
#[derive(Debug, Clone, Copy)]
pub struct NoPrintService;

impl Spooler for NoPrintService {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        Err(PrintError::NoSpooler)
    }

    fn print(&self, _: &str, _: &str, _: &[u8], _: Sheet) -> Result<Job, PrintError> {
        Err(PrintError::NoSpooler)
    }

    fn job(&self, _: &Job) -> Result<JobState, PrintError> {
        Err(PrintError::NoSpooler)
    }
}
