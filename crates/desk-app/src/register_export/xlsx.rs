//! The register as a workbook. Rows go to the file as they come: memory does not grow with the register.

use std::{
    io::{self, BufWriter},
    path::Path,
};

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{
    RegisterExport,
    columns::{COLUMNS, Cell, cells},
};
use crate::error::AppError;

/// Lines of one sheet; a sheet holds 1,048,576.
const SHEET_MAX: u32 = 1_000_000;

/// Letters of one cell, as the format allows.
const CELL_MAX: usize = 32_767;

fn fault(error: XlsxError) -> AppError {
    if let XlsxError::IoError(error) = error { AppError::Io(error) } else { AppError::Io(io::Error::other(error)) }
}

/// Formats of cells.
struct Formats {
    head: Format,
    text: Format,
    number: Format,
    day: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = Format::new().set_align(FormatAlign::Top);
        Formats {
            head: cell.clone().set_border(FormatBorder::Thin).set_bold().set_text_wrap().set_align(FormatAlign::Center),
            text: cell.clone().set_text_wrap(),
            number: cell.clone().set_align(FormatAlign::Center),
            day: cell.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
        }
    }
}

pub(super) fn write(
    export: &RegisterExport,
    to: &mut BufWriter<std::fs::File>,
    folder: Option<&Path>,
) -> Result<(), AppError> {
    let mut book = Workbook::new();
    // Rows that wait lie beside the finished file, not in a folder that others of the machine share.
    if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        book.set_tempdir(folder).map_err(fault)?;
    }
    let formats = Formats::new();
    let mut sheets = 0_u32;
    let mut running = 0;
    begin(&mut book, &mut sheets, &formats)?;
    export.each(|hit| {
        let in_sheet = running % SHEET_MAX;
        if running > 0 && in_sheet == 0 {
            end(last(&mut book)?, SHEET_MAX)?;
            begin(&mut book, &mut sheets, &formats)?;
        }
        running += 1;
        put(last(&mut book)?, in_sheet + 1, cells(hit, running), &formats).map_err(fault)
    })?;
    let in_sheet = running - (sheets - 1) * SHEET_MAX;
    end(last(&mut book)?, in_sheet)?;
    book.save_to_writer(to).map_err(fault)
}

fn last(book: &mut Workbook) -> Result<&mut Worksheet, AppError> {
    book.worksheets_mut().last_mut().ok_or_else(|| AppError::Io(io::Error::other("a workbook without a sheet")))
}

/// A new sheet with its head.
fn begin(book: &mut Workbook, sheets: &mut u32, formats: &Formats) -> Result<(), AppError> {
    *sheets += 1;
    let name = if *sheets == 1 { "Sổ theo dõi".to_owned() } else { format!("Sổ theo dõi {sheets}") };
    let sheet = book.add_worksheet_with_constant_memory().map_err(fault)?;
    let made = (|| {
        sheet.set_name(name)?;
        sheet.set_landscape();
        sheet.set_paper_size(9); // A4
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_row_height(0, 48)?;
        for (at, column) in (0_u16..).zip(&COLUMNS) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(0, at, column.head, &formats.head)?;
        }
        Ok(())
    })();
    made.map_err(fault)
}

/// The head filters what was written under it.
fn end(sheet: &mut Worksheet, lines: u32) -> Result<(), AppError> {
    let last = u16::try_from(COLUMNS.len() - 1).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, lines, last).map(|_| ()).map_err(fault)
}

fn put(sheet: &mut Worksheet, row: u32, cells: [Cell; 18], formats: &Formats) -> Result<(), XlsxError> {
    for (at, cell) in (0_u16..).zip(cells) {
        match cell {
            Cell::Number(number) => {
                sheet.write_number_with_format(row, at, number, &formats.number)?;
            }
            // An empty cell is no cell: a third of the register is empty.
            Cell::Text(text) if text.is_empty() => {}
            // Written as a string a text is never a formula, whatever it begins with.
            Cell::Text(text) => {
                sheet.write_string_with_format(row, at, fitting(text), &formats.text)?;
            }
            Cell::Day(Some(day)) => {
                sheet.write_number_with_format(row, at, serial(day), &formats.day)?;
            }
            Cell::Day(None) => {}
        }
    }
    Ok(())
}

/// A day as spreadsheets count them.
pub(crate) fn serial(day: NaiveDate) -> f64 {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    f64::from(i32::try_from((day - zero).num_days()).unwrap_or(0))
}

fn fitting(text: String) -> String {
    if text.len() <= CELL_MAX { text } else { text.chars().take(CELL_MAX / 2).collect() }
}
