//! What papers have in common: the office's head, and whose dossier it is about.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::data::FormData;
use crate::definition::LIST_TEXT;
use crate::receipt::{date_text, moment_text, place_date_text};

/// Head and foot of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SlipHead {
    /// First line on the left, as `ỦY BAN NHÂN DÂN XÃ TỬ NÊ`.
    pub superior: String,
    /// Second line on the left, bold, as `TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG`.
    pub office: String,
    /// The paper's number, without `Số:` and what follows the slash.
    pub number: String,
    /// Place before the date.
    pub place: String,
    /// Date of the paper.
    pub date: Option<NaiveDate>,
    /// The head on paper: device, sequence number and hash of the act that the paper shows.
    pub head_on_paper: String,
    /// What this corrected paper takes the place of.
    pub replaces: String,
}

/// The dossier that a paper is about. A form prints those of its fields that it has lines for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DossierHead {
    /// Code of the dossier.
    pub code: String,
    /// Whose dossier it is.
    pub owner: String,
    /// Who handed it in.
    pub submitter: String,
    /// Address of the owner, in the units of the day.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// The procedure or what is asked for.
    pub procedure: String,
    /// The field of the procedure (lĩnh vực).
    pub sector: String,
    /// When it was received, by the clock of Hà Nội.
    pub received: Option<NaiveDateTime>,
    /// The appointment, as [`moment_text`] writes it, or why there is none.
    pub due_text: String,
}

/// A day in a cell: `05/03/2024`.
pub(crate) fn day(date: Option<NaiveDate>) -> String {
    date.map(|date| date.format("%d/%m/%Y").to_string()).unwrap_or_default()
}

/// A moment in a cell: `08:35 05/03/2024`.
pub(crate) fn short_moment(moment: Option<NaiveDateTime>) -> String {
    moment.map(|moment| moment.format("%H:%M %d/%m/%Y").to_string()).unwrap_or_default()
}

/// A moment as a line writes it.
pub(crate) fn moment(moment: Option<NaiveDateTime>) -> String {
    moment.map(moment_text).unwrap_or_default()
}

/// A number; empty when absent.
pub(crate) fn count(number: Option<u16>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// Form data in the making.
pub(crate) struct Fields(FormData);

impl Fields {
    /// The fields of the head.
    pub(crate) fn of(head: &SlipHead) -> Fields {
        let place_date = head.date.map(|date| place_date_text(&head.place, date)).unwrap_or_default();
        Fields(FormData::default())
            .put("superior", &head.superior)
            .put("office", &head.office)
            .put("number", &head.number)
            .put("place_date", &place_date)
            .put("head_on_paper", &head.head_on_paper)
            .put("replaces", &head.replaces)
    }

    /// The fields of the dossier; `received_day` follows the word `ngày` of a sentence.
    pub(crate) fn dossier(self, dossier: &DossierHead) -> Fields {
        let received_day = dossier.received.map(|received| date_text(received.date())).unwrap_or_default();
        self.put("code", &dossier.code)
            .put("owner", &dossier.owner)
            .put("submitter", &dossier.submitter)
            .put("address", &dossier.address)
            .put("phone", &dossier.phone)
            .put("email", &dossier.email)
            .put("procedure", &dossier.procedure)
            .put("sector", &dossier.sector)
            .put("received", &moment(dossier.received))
            .put("received_day", received_day.trim_start_matches("ngày "))
            .put("due", &dossier.due_text)
    }

    /// One field.
    pub(crate) fn put(mut self, name: &str, value: &str) -> Fields {
        self.0.fields.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The rows of a table.
    pub(crate) fn rows<const N: usize>(
        mut self,
        name: &str,
        rows: impl Iterator<Item = [(&'static str, String); N]>,
    ) -> Fields {
        let row = |cells: [(&'static str, String); N]| -> BTreeMap<String, String> {
            cells.into_iter().map(|(column, value)| (column.to_owned(), value)).collect()
        };
        self.0.tables.insert(name.to_owned(), rows.map(row).collect());
        self
    }

    /// The rows of a list.
    pub(crate) fn list(self, name: &str, texts: &[String]) -> Fields {
        self.rows(name, texts.iter().map(|text| [(LIST_TEXT, text.clone())]))
    }

    /// The text of the QR code.
    pub(crate) fn qr(mut self, text: Option<&str>) -> Fields {
        self.0.qr = text.map(str::to_owned);
        self
    }

    pub(crate) fn done(self) -> FormData {
        self.0
    }
}
