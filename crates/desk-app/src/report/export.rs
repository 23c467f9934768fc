//! A report as a file: a workbook with real numbers, dates and formulas, or csv that no spreadsheet takes for a formula.

use std::{
    io::{self, Write},
    path::Path,
};

use chrono::{NaiveDate, Timelike};
use desk_core::report::{Compare, Period};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::{
    Cell, ReportName, Table,
    heads::{II06_GROUPS, column, title, word},
};
use crate::{
    desk::Desk,
    error::AppError,
    register_export::{guarded, serial, whole},
};

/// In what form a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// A workbook.
    Xlsx,
    /// UTF-8 with its mark, commas.
    Csv,
}

impl ReportFormat {
    /// The format that the end of a file's name asks for.
    pub fn of(path: &Path) -> Option<ReportFormat> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "xlsx" => Some(ReportFormat::Xlsx),
            "csv" => Some(ReportFormat::Csv),
            _ => None,
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
        let file = self.office_file().ok_or(AppError::NotSetUp)?;
        let unit = self.reference().unit_at(&file.office).ok_or(AppError::UnknownUnit)?;
        let about = About { name, unit: &unit.name, period: *period, compare };
        whole(to, |file| match format {
            ReportFormat::Xlsx => book(&about, &table)?.save_to_writer(file).map_err(fault),
            ReportFormat::Csv => csv(&table, file),
        })?;
        Ok(table)
    }
}

/// What stands above and below the lines.
struct About<'a> {
    name: ReportName,
    unit: &'a str,
    period: Period,
    compare: Compare,
}

impl About<'_> {
    fn lines_above(&self) -> Vec<String> {
        let day = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
        let number = match self.name {
            ReportName::Ii06a => "Biểu số II.06a/VPCP/KSTT",
            ReportName::Ii06b => "Biểu số II.06b/VPCP/KSTT",
            _ => "",
        };
        let period = format!("Kỳ báo cáo: từ ngày {} đến hết ngày {}", day(self.period.from), day(self.period.to));
        let counted = if self.is_ii06() { "Đơn vị tính: Số hồ sơ TTHC" } else { "" };
        [number, title(self.name), &format!("Đơn vị báo cáo: {}", self.unit), &period, counted]
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn is_ii06(&self) -> bool {
        matches!(self.name, ReportName::Ii06a | ReportName::Ii06b)
    }

    fn lines_below(&self, table: &Table) -> Vec<String> {
        let compare = match self.compare {
            Compare::Day => "Trước hạn, đúng hạn, quá hạn so theo ngày.",
            Compare::Minute => "Trước hạn, đúng hạn, quá hạn so theo phút.",
        };
        let undated = table
            .notes
            .iter()
            .find(|(code, _)| *code == "undated")
            .map(|(_, count)| format!("Hồ sơ không có ngày hẹn trả tính là đúng hạn hoặc trong hạn: {count}."));
        let head = |head: &desk_log::Head| format!("Lập từ bản ghi {}.", head.on_paper());
        let rules = self.is_ii06().then(|| compare.to_owned());
        rules.into_iter().chain(undated).chain(table.heads.iter().map(head)).collect()
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
            total: cell.set_bold().set_num_format("#,##0"),
        }
    }
}

fn book(about: &About<'_>, table: &Table) -> Result<Workbook, AppError> {
    let mut book = Workbook::new();
    sheet(book.add_worksheet(), about, table).map_err(fault)?;
    Ok(book)
}

fn sheet(sheet: &mut Worksheet, about: &About<'_>, table: &Table) -> Result<(), XlsxError> {
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
            match cell {
                // A spreadsheet counts again, and finds what we found.
                Cell::Number(number) if row > first => {
                    let range = rust_xlsxwriter::utility::cell_range(first, at, row - 1, at);
                    let sum = Formula::new(format!("=SUM({range})")).set_result(number.to_string());
                    sheet.write_formula_with_format(row, at, sum, &formats.total)?;
                }
                Cell::Text(text) if text.is_empty() => {
                    sheet.write_blank(row, at, &formats.total)?;
                }
                other => put(sheet, row, at, other, &formats)?,
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

fn csv(table: &Table, to: &mut impl Write) -> Result<(), AppError> {
    to.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    writer.write_record(&table.columns).map_err(io::Error::from)?;
    for row in table.rows.iter().chain(&table.total) {
        writer.write_record(row.iter().map(plain_text)).map_err(io::Error::from)?;
    }
    Ok(writer.flush()?)
}

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
