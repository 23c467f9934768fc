//! The head of the first page: office, nation, number, place and date.

use crate::blocks::{Drawing, Span};
use crate::definition::Head;
use crate::display::Item;
use crate::error::FormError;
use crate::flow::Piece;
use crate::font::Face;
use crate::text::{Align, Bit, Paragraph};

impl Drawing<'_> {
    pub(crate) fn head(&mut self, span: Span, head: &Head) -> Result<(), FormError> {
        let size = self.sheet.size * 0.88;
        let mut items = Vec::new();
        let nation = self.plain(Face::Bold, self.labels.get(&head.right[0])?, size, span, false);
        let right_width = (nation.natural_width() + 2.0).min(span.width * 0.6);
        let mut right_span = Span { x: span.x + span.width - right_width, width: right_width };
        if head.left.is_none() {
            right_span.x = span.x + (span.width - right_width) / 2.0;
        }
        // On a wide sheet the office stays at the edge.
        let left_width = (span.width - right_width - 12.0).min(right_width * 1.1);
        let left_span = Span { x: span.x, width: left_width };

        let small = self.sheet.size * 0.8;
        // Its line stays free on a paper without it: the mark of a demo office reaches into it.
        let top = self.sheet.line(small);
        if let Some(label) = &head.form_number {
            let mark = self.plain(Face::Italic, self.labels.get(label)?, small, right_span, false);
            self.stack(&mut items, &mark, small, right_span.x, 0.0, Align::Right);
        }
        let left_end = self.office(&mut items, top, left_span, head)?;

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
        if let Some(field) = &head.place_date {
            y += self.place_date(&mut items, field, size, right_span, y);
        }

        self.flow.pieces.push(Piece { height: y.max(left_end), items, ..Piece::default() });
        Ok(())
    }

    /// Place and date, or dots; gives the height.
    pub(crate) fn place_date(&self, items: &mut Vec<Item>, field: &str, size: f32, span: Span, top: f32) -> f32 {
        let date = self.data.field(field);
        let bits = if date.is_empty() { vec![Bit::Leader(4)] } else { vec![Bit::Text(Face::Italic, date.to_owned())] };
        let paragraph = Paragraph::balanced(self.letters, &bits, size, span.width);
        self.stack(items, &paragraph, size, span.x, top, Align::Centre)
    }

    /// The office's names and the number, from `top` down; gives where they end.
    fn office(&self, items: &mut Vec<Item>, top: f32, span: Span, head: &Head) -> Result<f32, FormError> {
        let size = self.sheet.size * 0.88;
        let Some(left) = &head.left else { return Ok(top) };
        let mut y = top;
        for (field, face) in left.iter().zip([Face::Regular, Face::Bold]) {
            for text in self.heading_lines(self.data.field(field), face, size, span, &head.break_before) {
                let paragraph = self.plain(face, &text, size, span, true);
                y += self.stack(items, &paragraph, size, span.x, y, Align::Centre);
            }
        }
        let (middle, half) = (span.x + span.width / 2.0, span.width * 0.19);
        items.push(Item::line((middle - half, y + 2.2), (middle + half, y + 2.2), 0.6));
        y += 5.0;
        let Some(number) = &head.number else { return Ok(y) };
        let bits = self.part_bits(number)?;
        let natural = Paragraph::new(self.letters, &bits, size, span.width);
        let inset = ((span.width - natural.natural_width()) / 2.0).max(0.0);
        let paragraph = Paragraph::new(self.letters, &bits, size, span.width - inset);
        Ok(y + self.stack(items, &paragraph, size, span.x + inset, y, Align::Left))
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
}
