//! The four faces of Liberation Serif 2.1, shaped and measured from our own bytes.
//!
//! A font is never looked up by its family name: version 1 of the same family, still installed on many machines, lacks
//! most Vietnamese letters. Ligatures are off, so that one glyph stands for one character and a search of the archive
//! finds every word.

use std::sync::OnceLock;

use rustybuzz::ttf_parser::{GlyphId, Tag};
use rustybuzz::{BufferClusterLevel, Direction, Feature, UnicodeBuffer, script};

/// A face of the one family that forms are set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Bold italic.
    BoldItalic,
}

impl Face {
    /// All faces, in the order of their resource names.
    pub const ALL: [Face; 4] = [Face::Regular, Face::Bold, Face::Italic, Face::BoldItalic];

    /// The font file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("../../../assets/fonts/LiberationSerif-Regular.ttf"),
            Face::Bold => include_bytes!("../../../assets/fonts/LiberationSerif-Bold.ttf"),
            Face::Italic => include_bytes!("../../../assets/fonts/LiberationSerif-Italic.ttf"),
            Face::BoldItalic => include_bytes!("../../../assets/fonts/LiberationSerif-BoldItalic.ttf"),
        }
    }

    /// The PostScript name, without a subset tag.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Face::Regular => "LiberationSerif",
            Face::Bold => "LiberationSerif-Bold",
            Face::Italic => "LiberationSerif-Italic",
            Face::BoldItalic => "LiberationSerif-BoldItalic",
        }
    }

    /// The parsed face, made once a process.
    pub(crate) fn parsed(self) -> &'static rustybuzz::Face<'static> {
        static FACES: OnceLock<[rustybuzz::Face<'static>; 4]> = OnceLock::new();
        let faces = FACES.get_or_init(|| {
            Face::ALL
                .map(|face| rustybuzz::Face::from_slice(face.bytes(), 0).expect("the embedded font is well formed"))
        });
        &faces[self as usize]
    }

    /// Whether the face draws this character.
    pub fn has(self, character: char) -> bool {
        self.parsed().glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
    }

    /// Where the glyph's ink lies, in em, relative to its origin on the baseline: left, bottom, right, top (up is
    /// positive). `None` for a glyph without ink.
    pub(crate) fn ink(self, glyph: u16) -> Option<[f32; 4]> {
        let parsed = self.parsed();
        let em = f32::from(parsed.units_per_em() as u16);
        let bounds = parsed.glyph_bounding_box(GlyphId(glyph))?;
        Some([bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|edge| f32::from(edge) / em))
    }
}

/// One glyph as shaped; lengths in em.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shaped {
    pub(crate) glyph: u16,
    pub(crate) advance: f32,
    pub(crate) dx: f32,
    pub(crate) dy: f32,
    /// Byte index, in the shaped text, of the character it stands for.
    pub(crate) at: usize,
}

/// Shapes a text in one face, with kerning and without ligatures.
pub(crate) fn shape(face: Face, text: &str) -> Vec<Shaped> {
    let parsed = face.parsed();
    let em = parsed.units_per_em() as f32;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(script::LATIN);
    buffer.set_cluster_level(BufferClusterLevel::Characters);
    let off = |tag: &[u8; 4]| Feature::new(Tag::from_bytes(tag), 0, ..);
    let shaped = rustybuzz::shape(parsed, &[off(b"liga"), off(b"clig"), off(b"dlig")], buffer);
    shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, position)| Shaped {
            glyph: info.glyph_id as u16,
            advance: position.x_advance as f32 / em,
            dx: position.x_offset as f32 / em,
            dy: position.y_offset as f32 / em,
            at: info.cluster as usize,
        })
        .collect()
}
