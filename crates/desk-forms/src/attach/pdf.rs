//! PDF: one header, one end, and figures that are read before anything is unpacked.

use std::io::Read;

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};

use super::{Judged, Limits, Media, Refused, allow_pixels, nothing_more};

/// Deepest chain of parents that a page takes its size from.
const PARENTS_MAX: usize = 32;
/// What beginning a stream counts for, in bytes.
const BEGIN_COST: u64 = 1024;

pub(super) fn judge(bytes: &[u8], limits: &Limits) -> Result<Judged, Refused> {
    let end = rfind(bytes, b"%%EOF").ok_or(Refused::Truncated)?;
    nothing_more(&bytes[end + 5..])?;
    if rfind(bytes, b"%PDF-") != Some(0) {
        return Err(Refused::Twofold);
    }
    // Before a reader of PDF sees it: readers unpack some streams while they open a file.
    unpack_all(bytes, limits.unpacked)?;
    let max = usize::try_from(limits.unpacked).unwrap_or(usize::MAX);
    let pdf = match Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(max)) {
        Ok(pdf) if pdf.was_encrypted() || pdf.trailer.has(b"Encrypt") => return Err(Refused::Encrypted),
        Ok(pdf) => pdf,
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            return Err(Refused::Unpacked { max: limits.unpacked });
        }
        // It may be only the missing password that the reader stumbled over.
        Err(_) if rfind(bytes, b"/Encrypt").is_some() => return Err(Refused::Encrypted),
        Err(_) => return Err(Refused::Broken),
    };
    // Counted, not asked: the file's own count may say anything. One more than allowed is enough to know.
    let limit = usize::try_from(limits.pages).unwrap_or(usize::MAX);
    let pages = pdf.page_iter().take(limit.saturating_add(1)).count();
    match pages {
        0 => return Err(Refused::Broken),
        pages if pages > limit => return Err(Refused::Pages { max: limits.pages }),
        _ => {}
    }
    for object in pdf.objects.values() {
        if let Object::Stream(stream) = object {
            judge_stream(stream, limits)?;
        }
    }
    let (width, height) = size_of_first(&pdf);
    let active =
        pdf.objects.values().chain([&Object::Dictionary(pdf.trailer.clone())]).any(|object| is_active(object, 0));
    Ok(Judged { media: Media::Pdf, pages: pages as u64, width, height, active })
}

/// Unpacks whatever stands behind the word `stream`, whatever filter it names, only to count; stops at the limit.
fn unpack_all(bytes: &[u8], max: u64) -> Result<(), Refused> {
    let mut counted = 0_u64;
    let mut sink = vec![0; 64 * 1024];
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let word = at + found;
        at = word + 6;
        if bytes[..word].ends_with(b"end") {
            continue;
        }
        // Beginning to unpack costs something too: a file of nothing but beginnings ends here as well.
        counted += BEGIN_COST;
        let begins = at + bytes[at..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let mut unpacked = flate2::bufread::ZlibDecoder::new(&bytes[begins..]);
        // An error is the end of this stream: it is packed otherwise, or not at all.
        while let Ok(len @ 1..) = unpacked.read(&mut sink) {
            counted += len as u64;
            if counted > max {
                break;
            }
        }
        if counted > max {
            return Err(Refused::Unpacked { max });
        }
    }
    Ok(())
}

/// Pictures by their claimed size; chains of filters and the older packing by unpacking them within the limit. Simple
/// Flate was counted before.
fn judge_stream(stream: &Stream, limits: &Limits) -> Result<(), Refused> {
    let number = |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).map(i64::unsigned_abs);
    if let (Ok(width), Ok(height)) = (number(b"Width"), number(b"Height")) {
        allow_pixels(width, height, limits)?;
    }
    let filters = stream.filters().unwrap_or_default();
    if filters.is_empty() || filters == [b"FlateDecode".as_slice()] {
        return Ok(());
    }
    let max = limits.unpacked;
    match stream.decompressed_content_with_limit(usize::try_from(max).unwrap_or(usize::MAX)) {
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            Err(Refused::Unpacked { max })
        }
        // Packed as a picture is, or wrongly; whoever draws finds out, and draws nothing of it.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Size of the first page in points, A4 where it does not plainly say.
fn size_of_first(pdf: &Document) -> (u32, u32) {
    const A4: (u32, u32) = (595, 842);
    let mut next = pdf.page_iter().next().and_then(|id| pdf.get_dictionary(id).ok());
    for _ in 0..PARENTS_MAX {
        let Some(node) = next else { break };
        if let Some(corners) = corners(pdf, node) {
            let (width, height) = ((corners[2] - corners[0]).abs(), (corners[3] - corners[1]).abs());
            let plain = |side: f32| (1.0..=14_400.0).contains(&side);
            return if plain(width) && plain(height) { (width as u32, height as u32) } else { A4 };
        }
        next = node.get(b"Parent").and_then(Object::as_reference).and_then(|id| pdf.get_dictionary(id)).ok();
    }
    A4
}

fn corners(pdf: &Document, node: &Dictionary) -> Option<[f32; 4]> {
    let named = node.get(b"MediaBox").ok()?;
    let (_, named) = pdf.dereference(named).ok()?;
    let numbers: Vec<f32> = named.as_array().ok()?.iter().filter_map(|number| number.as_float().ok()).collect();
    numbers.try_into().ok()
}

/// True when an object asks for more than being drawn. Deep nests are not followed: the reader's own limit is 100.
fn is_active(object: &Object, depth: usize) -> bool {
    const KEYS: [&[u8]; 6] = [b"JS", b"JavaScript", b"EmbeddedFiles", b"EF", b"XFA", b"RichMediaContent"];
    const ACTIONS: [&[u8]; 6] = [b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"GoToE", b"Rendition"];
    let of_dictionary = |dictionary: &Dictionary| {
        dictionary.iter().any(|(key, value)| {
            KEYS.contains(&key.as_slice())
                || (key == b"S" && value.as_name().is_ok_and(|name| ACTIONS.contains(&name)))
                || is_active(value, depth + 1)
        })
    };
    if depth > 100 {
        return true;
    }
    match object {
        Object::Dictionary(dictionary) => of_dictionary(dictionary),
        Object::Stream(stream) => of_dictionary(&stream.dict),
        Object::Array(members) => members.iter().any(|member| is_active(member, depth + 1)),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => false,
    }
}

fn find(bytes: &[u8], sought: &[u8]) -> Option<usize> {
    bytes.windows(sought.len()).position(|window| window == sought)
}

fn rfind(bytes: &[u8], sought: &[u8]) -> Option<usize> {
    bytes.windows(sought.len()).rposition(|window| window == sought)
}
