//! UTF-8 that some program read in an 8-bit code page, turned back.

/// How sure a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    /// Nothing was wrong with the encoding.
    NotNeeded,
    /// Every byte came back and made valid UTF-8.
    Exact,
    /// A no-break space that had become a plain one was guessed back: to be confirmed.
    Guessed,
}

/// Windows-1252 from 0x80; where it has nothing, Latin-1's control character stands.
const CP1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Where Windows-1258 (Vietnamese) differs from 1252.
const CP1258: [(char, u8); 16] = [
    ('Ă', 0xC3),
    ('\u{300}', 0xCC),
    ('Đ', 0xD0),
    ('\u{309}', 0xD2),
    ('Ơ', 0xD5),
    ('Ư', 0xDD),
    ('\u{303}', 0xDE),
    ('ă', 0xE3),
    ('\u{301}', 0xEC),
    ('đ', 0xF0),
    ('\u{323}', 0xF2),
    ('ơ', 0xF5),
    ('ư', 0xFD),
    ('₫', 0xFE),
    ('Ê', 0xCA),
    ('Ô', 0xD4),
];

fn byte_of(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let high = CP1252.iter().position(|known| *known == c).and_then(|at| u8::try_from(at + 0x80).ok());
    high.or_else(|| CP1258.iter().find(|(known, _)| *known == c).map(|(_, byte)| *byte))
}

/// The text with up to three such readings undone: whole, or else field by field, because one program may have got only
/// some of them wrong.
pub(super) fn repair(text: &str) -> (String, Repair) {
    let (whole, repair) = repair_part(text);
    if repair == Repair::Exact || !whole.contains('|') {
        return (whole, repair);
    }
    let mut worst = Repair::NotNeeded;
    let fields: Vec<String> = text
        .split('|')
        .map(|field| {
            let (field, repair) = repair_part(field);
            worst = match (worst, repair) {
                (Repair::Guessed, _) | (_, Repair::Guessed) => Repair::Guessed,
                (Repair::Exact, _) | (_, Repair::Exact) => Repair::Exact,
                (Repair::NotNeeded, Repair::NotNeeded) => Repair::NotNeeded,
            };
            field
        })
        .collect();
    (fields.join("|"), worst)
}

fn repair_part(text: &str) -> (String, Repair) {
    let mut found = (text.to_owned(), Repair::NotNeeded);
    for _ in 0..3 {
        let Some(better) = undo(&found.0) else { break };
        found = (better, Repair::Exact);
    }
    if found.1 == Repair::NotNeeded
        && let Some(better) = undo(&spaces_back(text))
    {
        found = (better, Repair::Guessed);
    }
    found
}

/// `à` is the bytes C3 A0; where the no-break space A0 was made plain, `Ã` stands before a space.
fn spaces_back(text: &str) -> String {
    text.replace("Ã ", "Ã\u{A0}").replace("áº ", "áº\u{A0}").replace("á» ", "á»\u{A0}").replace("Æ ", "Æ\u{A0}")
}

/// One wrong reading undone; `None` when the text is no such reading. Correct Vietnamese never is: its letters beyond
/// Latin-1 have no byte, and `à` or `ê` alone is no valid UTF-8.
fn undo(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(byte_of).collect();
    String::from_utf8(bytes?).ok()
}
