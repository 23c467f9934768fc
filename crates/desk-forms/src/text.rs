//! Text before it is drawn: shaped, broken into lines, placed on a baseline. Vietnamese breaks at
//! spaces (UAX #14) and is never hyphenated.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use unicode_linebreak::linebreaks;

use crate::clean::NO_BREAK;
use crate::display::{Glyph, Item, TextRun};
use crate::font::{Face, shape};

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Bit {
    /// Cleaned text in one face.
    Text(Face, String),
    /// Cleaned text that may break after each hyphen, as the code of a dossier in a narrow column.
    Code(String),
    /// A dotted line to write on, at least this wide (in em); the last one of a paragraph runs to the right edge.
    Leader(u8),
}

impl Bit {
    /// Face and text, and whether it breaks after hyphens.
    fn letters(&self) -> (Face, &str, bool) {
        match self {
            Bit::Text(face, text) => (*face, text, false),
            Bit::Code(text) => (Face::Regular, text, true),
            Bit::Leader(_) => (Face::Regular, "", false),
        }
    }
}

/// A glyph of a paragraph that is not yet broken into lines.
#[derive(Debug, Clone, Copy)]
struct Loose {
    face: Face,
    glyph: u16,
    advance: f32,
    dx: f32,
    dy: f32,
    character: char,
    /// A line may begin here.
    may_break: bool,
    leader: bool,
}

impl Loose {
    /// A space that a line may end in.
    fn is_space(&self) -> bool {
        self.character == ' ' && !self.leader
    }

    /// A space that grows when a line is justified.
    fn stretches(&self) -> bool {
        matches!(self.character, ' ' | NO_BREAK) && !self.leader
    }
}

/// How the lines of a paragraph meet the edges of their column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
    /// Both edges, but for the last line.
    Justify,
}

/// Paragraphs shaped so far. Shaping knows no size, so a form that is laid out at several densities is shaped once. It
/// lives as long as one layout: what people are called does not stay in memory.
#[derive(Debug, Default)]
pub(crate) struct Letters(RefCell<HashMap<Vec<Bit>, Rc<[Loose]>>>);

impl Letters {
    fn of(&self, bits: &[Bit]) -> Rc<[Loose]> {
        if let Some(shaped) = self.0.borrow().get(bits) {
            return Rc::clone(shaped);
        }
        let shaped: Rc<[Loose]> = loosen(bits).into();
        self.0.borrow_mut().insert(bits.to_vec(), Rc::clone(&shaped));
        shaped
    }
}

/// A paragraph shaped and broken to a width.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    glyphs: Rc<[Loose]>,
    lines: Vec<(usize, usize)>,
    size: f32,
    width: f32,
}

impl Paragraph {
    /// Breaks the text to lines of at most `width` points at `size` points.
    pub(crate) fn new(letters: &Letters, bits: &[Bit], size: f32, width: f32) -> Paragraph {
        let glyphs = letters.of(bits);
        let lines = break_lines(&glyphs, width / size);
        Paragraph { glyphs, lines, size, width }
    }

    /// The same number of lines, as even as they can be: for centred headings, where a lone last word is ugly.
    pub(crate) fn balanced(letters: &Letters, bits: &[Bit], size: f32, width: f32) -> Paragraph {
        let full = Paragraph::new(letters, bits, size, width);
        let count = full.lines.len();
        if count < 2 {
            return full;
        }
        let (mut narrow, mut wide) = (width / count as f32 * 0.8, width);
        while wide - narrow > 1.0 {
            let middle = (narrow + wide) / 2.0;
            if break_lines(&full.glyphs, middle / size).len() > count { narrow = middle } else { wide = middle }
        }
        let lines = break_lines(&full.glyphs, wide / size);
        Paragraph { lines, ..full }
    }

    /// Number of lines; an empty paragraph has one.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The natural width of the widest line, in points.
    pub(crate) fn natural_width(&self) -> f32 {
        self.lines.iter().map(|line| self.measure(*line)).fold(0.0, f32::max)
    }

    fn measure(&self, (start, end): (usize, usize)) -> f32 {
        self.glyphs[start..end].iter().map(|glyph| glyph.advance).sum::<f32>() * self.size
    }

    /// Line `index` as display items, in a column whose left edge is `x`.
    pub(crate) fn place(&self, index: usize, x: f32, baseline: f32, align: Align) -> Vec<Item> {
        let (start, end) = self.lines[index];
        let glyphs = &self.glyphs[start..end];
        let natural = self.measure((start, end));
        let spare = self.width - natural;
        let last = index + 1 == self.lines.len();
        let spaces = glyphs.iter().filter(|glyph| glyph.stretches()).count();
        let final_leader = if last { glyphs.iter().rposition(|glyph| glyph.leader) } else { None };
        let mut stretch = 0.0;
        let mut pen = x;
        match align {
            Align::Left => {}
            // A line that dots fill has nothing to spare.
            Align::Centre | Align::Right if final_leader.is_some() => {}
            Align::Centre => pen += spare / 2.0,
            Align::Right => pen += spare,
            Align::Justify => {
                // A line with few words is left ragged: wide gaps are worse than an uneven edge.
                if !last && spaces > 0 && spare / spaces as f32 <= self.size * 0.45 {
                    stretch = spare / spaces as f32;
                }
            }
        }
        let mut items: Vec<Item> = Vec::new();
        let mut run: Option<TextRun> = None;
        for (place, glyph) in glyphs.iter().enumerate() {
            if glyph.leader {
                items.extend(run.take().map(Item::Text));
                let grown = if Some(place) == final_leader { spare.max(0.0) } else { 0.0 };
                let width = glyph.advance * self.size + grown;
                items.push(Item::dots(pen, pen + width, baseline));
                pen += width;
                continue;
            }
            let (dx, rise) = (glyph.dx * self.size, glyph.dy * self.size);
            let continues = run.as_ref().is_some_and(|run| run.face == glyph.face && rise == 0.0 && run.y == baseline);
            if !continues {
                items.extend(run.take().map(Item::Text));
                run = Some(TextRun::new(pen + dx, baseline - rise, self.size, glyph.face));
            }
            if let Some(run) = run.as_mut() {
                run.glyphs.push(Glyph { id: glyph.glyph, x: pen + dx - run.x, character: glyph.character });
            }
            pen += glyph.advance * self.size + if glyph.stretches() { stretch } else { 0.0 };
        }
        items.extend(run.take().map(Item::Text));
        items
    }
}

fn loosen(bits: &[Bit]) -> Vec<Loose> {
    let whole: String = bits
        .iter()
        .map(|bit| match bit {
            Bit::Text(_, text) | Bit::Code(text) => text.as_str(),
            Bit::Leader(_) => "\u{FFFC}",
        })
        .collect();
    let mut breaks = linebreaks(&whole).map(|(at, _)| at).peekable();
    let mut glyphs = Vec::new();
    let mut start = 0;
    for bit in bits {
        match bit {
            Bit::Text(..) | Bit::Code(_) => {
                let (face, text, code) = bit.letters();
                for shaped in shape(face, text) {
                    let at = start + shaped.at;
                    while breaks.next_if(|&place| place < at).is_some() {}
                    let character = text[shaped.at..].chars().next().unwrap_or(' ');
                    glyphs.push(Loose {
                        face,
                        glyph: shaped.glyph,
                        advance: shaped.advance,
                        dx: shaped.dx,
                        dy: shaped.dy,
                        character,
                        may_break: breaks.peek() == Some(&at) || code && text[..shaped.at].ends_with('-'),
                        leader: false,
                    });
                }
                start += text.len();
            }
            Bit::Leader(width) => {
                let character = ' ';
                let (face, glyph, advance) = (Face::Regular, 0, f32::from(*width));
                glyphs.push(Loose {
                    face,
                    glyph,
                    advance,
                    dx: 0.0,
                    dy: 0.0,
                    character,
                    may_break: false,
                    leader: true,
                });
                start += '\u{FFFC}'.len_utf8();
            }
        }
    }
    glyphs
}

/// Greedy lines of at most `width` em, as ranges of glyphs without the space that a line ends in. A word wider than the
/// line is cut where the line ends.
fn break_lines(glyphs: &[Loose], width: f32) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let (mut start, mut pen, mut opportunity) = (0, 0.0, None);
    let mut place = 0;
    while place < glyphs.len() {
        let glyph = &glyphs[place];
        if glyph.may_break && place > start {
            opportunity = Some(place);
        }
        // A space may hang over the edge: it is dropped when the line breaks after it.
        if pen + glyph.advance > width + 1e-4 && place > start && !glyph.is_space() {
            let next = opportunity.unwrap_or(place);
            lines.push((start, trimmed(glyphs, start, next)));
            (start, place, pen, opportunity) = (next, next, 0.0, None);
            continue;
        }
        pen += glyph.advance;
        place += 1;
    }
    lines.push((start, trimmed(glyphs, start, glyphs.len())));
    lines
}

fn trimmed(glyphs: &[Loose], start: usize, mut end: usize) -> usize {
    while end > start && glyphs[end - 1].is_space() {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f32) -> Vec<String> {
        let paragraph = Paragraph::new(&Letters::default(), &[Bit::Text(Face::Regular, text.to_owned())], 10.0, width);
        let line = |index| {
            let items = paragraph.place(index, 0.0, 10.0, Align::Justify);
            items.iter().map(|item| if let Item::Text(run) = item { run.text() } else { String::new() }).collect()
        };
        (0..paragraph.len()).map(line).collect()
    }

    #[test]
    fn lines_end_at_spaces_and_words_are_cut_only_when_no_line_holds_them() {
        let check = |text: &str, width: f32, wanted: &[&str]| assert_eq!(lines(text, width), wanted, "{text:?}");
        check("", 100.0, &[""]);
        check("một hai ba", 500.0, &["một hai ba"]);
        check("một hai ba", 40.0, &["một hai", "ba"]);
        check("ngày\u{A0}25 tháng", 45.0, &["ngày\u{A0}25", "tháng"]);
        check("MMMMMMMM", 30.0, &["MMM", "MMM", "MM"]);
        check("a MMMMMM b", 30.0, &["a", "MMM", "MMM", "b"]);
    }

    #[test]
    fn a_code_breaks_after_its_hyphens_where_other_text_does_not() {
        let lines = |bit: Bit| Paragraph::new(&Letters::default(), &[bit], 10.0, 80.0).lines;
        let code = "H44.99-261120-0007";
        assert_eq!(lines(Bit::Code(code.to_owned())), [(0, 14), (14, 18)]);
        assert_ne!(lines(Bit::Text(Face::Regular, code.to_owned())), [(0, 14), (14, 18)]);
    }

    #[test]
    fn no_line_is_wider_than_its_column_and_a_justified_one_fills_it() {
        let text = "Đăng ký biến động quyền sử dụng đất trong các trường hợp chuyển nhượng, thừa kế ".repeat(6);
        let paragraph = Paragraph::new(&Letters::default(), &[Bit::Text(Face::Regular, text)], 10.0, 200.0);
        for index in 0..paragraph.len() {
            for item in paragraph.place(index, 7.0, 10.0, Align::Justify) {
                let Item::Text(run) = item else { panic!("a paragraph of text alone") };
                let ink = run.ink().expect("letters");
                // Ink may stand out of its glyph by a hair, as the horn of a letter does.
                assert!(ink.x + ink.width <= 207.5, "line {index} ends at {}", ink.x + ink.width);
                assert!(index + 1 == paragraph.len() || ink.x + ink.width > 203.0, "line {index} is short");
            }
        }
    }

    #[test]
    fn a_balanced_heading_leaves_no_lone_word() {
        let bits = [Bit::Text(Face::Bold, "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG".to_owned())];
        let greedy = Paragraph::new(&Letters::default(), &bits, 10.0, 200.0);
        let balanced = Paragraph::balanced(&Letters::default(), &bits, 10.0, 200.0);
        assert_eq!((greedy.len(), balanced.len()), (2, 2));
        assert!(balanced.natural_width() < greedy.natural_width() - 20.0);
    }
}
