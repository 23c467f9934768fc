//! How a camera was held: the one thing that is read out of a photograph's notes.

/// How a picture is turned to stand upright, by the number that cameras write (1 to 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    /// Rows and columns change places.
    pub(super) transposed: bool,
    /// After that, left and right.
    pub(super) mirrored: bool,
    /// And top and bottom.
    pub(super) flipped: bool,
}

/// The turn in a photograph's notes (a small TIFF file); none for whatever cannot be read.
pub(super) fn turn(notes: &[u8]) -> Turn {
    let (transposed, mirrored, flipped) = match orientation(notes).unwrap_or(1) {
        2 => (false, true, false),
        3 => (false, true, true),
        4 => (false, false, true),
        5 => (true, false, false),
        6 => (true, true, false),
        7 => (true, true, true),
        8 => (true, false, true),
        _ => (false, false, false),
    };
    Turn { transposed, mirrored, flipped }
}

fn orientation(notes: &[u8]) -> Option<u16> {
    let notes = notes.strip_prefix(b"Exif\0\0").unwrap_or(notes);
    let little = match notes.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two = [*notes.get(at)?, *notes.get(at + 1)?];
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let (first, second) = (short(4)?, short(6)?);
    let (low, high) = if little { (first, second) } else { (second, first) };
    let list = usize::from(high) << 16 | usize::from(low);
    let count = usize::from(short(list)?);
    (0..count).map(|n| list + 2 + 12 * n).find(|at| short(*at) == Some(0x0112)).and_then(|at| short(at + 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_held_upright_is_read_in_both_orders_of_bytes() {
        let little = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let big = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        for notes in [little.as_slice(), big.as_slice()] {
            assert_eq!(turn(notes), Turn { transposed: true, mirrored: true, flipped: false });
            for len in 0..notes.len() {
                turn(&notes[..len]);
            }
        }
        assert_eq!(turn(b"II\x2a\0\xff\xff\xff\xff"), turn(b""));
    }
}
