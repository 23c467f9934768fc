//! The table block: ruled rows counted from 1, its head repeated on every page.

use crate::blocks::{Drawing, Span};
use crate::display::Item;
use crate::error::FormError;
use crate::flow::{Piece, Role};
use crate::font::Face;
use crate::form::{Column, cell};
use crate::sheet::MM;
use crate::text::{Align, Bit, Paragraph};

/// Width of the column that counts the rows, on A5.
const COUNT_WIDTH_MM: f32 = 9.5;
/// White between a rule and the text, beside and above.
const PAD: (f32, f32) = (3.0, 1.2);
/// Width of the rules.
const RULE: f32 = 0.5;
/// Lines of a row that stay together; a longer row may go on to the next page.
const LINES_TOGETHER: usize = 10;

impl Drawing<'_> {
    pub(crate) fn table(&mut self, span: Span, rows: &str, count: &str, columns: &[Column]) -> Result<(), FormError> {
        let size = self.sheet.size * 0.95;
        let spans = spans(span, columns, self.sheet.scale * MM);
        let number = self.flow.heads.len();

        let small = self.sheet.size * 0.9;
        let mut heads = vec![self.head_cell(self.labels.get(count)?, small, spans[0])];
        for (column, span) in columns.iter().zip(&spans[1..]) {
            heads.push(self.head_cell(self.labels.get(&column.label)?, small, *span));
        }
        let (height, mut items) = self.row(&heads, &spans, small, &vec![Align::Centre; heads.len()], 0..usize::MAX);
        items.push(across(&spans, 0.0));
        items.push(across(&spans, height));
        self.flow.heads.push((height, items));

        let aligns: Vec<Align> = std::iter::once(Align::Centre)
            .chain(columns.iter().map(|column| if column.centre { Align::Centre } else { Align::Left }))
            .collect();
        let data = self.data.rows(rows);
        // A form without rows keeps one empty row, so that the table is seen to be empty.
        let blank = [std::collections::BTreeMap::new()];
        let shown = if data.is_empty() { &blank[..] } else { data };
        for (index, row) in shown.iter().enumerate() {
            let counted = if data.is_empty() { String::new() } else { (index + 1).to_string() };
            let mut cells =
                vec![Paragraph::new(self.letters, &[Bit::Text(Face::Regular, counted)], size, inner(spans[0]))];
            for (column, span) in columns.iter().zip(&spans[1..]) {
                let mut bits = vec![Bit::Text(Face::Regular, cell(row, &column.field).to_owned())];
                let note = column.note.as_ref().map(|note| cell(row, note)).unwrap_or_default();
                if !note.is_empty() {
                    bits.push(Bit::Text(Face::Italic, format!(" ({note})")));
                }
                cells.push(Paragraph::new(self.letters, &bits, size, inner(*span)));
            }
            let lines = cells.iter().map(Paragraph::len).max().unwrap_or(1);
            let mut first = 0;
            while first < lines {
                // No part of a row is a lone last line.
                let next = if lines - first <= LINES_TOGETHER + 1 { lines } else { first + LINES_TOGETHER };
                let (height, mut items) = self.row(&cells, &spans, size, &aligns, first..next);
                if next == lines {
                    items.push(across(&spans, height));
                }
                let closing = if next == lines { Vec::new() } else { vec![across(&spans, 0.0)] };
                let before = if index == 0 && first == 0 { 2.0 } else { 0.0 };
                let role = Role::Row(number, closing);
                self.flow.pieces.push(Piece { height, before, keep_next: false, items, role });
                first = next;
            }
        }
        // The line after a table keeps a little more distance.
        self.flow.pieces.push(Piece { before: 1.5, ..Piece::default() });
        Ok(())
    }

    fn head_cell(&self, label: &str, size: f32, span: Span) -> Paragraph {
        Paragraph::balanced(self.letters, &[Bit::Text(Face::Bold, label.to_owned())], size, inner(span))
    }

    /// Lines `lines` of a row with its upright rules; the height, and what to draw.
    fn row(
        &self,
        cells: &[Paragraph],
        spans: &[Span],
        size: f32,
        aligns: &[Align],
        lines: std::ops::Range<usize>,
    ) -> (f32, Vec<Item>) {
        let (line, baseline) = (self.sheet.line(size), self.sheet.baseline(size));
        let end = |cell: &Paragraph| cell.len().min(lines.end);
        let count = cells.iter().map(|cell| end(cell).saturating_sub(lines.start)).max().unwrap_or(1).max(1);
        let height = count as f32 * line + 2.0 * PAD.1;
        let mut items = Vec::new();
        for ((cell, span), align) in cells.iter().zip(spans).zip(aligns) {
            // The cells of a head stand in the middle, those of a row begin on its first line.
            let down = if lines.end == usize::MAX { (count - cell.len()) as f32 * line / 2.0 } else { 0.0 };
            for index in lines.start..end(cell) {
                let y = PAD.1 + down + (index - lines.start) as f32 * line + baseline;
                items.extend(cell.place(index, span.x + PAD.0, y, *align));
            }
        }
        let edges = spans.iter().map(|span| span.x).chain(spans.last().map(|span| span.x + span.width));
        items.extend(edges.map(|x| Item::line((x, 0.0), (x, height), RULE)));
        (height, items)
    }
}

fn inner(span: Span) -> f32 {
    span.width - 2.0 * PAD.0
}

fn across(spans: &[Span], y: f32) -> Item {
    let (first, last) = (spans[0], spans[spans.len() - 1]);
    Item::line((first.x - RULE / 2.0, y), (last.x + last.width + RULE / 2.0, y), RULE)
}

/// The columns side by side; `unit` is what a millimetre of the form's definition is on this sheet.
fn spans(span: Span, columns: &[Column], unit: f32) -> Vec<Span> {
    let fixed = (COUNT_WIDTH_MM + columns.iter().filter_map(|column| column.width_mm).sum::<f32>()) * unit;
    let open = columns.iter().filter(|column| column.width_mm.is_none()).count().max(1);
    let rest = (span.width - fixed) / open as f32;
    let widths = std::iter::once(COUNT_WIDTH_MM * unit)
        .chain(columns.iter().map(|column| column.width_mm.map_or(rest, |width| width * unit)));
    let mut x = span.x;
    widths
        .map(|width| {
            let own = Span { x, width };
            x += width;
            own
        })
        .collect()
}
