//! Every kind of exception of a supervisor's day, made to happen, seen, and judged. Those that need a province
//! (`sync_trouble`, `machine_silent`) are seen in `tests/it/stick.rs`.

mod common;

use chrono::{Days, NaiveDate};
use common::{
    PASSWORD, demo,
    lives::{intake, paper},
};
use desk_app::{AppError, Desk, Restoring, day::Exception};
use desk_core::{
    day::Judgement,
    dossier::{Act, FeePaid, FromPaper, Means, PaperState},
    ids::DossierId,
    time::{Moment, at_wall},
};

fn wall(text: &str) -> Moment {
    at_wall(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a time"))
}

fn found(desk: &Desk, day: NaiveDate, kind: &str) -> Option<Exception> {
    let standing = desk.day_standing(day).expect("reads");
    let all = desk.exceptions(&standing).expect("reads");
    assert!(all.iter().all(|one| one.count as usize >= one.subjects.len() && one.count > 0), "{all:?}");
    all.into_iter().find(|one| one.kind == kind)
}

/// The names of an exception's subjects, none where there is no such exception.
fn names(desk: &Desk, day: NaiveDate, kind: &str) -> Vec<String> {
    let subjects = found(desk, day, kind).map(|one| one.subjects).unwrap_or_default();
    subjects.into_iter().map(|subject| subject.name).collect()
}

struct Made {
    id: DossierId,
    code: String,
}

/// Receives with a receipt, under a procedure with a date three working days on.
fn receive(desk: &mut Desk, name: &str) -> Made {
    let intake = intake(desk, "1.004873", name);
    let made = desk.receive("1.004873", intake, Some("pdf")).expect("is received");
    Made { id: made.dossier, code: made.received.code }
}

fn hand_over(desk: &mut Desk, id: DossierId) {
    let to = "Tư pháp – Hộ tịch".to_owned();
    desk.act(id, Act::HandOver { to, step: None, limit: None }).expect("is handed over");
}

fn working_on(desk: &mut Desk, name: &str) -> Made {
    let made = receive(desk, name);
    hand_over(desk, made.id);
    desk.act(made.id, Act::ConfirmHandOver { receiver: None }).expect("is confirmed");
    made
}

/// Makes an exception on the desk's day, and moves its clock on where that takes time; gives what it must name.
type Make = fn(&mut Desk) -> String;

/// Moves the clock so many days on, to the same hour.
fn later(desk: &mut Desk, days: u64) {
    let at = desk.now() + Days::new(days);
    desk.set_clock(at).expect("a demo");
}

fn corrected(desk: &Desk) -> Act {
    let mut owner = intake(desk, "1.004873", "Bùi Văn Đúng").owner;
    owner.phone = Some("0911222333".to_owned());
    Act::Correct {
        reason: "sai tên".to_owned(),
        owner: Some(owner),
        submitter: None,
        no_submitter: false,
        papers: Vec::new(),
        left_off: Vec::new(),
        channel: None,
        result: None,
        sets: None,
        fee: None,
        return_by: None,
        due: None,
    }
}

/// The kinds in the order in which their clocks go on.
const KINDS: [(&str, Make); 13] = [
    ("not_handed_over", |desk| receive(desk, "Hà Văn Một").code),
    ("unprinted", |desk| {
        let intake = intake(desk, "1.004873", "Hà Văn Hai");
        desk.receive("1.004873", intake, None).expect("is received").received.code
    }),
    ("beyond", |desk| {
        let mut intake = intake(desk, "1.004873", "Hà Văn Ba");
        intake.papers.push(paper(None, PaperState::Given));
        desk.receive("1.004873", intake, Some("pdf")).expect("is received").received.code
    }),
    ("edited", |desk| {
        let made = receive(desk, "Hà Văn Bốn");
        let act = corrected(desk);
        desk.act(made.id, act).expect("is corrected");
        made.code
    }),
    ("void_wanted", |desk| {
        let made = receive(desk, "Hà Văn Năm");
        desk.act(made.id, Act::RequestVoid { reason: "hai lần".to_owned() }).expect("is asked");
        made.code
    }),
    ("voided", |desk| {
        let made = receive(desk, "Hà Văn Sáu");
        desk.act(made.id, Act::RequestVoid { reason: "hai lần".to_owned() }).expect("is asked");
        desk.act(made.id, Act::ApproveVoid { reason: String::new() }).expect("is void");
        made.code
    }),
    ("back_entry", |desk| {
        let mut intake = intake(desk, "1.004873", "Hà Văn Bảy");
        let received_at = desk.now() - Days::new(1);
        intake.back_entry = Some(FromPaper { received_at, source: "sổ giấy, dòng 7".to_owned() });
        desk.receive("1.004873", intake, Some("pdf")).expect("is received").received.code
    }),
    ("receipt_doubled", |desk| {
        for name in ["Hà Văn Tám", "Hà Văn Chín"] {
            let made = receive(desk, name);
            let (what, receipt) = ("bản sao".to_owned(), Some("AB-0007".to_owned()));
            desk.act(made.id, Act::CollectFee { vnd: 8_000, what, means: Means::Cash, receipt }).expect("is taken");
        }
        "AB-0007".to_owned()
    }),
    ("cash_difference", |desk| {
        let taken = desk.day_standing(desk.now().date_naive()).expect("reads").now.money_by(Means::Cash);
        desk.close_day(desk.now().date_naive(), Some(taken + 1_000), None).expect("closes");
        "1".to_owned()
    }),
    ("stuck", |desk| {
        let made = receive(desk, "Hà Văn Mười");
        hand_over(desk, made.id);
        later(desk, 2);
        made.code
    }),
    ("late_without_apology", |desk| {
        let made = working_on(desk, "Hà Thị Một");
        later(desk, 9);
        made.code
    }),
    ("uncollected", |desk| {
        let made = working_on(desk, "Hà Thị Hai");
        let act =
            Act::EnterResult { positive: true, number: None, date: None, signer: None, summary: None, at_desk: true };
        desk.act(made.id, act).expect("has a result");
        later(desk, 8);
        made.code
    }),
    ("clock_or_record", |desk| {
        let at = desk.now() - Days::new(2);
        desk.set_clock(at).expect("a demo");
        let refused = desk.receive_undrawn("1.004873", intake(desk, "1.004873", "Hà Thị Ba"));
        assert!(matches!(refused, Err(AppError::ClockBehind { .. })), "{refused:?}");
        desk.settle("đồng hồ đã chỉnh", None).expect("is settled");
        let name =
            desk.office().expect("reads").began(desk.device_id().expect("a device")).expect("it began").name.clone();
        format!("{name} clock_behind")
    }),
];

#[test]
fn every_kind_of_exception_is_seen_when_it_happens_and_is_open_until_it_is_judged() {
    let (_folder, mut desk) = demo();
    desk.set_clock(wall("2024-03-05 09:00")).expect("a demo");
    for (kind, make) in KINDS {
        let subject = make(&mut desk);
        let day = desk.now().date_naive();
        assert!(names(&desk, day, kind).contains(&subject), "{kind} does not name {subject}");
        judged(&mut desk, day, kind, &subject);
    }
    assert_eq!(desk.verify_record().expect("checks").faults, Vec::new());
}

/// A remark leaves it open; approving or asking back settles it, and is done to the dossier where it asks for that.
fn judged(desk: &mut Desk, day: NaiveDate, kind: &str, subject: &str) {
    let open = |desk: &Desk| found(desk, day, kind).map_or(0, |one| one.open());
    let only = [subject.to_owned()];
    let silent = desk.judge(day, kind, &only, Judgement::Returned, " ");
    assert!(matches!(silent, Err(AppError::BadField { field: "text" })), "{kind}: a question needs words");
    let before = open(desk);
    assert_eq!(desk.judge(day, kind, &only, Judgement::Noted, "xem lại sáng mai").expect("is noted"), 1, "{kind}");
    assert_eq!(open(desk), before, "{kind}: a remark settles nothing");
    let id = found(desk, day, kind)
        .and_then(|one| one.subjects.into_iter().find(|one| one.name == subject).and_then(|one| one.dossier));
    // What is said later counts.
    let at = desk.now() + chrono::Duration::seconds(1);
    desk.set_clock(at).expect("a demo");
    let how = if kind == "voided" { Judgement::Approved } else { Judgement::Returned };
    assert_eq!(desk.judge(day, kind, &only, how, "vì sao?").expect("is judged"), 1, "{kind}");
    assert_eq!(open(desk), before - 1, "{kind}: settled");
    if let (Some(id), Judgement::Returned) = (id, how) {
        let dossier = desk.dossier(&id.to_string()).expect("reads").dossier;
        let accepted = dossier.accepted().expect("accepted");
        if kind == "void_wanted" {
            assert!(accepted.void_request.is_none(), "the number stays");
        } else {
            assert!(accepted.notes.iter().any(|note| note.text == "vì sao?"), "{kind}: its people see the question");
        }
    }
    let again = desk.judge(day, kind, &only, Judgement::Approved, "");
    assert!(matches!(again, Err(AppError::BadField { field: "exception" })), "{kind}: nothing of it is open any more");
}

#[test]
fn a_void_that_a_supervisor_approves_on_the_days_screen_is_made() {
    let (_folder, mut desk) = demo();
    desk.set_clock(wall("2024-03-05 09:00")).expect("a demo");
    let made = receive(&mut desk, "Hà Văn Một");
    desk.act(made.id, Act::RequestVoid { reason: "hai lần".to_owned() }).expect("is asked");
    let day = desk.now().date_naive();
    desk.judge(day, "void_wanted", &[], Judgement::Approved, "").expect("is judged");
    assert_eq!(names(&desk, day, "void_wanted"), Vec::<String>::new());
    assert_eq!(names(&desk, day, "voided"), [made.code]);
}

/// A desk that lost its store after a few receptions, restored from a backup made before the last of them.
fn restored() -> (tempfile::TempDir, Desk) {
    let (folder, mut desk) = demo();
    desk.set_clock(wall("2024-03-05 08:00")).expect("a demo");
    let stick = folder.path().join("stick");
    std::fs::create_dir_all(&stick).expect("a folder");
    receive(&mut desk, "Hà Văn Một");
    receive(&mut desk, "Hà Văn Hai");
    let made = desk.back_up(&stick).expect("is made");
    receive(&mut desk, "Hà Văn Mất");
    let asked = Restoring {
        from: made.folder,
        password: PASSWORD.to_owned(),
        password_then: None,
        reason: "ổ đĩa hỏng".to_owned(),
        last_number: 3,
    };
    desk.restore_here(&asked).expect("is restored");
    desk.set_clock(wall("2024-03-05 10:00")).expect("a demo");
    (folder, desk)
}

#[test]
fn numbers_left_on_paper_by_a_restore_are_a_gap_and_the_restore_itself_an_exception() {
    let (_folder, mut desk) = restored();
    let day = desk.now().date_naive();
    assert_eq!(names(&desk, day, "clock_or_record").len(), 1);
    assert!(names(&desk, day, "clock_or_record")[0].ends_with("store_restored"));
    let made = receive(&mut desk, "Hà Văn Ba");
    assert!(made.code.ends_with("-0004"), "{}", made.code);
    let gap = found(&desk, day, "number_gap").expect("a gap");
    assert_eq!(gap.subjects.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["0003"]);
    assert_eq!(gap.fields["story"], "on_paper");
    judged(&mut desk, day, "number_gap", "0003");
}

#[test]
fn after_a_restore_the_new_machine_closes_the_day_of_the_one_that_it_goes_on_for() {
    let (_folder, mut desk) = restored();
    let day = desk.now().date_naive();
    receive(&mut desk, "Hà Văn Ba");
    assert_eq!(desk.day_standing(day).expect("reads").machines.len(), 2, "the old one's work and the new one's");
    let closed = desk.close_day(day, Some(0), Some(PASSWORD)).expect("closes and signs");
    let (_, sheet) = closed.standing.record.sheet().expect("a sheet");
    assert_eq!(sheet.missing, Vec::new(), "nobody else can close for it");
    assert_eq!((sheet.sheet.received(), closed.standing.now.received()), (3, 3));
    assert_eq!(sheet.sheet, closed.standing.now);
    assert_eq!(closed.standing.changes(), Vec::new());
    assert_eq!(closed.standing.missing, Vec::new());
    let again = desk.close_day(day, None, None).expect("closes");
    assert_eq!((again.counter, again.sheet), (None, None), "nothing new is said twice");
    receive(&mut desk, "Hà Văn Bốn");
    let amended = desk.close_day(day, None, None).expect("amends");
    assert_eq!(amended.standing.record.sheet().expect("a sheet").1.sheet.received(), 4);
    assert_eq!(desk.verify_record().expect("checks").faults, Vec::new());
}

#[test]
fn a_closing_of_the_old_machine_that_stands_is_not_counted_twice_after_a_restore() {
    let (folder, mut desk) = demo();
    desk.set_clock(wall("2024-03-05 08:00")).expect("a demo");
    let stick = folder.path().join("stick");
    std::fs::create_dir_all(&stick).expect("a folder");
    receive(&mut desk, "Hà Văn Một");
    let day = desk.now().date_naive();
    desk.close_day(day, Some(0), None).expect("closes");
    let made = desk.back_up(&stick).expect("is made");
    let asked = Restoring {
        from: made.folder,
        password: PASSWORD.to_owned(),
        password_then: None,
        reason: "ổ đĩa hỏng".to_owned(),
        last_number: 1,
    };
    desk.restore_here(&asked).expect("is restored");
    desk.set_clock(wall("2024-03-05 10:00")).expect("a demo");
    receive(&mut desk, "Hà Văn Hai");
    let closed = desk.close_day(day, None, None).expect("closes");
    let (_, sheet) = closed.standing.record.sheet().expect("a sheet");
    assert_eq!((sheet.sheet.received(), sheet.held.len(), sheet.missing.len()), (2, 2, 0));
    // A change of the old machine's day is the new one's to close.
    let (hits, _) = desk
        .register(
            "",
            &desk_store::Filter::default(),
            desk_store::Sort::Oldest,
            desk_store::Page { offset: 0, limit: 1 },
        )
        .expect("reads");
    desk.act(hits[0].dossier, Act::RequestVoid { reason: "hai lần".to_owned() }).expect("asks");
    desk.act(hits[0].dossier, Act::ApproveVoid { reason: String::new() }).expect("voids");
    let closed = desk.close_day(day, None, None).expect("closes");
    let (_, sheet) = closed.standing.record.sheet().expect("a sheet");
    assert_eq!((sheet.sheet.received(), sheet.held.len()), (1, 1), "one closing counts both machines");
    assert_eq!(closed.standing.changes(), Vec::new());
}

#[test]
fn a_day_before_the_office_began_is_not_closed() {
    let (_folder, mut desk) = demo();
    let entries = desk.entries().expect("reads");
    for day in ["1990-01-01", "2017-12-31"] {
        let refused = desk.close_day(day.parse().expect("a day"), None, None);
        assert!(matches!(refused, Err(AppError::BadField { field: "day" })), "{day}: {refused:?}");
    }
    assert_eq!(desk.entries().expect("reads"), entries, "nothing has happened");
}

#[test]
fn money_of_two_clerks_of_one_name_stands_on_two_lines_and_the_paper_tells_them_apart() {
    let (folder, mut desk) = demo();
    common::lives::two_of_one_name(&mut desk);
    desk.set_clock(wall("2024-03-05 08:00")).expect("a demo");
    let day = desk.now().date_naive();
    let (mut voids, reasons) = (Vec::new(), ["nhập hai lần", "công dân đổi ý", "sai thủ tục"]);
    for login in ["mai.mot", "mai.hai", "lan"] {
        desk.sign_out();
        desk.sign_in(login, PASSWORD).expect("signs in");
        for round in 0..16 {
            let mut intake = intake(&desk, "2.000815", &format!("Hà Văn {login} {round}"));
            intake.fee_paid = FeePaid::Now;
            let made = desk.receive("2.000815", intake, Some("pdf")).expect("is received");
            for means in [Means::Cash, Means::Transfer, Means::Online] {
                let what = "bản sao".to_owned();
                desk.act(made.dossier, Act::CollectFee { vnd: 2_000, what, means, receipt: None }).expect("is taken");
            }
            if round % 2 == 0 {
                let act = Act::RequestVoid { reason: reasons[round % 3].to_owned() };
                desk.act(made.dossier, act).expect("is asked");
                voids.push((made.dossier, made.received.code));
            }
        }
    }
    for (id, _) in &voids {
        desk.act(*id, Act::ApproveVoid { reason: String::new() }).expect("is void");
    }
    let closed = desk.close_day(day, Some(0), None).expect("closes");
    let sheet = &closed.standing.now;
    let of_mai = sheet.money.iter().filter(|line| line.person == "Bùi Thị Mai" && line.means == Means::Transfer);
    assert_eq!(of_mai.map(|line| (line.times, line.vnd)).collect::<Vec<_>>(), [(16, 32_000), (16, 32_000)]);

    let path = folder.path().join("ket-ngay.pdf");
    std::fs::write(&path, desk.day_sheet_pdf(day).expect("is drawn")).expect("writes");
    let words = common::words_of(&path);
    for (_, code) in &voids {
        let number = &code[code.len() - 4..];
        assert!(words.contains(number), "void {number} is not on the paper");
    }
    assert_eq!(words.matches("(mai.mot)").count(), words.matches("(mai.hai)").count());
    assert!(words.contains("(mai.mot)"), "{words}");
    assert!(!words.contains("dòng khác") && !words.contains('…'), "nothing is left out: {words}");
    assert_eq!(words.matches("Chuyển khoản").count(), 3 + 1, "a line of each clerk, and the figure");
}
