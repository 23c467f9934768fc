//! The address of a card: kept as printed, and looked at for what scanners and keyboards do to it.

use super::{
    families::is_one_letter_short,
    fields::{Read, odd_case, retyped},
};
use crate::{
    address::unit_name,
    person_number::PROVINCES,
    text::{fold, has_marks, is_attested, nfc_tidy, same_name},
};

/// Written short in addresses, folded; Roman numerals too.
const SHORT: &str = "tdp tt tp tx kdc kp ql tl dt ttr ubnd hdnd kdt kcn ccn nv tk stt bt ct sn hb hcm i ii iii iv v vi vii viii ix x \
    xi xii h p q tg";

/// Words that addresses write small, and that begin their parts.
const NOUNS: &str = "số nhà ngõ ngách ngạch hẻm kiệt tổ đội khu khối khóm cụm xóm thôn bản ấp làng buôn sóc tiểu dân phố phường xã thị \
    trấn thành huyện quận tỉnh đường đại lộ quốc lô dãy tầng phòng căn hộ chung cư tòa toà nhà đô mới cũ trên dưới trong ngoài \
    và cầu chợ ngã ba tư tập thể nông trường lâm trại công ty nhánh đoạn km block cục";

/// What the address says; doubtful without any mark, with a word that is none, with letters lost as far as that shows, or
/// when it does not end in a province. `places` are names of communes and districts (old and new, with or without their
/// level); where they are given and the province is one they cover, the two parts before it must be among them.
pub(super) fn address(field: &str, places: &[&str]) -> Read<String> {
    let tidy = nfc_tidy(field);
    if tidy.is_empty() {
        return Read::doubtful(None);
    }
    let capitals = !tidy.chars().any(char::is_lowercase);
    let mut doubtful = !has_marks(&tidy) || odd_punctuation(&tidy);
    let mut repaired = String::new();
    let mut mended = true;
    let mut before = String::new();
    let apart = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | 'ʼ');
    for piece in tidy.split_inclusive(apart) {
        let word = piece.trim_end_matches(apart);
        let mark = &piece[word.len()..];
        if !mark.chars().all(|c| c.is_whitespace() || ",.;:/-–()\"+&".contains(c)) {
            doubtful = true;
            mended = false;
        }
        let plain = word.is_empty() || is_plain(word, mark, capitals, &before);
        let retyped =
            if plain { None } else { retyped(&[word], is_attested).and_then(|words| words.into_iter().next()) };
        doubtful |= !plain || odd_case(word) && !is_short(word, capitals);
        mended &= plain || retyped.is_some();
        repaired.push_str(retyped.as_deref().unwrap_or(word));
        repaired.push_str(mark);
        before = fold(word);
    }
    let text = if mended { repaired } else { tidy };
    let doubtful = doubtful || odd_parts(&text) || !ends_in_place(&text, places);
    Read { value: Some(text), doubtful }
}

fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// A comma after a space, and commas with and without a space after them: something between was lost.
fn odd_punctuation(text: &str) -> bool {
    let commas: Vec<usize> = text.match_indices(',').map(|(at, _)| at).collect();
    let spaced = commas.iter().filter(|&&at| text[at + 1..].starts_with(' ')).count();
    text.contains(" ,")
        || text.contains(",,")
        || text.ends_with(',')
        || text.starts_with(',')
        || spaced != 0 && spaced != commas.len()
}

/// Small words that addresses do not write small, and a first word one letter short of those that begin a part.
fn odd_parts(text: &str) -> bool {
    let all_small = !text.chars().any(char::is_uppercase);
    let small = |word: &str| {
        let letters = word.chars().all(char::is_alphabetic);
        letters
            && word.chars().next().is_some_and(char::is_lowercase)
            && !listed(NOUNS, word)
            && !listed(SHORT, &fold(word))
    };
    text.split(',').any(|part| {
        let words: Vec<&str> = part.split([' ', '/', '-', '.', '(', ')']).filter(|word| !word.is_empty()).collect();
        let first = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
        let lost =
            ["xóm", "thôn", "khu", "khối", "phường", "xã", "thị", "thành", "huyện", "tỉnh", "tổ", "đội", "đường"]
                .iter()
                .any(|noun| is_one_letter_short(&first, noun) && words.len() > 1 && !listed(NOUNS, &first));
        lost && is_lost_noun(&words) || !all_small && words.iter().any(|word| small(word))
    })
}

/// `Xó Lự` has lost a letter, `Tú Sơn` and `Tân Lạc` have not: a place's name is no noun's remains unless they are odd.
fn is_lost_noun(words: &[&str]) -> bool {
    matches!(
        words[0].to_lowercase().as_str(),
        "xó" | "óm"
            | "xm"
            | "thô"
            | "hôn"
            | "tôn"
            | "thn"
            | "hu"
            | "ku"
            | "kh"
            | "khố"
            | "hối"
            | "phườn"
            | "phưng"
            | "pường"
            | "tị"
            | "hị"
            | "th"
            | "hành"
            | "tành"
            | "thàn"
            | "huyệ"
            | "uyện"
            | "hyện"
            | "tỉn"
            | "ỉnh"
            | "tnh"
            | "ội"
            | "độ"
            | "ường"
            | "đưng"
            | "đườn"
    )
}

fn is_short(word: &str, capitals: bool) -> bool {
    listed(SHORT, &fold(word))
        || !capitals && (2..=5).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// A word that may stand in an address: a syllable, a number, something written short.
fn is_plain(word: &str, mark: &str, capitals: bool, before: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if letters.is_empty() {
        return digits > 0 && digits <= 5;
    }
    if digits > 0 {
        // 12A, 5b, QL6, CT2, A12: ASCII letters, few; small letters before digits may be VNI keys.
        let ascii = letters.iter().all(char::is_ascii) && letters.len() <= 3 && digits <= 4;
        let upper = letters.iter().all(|c| c.is_uppercase()) && !capitals;
        return ascii && (upper || letters.len() == 1 && word.starts_with(|c: char| c.is_ascii_digit()));
    }
    if letters.len() == 1 && !letters[0].is_lowercase() && letters[0].is_ascii() {
        let lettered = listed("khu lo nha toa day to doi so pho block tang can xom thon", before);
        return mark.starts_with('.') || lettered && matches!(letters[0], 'A'..='K') || matches!(letters[0], 'A' | 'Y');
    }
    let lost = matches!(word.to_lowercase().as_str(), "thon" | "xom" | "tinh");
    is_attested(word) && !lost || is_short(word, capitals)
}

fn ends_in_place(text: &str, places: &[&str]) -> bool {
    let bare = |part: &str| unit_name(part.trim().trim_end_matches('.')).bare;
    let parts: Vec<String> = text.split([',', ';']).map(bare).filter(|part| !part.is_empty()).collect();
    let Some((province, before)) = parts.split_last() else { return false };
    let hcm = matches!(fold(province).as_str(), "hcm" | "ho chi minh" | "hue");
    if !hcm && !PROVINCES.iter().any(|(_, name)| same_name(name, province)) {
        return false;
    }
    // The caller's list covers the former Hòa Bình as a whole.
    if places.is_empty() || !same_name(province, "Hòa Bình") {
        return true;
    }
    let known = |part: &str| places.iter().any(|place| same_name(&bare(place), part));
    before.len() >= 2 && before.iter().rev().take(2).all(|part| known(part))
}
