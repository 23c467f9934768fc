//! Which of a dossier's receipts is in force: the same answer at the desk and in the province.

use desk_core::dossier::{Accepted, Fact};
use desk_log::Head;

use crate::{codec::Body, entry::Entry};

/// The form that a citizen is given, as prints name it.
const RECEIPT: &str = "receipt";

/// Where a printed receipt stands among those of its dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptStanding {
    /// It shows what holds.
    InForce,
    /// What it shows was corrected since.
    Replaced,
}

/// The act that a receipt printed now shows: the acceptance, or the last correction. The entries are in order.
pub fn receipt_act(sorted: &[Entry]) -> Option<Head> {
    let shown = |kind: &str| kind == "dossier.received" || kind == "dossier.corrected";
    sorted.iter().rev().find(|entry| shown(&entry.kind)).map(|entry| entry.head)
}

/// Where the receipt with this proof stands, and the entry of its first print; none where no print of the dossier has it.
pub fn receipt_standing(sorted: &[Entry], accepted: &Accepted, proof: &str) -> Option<(Head, ReceiptStanding)> {
    let print = accepted.prints_of(RECEIPT).find(|print| print.printed.proof == proof)?;
    let sealed = sorted.iter().find(|entry| match &entry.body {
        Body::Dossier(Fact::FormPrinted(printed)) => printed.form == RECEIPT && printed.proof == proof,
        Body::Dossier(_) | Body::Office(_) | Body::Aside(_) | Body::Erased => false,
    })?;
    let holds = receipt_act(sorted).is_some_and(|act| act.on_paper() == print.printed.head);
    let standing = if holds { ReceiptStanding::InForce } else { ReceiptStanding::Replaced };
    Some((sealed.head, standing))
}
