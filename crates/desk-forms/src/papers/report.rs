//! A report as a table on A4: form II.06a and the office's own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::head::{Fields, SlipHead};
use crate::data::FormData;

/// What a report (set `report`) says. Its rows bring their cells as words, under the keys of its columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportData {
    /// Head and foot. Place and date are usually left to be written when it is signed.
    pub head: SlipHead,
    /// Who reports.
    pub unit: String,
    /// Who receives the report.
    pub receiver: String,
    /// Which days it covers, in a sentence.
    pub period: String,
    /// The same, short, for the head of further pages.
    pub days: String,
    /// Who made it.
    pub maker: String,
    /// What has to be said below the table: the rules of counting, what it was made from.
    pub notes: Vec<String>,
    /// The rows, each its cells by column; `number` is the first.
    pub rows: Vec<BTreeMap<String, String>>,
}

impl ReportData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let mut data = Fields::of(&self.head)
            .put("unit", &self.unit)
            .put("receiver", &self.receiver)
            .put("period", &self.period)
            .put("days", &self.days)
            .put("maker", &self.maker)
            .list("notes", &self.notes)
            .done();
        data.tables.insert("rows".to_owned(), self.rows.clone());
        data
    }
}

into_form_data!(ReportData);
