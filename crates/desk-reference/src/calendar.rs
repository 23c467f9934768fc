//! The public calendar, from `holidays.csv` and `calendar.json`.

use chrono::NaiveDate;
use desk_core::calendar::{Calendar, SpecialDay, SpecialKind};
use serde::Deserialize;

use crate::{
    ReferenceError, csv,
    files::{CALENDAR, HOLIDAYS},
};

/// How far the list reaches, and how far authorities have published it.
#[derive(Deserialize)]
struct Reach {
    known_from: NaiveDate,
    known_until: NaiveDate,
    official_until: NaiveDate,
}

pub(crate) fn read(days: &str, reach: &str) -> Result<Calendar, ReferenceError> {
    let reach: Reach =
        serde_json::from_str(reach).map_err(|fault| ReferenceError::new(CALENDAR, 0, fault.to_string()))?;
    let mut calendar = Calendar {
        official_until: Some(reach.official_until),
        known_from: Some(reach.known_from),
        known_until: Some(reach.known_until),
        ..Calendar::default()
    };
    for row in csv::rows(HOLIDAYS, days, "date,kind,name_vi,name_en,source")? {
        let fault = |what: &str| ReferenceError::new(HOLIDAYS, row.line, what);
        let [date, kind, name, name_en, _source] = &row.fields[..] else { return Err(fault("five fields")) };
        let date: NaiveDate = date.parse().map_err(|_| fault("not a date"))?;
        let kind = match kind.as_str() {
            "holiday" => SpecialKind::Holiday,
            "substitute" => SpecialKind::Substitute,
            "swapped_workday" => SpecialKind::SwappedWorkday,
            _ => return Err(fault("not a kind of day")),
        };
        let official = date <= reach.official_until;
        let day = SpecialDay { kind, name: name.clone(), name_en: name_en.clone(), official };
        if calendar.days.insert(date, day).is_some() {
            return Err(fault("the day is there twice"));
        }
    }
    Ok(calendar)
}
