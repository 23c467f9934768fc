//! Takes the grid-fitting programs out of a subset font. They move outlines on coarse screens only: a printer and our
//! own picture do without, and they are a third of a small PDF. Outlines and widths are left as they are.

/// The tables that ISO 32000-1, 9.9 asks of an embedded TrueType font, and no others.
const KEPT: [&[u8; 4]; 6] = [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"];
/// Flags of a component of a glyph (OpenType, `glyf`).
const WORDS: u16 = 0x0001;
const SCALE: u16 = 0x0008;
const MORE: u16 = 0x0020;
const SCALE_XY: u16 = 0x0040;
const MATRIX: u16 = 0x0080;
const INSTRUCTIONS: u16 = 0x0100;

/// The font without its programs; `None` when it is not a TrueType font as the subsetter writes it.
pub(crate) fn without_hints(font: &[u8]) -> Option<Vec<u8>> {
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> = Vec::new();
    for tag in KEPT {
        tables.push((tag, table(font, tag)?.to_vec()));
    }
    let long = word(&tables[1].1, 50)? != 0;
    let (glyphs, offsets) = strip_all(&tables[0].1, &tables[4].1, long)?;
    tables[0].1 = glyphs;
    tables[1].1[50..52].copy_from_slice(&1u16.to_be_bytes());
    tables[4].1 = offsets;
    Some(write(&tables))
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn double(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize)
}

fn table<'a>(font: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(word(font, 4)?);
    let entry = (0..count).map(|index| 12 + 16 * index).find(|&at| font.get(at..at + 4) == Some(tag))?;
    let (start, length) = (double(font, entry + 8)?, double(font, entry + 12)?);
    font.get(start..start + length)
}

/// All glyphs stripped, and their offsets in the long format.
fn strip_all(glyf: &[u8], loca: &[u8], long: bool) -> Option<(Vec<u8>, Vec<u8>)> {
    let count = loca.len() / if long { 4 } else { 2 };
    let offset =
        |index: usize| if long { double(loca, 4 * index) } else { Some(2 * usize::from(word(loca, 2 * index)?)) };
    let (mut glyphs, mut offsets) = (Vec::new(), Vec::new());
    for index in 0..count {
        offsets.extend((glyphs.len() as u32).to_be_bytes());
        if index + 1 == count {
            break;
        }
        let glyph = glyf.get(offset(index)?..offset(index + 1)?)?;
        if !glyph.is_empty() {
            strip(glyph, &mut glyphs)?;
            glyphs.resize(glyphs.len().next_multiple_of(4), 0);
        }
    }
    Some((glyphs, offsets))
}

fn strip(glyph: &[u8], to: &mut Vec<u8>) -> Option<()> {
    let contours = word(glyph, 0)? as i16;
    if let Ok(contours) = usize::try_from(contours) {
        let length_at = 10 + 2 * contours;
        let length = usize::from(word(glyph, length_at)?);
        to.extend(&glyph[..length_at]);
        to.extend([0, 0]);
        to.extend(glyph.get(length_at + 2 + length..)?);
        return Some(());
    }
    to.extend(glyph.get(..10)?);
    let mut at = 10;
    loop {
        let flags = word(glyph, at)?;
        let arguments = if flags & WORDS != 0 { 4 } else { 2 };
        let scale = match flags & (SCALE | SCALE_XY | MATRIX) {
            SCALE => 2,
            SCALE_XY => 4,
            MATRIX => 8,
            _ => 0,
        };
        to.extend((flags & !INSTRUCTIONS).to_be_bytes());
        to.extend(glyph.get(at + 2..at + 4 + arguments + scale)?);
        at += 4 + arguments + scale;
        if flags & MORE == 0 {
            return Some(());
        }
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0u32, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn write(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.ilog2() as u16;
    let range = 16u16 << power;
    let mut font = vec![0, 1, 0, 0];
    font.extend([count, range, power, count * 16 - range].iter().flat_map(|number| number.to_be_bytes()));
    let mut offset = 12 + 16 * tables.len();
    let mut head_at = 0;
    for (tag, bytes) in tables {
        let mut summed = bytes.clone();
        if *tag == b"head" {
            head_at = offset;
            // The sum over the whole file is not in the sum over its own table.
            summed[8..12].fill(0);
        }
        font.extend(*tag);
        font.extend(
            [checksum(&summed), offset as u32, bytes.len() as u32].iter().flat_map(|number| number.to_be_bytes()),
        );
        offset += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in tables {
        font.extend(bytes);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font[head_at + 8..head_at + 12].fill(0);
    let whole = 0xB1B0_AFBAu32.wrapping_sub(checksum(&font));
    font[head_at + 8..head_at + 12].copy_from_slice(&whole.to_be_bytes());
    font
}

#[cfg(test)]
mod tests {
    use rustybuzz::ttf_parser::{Face as Parsed, GlyphId, OutlineBuilder};
    use subsetter::GlyphRemapper;

    use super::*;
    use crate::font::{Face, shape};

    #[derive(Default)]
    struct Outline(String);

    impl OutlineBuilder for Outline {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0 += &format!("M{x} {y}");
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0 += &format!("L{x} {y}");
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0 += &format!("Q{x1} {y1} {x} {y}");
        }
        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0 += &format!("C{x1} {y1} {x2} {y2} {x} {y}");
        }
        fn close(&mut self) {
            self.0 += "Z";
        }
    }

    #[test]
    fn outlines_and_widths_stay_and_programs_go() {
        for face in Face::ALL {
            let mut glyphs: Vec<u16> =
                shape(face, "Ẫ Ễ Ộ Ự ỹ đ Đ ₫ 0123456789 abc,;%@").iter().map(|shaped| shaped.glyph).collect();
            glyphs.sort_unstable();
            glyphs.dedup();
            let full =
                subsetter::subset(face.bytes(), 0, &GlyphRemapper::new_from_glyphs_sorted(&glyphs)).expect("a subset");
            let bare = without_hints(&full).expect("a font");
            assert!(bare.len() < full.len() * 3 / 4, "{} of {} bytes", bare.len(), full.len());
            assert!(table(&bare, b"fpgm").is_none() && table(&bare, b"prep").is_none());
            let (full, bare) = (Parsed::parse(&full, 0).expect("a font"), Parsed::parse(&bare, 0).expect("a font"));
            assert_eq!(full.number_of_glyphs(), bare.number_of_glyphs());
            for glyph in (0..full.number_of_glyphs()).map(GlyphId) {
                let (mut before, mut after) = (Outline::default(), Outline::default());
                full.outline_glyph(glyph, &mut before);
                bare.outline_glyph(glyph, &mut after);
                assert_eq!(before.0, after.0, "{face:?} {glyph:?}");
                assert_eq!(full.glyph_hor_advance(glyph), bare.glyph_hor_advance(glyph));
            }
        }
    }

    #[test]
    fn what_is_no_font_is_refused() {
        assert_eq!(without_hints(b""), None);
        assert_eq!(without_hints(&[0; 64]), None);
        let font = Face::Regular.bytes();
        assert_eq!(without_hints(&font[..font.len() / 2]), None);
    }
}
