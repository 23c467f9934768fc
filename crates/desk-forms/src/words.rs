//! Lines, sentences, lists and small print: labels with their fields.

use crate::blocks::{Drawing, Span};
use crate::clean::bind;
use crate::definition::{LIST_TEXT, LineAlign, Part, Sentence, cell};
use crate::error::FormError;
use crate::font::Face;
use crate::text::{Align, Bit, Paragraph};

impl Drawing<'_> {
    /// A label and its field; dots to write on where the field is empty.
    pub(crate) fn part_bits(&self, part: &Part) -> Result<Vec<Bit>, FormError> {
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

    pub(crate) fn line(&mut self, span: Span, parts: &[Part], align: LineAlign) -> Result<(), FormError> {
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
        self.set(span, &bits, align, keep_next);
        Ok(())
    }

    /// A sentence with fields in it.
    pub(crate) fn text(&mut self, span: Span, sentence: &Sentence) -> Result<(), FormError> {
        let empty = |field: &String| self.data.field(field).is_empty();
        if sentence.optional && sentence.fields.iter().all(empty) {
            return Ok(());
        }
        let label = self.labels.get(&sentence.label)?;
        let strong = if sentence.strong { Face::Bold } else { Face::Regular };
        let bits = filled(label, &sentence.fields, |field| self.data.field(field), strong, 6);
        self.set(span, &bits, sentence.align, sentence.keep);
        Ok(())
    }

    /// Rows as paragraphs, numbered when there is more than one.
    pub(crate) fn list(&mut self, span: Span, rows: &str, blank: usize) {
        let rows = self.data.rows(rows);
        for (index, row) in rows.iter().enumerate() {
            let number = if rows.len() > 1 { format!("{}. ", index + 1) } else { String::new() };
            let text = Bit::Text(Face::Regular, number + &bind(cell(row, LIST_TEXT)));
            self.set(span, &[text], LineAlign::Left, index == 0);
        }
        for _ in 0..if rows.is_empty() { blank } else { 0 } {
            self.set(span, &[Bit::Leader(4)], LineAlign::Left, false);
        }
    }

    /// A paragraph; nothing without bits.
    fn set(&mut self, span: Span, bits: &[Bit], align: LineAlign, keep_next: bool) {
        if bits.is_empty() {
            return;
        }
        let (size, before) = (self.sheet.size, self.sheet.gap);
        match align {
            LineAlign::Left => {
                let paragraph = Paragraph::new(self.letters, bits, size, span.width);
                self.paragraph(&paragraph, size, span, Align::Justify, before, keep_next);
            }
            LineAlign::Centre => {
                // Dots would run the whole width of a centred line.
                let measured = Paragraph::new(self.letters, bits, size, span.width);
                let blank = bits.iter().any(|bit| matches!(bit, Bit::Leader(_)));
                let width = if blank { (measured.natural_width() + 60.0).min(span.width) } else { span.width };
                let inset = (span.width - width) / 2.0;
                let inner = Span { x: span.x + inset, width };
                let align = if blank { Align::Left } else { Align::Centre };
                let paragraph = Paragraph::new(self.letters, bits, size, width);
                self.paragraph(&paragraph, size, inner, align, before, keep_next);
            }
        }
    }

    pub(crate) fn note(&mut self, span: Span, heading: Option<&str>, parts: &[Part]) -> Result<(), FormError> {
        let size = self.sheet.size * 0.84;
        let mut heading = heading.map(|label| self.labels.get(label)).transpose()?.map(str::to_owned);
        let mut before = self.sheet.gap + 3.0;
        for part in parts {
            let value = part.field.as_ref().map(|field| self.data.field(field)).unwrap_or_default();
            if part.optional && value.is_empty() {
                continue;
            }
            let label = self.labels.get(&part.label)?;
            let mut bits = Vec::new();
            if let Some(heading) = heading.take() {
                bits.push(Bit::Text(Face::Bold, heading));
                bits.push(Bit::Text(Face::Italic, " ".to_owned()));
            }
            let text = if value.is_empty() { label.to_owned() } else { format!("{label} {value}") };
            bits.push(Bit::Text(Face::Italic, text.trim_start().to_owned()));
            let paragraph = Paragraph::new(self.letters, &bits, size, span.width);
            self.paragraph(&paragraph, size, span, Align::Justify, before, false);
            before = 0.0;
        }
        Ok(())
    }
}

/// The wording with the value in the place of each `{field}`, dots of `dots` em where it is empty.
pub(crate) fn filled<'a>(
    wording: &str,
    fields: &[String],
    value: impl Fn(&str) -> &'a str,
    face: Face,
    dots: u8,
) -> Vec<Bit> {
    let mut bits = Vec::new();
    let plain = |bits: &mut Vec<Bit>, text: &str| {
        if !text.is_empty() {
            bits.push(Bit::Text(Face::Regular, text.to_owned()));
        }
    };
    let mut rest = wording;
    // The next field that stands in what is left.
    let next = |rest: &str| {
        let places = fields.iter().filter_map(|field| Some((rest.find(&format!("{{{field}}}"))?, field)));
        places.min_by_key(|(place, _)| *place)
    };
    while let Some((place, field)) = next(rest) {
        plain(&mut bits, &rest[..place]);
        match value(field) {
            "" => bits.push(Bit::Leader(dots)),
            value => bits.push(Bit::Text(face, bind(value))),
        }
        rest = &rest[place + field.len() + 2..];
    }
    plain(&mut bits, rest);
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_filled_with_its_fields_and_with_dots_where_they_are_empty() {
        let check = |wording: &str, wanted: &str| {
            let fields = ["a".to_owned(), "b".to_owned()];
            let value = |field: &str| if field == "a" { "một" } else { "" };
            let bits = filled(wording, &fields, value, Face::Bold, 6);
            let shown = bits.iter().map(|bit| match bit {
                Bit::Text(Face::Bold, text) => format!("<{text}>"),
                Bit::Text(_, text) | Bit::Code(text) => text.clone(),
                Bit::Leader(_) => "...".to_owned(),
            });
            assert_eq!(shown.collect::<String>(), wanted, "{wording:?}");
        };
        check("Gửi {a}, ngày {b}.", "Gửi <một>, ngày ....");
        check("{b}{a}{a}", "...<một><một>");
        check("không có {c} nào", "không có {c} nào");
        check("", "");
    }
}
