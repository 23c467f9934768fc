//! Sealing, opening, damage, and the chain.

mod common;

use common::{With, chain, draft, key, sealed};
use desk_core::ids::EntryHash;
use desk_log::{
    ChainFault, ChainState, EntryFault, Head, Header, Link, Opened, PaperHead, Sealed, device_id, seal, to_canonical,
};
use proptest::prelude::*;

fn open(entry: &Sealed) -> Result<Opened, EntryFault> {
    Sealed::open(entry.cose.clone(), Some((entry.salt, entry.body.clone())), &key(1).public())
}

#[test]
fn a_sealed_entry_opens_to_the_same_header_and_body() {
    let entry = sealed();
    let opened = open(&entry).unwrap();
    assert_eq!(opened.header, entry.header);
    assert_eq!(opened.hash, entry.hash);
    assert_eq!(opened, Opened::from(entry));
}

#[test]
fn an_erased_body_leaves_the_entry_and_its_chain_whole() {
    let mut state = ChainState::default();
    for entry in chain(&key(1), 5) {
        let erased = Sealed::open(entry.cose.clone(), None, &key(1).public()).unwrap();
        assert_eq!(erased, Opened::from(entry.clone()).erased());
        assert_eq!(state.advance(&erased), Ok(entry.head()));
    }
}

#[test]
fn every_flipped_bit_of_an_entry_is_noticed() {
    let entry = sealed();
    let public = key(1).public();
    for bit in 0..entry.cose.len() * 8 {
        let mut cose = entry.cose.clone();
        cose[bit / 8] ^= 1 << (bit % 8);
        assert!(
            Sealed::open(cose, Some((entry.salt, entry.body.clone())), &public).is_err(),
            "bit {bit} of the header"
        );
    }
    for bit in 0..128 {
        let mut salt = entry.salt;
        salt[bit / 8] ^= 1 << (bit % 8);
        let opened = Sealed::open(entry.cose.clone(), Some((salt, entry.body.clone())), &public);
        assert_eq!(opened, Err(EntryFault::Body), "bit {bit} of the salt");
    }
    for bit in 0..entry.body.len() * 8 {
        let mut body = entry.body.clone();
        body[bit / 8] ^= 1 << (bit % 8);
        let opened = Sealed::open(entry.cose.clone(), Some((entry.salt, body)), &public);
        assert_eq!(opened, Err(EntryFault::Body), "bit {bit} of the body");
    }
    for bit in 0..256 {
        let mut public = public;
        public[bit / 8] ^= 1 << (bit % 8);
        let opened = Sealed::open(entry.cose.clone(), Some((entry.salt, entry.body.clone())), &public);
        assert_eq!(opened, Err(EntryFault::Device), "bit {bit} of the key");
    }
}

#[test]
fn every_truncation_and_every_byte_too_many_is_noticed() {
    let entry = sealed();
    let public = key(1).public();
    for length in 0..entry.cose.len() {
        let cose = entry.cose[..length].to_vec();
        assert!(Sealed::open(cose, None, &public).is_err(), "{length} bytes of the header");
    }
    for length in 0..entry.body.len() {
        let body = entry.body[..length].to_vec();
        assert_eq!(Sealed::open(entry.cose.clone(), Some((entry.salt, body)), &public), Err(EntryFault::Body));
    }
    for byte in 0..=255 {
        let cose = [entry.cose.as_slice(), &[byte]].concat();
        assert!(Sealed::open(cose, None, &public).is_err(), "byte {byte} after the header");
        let body = [entry.body.as_slice(), &[byte]].concat();
        assert_eq!(Sealed::open(entry.cose.clone(), Some((entry.salt, body)), &public), Err(EntryFault::Body));
    }
}

#[test]
fn the_order_that_builds_on_is_given_in_makes_no_difference() {
    let hashes = [3, 1, 2, 1].map(|byte| EntryHash([byte; 32]));
    let entry = seal(&key(1), 1, None, draft(1).with_builds_on(&hashes), [0; 16]);
    assert_eq!(entry.header.builds_on, [1, 2, 3].map(|byte| EntryHash([byte; 32])));
    assert!(open(&entry).is_ok());
}

#[test]
fn an_entry_that_no_verifier_would_take_is_never_sealed() {
    fn refused(seal: impl FnOnce() -> Sealed + std::panic::UnwindSafe) {
        assert!(std::panic::catch_unwind(seal).is_err());
    }
    refused(|| seal(&key(1), 0, None, draft(1), [0; 16]));
    refused(|| seal(&key(1), 2, None, draft(1), [0; 16]));
    refused(|| seal(&key(1), 1, Some(EntryHash([0; 32])), draft(1), [0; 16]));
    refused(|| seal(&key(1), 1, None, draft(1).with_kind("Dossier Received"), [0; 16]));
    refused(|| seal(&key(1), 1, None, draft(1).with_kind(""), [0; 16]));
    refused(|| seal(&key(1), 1, None, draft(1).with_body(vec![]), [0; 16]));
    refused(|| seal(&key(1), 1, None, draft(1).with_body(vec![0xf9, 0x3c, 0x00]), [0; 16]));
}

#[test]
fn a_chain_takes_only_its_next_entry() {
    let entries = chain(&key(1), 4);
    let other = chain(&key(2), 2);
    let mut twin = draft(2);
    twin.at += 1;
    let twin = seal(&key(1), 2, entries[1].header.prev, twin, [9; 16]);
    let after_twin = seal(&key(1), 3, Some(twin.hash), draft(3), [9; 16]);
    let at_two = ChainState::new(entries[1].head());

    assert_eq!(ChainState::default().check(&entries[0]), Ok(()));
    assert_eq!(ChainState::default().check(&entries[1]), Err(ChainFault::Gap { expected: 1, found: 2 }));
    assert_eq!(at_two.check(&entries[2]), Ok(()));
    assert_eq!(at_two.check(&entries[3]), Err(ChainFault::Gap { expected: 3, found: 4 }));
    assert_eq!(at_two.check(&entries[1]), Err(ChainFault::Again { seq: 2 }));
    assert_eq!(at_two.check(&entries[0]), Err(ChainFault::Past { seq: 1 }));
    assert_eq!(at_two.check(&other[0]), Err(ChainFault::Device { seq: 1 }));
    assert_eq!(at_two.check(&twin), Err(ChainFault::Fork { seq: 2 }));
    assert_eq!(at_two.check(&after_twin), Err(ChainFault::Prev { seq: 3 }));
    let sentence = at_two.check(&twin).unwrap_err().to_string();
    assert_eq!(sentence, "there are two different entries 2: the chain forks");
}

#[test]
fn a_head_reads_back_from_its_text_and_knows_its_paper_form() {
    let head: Head = chain(&key(1), 3)[2].head();
    assert_eq!(head.to_string().parse(), Ok(head));
    let paper: PaperHead = head.on_paper().parse().unwrap();
    assert!(paper.is_of(&head));
    assert!(!paper.is_of(&Head { seq: 4, ..head }));
    assert_eq!(head.on_paper().len(), 8 + 1 + 1 + 1 + 16);
    assert_eq!(head.device, device_id(&key(1).public()));
    for wrong in ["", "1a2b3c4d-17", "1a2b3c4d-x-0123456789abcdef", "1a2b3c4d-17-0123456789abcde", "a:b:c"] {
        assert!(wrong.parse::<PaperHead>().is_err() && wrong.parse::<Head>().is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn any_header_reads_back_as_it_was_written(
        seq in 1u64.., at in any::<i64>(), offset_ms in any::<Option<i64>>(), actor in any::<Option<[u8; 16]>>(),
        office in ".{0,20}", dossier in any::<Option<[u8; 16]>>(), builds_on in any::<Vec<[u8; 32]>>(),
        kind in "[a-z0-9_.]{1,64}", kind_version in any::<u16>(), reference in ".{0,20}", text in ".{0,50}",
        prev in any::<[u8; 32]>(), salt in any::<[u8; 16]>(),
    ) {
        let prev = (seq > 1).then_some(EntryHash(prev));
        let mut draft = draft(1);
        draft.at = at;
        draft.offset_ms = offset_ms;
        draft.actor = actor.map(desk_core::ids::PersonId::from_bytes);
        draft.office = office;
        draft.dossier = dossier.map(desk_core::ids::DossierId::from_bytes);
        draft.builds_on = builds_on.into_iter().map(EntryHash).collect();
        draft.kind = kind;
        draft.kind_version = kind_version;
        draft.reference = reference;
        draft.body = to_canonical(&text).unwrap();
        let entry = seal(&key(1), seq, prev, draft, salt);
        prop_assert_eq!(&Header::from_bytes(&entry.header.to_bytes()).unwrap(), &entry.header);
        prop_assert_eq!(open(&entry).unwrap(), Opened::from(entry));
    }
}
