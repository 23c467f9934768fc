//! The table block: ruled rows counted from 1, its head repeated on every page.

use std::rc::Rc;

use crate::blocks::{Drawing, Span};
use crate::definition::{Column, Table, cell};
use crate::display::Item;
use crate::error::FormError;
use crate::flow::{Piece, Role};
use crate::font::Face;
use crate::sheet::MM;
use crate::text::{Align, Bit, Paragraph};
use crate::words::filled;

/// Width of the column that counts the rows, on A5.
const COUNT_WIDTH_MM: f32 = 9.5;
/// White between a rule and the text, beside and above.
const PAD: (f32, f32) = (3.0, 1.2);
/// Width of the rules.
const RULE: f32 = 0.5;
/// Lines of a row that stay together; a longer row may go on to the next page.
const LINES_TOGETHER: usize = 10;

/// Part of a line of a cell: line `index` of a paragraph.
struct Set {
    text: Rc<Paragraph>,
    index: usize,
    /// From the left edge of the cell.
    dx: f32,
    align: Align,
}

/// The lines of a cell from the top down, each of parts side by side.
type Cell = Vec<Vec<Set>>;

impl Drawing<'_> {
    pub(crate) fn table(&mut self, span: Span, table: &Table) -> Result<(), FormError> {
        let size = self.sheet.size * 0.95 * table.size;
        let spans = spans(span, table, self.sheet.scale * MM);
        let number = self.flow.heads.len();
        let head = self.table_head(table, &spans)?;
        self.flow.heads.push(head);

        let rows = self.data.rows(&table.rows);
        // A form without rows keeps one empty row, so that the table is seen to be empty.
        let blank = std::collections::BTreeMap::new();
        let shown = rows.iter().chain(std::iter::repeat_n(&blank, table.rows_min.saturating_sub(rows.len())));
        for (index, row) in shown.enumerate() {
            let mut cells: Vec<Cell> = Vec::with_capacity(spans.len());
            if table.count.is_some() {
                let counted = if index < rows.len() { (index + 1).to_string() } else { String::new() };
                let bits = [Bit::Text(Face::Regular, counted)];
                cells.push(whole(Paragraph::new(self.letters, &bits, size, inner(spans[0])), Align::Centre));
            }
            let first = cells.len();
            for (column, span) in table.columns.iter().zip(&spans[first..]) {
                cells.push(self.cell(column, row, size, *span)?);
            }
            self.place_row(&cells, &spans, size, number, index == 0);
        }
        // The line after a table keeps a little more distance.
        self.flow.pieces.push(Piece { before: 1.5, ..Piece::default() });
        Ok(())
    }

    fn place_row(&mut self, cells: &[Cell], spans: &[Span], size: f32, number: usize, first_row: bool) {
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
        let mut first = 0;
        while first < lines {
            // No part of a row is a lone last line.
            let next = if lines - first <= LINES_TOGETHER + 1 { lines } else { first + LINES_TOGETHER };
            let (height, mut items) = self.row(cells, spans, size, first..next);
            if next == lines {
                items.push(across(spans, height));
            }
            let closing = if next == lines { Vec::new() } else { vec![across(spans, 0.0)] };
            let before = if first_row && first == 0 { 2.0 } else { 0.0 };
            let role = Role::Row(number, closing);
            self.flow.pieces.push(Piece { height, before, keep_next: false, items, role });
            first = next;
        }
    }

    /// The head with its rules: one row of labels, or groups above their columns.
    fn table_head(&self, table: &Table, spans: &[Span]) -> Result<(f32, Vec<Item>), FormError> {
        let size = self.sheet.size * 0.9 * table.size;
        let line = self.sheet.line(size);
        let label = |label: &str, span: Span| {
            let bits = [Bit::Text(Face::Bold, label.to_owned())];
            Paragraph::balanced(self.letters, &bits, size, inner(span))
        };
        let counted = table.count.iter().map(|count| (count, None));
        let columns = counted.chain(table.columns.iter().map(|column| (&column.label, column.group.as_ref())));
        // Each group once: its label, its first and its last column.
        let mut groups: Vec<(&String, Span)> = Vec::new();
        let mut heads = Vec::new();
        let mut last = None;
        for ((name, group), span) in columns.zip(spans) {
            match (group, groups.last_mut()) {
                (Some(group), Some((label, whole))) if last == Some(group) && *label == group => {
                    whole.width = span.x + span.width - whole.x;
                }
                (Some(group), _) => groups.push((group, *span)),
                (None, _) => {}
            }
            last = group;
            heads.push((label(self.labels.get(name)?, *span), *span, group.is_some()));
        }
        let groups = groups
            .into_iter()
            .map(|(name, span)| Ok((label(self.labels.get(name)?, span), span)))
            .collect::<Result<Vec<_>, FormError>>()?;
        let most = |lines: &mut dyn Iterator<Item = usize>| lines.max().unwrap_or(0);
        let lines = |count: usize| count as f32 * line + 2.0 * PAD.1;
        let above = if groups.is_empty() { 0.0 } else { lines(most(&mut groups.iter().map(|(label, _)| label.len()))) };
        let below = lines(most(&mut heads.iter().filter(|head| head.2).map(|(label, ..)| label.len())));
        let alone = lines(most(&mut heads.iter().filter(|head| !head.2).map(|(label, ..)| label.len())).max(1));
        let height = alone.max(above + if groups.is_empty() { 0.0 } else { below });

        let mut items = Vec::new();
        let mut put = |label: &Paragraph, span: Span, top: f32, height: f32| {
            let down = (height - 2.0 * PAD.1 - label.len() as f32 * line) / 2.0;
            for index in 0..label.len() {
                let y = top + PAD.1 + down + index as f32 * line + self.sheet.baseline(size);
                items.extend(label.place(index, span.x + PAD.0, y, Align::Centre));
            }
        };
        for (label, span, grouped) in &heads {
            let top = if *grouped { above } else { 0.0 };
            put(label, *span, top, height - top);
        }
        for (label, span) in &groups {
            put(label, *span, 0.0, above);
        }
        let starts_group = |x: f32| groups.iter().any(|(_, span)| span.x == x);
        for (_, span, grouped) in &heads {
            let top = if *grouped && !starts_group(span.x) { above } else { 0.0 };
            items.push(Item::line((span.x, top), (span.x, height), RULE));
        }
        let end = spans[spans.len() - 1].x + spans[spans.len() - 1].width;
        items.push(Item::line((end, 0.0), (end, height), RULE));
        items.extend(groups.iter().map(|(_, span)| across(&[*span], above)));
        items.push(across(spans, 0.0));
        items.push(across(spans, height));
        Ok((height, items))
    }

    /// The cell of a column: its field with its note, or its lines.
    fn cell(
        &self,
        column: &Column,
        row: &std::collections::BTreeMap<String, String>,
        size: f32,
        span: Span,
    ) -> Result<Cell, FormError> {
        let align = if column.centre { Align::Centre } else { Align::Left };
        if let Some(field) = &column.field {
            let text = cell(row, field).to_owned();
            let mut bits = vec![if column.code { Bit::Code(text) } else { Bit::Text(Face::Regular, text) }];
            let note = column.note.as_ref().map(|note| cell(row, note)).unwrap_or_default();
            if !note.is_empty() {
                bits.push(Bit::Text(Face::Italic, format!(" ({note})")));
            }
            return Ok(whole(Paragraph::new(self.letters, &bits, size, inner(span)), align));
        }
        let mut lines: Cell = Vec::new();
        for line in &column.lines {
            if line.optional && line.fields.iter().all(|field| cell(row, field).is_empty()) {
                continue;
            }
            let wording = self.labels.get(&line.label)?;
            let Some(beside) = &line.beside else {
                let bits = filled(wording, &line.fields, |field| cell(row, field), Face::Regular, 2);
                lines.extend(whole(Paragraph::new(self.letters, &bits, size, inner(span)), align));
                lines.extend((0..line.room).map(|_| Vec::new()));
                continue;
            };
            let half = inner(span) / 2.0;
            let halves = [wording, self.labels.get(beside)?].map(|label| {
                let bits = [Bit::Text(Face::Regular, label.to_owned())];
                Rc::new(Paragraph::balanced(self.letters, &bits, size, half))
            });
            for index in 0..halves[0].len().max(halves[1].len()) {
                let sets = halves.iter().enumerate().filter(|(_, text)| index < text.len());
                let set = |(side, text): (usize, &Rc<Paragraph>)| Set {
                    text: Rc::clone(text),
                    index,
                    dx: PAD.0 + side as f32 * half,
                    align: Align::Centre,
                };
                lines.push(sets.map(set).collect());
            }
            lines.extend((0..line.room).map(|_| Vec::new()));
        }
        Ok(lines)
    }

    /// Lines `lines` of a row with its upright rules; the height, and what to draw.
    fn row(&self, cells: &[Cell], spans: &[Span], size: f32, lines: std::ops::Range<usize>) -> (f32, Vec<Item>) {
        let (line, baseline) = (self.sheet.line(size), self.sheet.baseline(size));
        let count =
            cells.iter().map(|cell| cell.len().min(lines.end).saturating_sub(lines.start)).max().unwrap_or(1).max(1);
        let height = count as f32 * line + 2.0 * PAD.1;
        let mut items = Vec::new();
        for (cell, span) in cells.iter().zip(spans) {
            for (index, sets) in cell.iter().enumerate().take(lines.end).skip(lines.start) {
                let y = PAD.1 + (index - lines.start) as f32 * line + baseline;
                items.extend(sets.iter().flat_map(|set| set.text.place(set.index, span.x + set.dx, y, set.align)));
            }
        }
        let edges = spans.iter().map(|span| span.x).chain(spans.last().map(|span| span.x + span.width));
        items.extend(edges.map(|x| Item::line((x, 0.0), (x, height), RULE)));
        (height, items)
    }
}

/// A cell of one paragraph.
fn whole(paragraph: Paragraph, align: Align) -> Cell {
    let text = Rc::new(paragraph);
    (0..text.len()).map(|index| vec![Set { text: Rc::clone(&text), index, dx: PAD.0, align }]).collect()
}

fn inner(span: Span) -> f32 {
    span.width - 2.0 * PAD.0
}

fn across(spans: &[Span], y: f32) -> Item {
    let (first, last) = (spans[0], spans[spans.len() - 1]);
    Item::line((first.x - RULE / 2.0, y), (last.x + last.width + RULE / 2.0, y), RULE)
}

/// The columns side by side; `unit` is what a millimetre of the form's definition is on this sheet.
fn spans(span: Span, table: &Table, unit: f32) -> Vec<Span> {
    let count = table.count.as_ref().map(|_| COUNT_WIDTH_MM);
    let columns = &table.columns;
    let fixed = (count.unwrap_or(0.0) + columns.iter().filter_map(|column| column.width_mm).sum::<f32>()) * unit;
    let open = columns.iter().filter(|column| column.width_mm.is_none()).count().max(1);
    let rest = (span.width - fixed) / open as f32;
    let widths = count
        .map(|width| width * unit)
        .into_iter()
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
