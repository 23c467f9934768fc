//! The kinds of blocks that forms are made of, each drawn by one function into pieces for the flow.

use crate::data::{CopyMark, FormData, RenderOptions};
use crate::display::{Code, Item};
use crate::error::FormError;
use crate::flow::{Flow, Piece, Role};
use crate::font::Face;
use crate::form::{Block, Form, Head, Labels, LineAlign, Part, Signer};
use crate::qr;
use crate::receipt::moment_text;
use crate::sheet::{MM, Sheet};
use crate::text::{Align, Bit, Letters, Paragraph, bind};

/// A column of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) x: f32,
    pub(crate) width: f32,
}

/// One copy of a form being drawn.
pub(crate) struct Drawing<'a> {
    pub(crate) form: &'a Form,
    pub(crate) labels: &'a Labels,
    pub(crate) data: &'a FormData,
    pub(crate) options: &'a RenderOptions,
    pub(crate) letters: &'a Letters,
    /// The QR code, one point a side.
    pub(crate) code: Option<&'a Code>,
    pub(crate) copy: CopyMark,
    pub(crate) sheet: Sheet,
    pub(crate) flow: Flow,
}

impl Drawing<'_> {
    /// Draws all blocks of the form.
    pub(crate) fn draw(&mut self) -> Result<(), FormError> {
        let whole = Span { x: self.sheet.left, width: self.sheet.column() };
        for block in &self.form.blocks {
            self.block(block, whole)?;
        }
        Ok(())
    }

    fn block(&mut self, block: &Block, span: Span) -> Result<(), FormError> {
        match block {
            Block::Head(head) => self.head(span, head),
            Block::Title { label } => {
                let size = self.sheet.size * 1.2;
                let paragraph = self.plain(Face::Bold, self.labels.get(label)?, size, span, true);
                self.paragraph(&paragraph, size, span, Align::Centre, self.sheet.gap + 4.0, true);
                Ok(())
            }
            Block::Line { parts, align } => self.line(span, parts, *align),
            Block::CopyMark { label } => {
                let copy = self.labels.get(self.form.copy_label(self.copy))?;
                let text = self.labels.fill(label, &[("copy", copy)])?;
                self.centred(span, Face::Italic, &text);
                Ok(())
            }
            Block::Reprint { label } => {
                let Some(reprint) = self.options.reprint else { return Ok(()) };
                let (number, at) = (reprint.number.to_string(), moment_text(reprint.at));
                let text = self.labels.fill(label, &[("number", &number), ("at", &at)])?;
                self.centred(span, Face::Bold, &text);
                Ok(())
            }
            Block::Columns { main, aside, aside_mm } => {
                let aside_width = aside_mm * MM;
                let beside = Span { x: span.x + span.width - aside_width, width: aside_width };
                self.block(aside, beside)?;
                let narrow = Span { x: span.x, width: span.width - aside_width - 6.0 };
                for block in main {
                    self.block(block, narrow)?;
                }
                self.flow.pieces.push(Piece { role: Role::AsideEnd, ..Piece::default() });
                Ok(())
            }
            Block::Qr { side_mm } => {
                self.qr(span, side_mm * MM);
                Ok(())
            }
            Block::Table { rows, count, columns } => self.table(span, rows, count, columns),
            Block::Signatures { people } => self.signatures(span, people),
            Block::Note { heading, parts } => self.note(span, heading, parts),
            // Drawn on finished pages, when their number is known.
            Block::Foot { .. } => Ok(()),
        }
    }

    pub(crate) fn plain(&self, face: Face, text: &str, size: f32, span: Span, balanced: bool) -> Paragraph {
        let bits = [Bit::Text(face, text.to_owned())];
        let make = if balanced { Paragraph::balanced } else { Paragraph::new };
        make(self.letters, &bits, size, span.width)
    }

    fn centred(&mut self, span: Span, face: Face, text: &str) {
        let size = self.sheet.size;
        let paragraph = self.plain(face, text, size, span, true);
        self.paragraph(&paragraph, size, span, Align::Centre, 0.0, false);
    }

    /// One piece a line; neither the first nor the last line is left alone on a page.
    fn paragraph(&mut self, text: &Paragraph, size: f32, span: Span, align: Align, before: f32, keep_next: bool) {
        let (line, baseline, count) = (self.sheet.line(size), self.sheet.baseline(size), text.len());
        for index in 0..count {
            self.flow.pieces.push(Piece {
                height: line,
                before: if index == 0 { before } else { 0.0 },
                keep_next: if index + 1 == count { keep_next } else { index == 0 || index + 2 == count },
                items: text.place(index, span.x, baseline, align),
                role: Role::Plain,
            });
        }
    }

    /// Lines in a block of their own, from `top` down; gives the height they take.
    fn stack(&self, items: &mut Vec<Item>, text: &Paragraph, size: f32, x: f32, top: f32, align: Align) -> f32 {
        let (line, baseline) = (self.sheet.line(size), self.sheet.baseline(size));
        for index in 0..text.len() {
            items.extend(text.place(index, x, top + index as f32 * line + baseline, align));
        }
        line * text.len() as f32
    }

    /// A label and its field; dots to write on where the field is empty.
    fn part_bits(&self, part: &Part) -> Result<Vec<Bit>, FormError> {
        let mut bits = vec![Bit::Text(Face::Regular, self.labels.get(&part.label)?.to_owned())];
        let Some(field) = &part.field else { return Ok(bits) };
        let value = self.data.field(field);
        if value.is_empty() {
            bits.push(Bit::Leader(4));
        } else {
            bits.push(Bit::Text(Face::Regular, " ".to_owned()));
            bits.push(Bit::Text(if part.strong { Face::Bold } else { Face::Regular }, bind(value)));
        }
        if let Some(suffix) = &part.suffix {
            let suffix = self.labels.get(suffix)?;
            let space = if suffix.starts_with('/') { "" } else { " " };
            bits.push(Bit::Text(Face::Regular, format!("{space}{suffix}")));
        }
        Ok(bits)
    }

    fn line(&mut self, span: Span, parts: &[Part], align: LineAlign) -> Result<(), FormError> {
        let mut bits = Vec::new();
        let mut keep_next = false;
        for part in parts {
            if part.optional && part.field.as_ref().is_some_and(|field| self.data.field(field).is_empty()) {
                continue;
            }
            if !bits.is_empty() {
                bits.push(Bit::Text(Face::Regular, "; ".to_owned()));
            }
            bits.extend(self.part_bits(part)?);
            // A label alone introduces what follows it.
            keep_next = part.field.is_none();
        }
        let size = self.sheet.size;
        let (paragraph, align) = match align {
            LineAlign::Left => (Paragraph::new(self.letters, &bits, size, span.width), Align::Justify),
            LineAlign::Centre => {
                // Dots would run the whole width of a centred line.
                let measured = Paragraph::new(self.letters, &bits, size, span.width);
                let blank = bits.iter().any(|bit| matches!(bit, Bit::Leader(_)));
                let width = if blank { (measured.natural_width() + 60.0).min(span.width) } else { span.width };
                let inset = (span.width - width) / 2.0;
                let (before, inner) = (self.sheet.gap, Span { x: span.x + inset, width });
                let align = if blank { Align::Left } else { Align::Centre };
                self.paragraph(
                    &Paragraph::new(self.letters, &bits, size, width),
                    size,
                    inner,
                    align,
                    before,
                    keep_next,
                );
                return Ok(());
            }
        };
        self.paragraph(&paragraph, size, span, align, self.sheet.gap, keep_next);
        Ok(())
    }

    fn head(&mut self, span: Span, head: &Head) -> Result<(), FormError> {
        let size = self.sheet.size * 0.88;
        let mut items = Vec::new();
        let nation = self.plain(Face::Bold, self.labels.get(&head.right[0])?, size, span, false);
        let right_width = (nation.natural_width() + 2.0).min(span.width * 0.6);
        let right_span = Span { x: span.x + span.width - right_width, width: right_width };
        let left_span = Span { x: span.x, width: span.width - right_width - 12.0 };

        let small = self.sheet.size * 0.8;
        let mark = self.plain(Face::Italic, self.labels.get(&head.form_number)?, small, right_span, false);
        let top = self.stack(&mut items, &mark, small, right_span.x, 0.0, Align::Right);

        let mut y = top;
        for (field, face) in head.left.iter().zip([Face::Regular, Face::Bold]) {
            for text in self.heading_lines(self.data.field(field), face, size, left_span, &head.break_before) {
                let paragraph = self.plain(face, &text, size, left_span, true);
                y += self.stack(&mut items, &paragraph, size, left_span.x, y, Align::Centre);
            }
        }
        let (middle, half) = (left_span.x + left_span.width / 2.0, left_span.width * 0.19);
        items.push(Item::line((middle - half, y + 2.2), (middle + half, y + 2.2), 0.6));
        y += 5.0;
        let bits = self.part_bits(&head.number)?;
        let natural = Paragraph::new(self.letters, &bits, size, left_span.width);
        let inset = ((left_span.width - natural.natural_width()) / 2.0).max(0.0);
        y += self.stack(
            &mut items,
            &Paragraph::new(self.letters, &bits, size, left_span.width - inset),
            size,
            left_span.x + inset,
            y,
            Align::Left,
        );
        let left_end = y;

        let mut y = top;
        for (index, label) in head.right.iter().enumerate() {
            // Decree 30/2020: the motto a size larger than the line above it.
            let size = if index == 0 { size } else { size * 1.06 };
            let paragraph = self.plain(Face::Bold, self.labels.get(label)?, size, right_span, true);
            let width = paragraph.natural_width();
            y += self.stack(&mut items, &paragraph, size, right_span.x, y, Align::Centre);
            if index == 1 {
                let from = right_span.x + (right_span.width - width) / 2.0;
                items.push(Item::line((from, y + 2.2), (from + width, y + 2.2), 0.6));
            }
        }
        y += 5.0;
        let date = self.data.field(&head.place_date);
        let bits = if date.is_empty() { vec![Bit::Leader(4)] } else { vec![Bit::Text(Face::Italic, date.to_owned())] };
        let paragraph = Paragraph::balanced(self.letters, &bits, size, right_span.width);
        y += self.stack(&mut items, &paragraph, size, right_span.x, y, Align::Centre);

        self.flow.pieces.push(Piece { height: y.max(left_end), items, ..Piece::default() });
        Ok(())
    }

    /// An office's name as one text, or as two when it needs two lines and has a word that its second line should
    /// begin with, as in `ỦY BAN NHÂN DÂN / XÃ TỬ NÊ`. No text gives no line.
    fn heading_lines(&self, text: &str, face: Face, size: f32, span: Span, break_before: &[String]) -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        if self.plain(face, text, size, span, false).len() > 1 {
            let place = break_before.iter().filter_map(|word| text.find(&format!(" {word} "))).min();
            if let Some(place) = place {
                return vec![text[..place].to_owned(), text[place + 1..].to_owned()];
            }
        }
        vec![text.to_owned()]
    }

    /// The code against the right edge of its column, with the white that readers need round it; without a text, an
    /// empty frame of the same size.
    fn qr(&mut self, span: Span, side: f32) {
        let mut items = Vec::new();
        let quiet;
        match self.code {
            Some(code) => {
                let mut code = code.clone();
                code.module *= side;
                quiet = code.module * qr::QUIET_MODULES;
                (code.x, code.y) = (span.x + span.width - side, quiet);
                items.push(Item::Code(code));
            }
            None => {
                quiet = 4.0;
                let (x, end, top, low) = (span.x + span.width - side, span.x + span.width, quiet, quiet + side);
                let corners = [(x, top), (end, top), (end, low), (x, low), (x, top)];
                items.extend(corners.windows(2).map(|pair| Item::dashed(pair[0], pair[1], 0.5, (2.0, 2.0))));
            }
        }
        let role = Role::Aside(side + 2.0 * quiet);
        self.flow.pieces.push(Piece { keep_next: true, items, role, ..Piece::default() });
    }

    fn signatures(&mut self, span: Span, people: &[Signer]) -> Result<(), FormError> {
        let size = self.sheet.size;
        let width = span.width / people.len().max(1) as f32;
        let mut items = Vec::new();
        let mut height: f32 = 0.0;
        for (index, person) in people.iter().enumerate() {
            let own = Span { x: span.x + index as f32 * width + 3.0, width: width - 6.0 };
            let label = self.plain(Face::Bold, self.labels.get(&person.label)?, size, own, true);
            let mut y = self.stack(&mut items, &label, size, own.x, 0.0, Align::Centre);
            let hint = self.plain(Face::Italic, self.labels.get(&person.hint)?, size * 0.95, own, true);
            y += self.stack(&mut items, &hint, size * 0.95, own.x, y, Align::Centre);
            y += self.sheet.signing;
            let name = person.field.as_ref().map(|field| self.data.field(field)).unwrap_or_default();
            let name = self.plain(Face::Bold, name, size, own, true);
            y += self.stack(&mut items, &name, size, own.x, y, Align::Centre);
            height = height.max(y);
        }
        // Signatures alone on a page could be put under any text: the last line goes with them.
        if let Some(last) = self.flow.pieces.last_mut() {
            last.keep_next = true;
        }
        let before = self.sheet.gap + 4.0;
        self.flow.pieces.push(Piece { height, before, items, ..Piece::default() });
        Ok(())
    }

    fn note(&mut self, span: Span, heading: &str, parts: &[Part]) -> Result<(), FormError> {
        let size = self.sheet.size * 0.84;
        let mut heading = Some(self.labels.get(heading)?.to_owned());
        for part in parts {
            let value = part.field.as_ref().map(|field| self.data.field(field)).unwrap_or_default();
            if part.optional && value.is_empty() {
                continue;
            }
            let label = self.labels.get(&part.label)?;
            let mut bits = Vec::new();
            let first = heading.take();
            let before = if first.is_some() { self.sheet.gap + 3.0 } else { 0.0 };
            if let Some(heading) = first {
                bits.push(Bit::Text(Face::Bold, heading));
                bits.push(Bit::Text(Face::Italic, " ".to_owned()));
            }
            let text = if value.is_empty() { label.to_owned() } else { format!("{label} {value}") };
            bits.push(Bit::Text(Face::Italic, text));
            let paragraph = Paragraph::new(self.letters, &bits, size, span.width);
            self.paragraph(&paragraph, size, span, Align::Justify, before, false);
        }
        Ok(())
    }
}
