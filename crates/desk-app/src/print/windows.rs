//! Windows: printers and jobs through the system's own shell. Cross-compiled at most, never run on a real Windows: see
//! `docs/operating/install.md`. Pages go to the program that the system prints PDF files with; the outcome of a job is
//! not reported and reads "unknown".

use std::{fs, process::Command};

use super::{Job, JobState, PrintError, Printer, PrinterState, Sheet, Spooler};

/// The spooler of this machine.
#[derive(Debug, Default)]
pub struct WindowsSpooler;

fn shell(script: &str, arguments: &[&str]) -> Result<String, PrintError> {
    let run = Command::new("powershell")
        .args(["-NoProfile", "-NonInteractive", "-Command", script])
        .args(arguments)
        .output()
        .map_err(|_| PrintError::NoSpooler)?;
    if run.status.success() {
        Ok(String::from_utf8_lossy(&run.stdout).into_owned())
    } else {
        Err(PrintError::Refused(run.status.code().unwrap_or(-1)))
    }
}

impl Spooler for WindowsSpooler {
    fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        let names = shell("Get-Printer | ForEach-Object { $_.Name }", &[])?;
        let printer = |name: &str| Printer {
            name: name.to_owned(),
            label: name.to_owned(),
            default: false,
            state: PrinterState::Unknown,
            reason: None,
        };
        Ok(names.lines().map(str::trim).filter(|name| !name.is_empty()).map(printer).collect())
    }

    fn print(&self, printer: &str, _title: &str, pdf: &[u8], sheet: Sheet) -> Result<Job, PrintError> {
        if sheet == Sheet::Roll {
            // Raw bytes need the spooler's own interface, which this path does not have yet.
            return Err(PrintError::Refused(0));
        }
        let id = format!("{}", std::process::id());
        let file = std::env::temp_dir().join(format!("motcua-{id}-{}.pdf", pdf.len()));
        fs::write(&file, pdf).map_err(|_| PrintError::NoSpooler)?;
        let script = "& { param($file, $printer) Start-Process -FilePath $file -Verb PrintTo -ArgumentList $printer }";
        shell(script, &[&file.to_string_lossy(), printer])?;
        Ok(Job { id, printer: printer.to_owned() })
    }

    fn job(&self, _job: &Job) -> Result<JobState, PrintError> {
        Ok(JobState::Unknown)
    }
}
