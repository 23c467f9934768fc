//! Files that others made: taken for what they are, refused with the figure that was exceeded, drawn upright.

mod common;
#[path = "common/made.rs"]
mod made;

use desk_forms::attach::{Judged, Limits, Media, Refused, draw, judge};
use made::{held, jpeg_of, packed, pages, pdf, png_of, stream};

fn zip() -> Vec<u8> {
    let entry = [b"PK\x01\x02".as_slice(), &[0; 42]].concat();
    let mut end = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    end[8] = 1;
    end[10] = 1;
    end[12] = entry.len() as u8;
    [entry, end].concat()
}

/// Brightness at a place of a drawn picture, from 0 to 1 across and down.
fn tone(picture: &desk_forms::Png, across: f32, down: f32) -> u8 {
    let mut reader = png::Decoder::new(std::io::Cursor::new(&picture.bytes)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("pixels");
    let samples = info.color_type.samples();
    let (x, y) = ((info.width as f32 * across) as usize, (info.height as f32 * down) as usize);
    pixels[(y * info.width as usize + x) * samples]
}

fn taken(bytes: &[u8]) -> Judged {
    judge(bytes, &Limits::default()).expect("is taken")
}

fn refused(bytes: &[u8]) -> Refused {
    judge(bytes, &Limits::default()).expect_err("is refused")
}

fn with(bytes: &[u8], more: &[u8]) -> Vec<u8> {
    [bytes, more].concat()
}

#[test]
fn the_bytes_say_what_a_file_is() {
    let judged = |media, pages, width, height| Judged { media, pages, width, height, active: false };
    assert_eq!(taken(&pages(3, "")), judged(Media::Pdf, 3, 200, 100));
    assert_eq!(taken(&png_of(30, 20)), judged(Media::Png, 1, 30, 20));
    assert_eq!(taken(&jpeg_of(48, 16, None)), judged(Media::Jpeg, 1, 48, 16));
    assert_eq!(taken(&with(&png_of(3, 2), b"\r\n\0")), judged(Media::Png, 1, 3, 2));
    for form in common::receipts() {
        let own = common::draw(&form, &common::sample(&form), &common::options());
        assert_eq!((taken(&own).media, taken(&own).active), (Media::Pdf, false), "what this program prints");
    }
}

#[test]
fn what_is_no_scan_is_refused_whatever_it_is_called() {
    assert_eq!(refused(b""), Refused::Empty);
    for bytes in [
        b"MZ\x90\0".as_slice(),
        b"\x7fELF",
        b"<!DOCTYPE html><script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"GIF89a",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b" %PDF-1.7",
    ] {
        assert_eq!(refused(bytes), Refused::Unknown);
    }
}

#[test]
fn a_figure_that_is_exceeded_is_named() {
    let limits = Limits { bytes: 1000, pixels: 600, pages: 2, unpacked: 1 << 20 };
    let check = |bytes: &[u8], expected| assert_eq!(judge(bytes, &limits), Err(expected));
    check(&[0; 1001], Refused::Bytes { bytes: 1001, max: 1000 });
    check(&png_of(31, 20), Refused::Pixels { width: 31, height: 20, max: 600 });
    check(&jpeg_of(32, 24, None), Refused::Pixels { width: 32, height: 24, max: 600 });
    check(&pages(3, ""), Refused::Pages { max: 2 });
    assert!(judge(&pages(2, ""), &limits).is_ok());
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let max = Limits::default().pixels;
    let mut png = png_of(2, 2);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    assert_eq!(refused(&png), Refused::Pixels { width: 60_000, height: 60_000, max });
    let mut jpeg = jpeg_of(8, 8, None);
    let frame = jpeg.windows(2).position(|mark| mark == [0xff, 0xc0]).expect("a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(refused(&jpeg), Refused::Pixels { width: 60_000, height: 60_000, max });

    let limits = Limits { unpacked: 8 << 20, ..Limits::default() };
    let unpacked = Err(Refused::Unpacked { max: limits.unpacked });
    let zeros = vec![0; 12 << 20];
    let holding = |dictionary: &str, content: &[u8]| {
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>".to_vec(),
        ];
        objects.push(stream(dictionary, content));
        pdf(&objects, "")
    };
    let once = packed(&zeros);
    assert!(once.len() < 20_000, "a few kilobytes");
    assert_eq!(judge(&holding("/Filter /FlateDecode", &once), &limits), unpacked);
    // Under another spelling of the filter's name, and packed twice.
    assert_eq!(judge(&holding("/Filter /Fl#61teDecode", &once), &limits), unpacked);
    assert_eq!(judge(&holding("/Filter [/FlateDecode /FlateDecode]", &packed(&once)), &limits), unpacked);
    // As the object stream that a reader unpacks while it opens the file.
    assert_eq!(judge(&holding("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &once), &limits), unpacked);
    // Many that are each small enough.
    let halves: Vec<u8> = (0..3).flat_map(|_| stream("/Filter /FlateDecode", &packed(&zeros[..4 << 20]))).collect();
    assert_eq!(judge(&holding("", &halves), &limits), unpacked);
    assert!(judge(&holding("/Filter /FlateDecode", &packed(&zeros[..1 << 20])), &limits).is_ok());
    let huge = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /Filter /DCTDecode";
    assert_eq!(refused(&holding(huge, &jpeg)), Refused::Pixels { width: 60_000, height: 60_000, max });
}

#[test]
fn ten_thousand_pages_are_refused_and_so_are_pages_that_go_round() {
    assert_eq!(refused(&pages(10_000, "")), Refused::Pages { max: 200 });
    let round = pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Count 1 /Kids [2 0 R 2 0 R 2 0 R] >>".to_vec(),
        ],
        "",
    );
    assert_eq!(refused(&round), Refused::Broken);
}

#[test]
fn two_files_in_one_are_refused() {
    let (sound, png, jpeg) = (pages(1, ""), png_of(4, 4), jpeg_of(16, 8, None));
    assert_eq!(refused(&with(&sound, &zip())), Refused::Twofold);
    assert_eq!(refused(&with(&png, &zip())), Refused::Twofold);
    assert_eq!(refused(&with(&jpeg, &zip())), Refused::Twofold);
    // The archive's comment ends as a PDF does.
    let mut hidden = with(&sound, &zip());
    let comment = b"\n%%EOF\n";
    let at = hidden.len() - 2;
    hidden[at] = comment.len() as u8;
    assert_eq!(refused(&with(&hidden, comment)), Refused::Twofold);
    let html = b"<html><script>alert(1)</script>";
    assert_eq!(refused(&with(&png, html)), Refused::Trailing { bytes: html.len() as u64 });
    assert_eq!(refused(&with(&jpeg, &sound)), Refused::Trailing { bytes: sound.len() as u64 });
    assert_eq!(refused(&with(&sound, html)), Refused::Trailing { bytes: html.len() as u64 + 1 });
    assert_eq!(refused(&with(&sound, &sound)), Refused::Twofold);
}

/// A film as telephones append it: two boxes of ISO media.
fn film(content: &[u8]) -> Vec<u8> {
    let boxed =
        |kind: &[u8; 4], content: &[u8]| [(content.len() as u32 + 8).to_be_bytes().as_slice(), kind, content].concat();
    [boxed(b"ftyp", b"mp42\0\0\0\0isom"), boxed(b"mdat", content)].concat()
}

/// Samsung's trailer: entries, their directory, its length, the end word.
fn samsung(entries: &[&[u8]]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut spans = Vec::new();
    for (n, content) in entries.iter().enumerate() {
        let name = format!("Entry_{n}");
        let entry =
            [&[0, 0, n as u8, 0x0a], (name.len() as u32).to_le_bytes().as_slice(), name.as_bytes(), content].concat();
        spans.push((all.len(), entry.len()));
        all.extend(entry);
    }
    let mut directory = [b"SEFH".as_slice(), &106_u32.to_le_bytes(), &(spans.len() as u32).to_le_bytes()].concat();
    for (n, (begin, len)) in spans.iter().enumerate() {
        directory.extend([0, 0, n as u8, 0x0a]);
        directory.extend(((all.len() - begin) as u32).to_le_bytes());
        directory.extend((*len as u32).to_le_bytes());
    }
    [all.as_slice(), &directory, &(directory.len() as u32).to_le_bytes(), b"SEFT"].concat()
}

#[test]
fn what_telephones_write_behind_a_photograph_is_taken_and_only_the_photograph_is_drawn() {
    let (jpeg, small) = (jpeg_of(48, 16, None), jpeg_of(16, 8, None));
    let check = |trailer: &[u8]| {
        let bytes = with(&jpeg, trailer);
        let judged = taken(&bytes);
        assert_eq!((judged.media, judged.width, judged.height), (Media::Jpeg, 48, 16));
        let (whole, alone) = (draw(&bytes, 0, 48).expect("is drawn"), draw(&jpeg, 0, 48).expect("is drawn"));
        assert_eq!(whole.bytes, alone.bytes, "the trailer changes nothing of what is seen");
    };
    check(&small); // a gain map
    check(&with(&small, &small));
    check(&with(&[0; 7], &small));
    check(&film(&[7; 500])); // a motion photo
    check(&with(&small, &film(&[7; 500])));
    check(&samsung(&[b"1700000000000", &film(&[7; 300])]));
    check(&with(&small, &samsung(&[b"1700000000000"])));
}

#[test]
fn whatever_else_stands_behind_a_photograph_is_refused() {
    let jpeg = jpeg_of(16, 8, None);
    let check = |trailer: &[u8]| {
        assert_eq!(refused(&with(&jpeg, trailer)), Refused::Trailing { bytes: trailer.len() as u64 });
    };
    check(b"MZ\x90\0 a program");
    check(b"<html><script>alert(1)</script>");
    check(b"plain words");
    check(&png_of(4, 4));
    check(&pages(1, ""));
    // Hidden in what is known.
    check(&film(b" %PDF-1.7 "));
    check(&film(b"<ScRipt>alert(1)"));
    check(&samsung(&[b"%PDF-1.4"]));
    // Known, and something more.
    check(&with(&film(&[7; 50]), b"more"));
    check(&with(b"more", &samsung(&[b"1700000000000"])));
    check(&with(&samsung(&[b"1700000000000"]), b"more"));
    check(&with(&jpeg, b"more"));
    check(&jpeg[..jpeg.len() - 4]);
    // Figures that claim what is not there.
    let mut film = film(&[7; 50]);
    film[..4].copy_from_slice(&[0xff; 4]);
    check(&film);
    let mut directory = samsung(&[b"1700000000000"]);
    let end = directory.len();
    directory[end - 8..end - 4].copy_from_slice(&[0xff; 4]);
    check(&directory);
    let mut huge = jpeg_of(8, 8, None);
    let frame = huge.windows(2).position(|mark| mark == [0xff, 0xc0]).expect("a frame");
    huge[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    check(&huge);
    assert_eq!(refused(&with(&jpeg, &zip())), Refused::Twofold);
}

#[test]
fn a_copy_that_was_cut_short_is_refused_at_every_length() {
    for whole in [pages(1, ""), png_of(9, 9), jpeg_of(16, 16, Some(&held(1)))] {
        let whole = whole.trim_ascii_end();
        for len in 1..whole.len() {
            let refused = refused(&whole[..len]);
            assert!(matches!(refused, Refused::Truncated | Refused::Unknown), "{len} of {}: {refused:?}", whole.len());
        }
    }
}

#[test]
fn a_password_is_refused_and_a_script_is_noted() {
    let locked = pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Count 0 /Kids [] >>".to_vec(),
            b"<< /Filter /Standard /V 1 /R 2 /O <00> /U <00> /P -4 >>".to_vec(),
        ],
        "/Encrypt 3 0 R /ID [<00> <00>]",
    );
    assert_eq!(refused(&locked), Refused::Encrypted);
    for asking in [
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "/OpenAction << /S /Launch /F (cmd.exe) >>",
        "/Names << /EmbeddedFiles << /Names [] >> >>",
        "/AcroForm << /XFA (x) >>",
    ] {
        assert!(taken(&pages(1, asking)).active, "{asking}");
    }
    assert!(!taken(&pages(1, "/OpenAction [4 0 R /Fit]")).active, "where to begin reading is no action");
}

#[test]
fn each_kind_is_drawn_small_and_upright() {
    let drawn = |bytes: &[u8], side| draw(bytes, 0, side).expect("is drawn");
    let page = drawn(&pages(1, ""), 100);
    assert_eq!((page.width, page.height), (100, 50));
    assert!(tone(&page, 0.1, 0.9) < 10 && tone(&page, 0.9, 0.1) > 245);
    let png = drawn(&png_of(300, 200), 30);
    assert_eq!((png.width, png.height), (30, 20));
    assert!(tone(&png, 0.1, 0.5) < 10 && tone(&png, 0.9, 0.5) > 245);
    let check = |orientation: u8, size: (u32, u32), dark: (f32, f32), light: (f32, f32)| {
        let photo = drawn(&jpeg_of(64, 32, Some(&held(orientation))), 32);
        assert_eq!((photo.width, photo.height), size, "{orientation}");
        let (dark, light) = (tone(&photo, dark.0, dark.1), tone(&photo, light.0, light.1));
        assert!(dark < 40 && light > 215, "{orientation}: {dark} {light}");
    };
    let (left, right, top, bottom) = ((0.1, 0.5), (0.9, 0.5), (0.5, 0.1), (0.5, 0.9));
    check(1, (32, 16), left, right);
    check(2, (32, 16), right, left);
    check(3, (32, 16), right, left);
    check(4, (32, 16), left, right);
    check(6, (16, 32), top, bottom);
    check(8, (16, 32), bottom, top);
    assert_eq!(drawn(&png_of(10, 10), 100).width, 10, "nothing is enlarged");
    assert!(draw(&png_of(10, 10), 1, 100).is_err());
    assert!(draw(b"nothing", 0, 100).is_err());
}
