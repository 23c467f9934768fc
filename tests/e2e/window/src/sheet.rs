//! What came out of a printer, looked at as a person would: its words, its picture, the QR code on it.
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use crate::pictures;

/// A printed sheet: the words of all its pages, and a picture of the first.
pub struct Sheet {
    file: PathBuf,
    /// Its words as they stand on it.
    pub words: String,
    /// Its letters in the order in which they were set, without any white space: a line's end in a cell hides nothing.
    letters: String,
    /// Pages.
    pub pages: usize,
}

/// A picture in shades of grey, row by row.
struct Grey {
    width: u32,
    height: u32,
    shades: Vec<u8>,
}

impl Sheet {
    /// Reads a finished job and keeps its picture under `name`. A sheet that is blank or black is an error.
    ///
    /// # Errors
    /// When poppler cannot read it, or there is nothing to read on it.
    pub fn read(file: &Path, name: &str) -> anyhow::Result<Sheet> {
        let words = crate::office::pdf_text(file)?;
        let set = Command::new("pdftotext").arg("-raw").arg(file).arg("-").output()?;
        let letters = without_space(std::str::from_utf8(&set.stdout)?);
        let pages = words.matches('\u{c}').count().max(1);
        let picture = pictures().join(name);
        std::fs::create_dir_all(pictures())?;
        let drawn = Command::new("pdftoppm")
            .args(["-r", "70", "-png", "-f", "1", "-l", "1", "-singlefile"])
            .arg(file)
            .arg(picture)
            .status()?;
        ensure!(drawn.success(), "pdftoppm cannot draw {}", file.display());
        let sheet = Sheet { file: file.to_owned(), words, letters, pages };
        let grey = sheet.grey(40)?;
        let dark = grey.shades.iter().filter(|shade| **shade < 128).count() * 1_000 / grey.shades.len().max(1);
        ensure!((5..300).contains(&dark), "{dark} of 1,000 points are dark on {}", file.display());
        Ok(sheet)
    }

    /// Whether it says this anywhere, lines broken as they may be.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.letters.contains(&without_space(words))
    }

    fn grey(&self, dots_per_inch: u32) -> anyhow::Result<Grey> {
        let dots = dots_per_inch.to_string();
        let output = Command::new("pdftoppm")
            .args(["-r", &dots, "-gray", "-f", "1", "-l", "1", "-singlefile"])
            .arg(&self.file)
            .output()?;
        ensure!(output.status.success(), "pdftoppm: {}", String::from_utf8_lossy(&output.stderr));
        // `P5`, width, height, the brightest shade, then a byte a point.
        let mut parts = output.stdout.splitn(5, u8::is_ascii_whitespace);
        let mut word = || anyhow::Ok(std::str::from_utf8(parts.next().context("a head")?)?);
        ensure!(word()? == "P5", "no picture in grey");
        let (width, height, _brightest): (u32, u32, u32) = (word()?.parse()?, word()?.parse()?, word()?.parse()?);
        let shades = parts.next().context("the points")?.to_vec();
        ensure!(u32::try_from(shades.len())? == width * height, "a picture cut short");
        Ok(Grey { width, height, shades })
    }

    /// Where the ink of its first page lies: left, top, right, bottom, in millimetres from the paper's top left corner.
    ///
    /// # Errors
    /// When it cannot be drawn, or is blank.
    pub fn ink_mm(&self) -> anyhow::Result<[f32; 4]> {
        const DOTS: u32 = 254;
        let Grey { width, shades, .. } = self.grey(DOTS)?;
        let dark = || shades.iter().enumerate().filter(|(_, shade)| **shade < 128).map(|(at, _)| at);
        let columns = || dark().map(|at| at % width as usize);
        let rows = || dark().map(|at| at / width as usize);
        let ends = [columns().min(), rows().min(), columns().max(), rows().max()];
        let millimetres = |dots: Option<usize>| dots.map(|dots| dots as f32 * 25.4 / DOTS as f32).context("no ink");
        Ok([millimetres(ends[0])?, millimetres(ends[1])?, millimetres(ends[2])?, millimetres(ends[3])?])
    }

    /// The text of the QR code on it, read off the dots of an office printer.
    ///
    /// # Errors
    /// When no code can be read.
    pub fn qr(&self) -> anyhow::Result<String> {
        let Grey { width, height, shades } = self.grey(203)?;
        let read = rxing::helpers::detect_in_luma(shades, width, height, Some(rxing::BarcodeFormat::QR_CODE));
        Ok(read.map_err(|error| anyhow::anyhow!("no QR code: {error}"))?.getText().to_owned())
    }
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}
