//! One number for everything that was folded: equal on every machine that holds the same entries.
//!
//! The sum, modulo 2^256, of SHA-256 over each entry's hash, each dossier's folded state and the office's. A sum does
//! not ask in which order things came, and one act changes it by what the act changed, so it is kept with every
//! commit and costs nothing to compare. It is a check against damage and put-back pages, not a commitment: that is
//! what signatures and heads are for.

use desk_core::{
    dossier::Dossier,
    ids::{DossierId, EntryHash},
    office::Office,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::error::Result;

/// The digest of a store and how many entries went into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// 64 hex digits.
    pub digest: String,
    /// Entries kept, understood or not.
    pub entries: u64,
}

/// The running sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum(pub(crate) [u8; 32]);

impl Sum {
    pub(crate) fn add(&mut self, item: [u8; 32]) {
        let mut carry = 0_u16;
        for (byte, more) in self.0.iter_mut().zip(item) {
            let total = u16::from(*byte) + u16::from(more) + carry;
            *byte = (total & 0xff) as u8;
            carry = total >> 8;
        }
    }

    pub(crate) fn take(&mut self, item: [u8; 32]) {
        let mut borrow = 0_i16;
        for (byte, less) in self.0.iter_mut().zip(item) {
            let rest = i16::from(*byte) - i16::from(less) - borrow;
            *byte = (rest & 0xff) as u8;
            borrow = i16::from(rest < 0);
        }
    }

    pub(crate) fn digest(&self, entries: u64) -> Digest {
        let digest =
            Sha256::new().chain_update(b"motcua/digest/1").chain_update(entries.to_be_bytes()).chain_update(self.0);
        Digest { digest: hex::encode(digest.finalize()), entries }
    }
}

fn item(what: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new().chain_update(b"motcua/digest/").chain_update(what).chain_update([0]);
    for part in parts {
        digest.update(part);
    }
    digest.finalize().into()
}

/// What an entry adds.
pub(crate) fn of_entry(hash: EntryHash) -> [u8; 32] {
    item(b"entry", &[&hash.0])
}

/// SHA-256 of a folded dossier's canonical CBOR.
pub(crate) fn doc_of(dossier: &Dossier) -> Result<[u8; 32]> {
    Ok(Sha256::digest(desk_log::to_canonical(dossier)?).into())
}

/// What a dossier adds.
pub(crate) fn of_dossier(id: DossierId, doc: &[u8; 32]) -> [u8; 32] {
    item(b"dossier", &[&id.bytes(), doc])
}

/// What the office adds.
pub(crate) fn of_office(office: &Office) -> Result<[u8; 32]> {
    Ok(item(b"office", &[&desk_log::to_canonical(office)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_forgets_order_and_what_was_taken_out() {
        let items: Vec<[u8; 32]> = (0..50_u8).map(|n| item(b"test", &[&[n]])).collect();
        let sum = |items: &mut dyn Iterator<Item = &[u8; 32]>| {
            let mut sum = Sum::default();
            items.for_each(|item| sum.add(*item));
            sum
        };
        let all = sum(&mut items.iter());
        assert_eq!(all, sum(&mut items.iter().rev()));
        let mut without = all;
        without.take(items[7]);
        assert_ne!(without, all);
        assert_eq!(without, sum(&mut items.iter().enumerate().filter(|(n, _)| *n != 7).map(|(_, item)| item)));
        assert_ne!(all.digest(50), all.digest(51));
    }
}
