//! A table from a file: xlsx, or csv in UTF-8. The file is hostile until it is read: sizes are held against limits, and
//! what is torn or in another encoding is refused, never guessed at.

use std::{fs, io::Cursor, path::Path};

use calamine::{Data, Reader, Xlsx};
use chrono::{NaiveDate, NaiveDateTime};
use desk_core::text::nfc_tidy;
use sha2::{Digest, Sha256};

use crate::error::AppError;

/// Most bytes of a file.
const BYTES_MAX: u64 = 64 << 20;
/// Most bytes that a workbook may unpack to.
const UNPACKED_MAX: u64 = 1 << 30;
/// Most rows of a sheet.
const ROWS_MAX: usize = 300_000;
/// Most columns that are looked at.
const COLUMNS_MAX: usize = 100;

/// Why a file cannot be imported, or not so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportFault {
    /// Neither xlsx nor csv by its bytes.
    #[error("the file is neither xlsx nor csv")]
    Unknown,
    /// A workbook of Excel before 2007, or of another office program.
    #[error("save the workbook as xlsx first")]
    OldWorkbook,
    /// The workbook is torn or locked by a password.
    #[error("the workbook cannot be read: it is torn, or locked by a password")]
    Torn,
    /// The text is in another encoding.
    #[error("the text is not UTF-8: save it as CSV UTF-8")]
    NotUtf8,
    /// Letters of a font such as .VnTime, which only that font shows rightly.
    #[error("the letters are those of an old font (TCVN3): convert the file to Unicode first")]
    OldFont,
    /// More bytes or rows than an office's register has.
    #[error("the file is too big")]
    TooBig,
    /// Nothing stands in it.
    #[error("there is nothing in the file")]
    Empty,
    /// No sheet of that name.
    #[error("there is no such sheet")]
    NoSuchSheet,
    /// A needed column is not mapped.
    #[error("the columns for name, procedure and day of reception must be told")]
    ColumnMissing,
    /// No file is opened, or it was not checked.
    #[error("open and check a file first")]
    NotChecked,
    /// No row can be taken over.
    #[error("there is no row that can be taken over")]
    NothingToImport,
    /// The same bytes were imported before and not undone.
    #[error("this very file was imported before")]
    ImportedBefore,
    /// No import of that number, or it was undone.
    #[error("there is no such import to undo")]
    NoSuchImport,
}

impl ImportFault {
    /// The code of its message.
    pub fn code(self) -> &'static str {
        match self {
            ImportFault::Unknown => "import_unknown",
            ImportFault::OldWorkbook => "import_old_workbook",
            ImportFault::Torn => "import_torn",
            ImportFault::NotUtf8 => "import_not_utf8",
            ImportFault::OldFont => "import_old_font",
            ImportFault::TooBig => "import_too_big",
            ImportFault::Empty => "import_empty",
            ImportFault::NoSuchSheet => "import_no_such_sheet",
            ImportFault::ColumnMissing => "import_column_missing",
            ImportFault::NotChecked => "import_not_checked",
            ImportFault::NothingToImport => "import_nothing",
            ImportFault::ImportedBefore => "imported_before",
            ImportFault::NoSuchImport => "no_such_import",
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Words, tidied.
    Text(String),
    /// A number.
    Number(f64),
    /// A day with its time.
    Moment(NaiveDateTime),
}

impl Value {
    /// As a person reads it.
    pub fn text(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Moment(at) => at.format("%d/%m/%Y").to_string(),
        }
    }

    /// True when nothing stands there.
    pub fn is_empty(&self) -> bool {
        matches!(self, Value::Empty)
    }
}

/// A row with its line in the file, from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<Value>,
}

/// A sheet; a csv is one without a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: Option<String>,
    /// Its rows that are not empty.
    pub rows: Vec<Row>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The file's name, without its folder.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its sheets that hold anything.
    pub sheets: Vec<Sheet>,
}

/// Reads a file.
///
/// # Errors
/// An [`ImportFault`]; what the disk says.
pub(super) fn read(path: &Path) -> Result<Table, AppError> {
    if fs::metadata(path)?.len() > BYTES_MAX {
        return Err(ImportFault::TooBig.into());
    }
    let bytes = fs::read(path)?;
    let name = path.file_name().map(|name| nfc_tidy(&name.to_string_lossy())).unwrap_or_default();
    Ok(of_bytes(name, bytes)?)
}

/// Reads a file whose bytes somebody brings, `name` being what people call it. Needs no desk; a large workbook takes
/// seconds.
///
/// # Errors
/// An [`ImportFault`].
pub fn read_table(name: &str, bytes: Vec<u8>) -> Result<Table, ImportFault> {
    if bytes.len() as u64 > BYTES_MAX {
        return Err(ImportFault::TooBig);
    }
    of_bytes(nfc_tidy(name), bytes)
}

/// A table from a file's bytes.
pub(super) fn of_bytes(file: String, bytes: Vec<u8>) -> Result<Table, ImportFault> {
    let sha256 = hex::encode(Sha256::digest(&bytes));
    let sheets = if bytes.starts_with(b"PK\x03\x04") {
        workbook(bytes)?
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ImportFault::OldWorkbook); // xls, or an xlsx under a password
    } else {
        vec![Sheet { name: None, rows: text(&bytes)? }]
    };
    let sheets: Vec<Sheet> = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect();
    if sheets.is_empty() {
        return Err(ImportFault::Empty);
    }
    if sheets.iter().any(in_an_old_font) {
        return Err(ImportFault::OldFont);
    }
    Ok(Table { file, sha256, sheets })
}

/// What the directory of an archive says its files unpack to.
fn unpacked(bytes: &[u8]) -> u64 {
    let entries = bytes.windows(46).filter(|entry| entry.starts_with(b"PK\x01\x02"));
    entries.map(|entry| u64::from(u32::from_le_bytes([entry[24], entry[25], entry[26], entry[27]]))).sum()
}

fn workbook(bytes: Vec<u8>) -> Result<Vec<Sheet>, ImportFault> {
    if unpacked(&bytes) > UNPACKED_MAX {
        return Err(ImportFault::TooBig);
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| {
        if matches!(error, calamine::XlsxError::Password) { ImportFault::OldWorkbook } else { ImportFault::Torn }
    })?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|_| ImportFault::Torn)?;
        if range.height() > ROWS_MAX {
            return Err(ImportFault::TooBig);
        }
        let (first_row, first_column) = range.start().unwrap_or_default();
        let before = usize::try_from(first_column).unwrap_or(0).min(COLUMNS_MAX);
        let rows = range.rows().zip(first_row + 1..).map(|(cells, line)| {
            let values = cells.iter().take(COLUMNS_MAX - before).map(value);
            Row { line, cells: std::iter::repeat_n(Value::Empty, before).chain(values).collect() }
        });
        sheets.push(Sheet { name: Some(nfc_tidy(&name)), rows: rows.filter(holds_something).collect() });
    }
    Ok(sheets)
}

fn holds_something(row: &Row) -> bool {
    row.cells.iter().any(|cell| !cell.is_empty())
}

fn words(text: &str) -> Value {
    let text = nfc_tidy(text);
    // The apostrophe that our own export puts before what looks like a formula.
    let text = match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        Some(_) | None => text,
    };
    if text.is_empty() { Value::Empty } else { Value::Text(text) }
}

fn value(cell: &Data) -> Value {
    match cell {
        Data::Empty | Data::Error(_) => Value::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => words(text),
        Data::Float(number) => Value::Number(*number),
        Data::Int(number) => words(&number.to_string()),
        Data::Bool(_) => Value::Empty,
        Data::DateTime(at) => serial(at.as_f64()).map_or(Value::Empty, Value::Moment),
    }
}

/// A spreadsheet's count of days, where it is one of our times: 2000 to 2099.
pub(super) fn serial(days: f64) -> Option<NaiveDateTime> {
    if !(36_526.0..73_051.0).contains(&days) {
        return None;
    }
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    #[expect(clippy::cast_possible_truncation, reason = "within a century")]
    zero.checked_add_signed(chrono::Duration::seconds((days * 86_400.0).round() as i64))
}

fn text(bytes: &[u8]) -> Result<Vec<Row>, ImportFault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(ImportFault::NotUtf8);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ImportFault::NotUtf8)?;
    if text.contains('\0') || text.starts_with("%PDF-") {
        return Err(ImportFault::Unknown);
    }
    let told = text.lines().next().and_then(|line| line.trim().strip_prefix("sep=")?.chars().next());
    let separator = told.map_or_else(|| separator(text), |c| u8::try_from(c).unwrap_or(b','));
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1_u32, 0);
    for record in reader.records() {
        let record = record.map_err(|_| ImportFault::Torn)?;
        if rows.len() >= ROWS_MAX {
            return Err(ImportFault::TooBig);
        }
        // The reader stands before the end of the line above, and passes over empty lines: counted here as people do.
        let at = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(counted);
        let at = at + text[at..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += u32::try_from(text[counted..at].bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(0);
        counted = at;
        if line == 1 && told.is_some() {
            continue;
        }
        rows.push(Row { line, cells: record.iter().take(COLUMNS_MAX).map(words).collect() });
    }
    rows.retain(holds_something);
    Ok(rows)
}

/// What stands between the cells: whichever the first lines hold most of, outside quotes.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(8_192) {
        match byte {
            b'"' => quoted = !quoted,
            other if !quoted => {
                if let Some(count) = counts.iter_mut().find(|(separator, _)| *separator == other) {
                    count.1 += 1;
                }
            }
            _ => {}
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| separator)
}

/// Letters that only a font of TCVN3 shows as Vietnamese, and none of Unicode's own.
fn in_an_old_font(sheet: &Sheet) -> bool {
    let (mut old, mut new) = (0_u32, 0_u32);
    for cell in sheet.rows.iter().take(200).flat_map(|row| &row.cells) {
        if let Value::Text(text) = cell {
            for c in text.chars() {
                match c {
                    '\u{1EA0}'..='\u{1EF9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' => new += 1,
                    '¨' | '©' | '¬' | '®' | 'µ' | '¶' | '¸' | '¹' | '»' | '¼' | '½' | '¾' | '¦' | 'Ë' | 'Î' | 'Ï'
                    | 'Ö' | '×' | 'Ø' | 'Þ' | '÷' | 'þ' => old += 1,
                    _ => {}
                }
            }
        }
    }
    old > 5 && new == 0
}
