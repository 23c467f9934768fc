//! Windows: pages drawn by the renderer of the previews and handed to the printer's own driver through GDI; slips of
//! 80 mm as raw bytes. The outcome is what the spooler tells of the job until it leaves the queue ([`super::queue`]).
//!
//! What of it was seen where: docs/operating/windows.md.

use std::{
    collections::HashMap,
    io,
    sync::{Mutex, PoisonError},
};

use desk_forms::grey_page;
use desk_windows::{paper, spool};

use super::{Job, JobState, PrintError, Printer, Sheet, Spooler, queue};

/// The spooler of this machine.
#[derive(Debug, Default)]
pub struct WindowsSpooler {
    /// What was last told of a job, by printer and number: a job that is done is soon told of no more.
    seen: Mutex<HashMap<(String, u32), u32>>,
}

/// ERROR_INVALID_PRINTER_NAME, ERROR_ACCESS_DENIED, RPC_S_SERVER_UNAVAILABLE: winerror.h.
const NO_SUCH_PRINTER: i32 = 1801;
const DENIED: i32 = 5;
const NO_SERVICE: i32 = 1722;

fn trouble(error: &io::Error) -> PrintError {
    match error.raw_os_error() {
        Some(NO_SUCH_PRINTER) => PrintError::PrinterMissing,
        Some(DENIED) => PrintError::NotAccepting,
        Some(NO_SERVICE) => PrintError::NoSpooler,
        other => PrintError::Refused(other.unwrap_or(-1)),
    }
}

/// The pages of a PDF, one after the other, as GDI takes them.
fn pages(printer: &str, title: &str, pdf: &[u8], sheet: paper::Sheet) -> io::Result<u32> {
    let unreadable = |error: desk_forms::FormError| io::Error::new(io::ErrorKind::InvalidData, error.to_string());
    let count = desk_forms::pages(pdf).map_err(unreadable)?;
    let first = grey_page(pdf, 0, 36.0).map_err(unreadable)?;
    paper::print(printer, title, sheet, first.width > first.height, |page, dpi| {
        if page >= count {
            return Ok(None);
        }
        let drawn = grey_page(pdf, page, dpi as f32).map_err(unreadable)?;
        Ok(Some(paper::Page { width: drawn.width, height: drawn.height, dpi, samples: drawn.samples }))
    })
}

impl Spooler for WindowsSpooler {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        let printer = |found: spool::Printer| Printer {
            label: if found.comment.is_empty() { found.name.clone() } else { found.comment },
            default: found.default,
            state: queue::printer_state(found.status),
            reason: None,
            name: found.name,
        };
        Ok(spool::printers().map_err(|error| trouble(&error))?.into_iter().map(printer).collect())
    }

    fn print(&self, printer: &str, title: &str, bytes: &[u8], sheet: Sheet) -> Result<Job, PrintError> {
        let number = match sheet {
            Sheet::A5 => pages(printer, title, bytes, paper::Sheet::A5),
            Sheet::A4 => pages(printer, title, bytes, paper::Sheet::A4),
            // No driver may touch what is already the printer's language.
            Sheet::Roll => spool::raw(printer, title, bytes),
        };
        let number = number.map_err(|error| trouble(&error))?;
        Ok(Job { id: number.to_string(), printer: printer.to_owned() })
    }

    fn job(&self, job: &Job) -> Result<JobState, PrintError> {
        let number: u32 = job.id.parse().unwrap_or(0);
        let now = spool::job(&job.printer, number).map_err(|error| trouble(&error))?;
        let printer = spool::printers().unwrap_or_default().into_iter().find(|one| one.name == job.printer);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (job.printer.clone(), number);
        let state = queue::job_state(seen.get(&key).copied(), now, printer.map_or(0, |printer| printer.status));
        match now {
            Some(bits) => seen.insert(key, bits),
            None => seen.remove(&key),
        };
        Ok(state)
    }
}
