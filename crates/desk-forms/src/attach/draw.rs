//! A page of a kept file as a small picture to look at: what leaves here are pixels, packed anew.

use std::io::Cursor;

use png::{ColorType, Limits as PngLimits, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::{colorspace::ColorSpace, options::DecoderOptions};

use super::{Media, exif};
use crate::error::FormError;
use crate::picture::{self, Png};

/// Pixels of one decoded picture, as they lie in memory.
struct Pixels {
    width: usize,
    height: usize,
    /// Samples of one pixel: grey, grey and alpha, RGB, RGBA.
    samples: usize,
    bytes: Vec<u8>,
}

/// Page `page` (from 0) of a file, at most `side` pixels high and wide. Judge the file before; this may take the time
/// and memory that its limits allow.
///
/// # Errors
/// [`FormError::Unreadable`], [`FormError::NoSuchPage`], [`FormError::PictureSize`].
pub fn draw(bytes: &[u8], page: usize, side: u32) -> Result<Png, FormError> {
    let media = Media::of(bytes).ok_or(FormError::Unreadable)?;
    if media == Media::Pdf {
        return picture::picture_within(bytes, page, side);
    }
    if page > 0 {
        return Err(FormError::NoSuchPage { page, pages: 1 });
    }
    let (pixels, turn) = if media == Media::Jpeg { jpeg(bytes)? } else { (png(bytes)?, exif::turn(b"")) };
    if pixels.width == 0 || pixels.height == 0 || pixels.bytes.len() < pixels.width * pixels.height * pixels.samples {
        return Err(FormError::Unreadable);
    }
    let small = smaller(&pixels, side.max(1) as usize);
    drop(pixels);
    upright(&small, turn)
}

fn jpeg(bytes: &[u8]) -> Result<(Pixels, exif::Turn), FormError> {
    let options = DecoderOptions::new_safe()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    let bytes = decoder.decode().map_err(|_| FormError::Unreadable)?;
    let info = decoder.info().ok_or(FormError::Unreadable)?;
    let turn = exif::turn(decoder.exif().map_or(&[], Vec::as_slice));
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    Ok((Pixels { width, height, samples: 3, bytes }, turn))
}

fn png(bytes: &[u8]) -> Result<Pixels, FormError> {
    // Of what is unpacked beside the pixels (texts, profiles) nothing is needed.
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), PngLimits { bytes: 64 * 1024 * 1024 });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(|_| FormError::Unreadable)?;
    let mut bytes = vec![0; reader.output_buffer_size().ok_or(FormError::Unreadable)?];
    let frame = reader.next_frame(&mut bytes).map_err(|_| FormError::Unreadable)?;
    let samples = match frame.color_type {
        ColorType::Grayscale => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
        ColorType::Indexed => return Err(FormError::Unreadable), // made RGB above
    };
    Ok(Pixels { width: frame.width as usize, height: frame.height as usize, samples, bytes })
}

impl Pixels {
    /// A pixel on white paper.
    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let at = (y * self.width + x) * self.samples;
        let on_white = |sample: u8, alpha: u8| {
            let (sample, alpha) = (u32::from(sample), u32::from(alpha));
            u8::try_from((sample * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        match self.bytes[at..at + self.samples] {
            [grey] => [grey; 3],
            [grey, alpha] => [on_white(grey, alpha); 3],
            [red, green, blue] => [red, green, blue],
            [red, green, blue, alpha] => [on_white(red, alpha), on_white(green, alpha), on_white(blue, alpha)],
            _ => [255; 3],
        }
    }
}

/// Each new pixel is the mean of those it stands for, so that thin strokes stay to be seen. Never enlarges.
fn smaller(pixels: &Pixels, side: usize) -> Pixels {
    let longest = pixels.width.max(pixels.height);
    let side = side.min(longest);
    let (width, height) = ((pixels.width * side / longest).max(1), (pixels.height * side / longest).max(1));
    let mut bytes = Vec::with_capacity(width * height * 3);
    let part = |n: usize, of: usize, whole: usize| (n * whole / of, ((n + 1) * whole / of).max(n * whole / of + 1));
    for y in 0..height {
        let (top, bottom) = part(y, height, pixels.height);
        for x in 0..width {
            let (left, right) = part(x, width, pixels.width);
            let mut sums = [0_u64; 3];
            for row in top..bottom {
                for column in left..right {
                    let pixel = pixels.at(column, row);
                    sums.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u64::from(sample));
                }
            }
            let count = ((bottom - top) * (right - left)) as u64;
            bytes.extend(sums.map(|sum| u8::try_from(sum / count).unwrap_or(u8::MAX)));
        }
    }
    Pixels { width, height, samples: 3, bytes }
}

fn upright(pixels: &Pixels, turn: exif::Turn) -> Result<Png, FormError> {
    let (width, height) = if turn.transposed { (pixels.height, pixels.width) } else { (pixels.width, pixels.height) };
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let turned = places.map(|(x, y)| {
        let x = if turn.mirrored { width - 1 - x } else { x };
        let y = if turn.flipped { height - 1 - y } else { y };
        if turn.transposed { pixels.at(y, x) } else { pixels.at(x, y) }
    });
    picture::finished(width as u32, height as u32, turned)
}
