//! Codes that are printed and said aloud: units, dossiers, counters' numbers, procedures.
//!
//! Parsed once, then trusted: a value of these types is well formed. Letters are upper case, digits ASCII.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Why a text is not a code of the wanted kind. Holds nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// Not `000.05.17.H28` nor `H28.05.17`.
    #[error("not a unit identifier")]
    Unit,
    /// Not `<unit identifier>-YYMMDD-NNNN`.
    #[error("not a dossier code")]
    Shape,
    /// Six digits that are no day of the calendar.
    #[error("the date within the code does not exist")]
    Date,
    /// Number 0000, which no counter gives.
    #[error("the number within the code is zero")]
    Zero,
    /// Not `1.001193` nor a published form of it.
    #[error("not a procedure code")]
    Procedure,
    /// A counter is numbered 1 to 10.
    #[error("a counter is numbered 1 to 10")]
    Counter,
    /// Not a code of UPU S10 with a right check digit.
    #[error("not a postal item code")]
    PostalItem,
}

/// Serde through `FromStr` and `Display`, so that nothing malformed comes in by a file.
macro_rules! text_form {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// `H28`: a capital and two digits, the level-1 agency.
fn level_one(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 3 && bytes[0].is_ascii_uppercase() && digits(&text[1..], 2..=2)
}

/// An agency's identifier: `000.05.17.H28` (QCVN 102:2016, level 1 last) or `H28.05.17` (QĐ 20/2020, level 1 first).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitIdentifier(String);

impl UnitIdentifier {
    /// The identifier as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for UnitIdentifier {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let parts: Vec<&str> = text.split('.').collect();
        let old = matches!(parts[..], [v, z, y, m]
            if digits(v, 3..=3) && digits(z, 2..=2) && digits(y, 2..=2) && level_one(m));
        let new = parts.len() <= 5 && level_one(parts[0]) && parts[1..].iter().all(|part| digits(part, 2..=3));
        if old || new { Ok(UnitIdentifier(text.to_owned())) } else { Err(NotACode::Unit) }
    }
}

text_form!(UnitIdentifier);

/// A dossier's code: `<unit identifier>-YYMMDD-NNNN` (TT 01/2018 Điều 19). The number is 4 digits at our desks; systems of
/// ministries print up to 7, and those are read too. The year is of the 21st century.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DossierCode {
    text: String,
    /// Bytes of `text` before the first hyphen.
    identifier_len: usize,
    date: NaiveDate,
    number: u32,
}

impl DossierCode {
    /// The code of the dossier received at `unit` on `date` under `number` (1 to 9,999).
    ///
    /// # Errors
    /// [`NotACode::Zero`], [`NotACode::Shape`] for a greater number, [`NotACode::Date`] outside the 21st century.
    pub fn new(unit: &UnitIdentifier, date: NaiveDate, number: u16) -> Result<Self, NotACode> {
        if number > 9_999 {
            return Err(NotACode::Shape);
        }
        if !(2000..2100).contains(&date.year()) {
            return Err(NotACode::Date);
        }
        format!("{unit}-{}-{number:04}", date.format("%y%m%d")).parse()
    }

    /// Reads a code as a scanner or a hurried hand gives it: any case, spaces about, other dashes for the hyphens.
    ///
    /// # Errors
    /// [`NotACode`] when even so it is none.
    pub fn read(text: &str) -> Result<Self, NotACode> {
        let dash = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}');
        let tidy: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{FEFF}')
            .map(|c| if dash(c) { '-' } else { c.to_ascii_uppercase() })
            .collect();
        tidy.parse()
    }

    /// The whole code.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The receiving unit's identifier.
    pub fn identifier(&self) -> UnitIdentifier {
        UnitIdentifier(self.text[..self.identifier_len].to_owned())
    }

    /// The day of reception.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The number within the day, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// True when `said` is what people say of this code: all of it, its end at a hyphen or not (`240305-0031`, `0031`), or
    /// the bare number (`31`). Spaces, hyphens, dots and case do not matter.
    pub fn is_said(&self, said: &str) -> bool {
        let squeeze = |text: &str| -> String {
            text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
        };
        let said = squeeze(said);
        let all_digits = !said.is_empty() && said.bytes().all(|b| b.is_ascii_digit());
        let as_number = all_digits && said.len() < 4 && said.parse() == Ok(self.number);
        as_number || said.len() >= 4 && squeeze(&self.text).ends_with(&said)
    }
}

impl FromStr for DossierCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut parts = text.split('-');
        let (Some(unit), Some(day), Some(number), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotACode::Shape);
        };
        if !digits(day, 6..=6) || !digits(number, 4..=7) {
            return Err(NotACode::Shape);
        }
        unit.parse::<UnitIdentifier>()?;
        let two = |at: usize| day[at..at + 2].parse::<u32>().map_err(|_| NotACode::Shape);
        let year = 2000 + i32::try_from(two(0)?).map_err(|_| NotACode::Shape)?;
        let date = NaiveDate::from_ymd_opt(year, two(2)?, two(4)?).ok_or(NotACode::Date)?;
        let number: u32 = number.parse().map_err(|_| NotACode::Shape)?;
        if number == 0 {
            return Err(NotACode::Zero);
        }
        Ok(DossierCode { text: text.to_owned(), identifier_len: unit.len(), date, number })
    }
}

text_form!(DossierCode);

/// The numbers that one counter of a unit may give in a day: counter 1 has 0001–0999, counter k has (k−1)000–(k−1)999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct CounterRange(u8);

impl CounterRange {
    /// The range of `counter`, 1 to 10.
    ///
    /// # Errors
    /// [`NotACode::Counter`].
    pub fn of(counter: u8) -> Result<Self, NotACode> {
        if (1..=10).contains(&counter) { Ok(CounterRange(counter)) } else { Err(NotACode::Counter) }
    }

    /// The counter's number, 1 to 10.
    pub fn counter(self) -> u8 {
        self.0
    }

    /// The lowest number.
    pub fn first(self) -> u16 {
        if self.0 == 1 { 1 } else { (u16::from(self.0) - 1) * 1000 }
    }

    /// The highest number.
    pub fn last(self) -> u16 {
        u16::from(self.0) * 1000 - 1
    }

    /// True when this counter may give `number`.
    pub fn contains(self, number: u16) -> bool {
        (self.first()..=self.last()).contains(&number)
    }

    /// How many numbers are left today after `last_used`.
    pub fn remaining(self, last_used: Option<u16>) -> u16 {
        next_number(self, last_used).map_or(0, |next| self.last() - next + 1)
    }
}

impl TryFrom<u8> for CounterRange {
    type Error = NotACode;
    fn try_from(counter: u8) -> Result<Self, NotACode> {
        CounterRange::of(counter)
    }
}

impl From<CounterRange> for u8 {
    fn from(range: CounterRange) -> u8 {
        range.0
    }
}

/// The number after `last_used`, or the first of the day; `None` when the range is used up. A `last_used` below the range
/// (of another counter) starts at the beginning, one above it leaves nothing.
pub fn next_number(range: CounterRange, last_used: Option<u16>) -> Option<u16> {
    let next = last_used.map_or(range.first(), |last| last.saturating_add(1).max(range.first()));
    range.contains(next).then_some(next)
}

/// A procedure's code: `1.001193`, or as a province publishes it, `1.001193.000.00.00.H28` or `1.001193.H28`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProcedureCode(String);

impl ProcedureCode {
    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The national part, `1.001193`.
    pub fn national(&self) -> &str {
        &self.0[..8]
    }

    /// The publishing agency's identifier, where the code carries it.
    pub fn publisher(&self) -> Option<&str> {
        self.0.get(9..)
    }

    /// The long form under which a province publishes: `1.001193` with H28 gives `1.001193.000.00.00.H28`.
    ///
    /// # Errors
    /// [`NotACode::Unit`] when `province` is not like `H28`.
    pub fn published_by(&self, province: &str) -> Result<Self, NotACode> {
        if !level_one(province) {
            return Err(NotACode::Unit);
        }
        Ok(ProcedureCode(format!("{}.000.00.00.{province}", self.national())))
    }
}

impl FromStr for ProcedureCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let national = text.get(..8).ok_or(NotACode::Procedure)?;
        let (group, serial) = national.split_once('.').ok_or(NotACode::Procedure)?;
        if !digits(group, 1..=1) || !digits(serial, 6..=6) {
            return Err(NotACode::Procedure);
        }
        match &text[8..] {
            "" => {}
            publisher => {
                let publisher = publisher.strip_prefix('.').ok_or(NotACode::Procedure)?;
                publisher.parse::<UnitIdentifier>().map_err(|_| NotACode::Procedure)?;
            }
        }
        Ok(ProcedureCode(text.to_owned()))
    }
}

text_form!(ProcedureCode);

/// A postal item: `LLnnnnnnnnnVN`, two letters, eight digits with their check digit, country (UPU S10).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PostalItem(String);

impl PostalItem {
    /// The code as written on the label.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PostalItem {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 13
            && bytes[..2].iter().chain(&bytes[11..]).all(u8::is_ascii_uppercase)
            && bytes[2..11].iter().all(u8::is_ascii_digit);
        if !shape {
            return Err(NotACode::PostalItem);
        }
        let weighted: u32 =
            [8, 6, 4, 2, 3, 5, 9, 7].iter().zip(&bytes[2..10]).map(|(w, b)| w * u32::from(b - b'0')).sum();
        let check = match 11 - weighted % 11 {
            10 => 0,
            11 => 5,
            digit => digit,
        };
        if u32::from(bytes[10] - b'0') != check {
            return Err(NotACode::PostalItem);
        }
        Ok(PostalItem(text.to_owned()))
    }
}

text_form!(PostalItem);
