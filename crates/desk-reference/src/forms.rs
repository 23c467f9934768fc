//! The two sets of official forms and the day on which the newer one took over.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{ReferenceError, files::FORM_SETS};

/// A set of official forms. A dossier keeps the set in force when it was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FormSetId {
    /// The six of Thông tư 01/2018/TT-VPCP.
    #[serde(rename = "tt01-2018")]
    Tt01Of2018,
    /// The seven of Thông tư 03/2025/TT-VPCP.
    #[serde(rename = "tt03-2025")]
    Tt03Of2025,
}

impl FormSetId {
    /// The id in data, and the folder under `assets/forms`.
    pub fn as_str(self) -> &'static str {
        match self {
            FormSetId::Tt01Of2018 => "tt01-2018",
            FormSetId::Tt03Of2025 => "tt03-2025",
        }
    }
}

impl fmt::Display for FormSetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One set and its first day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FormSet {
    /// Which.
    pub id: FormSetId,
    /// The circular's name.
    pub name: String,
    /// First day; none for the set that holds before any other.
    pub from: Option<NaiveDate>,
    /// How many forms it has.
    pub forms: u8,
    /// How often a due date may be put off under this set; none where no limit was found.
    #[serde(default)]
    pub extensions_max: Option<u16>,
    /// How often the citizen may be asked for a supplement under this set; none where no limit was found.
    #[serde(default)]
    pub supplements_max: Option<u16>,
    /// False while the first day is not confirmed.
    pub confirmed: bool,
    /// Where the dates come from.
    pub source: String,
    /// How sure that is.
    pub confidence: String,
}

/// The sets in the order of their days.
#[derive(Debug, Clone, Deserialize)]
pub struct FormSets {
    /// The sets.
    pub sets: Vec<FormSet>,
}

impl FormSets {
    pub(crate) fn read(json: &str) -> Result<FormSets, ReferenceError> {
        serde_json::from_str(json).map_err(|fault| ReferenceError::new(FORM_SETS, 0, fault.to_string()))
    }

    /// The first day of TT 03/2025 in the data (unconfirmed).
    pub fn switch(&self) -> Option<NaiveDate> {
        self.sets.iter().find(|set| set.id == FormSetId::Tt03Of2025).and_then(|set| set.from)
    }

    /// The set in force on a day; an office's own `switch` day stands in for that of the data.
    pub fn on(&self, on: NaiveDate, switch: Option<NaiveDate>) -> FormSetId {
        match switch.or_else(|| self.switch()) {
            Some(first) if on >= first => FormSetId::Tt03Of2025,
            Some(_) | None => FormSetId::Tt01Of2018,
        }
    }
}
