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

/// The code pages that programs here fall back to, each from 0x80 to 0xFF: Windows-1252 and -1258 (Vietnamese), where the
/// page has nothing the control character of Latin-1; the consoles' 437 and 850; Macintosh.
const PAGES: [&str; 5] = [
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    "€\u{81}‚ƒ„…†‡ˆ‰\u{8A}‹Œ\u{8D}\u{8E}\u{8F}\u{90}‘’“”•–—˜™\u{9A}›œ\u{9D}\u{9E}Ÿ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂĂÄÅÆÇÈÉÊË\u{300}ÍÎÏĐÑ\u{309}ÓÔƠÖ×ØÙÚÛÜƯ\u{303}ßàáâăäåæçèéêë\u{301}íîïđñ\u{323}óôơö÷øùúûüư₫ÿ",
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}",
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}",
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
];

/// The byte that shows as `c` in a page. Latin-1 is taken in with every page, since programs mix them.
fn byte_of(c: char, page: &str) -> Option<u8> {
    if c.is_ascii() {
        return u8::try_from(u32::from(c)).ok();
    }
    let at = page.chars().position(|known| known == c).and_then(|at| u8::try_from(at + 0x80).ok());
    at.or_else(|| u8::try_from(u32::from(c)).ok())
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
    PAGES.iter().find_map(|page| {
        let bytes: Option<Vec<u8>> = text.chars().map(|c| byte_of(c, page)).collect();
        String::from_utf8(bytes?).ok()
    })
}
