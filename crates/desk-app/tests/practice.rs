//! Practice: a store of its own before the real one, entered and left, touching nothing of it.

mod common;

use common::{PASSWORD, demo, desk_in};
use desk_app::{AppError, Desk, SessionState, SetUp};
use desk_core::office::Role;

/// A real office with its first person signed in.
fn real(folder: &std::path::Path) -> Desk {
    let mut desk = desk_in(folder).expect("a fresh folder");
    desk.set_up(SetUp {
        unit: Some("05128".to_owned()),
        demo: None,
        counter: 2,
        lang: "vi".to_owned(),
        login: "lan".to_owned(),
        name: "Đinh Thị Lan".to_owned(),
        password: PASSWORD.to_owned(),
    })
    .expect("a real office");
    desk
}

fn name(desk: &Desk) -> String {
    let SessionState::SignedIn { person, .. } = desk.session().expect("reads") else { panic!("somebody is signed in") };
    person.name
}

#[test]
fn practice_is_another_store_and_leaving_it_finds_the_real_one_as_it_was() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut desk = real(folder.path());
    let (device, entries) = (desk.device_id().expect("a device"), desk.entries().expect("reads"));
    desk.begin_practice().expect("practises");
    assert!(desk.is_practising() && desk.demo().is_some(), "every paper is marked as a demo's are");
    assert_eq!(name(&desk), "Đinh Thị Lan");
    assert_ne!(desk.device_id().expect("a device"), device);
    assert_ne!(desk.folder(), folder.path().join("store"));
    assert!(desk.entries().expect("reads") > 100, "made-up dossiers are there");
    let played = desk.entries().expect("reads");
    desk.fill_demo(3, 9).expect("more made-up work");
    assert!(matches!(desk.begin_practice(), Err(AppError::Practising)));
    desk.end_practice().expect("leaves");
    assert_eq!((desk.device_id().expect("a device"), desk.entries().expect("reads")), (device, entries));
    assert!(desk.demo().is_none() && !desk.is_practising());
    assert!(matches!(desk.end_practice(), Err(AppError::NotPractising)));

    // The same store the next time, with what was done in it.
    desk.begin_practice().expect("practises again");
    assert!(desk.entries().expect("reads") > played);
    desk.end_practice().expect("leaves");
}

#[test]
fn whoever_practises_has_the_roles_of_the_real_desk_and_locking_locks_the_real_one() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut desk = real(folder.path());
    desk.add_person("Bùi Thị Hương", "huong", [Role::Clerk].into(), PASSWORD).expect("a clerk");
    desk.sign_in("huong", PASSWORD).expect("signs in");
    desk.begin_practice().expect("practises");
    assert_eq!(desk.actor().expect("somebody").roles, [Role::Clerk].into());
    assert!(matches!(desk.close_day(desk.now().date_naive(), None, Some("x")), Err(AppError::NotAllowed)));
    desk.lock();
    assert!(!desk.is_practising());
    assert!(matches!(desk.session().expect("reads"), SessionState::Locked { .. }));
    desk.unlock_by_password(PASSWORD).expect("the real password opens");
    desk.begin_practice().expect("practises");
    desk.sign_out();
    assert!(!desk.is_practising() && matches!(desk.session().expect("reads"), SessionState::SignedOut));
}

#[test]
fn a_demo_is_practice_already() {
    let (_folder, mut desk) = demo();
    assert!(matches!(desk.begin_practice(), Err(AppError::Practising)));
}
