//! What one office writes about a dossier that is late or ends early: apology, stop, chasing slip.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::head::{DossierHead, Fields, SlipHead, count, short_moment};
use crate::data::FormData;
use crate::receipt::date_text;

/// PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ of 2018, VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT of 2025
/// (`apology`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApologyData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier, with the appointment that is missed.
    pub dossier: DossierHead,
    /// The desk that received it.
    pub desk: String,
    /// Who apologises.
    pub agency: String,
    /// Why the result is late.
    pub reason: String,
    /// The new appointment, as [`crate::date_text`] or [`crate::moment_text`] writes it.
    pub new_due_text: String,
    /// Which extension it is; printed by the form of 2025 alone.
    pub extension_number: Option<u16>,
    /// Who gets it, one line each; nobody when empty.
    pub recipients: Vec<String>,
    /// Role of who signs, as `KT. GIÁM ĐỐC`; the form has its own when empty.
    pub signer_role: String,
    /// Name under the signature.
    pub signer: String,
}

/// THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ of 2025 (`stop`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StopData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier that is no longer processed.
    pub dossier: DossierHead,
    /// Who says so.
    pub agency: String,
    /// Who asked to stop.
    pub requested_by: String,
    /// Day of their request.
    pub requested_on: Option<NaiveDate>,
    /// Why they asked.
    pub reason: String,
    /// How far the dossier had come.
    pub stage: String,
    /// Who decided to stop.
    pub decided_by: String,
    /// What becomes of a fee that was paid.
    pub fee_text: String,
    /// Who gets it, one line each; nobody when empty.
    pub recipients: Vec<String>,
    /// Role of who signs; the form has its own when empty.
    pub signer_role: String,
    /// Name under the signature.
    pub signer: String,
}

/// PHIẾU ĐÔN ĐỐC (`chasing`): the desk asks the office in charge for an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChasingData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier.
    pub dossier: DossierHead,
    /// The office in charge, to which it goes.
    pub agency: String,
    /// Who works on the dossier there.
    pub officer: String,
    /// How the applicant asked, as `trực tiếp` or `điện thoại`.
    pub channel: String,
    /// How soon an answer is wanted, as `24 giờ`.
    pub answer_within: String,
    /// Reminders so far, oldest first, this one last.
    pub reminders: Vec<Reminder>,
    /// Role of who signs; the form has its own when empty.
    pub signer_role: String,
    /// Name under the signature.
    pub signer: String,
}

/// A reminder (Lần n).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reminder {
    /// Which one, from 1.
    pub number: Option<u16>,
    /// When, by the clock of Hà Nội.
    pub at: Option<NaiveDateTime>,
    /// How it was sent and by whom.
    pub by: String,
    /// What was answered.
    pub answer: String,
}

impl ApologyData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("desk", &self.desk)
            .put("agency", &self.agency)
            .put("reason", &self.reason)
            .put("new_due", &self.new_due_text)
            .put("extension_number", &count(self.extension_number))
            .list("recipients", &self.recipients)
            .put("signer_role", &self.signer_role)
            .put("signer", &self.signer)
            .done()
    }
}

impl StopData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let requested_on = self.requested_on.map(date_text).unwrap_or_default();
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("agency", &self.agency)
            .put("requested_by", &self.requested_by)
            .put("requested_on", requested_on.trim_start_matches("ngày "))
            .put("reason", &self.reason)
            .put("stage", &self.stage)
            .put("decided_by", &self.decided_by)
            .put("fee", &self.fee_text)
            .list("recipients", &self.recipients)
            .put("signer_role", &self.signer_role)
            .put("signer", &self.signer)
            .done()
    }
}

impl ChasingData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let reminders = self.reminders.iter().map(|reminder| {
            [
                ("number", count(reminder.number)),
                ("at", short_moment(reminder.at)),
                ("by", reminder.by.clone()),
                ("answer", reminder.answer.clone()),
            ]
        });
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("agency", &self.agency)
            .put("officer", &self.officer)
            .put("channel", &self.channel)
            .put("answer_within", &self.answer_within)
            .rows("reminders", reminders)
            .put("signer_role", &self.signer_role)
            .put("signer", &self.signer)
            .done()
    }
}

into_form_data!(ApologyData, StopData, ChasingData);
