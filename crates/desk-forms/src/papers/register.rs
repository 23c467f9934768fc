//! SỔ THEO DÕI HỒ SƠ as book pages. A long register is printed in parts: each row brings its own number.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::head::{Fields, SlipHead, count, day};
use crate::data::FormData;

/// What the register (`register`) says. Its memory grows with its rows: print a thousand or so at a time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterData {
    /// Head and foot.
    pub head: SlipHead,
    /// The field, or group of fields, that the book is for.
    pub sector: String,
    /// Number of the volume, as `01/2026`.
    pub book: String,
    /// Which days it covers, as `01/01/2026 – 31/01/2026`; not printed when empty.
    pub period: String,
    /// Which part of the print it is, as `2/70`; not printed when empty.
    pub part: String,
    /// The rows in the order of the book.
    pub rows: Vec<RegisterRow>,
}

/// A dossier in the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterRow {
    /// Number in the book (STT).
    pub number: String,
    /// Code of the dossier.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Number of sets (bộ).
    pub sets: Option<u16>,
    /// Person or organisation.
    pub owner: String,
    /// Their address.
    pub address: String,
    /// Their phone.
    pub phone: String,
    /// Who decides on the dossier.
    pub agency: String,
    /// Received.
    pub received: Option<NaiveDate>,
    /// Appointment.
    pub due: Option<NaiveDate>,
    /// Sent to the office that decides.
    pub sent: Option<NaiveDate>,
    /// The result came from it.
    pub result_received: Option<NaiveDate>,
    /// Returned to the applicant.
    pub returned: Option<NaiveDate>,
    /// How it was returned.
    pub method: String,
    /// What stands for the signature, as a name; usually left to be signed.
    pub signed: String,
    /// A remark.
    pub note: String,
}

impl RegisterData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let rows = self.rows.iter().map(|row| {
            [
                ("number", row.number.clone()),
                ("code", row.code.clone()),
                ("procedure", row.procedure.clone()),
                ("sets", count(row.sets)),
                ("owner", row.owner.clone()),
                ("address", row.address.clone()),
                ("phone", row.phone.clone()),
                ("agency", row.agency.clone()),
                ("received", day(row.received)),
                ("due", day(row.due)),
                ("sent", day(row.sent)),
                ("result_received", day(row.result_received)),
                ("returned", day(row.returned)),
                ("method", row.method.clone()),
                ("signed", row.signed.clone()),
                ("note", row.note.clone()),
            ]
        });
        Fields::of(&self.head)
            .put("sector", &self.sector)
            .put("book", &self.book)
            .put("period", &self.period)
            .put("part", &self.part)
            .rows("rows", rows)
            .done()
    }
}

into_form_data!(RegisterData);
