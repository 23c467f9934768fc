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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_has_every_vietnamese_letter() {
        let letters = ('\u{1EA0}'..='\u{1EF9}')
            .chain("ƠơƯưĂăĐđĨĩŨũ".chars())
            .chain("\u{300}\u{301}\u{303}\u{309}\u{323}\u{302}\u{306}\u{31B}".chars())
            .chain("₫–—…“”‘’•/()□".chars());
        for letter in letters {
            for face in Face::ALL {
                assert!(face.has(letter), "{face:?} lacks U+{:04X}", u32::from(letter));
            }
        }
    }

    #[test]
    fn the_faces_are_version_2_and_may_be_embedded() {
        for face in Face::ALL {
            let parsed = face.parsed();
            let name = |id| {
                let names = parsed.names().into_iter();
                names.filter(|name| name.name_id == id).find_map(|name| name.to_string()).unwrap_or_default()
            };
            assert!(name(5).starts_with("Version 2.1"), "{}", name(5));
            assert_eq!(name(6), face.name());
            assert_eq!(parsed.permissions(), Some(rustybuzz::ttf_parser::Permissions::Installable));
        }
    }

    #[test]
    fn one_glyph_stands_for_one_letter() {
        for face in Face::ALL {
            let text = "office fi fl ffi Nguyễn Ỷ";
            assert_eq!(shape(face, text).len(), text.chars().count(), "{face:?}");
        }
    }

    #[test]
    fn the_tallest_letters_fit_the_tightest_line() {
        // The leading of a sheet is at least 1.18: what is above the baseline and what is below it must fit in that.
        let ink = |text: &str| {
            let inks = Face::ALL.iter().flat_map(|face| {
                shape(*face, text).into_iter().filter_map(|shaped| face.ink(shaped.glyph)).collect::<Vec<_>>()
            });
            inks.fold((0.0f32, 0.0f32), |(low, top), ink| (low.min(ink[1]), top.max(ink[3])))
        };
        let (low, top) = ink("ẪẾỖỬẰẮẲẴẶỆỘỰgạọụỵpq,;ỳỹ");
        assert!(top - low <= 1.18, "{top} above and {low} below the baseline");
    }
}
