//! The files of a set, and what must hold of them together.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use chrono::NaiveDate;
use unicode_normalization::is_nfc;

use crate::{Reference, ReferenceError, catalogue::pack, forms::FormSetId};

pub(crate) const UNITS: &str = "units.csv";
pub(crate) const MAPPING: &str = "units_mapping.csv";
pub(crate) const HOLIDAYS: &str = "holidays.csv";
pub(crate) const CALENDAR: &str = "calendar.json";
pub(crate) const OFFICES: &str = "offices.json";
pub(crate) const FORM_SETS: &str = "form_sets.json";
pub(crate) const HAND: &str = "procedures.json";
pub(crate) const NATIONAL: &str = "procedures-national.jsonl.zst";
pub(crate) const NEEDS: &str = "needs.json";
pub(crate) const SPOKEN: &str = "spoken_names.csv";
pub(crate) const INDEX: &str = "index.tsv.zst";
/// The file of a folder that names its set.
pub const VERSION: &str = "VERSION";

macro_rules! shipped {
    ($($name:expr => $file:literal;)*) => {
        /// The files that a set may hold, by name. What a set leaves out is the program's own.
        pub const NAMES: &[&str] = &[$($name),*];

        fn own(name: &str) -> &'static [u8] {
            $(if name == $name {
                return include_bytes!(concat!("../../../assets/reference/", $file));
            })*
            &[]
        }
    };
}

shipped! {
    CALENDAR => "calendar.json";
    FORM_SETS => "form_sets.json";
    HOLIDAYS => "holidays.csv";
    INDEX => "index.tsv.zst";
    NEEDS => "needs.json";
    OFFICES => "offices.json";
    NATIONAL => "procedures-national.jsonl.zst";
    HAND => "procedures.json";
    SPOKEN => "spoken_names.csv";
    UNITS => "units.csv";
    MAPPING => "units_mapping.csv";
}

/// The most bytes of a file of a set.
pub const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The name of a set: the day on which it was put together, and which of that day it is. Later ones are greater.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SetName(String, NaiveDate, u32);

impl SetName {
    /// Reads `YYYY-MM-DD`, the first of a day, or `YYYY-MM-DD.N` with N from 2 on.
    pub fn read(text: &str) -> Option<Self> {
        let (day, number) = match text.split_once('.') {
            None => (text, 1),
            Some((day, number)) => (day, number.parse().ok().filter(|number| *number >= 2)?),
        };
        let name = SetName::on(day.parse().ok()?, number);
        (name.0 == text).then_some(name)
    }

    /// The n-th of a day, from 1.
    pub fn on(day: NaiveDate, number: u32) -> Self {
        let text = if number <= 1 { day.to_string() } else { format!("{day}.{number}") };
        SetName(text, day, number)
    }

    /// A name for a set made on a day after another one: of that day, or the next of the other's day where that is later.
    pub fn after(day: NaiveDate, before: Option<&SetName>) -> Self {
        match before {
            Some(before) if before.1 >= day => SetName::on(before.1, before.2 + 1),
            Some(_) | None => SetName::on(day, 1),
        }
    }

    /// As entries carry it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialOrd for SetName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SetName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.1, self.2).cmp(&(other.1, other.2))
    }
}

impl fmt::Display for SetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(crate) fn shipped_name() -> Result<SetName, ReferenceError> {
    let text = include_str!("../../../assets/reference/VERSION").trim_ascii();
    SetName::read(text).ok_or_else(|| ReferenceError::new(VERSION, 1, "not a day"))
}

/// The files of a set by name. What it does not hold itself is read from the program's own.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Files(BTreeMap<&'static str, Cow<'static, [u8]>>);

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, bytes)| (name, bytes.len()))).finish()
    }
}

impl Files {
    pub(crate) fn shipped() -> Self {
        Files::default()
    }

    /// The name of a file that a set may hold, for a name from outside.
    pub fn known(name: &str) -> Option<&'static str> {
        NAMES.iter().find(|known| **known == name).copied()
    }

    /// Puts a file in; false for a name that this program does not know, whose bytes it does not need.
    pub fn put(&mut self, name: &str, bytes: Vec<u8>) -> bool {
        match Files::known(name) {
            Some(name) => {
                self.0.insert(name, Cow::Owned(bytes));
                true
            }
            None => false,
        }
    }

    /// The files that the set itself holds, ascending by name.
    pub fn held(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (*name, bytes.as_ref()))
    }

    /// The bytes of a file, the program's own where the set has none.
    pub fn bytes(&self, name: &'static str) -> &[u8] {
        self.0.get(name).map_or_else(|| own(name), AsRef::as_ref)
    }

    pub(crate) fn text(&self, name: &'static str) -> Result<&str, ReferenceError> {
        std::str::from_utf8(self.bytes(name)).map_err(|_| ReferenceError::new(name, 0, "not UTF-8"))
    }

    /// Makes the index anew where one of the lists that it is made of is the set's own.
    ///
    /// # Errors
    /// When the lists are not such lists.
    pub fn index_anew(&mut self) -> Result<(), ReferenceError> {
        if [HAND, NATIONAL, SPOKEN].iter().any(|name| self.0.contains_key(name)) {
            let text = pack::index(self.text(HAND)?, self.bytes(NATIONAL), self.text(SPOKEN)?)?;
            let packed = zstd::bulk::compress(text.as_bytes(), 19);
            self.put(INDEX, packed.map_err(|fault| ReferenceError::new(INDEX, 0, fault.to_string()))?);
        }
        Ok(())
    }
}

/// What [`Reference::check`] checks.
pub(crate) fn check(set: &Reference) -> Result<(), ReferenceError> {
    for (name, bytes) in set.files.held() {
        if bytes.len() as u64 > FILE_BYTES_MAX {
            return Err(ReferenceError::new(name, 0, "larger than 16 MiB"));
        }
        if let Ok(text) = std::str::from_utf8(bytes)
            && let Some(at) = text.lines().position(|line| !is_nfc(line))
        {
            return Err(ReferenceError::new(name, at + 1, "not in Unicode's form NFC"));
        }
    }
    let units = set.units();
    for unit in units.all() {
        let same = units.all().iter().filter(|other| other.code == unit.code && !std::ptr::eq(*other, unit));
        for other in same {
            let (from, until) = (unit.valid_from.max(other.valid_from), [unit.valid_to, other.valid_to]);
            if until.into_iter().flatten().min().is_none_or(|last| from.is_none_or(|first| first <= last)) {
                let what = format!("the code {} is that of two units at once", unit.code);
                return Err(ReferenceError::new(UNITS, 0, what));
            }
        }
    }
    let has = |id| set.form_sets().sets.iter().any(|known| known.id == id);
    if !has(FormSetId::Tt01Of2018) || !has(FormSetId::Tt03Of2025) {
        return Err(ReferenceError::new(FORM_SETS, 0, "both sets of forms must be there"));
    }
    // Reads every record of both lists.
    let made = pack::index(set.files.text(HAND)?, set.files.bytes(NATIONAL), set.files.text(SPOKEN)?)?;
    let kept = zstd::stream::decode_all(set.files.bytes(INDEX));
    if kept.ok().is_none_or(|kept| kept != made.as_bytes()) {
        return Err(ReferenceError::new(INDEX, 0, "not the index of these lists: make it anew"));
    }
    Ok(())
}
