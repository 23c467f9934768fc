//! Lists that go from hand to hand: dossiers, results, post.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::head::{Fields, SlipHead, day, moment};
use crate::data::FormData;

/// GIẤY BÀN GIAO HỒ SƠ (`handover`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HandoverData {
    /// Head and foot.
    pub head: SlipHead,
    /// Who hands over, by name.
    pub giver: String,
    /// The side that hands over.
    pub giving_side: String,
    /// The side that takes over.
    pub receiving_side: String,
    /// Who takes over, by name; usually left to be written.
    pub receiver: String,
    /// What kind of dossiers, as their field.
    pub kind: String,
    /// When, by the clock of Hà Nội.
    pub at: Option<NaiveDateTime>,
    /// The dossiers; their number is counted.
    pub rows: Vec<HandoverRow>,
}

/// A dossier handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HandoverRow {
    /// Code of the dossier.
    pub code: String,
    /// Who asked for it.
    pub registrant: String,
    /// Received.
    pub received: Option<NaiveDate>,
    /// Appointment.
    pub due: Option<NaiveDate>,
}

/// PHIẾU BÀN GIAO KẾT QUẢ (`results`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResultsData {
    /// Head and foot.
    pub head: SlipHead,
    /// The side that hands over.
    pub giving_side: String,
    /// The side that takes over.
    pub receiving_side: String,
    /// When, by the clock of Hà Nội.
    pub at: Option<NaiveDateTime>,
    /// The results.
    pub rows: Vec<ResultsRow>,
    /// Name under the left-hand signature.
    pub giver: String,
    /// Name under the right-hand signature.
    pub receiver: String,
}

/// A result handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResultsRow {
    /// Code of the dossier.
    pub code: String,
    /// What was asked for.
    pub content: String,
    /// The result, as the number of a decision.
    pub result: String,
    /// Whose dossier it is.
    pub owner: String,
    /// Their address.
    pub address: String,
    /// There is a fee to pay.
    pub fee: bool,
    /// The result goes by post.
    pub postal: bool,
}

/// The list that goes with results to the post (`postal`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostalData {
    /// Head and foot.
    pub head: SlipHead,
    /// The post office or company.
    pub carrier: String,
    /// When, by the clock of Hà Nội.
    pub at: Option<NaiveDateTime>,
    /// The items; their number is counted.
    pub rows: Vec<PostalRow>,
    /// Name under the left-hand signature.
    pub giver: String,
    /// Name under the right-hand signature.
    pub receiver: String,
}

/// An item for the post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostalRow {
    /// Code of the dossier.
    pub code: String,
    /// Who gets it.
    pub receiver: String,
    /// Where.
    pub address: String,
    /// Their phone.
    pub phone: String,
    /// Number that the post gives it.
    pub item_number: String,
    /// A remark.
    pub note: String,
}

/// How many rows; nothing without any, so that it can be written.
fn number_of<T>(rows: &[T]) -> String {
    if rows.is_empty() { String::new() } else { rows.len().to_string() }
}

/// The mark in a column that says so in its heading.
fn cross(holds: bool) -> String {
    if holds { "X".to_owned() } else { String::new() }
}

impl HandoverData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let rows = self.rows.iter().map(|row| {
            [
                ("code", row.code.clone()),
                ("registrant", row.registrant.clone()),
                ("received", day(row.received)),
                ("due", day(row.due)),
            ]
        });
        Fields::of(&self.head)
            .put("giver", &self.giver)
            .put("giving_side", &self.giving_side)
            .put("receiving_side", &self.receiving_side)
            .put("receiver", &self.receiver)
            .put("count", &number_of(&self.rows))
            .put("kind", &self.kind)
            .put("at", &moment(self.at))
            .rows("rows", rows)
            .done()
    }
}

impl ResultsData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let rows = self.rows.iter().map(|row| {
            [
                ("code", row.code.clone()),
                ("content", row.content.clone()),
                ("result", row.result.clone()),
                ("owner", row.owner.clone()),
                ("address", row.address.clone()),
                ("fee", cross(row.fee)),
                ("postal", cross(row.postal)),
            ]
        });
        Fields::of(&self.head)
            .put("giving_side", &self.giving_side)
            .put("receiving_side", &self.receiving_side)
            .put("at", &moment(self.at))
            .rows("rows", rows)
            .put("giver", &self.giver)
            .put("receiver", &self.receiver)
            .done()
    }
}

impl PostalData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let rows = self.rows.iter().map(|row| {
            [
                ("code", row.code.clone()),
                ("receiver", row.receiver.clone()),
                ("address", row.address.clone()),
                ("phone", row.phone.clone()),
                ("item_number", row.item_number.clone()),
                ("note", row.note.clone()),
            ]
        });
        Fields::of(&self.head)
            .put("carrier", &self.carrier)
            .put("at", &moment(self.at))
            .put("count", &number_of(&self.rows))
            .rows("rows", rows)
            .put("giver", &self.giver)
            .put("receiver", &self.receiver)
            .done()
    }
}

into_form_data!(HandoverData, ResultsData, PostalData);
