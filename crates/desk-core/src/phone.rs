//! Telephone numbers of Vietnam as people give them. A number that fits nothing is kept as typed and marked, never refused.

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// Ten digits, 03, 05, 07, 08 or 09.
    Mobile,
    /// Ten or eleven digits from 02; of our area 0218 (Hòa Bình), 0210 (Phú Thọ), 0211 (Vĩnh Phúc) [from memory].
    Landline,
    /// An 11-digit mobile number of before 2018 (0120, 0162 …): the prefix has ended, ask for the new number.
    Ended,
    /// None of these.
    Unknown,
}

/// A number read and tidied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// Digits in the national form (`0987654321`), or, for [`PhoneKind::Unknown`], the text as given, tidied.
    pub number: String,
    /// What it is.
    pub kind: PhoneKind,
}

impl Phone {
    /// Reads a number with any separators and the country as `+84`, `0084` or `84`.
    pub fn read(text: &str) -> Phone {
        let tidy = crate::text::nfc_tidy(text);
        let abroad = tidy.starts_with('+');
        let separator =
            |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '(' | ')' | '+' | '/' | '\u{2010}'..='\u{2015}');
        let digits: Option<String> =
            tidy.chars().filter(|c| !separator(*c)).map(|c| c.is_ascii_digit().then_some(c)).collect();
        let Some(digits) = digits else { return Phone { number: tidy, kind: PhoneKind::Unknown } };
        let national = match digits
            .strip_prefix("0084")
            .or_else(|| digits.strip_prefix("84").filter(|_| !digits.starts_with('0')))
        {
            Some(rest) if abroad || rest.len() >= 9 => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
            Some(_) | None => digits,
        };
        match kind_of(&national) {
            PhoneKind::Unknown => Phone { number: tidy, kind: PhoneKind::Unknown },
            kind @ (PhoneKind::Mobile | PhoneKind::Landline | PhoneKind::Ended) => Phone { number: national, kind },
        }
    }

    /// The number in groups: `0987 654 321`, `0218 3851 234`.
    pub fn display(&self) -> String {
        let groups: &[usize] = match (self.kind, self.number.len()) {
            (PhoneKind::Mobile, _) => &[4, 3, 3],
            (PhoneKind::Ended, _) => &[4, 3, 4],
            // Hà Nội (024) and Hồ Chí Minh City (028) have the one short area code and eight digits.
            (PhoneKind::Landline, _) if self.number.starts_with("024") || self.number.starts_with("028") => &[3, 4, 4],
            (PhoneKind::Landline, 11) => &[4, 4, 3],
            (PhoneKind::Landline, _) => &[4, 3, 3],
            (PhoneKind::Unknown, _) => return self.number.clone(),
        };
        let mut rest = self.number.as_str();
        let mut parts = Vec::new();
        for &length in groups {
            let (part, after) = rest.split_at(length.min(rest.len()));
            parts.push(part);
            rest = after;
        }
        parts.push(rest);
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }
}

fn kind_of(digits: &str) -> PhoneKind {
    let bytes = digits.as_bytes();
    match (bytes.len(), bytes) {
        (10, [b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..]) => PhoneKind::Mobile,
        (10 | 11, [b'0', b'2', ..]) => PhoneKind::Landline,
        (11, [b'0', b'1', b'2' | b'6' | b'8' | b'9', ..]) => PhoneKind::Ended,
        _ => PhoneKind::Unknown,
    }
}
