//! Whether bytes are canonical, seen on the bytes themselves: nothing is built, nothing is allocated.

use super::{DEPTH_MAX, NotCanonical};

/// Whether the bytes are exactly one canonical item.
///
/// # Errors
/// The first thing that is wrong, reading from the start.
pub fn check_canonical(bytes: &[u8]) -> Result<(), NotCanonical> {
    let mut rest = bytes;
    item(&mut rest, 0)?;
    if rest.is_empty() { Ok(()) } else { Err(NotCanonical::Trailing) }
}

/// Reads one item off the front. `depth` counts the arrays and maps around it.
fn item(rest: &mut &[u8], depth: usize) -> Result<(), NotCanonical> {
    let (major, value) = head(rest)?;
    match major {
        0 | 1 => Ok(()),
        2 => take(rest, value).map(|_| ()),
        3 => std::str::from_utf8(take(rest, value)?).map(|_| ()).map_err(|_| NotCanonical::Utf8),
        4 => {
            let depth = deeper(depth)?;
            // An item is at least one byte: a length beyond the rest is a lie, told before the work starts.
            if value > rest.len() as u64 {
                return Err(NotCanonical::Cut);
            }
            (0..value).try_for_each(|_| item(rest, depth))
        }
        5 => {
            let depth = deeper(depth)?;
            if value > rest.len() as u64 / 2 {
                return Err(NotCanonical::Cut);
            }
            let mut before: &[u8] = &[];
            for _ in 0..value {
                let start = *rest;
                item(rest, depth)?;
                let key = &start[..start.len() - rest.len()];
                // No encoding is empty, so the first key always passes.
                if key <= before {
                    return Err(NotCanonical::KeyOrder);
                }
                before = key;
                item(rest, depth)?;
            }
            Ok(())
        }
        6 => Err(NotCanonical::Tag),
        _ => Ok(()), // head() lets only false, true and null through
    }
}

fn deeper(depth: usize) -> Result<usize, NotCanonical> {
    if depth < DEPTH_MAX { Ok(depth + 1) } else { Err(NotCanonical::Depth) }
}

/// Reads the first byte and the number after it: major type and argument.
fn head(rest: &mut &[u8]) -> Result<(u8, u64), NotCanonical> {
    let first = take(rest, 1)?[0];
    let (major, info) = (first >> 5, first & 0x1f);
    if major == 7 {
        return match info {
            20..=22 => Ok((major, info.into())),
            25..=27 => Err(NotCanonical::Float),
            31 => Err(NotCanonical::Indefinite),
            _ => Err(NotCanonical::Simple),
        };
    }
    let length = match info {
        0..=23 => return Ok((major, info.into())),
        24..=27 => 1 << (info - 24),
        31 => return Err(NotCanonical::Indefinite),
        _ => return Err(NotCanonical::LongHead),
    };
    let value = take(rest, length)?.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
    // Each width starts where the one before ends.
    let least = [24, 1 << 8, 1 << 16, 1 << 32][usize::from(info - 24)];
    if value < least { Err(NotCanonical::LongHead) } else { Ok((major, value)) }
}

fn take<'a>(rest: &mut &'a [u8], length: u64) -> Result<&'a [u8], NotCanonical> {
    let length = usize::try_from(length).map_err(|_| NotCanonical::Cut)?;
    let (taken, after) = rest.split_at_checked(length).ok_or(NotCanonical::Cut)?;
    *rest = after;
    Ok(taken)
}
