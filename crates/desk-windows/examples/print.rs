//! Prints a ruled page and raw bytes, and tells what the spooler says: to try a printer by hand, on Windows or under wine.
//! `print PRINTER [raw]`; without a printer it lists them.
#![allow(clippy::print_stdout, reason = "it speaks to a person at a terminal")]

#[cfg(windows)]
fn main() -> std::io::Result<()> {
    use desk_windows::{paper, spool};
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some(printer) = words.first() else {
        return spool::printers().map(|printers| printers.iter().for_each(|printer| println!("{printer:?}")));
    };
    let job = if words.get(1).is_some_and(|word| word == "raw") {
        let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(70_000).collect();
        spool::raw(printer, "Phiếu thử", &bytes)?
    } else {
        paper::print(printer, "Trang thử", paper::Sheet::A5, false, |number, dpi| {
            Ok((number == 0).then(|| page(dpi)))
        })?
    };
    println!("job {job}");
    for _ in 0..10 {
        println!("status {:?}", spool::job(printer, job)?);
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    Ok(())
}

/// A5, white, with a frame 10 mm from each edge and a line across.
#[cfg(windows)]
fn page(dpi: u32) -> desk_windows::paper::Page {
    let dots = |millimetres: f32| (millimetres * dpi as f32 / 25.4).round() as usize;
    let (width, height, inset, thick) = (dots(148.0), dots(210.0), dots(10.0), dots(0.5).max(1));
    let near = |at: usize, line: usize| at >= line && at < line + thick;
    let dark = |x: usize, y: usize| {
        let inside = (inset..=width - inset).contains(&x) && (inset..=height - inset).contains(&y);
        let frame =
            near(x, inset) || near(x, width - inset - thick) || near(y, inset) || near(y, height - inset - thick);
        inside && (frame || x * height / width == y)
    };
    let samples = (0..height).flat_map(|y| (0..width).map(move |x| if dark(x, y) { 0 } else { 255 })).collect();
    desk_windows::paper::Page { width: width as u32, height: height as u32, dpi, samples }
}

#[cfg(not(windows))]
fn main() {
    println!("this is for Windows");
}
