//! Slips of the counter: result collected, light appointment, fee, commitment for a lost receipt.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::head::{DossierHead, Fields, SlipHead, count, moment};
use crate::data::FormData;

/// GIẤY BIÊN NHẬN TRẢ KẾT QUẢ (`collected`), signed by who collects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectedData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier.
    pub dossier: DossierHead,
    /// Who collects.
    pub receiver: String,
    /// Their personal number, old identity number or passport.
    pub receiver_id: String,
    /// On whose behalf, as the number of an authorisation; not printed when empty.
    pub authority: String,
    /// When, by the clock of Hà Nội.
    pub collected_at: Option<NaiveDateTime>,
    /// What is handed out.
    pub results: Vec<CollectedResult>,
    /// Name under the right-hand signature.
    pub clerk: String,
}

/// A result handed out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectedResult {
    /// Name of the paper.
    pub name: String,
    /// Its number.
    pub number: String,
    /// How many; blank when not counted.
    pub copies: Option<u16>,
}

/// Phiếu hẹn, trả kết quả (`appointment`): what a light procedure gives in place of the receipt.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppointmentData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier with its appointment.
    pub dossier: DossierHead,
    /// Where the result is fetched.
    pub return_by: String,
    /// Amount, exemption, or `chưa công bố`.
    pub fee_text: String,
    /// Name under the signature.
    pub clerk: String,
    /// Text of the QR code; without it an empty frame is left.
    pub qr_text: Option<String>,
}

/// The office's own note of a fee (`fee`); not the registered receipt.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeeSlipData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier.
    pub dossier: DossierHead,
    /// Who pays.
    pub payer: String,
    /// What is paid for.
    pub lines: Vec<FeeLine>,
    /// The sum, as `28.000 đồng`.
    pub total: String,
    /// The sum in words, as `Hai mươi tám nghìn đồng`.
    pub total_words: String,
    /// How it is paid.
    pub method: String,
    /// Number of the registered receipt, when there is one; not printed when empty.
    pub receipt_number: String,
    /// Name under the right-hand signature.
    pub clerk: String,
}

/// A fee of a slip.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeeLine {
    /// What it is called.
    pub name: String,
    /// How many; blank when not counted.
    pub quantity: Option<u16>,
    /// The amount, as `8.000`.
    pub amount: String,
}

/// What someone signs who has lost the receipt (`commitment`). It goes to the office of the head.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommitmentData {
    /// Head and foot. It is sent to the office; the line above the office and a number are not printed.
    pub head: SlipHead,
    /// The dossier.
    pub dossier: DossierHead,
    /// Who signs.
    pub person: String,
    /// Their personal number, old identity number or passport.
    pub id_number: String,
    /// Their address.
    pub address: String,
    /// Their phone.
    pub phone: String,
    /// How the receipt was lost.
    pub reason: String,
}

impl CollectedData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let results = self.results.iter().map(|result| {
            [("name", result.name.clone()), ("number", result.number.clone()), ("copies", count(result.copies))]
        });
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("receiver", &self.receiver)
            .put("receiver_id", &self.receiver_id)
            .put("authority", &self.authority)
            .put("collected_at", &moment(self.collected_at))
            .rows("results", results)
            .put("clerk", &self.clerk)
            .done()
    }
}

impl AppointmentData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("return_by", &self.return_by)
            .put("fee", &self.fee_text)
            .put("clerk", &self.clerk)
            .qr(self.qr_text.as_deref())
            .done()
    }
}

impl FeeSlipData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        let lines = self.lines.iter().map(|line| {
            [("name", line.name.clone()), ("quantity", count(line.quantity)), ("amount", line.amount.clone())]
        });
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("payer", &self.payer)
            .rows("lines", lines)
            .put("total", &self.total)
            .put("total_words", &self.total_words)
            .put("method", &self.method)
            .put("receipt_number", &self.receipt_number)
            .put("clerk", &self.clerk)
            .done()
    }
}

impl CommitmentData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("person", &self.person)
            .put("id_number", &self.id_number)
            .put("person_address", &self.address)
            .put("person_phone", &self.phone)
            .put("reason", &self.reason)
            .done()
    }
}

into_form_data!(CollectedData, AppointmentData, FeeSlipData, CommitmentData);
