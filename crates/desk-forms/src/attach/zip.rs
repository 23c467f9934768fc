//! A ZIP archive (also an office document, a program in Java) inside another file: found as its readers find it.

/// Longest comment after the end record, and the record itself.
const END_MAX: usize = 65_535 + 22;

/// True when a reader of ZIP could find an archive that ends here: an end record whose list of files stands where it
/// says, or whose comment ends with the file.
pub(super) fn is_within(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(END_MAX);
    let tail = &bytes[from..];
    let ends = tail.windows(4).enumerate().filter(|(_, window)| *window == b"PK\x05\x06").map(|(at, _)| from + at);
    ends.into_iter().any(|end| {
        let Some(record) = bytes.get(end..end + 22) else { return false };
        let list = u32::from_le_bytes([record[12], record[13], record[14], record[15]]) as usize;
        let comment = usize::from(u16::from_le_bytes([record[20], record[21]]));
        let has_list = end.checked_sub(list).is_some_and(|at| bytes[at..].starts_with(b"PK\x01\x02"));
        has_list || end + 22 + comment == bytes.len()
    })
}
