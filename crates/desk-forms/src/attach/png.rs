//! PNG: a chain of chunks from the header to IEND.

use super::{Judged, Limits, Media, Refused, nothing_more, sized};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) fn judge(bytes: &[u8], limits: &Limits) -> Result<Judged, Refused> {
    let mut rest = &bytes[SIGNATURE.len()..];
    let (mut judged, mut has_pixels) = (None, false);
    loop {
        let (head, after) = rest.split_first_chunk::<8>().ok_or(Refused::Truncated)?;
        let len = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let kind = &head[4..];
        // The four bytes after the content are its checksum, which the decoder compares.
        let whole = len.checked_add(4).filter(|whole| *whole <= after.len()).ok_or(Refused::Truncated)?;
        let content = &after[..len];
        match (kind, judged) {
            (b"IHDR", None) if len == 13 => {
                let number =
                    |at: usize| u32::from_be_bytes([content[at], content[at + 1], content[at + 2], content[at + 3]]);
                judged = Some(sized(Media::Png, number(0), number(4), limits)?);
            }
            (b"IHDR", _) | (_, None) => return Err(Refused::Broken),
            (b"IDAT", Some(_)) => has_pixels = true,
            (b"IEND", Some(found)) => {
                nothing_more(&after[whole..])?;
                return if has_pixels { Ok(found) } else { Err(Refused::Broken) };
            }
            (_, Some(_)) => {}
        }
        rest = &after[whole..];
    }
}
