//! From a form and its data to finished pages: every copy laid out, marked, numbered, and put on its sheet.

use crate::blocks::{Drawing, Span};
use crate::data::{FormData, FormRef, Paper, RenderOptions};
use crate::definition::Block;
use crate::display::{Item, Page, TextRun};
use crate::error::FormError;
use crate::flow::Flow;
use crate::font::Face;
use crate::form::Form;
use crate::qr;
use crate::sheet::{DENSITY_MAX, MM, Sheet};
use crate::text::{Align, Bit, Letters, Paragraph};

/// The pages of a form as display lists, in the order they are printed.
///
/// # Errors
/// As [`crate::render`], but for those of writing the file.
pub fn layout(form: &FormRef, data: &FormData, options: &RenderOptions) -> Result<Vec<Page>, FormError> {
    let found = Form::find(form)?;
    if !found.papers.contains(&options.paper) {
        return Err(FormError::Paper { form: form.form.clone() });
    }
    let copies = copies(found, data, options, |density| Sheet::new(options.paper, density))?;
    Ok(match options.paper {
        Paper::A5 | Paper::A4 | Paper::A4Landscape => copies.into_iter().flatten().collect(),
        Paper::TwoOnA4 => copies.chunks(2).flat_map(side_by_side).collect(),
    })
}

/// The pages of every copy, on the sheet that is given for a density.
///
/// # Errors
/// As [`layout`].
pub(crate) fn copies(
    form: &Form,
    data: &FormData,
    options: &RenderOptions,
    sheet: impl Fn(u16) -> Sheet,
) -> Result<Vec<Vec<Page>>, FormError> {
    let labels = form.labels_on(options.made_at.date(), &options.overrides);
    // Copies differ in one short line, so what fits one fits all: they look the same.
    let Some(&first) = options.copies.first() else { return Err(FormError::NoCopies) };
    let (data, letters) = (data.cleaned(), Letters::default());
    let code = data.qr.as_deref().map(qr::encode).transpose()?;
    let draw = |copy, density| {
        let sheet = sheet(density);
        let sheet = Sheet { gap: sheet.gap * form.gap, ..sheet };
        let (data, labels, letters, code, flow) = (&data, &labels, &letters, code.as_ref(), Flow::default());
        let mut drawing = Drawing { form, labels, data, options, letters, code, copy, sheet, flow };
        drawing.draw()?;
        let pages = drawing.flow.paginate(&sheet, drawing.continued_height());
        drawing.finish(pages)
    };
    let closer = form.fits_closer(&data);
    let density = if closer { fitting_density(|density| Ok(draw(first, density)?.len()))? } else { 0 };
    options.copies.iter().map(|&copy| draw(copy, density)).collect()
}

/// The loosest density that takes no more pages than the tightest.
fn fitting_density(pages: impl Fn(u16) -> Result<usize, FormError>) -> Result<u16, FormError> {
    let loosest = pages(0)?;
    if loosest == 1 {
        return Ok(0);
    }
    let fewest = pages(DENSITY_MAX)?;
    if loosest <= fewest {
        return Ok(0);
    }
    let (mut loose, mut tight) = (0, DENSITY_MAX);
    while tight - loose > 1 {
        let middle = loose.midpoint(tight);
        if pages(middle)? <= fewest { tight = middle } else { loose = middle }
    }
    Ok(tight)
}

impl Drawing<'_> {
    fn continued_height(&self) -> f32 {
        self.sheet.line(self.sheet.size) + 6.0
    }

    /// Adds what depends on the number of pages, and the marks.
    fn finish(&self, pages: Vec<Vec<Item>>) -> Result<Vec<Page>, FormError> {
        let count = pages.len();
        let sheet = &self.sheet;
        let mut finished = Vec::new();
        for (index, mut items) in pages.into_iter().enumerate() {
            if self.options.preview {
                items.insert(0, watermark(self.letters, self.labels.get("preview")?, sheet));
            }
            if self.options.demo {
                items.extend(stamp(self.letters, self.labels.get("demo")?, sheet, index));
            }
            self.running(&mut items, index, count)?;
            finished.push(Page { width: sheet.width, height: sheet.height, items });
        }
        Ok(finished)
    }

    /// Foot of the page; on pages after the first also the head.
    fn running(&self, items: &mut Vec<Item>, index: usize, count: usize) -> Result<(), FormError> {
        let sheet = &self.sheet;
        let whole = Span { x: sheet.left, width: sheet.column() };
        for block in &self.form.blocks {
            let Block::Foot { field, page, continued, continued_field } = block else { continue };
            if index > 0 {
                let size = sheet.size * 0.9;
                let text = format!("{} {}", self.labels.get(continued)?, self.data.field(continued_field));
                let paragraph = self.plain(Face::Italic, text.trim_end(), size, whole, false);
                // A code that long does not occur; if it did, the head would show its first line only.
                items.extend(paragraph.place(0, whole.x, sheet.top + sheet.baseline(size), Align::Left));
                let y = sheet.top + sheet.line(size) + 1.5;
                items.push(Item::line((whole.x, y), (whole.x + whole.width, y), 0.4));
            }
            let baseline = sheet.end() + sheet.bottom - 6.0 * MM;
            let small = self.plain(Face::Regular, self.data.field(field), 6.5, whole, false);
            items.extend(small.place(0, whole.x, baseline, Align::Left));
            if count > 1 {
                let (number, pages) = ((index + 1).to_string(), count.to_string());
                let text = self.labels.fill(page, &[("page", &number), ("pages", &pages)])?;
                let text = self.plain(Face::Regular, &text, sheet.size * 0.84, whole, false);
                items.extend(text.place(0, whole.x, baseline, Align::Right));
            }
        }
        Ok(())
    }
}

/// Large grey words across the page, drawn before everything else.
fn watermark(letters: &Letters, text: &str, sheet: &Sheet) -> Item {
    let size = sheet.width * 0.15;
    let paragraph = Paragraph::new(letters, &[Bit::Text(Face::Bold, text.to_owned())], size, f32::MAX);
    let length = paragraph.natural_width();
    let slope = (sheet.height / sheet.width).atan();
    let (middle_x, middle_y) = (sheet.width / 2.0, sheet.height / 2.0);
    // Half the length back along the slope, then a third of the size across it: the word's middle is the page's.
    let x = middle_x - length / 2.0 * slope.cos() + size / 3.0 * slope.sin();
    let y = middle_y + length / 2.0 * slope.sin() + size / 3.0 * slope.cos();
    let mut run = TextRun::new(x, y, size, Face::Bold);
    for item in paragraph.place(0, x, y, Align::Left) {
        if let Item::Text(placed) = item {
            run.glyphs = placed.glyphs;
        }
    }
    run.turn = slope.to_degrees();
    run.grey = 0.88;
    Item::Text(run)
}

/// A framed word: above the heading on the first page, at the foot of the others.
fn stamp(letters: &Letters, text: &str, sheet: &Sheet, index: usize) -> Vec<Item> {
    let size = 9.5;
    let paragraph = Paragraph::new(letters, &[Bit::Text(Face::Bold, text.to_owned())], size, f32::MAX);
    let (width, height) = (paragraph.natural_width() + 12.0, 13.0);
    let left = (sheet.width - width) / 2.0;
    let top = if index == 0 { sheet.top - 4.0 } else { sheet.end() + 2.0 };
    let (right, low) = (left + width, top + height);
    let mut items = paragraph.place(0, left + 6.0, top + 9.9, Align::Left);
    let corners = [(left, top), (right, top), (right, low), (left, low), (left, top)];
    items.extend(corners.windows(2).map(|pair| Item::line(pair[0], pair[1], 0.9)));
    items
}

/// Two copies on A4 on its side, page by page, with a dashed line to cut along.
fn side_by_side(copies: &[Vec<Page>]) -> Vec<Page> {
    let (width, height) = (297.0 * MM, 210.0 * MM);
    let middle = width / 2.0;
    let count = copies.iter().map(Vec::len).max().unwrap_or(0);
    let mut sheets = Vec::new();
    for index in 0..count {
        let mut items = Vec::new();
        for (side, pages) in copies.iter().enumerate() {
            let Some(page) = pages.get(index) else { continue };
            // A5 is half a millimetre narrower than half of A4.
            let dx = side as f32 * middle + (middle - page.width) / 2.0;
            items.extend(page.items.iter().cloned().map(|item| item.moved(dx, 0.0)));
        }
        items.push(Item::dashed((middle, 4.0 * MM), (middle, height - 4.0 * MM), 0.4, (4.0, 3.0)));
        sheets.push(Page { width, height, items });
    }
    sheets
}
