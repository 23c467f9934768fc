//! Who signs, and who gets the paper.

use crate::blocks::{Drawing, Span};
use crate::definition::{LIST_TEXT, Recipients, Signer, cell};
use crate::error::FormError;
use crate::flow::Piece;
use crate::font::Face;
use crate::text::{Align, Bit, Paragraph};

/// Size of the recipients in that of the text.
const RECIPIENTS_SIZE: f32 = 0.84;
/// Most recipients beside the signature.
const RECIPIENTS_MAX: usize = 9;

impl Drawing<'_> {
    pub(crate) fn signatures(
        &mut self,
        span: Span,
        people: &[Signer],
        place_date: Option<&str>,
        recipients: Option<&Recipients>,
    ) -> Result<(), FormError> {
        let size = self.sheet.size;
        // Someone who signs alone does so on the right.
        let places = people.len().max(2);
        let width = span.width / places as f32;
        let mut items = Vec::new();
        let mut top = 0.0;
        if let Some(field) = place_date {
            let own = Span { x: span.x + (places - 1) as f32 * width, width };
            top = self.place_date(&mut items, field, size, own, 0.0);
        }
        let mut height: f32 = 0.0;
        for (place, person) in (places - people.len()..).zip(people) {
            let own = Span { x: span.x + place as f32 * width + 3.0, width: width - 6.0 };
            let role = person.role_field.as_ref().map(|field| self.data.field(field)).unwrap_or_default();
            let role = if role.is_empty() { self.labels.get(&person.label)? } else { role };
            let label = self.plain(Face::Bold, role, size, own, true);
            let mut y = top + self.stack(&mut items, &label, size, own.x, top, Align::Centre);
            let hint = self.plain(Face::Italic, self.labels.get(&person.hint)?, size * 0.95, own, true);
            y += self.stack(&mut items, &hint, size * 0.95, own.x, y, Align::Centre);
            y += self.sheet.signing;
            let name = person.field.as_ref().map(|field| self.data.field(field)).unwrap_or_default();
            let name = self.plain(Face::Bold, name, size, own, true);
            y += self.stack(&mut items, &name, size, own.x, y, Align::Centre);
            height = height.max(y);
        }
        let list =
            recipients.map(|recipients| self.recipients(recipients, width - 6.0)).transpose()?.unwrap_or_default();
        let small = self.sheet.size * RECIPIENTS_SIZE;
        // Very many of them follow below, where they may go on to the next page.
        let (beside, below) = list.split_at(if list.len() > RECIPIENTS_MAX { 0 } else { list.len() });
        let mut y = 0.0;
        for paragraph in beside {
            y += self.stack(&mut items, paragraph, small, span.x, y, Align::Left);
        }
        height = height.max(y);
        // Signatures alone on a page could be put under any text: the last line goes with them, or the last row of a
        // table with the white below it.
        let white = self.flow.pieces.last().is_some_and(|last| last.height == 0.0 && last.items.is_empty());
        for last in self.flow.pieces.iter_mut().rev().take(if white { 2 } else { 1 }) {
            last.keep_next = true;
        }
        let before = self.sheet.gap + 4.0;
        self.flow.pieces.push(Piece { height, before, items, ..Piece::default() });
        for paragraph in below {
            self.paragraph(paragraph, small, span, Align::Left, 0.0, false);
        }
        Ok(())
    }

    /// `Nơi nhận` and its lines.
    fn recipients(&self, recipients: &Recipients, width: f32) -> Result<Vec<Paragraph>, FormError> {
        let size = self.sheet.size * RECIPIENTS_SIZE;
        let rows = self.data.rows(&recipients.rows);
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let lines = rows.iter().map(|row| Bit::Text(Face::Regular, format!("- {}", cell(row, LIST_TEXT))));
        let label = Bit::Text(Face::BoldItalic, self.labels.get(&recipients.label)?.to_owned());
        Ok(std::iter::once(label).chain(lines).map(|bit| Paragraph::new(self.letters, &[bit], size, width)).collect())
    }
}
