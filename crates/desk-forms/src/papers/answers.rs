//! What the desk answers to papers that cannot be taken as they are: supplement, guidance, refusal.

use serde::{Deserialize, Serialize};

use super::head::{DossierHead, Fields, SlipHead};
use crate::data::FormData;

/// PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ (`supplement`), and PHIẾU HƯỚNG DẪN (`guidance`), which is laid out alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupplementData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier; without a code when nothing was received.
    pub dossier: DossierHead,
    /// The desk by name.
    pub desk: String,
    /// What is to be completed, one entry each.
    pub items: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who answers questions.
    pub contact: String,
    /// Their phone.
    pub contact_phone: String,
    /// Name under the signature of who instructs.
    pub clerk: String,
}

/// What PHIẾU HƯỚNG DẪN says: the same as the request for a supplement.
pub type GuidanceData = SupplementData;

/// PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ (`refusal`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefusalData {
    /// Head and foot.
    pub head: SlipHead,
    /// The dossier; one that was not received has no code.
    pub dossier: DossierHead,
    /// The desk by name.
    pub desk: String,
    /// Who looked at the papers and says no.
    pub agency: String,
    /// Why, one entry each.
    pub reasons: Vec<String>,
    /// Name under the right-hand signature.
    pub clerk: String,
}

impl SupplementData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("desk", &self.desk)
            .list("items", &self.items)
            .put("reason", &self.reason)
            .put("contact", &self.contact)
            .put("contact_phone", &self.contact_phone)
            .put("clerk", &self.clerk)
            .done()
    }
}

impl RefusalData {
    /// The data under the names that the form's definition uses.
    pub fn form_data(&self) -> FormData {
        Fields::of(&self.head)
            .dossier(&self.dossier)
            .put("desk", &self.desk)
            .put("agency", &self.agency)
            .list("reasons", &self.reasons)
            .put("clerk", &self.clerk)
            .done()
    }
}

into_form_data!(SupplementData, RefusalData);
