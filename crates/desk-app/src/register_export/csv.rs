//! The register as csv (RFC 4180): UTF-8 with its mark, so that spreadsheets take the letters for what they are.

use std::io::{self, Write};

use super::{
    RegisterExport,
    columns::{COLUMNS, Cell, cells},
};
use crate::error::AppError;

pub(super) fn write(export: &RegisterExport, to: &mut impl Write) -> Result<(), AppError> {
    to.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    writer.write_record(COLUMNS.iter().map(|column| column.head)).map_err(io::Error::from)?;
    let mut running = 0;
    export.each(|hit| {
        running += 1;
        Ok(writer.write_record(cells(hit, running).into_iter().map(text)).map_err(io::Error::from)?)
    })?;
    Ok(writer.flush()?)
}

fn text(cell: Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default(),
        Cell::Text(text) => guarded(text),
    }
}

/// A cell that a spreadsheet would take for a formula begins with an apostrophe: what a citizen wrote must never run on
/// the machine of whoever opens the file.
pub(crate) fn guarded(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_stands_in_a_cell_comes_back_from_the_file(rows in prop::collection::vec("\\PC*|[=+@\",;\r\n\t-]{0,6}", 1..40)) {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(["đầu", &guarded(row.clone()), "cuối"]).expect("writes");
            }
            let bytes = writer.into_inner().expect("flushes");
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            let read: Vec<String> = reader.records().map(|row| row.expect("reads")[1].to_owned()).collect();
            let expected: Vec<String> = rows.into_iter().map(guarded).collect();
            prop_assert_eq!(&read, &expected);
            for cell in read {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
            }
        }
    }
}
