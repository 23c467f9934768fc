//! A form that was issued stays as it is: what an office printed is printed the same for as long as the record lives.

mod common;

use common::{long, options, receipts, sample};
use desk_forms::{FormData, FormRef, Paper, ReceiptData, RenderOptions};
use sha2::{Digest, Sha256};

/// The digest of the laid out pages of a receipt: sample, long and empty, on every sheet.
fn pages_digest(form: &FormRef) -> String {
    let mut whole = Sha256::new();
    for receipt in [sample(form), long(form), ReceiptData::default()] {
        for paper in [Paper::A5, Paper::TwoOnA4, Paper::A4] {
            let options = RenderOptions { paper, ..options() };
            let pages = desk_forms::layout(form, &FormData::from(&receipt), &options).expect("pages");
            whole.update(format!("{pages:?}"));
        }
    }
    whole.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn an_issued_receipt_is_laid_out_as_ever() {
    let [old, new] = receipts();
    let found = (pages_digest(&old), pages_digest(&new));
    assert_eq!((found.0.as_str(), found.1.as_str()), ("43863ec09a625adc", "236a5f2cb5b5b66a"));
}
