//! The spooler: its printers, raw bytes to one of them, and what it says of a job.
use std::{io, ptr, slice};

use windows_sys::Win32::{
    Foundation::{ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER},
    Graphics::Printing::{
        ClosePrinter, DOC_INFO_1W, EndDocPrinter, EndPagePrinter, EnumPrintersW, GetDefaultPrinterW, GetJobW,
        JOB_INFO_1W, OpenPrinterW, PRINTER_ENUM_CONNECTIONS, PRINTER_ENUM_LOCAL, PRINTER_HANDLE, PRINTER_INFO_2W,
        StartDocPrinterW, StartPagePrinter, WritePrinter,
    },
};

/// A printer of this machine or one that the user is connected to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// Its name, by which it is opened.
    pub name: String,
    /// What people wrote about it; often empty.
    pub comment: String,
    /// The system's default.
    pub default: bool,
    /// `PRINTER_STATUS_…` bits; 0 is ready. Many drivers never set any.
    pub status: u32,
}

/// An opened printer; closed when dropped.
pub(crate) struct Opened(PRINTER_HANDLE);

impl Opened {
    pub(crate) fn new(name: &str) -> io::Result<Self> {
        let name = super::wide(name)?;
        let mut handle = PRINTER_HANDLE::default();
        // SAFETY: `name` ends with a zero; `handle` is ours to be filled; no defaults are asked for.
        super::done(unsafe { OpenPrinterW(name.as_ptr(), &mut handle, ptr::null()) })?;
        Ok(Opened(handle))
    }

    pub(crate) fn handle(&self) -> PRINTER_HANDLE {
        self.0
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        // SAFETY: ours, and closed once.
        unsafe { ClosePrinter(self.0) };
    }
}

/// The printers.
///
/// # Errors
/// When the spooler does not answer.
pub fn printers() -> io::Result<Vec<Printer>> {
    let default = default_printer().unwrap_or_default();
    let flags = PRINTER_ENUM_LOCAL | PRINTER_ENUM_CONNECTIONS;
    let (mut needed, mut found) = (0, 0);
    // The list may grow between two calls.
    let mut room: Vec<u64> = Vec::new();
    for _ in 0..4 {
        let bytes = u32::try_from(size_of_val(room.as_slice())).unwrap_or(0);
        // SAFETY: the room has as many bytes as are told, aligned for the pointers in it.
        let answer =
            unsafe { EnumPrintersW(flags, ptr::null(), 2, room.as_mut_ptr().cast(), bytes, &mut needed, &mut found) };
        match super::done(answer) {
            Ok(()) => {
                // SAFETY: the call wrote `found` of these at the beginning of the room.
                let list: &[PRINTER_INFO_2W] = match found {
                    0 => &[],
                    found => unsafe { slice::from_raw_parts(room.as_ptr().cast(), found as usize) },
                };
                let printer = |info: &PRINTER_INFO_2W| {
                    let name = text(info.pPrinterName);
                    let comment = text(info.pComment);
                    Printer { default: name == default, name, comment, status: info.Status }
                };
                return Ok(list.iter().map(printer).filter(|printer| !printer.name.is_empty()).collect());
            }
            Err(error) if error.raw_os_error() == Some(ERROR_INSUFFICIENT_BUFFER as i32) => {
                room = vec![0; (needed as usize).div_ceil(8)];
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("the list of printers keeps growing"))
}

fn default_printer() -> Option<String> {
    let mut name = [0_u16; 512];
    let mut length = name.len() as u32;
    // SAFETY: `name` has as many places as are told.
    super::done(unsafe { GetDefaultPrinterW(name.as_mut_ptr(), &mut length) }).ok()?;
    Some(text(name.as_mut_ptr()))
}

/// A text of the system's, up to its zero; none reads as empty.
fn text(from: *const u16) -> String {
    if from.is_null() {
        return String::new();
    }
    // SAFETY: texts of the spooler end with a zero and live as long as the room they were written to.
    unsafe {
        let length = (0..).take_while(|at| *from.add(*at) != 0).count();
        String::from_utf16_lossy(slice::from_raw_parts(from, length))
    }
}

/// Sends bytes that are the printer's own language; no driver touches them. Gives the job's number.
///
/// # Errors
/// When there is no such printer, or not all of it was taken: the job is ended then as far as it went.
pub fn raw(printer: &str, title: &str, bytes: &[u8]) -> io::Result<u32> {
    let printer = Opened::new(printer)?;
    let (mut title, mut kind) = (super::wide(title)?, super::wide("RAW")?);
    let document =
        DOC_INFO_1W { pDocName: title.as_mut_ptr(), pOutputFile: ptr::null_mut(), pDatatype: kind.as_mut_ptr() };
    // SAFETY: the texts end with a zero and outlive the call.
    let job = unsafe { StartDocPrinterW(printer.handle(), 1, &document) };
    if job == 0 {
        return Err(io::Error::last_os_error());
    }
    let sent = whole(&printer, bytes);
    // SAFETY: the handle is open and has a document.
    let ended = super::done(unsafe { EndDocPrinter(printer.handle()) });
    sent.and(ended).map(|()| job)
}

fn whole(printer: &Opened, mut bytes: &[u8]) -> io::Result<()> {
    // SAFETY: the handle is open and has a document.
    super::done(unsafe { StartPagePrinter(printer.handle()) })?;
    while !bytes.is_empty() {
        let piece = &bytes[..bytes.len().min(64 * 1024)];
        let mut written = 0;
        // SAFETY: the piece is only read, and has as many bytes as are told.
        super::done(unsafe {
            WritePrinter(printer.handle(), piece.as_ptr().cast(), piece.len() as u32, &mut written)
        })?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = &bytes[(written as usize).min(bytes.len())..];
    }
    // SAFETY: as above.
    super::done(unsafe { EndPagePrinter(printer.handle()) })
}

/// What the spooler answers about a job that it does not know.
const GONE: [u32; 2] = [ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE];

/// `JOB_STATUS_…` bits of a job; none when the spooler does not know it: it left the queue.
///
/// # Errors
/// When there is no such printer, or the spooler does not answer.
pub fn job(printer: &str, number: u32) -> io::Result<Option<u32>> {
    let printer = Opened::new(printer)?;
    let mut room = vec![0_u64; 512];
    for _ in 0..4 {
        let (bytes, mut needed) = (u32::try_from(size_of_val(room.as_slice())).unwrap_or(0), 0);
        // SAFETY: the room has as many bytes as are told, aligned for the pointers in it.
        let answer = unsafe { GetJobW(printer.handle(), number, 1, room.as_mut_ptr().cast(), bytes, &mut needed) };
        match super::done(answer) {
            // SAFETY: the call wrote one of these at the beginning of the room.
            Ok(()) => return Ok(Some(unsafe { (*room.as_ptr().cast::<JOB_INFO_1W>()).Status })),
            // Windows calls a job that left the queue a wrong parameter, wine a wrong handle; ours is open.
            Err(error) if GONE.iter().any(|gone| error.raw_os_error() == Some(*gone as i32)) => return Ok(None),
            Err(error) if error.raw_os_error() == Some(ERROR_INSUFFICIENT_BUFFER as i32) => {
                room = vec![0; (needed as usize).div_ceil(8)];
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("what is told of the job keeps growing"))
}
