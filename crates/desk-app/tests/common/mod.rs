//! A demo office in a scratch folder, with its supervisor signed in.

#![allow(dead_code, reason = "every test takes what it needs")]

pub(crate) mod lives;
pub(crate) mod plain;

use std::{path::Path, process::Command, sync::Arc};

use desk_app::{AppError, DemoOffice, Desk, Leaves, Paths, WalkInEntry, print::NoPrintService};
use desk_core::{
    dossier::{FeePaid, Intake, Party, ReturnBy},
    procedure::Channel,
};
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "nương ngô chín vàng";

/// A desk of the demo office of 2024, empty.
pub(crate) fn demo() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let desk = demo_in(folder.path());
    (folder, desk)
}

/// The same in a folder that the caller keeps.
pub(crate) fn demo_in(folder: &Path) -> Desk {
    let mut desk = desk_in(folder).expect("a fresh folder");
    desk.set_up_demo(DemoOffice::Y2024, None, 1, PASSWORD).expect("sets up");
    desk
}

/// The desk of a folder, closed.
pub(crate) fn desk_in(folder: &Path) -> Result<Desk, AppError> {
    let paths = Paths { store: folder.join("store"), state: folder.join("state"), documents: folder.join("documents") };
    Ok(Desk::at(paths, Arc::new(NoPrintService))?.in_given_folder())
}

/// What a person asks for at the counter, without a paper.
pub(crate) fn intake_of(owner: Party) -> Intake {
    Intake {
        channel: Channel::InPerson,
        case: None,
        owner,
        submitter: None,
        papers: Vec::new(),
        sets: 1,
        fee_vnd: None,
        exemption: None,
        fee_paid: FeePaid::Now,
        limit: None,
        return_by: ReturnBy::Desk,
        duplicate_of: None,
        back_entry: None,
    }
}

/// A citizen told what to bring; gives the slip's entry.
pub(crate) fn guided(desk: &mut Desk) -> WalkInEntry {
    let intake = intake_of(Party { name: "Quách Thị Mỹ Duyên".to_owned(), ..Party::default() });
    desk.walk_in(Leaves::Guided, "1.001193", &intake, Vec::new(), "thiếu tờ khai", None).expect("is noted")
}

/// The words of a PDF file, as another program reads them.
pub(crate) fn words_of(pdf: &Path) -> String {
    let read = Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output().expect("pdftotext runs");
    assert!(read.status.success(), "pdftotext cannot read {}", pdf.display());
    String::from_utf8(read.stdout).expect("UTF-8")
}
