//! What telephones write behind the end of a photograph: further pictures, a short film, Samsung's own directory.
//!
//! A list of what is known, not of what is feared: each part must be whole and be followed by the next one or by the
//! end, and nowhere may a reader find the beginning of a page or of a program. Nothing of it is ever drawn or played.

use super::{Limits, Refused, jpeg, nothing_more};

/// What other programs would read on its own, wherever it stands, in small letters. Archives that are found from the
/// end were looked for before.
const FOREIGN: [&[u8]; 5] = [b"%pdf-", b"<script", b"<html", b"<!doctype", b"rar!\x1a"];
/// Parts of one trailer; telephones write up to five.
const PARTS_MAX: usize = 16;

/// Judges the bytes behind a photograph's end mark.
pub(super) fn judge(rest: &[u8], limits: &Limits) -> Result<(), Refused> {
    if nothing_more(rest).is_ok() {
        return Ok(());
    }
    let refused = Refused::Trailing { bytes: rest.len() as u64 };
    let lower = rest.to_ascii_lowercase();
    if FOREIGN.iter().any(|sign| holds(&lower, sign)) {
        return Err(refused);
    }
    let mut left = rest;
    for _ in 0..PARTS_MAX {
        let zeros = left.iter().take_while(|byte| **byte == 0).count();
        // A Samsung directory's entries begin with two zeros: it is looked for before any are skipped.
        if samsung(left) || nothing_more(left).is_ok() {
            return Ok(());
        }
        let part = picture(left, limits)
            .or_else(|| film(left))
            .or_else(|| picture(&left[zeros..], limits).map(|len| zeros + len));
        match part {
            Some(len) if len > 0 => left = &left[len..],
            Some(_) | None => return Err(refused),
        }
    }
    Err(refused)
}

fn holds(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}

/// Length of a whole JPEG that begins here: a gain map, a depth map, the same picture smaller.
fn picture(bytes: &[u8], limits: &Limits) -> Option<usize> {
    bytes.starts_with(&[0xff, 0xd8, 0xff]).then(|| jpeg::walk(bytes, limits).ok().map(|(_, end)| end)).flatten()
}

/// Length of an ISO media file that begins here (the film of a "motion photo"): its boxes, one after the other.
fn film(bytes: &[u8]) -> Option<usize> {
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + 8) {
        let kind = &head[4..];
        if !kind.iter().all(|byte| byte.is_ascii_alphanumeric()) {
            break;
        }
        let short = u64::from(u32::from_be_bytes([head[0], head[1], head[2], head[3]]));
        let len = match short {
            0 => (bytes.len() - at) as u64,
            1 => u64::from_be_bytes(bytes.get(at + 8..at + 16)?.try_into().ok()?),
            len => len,
        };
        let len = usize::try_from(len).ok().filter(|len| *len >= 8 && *len <= bytes.len() - at)?;
        at += len;
    }
    Some(at)
}

/// True when all of it is Samsung's trailer: entries, a directory (`SEFH`) that covers them without a gap in front, its
/// length, and `SEFT`.
fn samsung(bytes: &[u8]) -> bool {
    let word = |at: usize| -> Option<usize> {
        let four = bytes.get(at..at + 4)?;
        usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
    };
    let covered = || -> Option<bool> {
        let end = bytes.strip_suffix(b"SEFT")?.len().checked_sub(4)?;
        let directory = end.checked_sub(word(end)?)?;
        if bytes.get(directory..directory + 4)? != b"SEFH" {
            return None;
        }
        let entries = word(directory + 8)?;
        if entries == 0 || directory.checked_add(12)?.checked_add(entries.checked_mul(12)?)? != end {
            return None;
        }
        let mut spans = Vec::new();
        for entry in 0..entries {
            let at = directory + 12 + 12 * entry;
            let begin = directory.checked_sub(word(at + 4)?)?;
            let stop = begin.checked_add(word(at + 8)?).filter(|stop| *stop <= directory)?;
            spans.push((begin, stop));
        }
        spans.sort_unstable();
        // One entry ends where the next begins, from the first byte to the directory.
        let mut next = 0;
        for (begin, stop) in spans {
            if begin != next {
                return None;
            }
            next = stop;
        }
        Some(next == directory)
    };
    covered().unwrap_or(false)
}
