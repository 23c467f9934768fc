//! QR codes as boxes: level M, at most version 10, one box for each horizontal run of dark modules.

use fast_qr::{ECL, QRBuilder};

use crate::display::Code;
use crate::error::FormError;

/// Most modules a side: version 10. Beyond it a module at 30 mm is under four dots of a 203 dpi printer.
const MODULES_MAX: usize = 57;
/// Modules of white that readers need on every side.
pub(crate) const QUIET_MODULES: f32 = 4.0;

/// Encodes the text as a square one point wide whose upper left corner is the origin.
///
/// # Errors
/// [`FormError::QrTooLarge`] when it needs more than version 10.
pub(crate) fn encode(text: &str) -> Result<Code, FormError> {
    let too_large = FormError::QrTooLarge { bytes: text.len() };
    let Ok(matrix) = QRBuilder::new(text).ecl(ECL::M).build() else { return Err(too_large) };
    if matrix.size > MODULES_MAX {
        return Err(too_large);
    }
    let mut runs = Vec::new();
    for row in 0..matrix.size {
        let cells = &matrix[row];
        let mut column = 0;
        while column < matrix.size {
            let start = column;
            while column < matrix.size && cells[column].value() {
                column += 1;
            }
            if column > start {
                runs.push([start, row, column - start]);
            }
            column += 1;
        }
    }
    Ok(Code { x: 0.0, y: 0.0, module: 1.0 / matrix.size as f32, side: matrix.size, runs })
}
