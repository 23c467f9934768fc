//! The office itself: who looked at what, who may do what, numbers above the paper's, a new machine begun from a backup.

mod common;

use std::path::Path;

use common::{PASSWORD, demo, desk_in, guided};
use desk_app::{
    AppError, DemoOffice, Desk, FirstRestoring, Opens, SetUp,
    register_export::RegisterFormat,
    report::{ReportFormat, ReportName},
};
use desk_core::{
    dossier::Party,
    ids::{DossierId, PersonId},
    office::Role,
    report::{Compare, Period},
};
use desk_store::Filter;

/// A dossier of a made-up person; gives its id and code.
fn received(desk: &mut Desk) -> (DossierId, String) {
    let owner = Party { name: "Bùi Thị Hoa".to_owned(), address: Some("Xóm Cú".to_owned()), ..Party::default() };
    desk.receive_undrawn("1.004873", common::intake_of(owner)).expect("is received")
}

/// What was noted since the account had `before` lines, the oldest first: the word, whether of one dossier, how many.
fn noted(desk: &Desk, before: usize) -> Vec<(String, bool, u64)> {
    let mut all = desk.accesses(None, None, None).expect("reads");
    all.reverse();
    all.split_off(before).into_iter().map(|one| (one.what, one.dossier.is_some(), one.times)).collect()
}

fn id_of(desk: &Desk, login: &str) -> PersonId {
    let people = desk.people().expect("reads");
    people.iter().find(|one| one.person.login == login).expect("works here").person.id
}

#[test]
fn whoever_is_shown_or_takes_along_a_dossiers_data_leaves_a_trace_and_acts_and_figures_leave_none() {
    let (folder, mut desk) = demo();
    let (id, code) = received(&mut desk);
    let now = desk.now();
    let day = Period::new(now.date_naive(), now.date_naive()).expect("a day");
    let check = |desk: &mut Desk, does: &dyn Fn(&mut Desk), expected: &[(&str, bool, u64)]| {
        let before = desk.accesses(None, None, None).expect("reads").len();
        does(desk);
        let expected: Vec<_> = expected.iter().map(|(what, one, times)| ((*what).to_owned(), *one, *times)).collect();
        assert_eq!(noted(desk, before), expected);
    };
    check(&mut desk, &|desk| drop(desk.dossier(&code).expect("reads")), &[("open", true, 1)]);
    check(&mut desk, &|desk| drop(desk.dossier_at(&code, now).expect("reads")), &[("past", true, 1)]);
    check(&mut desk, &|desk| drop(desk.form_pdf(id, "receipt", None).expect("draws")), &[("paper", true, 1)]);
    check(&mut desk, &|desk| drop(desk.save_proof(&code).expect("saves")), &[("proof", true, 1)]);
    let entries = desk.entries().expect("reads");
    check(
        &mut desk,
        &|desk| assert_eq!(desk.export_record(std::io::sink()).expect("writes"), entries),
        &[("log", false, entries)],
    );
    check(
        &mut desk,
        &|desk| assert_eq!(desk.carry_out(std::io::sink(), None).expect("writes").entries, entries),
        &[("carry_out", false, entries)],
    );
    check(
        &mut desk,
        &|desk| {
            let export = desk.register_export("", &Filter::default()).expect("selects");
            export.save(RegisterFormat::Csv, &mut |_| true).expect("writes");
        },
        &[("export", false, 1)],
    );
    check(
        &mut desk,
        &|desk| drop(desk.save_national_export(day.from, day.to).expect("writes")),
        &[("national", false, 1)],
    );
    let out = folder.path().join("overdue.csv");
    let report = |desk: &mut Desk, name| {
        desk.write_report(name, &day, Compare::Day, ReportFormat::Csv, &out).expect("writes");
    };
    check(&mut desk, &|desk| report(desk, ReportName::Overdue), &[("report", false, 1)]);
    // Figures name nobody, an act is an entry of its own, and an id shows nothing.
    check(&mut desk, &|desk| report(desk, ReportName::Ii06a), &[]);
    check(&mut desk, &|desk| drop(desk.dossier_for_act(&code).expect("reads")), &[]);
    check(&mut desk, &|desk| assert_eq!(desk.dossier_id(&code).expect("reads"), id), &[]);
    let left = guided(&mut desk);
    check(&mut desk, &|desk| drop(desk.walk_in_entry(left.position).expect("reads")), &[("paper", false, 1)]);
    // The same again within a while is the same line.
    let lines = desk.accesses(Some(&code), None, None).expect("reads").len();
    desk.dossier(&code).expect("reads");
    desk.print_receipt(id, "pdf").expect("prints");
    let again = desk.accesses(Some(&code), None, None).expect("reads");
    assert_eq!(again.len(), lines, "{again:?}");
    assert!(again.iter().any(|one| one.what == "paper" && one.times == 2), "{again:?}");
}

#[test]
fn roles_change_at_once_and_somebody_always_stays_who_can_run_the_office() {
    let (_folder, mut desk) = demo();
    let (lan, huong) = (id_of(&desk, "lan"), id_of(&desk, "huong"));
    let all = [Role::Clerk, Role::Supervisor, Role::Administrator];
    // Of the last holder each of the two stays; the others go.
    let supervisors = desk.office().expect("reads").holders(Role::Supervisor).map(|one| one.id).collect::<Vec<_>>();
    for other in supervisors.iter().filter(|one| **one != lan) {
        desk.change_roles(*other, [Role::Clerk].into()).expect("another supervisor is there");
    }
    let refused = desk.change_roles(lan, [Role::Clerk, Role::Administrator].into());
    assert!(matches!(refused, Err(AppError::LastSupervisor)), "{refused:?}");
    let refused = desk.change_roles(lan, [Role::Supervisor].into());
    assert!(matches!(refused, Err(AppError::LastAdministrator)), "{refused:?}");
    assert!(matches!(desk.change_roles(huong, [].into()), Err(AppError::BadField { field: "roles" })));

    let before = desk.entries().expect("reads");
    desk.change_roles(huong, [Role::Clerk].into()).expect("nothing changes");
    assert_eq!(desk.entries().expect("reads"), before, "what stays as it is is no entry");
    desk.change_roles(huong, all.into()).expect("changes");
    assert_eq!(desk.entries().expect("reads"), before + 1);
    desk.change_roles(lan, [Role::Clerk].into()).expect("another one is there now");
    assert!(matches!(desk.change_roles(huong, [Role::Clerk].into()), Err(AppError::NotAllowed)), "at once");

    desk.sign_in("huong", PASSWORD).expect("the same password");
    assert_eq!(desk.actor().expect("works").roles, all.into());
    let refused = desk.retire_person(huong, "nghỉ hưu");
    assert!(matches!(refused, Err(AppError::LastAdministrator)), "{refused:?}");
    desk.retire_person(lan, "nghỉ hưu").expect("is no supervisor any more");
    assert!(matches!(desk.change_roles(lan, all.into()), Err(AppError::UnknownPerson)), "retired is retired");
    assert!(desk.verify_record().expect("reads").ok);
}

#[test]
fn a_counter_goes_on_above_the_last_number_and_line_on_paper() {
    let (_folder, mut desk) = demo();
    let (own, _) = desk.ranges().expect("reads");
    assert_eq!((own.next, own.line, own.book.as_str()), (Some(1), 1, "1/2024"));
    let check = |desk: &mut Desk, number, line, field: &str| {
        let refused = desk.continue_paper(number, line);
        assert!(matches!(&refused, Err(AppError::BadField { field: at }) if *at == field), "{refused:?}");
    };
    check(&mut desk, None, None, "last_number");
    check(&mut desk, Some(1_000), None, "last_number");
    check(&mut desk, None, Some(0), "last_line");
    check(&mut desk, None, Some(100_000), "last_line");
    desk.continue_paper(Some(17), Some(312)).expect("goes on");
    let (_, code) = received(&mut desk);
    assert!(code.ends_with("-0018"), "{code}");
    let line = |desk: &Desk, code: &str| {
        desk.dossier(code).expect("reads").dossier.accepted().expect("is").received.book_number
    };
    assert_eq!(line(&desk, &code), 313);
    // What the counter has passed is no end of the paper.
    check(&mut desk, Some(18), None, "last_number");
    check(&mut desk, None, Some(313), "last_line");
    desk.continue_paper(Some(20), None).expect("paper again in a power cut");
    let (_, code) = received(&mut desk);
    assert!(code.ends_with("-0021"), "{code}");
    assert_eq!(line(&desk, &code), 314);

    // Folded anew it says the same.
    let digest = desk.digest_record().expect("reads");
    assert_eq!(desk.rebuild_record().expect("folds"), digest);
    assert_eq!(desk.ranges().expect("reads").0.next, Some(22));
    desk.sign_in("huong", PASSWORD).expect("signs in");
    assert!(matches!(desk.continue_paper(Some(40), None), Err(AppError::NotAllowed)));
}

fn first(from: &Path, login: &str, opens: Opens) -> FirstRestoring {
    let (reason, login) = ("máy cũ hỏng ổ đĩa".to_owned(), login.to_owned());
    FirstRestoring { from: from.to_owned(), login, opens, reason, last_number: 7 }
}

fn by_password(password: &str) -> Opens {
    Opens::Password(password.to_owned())
}

#[test]
fn a_new_machine_begins_from_a_backup_and_goes_on_as_a_new_device() {
    let (folder, mut desk) = demo();
    received(&mut desk);
    let stick = folder.path().join("stick");
    std::fs::create_dir_all(&stick).expect("a stick");
    let made = desk.back_up(&stick).expect("is made");
    let old = desk.device_id().expect("a device");

    let fresh = tempfile::tempdir().expect("another machine");
    let mut new = desk_in(fresh.path()).expect("a fresh folder");
    let found = new.first_backups(Some(&stick)).expect("finds");
    let [backup] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&backup.folder, backup.file.demo), (&made.folder, Some(DemoOffice::Y2024)));
    assert!(backup.people.iter().any(|one| one.login == "lan"));
    assert!(new.first_backups(Some(fresh.path())).is_err(), "there is none");

    let refused = new.restore_first(&first(&made.folder, "lan", by_password("không phải")));
    assert!(matches!(refused, Err(AppError::WrongPassword { .. })), "{refused:?}");
    let refused = new
        .restore_first(&FirstRestoring { reason: " ".to_owned(), ..first(&made.folder, "lan", by_password(PASSWORD)) });
    assert!(matches!(refused, Err(AppError::BadField { field: "reason" })), "{refused:?}");
    let refused = new.restore_first(&first(&made.folder, "ai", by_password(PASSWORD)));
    assert!(matches!(refused, Err(AppError::UnknownPerson)), "{refused:?}");
    assert!(!fresh.path().join("store").exists(), "nothing was written yet");

    assert!(new.restore_first(&first(&made.folder, "lan", by_password(PASSWORD))).expect("is restored"));
    assert_ne!(new.device_id().expect("a device"), old);
    assert_eq!(new.entries().expect("reads"), made.manifest.entries + 2);
    assert!(new.warnings().expect("reads").is_empty(), "nothing is left to settle");
    let (_, code) = received(&mut new);
    assert!(code.ends_with("-0008"), "{code}");
    assert!(new.verify_record().expect("reads").ok);
    let again = new.restore_first(&first(&made.folder, "lan", by_password(PASSWORD)));
    assert!(matches!(again, Err(AppError::AlreadySetUp)), "{again:?}");
    assert!(matches!(new.first_backups(Some(&stick)), Err(AppError::AlreadySetUp)));
}

#[test]
fn a_clerk_opens_a_backup_and_it_waits_for_a_supervisor_and_a_torn_one_changes_nothing() {
    let (folder, desk) = demo();
    let made = desk.back_up(folder.path()).expect("is made");
    drop(desk);
    let torn = tempfile::tempdir().expect("another machine");
    let copy = torn.path().join("motcua-copy");
    std::fs::create_dir_all(&copy).expect("a folder");
    for file in std::fs::read_dir(&made.folder).expect("reads") {
        let file = file.expect("reads");
        std::fs::copy(file.path(), copy.join(file.file_name())).expect("copies");
    }
    std::fs::write(copy.join("office.json"), b"{}").expect("writes");
    let mut new = desk_in(torn.path()).expect("a fresh folder");
    let refused = new.restore_first(&first(&copy, "lan", by_password(PASSWORD)));
    assert!(matches!(refused, Err(AppError::Backup(_))), "{refused:?}");
    assert!(!torn.path().join("store").exists());

    assert!(!new.restore_first(&first(&made.folder, "huong", by_password(PASSWORD))).expect("is copied"));
    assert!(new.actor().is_err(), "nobody is signed in");
    new.sign_in("lan", PASSWORD).expect("signs in");
    assert!(!new.warnings().expect("reads").is_empty(), "it waits");
    new.settle("máy cũ hỏng", Some(0)).expect("the supervisor settles");
    assert!(new.warnings().expect("reads").is_empty());
}

#[test]
fn the_recovery_code_opens_a_backup_and_gives_a_new_password() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut desk = desk_in(folder.path()).expect("a fresh folder");
    let code = desk
        .set_up(SetUp {
            unit: Some("05128".to_owned()),
            demo: None,
            counter: 1,
            lang: "vi".to_owned(),
            login: "lan".to_owned(),
            name: "Đinh Thị Lan".to_owned(),
            password: PASSWORD.to_owned(),
        })
        .expect("a real office");
    let made = desk.back_up(folder.path()).expect("is made");
    let fresh = tempfile::tempdir().expect("another machine");
    let mut new = desk_in(fresh.path()).expect("a fresh folder");
    let by_code = |code: &str, new: &str| Opens::Recovery { code: code.to_owned(), new: new.to_owned() };
    let password = "một câu khác hẳn để mở";
    let refused = new.restore_first(&first(&made.folder, "lan", by_code(&code, "ngắn")));
    assert!(refused.is_err(), "{refused:?}");
    let refused = new.restore_first(&first(&made.folder, "lan", by_code("AAAA-BBBB", password)));
    assert!(matches!(refused, Err(AppError::WrongRecoveryCode)), "{refused:?}");
    assert!(new.restore_first(&first(&made.folder, "lan", by_code(&code, password))).expect("is restored"));
    assert!(new.verify_record().expect("reads").ok);
    new.sign_out();
    assert!(new.sign_in("lan", PASSWORD).is_err());
    new.sign_in("lan", password).expect("the new one opens");
}
