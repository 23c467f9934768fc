//! Money in đồng: shown, read from what people type, spoken in words, and a fee with its exemption.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An amount in đồng, the smallest unit. Shown `1.234.567 đ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Vnd(pub i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount in đồng")]
pub struct NotAnAmount;

impl fmt::Display for Vnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} đ", grouped(self.0))
    }
}

/// Digits in groups of three with dots, as Vietnamese write numbers: `1.234.567`, `-20.000`.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

impl FromStr for Vnd {
    type Err = NotAnAmount;

    /// Reads `1234567`, `1.234.567 đ`, `1,234,567`, `1 234 567 VND`, `50.000 đồng`. Groups must be whole, so that `1.5` and
    /// `12.34` are refused rather than read as something else. Never negative, below 10^15.
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let text = crate::text::nfc_tidy(text).to_lowercase();
        let number =
            ["vnđ", "vnd", "đồng", "đ", "₫", "d"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
        let number = number.trim();
        let separator = number.chars().find(|c| !c.is_ascii_digit());
        let mut groups = match separator {
            Some(mark @ ('.' | ',' | ' ')) => number.split(mark),
            Some(_) => return Err(NotAnAmount),
            None => number.split('.'),
        };
        let first = groups.next().unwrap_or("");
        let rest: Vec<&str> = groups.collect();
        let plain = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
        let first_fits = rest.is_empty() || first.len() <= 3 && first != "0";
        if !plain(first) || !first_fits || rest.iter().any(|group| group.len() != 3 || !plain(group)) {
            return Err(NotAnAmount);
        }
        let digits = first.to_owned() + &rest.concat();
        if digits.len() > 15 {
            return Err(NotAnAmount);
        }
        digits.parse().map(Vnd).map_err(|_| NotAnAmount)
    }
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// The number in Vietnamese words, lower case: 1.205.024 is "một triệu hai trăm linh năm nghìn không trăm hai mươi tư".
///
/// After "mươi", 1 is "mốt", 4 "tư", 5 "lăm"; after "mười", 5 is "lăm"; after "linh" all digits keep their names ("linh
/// bốn", as schoolbooks write). A gap of a hundred is spoken ("không trăm linh") wherever higher digits went before, groups
/// of zero are not. Above 999 million it counts in "tỷ" again: "một nghìn tỷ", "một tỷ tỷ".
pub fn in_words(number: i64) -> String {
    let mut words = Vec::new();
    if number < 0 {
        words.push("âm");
    }
    match number.unsigned_abs() {
        0 => words.push(DIGITS[0]),
        count => speak(count, false, &mut words),
    }
    words.join(" ")
}

/// The amount as the receipt's line "Viết bằng chữ": "Một triệu hai trăm nghìn đồng".
pub fn amount_in_words(amount: Vnd) -> String {
    let words = in_words(amount.0) + " đồng";
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Speaks `count` > 0; `inside` when higher digits went before, so that missing hundreds are named.
fn speak(count: u64, inside: bool, words: &mut Vec<&'static str>) {
    const BILLION: u64 = 1_000_000_000;
    let (billions, below) = (count / BILLION, count % BILLION);
    if billions > 0 {
        speak(billions, inside, words);
        words.push("tỷ");
    }
    let mut inside = inside || billions > 0;
    for (group, name) in
        [(below / 1_000_000, Some("triệu")), (below / 1000 % 1000, Some("nghìn")), (below % 1000, None)]
    {
        if group > 0 {
            speak_group(group, inside, words);
            words.extend(name);
            inside = true;
        }
    }
}

fn speak_group(group: u64, inside: bool, words: &mut Vec<&'static str>) {
    let digit = |n: u64| usize::try_from(n % 10).unwrap_or(0);
    let (hundreds, tens, ones) = (digit(group / 100), digit(group / 10), digit(group));
    if hundreds > 0 || inside {
        words.extend([DIGITS[hundreds], "trăm"]);
    }
    match (tens, ones) {
        (0, 0) => {}
        (0, _) if hundreds > 0 || inside => words.extend(["linh", DIGITS[ones]]),
        (0, _) => words.push(DIGITS[ones]),
        (1, 0) => words.push("mười"),
        (1, 5) => words.extend(["mười", "lăm"]),
        (1, _) => words.extend(["mười", DIGITS[ones]]),
        (_, 0) => words.extend([DIGITS[tens], "mươi"]),
        (_, 1) => words.extend([DIGITS[tens], "mươi", "mốt"]),
        (_, 4) => words.extend([DIGITS[tens], "mươi", "tư"]),
        (_, 5) => words.extend([DIGITS[tens], "mươi", "lăm"]),
        (_, _) => words.extend([DIGITS[tens], "mươi", DIGITS[ones]]),
    }
}

/// Why a fee is not charged in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// The reason, Vietnamese, with the paper that shows it.
    pub reason: String,
    /// How much of the fee is waived, 1 to 100 per cent.
    pub percent: u8,
}

/// One fee of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// The fee for one set.
    pub base: Vnd,
    /// How many sets it is paid for, from 1.
    pub sets: u16,
    /// The exemption claimed, if any.
    pub exemption: Option<Exemption>,
}

/// Why a fee cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeeRefusal {
    /// A fee below zero.
    #[error("a fee cannot be negative")]
    Negative,
    /// An exemption of 0 or more than 100 per cent.
    #[error("an exemption is 1 to 100 per cent")]
    Percent,
    /// More money than can be counted.
    #[error("the fee is too large")]
    TooLarge,
}

impl FeeLine {
    /// What the citizen pays: base × sets less the exemption, rounded down to whole đồng.
    ///
    /// # Errors
    /// [`FeeRefusal`] for figures that make no fee.
    pub fn payable(&self) -> Result<Vnd, FeeRefusal> {
        if self.base.0 < 0 {
            return Err(FeeRefusal::Negative);
        }
        let full = i128::from(self.base.0) * i128::from(self.sets);
        let percent = match &self.exemption {
            Some(exemption) if (1..=100).contains(&exemption.percent) => exemption.percent,
            Some(_) => return Err(FeeRefusal::Percent),
            None => 0,
        };
        let pays = full * i128::from(100 - percent) / 100;
        i64::try_from(pays).map(Vnd).map_err(|_| FeeRefusal::TooLarge)
    }
}
