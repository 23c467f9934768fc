//! A page of a PDF as a picture, by hayro: what the preview shows is the very file that is printed.

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{Pdf, page::Page};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use crate::error::FormError;

/// Most pixels a side: an A3 page at 300 dpi. A PDF from outside may claim any page size.
const SIDE_MAX: u32 = 5000;

/// A picture in PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Png {
    /// The file.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Number of pages of a PDF.
///
/// # Errors
/// [`FormError::Unreadable`].
pub fn pages(pdf: &[u8]) -> Result<usize, FormError> {
    Ok(open(pdf)?.pages().len())
}

/// Page `page` (from 0) of a PDF at `dpi` dots an inch, on white.
///
/// # Errors
/// [`FormError::Unreadable`], [`FormError::NoSuchPage`], or [`FormError::PictureSize`] over 5000 pixels a side.
pub fn picture(pdf: &[u8], page: usize, dpi: f32) -> Result<Png, FormError> {
    let (width, height, rgba) = pixels(pdf, page, dpi)?;
    finished(width, height, rgba.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]))
}

/// Grey samples as a picture.
///
/// # Errors
/// [`FormError::PictureSize`] without samples.
pub(crate) fn grey(width: u32, height: u32, samples: &[u8]) -> Result<Png, FormError> {
    packed(width, height, png::ColorType::Grayscale, samples)
}

/// A page in greys, from the top left, a byte a sample; 0 is black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GreyPage {
    /// Samples a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width × height` samples.
    pub samples: Vec<u8>,
}

/// Page `page` (from 0) of a PDF at `dpi` dots an inch in greys, on white: for printers that take pictures.
///
/// # Errors
/// As [`picture`].
pub fn grey_page(pdf: &[u8], page: usize, dpi: f32) -> Result<GreyPage, FormError> {
    let (width, height, rgba) = pixels(pdf, page, dpi)?;
    // How bright each colour looks (ITU-R BT.601), in 256ths: a grey stays what it is.
    let grey = |pixel: &[u8]| {
        let bright = u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29;
        (bright >> 8) as u8
    };
    Ok(GreyPage { width, height, samples: rgba.chunks_exact(4).map(grey).collect() })
}

/// Width, height and pixels of a page.
fn pixels(pdf: &[u8], page: usize, dpi: f32) -> Result<(u32, u32, Vec<u8>), FormError> {
    let pdf = open(pdf)?;
    let count = pdf.pages().len();
    let page = pdf.pages().get(page).ok_or(FormError::NoSuchPage { page, pages: count })?;
    drawn(page, dpi / 72.0)
}

/// Page `page` (from 0) of a PDF whose size is not known beforehand: at most `side` pixels high and wide, and no finer
/// than 300 dots an inch.
///
/// # Errors
/// As [`picture`].
pub(crate) fn picture_within(pdf: &[u8], page: usize, side: u32) -> Result<Png, FormError> {
    let pdf = open(pdf)?;
    let count = pdf.pages().len();
    let page = pdf.pages().get(page).ok_or(FormError::NoSuchPage { page, pages: count })?;
    let (width, height) = page.render_dimensions();
    let longest = width.max(height);
    if !longest.is_finite() || longest <= 0.0 {
        return Err(FormError::PictureSize { width: 0, height: 0 });
    }
    let (width, height, rgba) = drawn(page, (side.min(SIDE_MAX) as f32 / longest).min(300.0 / 72.0))?;
    finished(width, height, rgba.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]))
}

fn drawn(page: &Page<'_>, scale: f32) -> Result<(u32, u32, Vec<u8>), FormError> {
    let (width, height) = page.render_dimensions();
    let (width, height) = ((width * scale) as u32, (height * scale) as u32);
    if !(1..=SIDE_MAX).contains(&width) || !(1..=SIDE_MAX).contains(&height) {
        return Err(FormError::PictureSize { width, height });
    }
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let interpreter = InterpreterSettings::default();
    let pixels = hayro::render(page, &RenderCache::new(), &interpreter, &RenderSettings::default(), &settings);
    Ok((u32::from(pixels.width()), u32::from(pixels.height()), pixels.data_as_u8_slice().to_vec()))
}

/// Packs pixels. Forms and scans are mostly black and grey: a third of the size then, and quicker to show.
pub(crate) fn finished(
    width: u32,
    height: u32,
    pixels: impl Iterator<Item = [u8; 3]> + Clone,
) -> Result<Png, FormError> {
    let grey = pixels.clone().all(|[red, green, blue]| red == green && green == blue);
    let (colour, samples): (png::ColorType, Vec<u8>) = if grey {
        (png::ColorType::Grayscale, pixels.map(|[grey, ..]| grey).collect())
    } else {
        (png::ColorType::Rgb, pixels.flatten().collect())
    };
    packed(width, height, colour, &samples)
}

fn packed(width: u32, height: u32, colour: png::ColorType, samples: &[u8]) -> Result<Png, FormError> {
    let bytes = encode(width, height, colour, samples).map_err(|_| FormError::PictureSize { width, height })?;
    Ok(Png { bytes, width, height })
}

fn open(pdf: &[u8]) -> Result<Pdf, FormError> {
    Pdf::new(Arc::new(pdf.to_vec())).map_err(|_| FormError::Unreadable)
}

fn encode(width: u32, height: u32, colour: png::ColorType, samples: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(samples)?;
    writer.finish()?;
    Ok(bytes)
}
