//! The kinds of blocks that forms are made of, each drawn by one function into pieces for the flow.

use crate::data::{CopyMark, FormData, RenderOptions};
use crate::definition::Block;
use crate::display::{Code, Item};
use crate::error::FormError;
use crate::flow::{Flow, Piece, Role};
use crate::font::Face;
use crate::form::{Form, Labels};
use crate::qr;
use crate::receipt::moment_text;
use crate::sheet::{MM, Sheet};
use crate::text::{Align, Bit, Letters, Paragraph};

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
                let Some(copy) = self.form.copy_label(self.copy) else { return Ok(()) };
                let copy = self.labels.get(copy)?;
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
            Block::Qr { side_mm, centre } => {
                let side = side_mm * MM;
                let inset = if *centre { (span.width - side) / 2.0 } else { 0.0 };
                self.qr(Span { x: span.x, width: span.width - inset }, side);
                if *centre {
                    self.flow.pieces.push(Piece { role: Role::AsideEnd, ..Piece::default() });
                }
                Ok(())
            }
            Block::Text(sentence) => self.text(span, sentence),
            Block::List { rows, blank } => {
                self.list(span, rows, *blank);
                Ok(())
            }
            Block::Table(table) => self.table(span, table),
            Block::Signatures { people, place_date, recipients } => {
                self.signatures(span, people, place_date.as_deref(), recipients.as_ref())
            }
            Block::Note { heading, parts } => self.note(span, heading.as_deref(), parts),
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
    pub(crate) fn paragraph(
        &mut self,
        text: &Paragraph,
        size: f32,
        span: Span,
        align: Align,
        before: f32,
        keep_next: bool,
    ) {
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
    pub(crate) fn stack(
        &self,
        items: &mut Vec<Item>,
        text: &Paragraph,
        size: f32,
        x: f32,
        top: f32,
        align: Align,
    ) -> f32 {
        let (line, baseline) = (self.sheet.line(size), self.sheet.baseline(size));
        for index in 0..text.len() {
            items.extend(text.place(index, x, top + index as f32 * line + baseline, align));
        }
        line * text.len() as f32
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
}
