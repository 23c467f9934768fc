//! Pages as pictures, through GDI: the printer's own driver makes of them what the printer understands.
use std::{io, ptr};

use windows_sys::Win32::{
    Graphics::{
        Gdi::{
            BI_RGB, BITMAPINFO, BITMAPINFOHEADER, CreateDCW, DEVMODEW, DIB_RGB_COLORS, DM_COPIES, DM_DUPLEX,
            DM_IN_BUFFER, DM_ORIENTATION, DM_OUT_BUFFER, DM_PAPERSIZE, DMDUP_SIMPLEX, DMORIENT_LANDSCAPE,
            DMORIENT_PORTRAIT, DMPAPER_A4, DMPAPER_A5, DeleteDC, GDI_ERROR, GetDeviceCaps, HALFTONE, HDC, LOGPIXELSX,
            LOGPIXELSY, PHYSICALOFFSETX, PHYSICALOFFSETY, RGBQUAD, SRCCOPY, SetStretchBltMode, StretchDIBits,
        },
        Printing::DocumentPropertiesW,
    },
    Storage::Xps::{AbortDoc, DOCINFOW, EndDoc, EndPage, StartDocW, StartPage},
};

use crate::spool::Opened;

/// The sheet to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// 148 × 210 mm.
    A5,
    /// 210 × 297 mm.
    A4,
}

/// A page as grey samples, from the top left, a byte each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Samples a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Samples an inch.
    pub dpi: u32,
    /// `width × height` samples.
    pub samples: Vec<u8>,
}

/// Prints pages, each on one side of a sheet of its own, at their true size. What the printer is set to otherwise (tray,
/// quality, toner) stays. `draw` gives a page (from 0) at about so many dots an inch, none after the last. Gives the job's
/// number.
///
/// # Errors
/// When there is no such printer, its driver refuses, or a page cannot be drawn; the job is taken back then.
pub fn print(
    printer: &str,
    title: &str,
    sheet: Sheet,
    landscape: bool,
    mut draw: impl FnMut(usize, u32) -> io::Result<Option<Page>>,
) -> io::Result<u32> {
    let settings = Settings::of(printer, sheet, landscape)?;
    let device = Device::new(printer, &settings)?;
    let title = super::wide(title)?;
    let document = DOCINFOW {
        cbSize: size_of::<DOCINFOW>() as i32,
        lpszDocName: title.as_ptr(),
        lpszOutput: ptr::null(),
        lpszDatatype: ptr::null(),
        fwType: 0,
    };
    // SAFETY: the title ends with a zero and outlives the call; the device is open.
    let job = unsafe { StartDocW(device.0, &document) };
    let job = u32::try_from(job).ok().filter(|job| *job > 0).ok_or_else(io::Error::last_os_error)?;
    let dpi = device.finest();
    let drawn = (0..).try_for_each(|number| match draw(number, dpi) {
        Ok(Some(page)) => device.put(&page).map_err(Some),
        Ok(None) => Err(None),
        Err(error) => Err(Some(error)),
    });
    match drawn {
        Ok(()) | Err(None) => {
            // SAFETY: the device is open and has a document.
            let ended = unsafe { EndDoc(device.0) };
            if ended > 0 { Ok(job) } else { Err(io::Error::last_os_error()) }
        }
        Err(Some(error)) => {
            // SAFETY: as above. Nothing of the job comes out.
            unsafe { AbortDoc(device.0) };
            Err(error)
        }
    }
}

/// A printer's settings: a DEVMODE and what the driver keeps behind it.
struct Settings(Vec<u64>);

impl Settings {
    /// The user's own settings of this printer, with our paper, one copy, one side.
    fn of(printer: &str, sheet: Sheet, landscape: bool) -> io::Result<Self> {
        let opened = Opened::new(printer)?;
        let name = super::wide(printer)?;
        let ask = |to: *mut DEVMODEW, from: *const DEVMODEW, mode: u32| {
            // SAFETY: the printer is open, the name ends with a zero, and the settings have the driver's own size.
            let answer =
                unsafe { DocumentPropertiesW(ptr::null_mut(), opened.handle(), name.as_ptr(), to, from, mode) };
            if answer < 0 { Err(io::Error::last_os_error()) } else { Ok(answer) }
        };
        let size = usize::try_from(ask(ptr::null_mut(), ptr::null(), 0)?).unwrap_or(0);
        let mut settings = Settings(vec![0; size.max(size_of::<DEVMODEW>()).div_ceil(8)]);
        ask(settings.as_mut_ptr(), ptr::null(), DM_OUT_BUFFER)?;
        let knows_sides = settings.mode().dmFields & DM_DUPLEX != 0;
        let mode = settings.mode();
        mode.dmFields |= DM_PAPERSIZE | DM_ORIENTATION | DM_COPIES;
        let paper = match sheet {
            Sheet::A5 => DMPAPER_A5,
            Sheet::A4 => DMPAPER_A4,
        };
        let orientation = if landscape { DMORIENT_LANDSCAPE } else { DMORIENT_PORTRAIT };
        mode.Anonymous1.Anonymous1.dmPaperSize = paper as i16;
        mode.Anonymous1.Anonymous1.dmOrientation = orientation as i16;
        // The copies (liên) are pages of their own, and each goes to another person: never two sides of one sheet.
        mode.Anonymous1.Anonymous1.dmCopies = 1;
        if knows_sides {
            mode.dmDuplex = DMDUP_SIMPLEX;
        }
        // The driver brings what it keeps behind the settings into line with them.
        let wanted = settings.0.clone();
        ask(settings.as_mut_ptr(), wanted.as_ptr().cast(), DM_IN_BUFFER | DM_OUT_BUFFER)?;
        Ok(settings)
    }

    fn as_mut_ptr(&mut self) -> *mut DEVMODEW {
        self.0.as_mut_ptr().cast()
    }

    fn mode(&mut self) -> &mut DEVMODEW {
        // SAFETY: at least as long as a DEVMODE, aligned for it, and made of numbers.
        unsafe { &mut *self.as_mut_ptr() }
    }
}

/// A printer as something to draw on; let go when dropped.
struct Device(HDC);

impl Device {
    fn new(printer: &str, settings: &Settings) -> io::Result<Self> {
        let name = super::wide(printer)?;
        // SAFETY: the name ends with a zero; the settings are the driver's own, and outlive the call.
        let device = unsafe { CreateDCW(ptr::null(), name.as_ptr(), ptr::null(), settings.0.as_ptr().cast()) };
        if device.is_null() { Err(io::Error::last_os_error()) } else { Ok(Device(device)) }
    }

    fn told(&self, what: u32) -> i32 {
        // SAFETY: the device is open.
        unsafe { GetDeviceCaps(self.0, what as i32) }
    }

    /// The finest picture worth drawing: office lasers show no more than 300 dots an inch of black text on white.
    fn finest(&self) -> u32 {
        u32::try_from(self.told(LOGPIXELSX)).unwrap_or(0).clamp(72, 300)
    }

    /// Puts a page on a sheet, its top left corner on the paper's own, whatever the printer cannot reach there.
    fn put(&self, page: &Page) -> io::Result<()> {
        let samples = page.width as usize * page.height as usize;
        if samples == 0 || page.samples.len() != samples || page.dpi == 0 {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        let rows = rows_of_four(page);
        let colours = Colours::grey(page);
        let scale = |length: u32, dots: i32| {
            i32::try_from(i64::from(length) * i64::from(dots) / i64::from(page.dpi)).unwrap_or(i32::MAX)
        };
        let (wide, high) = (scale(page.width, self.told(LOGPIXELSX)), scale(page.height, self.told(LOGPIXELSY)));
        let (left, top) = (-self.told(PHYSICALOFFSETX), -self.told(PHYSICALOFFSETY));
        // SAFETY: the device is open and has a document; the rows are what the header says, and are only read.
        unsafe {
            if StartPage(self.0) <= 0 {
                return Err(io::Error::last_os_error());
            }
            SetStretchBltMode(self.0, HALFTONE);
            let told: *const BITMAPINFO = ptr::from_ref(&colours).cast();
            let (from_wide, from_high) = (page.width as i32, page.height as i32);
            let put = StretchDIBits(
                self.0,
                left,
                top,
                wide,
                high,
                0,
                0,
                from_wide,
                from_high,
                rows.as_ptr().cast(),
                told,
                DIB_RGB_COLORS,
                SRCCOPY,
            );
            let refused = (put == 0 || put == GDI_ERROR).then(io::Error::last_os_error);
            let ended = EndPage(self.0);
            match refused {
                Some(error) => Err(error),
                None if ended <= 0 => Err(io::Error::last_os_error()),
                None => Ok(()),
            }
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        // SAFETY: ours, and let go once.
        unsafe { DeleteDC(self.0) };
    }
}

/// The rows, each filled up to a multiple of four bytes, as GDI reads them.
fn rows_of_four(page: &Page) -> Vec<u8> {
    let width = page.width as usize;
    let mut rows = Vec::with_capacity(width.next_multiple_of(4) * page.height as usize);
    for row in page.samples.chunks_exact(width) {
        rows.extend_from_slice(row);
        rows.resize(rows.len().next_multiple_of(4), 0xff);
    }
    rows
}

/// What GDI is told of a page of 256 greys.
#[repr(C)]
struct Colours {
    header: BITMAPINFOHEADER,
    greys: [RGBQUAD; 256],
}

impl Colours {
    fn grey(page: &Page) -> Self {
        let header = BITMAPINFOHEADER {
            biSize: size_of::<BITMAPINFOHEADER>() as u32,
            biWidth: page.width as i32,
            biHeight: -(page.height as i32), // from the top
            biPlanes: 1,
            biBitCount: 8,
            biCompression: BI_RGB,
            biSizeImage: 0,
            biXPelsPerMeter: 0,
            biYPelsPerMeter: 0,
            biClrUsed: 256,
            biClrImportant: 0,
        };
        let grey = |n: usize| {
            let value = n as u8;
            RGBQUAD { rgbBlue: value, rgbGreen: value, rgbRed: value, rgbReserved: 0 }
        };
        Colours { header, greys: std::array::from_fn(grey) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_filled_with_white_to_a_multiple_of_four() {
        let page = Page { width: 3, height: 2, dpi: 300, samples: vec![1, 2, 3, 4, 5, 6] };
        assert_eq!(rows_of_four(&page), [1, 2, 3, 0xff, 4, 5, 6, 0xff]);
    }

    #[test]
    fn a_printer_that_is_not_there_is_an_error() {
        let none = |_: usize, _: u32| -> io::Result<Option<Page>> { Ok(None) };
        assert!(print("không có máy in này", "x", Sheet::A5, false, none).is_err());
        assert!(crate::spool::raw("không có máy in này", "x", b"x").is_err());
    }
}
