//! Whether a receipt held at the desk is what was printed: the proof behind its QR, checked offline.

use desk_core::card::Scan;
use desk_log::{device_id, proof::ReceiptProof};
use desk_store::{ReceiptStanding, receipt_standing};

use crate::{desk::Desk, error::AppError, receipt, scan::read_scan};

/// What the proof says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Signed by a known device over exactly the record's printed strings.
    Genuine,
    /// The code, the times or the signature do not fit together.
    Altered,
    /// Genuine once; a corrected receipt has taken its place.
    Replaced,
    /// Signed by a key that this desk does not know.
    UnknownSigner,
}

impl Verdict {
    /// The word on the command line and in views.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Genuine => "genuine",
            Verdict::Altered => "altered",
            Verdict::Replaced => "replaced",
            Verdict::UnknownSigner => "unknown_signer",
        }
    }
}

impl Desk {
    /// The verdict on the text of a receipt's QR. A text that carries no readable proof was altered: every receipt
    /// has one.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn check_receipt(&self, text: &str) -> Result<Verdict, AppError> {
        let Scan::Receipt { code, proof, .. } = read_scan(text) else { return Ok(Verdict::Altered) };
        let code = code.to_string();
        let Some(proof) = proof.as_deref().and_then(|proof| ReceiptProof::parse(proof).ok()) else {
            return Ok(Verdict::Altered);
        };
        // Any machine of the office may have printed it.
        let keys = self.reader()?.public_keys()?;
        let Some(key) = keys.iter().find(|key| proof.is_signed_by(&device_id(key))) else {
            return Ok(Verdict::UnknownSigner);
        };
        if proof.verify(&code, key).is_err() {
            return Ok(Verdict::Altered);
        }
        let Some(id) = self.reader()?.dossier_by_code(&code)? else { return Ok(Verdict::Genuine) };
        let dossier = self.reader()?.dossier(id)?;
        let Some(accepted) = dossier.accepted() else { return Ok(Verdict::Genuine) };
        let history = self.reader()?.history(id)?;
        if let Some((_, standing)) = receipt_standing(&history, accepted, &proof.to_string()) {
            return Ok(match standing {
                ReceiptStanding::InForce => Verdict::Genuine,
                ReceiptStanding::Replaced => Verdict::Replaced,
            });
        }
        // Signed by one of ours and in no print that is here: drawn and not printed, or not arrived yet.
        let paper = self.receipt_of(id, accepted)?;
        let now = receipt::printed_digest(&accepted.received, &paper.data)?;
        Ok(if proof.digest == now { Verdict::Genuine } else { Verdict::Replaced })
    }
}
