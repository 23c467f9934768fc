//! The drawing process, as this program starts it: it draws what is sound, and whatever else is brought, the desk lives.
#![cfg(unix)]

#[path = "../../desk-forms/tests/common/made.rs"]
mod made;

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use desk_app::drawing::{ARGUMENT, DrawError, Drawing};
use desk_forms::attach::{Limits, Media, Refused};
use made::{hollow_jpeg, jpeg_of, pages, pdf, png_of, stream};

fn drawing() -> Drawing {
    Drawing::by(env!("CARGO_BIN_EXE_desk-cli"))
}

fn size(png: &[u8]) -> (u32, u32) {
    let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a PNG");
    (reader.info().width, reader.info().height)
}

/// A page that takes until the end of the world: forms that draw forms, eight levels deep.
fn endless() -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>"
            .to_vec(),
        stream("", b"/F Do"),
    ];
    for level in 5..13 {
        let form = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /F {} 0 R >> >>",
            level + 1
        );
        objects.push(stream(&form, "/F Do ".repeat(50).as_bytes()));
    }
    objects.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 99 99]", b"0 0 99 99 re f"));
    pdf(&objects, "")
}

#[test]
fn a_page_a_photograph_and_a_picture_are_drawn() {
    let drawing = drawing();
    let check = |bytes: &[u8], page, side, expected| {
        let picture = drawing.draw(bytes, page, side).expect("is drawn");
        assert_eq!(size(&picture), expected);
    };
    check(&pages(2, ""), 1, 100, (100, 50));
    check(&jpeg_of(64, 32, None), 0, 32, (32, 16));
    check(&png_of(300, 200), 0, 30, (30, 20));
    assert_eq!(drawing.judge(&pages(2, "")).expect("answers").expect("is taken").pages, 2);
    assert_eq!(drawing.judge(&png_of(3, 2)).expect("answers").expect("is taken").media, Media::Png);
}

#[test]
fn what_cannot_be_drawn_is_one_ordinary_error() {
    let drawing = drawing();
    for (bytes, page) in [
        (b"nothing at all".to_vec(), 0),
        (pages(1, ""), 1),
        (png_of(9, 9)[..60].to_vec(), 0),
        (b"%PDF-1.7\n%%EOF".to_vec(), 0),
        (Vec::new(), 0),
    ] {
        assert!(matches!(drawing.draw(&bytes, page, 100), Err(DrawError::Failed)));
    }
    let max = Limits::default().pages;
    assert_eq!(drawing.judge(&pages(max as usize + 1, "")).expect("answers"), Err(Refused::Pages { max }));
    assert!(matches!(Drawing::by("/nowhere").draw(&png_of(2, 2), 0, 9), Err(DrawError::NotStarted(_))));
    // A program that does not know the word says something else, or says too much.
    assert!(matches!(Drawing::by("/bin/true").draw(&png_of(2, 2), 0, 9), Err(DrawError::Failed)));
    assert!(matches!(Drawing::by("/bin/echo").judge(&png_of(2, 2)), Err(DrawError::Failed)));
    let endless_talk = Drawing::by("/usr/bin/yes").within(Duration::from_secs(5)).draw(&png_of(2, 2), 0, 9);
    assert!(matches!(endless_talk, Err(DrawError::Failed)), "{endless_talk:?}");
}

/// Processes that this one has started to draw.
fn workers() -> Vec<PathBuf> {
    let me = std::process::id().to_string();
    let processes = fs::read_dir("/proc").expect("lists").filter_map(Result::ok).map(|entry| entry.path());
    processes
        .filter(|path| {
            let stat = fs::read_to_string(path.join("stat")).unwrap_or_default();
            let parent = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1));
            let words = fs::read(path.join("cmdline")).unwrap_or_default();
            parent == Some(me.as_str()) && words.split(|byte| *byte == 0).any(|word| word == ARGUMENT.as_bytes())
        })
        .collect()
}

#[test]
fn a_page_without_end_is_killed_at_its_time_and_had_nothing_to_work_with() {
    let started = Instant::now();
    let drawn = thread::spawn(|| drawing().within(Duration::from_millis(1500)).draw(&endless(), 0, 100));
    // Other tests draw at the same time, one after another; the one that stays is ours.
    let mut seen = None;
    while seen.is_none() && !drawn.is_finished() {
        thread::sleep(Duration::from_millis(300));
        seen = workers().into_iter().find_map(|worker| {
            let limits = fs::read_to_string(worker.join("limits")).ok()?;
            let environment = fs::read(worker.join("environ")).ok()?;
            let folder = fs::read_link(worker.join("cwd")).ok()?;
            let open = fs::read_dir(worker.join("fd")).ok()?.filter_map(|one| fs::read_link(one.ok()?.path()).ok());
            let open: Vec<PathBuf> = open.filter(|file| file.has_root()).collect();
            limits.contains("Max core file size        0 ").then_some((limits, environment, folder, open))
        });
    }
    let drawn = drawn.join().expect("the desk lives");
    assert!(matches!(drawn, Err(DrawError::TooLong { .. })), "{drawn:?}");
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    let (limits, environment, folder, open) = seen.expect("it was seen at work");
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).expect("is listed");
        line[name.len()..].split_whitespace().next().map(str::to_owned).expect("has a figure")
    };
    let memory: u64 = limit("Max address space").parse().expect("is limited");
    assert!((1 << 30..3 << 29).contains(&memory), "{memory}");
    assert_eq!(limit("Max file size"), "0");
    assert_eq!(limit("Max cpu time"), "11");
    assert!(environment.is_empty());
    assert_eq!(folder, PathBuf::from("/"));
    assert!(open.iter().all(|file| file.as_os_str() == "/dev/null"), "{open:?}");
}

#[test]
fn a_photograph_that_eats_memory_ends_alone() {
    let drawing = drawing();
    let small = drawing.draw(&hollow_jpeg(64), 0, 32);
    assert!(small.is_ok(), "it is its size alone that is too much: {small:?}");
    let hollow = hollow_jpeg(10_000);
    assert!(drawing.judge(&hollow).expect("answers").is_ok(), "a hundred megapixels are allowed");
    let started = Instant::now();
    assert!(matches!(drawing.draw(&hollow, 0, 100), Err(DrawError::Failed)));
    eprintln!("over the memory in {:?}", started.elapsed());
    assert!(drawing.draw(&png_of(4, 4), 0, 4).is_ok(), "the next file is drawn");
}

#[test]
fn hundreds_of_spoilt_files_are_drawn_or_refused_and_never_hang() {
    let started = Instant::now();
    let mut seed = 41_u64;
    let mut drawn_number = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let sound = [pages(2, ""), jpeg_of(64, 32, None), png_of(60, 40)];
    let drawing = drawing().within(Duration::from_secs(5));
    let (mut good, mut bad) = (0, 0);
    for round in 0..360 {
        // Mostly PDFs: they have the most ways to go wrong.
        let mut bytes = sound[if round % 6 < 4 { 0 } else { round % 6 - 3 }].clone();
        for _ in 0..=drawn_number(6) {
            let at = 8 + drawn_number(bytes.len() - 8);
            // Every other file keeps its length, so that its tables still lead somewhere.
            match drawn_number(if round % 2 == 0 { 2 } else { 4 }) {
                0 => bytes[at] ^= 1 << drawn_number(8),
                1 => bytes[at] = b'0' + drawn_number(10) as u8,
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"<>[]()/ 0R%\xff\0"[drawn_number(13)]),
            }
        }
        match drawing.draw(&bytes, 0, 64) {
            Ok(_) => good += 1,
            Err(DrawError::Failed) => bad += 1,
            Err(other) => panic!("round {round}: {other}"),
        }
    }
    eprintln!("{good} drawn, {bad} refused in {:?}", started.elapsed());
    assert!(good > 20 && bad > 20, "{good} drawn, {bad} refused");
}

#[test]
fn without_bytes_or_words_the_process_ends_at_once() {
    for words in [vec![], vec!["draw"], vec!["draw", "0"], vec!["judge", "more"], vec!["draw", "-1", "x"]] {
        let status = Command::new(env!("CARGO_BIN_EXE_desk-cli"))
            .arg(ARGUMENT)
            .args(&words)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert_eq!(status.expect("runs").code(), Some(1), "{words:?}");
    }
}
