//! JPEG: segments, then scans of coded pixels, to the end mark.

use super::{Judged, Limits, Media, Refused, sized, trailer};

/// Scans of a progressive picture; cameras write about ten. Each one costs a pass over every pixel.
const SCANS_MAX: u32 = 64;

pub(super) fn judge(bytes: &[u8], limits: &Limits) -> Result<Judged, Refused> {
    let (judged, end) = walk(bytes, limits)?;
    let rest = &bytes[end..];
    trailer::judge(rest, limits)?;
    // A reader of PDF takes a header within the first 1024 bytes: a photograph has no business with one.
    if rest.iter().any(|byte| *byte != 0) && bytes[..end].windows(5).any(|window| window == b"%PDF-") {
        return Err(Refused::Twofold);
    }
    Ok(judged)
}

/// The picture that begins here, and where it ends.
pub(super) fn walk(bytes: &[u8], limits: &Limits) -> Result<(Judged, usize), Refused> {
    let mut at = 2;
    let (mut judged, mut scans) = (None, 0);
    loop {
        // A mark is FF, any number of FF to fill, and its number.
        if *bytes.get(at).ok_or(Refused::Truncated)? != 0xff {
            return Err(Refused::Broken);
        }
        while *bytes.get(at).ok_or(Refused::Truncated)? == 0xff {
            at += 1;
        }
        let mark = bytes[at];
        at += 1;
        match mark {
            0xd9 => {
                let judged = judged.filter(|_| scans > 0).ok_or(Refused::Broken)?;
                return Ok((judged, at));
            }
            // Marks without content: restarts and TEM. A second beginning is a second picture.
            0x01 | 0xd0..=0xd7 => continue,
            0x00 | 0xd8 => return Err(Refused::Broken),
            _ => {}
        }
        let len = bytes.get(at..at + 2).ok_or(Refused::Truncated)?;
        let len = usize::from(u16::from_be_bytes([len[0], len[1]]));
        let content = bytes.get(at + 2..at + len.max(2)).ok_or(Refused::Truncated)?;
        at += len.max(2);
        match mark {
            // Frame headers; the three numbers left out are tables.
            0xc0..=0xcf if !matches!(mark, 0xc4 | 0xc8 | 0xcc) => {
                if judged.is_some() || content.len() < 6 {
                    return Err(Refused::Broken);
                }
                let number = |at: usize| u32::from(u16::from_be_bytes([content[at], content[at + 1]]));
                judged = Some(sized(Media::Jpeg, number(3), number(1), limits)?);
            }
            0xda => {
                scans += 1;
                if judged.is_none() || scans > SCANS_MAX {
                    return Err(Refused::Broken);
                }
                at = end_of_scan(bytes, at)?;
            }
            _ => {}
        }
    }
}

/// Coded pixels go on until an FF that is neither stuffed (00) nor a restart.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Result<usize, Refused> {
    loop {
        match bytes.get(at..at + 2).ok_or(Refused::Truncated)? {
            [0xff, 0x00 | 0xd0..=0xd7] => at += 2,
            [0xff, 0xff] => at += 1,
            [0xff, _] => return Ok(at),
            _ => at += 1,
        }
    }
}
