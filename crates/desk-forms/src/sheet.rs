//! Sheets and their measures, in points.

use crate::data::Paper;

/// Points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// A page to set text on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sheet {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    /// Size of the body text.
    pub(crate) size: f32,
    /// Height of a line in sizes. Not under 1.18: capitals with two marks reach 0.96 above the baseline, and letters
    /// with a dot below 0.22 under it.
    pub(crate) leading: f32,
    /// Space before a paragraph.
    pub(crate) gap: f32,
    /// Room to sign in.
    pub(crate) signing: f32,
}

/// How tightly a sheet may be set, loosest first: a receipt that nearly fits one page is set a little closer before it
/// takes a second page. Factors of size and gap, and the leading.
const DENSITIES: [(f32, f32, f32); 4] = [(1.0, 1.3, 1.0), (1.0, 1.24, 0.7), (0.96, 1.22, 0.5), (0.92, 1.2, 0.35)];

impl Sheet {
    /// The page of one copy at every density, loosest first.
    pub(crate) fn densities(paper: Paper) -> impl Iterator<Item = Sheet> {
        let sheet = match paper {
            // Margins of A5 leave what office printers cannot reach (5 mm) and a binding edge.
            Paper::A5 | Paper::TwoOnA4 => Sheet {
                width: 148.0 * MM,
                height: 210.0 * MM,
                left: 15.0 * MM,
                right: 12.0 * MM,
                top: 11.0 * MM,
                bottom: 13.0 * MM,
                size: 10.5,
                leading: 1.0,
                gap: 1.6,
                signing: 15.0 * MM,
            },
            // Margins of Decree 30/2020/NĐ-CP, appendix I, and the size of its body text.
            Paper::A4 => Sheet {
                width: 210.0 * MM,
                height: 297.0 * MM,
                left: 30.0 * MM,
                right: 18.0 * MM,
                top: 20.0 * MM,
                bottom: 20.0 * MM,
                size: 13.0,
                leading: 1.0,
                gap: 3.0,
                signing: 20.0 * MM,
            },
        };
        DENSITIES.into_iter().map(move |(size, leading, gap)| Sheet {
            size: sheet.size * size,
            leading,
            gap: sheet.gap * gap,
            signing: sheet.signing * (0.5 + 0.5 * gap).max(0.8),
            ..sheet
        })
    }

    /// Width between the margins.
    pub(crate) fn column(&self) -> f32 {
        self.width - self.left - self.right
    }

    /// Lower edge of the text.
    pub(crate) fn end(&self) -> f32 {
        self.height - self.bottom
    }

    /// Height of a line of text of this size.
    pub(crate) fn line(&self, size: f32) -> f32 {
        size * self.leading
    }

    /// Distance of the baseline from the top of its line. A little under the middle, for the marks above capitals.
    pub(crate) fn baseline(&self, size: f32) -> f32 {
        self.line(size) / 2.0 + 0.37 * size
    }
}
