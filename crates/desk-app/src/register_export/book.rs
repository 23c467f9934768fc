//! The register as the A4 book, in parts: by field and month of reception, long ones cut. A part is drawn when it is
//! asked for, so the first one is there at once and whoever asks may stop.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use desk_core::text::fold;
use desk_forms::{FormRef, RegisterData, RegisterRow, RenderOptions, SlipHead};
use desk_store::{Hit, Selected};
use sha2::{Digest, Sha256};

use super::{
    RegisterExport,
    columns::{agency, method, note, returned},
};
use crate::{error::AppError, receipt};

/// Lines of one part: a page holds about a dozen, and a part is drawn in memory.
const PART_MAX: usize = 500;

/// A part of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookPart {
    /// Name for a file, without its end: `01-dat-dai-2024-03`.
    pub name: String,
    /// Which part it is, from 1, and of how many.
    pub number: (u32, u32),
    /// Lines in it.
    pub rows: u32,
    /// Its pages.
    pub pdf: Vec<u8>,
}

/// A part to be drawn.
#[derive(Debug)]
struct Planned {
    sector: String,
    /// First day of its month.
    month: NaiveDate,
    /// Which piece of the month it is, and of how many.
    piece: (usize, usize),
    lines: Vec<Selected>,
}

/// The parts of a book, drawn one after the other.
#[derive(Debug)]
pub struct BookParts<'a> {
    export: &'a RegisterExport,
    planned: std::vec::IntoIter<Planned>,
    number: u32,
    of: u32,
}

impl RegisterExport {
    /// The book of the selection.
    pub fn book(&self) -> BookParts<'_> {
        let mut by_part: BTreeMap<(String, NaiveDate), (String, Vec<Selected>)> = BTreeMap::new();
        for line in &self.selection.lines {
            let sector = self.selection.sectors.get(usize::from(line.sector)).map_or("", String::as_str);
            let day = line.received().unwrap_or(self.now).date_naive();
            let month = day.with_day(1).unwrap_or(day);
            let part = by_part.entry((fold(sector), month)).or_insert_with(|| (sector.to_owned(), Vec::new()));
            part.1.push(*line);
        }
        let mut planned = Vec::new();
        for ((_, month), (sector, lines)) in by_part {
            let pieces = lines.chunks(PART_MAX);
            let count = pieces.len();
            planned.extend(pieces.zip(1..).map(|(lines, n)| Planned {
                sector: sector.clone(),
                month,
                piece: (n, count),
                lines: lines.to_vec(),
            }));
        }
        let of = u32::try_from(planned.len()).unwrap_or(u32::MAX);
        BookParts { export: self, planned: planned.into_iter(), number: 0, of }
    }
}

impl Iterator for BookParts<'_> {
    type Item = Result<BookPart, AppError>;

    fn next(&mut self) -> Option<Self::Item> {
        let planned = self.planned.next()?;
        self.number += 1;
        Some(self.draw(&planned))
    }
}

impl BookParts<'_> {
    /// How many parts there are.
    pub fn count_of_parts(&self) -> u32 {
        self.of
    }

    fn draw(&self, part: &Planned) -> Result<BookPart, AppError> {
        let (export, reference) = (self.export, self.export.reference);
        let hits = export.reader.lines(&part.lines)?;
        let days = || hits.iter().map(|hit| hit.received.date_naive());
        let (first, last) = (days().min().unwrap_or(part.month), days().max().unwrap_or(part.month));
        // The head of the office as it was when it received these.
        let letterhead = receipt::letterhead(reference, &export.office, last.and_hms_opt(17, 0, 0).unwrap_or_default());
        let mut books: Vec<&str> = hits.iter().map(|hit| hit.book.as_str()).collect();
        books.sort_unstable();
        books.dedup();
        let data = RegisterData {
            head: SlipHead {
                superior: letterhead.superior,
                office: letterhead.office,
                place: letterhead.place,
                date: Some(export.now.date_naive()),
                head_on_paper: export.head.map(|head| head.on_paper()).unwrap_or_default(),
                ..SlipHead::default()
            },
            sector: part.sector.clone(),
            book: books.join(", "),
            period: format!("{} – {}", first.format("%d/%m/%Y"), last.format("%d/%m/%Y")),
            part: if self.of > 1 { format!("{}/{}", self.number, self.of) } else { String::new() },
            rows: hits.iter().map(|hit| row(hit, books.len() > 1)).collect(),
        };
        let form = FormRef::new(reference.form_set(last, None).as_str(), "register");
        let mut options = RenderOptions::for_form(&form, record_id(&hits), export.now.naive_local())?;
        options.demo = export.demo;
        options.overrides = export.overrides.clone();
        let pdf = desk_forms::render(&form, &data.form_data(), &options)?;
        let piece = if part.piece.1 > 1 { format!("-{}", part.piece.0) } else { String::new() };
        let digits = self.of.to_string().len().max(2);
        let name = format!("{:0digits$}-{}-{}{piece}", self.number, slug(&part.sector), part.month.format("%Y-%m"));
        let rows = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        Ok(BookPart { name, number: (self.number, self.of), rows, pdf })
    }
}

/// A line of the book. Where lines of several counters stand together, the number says whose it is, as on the receipt.
fn row(hit: &Hit, several: bool) -> RegisterRow {
    let counter = hit.book.split('/').next().unwrap_or_default();
    let day = |at: Option<desk_core::time::Moment>| at.map(|at| at.date_naive());
    RegisterRow {
        number: if several { format!("{}-{counter}", hit.book_number) } else { hit.book_number.to_string() },
        code: hit.code.clone(),
        procedure: hit.procedure_name.clone(),
        sets: u16::try_from(hit.sets).ok(),
        owner: hit.owner.clone(),
        address: hit.address.clone().unwrap_or_default(),
        phone: hit.phone.clone().unwrap_or_default(),
        agency: agency(hit).to_owned(),
        received: Some(hit.received.date_naive()),
        due: day(hit.due),
        sent: day(hit.handed),
        result_received: day(hit.at_desk),
        returned: day(returned(hit)),
        method: method(hit).to_owned(),
        signed: String::new(),
        note: note(hit),
    }
}

/// What the paper shows, as 32 bytes: the same lines give the same file.
fn record_id(hits: &[Hit]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for hit in hits {
        hash.update(hit.dossier.bytes());
    }
    hash.finalize().into()
}

/// A field as a name for files: `dat-dai`.
fn slug(sector: &str) -> String {
    let folded = fold(sector);
    let words: Vec<&str> = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(60).collect();
    if slug.is_empty() { "khac".to_owned() } else { slug.trim_end_matches('-').to_owned() }
}
