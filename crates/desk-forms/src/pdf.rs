//! Display list to PDF, by printpdf: glyph ids and boxes only. If printpdf is ever replaced, it is this file.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    Codepoint, Color, CurTransMat, DictItem, FontId, FontMetrics, FontType, Greyscale, LineDashPattern, LinePoint, Op,
    ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem, TextMatrix,
};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::display::{Code, Item, Page, Rule, TextRun};
use crate::error::FormError;
use crate::font::Face;
use crate::unhint::without_hints;

/// A face cut down to the glyphs of the document.
struct Subset {
    remapper: GlyphRemapper,
    id: FontId,
}

/// Writes the pages; what PDF/A needs beyond them is added by [`crate::pdfa`].
pub(crate) fn write(pages: &[Page]) -> Result<lopdf::Document, FormError> {
    let mut document = PdfDocument::new("");
    let mut subsets = BTreeMap::new();
    for (face, glyphs) in used_glyphs(pages) {
        let (subset, font) = subset(face, &glyphs)?;
        document.resources.fonts.map.insert(subset.id.clone(), font);
        subsets.insert(face, subset);
    }
    document.pages = pages.iter().map(|page| draw(page, &subsets)).collect();
    let mut warnings = Vec::new();
    let options =
        PdfSaveOptions { subset_fonts: false, secure: false, image_optimization: None, ..PdfSaveOptions::default() };
    let written = document.to_lopdf_document(&options, &mut warnings);
    match warnings.first() {
        // Its warnings are errors for us: a font left out would be a blank receipt.
        Some(warning) => Err(FormError::Pdf(warning.msg.clone())),
        None => Ok(written),
    }
}

fn used_glyphs(pages: &[Page]) -> BTreeMap<Face, BTreeSet<u16>> {
    let mut used: BTreeMap<Face, BTreeSet<u16>> = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(run) = item {
            used.entry(run.face).or_default().extend(run.glyphs.iter().map(|glyph| glyph.id));
        }
    }
    used
}

fn subset(face: Face, glyphs: &BTreeSet<u16>) -> Result<(Subset, PdfFont), FormError> {
    let sorted: Vec<u16> = glyphs.iter().copied().collect();
    let remapper = GlyphRemapper::new_from_glyphs_sorted(&sorted);
    let program = subsetter::subset(face.bytes(), 0, &remapper).map_err(|error| FormError::Font(error.to_string()))?;
    let program = without_hints(&program).ok_or_else(|| FormError::Font("the subset is not TrueType".to_owned()))?;
    let parsed = face.parsed();
    let advance = |glyph: u16| parsed.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(glyph)).unwrap_or(0);
    let bounds = parsed.global_bounding_box();
    let em = parsed.units_per_em() as u16;
    let mut font = ParsedFont::with_glyph_data(
        program.clone(),
        0,
        Some(format!("{}+{}", tag(&program), face.name())),
        BTreeMap::new(),
        remapper.remapped_gids().enumerate().map(|(new, old)| (new as u16, advance(old))).collect(),
        em,
        FontMetrics { ascent: parsed.ascender(), descent: parsed.descender() },
    );
    font.font_type = FontType::TrueType;
    let metrics = &mut font.pdf_font_metrics;
    (metrics.x_min, metrics.y_min, metrics.x_max, metrics.y_max) =
        (bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max);
    metrics.us_weight_class = parsed.weight().to_number();
    // Slant of the italic faces: 15.5 degrees in their post table.
    let slant = parsed.italic_angle();
    (metrics.caret_slope_rise, metrics.caret_slope_run) = (1000, (-slant.to_radians().tan() * 1000.0).round() as i16);
    // Resource names of our own: printpdf takes F1 to F14 for the fonts that every reader has.
    let id = FontId(format!("Serif{}", face as usize));
    Ok((Subset { remapper, id }, PdfFont::new(font)))
}

/// Six capitals that name the subset, from its bytes, so that the same page gives the same file.
fn tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

fn draw(page: &Page, subsets: &BTreeMap<Face, Subset>) -> PdfPage {
    let mut ops = Vec::new();
    for item in &page.items {
        match item {
            Item::Text(run) => {
                if let Some(subset) = subsets.get(&run.face) {
                    text(&mut ops, run, subset, page.height);
                }
            }
            Item::Rule(line) => rule(&mut ops, line, page.height),
            Item::Code(found) => code(&mut ops, found, page.height),
        }
    }
    let media = printpdf::Rect::from_wh(Pt(hair(page.width)), Pt(hair(page.height)));
    PdfPage { media_box: media.clone(), trim_box: media.clone(), crop_box: media, ops }
}

fn text(ops: &mut Vec<Op>, run: &TextRun, subset: &Subset, page_height: f32) {
    let parsed = run.face.parsed();
    let em = parsed.units_per_em() as f32;
    let mut codepoints = Vec::with_capacity(run.glyphs.len());
    // Thousandths of an em from the run's origin, as a reader counts them: by the widths that printpdf writes, which
    // it cuts to whole thousandths, and by the adjustments between the glyphs.
    let mut pen = 0.0;
    for (place, glyph) in run.glyphs.iter().enumerate() {
        let advance = parsed.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(glyph.id)).unwrap_or(0);
        pen += (f32::from(advance) * 1000.0 / em).trunc();
        let wanted = run.glyphs.get(place + 1).map_or(pen, |next| next.x / run.size * 1000.0);
        let off = (pen - wanted).round();
        // Up to two thousandths (0.02 pt) are left to add up: writing them would double the page.
        let adjust = if off.abs() >= 2.0 { off } else { 0.0 };
        pen -= adjust;
        let found = if glyph.character.is_whitespace() { ' ' } else { glyph.character };
        codepoints.push(Codepoint::with_cid(subset.remapper.get(glyph.id).unwrap_or(0), adjust, found.to_string()));
    }
    let (sin, cos) = run.turn.to_radians().sin_cos();
    let matrix = [cos, sin, -sin, cos, run.x, page_height - run.y].map(hair);
    ops.extend([
        Op::SetFillColor { col: grey(run.grey) },
        Op::StartTextSection,
        Op::SetFont { font: PdfFontHandle::External(subset.id.clone()), size: Pt(hair(run.size)) },
        Op::SetTextMatrix { matrix: TextMatrix::Raw(matrix) },
        Op::ShowText { items: vec![TextItem::GlyphIds(codepoints)] },
        Op::EndTextSection,
    ]);
}

/// All modules as one path: painted apart, neighbours would show hairlines between them on screens. In modules, so that
/// its numbers are small and whole.
fn code(ops: &mut Vec<Op>, code: &Code, page_height: f32) {
    let module = code.module;
    let bottom = page_height - code.y - module * code.side as f32;
    let matrix = [module, 0.0, 0.0, module, code.x, bottom].map(|value| (value * 1e5).round() / 1e5);
    ops.extend([
        Op::SaveGraphicsState,
        Op::SetFillColor { col: grey(0.0) },
        Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) },
    ]);
    for &[column, row, count] in &code.runs {
        let corner_and_size = [column, code.side - 1 - row, count, 1];
        let value = corner_and_size.map(|number| DictItem::Int(number as i64)).to_vec();
        ops.push(Op::Unknown { key: "re".to_owned(), value });
    }
    ops.extend([Op::Unknown { key: "f".to_owned(), value: Vec::new() }, Op::RestoreGraphicsState]);
}

fn rule(ops: &mut Vec<Op>, rule: &Rule, page_height: f32) {
    let dash = match rule.dash {
        Some((dash, gap)) => LineDashPattern::new(0.0, &[dash, gap]),
        None => LineDashPattern::solid(),
    };
    let end = |(x, y): (f32, f32)| LinePoint { p: point(x, y, page_height), bezier: false };
    ops.extend([
        Op::SetOutlineColor { col: grey(0.0) },
        Op::SetOutlineThickness { pt: Pt(hair(rule.width)) },
        Op::SetLineDashPattern { dash },
        Op::DrawLine { line: printpdf::Line { points: vec![end(rule.from), end(rule.to)], is_closed: false } },
    ]);
}

fn grey(level: f32) -> Color {
    Color::Greyscale(Greyscale::new(level, None))
}

fn point(x: f32, y: f32, page_height: f32) -> Point {
    Point { x: Pt(hair(x)), y: Pt(hair(page_height - y)) }
}

/// Rounded to a thousandth of a point: shorter files, and no digits that mean nothing.
fn hair(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}
