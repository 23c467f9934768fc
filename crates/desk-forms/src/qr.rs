//! QR codes as boxes: level M, at most version 10, one box for each horizontal run of dark modules.

use fast_qr::{ECL, QRBuilder};

use crate::display::Rect;
use crate::error::FormError;

/// Most modules a side: version 10. Beyond it a module at 30 mm is under four dots of a 203 dpi printer.
const MODULES_MAX: usize = 57;
/// Modules of white that readers need on every side.
pub(crate) const QUIET_MODULES: f32 = 4.0;

/// A QR code drawn in a square of `side` points whose upper left corner is the origin.
pub(crate) struct QrCode {
    /// Dark boxes, row by row.
    pub(crate) boxes: Vec<Rect>,
    /// Width of one module in points.
    pub(crate) module: f32,
}

/// Encodes the text.
///
/// # Errors
/// [`FormError::QrTooLarge`] when it needs more than version 10.
pub(crate) fn encode(text: &str, side: f32) -> Result<QrCode, FormError> {
    let too_large = FormError::QrTooLarge { bytes: text.len() };
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else { return Err(too_large) };
    if code.size > MODULES_MAX {
        return Err(too_large);
    }
    let module = side / code.size as f32;
    let mut boxes = Vec::new();
    for row in 0..code.size {
        let cells = &code[row];
        let mut column = 0;
        while column < code.size {
            let start = column;
            while column < code.size && cells[column].value() {
                column += 1;
            }
            if column > start {
                let (x, y) = (start as f32 * module, row as f32 * module);
                boxes.push(Rect { x, y, width: (column - start) as f32 * module, height: module });
            }
            column += 1;
        }
    }
    Ok(QrCode { boxes, module })
}
