//! A report as it leaves the desk: columns, lines, what they were made from.

use chrono::NaiveDate;
use desk_core::time::Moment;
use desk_log::Head;

/// One place of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words or a code, as the record has them.
    Text(String),
    /// A word of our own; files carry it in Vietnamese, scripts as it is.
    Word(&'static str),
    /// A count, or đồng.
    Number(i64),
    /// A share in hundredths of a percent, so 9,872 is 98.72 %.
    Share(u32),
    /// A day.
    Day(NaiveDate),
    /// A moment.
    Moment(Moment),
    /// Not known, or cannot be computed. Never 0.
    Unknown,
}

impl Cell {
    /// Part of a whole; unknown where there is no whole.
    pub(crate) fn share(part: i64, whole: i64) -> Cell {
        let hundredths = (whole > 0).then(|| (part * 20_000 / whole + 1) / 2);
        hundredths.and_then(|share| u32::try_from(share).ok()).map_or(Cell::Unknown, Cell::Share)
    }

    /// It as a part of a line's name: dates as `2024-03-05`, words as scripts know them.
    pub(super) fn key(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Word(word) => (*word).to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Share(share) => share.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Moment(moment) => moment.to_rfc3339(),
            Cell::Unknown => String::new(),
        }
    }

    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    pub(crate) fn moment(moment: Option<Moment>) -> Cell {
        moment.map_or(Cell::Unknown, Cell::Moment)
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Cell {
        Cell::Number(count.into())
    }
}

impl From<i64> for Cell {
    fn from(count: i64) -> Cell {
        Cell::Number(count)
    }
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Keys of the columns; scripts rely on them.
    pub columns: Vec<&'static str>,
    /// The lines.
    pub rows: Vec<Vec<Cell>>,
    /// All lines together, where that means something; as wide as a line.
    pub total: Option<Vec<Cell>>,
    /// Codes of what has to be said beside it, with a figure each.
    pub notes: Vec<(&'static str, i64)>,
    /// The newest entry of every device it was made from: the same heads and period give the same report.
    pub heads: Vec<Head>,
}
