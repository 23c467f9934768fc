//! Sheets and their measures, in points.

use crate::data::Paper;

/// Longest slip of a roll: at 203 dpi it stays within the pixels that a picture may have.
const ROLL_HEIGHT_MAX_MM: f32 = 600.0;

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
    /// How much larger it is than A5: widths that forms give in millimetres grow with it.
    pub(crate) scale: f32,
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

/// Steps from the loosest setting to the tightest. A receipt that nearly fits one page is set a little closer before it
/// takes a second page.
pub(crate) const DENSITY_MAX: u16 = 16;
/// The loosest and the tightest: factor of the size, leading, factor of the gaps, factor of the room to sign in.
const LOOSEST: [f32; 4] = [1.0, 1.28, 1.0, 1.0];
const TIGHTEST: [f32; 4] = [0.915, 1.18, 0.2, 0.75];

impl Sheet {
    /// The page of one copy at a density from 0 (loosest) to [`DENSITY_MAX`].
    pub(crate) fn new(paper: Paper, density: u16) -> Sheet {
        let sheet = match paper {
            // Margins of A5 leave what office printers cannot reach (5 mm) and a binding edge.
            Paper::A5 | Paper::TwoOnA4 => Sheet {
                width: 148.0 * MM,
                height: 210.0 * MM,
                left: 14.0 * MM,
                right: 10.0 * MM,
                top: 8.0 * MM,
                bottom: 11.0 * MM,
                scale: 1.0,
                size: 10.5,
                leading: 1.0,
                gap: 1.8,
                signing: 14.0 * MM,
            },
            // Margins of Decree 30/2020/NĐ-CP, appendix I, and the size of its body text.
            Paper::A4 => Sheet {
                width: 210.0 * MM,
                height: 297.0 * MM,
                left: 30.0 * MM,
                right: 18.0 * MM,
                top: 20.0 * MM,
                bottom: 20.0 * MM,
                scale: 1.24,
                size: 13.0,
                leading: 1.0,
                gap: 3.0,
                signing: 20.0 * MM,
            },
            // A book page: bound at its left edge, its table as wide as printers reach.
            Paper::A4Landscape => Sheet {
                width: 297.0 * MM,
                height: 210.0 * MM,
                left: 15.0 * MM,
                right: 8.0 * MM,
                top: 10.0 * MM,
                bottom: 12.0 * MM,
                scale: 1.0,
                size: 10.0,
                leading: 1.0,
                gap: 1.8,
                signing: 16.0 * MM,
            },
        };
        sheet.at(density)
    }

    /// A roll of 80 mm, of which printers reach 72 mm; as long as its content.
    pub(crate) fn roll() -> Sheet {
        let sheet = Sheet {
            width: 72.0 * MM,
            height: ROLL_HEIGHT_MAX_MM * MM,
            left: 1.5 * MM,
            right: 1.5 * MM,
            top: 1.5 * MM,
            bottom: 0.0,
            scale: 1.0,
            size: 11.0,
            leading: 1.0,
            gap: 2.0,
            signing: 0.0,
        };
        sheet.at(0)
    }

    fn at(self, density: u16) -> Sheet {
        let share = f32::from(density.min(DENSITY_MAX)) / f32::from(DENSITY_MAX);
        let [size, leading, gap, signing] =
            std::array::from_fn(|place| LOOSEST[place] + (TIGHTEST[place] - LOOSEST[place]) * share);
        Sheet { size: self.size * size, leading, gap: self.gap * gap, signing: self.signing * signing, ..self }
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
