//! A report as a file: a workbook with real numbers, dates and formulas, or csv that no spreadsheet takes for a formula.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use chrono::Timelike;
use desk_core::report::{Compare, Period};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::{
    Cell, ReportName, Table,
    heads::{II06_GROUPS, column, word},
    paper::About,
};
use crate::{
    desk::Desk,
    error::AppError,
    register_export::{free_file, guarded, serial, whole},
};

/// In what form a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// A workbook.
    Xlsx,
    /// UTF-8 with its mark, commas.
    Csv,
    /// The form on A4.
    Pdf,
}

impl ReportFormat {
    /// The format that the end of a file's name asks for.
    pub fn of(path: &Path) -> Option<ReportFormat> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "xlsx" => Some(ReportFormat::Xlsx),
            "csv" => Some(ReportFormat::Csv),
            "pdf" => Some(ReportFormat::Pdf),
            _ => None,
        }
    }

    /// The end of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            ReportFormat::Xlsx => "xlsx",
            ReportFormat::Csv => "csv",
            ReportFormat::Pdf => "pdf",
        }
    }
}

impl Desk {
    /// Makes a report and writes it to a file, which is replaced as a whole. The same record and period give the same
    /// lines; the file names the rule of comparison and the heads it was made from.
    ///
    /// # Errors
    /// As [`Desk::report`]; when the file cannot be written.
    pub fn write_report(
        &self,
        name: ReportName,
        period: &Period,
        compare: Compare,
        format: ReportFormat,
        to: &Path,
    ) -> Result<Table, AppError> {
        let table = self.report(name, period, compare)?;
        self.note_report(name, table.rows.len())?;
        let about = self.about_report(name, period, compare)?;
        whole(to, |file| match format {
            ReportFormat::Xlsx => book(&about, &table)?.save_to_writer(file).map_err(fault),
            ReportFormat::Csv => csv(&about, &table, file),
            ReportFormat::Pdf => Ok(file.write_all(&self.draw_report(&about, &table)?)?),
        })?;
        Ok(table)
    }

    /// Writes a report into the documents folder under a name that no file has: `ii06a-20240201-20240229.pdf`.
    ///
    /// # Errors
    /// As [`Desk::write_report`].
    pub fn save_report(
        &self,
        name: ReportName,
        period: &Period,
        compare: Compare,
        format: ReportFormat,
    ) -> Result<PathBuf, AppError> {
        std::fs::create_dir_all(&self.paths.documents)?;
        let stem = format!("{}-{}-{}", name.word(), period.from.format("%Y%m%d"), period.to.format("%Y%m%d"));
        let path = free_file(&self.paths.documents, &stem, format.ending())?;
        let written = self.write_report(name, period, compare, format, &path);
        if written.is_err() {
            drop(std::fs::remove_file(&path)); // the name was only reserved
        }
        written.map(|_| path)
    }
}

fn fault(error: XlsxError) -> AppError {
    if let XlsxError::IoError(error) = error { AppError::Io(error) } else { AppError::Io(io::Error::other(error)) }
}

struct Formats {
    title: Format,
    head: Format,
    text: Format,
    number: Format,
    share: Format,
    day: Format,
    moment: Format,
    total: Format,
    total_share: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = Format::new().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
        let centred = cell.clone().set_align(FormatAlign::Center);
        Formats {
            title: Format::new().set_bold(),
            head: centred.clone().set_bold().set_text_wrap(),
            text: cell.clone().set_text_wrap(),
            number: cell.clone().set_num_format("#,##0"),
            share: cell.clone().set_num_format("0.00"),
            day: centred.clone().set_num_format("dd/mm/yyyy"),
            moment: centred.set_num_format("dd/mm/yyyy hh:mm"),
            total: cell.clone().set_bold().set_num_format("#,##0"),
            total_share: cell.set_bold().set_num_format("0.00"),
        }
    }
}

fn book(about: &About, table: &Table) -> Result<Workbook, AppError> {
    let mut book = Workbook::new();
    // The record's time, not the clock's: the same record and period give the same bytes.
    let made = ExcelDateTime::from_timestamp(about.newest.timestamp()).map_err(fault)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    sheet(book.add_worksheet(), about, table).map_err(fault)?;
    Ok(book)
}

fn sheet(sheet: &mut Worksheet, about: &About, table: &Table) -> Result<(), XlsxError> {
    let formats = Formats::new();
    sheet.set_name(about.name.word())?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let mut row = 0;
    for line in about.lines_above() {
        sheet.write_string_with_format(row, 0, line, &formats.title)?;
        row += 1;
    }
    row += 1;
    row = if about.is_ii06() { ii06_head(sheet, row, &formats)? } else { plain_head(sheet, row, table, &formats)? };
    sheet.set_freeze_panes(row, 1)?;
    sheet.set_repeat_rows(row - 1, row - 1)?;
    for (at, key) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(at, width(key))?;
    }
    let first = row;
    for cells in &table.rows {
        for (at, cell) in (0_u16..).zip(cells) {
            put(sheet, row, at, cell, &formats)?;
        }
        row += 1;
    }
    if let Some(total) = &table.total {
        sheet.write_string_with_format(row, 0, "Tổng cộng", &formats.total)?;
        for (at, cell) in (0_u16..).zip(total).skip(1) {
            // A spreadsheet counts again, and finds what we found.
            if let Cell::Number(number) = cell
                && row > first
            {
                let range = rust_xlsxwriter::utility::cell_range(first, at, row - 1, at);
                let sum = Formula::new(format!("=SUM({range})")).set_result(number.to_string());
                sheet.write_formula_with_format(row, at, sum, &formats.total)?;
            } else if let (Cell::Share(_), Some(of)) = (cell, share_formula(table, row)) {
                let share = Formula::new(of).set_result(plain_text(cell));
                sheet.write_formula_with_format(row, at, share, &formats.total_share)?;
            } else if matches!(cell, Cell::Text(text) if text.is_empty()) {
                sheet.write_blank(row, at, &formats.total)?;
            } else {
                put(sheet, row, at, cell, &formats)?;
            }
        }
        row += 1;
    }
    for line in about.lines_below(table) {
        row += 1;
        sheet.write_string(row, 0, line)?;
    }
    Ok(())
}

/// The share in time of all lines together, from the sums beside it on the line of totals.
fn share_formula(table: &Table, row: u32) -> Option<String> {
    let at = |key: &str| {
        let at = table.columns.iter().position(|column| *column == key)?;
        Some(rust_xlsxwriter::utility::row_col_to_cell(row, u16::try_from(at).ok()?))
    };
    let (early, on_time, whole) = (at("early")?, at("on_time")?, at("resolved")?);
    Some(format!("=ROUND(({early}+{on_time})*100/{whole},2)"))
}

/// Two lines of heads and the line of numbers, as the form has them.
fn ii06_head(sheet: &mut Worksheet, row: u32, formats: &Formats) -> Result<u32, XlsxError> {
    sheet.merge_range(row, 0, row + 1, 0, "Lĩnh vực, công việc giải quyết theo cấp", &formats.head)?;
    sheet.write_string_with_format(row + 2, 0, "(2)", &formats.head)?;
    let mut at = 1;
    for (group, heads) in II06_GROUPS {
        let last = at + u16::try_from(heads.len()).unwrap_or(1) - 1;
        sheet.merge_range(row, at, row, last, group, &formats.head)?;
        for head in heads {
            sheet.write_string_with_format(row + 1, at, *head, &formats.head)?;
            sheet.write_string_with_format(row + 2, at, format!("({})", at + 2), &formats.head)?;
            at += 1;
        }
    }
    sheet.set_row_height(row + 1, 48)?;
    Ok(row + 3)
}

fn plain_head(sheet: &mut Worksheet, row: u32, table: &Table, formats: &Formats) -> Result<u32, XlsxError> {
    for (at, key) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(row, at, column(key), &formats.head)?;
    }
    Ok(row + 1)
}

fn put(sheet: &mut Worksheet, row: u32, at: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        // Written as a string a text is never a formula.
        Cell::Text(text) => sheet.write_string_with_format(row, at, text, &formats.text)?,
        Cell::Word(key) => sheet.write_string_with_format(row, at, word(key), &formats.text)?,
        Cell::Number(number) => sheet.write_number_with_format(row, at, exact(*number), &formats.number)?,
        Cell::Share(share) => sheet.write_number_with_format(row, at, f64::from(*share) / 100.0, &formats.share)?,
        Cell::Day(day) => sheet.write_number_with_format(row, at, serial(*day), &formats.day)?,
        Cell::Moment(moment) => sheet.write_number_with_format(row, at, wall(moment), &formats.moment)?,
        Cell::Unknown => sheet.write_string_with_format(row, at, "–", &formats.text)?,
    };
    Ok(())
}

/// A spreadsheet has no whole numbers; ours are far below 2^53.
#[allow(clippy::cast_precision_loss, reason = "counts and đồng stay far below 2^53")]
fn exact(number: i64) -> f64 {
    number as f64
}

/// A moment as spreadsheets count it, on the office's clock, to the minute.
fn wall(moment: &desk_core::time::Moment) -> f64 {
    serial(moment.date_naive()) + f64::from(moment.num_seconds_from_midnight() / 60) / 1_440.0
}

fn width(key: &str) -> f64 {
    match key {
        "field" | "unit" | "name" | "papers" | "reason" | "ground" | "rate" | "figure" => 42.0,
        "code" => 28.0,
        "owner" | "department" | "clerk" => 24.0,
        _ => 14.0,
    }
}

/// Keys as heads, then the lines, the line `total`, and below them what every file of a report says of itself: its name,
/// period, rules and heads, each a line of full width whose first cell begins with [`SAID`].
fn csv(about: &About, table: &Table, to: &mut impl Write) -> Result<(), AppError> {
    to.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    let mut put = |cells: &mut dyn Iterator<Item = String>| writer.write_record(cells).map_err(io::Error::from);
    put(&mut table.columns.iter().map(|key| (*key).to_owned()))?;
    for row in &table.rows {
        // What stands in the record never passes for a word of the file.
        let tame = |text: String| if text.starts_with(SAID.trim_end()) { format!("'{text}") } else { text };
        put(&mut row.iter().map(plain_text).map(tame))?;
    }
    if let Some(total) = &table.total {
        put(&mut std::iter::once("total".to_owned()).chain(total.iter().skip(1).map(plain_text)))?;
    }
    let rest = table.columns.len().saturating_sub(1);
    for line in about.lines_above().into_iter().chain(about.lines_below(table)) {
        put(&mut std::iter::once(format!("{SAID}{line}")).chain(std::iter::repeat_n(String::new(), rest)))?;
    }
    Ok(writer.flush()?)
}

/// How a line begins that says something of the report.
const SAID: &str = "# ";

fn plain_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text.clone()),
        Cell::Word(key) => (*key).to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Share(share) => format!("{}.{:02}", share / 100, share % 100),
        Cell::Day(day) => day.format("%d/%m/%Y").to_string(),
        Cell::Moment(moment) => moment.format("%d/%m/%Y %H:%M").to_string(),
        Cell::Unknown => String::new(),
    }
}
