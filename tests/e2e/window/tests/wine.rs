//! The Windows programs' way to paper, under wine at a real print server: what its driver for PostScript printers made of a
//! receipt is drawn again and compared with the PDF; a slip arrives byte for byte.
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use true_window::cups::Cups;
use true_window::sheet::Sheet;

fn told(name: &str) -> PathBuf {
    std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set")).into()
}

/// The Windows desk-cli on a store.
fn cli(store: &Path, words: &[&str]) -> Value {
    let output = Command::new(told("MOTCUA_WINE"))
        .arg(told("MOTCUA_BIN_DIR").join("desk-cli.exe"))
        .args(words)
        .arg("--store")
        .arg(store)
        .arg("--json")
        .env("MOTCUA_PASSWORD", "mot-cua-ban-thu")
        .output()
        .expect("wine starts");
    assert!(output.status.success(), "{words:?}: {output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
#[ignore = "needs the Windows programs and wine: cargo xtask test --windows has both"]
fn a_receipt_comes_out_at_its_true_size_and_a_slip_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let store = folder.path().join("Bộ phận Một cửa");
    cli(&store, &["init", "--demo", "2024"]);
    cli(&store, &["demo", "--dossiers", "3", "--seed", "1"]);
    let hits = cli(&store, &["search", "", "--limit", "1"]);
    let code = hits["hits"][0]["code"].as_str().expect("a code").to_owned();
    let receipt = folder.path().join("giấy tiếp nhận.pdf");
    cli(&store, &["form", "--code", &code, "--out", receipt.to_str().expect("UTF-8")]);
    let slip: Vec<u8> = (0..=u8::MAX).cycle().take(70_000).collect();
    let slip_file = folder.path().join("phiếu");
    std::fs::write(&slip_file, &slip).expect("writes");

    let cups = Cups::start().expect("CUPS");
    let laser = cups.queue("giay-hen").expect("a queue");
    let roll = cups.raw_queue("phieu-cuon").expect("a raw queue");
    let prints = Command::new(told("MOTCUA_WINE"))
        .arg(told("MOTCUA_PRINTING_TEST"))
        .args(["--ignored", "--nocapture"])
        .env("CUPS_SERVER", cups.server())
        .env("MOTCUA_TEST_PRINTER", laser.name())
        .env("MOTCUA_TEST_ROLL", roll.name())
        .env("MOTCUA_TEST_PDF", &receipt)
        .env("MOTCUA_TEST_SLIP", &slip_file)
        .output()
        .expect("wine starts");
    assert!(prints.status.success(), "{}", String::from_utf8_lossy(&prints.stdout));

    let slips = roll.wait_printed(1).expect("the slip comes out");
    assert!(std::fs::read(&slips[0]).expect("reads") == slip, "the slip was changed on its way");

    let jobs = laser.wait_printed(1).expect("the receipt comes out");
    let printed = folder.path().join("printed.pdf");
    let drawn = Command::new("gs")
        .args(["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", "-o"])
        .args([&printed, &jobs[0]])
        .output()
        .expect("ghostscript runs");
    assert!(drawn.status.success(), "{drawn:?}");
    let (ours, theirs) =
        (Sheet::read(&receipt, "wine-receipt").expect("reads"), Sheet::read(&printed, "wine-printed").expect("reads"));
    assert_eq!(theirs.qr().expect("a code"), ours.qr().expect("a code"));
    // The ink lies where it lies in the file, to a millimetre: true size, nothing cut, nothing moved.
    let (from, to) = (ours.ink_mm().expect("ink"), theirs.ink_mm().expect("ink"));
    for (side, (from, to)) in from.iter().zip(to).enumerate() {
        assert!((from - to).abs() <= 1.0, "side {side}: {from} mm in the file, {to} mm on paper");
    }
}
