//! The way to paper on Windows, at printers that `tests/e2e/window/tests/wine.rs` sets up and looks into afterwards.
#![cfg(windows)]

use std::time::{Duration, Instant};

use desk_app::print::{Job, JobState, PrintError, Sheet, Spooler, SystemSpooler};

fn told(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

/// Where a job stands once it goes on no more.
fn outcome(spooler: &SystemSpooler, job: &Job) -> JobState {
    let began = Instant::now();
    loop {
        match spooler.job(job).expect("the spooler answers") {
            JobState::Queued | JobState::Printing if began.elapsed() < Duration::from_secs(60) => {
                std::thread::sleep(Duration::from_millis(100));
            }
            state => return state,
        }
    }
}

#[test]
#[ignore = "needs printers: cargo xtask test --windows sets two up"]
fn pages_and_slips_reach_their_printers() {
    let (laser, roll) = (told("MOTCUA_TEST_PRINTER"), told("MOTCUA_TEST_ROLL"));
    let pdf = std::fs::read(told("MOTCUA_TEST_PDF")).expect("a receipt");
    let spooler = SystemSpooler::default();
    let printers = spooler.printers().expect("a list");
    assert!(printers.iter().any(|printer| printer.name == laser && printer.default), "{printers:?}");
    assert!(printers.iter().any(|printer| printer.name == roll && !printer.default), "{printers:?}");

    let job = spooler.print(&laser, "Giấy tiếp nhận – Bùi Thị Lan", &pdf, Sheet::A5).expect("is taken");
    assert_eq!(outcome(&spooler, &job), JobState::Done);
    let slip = std::fs::read(told("MOTCUA_TEST_SLIP")).expect("a slip");
    let job = spooler.print(&roll, "Phiếu", &slip, Sheet::Roll).expect("is taken");
    assert_eq!(outcome(&spooler, &job), JobState::Done);

    assert_eq!(spooler.print("may-in-khac", "x", &pdf, Sheet::A5), Err(PrintError::PrinterMissing));
    assert!(matches!(spooler.print(&laser, "x", b"no PDF", Sheet::A5), Err(PrintError::Refused(_))));
}
