//! What the province signs reads back as it was signed, and nothing else passes for it.

mod common;

use common::*;
use desk_sync::{
    CountersignedHead, FeedCursor, FeedHead, LockOrder, Package, PackageFault, People, ProvinceKey, ReferenceSet, Roster,
    Signed, Standing, Statement, StatementFault,
};

fn reads_back_and_every_flipped_byte_is_refused<T: Statement + PartialEq + std::fmt::Debug>(signed: &Signed<T>) {
    let public = province().public();
    assert_eq!(Signed::<T>::verify(signed.bytes().to_vec(), &public).as_ref(), Ok(signed));
    for place in 0..signed.bytes().len() {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = signed.bytes().to_vec();
            bytes[place] ^= change;
            assert!(Signed::<T>::verify(bytes, &public).is_err(), "byte {place} of {:?}", T::CONTEXT);
        }
        assert!(Signed::<T>::verify(signed.bytes()[..place].to_vec(), &public).is_err(), "cut after {place}");
    }
    let other = ProvinceKey::from_secret([1; 32]).public();
    assert_eq!(Signed::<T>::verify(signed.bytes().to_vec(), &other), Err(StatementFault::Signature));
}

#[test]
fn each_statement_reads_back_and_no_byte_of_it_can_be_another() {
    let entries = chain(&key(1), 3);
    reads_back_and_every_flipped_byte_is_refused(&countersigned(HISTORY, &entries, 3));
    reads_back_and_every_flipped_byte_is_refused(&countersigned(HISTORY, &entries, 0));
    reads_back_and_every_flipped_byte_is_refused(&feed_head(HISTORY, FeedCursor::start(OFFICE)));
    reads_back_and_every_flipped_byte_is_refused(&roster());
    reads_back_and_every_flipped_byte_is_refused(&standing());
    reads_back_and_every_flipped_byte_is_refused(&lock_order());
    reads_back_and_every_flipped_byte_is_refused(&reference_set());
    reads_back_and_every_flipped_byte_is_refused(&people());
}

/// A lock order and a countersigned head have the same fields; only the external data tells them apart.
#[test]
fn no_statement_passes_for_one_of_another_kind() {
    let public = province().public();
    let lock = lock_order();
    let taken = Signed::<CountersignedHead>::verify(lock.bytes().to_vec(), &public);
    assert_eq!(taken, Err(StatementFault::Signature));
    let head = countersigned(HISTORY, &chain(&key(1), 1), 1);
    assert_eq!(Signed::<LockOrder>::verify(head.bytes().to_vec(), &public), Err(StatementFault::Signature));
    assert_eq!(Signed::<FeedHead>::verify(head.bytes().to_vec(), &public), Err(StatementFault::Signature));
    assert_eq!(Signed::<Roster>::verify(head.bytes().to_vec(), &public), Err(StatementFault::Signature));
    assert_eq!(Signed::<Standing>::verify(head.bytes().to_vec(), &public), Err(StatementFault::Signature));
    assert_eq!(Signed::<ReferenceSet>::verify(people().bytes().to_vec(), &public), Err(StatementFault::Signature));
    assert_eq!(Signed::<People>::verify(reference_set().bytes().to_vec(), &public), Err(StatementFault::Signature));
}

#[test]
fn the_files_of_a_set_and_the_people_of_an_office_stand_in_one_order() {
    let set = reference_set();
    assert!(set.files.windows(2).all(|pair| pair[0].name < pair[1].name));
    let people = people();
    assert!(people.people.windows(2).all(|pair| pair[0].id.bytes() < pair[1].id.bytes()));
}

#[test]
fn a_package_counts_whole_under_its_own_province_or_not_at_all() {
    let (public, other) = (province().public(), ProvinceKey::from_secret([1; 32]).public());
    let package = Package { set: reference_set(), files: set_files() };
    let bytes = package.encode();
    assert_eq!(Package::decode(&bytes, &public), Ok(package.clone()));
    assert_eq!(Package::decode(&bytes, &other), Err(PackageFault::Signature));
    for place in 0..bytes.len() {
        assert!(Package::decode(&bytes[..place], &public).is_err(), "cut after {place}");
        let mut changed = bytes.clone();
        changed[place] ^= 0x04;
        let read = Package::decode(&changed, &public);
        assert!(read.is_err() || read == Ok(package.clone()), "byte {place}");
    }
    let files = |files: Vec<Vec<u8>>| Package { set: reference_set(), files }.encode();
    for wrong in [
        files(vec![set_files()[0].clone()]),
        files(set_files().into_iter().rev().collect()),
        files(vec![set_files()[0].clone(), b"date,kind,\n".to_vec()]),
        files([set_files(), set_files()].concat()),
    ] {
        assert_eq!(Package::decode(&wrong, &public), Err(PackageFault::Form));
    }
}

#[test]
fn the_devices_of_a_roster_stand_in_one_order() {
    let roster = roster();
    assert!(key(1).public() > key(2).public(), "the test brings them in another order");
    let read = Signed::<Roster>::verify(roster.bytes().to_vec(), &province().public()).unwrap();
    assert!(read.devices.windows(2).all(|pair| pair[0].public < pair[1].public));
}
