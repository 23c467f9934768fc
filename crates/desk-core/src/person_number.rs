//! Numbers that name a person: the 12 digits of the national population database, the old 9-digit card, the passport.
//!
//! Text, never a number: leading zeros belong to it. Nothing here refuses a person: where a number and a birth date or sex
//! disagree there is a warning, because corrections and births abroad are real.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Sex as Vietnamese papers state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Nam.
    #[serde(rename = "Nam")]
    Male,
    /// Nữ.
    #[serde(rename = "Nữ")]
    Female,
}

impl Sex {
    /// The word on papers: "Nam" or "Nữ".
    pub fn as_str(self) -> &'static str {
        match self {
            Sex::Male => "Nam",
            Sex::Female => "Nữ",
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is not a number of that kind. Holds nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotANumber {
    /// Not 12 digits.
    #[error("a personal number has 12 digits")]
    Personal,
    /// Not 9 digits.
    #[error("an old identity card number has 9 digits")]
    Old,
    /// Not a letter with 7 or 8 digits.
    #[error("a passport number is a letter with 7 or 8 digits")]
    Passport,
}

/// What does not fit about a personal number; shown, never a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberWarning {
    /// The first three digits are no province of Vietnam (a country of birth, or a slip).
    Place,
    /// The birth year of the number is not that of the birth date.
    BirthYear,
    /// The sex of the number is not the one stated.
    Sex,
}

/// A 12-digit personal number (số định danh cá nhân): place, century and sex, year, six digits; it has no check digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonalNumber(String);

impl PersonalNumber {
    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first three digits: province of birth registration, or country.
    pub fn place(&self) -> &str {
        &self.0[..3]
    }

    /// True when [`place`](Self::place) is one of the 63 provinces' codes.
    pub fn place_is_known(&self) -> bool {
        PROVINCES.iter().any(|(code, _)| *code == self.place())
    }

    /// Sex by the fourth digit: even is male.
    pub fn sex(&self) -> Sex {
        if self.century_digit().is_multiple_of(2) { Sex::Male } else { Sex::Female }
    }

    /// Birth year by the fourth to sixth digits, 1900 to 2399.
    pub fn birth_year(&self) -> i32 {
        let year = self.0[4..6].bytes().fold(0, |year, b| year * 10 + i32::from(b - b'0'));
        1900 + i32::from(self.century_digit() / 2) * 100 + year
    }

    fn century_digit(&self) -> u8 {
        self.0.as_bytes()[3] - b'0'
    }

    /// What does not fit, given what else is known of the person.
    pub fn warnings(&self, birth_date: Option<NaiveDate>, sex: Option<Sex>) -> Vec<NumberWarning> {
        let place = (!self.place_is_known()).then_some(NumberWarning::Place);
        let year = birth_date.is_some_and(|date| date.year() != self.birth_year()).then_some(NumberWarning::BirthYear);
        let sex = sex.is_some_and(|sex| sex != self.sex()).then_some(NumberWarning::Sex);
        [place, year, sex].into_iter().flatten().collect()
    }
}

impl FromStr for PersonalNumber {
    type Err = NotANumber;

    /// Twelve digits; spaces, dots and hyphens between them are dropped.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        bare_digits(text).filter(|digits| digits.len() == 12).map(PersonalNumber).ok_or(NotANumber::Personal)
    }
}

/// A 9-digit number of the former identity card (CMND), still on old papers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OldNumber(String);

impl OldNumber {
    /// The nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OldNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        bare_digits(text).filter(|digits| digits.len() == 9).map(OldNumber).ok_or(NotANumber::Old)
    }
}

/// A passport number: a capital and 7 or 8 digits (Vietnamese passports; foreign ones are not judged by this type).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PassportNumber(String);

impl PassportNumber {
    /// The letter and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PassportNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let digits = squeezed.strip_prefix(|c: char| c.is_ascii_uppercase()).ok_or(NotANumber::Passport)?;
        let fits = matches!(digits.len(), 7 | 8) && digits.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(PassportNumber(squeezed)) } else { Err(NotANumber::Passport) }
    }
}

macro_rules! text_form {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

text_form!(PersonalNumber, OldNumber, PassportNumber);

/// The ASCII digits of a number as people write it; `None` when anything but digits and separators is in it.
pub(crate) fn bare_digits(text: &str) -> Option<String> {
    let separator = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '\u{2010}'..='\u{2015}');
    text.chars().filter(|c| !separator(*c)).map(|c| c.is_ascii_digit().then_some(c)).collect()
}

/// The 63 provinces before 01/07/2025 with their codes in personal numbers (GSO code with a leading 0). Numbers already
/// given keep them after the mergers.
pub const PROVINCES: [(&str, &str); 63] = [
    ("001", "Hà Nội"),
    ("002", "Hà Giang"),
    ("004", "Cao Bằng"),
    ("006", "Bắc Kạn"),
    ("008", "Tuyên Quang"),
    ("010", "Lào Cai"),
    ("011", "Điện Biên"),
    ("012", "Lai Châu"),
    ("014", "Sơn La"),
    ("015", "Yên Bái"),
    ("017", "Hòa Bình"),
    ("019", "Thái Nguyên"),
    ("020", "Lạng Sơn"),
    ("022", "Quảng Ninh"),
    ("024", "Bắc Giang"),
    ("025", "Phú Thọ"),
    ("026", "Vĩnh Phúc"),
    ("027", "Bắc Ninh"),
    ("030", "Hải Dương"),
    ("031", "Hải Phòng"),
    ("033", "Hưng Yên"),
    ("034", "Thái Bình"),
    ("035", "Hà Nam"),
    ("036", "Nam Định"),
    ("037", "Ninh Bình"),
    ("038", "Thanh Hóa"),
    ("040", "Nghệ An"),
    ("042", "Hà Tĩnh"),
    ("044", "Quảng Bình"),
    ("045", "Quảng Trị"),
    ("046", "Thừa Thiên Huế"),
    ("048", "Đà Nẵng"),
    ("049", "Quảng Nam"),
    ("051", "Quảng Ngãi"),
    ("052", "Bình Định"),
    ("054", "Phú Yên"),
    ("056", "Khánh Hòa"),
    ("058", "Ninh Thuận"),
    ("060", "Bình Thuận"),
    ("062", "Kon Tum"),
    ("064", "Gia Lai"),
    ("066", "Đắk Lắk"),
    ("067", "Đắk Nông"),
    ("068", "Lâm Đồng"),
    ("070", "Bình Phước"),
    ("072", "Tây Ninh"),
    ("074", "Bình Dương"),
    ("075", "Đồng Nai"),
    ("077", "Bà Rịa - Vũng Tàu"),
    ("079", "Thành phố Hồ Chí Minh"),
    ("080", "Long An"),
    ("082", "Tiền Giang"),
    ("083", "Bến Tre"),
    ("084", "Trà Vinh"),
    ("086", "Vĩnh Long"),
    ("087", "Đồng Tháp"),
    ("089", "An Giang"),
    ("091", "Kiên Giang"),
    ("092", "Cần Thơ"),
    ("093", "Hậu Giang"),
    ("094", "Sóc Trăng"),
    ("095", "Bạc Liêu"),
    ("096", "Cà Mau"),
];
