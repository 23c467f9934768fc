//! The test's print server prints, waits, fails and vanishes as a real one does.
use std::path::PathBuf;

use true_window::cups::Cups;

/// One page of A5 with nothing on it, written by hand so that the tests need no printing library.
fn page(folder: &std::path::Path) -> PathBuf {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R/Resources<<>>>>",
        "<</Length 22>>\nstream\n20 20 100 100 re f    \nendstream",
    ];
    let mut text = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(text.len());
        text += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let table = text.len();
    text += "xref\n0 5\n0000000000 65535 f \n";
    for offset in offsets {
        text += &format!("{offset:010} 00000 n \n");
    }
    text += &format!("trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    let path = folder.join("page.pdf");
    std::fs::write(&path, text).expect("a scratch file");
    path
}

#[test]
fn a_job_comes_out_as_a_pdf() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let cups = Cups::start().expect("CUPS");
    let queue = cups.queue("giay-hen").expect("a queue");
    queue.lp(&page(scratch.path())).expect("a job");
    let printed = queue.wait_printed(1).expect("paper");
    assert!(std::fs::read(&printed[0]).expect("the job").starts_with(b"%PDF-"));
    assert_eq!(printed.len(), 1);
}

#[test]
fn a_paused_queue_keeps_its_jobs_and_a_removed_one_takes_none() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let page = page(scratch.path());
    let cups = Cups::start().expect("CUPS");
    let queue = cups.queue("giay-hen").expect("a queue");
    queue.pause().expect("paused");
    queue.lp(&page).expect("a job");
    assert_eq!(queue.waiting().expect("the list").len(), 1);
    assert!(queue.printed().expect("the folder").is_empty());
    queue.go_on().expect("going on");
    queue.wait_printed(1).expect("paper");
    queue.refuse().expect("refusing");
    assert!(queue.lp(&page).is_err());
    queue.accept().expect("accepting");
    queue.remove().expect("removed");
    assert!(queue.lp(&page).is_err());
}

#[test]
fn a_printer_that_is_off_stops_its_queue_and_prints_later() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let page = page(scratch.path());
    let mut cups = Cups::start().expect("CUPS");
    {
        let queue = cups.queue("giay-hen").expect("a queue");
        queue.switch(false).expect("off");
        queue.lp(&page).expect("a job");
        assert!(queue.wait_stopped().is_ok());
        assert!(queue.printed().expect("the folder").is_empty());
        queue.switch(true).expect("on");
        queue.go_on().expect("going on");
        queue.wait_printed(1).expect("paper");
    }
    cups.vanish();
    assert!(cups.queue("may-khac").is_err(), "nobody answers");
    cups.resume().expect("back");
    assert!(cups.queue("may-khac").is_ok());
}
