//! `office.json`: what may be read before anyone signs in. Which office, whether it is a demo, in which language to
//! greet. No citizen's data and nothing secret; the record itself says the same inside the encrypted file.

use std::{fs, io, path::Path};

use chrono::NaiveDate;
use desk_core::{
    ids::DeviceId,
    time::{Moment, at_wall},
};
use serde::{Deserialize, Serialize};

/// The file's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeFile {
    /// Office id: `<unit code>@<valid_from>`.
    pub office: String,
    /// `2024` or `now` for a demo office.
    pub demo: Option<DemoOffice>,
    /// The counter number at set-up.
    pub counter: u8,
    /// Language of the screens before sign-in: `vi` or `en`.
    pub lang: String,
    /// The device whose key the store holds.
    pub device: DeviceId,
}

/// The two demo offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DemoOffice {
    /// Xã Tử Nê, huyện Tân Lạc, around 05/03/2024: old organisation, forms of 2018.
    #[serde(rename = "2024")]
    Y2024,
    /// Xã Tân Lạc, tỉnh Phú Thọ, today: new organisation, forms of 2025.
    #[serde(rename = "now")]
    Now,
}

impl DemoOffice {
    /// The unit whose desk it is, where none is named.
    pub fn unit(self) -> &'static str {
        match self {
            DemoOffice::Y2024 => "05164",
            DemoOffice::Now => "05128",
        }
    }

    /// What its clock shows when it is first opened.
    pub fn first_morning(self) -> Moment {
        match self {
            DemoOffice::Y2024 => morning(2024, 3, 5),
            DemoOffice::Now => morning(2026, 11, 20),
        }
    }

    /// When its record begins.
    pub fn founded(self) -> Moment {
        match self {
            DemoOffice::Y2024 => morning(2018, 1, 2),
            DemoOffice::Now => morning(2025, 7, 1),
        }
    }

    /// The word on the command line and in views.
    pub fn word(self) -> &'static str {
        match self {
            DemoOffice::Y2024 => "2024",
            DemoOffice::Now => "now",
        }
    }

    /// From the word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "2024" => Some(DemoOffice::Y2024),
            "now" => Some(DemoOffice::Now),
            _ => None,
        }
    }
}

/// Half past seven, when the doors have been open for a while.
fn morning(year: i32, month: u32, day: u32) -> Moment {
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a day of the demo exists");
    at_wall(date.and_hms_opt(7, 30, 0).expect("half past seven exists"))
}

pub(crate) const NAME: &str = "office.json";

impl OfficeFile {
    /// Reads the file of a store folder; `None` where there is none.
    ///
    /// # Errors
    /// When the file is there but cannot be read or understood.
    pub fn read(folder: &Path) -> io::Result<Option<Self>> {
        match fs::read(folder.join(NAME)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes the file whole: a torn one is never seen.
    ///
    /// # Errors
    /// What the disk says.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(self).map_err(io::Error::other)?;
        desk_store::write_whole(&folder.join(NAME), &text)
    }
}
