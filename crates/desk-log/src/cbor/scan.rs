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

/// Reads canonical parts one after the other off bytes that may be anything. Nothing is allocated: what is given is a part
/// of the bytes themselves.
#[derive(Debug, Clone)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// From the first byte on.
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader(bytes)
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// An unsigned integer.
    ///
    /// # Errors
    /// When something else stands there, here and below.
    pub fn unsigned(&mut self) -> Result<u64, NotCanonical> {
        self.argument(0)
    }

    /// A byte string of at most `most` bytes.
    ///
    /// # Errors
    /// Also when it is longer.
    pub fn bytes(&mut self, most: usize) -> Result<&'a [u8], NotCanonical> {
        let length = self.argument(2)?;
        if length > most as u64 { Err(NotCanonical::Shape) } else { take(&mut self.0, length) }
    }

    /// The same, or null.
    ///
    /// # Errors
    /// As [`Reader::bytes`].
    pub fn bytes_or_null(&mut self, most: usize) -> Result<Option<&'a [u8]>, NotCanonical> {
        match self.0.first() {
            Some(0xf6) => {
                self.0 = &self.0[1..];
                Ok(None)
            }
            Some(_) | None => self.bytes(most).map(Some),
        }
    }

    /// True or false.
    ///
    /// # Errors
    /// When something else stands there.
    pub fn boolean(&mut self) -> Result<bool, NotCanonical> {
        match self.argument(7)? {
            20 => Ok(false),
            21 => Ok(true),
            _ => Err(NotCanonical::Shape),
        }
    }

    /// The head of an array: how many items follow. Each has a byte at least, so a larger count is a lie.
    ///
    /// # Errors
    /// When something else stands there.
    pub fn array(&mut self) -> Result<usize, NotCanonical> {
        let count = self.argument(4)?;
        usize::try_from(count).ok().filter(|count| *count <= self.0.len()).ok_or(NotCanonical::Cut)
    }

    /// The head of a map: how many pairs follow. The order of keys is the caller's to check.
    ///
    /// # Errors
    /// When something else stands there.
    pub fn map(&mut self) -> Result<usize, NotCanonical> {
        let count = self.argument(5)?;
        usize::try_from(count).ok().filter(|count| *count <= self.0.len() / 2).ok_or(NotCanonical::Cut)
    }

    /// All was read.
    ///
    /// # Errors
    /// When bytes are left.
    pub fn end(&self) -> Result<(), NotCanonical> {
        if self.0.is_empty() { Ok(()) } else { Err(NotCanonical::Trailing) }
    }

    fn argument(&mut self, wanted: u8) -> Result<u64, NotCanonical> {
        let mut rest = self.0;
        let (major, argument) = head(&mut rest)?;
        if major != wanted {
            return Err(NotCanonical::Shape);
        }
        self.0 = rest;
        Ok(argument)
    }
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
