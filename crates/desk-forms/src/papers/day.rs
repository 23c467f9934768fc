//! The sheet of a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::head::{Fields, SlipHead, day};
use crate::data::FormData;

/// BẢNG KẾT NGÀY (`day_sheet`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DaySheetData {
    /// Head and foot.
    pub head: SlipHead,
    /// The day.
    pub day: Option<NaiveDate>,
    /// Receipts printed, dossiers logged, received by the province.
    pub equation: String,
    /// Counters whose closing is missing.
    pub missing: String,
    /// The sheets that this one takes the place of.
    pub amends: String,
    /// Names and values, set in two columns.
    pub figures: Vec<(String, String)>,
    /// Money by person, kind and means.
    pub money: Vec<DayMoneyRow>,
    /// The counters' closings.
    pub counters: Vec<DayCounterRow>,
    /// What was still to be decided.
    pub open: String,
    /// Name under the left-hand signature.
    pub maker: String,
    /// Name under the right-hand signature; empty until it is signed.
    pub signer: String,
}

/// Money that one person took in one way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayMoneyRow {
    /// Who.
    pub person: String,
    /// What for.
    pub kind: String,
    /// How it was paid.
    pub means: String,
    /// How often.
    pub times: u32,
    /// Đồng, grouped.
    pub vnd: String,
}

/// A counter's closing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayCounterRow {
    /// Its number.
    pub counter: String,
    /// First and last number used.
    pub numbers: String,
    /// Void and unused numbers with their story.
    pub story: String,
    /// Who closed it, when.
    pub by: String,
    /// Counted in the drawer.
    pub cash: String,
    /// The head of its log.
    pub head: String,
}

impl DaySheetData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let half = self.figures.len().div_ceil(2);
        let cell = |at: usize| self.figures.get(at).cloned().unwrap_or_default();
        let figures = (0..half).map(|at| {
            let ((left, left_value), (right, right_value)) = (cell(at), cell(half + at));
            [("left", left), ("left_value", left_value), ("right", right), ("right_value", right_value)]
        });
        let money = self.money.iter().map(|row| {
            [
                ("person", row.person.clone()),
                ("kind", row.kind.clone()),
                ("means", row.means.clone()),
                ("times", row.times.to_string()),
                ("vnd", row.vnd.clone()),
            ]
        });
        let counters = self.counters.iter().map(|row| {
            [
                ("counter", row.counter.clone()),
                ("numbers", row.numbers.clone()),
                ("story", row.story.clone()),
                ("by", row.by.clone()),
                ("cash", row.cash.clone()),
                ("head", row.head.clone()),
            ]
        });
        Fields::of(&self.head)
            .put("day", &day(self.day))
            .put("equation", &self.equation)
            .put("missing", &self.missing)
            .put("amends", &self.amends)
            .put("open", &self.open)
            .put("maker", &self.maker)
            .put("signer", &self.signer)
            .rows("figures", figures)
            .rows("money", money)
            .rows("counters", counters)
            .done()
    }
}

into_form_data!(DaySheetData);
