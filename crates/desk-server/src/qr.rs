//! A code as a QR: what a desk's scanner types is the code itself. In a terminal as half blocks, dark on light whatever the
//! terminal's colours; as SVG for paper.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder, QRCode};

/// Modules of white around it that readers need.
const QUIET: usize = 4;

/// A QR code.
pub struct Qr(QRCode);

impl Qr {
    /// Encodes a text; none where it is too long for any QR.
    pub fn of(text: &str) -> Option<Self> {
        QRBuilder::new(text).ecl(ECL::M).build().ok().map(Qr)
    }

    /// Modules a side, with the white around.
    pub fn side(&self) -> usize {
        self.0.size + 2 * QUIET
    }

    /// Whether a module is dark, counted with the white around.
    pub fn is_dark(&self, row: usize, column: usize) -> bool {
        let inside = QUIET..QUIET + self.0.size;
        inside.contains(&row) && inside.contains(&column) && self.0[row - QUIET][column - QUIET].value()
    }

    /// Two rows of modules a line, black on white.
    pub fn blocks(&self) -> String {
        let mut out = String::new();
        for row in (0..self.side()).step_by(2) {
            out.push_str("\u{1b}[30;107m");
            for column in 0..self.side() {
                out.push(match (self.is_dark(row, column), self.is_dark(row + 1, column)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            out.push_str("\u{1b}[0m\n");
        }
        out
    }

    /// For paper: 40 mm a side.
    pub fn svg(&self) -> String {
        let side = self.side();
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40mm\" height=\"40mm\" viewBox=\"0 0 {side} {side}\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\""
        );
        for row in 0..side {
            for column in (0..side).filter(|column| self.is_dark(row, *column)) {
                // Writing to a String does not fail.
                let _ = write!(out, "M{column} {row}h1v1h-1z");
            }
        }
        out + "\"/></svg>\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "0J4F-8Q2M-XK3T9 7WRC-5D1A-BH6NE";

    fn read(dark: impl Fn(usize, usize) -> bool, side: usize) -> String {
        const DOTS: usize = 4;
        let wide = side * DOTS;
        let grey = |dot: usize| if dark(dot / wide / DOTS, dot % wide / DOTS) { 0 } else { 255 };
        let samples = (0..wide * wide).map(grey).collect();
        let format = Some(rxing::BarcodeFormat::QR_CODE);
        rxing::helpers::detect_in_luma(samples, wide as u32, wide as u32, format)
            .expect("it reads")
            .getText()
            .to_owned()
    }

    #[test]
    fn what_a_terminal_and_paper_show_reads_back_as_the_code() {
        let qr = Qr::of(CODE).unwrap();
        let lines: Vec<Vec<char>> = qr
            .blocks()
            .lines()
            .map(|line| line.trim_start_matches("\u{1b}[30;107m").trim_end_matches("\u{1b}[0m").chars().collect())
            .collect();
        let upper =
            |row: usize, column: usize| matches!((lines[row / 2][column], row % 2), ('█', _) | ('▀', 0) | ('▄', 1));
        assert_eq!(read(upper, qr.side()), CODE);
        let svg = qr.svg();
        assert_eq!(read(|row, column| svg.contains(&format!("M{column} {row}h1v1h-1z")), qr.side()), CODE);
    }
}
