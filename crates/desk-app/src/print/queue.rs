//! What the spooler of Windows tells of a job and a printer, as bits (winspool.h), in the port's words.
//!
//! A job that was printed leaves the queue and is told of no more, and so does one that somebody took back. So the last
//! thing that was told decides what its leaving meant.

use super::{JobState, PrinterState};

/// `JOB_STATUS_…`.
mod job {
    pub(super) const PAUSED: u32 = 0x1;
    pub(super) const ERROR: u32 = 0x2;
    pub(super) const DELETING: u32 = 0x4;
    pub(super) const PRINTING: u32 = 0x10;
    pub(super) const OFFLINE: u32 = 0x20;
    pub(super) const PAPER_OUT: u32 = 0x40;
    pub(super) const PRINTED: u32 = 0x80;
    pub(super) const DELETED: u32 = 0x100;
    pub(super) const BLOCKED: u32 = 0x200;
    pub(super) const USER_INTERVENTION: u32 = 0x400;
    pub(super) const COMPLETE: u32 = 0x1000;
    pub(super) const STUCK: u32 = PAUSED | ERROR | OFFLINE | PAPER_OUT | BLOCKED | USER_INTERVENTION;
    pub(super) const TAKEN_BACK: u32 = DELETING | DELETED;
    pub(super) const OUT: u32 = PRINTED | COMPLETE;
}

/// `PRINTER_STATUS_…`: paused, error, deleted, jam, no paper, paper trouble, offline, bin full, not available, no toner,
/// wants a person, out of memory, door open, its server is away.
const STOPPED: u32 = 0x1
    | 0x2
    | 0x4
    | 0x8
    | 0x10
    | 0x40
    | 0x80
    | 0x800
    | 0x1000
    | 0x4_0000
    | 0x10_0000
    | 0x20_0000
    | 0x40_0000
    | 0x200_0000;
/// Busy, active, printing, processing.
const AT_WORK: u32 = 0x100 | 0x200 | 0x400 | 0x4000;

/// A printer's state. Low toner and sleep are no trouble.
pub(super) fn printer_state(bits: u32) -> PrinterState {
    match bits {
        bits if bits & STOPPED != 0 => PrinterState::Stopped,
        bits if bits & AT_WORK != 0 => PrinterState::Printing,
        _ => PrinterState::Idle,
    }
}

/// Where a job stands: `before` is what was told of it last time, `now` what is told now (none: it left the queue),
/// `printer` what is told of its printer.
pub(super) fn job_state(before: Option<u32>, now: Option<u32>, printer: u32) -> JobState {
    let failed = |reason: &str| JobState::Failed { reason: reason.to_owned() };
    match (now, before) {
        (Some(bits), _) | (None, Some(bits)) if bits & job::TAKEN_BACK != 0 => failed("job_canceled"),
        (Some(bits), _) if bits & job::OUT != 0 => JobState::Done,
        (Some(bits), _) if bits & job::STUCK != 0 => failed("printer_stopped"),
        (Some(bits), _) if bits & job::PRINTING != 0 => JobState::Printing,
        // A stopped printer keeps its jobs waiting without an end, and says nothing of them.
        (Some(_), _) if printer & STOPPED != 0 => failed("printer_stopped"),
        (Some(_), _) => JobState::Queued,
        (None, Some(bits)) if bits & job::STUCK != 0 && bits & job::PRINTING == 0 => failed("job_lost"),
        // It left without a trouble, perhaps before the first look.
        (None, _) => JobState::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(reason: &str) -> JobState {
        JobState::Failed { reason: reason.to_owned() }
    }

    #[test]
    fn a_job_is_done_when_it_says_so_or_leaves_the_queue_without_a_trouble() {
        let check =
            |before, now, expected: JobState| assert_eq!(job_state(before, now, 0), expected, "{before:?} {now:?}");
        check(None, Some(0), JobState::Queued);
        check(Some(0), Some(0x8), JobState::Queued); // spooling
        check(Some(0x8), Some(0x10), JobState::Printing);
        check(Some(0x10), Some(0x10 | 0x80), JobState::Done);
        check(Some(0x10), Some(0x1000), JobState::Done);
        check(Some(0x10), None, JobState::Done);
        check(None, None, JobState::Done); // gone before the first look
    }

    #[test]
    fn a_job_that_stands_still_or_is_taken_back_says_so() {
        let check = |before, now, printer, expected: &str| {
            assert_eq!(job_state(before, now, printer), failed(expected), "{before:?} {now:?} {printer:x}");
        };
        for stuck in [0x1, 0x2, 0x20, 0x40, 0x200, 0x400, 0x10 | 0x40] {
            check(Some(0), Some(stuck), 0, "printer_stopped");
        }
        check(Some(0), Some(0), 0x1, "printer_stopped"); // the printer is paused
        check(Some(0), Some(0), 0x80, "printer_stopped"); // or switched off
        check(Some(0x10), Some(0x4), 0, "job_canceled");
        check(Some(0x104), None, 0, "job_canceled");
        check(Some(0x2), None, 0, "job_lost");
    }

    #[test]
    fn a_printer_with_little_toner_is_ready() {
        let check = |bits, expected| assert_eq!(printer_state(bits), expected, "{bits:x}");
        check(0, PrinterState::Idle);
        check(0x2_0000, PrinterState::Idle);
        check(0x100_0000, PrinterState::Idle); // asleep
        check(0x400, PrinterState::Printing);
        check(0x400 | 0x10, PrinterState::Stopped);
        check(0x40_0000, PrinterState::Stopped);
    }
}
