//! The slip for a roll of 80 mm, as bytes of ESC/POS: a raster of 576 dots a line at 203 dpi, drawn by the same path as
//! every other paper, so that its letters are ours and not the printer's.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::compose;
use crate::data::{CopyMark, FormData, FormRef, RenderOptions, Reprint};
use crate::display::{Item, Page};
use crate::error::FormError;
use crate::form::Form;
use crate::papers::head::moment;
use crate::pdf;
use crate::picture::{self, Png};
use crate::sheet::{MM, Sheet};

/// Dots a line.
const WIDTH_DOTS: usize = 576;
/// Dots in a point: 8 in a millimetre.
const DOTS: f32 = 8.0 / MM;
/// Grey below this is printed: a little over the half, since thin strokes burn too light.
const DARK: u8 = 150;
/// Lines of dots sent at a time: printers of this kind have little memory.
const BAND: usize = 128;
/// White below the last line, in points.
const TAIL: f32 = 6.0;

/// Forget what was set before.
const INITIALISE: [u8; 2] = [0x1B, 0x40];
/// A raster follows in normal size: bytes a line, lines, rows of bits from the left, 1 is black.
const RASTER: [u8; 4] = [0x1D, 0x76, 0x30, 0x00];
/// Feed to the knife and cut, but for a point that holds the slip.
const CUT: [u8; 4] = [0x1D, 0x56, 0x42, 0x00];

/// What the slip says. An empty string or an absent moment is left as dots.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThermalData {
    /// The office's name.
    pub office: String,
    /// Code of the dossier.
    pub code: String,
    /// Number of sets or other remark under the code; not printed when empty.
    pub remark: String,
    /// When it was received, by the clock of Hà Nội.
    pub received: Option<NaiveDateTime>,
    /// The appointment, as [`crate::moment_text`] writes it, or why there is none.
    pub due_text: String,
    /// Where the result is fetched; not printed when empty.
    pub return_by: String,
    /// Phone or address for questions; not printed when empty.
    pub office_contact: String,
    /// The head on paper: device, sequence number and hash of the act that the paper shows.
    pub head_on_paper: String,
    /// Text of the QR code; without it an empty frame is left.
    pub qr_text: Option<String>,
    /// Printed before.
    pub reprint: Option<Reprint>,
    /// Marked BẢN THỬ: from a demo office.
    pub demo: bool,
}

impl ThermalData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let fields = [
            ("office", self.office.clone()),
            ("code", self.code.clone()),
            ("remark", self.remark.clone()),
            ("received", moment(self.received)),
            ("due", self.due_text.clone()),
            ("return_by", self.return_by.clone()),
            ("office_contact", self.office_contact.clone()),
            ("head_on_paper", self.head_on_paper.clone()),
            // Its sentence is there when this is not empty; the stamp of other papers needs a margin.
            ("demo", if self.demo { "demo".to_owned() } else { String::new() }),
        ];
        FormData {
            fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            qr: self.qr_text.clone(),
            ..FormData::default()
        }
    }
}

/// The slip as bytes for the printer: set up, raster, cut.
///
/// # Errors
/// [`FormError::QrTooLarge`]; the others only when the program itself is broken.
pub fn slip(data: &ThermalData) -> Result<Vec<u8>, FormError> {
    let rows = raster(data)?;
    let mut bytes = INITIALISE.to_vec();
    for band in rows.chunks(BAND) {
        bytes.extend(RASTER);
        bytes.extend(((WIDTH_DOTS / 8) as u16).to_le_bytes());
        bytes.extend((band.len() as u16).to_le_bytes());
        bytes.extend(band.iter().flat_map(pack));
    }
    bytes.extend(CUT);
    Ok(bytes)
}

/// The slip as a picture of its dots, to be shown before it is printed.
///
/// # Errors
/// As [`slip`].
pub fn picture(data: &ThermalData) -> Result<Png, FormError> {
    let rows = raster(data)?;
    let samples: Vec<u8> = rows.iter().flatten().map(|&dark| if dark { 0 } else { 255 }).collect();
    picture::grey(WIDTH_DOTS as u32, rows.len() as u32, &samples)
}

type Row = [bool; WIDTH_DOTS];

/// Lines of dots from the top down.
fn raster(data: &ThermalData) -> Result<Vec<Row>, FormError> {
    let form = Form::find(&FormRef::new("desk", "thermal"))?;
    let options = RenderOptions {
        copies: vec![CopyMark::Applicant],
        reprint: data.reprint,
        ..RenderOptions::new([0; 32], data.received.unwrap_or_default())
    };
    let copies = compose::copies(form, &data.form_data(), &options, |_| Sheet::roll())?;
    let mut rows = Vec::new();
    for mut page in copies.into_iter().flatten() {
        snap(&mut page);
        let mut pdf = Vec::new();
        pdf::write(&[page])?.save_to(&mut pdf).map_err(|error| FormError::Pdf(error.to_string()))?;
        let drawn = picture::grey_page(&pdf, 0, DOTS * 72.0)?;
        for line in drawn.samples.chunks_exact(drawn.width as usize) {
            let mut row = [false; WIDTH_DOTS];
            row.iter_mut().zip(line).for_each(|(dot, grey)| *dot = *grey < DARK);
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Ends the page below what is on it, and puts each module of the QR code on whole dots: on others, thresholds would
/// make some wider than their neighbours.
fn snap(page: &mut Page) {
    let on_dot = |points: f32| (points * DOTS).round() / DOTS;
    let mut end: f32 = 0.0;
    for item in &mut page.items {
        end = end.max(match item {
            Item::Text(run) => run.ink().map_or(0.0, |ink| ink.y + ink.height),
            Item::Rule(rule) => rule.from.1.max(rule.to.1) + rule.width,
            Item::Code(code) => {
                let side = code.module * code.side as f32;
                let module = (code.module * DOTS).floor().max(1.0) / DOTS;
                let inset = (side - module * code.side as f32) / 2.0;
                (code.x, code.y, code.module) = (on_dot(code.x + inset), on_dot(code.y + inset), module);
                code.y + module * code.side as f32
            }
        });
    }
    page.height = ((end + TAIL) * DOTS).ceil() / DOTS;
}

fn pack(row: &Row) -> [u8; WIDTH_DOTS / 8] {
    std::array::from_fn(|byte| (0..8).fold(0, |bits, dot| bits << 1 | u8::from(row[byte * 8 + dot])))
}
