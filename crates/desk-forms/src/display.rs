//! The display list: what a page shows, in points from its upper left corner. Every backend draws from it and nothing
//! else, so a preview, the PDF and later a picture for a ticket printer cannot differ.

use crate::font::Face;

/// A page and what is on it, in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// What is drawn, first to last.
    pub items: Vec<Item>,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Text on one baseline in one face.
    Text(TextRun),
    /// A straight line.
    Rule(Rule),
    /// A QR code.
    Code(Code),
}

/// Glyphs on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// Origin of the first glyph, from the left edge.
    pub x: f32,
    /// Baseline, from the upper edge.
    pub y: f32,
    /// Size in points.
    pub size: f32,
    /// Face of all its glyphs.
    pub face: Face,
    /// 0 is black, 1 is white.
    pub grey: f32,
    /// Turned against the clock round its origin, in degrees.
    pub turn: f32,
    /// The glyphs, left to right.
    pub glyphs: Vec<Glyph>,
}

/// A glyph and the character that a search finds in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Number of the glyph in its face.
    pub id: u16,
    /// Distance from the run's origin, in points.
    pub x: f32,
    /// The character it stands for.
    pub character: char,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Where it begins: x, y.
    pub from: (f32, f32),
    /// Where it ends: x, y.
    pub to: (f32, f32),
    /// Width in points.
    pub width: f32,
    /// Lengths of dash and gap; solid without.
    pub dash: Option<(f32, f32)>,
}

/// The dark modules of a QR code, as boxes one module high.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// Left edge of the first column.
    pub x: f32,
    /// Upper edge of the first row.
    pub y: f32,
    /// Width of a module in points.
    pub module: f32,
    /// Modules a side.
    pub side: usize,
    /// Horizontal runs of dark modules: column and row of the first, and how many.
    pub runs: Vec<[usize; 3]>,
}

/// An upright box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Rect {
    /// Whether two boxes share more than a hair (0.05 pt) of area.
    pub fn overlaps(&self, other: &Rect) -> bool {
        let hair = 0.05;
        self.x + self.width > other.x + hair
            && other.x + other.width > self.x + hair
            && self.y + self.height > other.y + hair
            && other.y + other.height > self.y + hair
    }
}

impl TextRun {
    pub(crate) fn new(x: f32, y: f32, size: f32, face: Face) -> TextRun {
        TextRun { x, y, size, face, grey: 0.0, turn: 0.0, glyphs: Vec::new() }
    }

    /// The characters, as a search finds them.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.character).collect()
    }

    /// The box round the ink of the run before it is turned; `None` when it shows nothing.
    pub fn ink(&self) -> Option<Rect> {
        let mut bounds: Option<[f32; 4]> = None;
        for glyph in &self.glyphs {
            let Some([left, bottom, right, top]) = self.face.ink(glyph.id) else { continue };
            let x = self.x + glyph.x;
            let here =
                [x + left * self.size, self.y - top * self.size, x + right * self.size, self.y - bottom * self.size];
            bounds = Some(match bounds {
                None => here,
                Some(so_far) => {
                    [so_far[0].min(here[0]), so_far[1].min(here[1]), so_far[2].max(here[2]), so_far[3].max(here[3])]
                }
            });
        }
        bounds.map(|[left, top, right, bottom]| Rect { x: left, y: top, width: right - left, height: bottom - top })
    }
}

impl Item {
    /// A line of dots to write on.
    pub(crate) fn dots(from: f32, to: f32, baseline: f32) -> Item {
        let y = baseline + 0.6;
        Item::Rule(Rule {
            from: (from + 2.0, y),
            to: ((to - 1.0).max(from + 2.0), y),
            width: 0.6,
            dash: Some((0.6, 1.8)),
        })
    }

    /// A solid line.
    pub(crate) fn line(from: (f32, f32), to: (f32, f32), width: f32) -> Item {
        Item::Rule(Rule { from, to, width, dash: None })
    }

    /// A line of dashes and gaps.
    pub(crate) fn dashed(from: (f32, f32), to: (f32, f32), width: f32, dash: (f32, f32)) -> Item {
        Item::Rule(Rule { from, to, width, dash: Some(dash) })
    }

    /// The same thing, moved right and down.
    pub(crate) fn moved(mut self, dx: f32, dy: f32) -> Item {
        match &mut self {
            Item::Text(run) => {
                run.x += dx;
                run.y += dy;
            }
            Item::Rule(rule) => {
                rule.from = (rule.from.0 + dx, rule.from.1 + dy);
                rule.to = (rule.to.0 + dx, rule.to.1 + dy);
            }
            Item::Code(code) => {
                code.x += dx;
                code.y += dy;
            }
        }
        self
    }
}
