//! The slip of a roll, read back from the bytes that the printer gets.

use chrono::NaiveDate;
use desk_forms::{Reprint, ThermalData, thermal};
use rxing::BarcodeFormat;

/// Grey samples, width and height, as a printer would put them on paper; panics on any other command.
fn printed(bytes: &[u8]) -> (Vec<u8>, usize, usize) {
    let mut rest = bytes.strip_prefix(b"\x1B@").expect("set up first");
    let (mut samples, mut width, mut height) = (Vec::new(), 0, 0);
    while let Some(raster) = rest.strip_prefix(b"\x1Dv0\0") {
        let (size, data) = raster.split_at(4);
        let across = usize::from(u16::from_le_bytes([size[0], size[1]]));
        let lines = usize::from(u16::from_le_bytes([size[2], size[3]]));
        let (band, after) = data.split_at(across * lines);
        let dots = band.iter().flat_map(|byte| (0..8).map(move |dot| byte << dot & 0x80 != 0));
        samples.extend(dots.map(|dark| if dark { 0 } else { 255 }));
        (rest, width, height) = (after, across * 8, height + lines);
    }
    assert_eq!(rest, b"\x1DVB\0", "cut last, and nothing else");
    (samples, width, height)
}

fn sample() -> ThermalData {
    let text = include_str!("../../../assets/forms/desk/thermal/sample.json");
    serde_json::from_str(text).expect("a sample")
}

#[test]
fn the_qr_code_is_read_back_from_the_slip() {
    for payload in ["000.99.00.H28-240305-0012".to_owned(), sample().qr_text.expect("a text"), "x".repeat(213)] {
        let data = ThermalData { qr_text: Some(payload.clone()), ..sample() };
        let (samples, width, height) = printed(&thermal::slip(&data).expect("a slip"));
        let read = rxing::helpers::detect_in_luma(samples, width as u32, height as u32, Some(BarcodeFormat::QR_CODE));
        assert_eq!(read.expect("a QR code").getText(), payload);
    }
}

#[test]
fn a_slip_is_576_dots_wide_and_as_long_as_its_content() {
    let (samples, width, height) = printed(&thermal::slip(&sample()).expect("a slip"));
    assert_eq!(width, 576);
    // Not longer than 16 cm, and printed down to its last centimetre.
    assert!((400..1280).contains(&height), "{height} dots");
    let dark = |rows: std::ops::Range<usize>| samples[rows.start * width..rows.end * width].contains(&0);
    assert!(dark(0..40) && dark(height - 80..height));
    // Nothing touches an edge, where letters would be cut.
    for row in samples.chunks_exact(width) {
        assert!(row[..8].iter().chain(&row[width - 8..]).all(|&dot| dot == 255));
    }
    let longer = ThermalData { office: sample().office.repeat(3), ..sample() };
    assert!(printed(&thermal::slip(&longer).expect("a slip")).2 > height);
}

#[test]
fn modules_of_the_qr_code_are_whole_dots_of_one_width() {
    let (samples, width, _) = printed(&thermal::slip(&sample()).expect("a slip"));
    // The finder in the upper left corner begins with seven dark modules.
    let runs = samples.chunks_exact(width).filter_map(|row| {
        let start = row.iter().position(|&dot| dot == 0)?;
        Some(row[start..].iter().take_while(|&&dot| dot == 0).count())
    });
    let longest = runs.max().expect("a code");
    assert_eq!(longest % 7, 0, "{longest} dots are no seven modules");
}

#[test]
fn the_same_slip_gives_the_same_bytes_and_its_picture_shows_the_same_dots() {
    let data = sample();
    assert_eq!(thermal::slip(&data).expect("a slip"), thermal::slip(&data).expect("a slip"));
    let (samples, width, height) = printed(&thermal::slip(&data).expect("a slip"));
    let picture = thermal::picture(&data).expect("a picture");
    assert_eq!((picture.width as usize, picture.height as usize), (width, height));
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture.bytes)).read_info().expect("a PNG");
    let mut shown = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut shown).expect("a frame");
    assert_eq!(shown, samples);
}

#[test]
fn a_slip_of_a_demo_office_and_a_reprint_are_marked() {
    let height = |data: &ThermalData| printed(&thermal::slip(data).expect("a slip")).2;
    let at = NaiveDate::from_ymd_opt(2026, 11, 21).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a moment");
    let plain = height(&sample());
    // Each mark is a line of its own, 38 dots high.
    assert!(height(&ThermalData { demo: true, ..sample() }) > plain + 30);
    assert!(height(&ThermalData { reprint: Some(Reprint { number: 1, at }), ..sample() }) > plain + 30);
}

#[test]
fn an_empty_slip_and_a_very_long_one_are_printed_whole() {
    printed(&thermal::slip(&ThermalData::default()).expect("a slip"));
    let moment = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(8, 35, 0));
    let long = ThermalData { remark: "ẪM ẶP ỮNG ".repeat(900), received: moment, ..sample() };
    let (_, _, height) = printed(&thermal::slip(&long).expect("a slip"));
    assert!(height > 4800, "longer than one picture may be: {height}");
}
