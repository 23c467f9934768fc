//! Lives of dossiers: what is given, what is done, what stands then; and every refusal once.

mod common;

use common::*;
use desk_core::{
    dossier::{
        Accepted, Collector, Dossier, Fact, Particular, Refusal, State, Status, Verb, allowed, evolve, next_step,
    },
    office::{ProcessStep, Role},
};
use serde_json::{Value, json};

const MONDAY: &str = "2026-11-02 08:00";

/// A dossier after acts, a minute of the clock before each.
fn after(office: &Office, acts: &[(&str, Verb, Value)]) -> Dossier {
    acts.iter().fold(office.received(wall(MONDAY)), |dossier, (at, verb, input)| {
        office.play(dossier, at, act(*verb, input.clone()))
    })
}

fn at(accepted: &Accepted) -> (Status, Option<String>) {
    (accepted.status(), accepted.due().map(|due| due.format("%m-%d %H:%M").to_string()))
}

#[test]
fn a_plain_life_goes_from_hand_over_to_the_citizen() {
    let office = Office::default();
    let step = json!({"to": "Phòng Tư pháp", "step": "Thẩm định", "limit": "1wd"});
    let dossier = after(&office, &[("2026-11-02 14:00", Verb::HandOver, step)]);
    let one = accepted(&dossier);
    assert_eq!(at(one), (Status::Received, Some("11-05 11:30".to_owned())));
    let leg = one.pending_hand_over().unwrap().leg.clone().unwrap();
    assert_eq!((leg.name.as_str(), leg.due), ("Thẩm định", Some(wall("2026-11-03 17:00"))));
    assert_eq!((one.held_by(), Verb::next(one)), (None, Some(Verb::ConfirmHandOver)));
    let dossier = office.play(dossier, "2026-11-02 15:00", act(Verb::ConfirmHandOver, json!({"receiver": "Hải"})));
    assert_eq!(accepted(&dossier).held_by(), Some("Phòng Tư pháp"));
    let dossier = office.play(dossier, "2026-11-04 10:00", act(Verb::EnterResult, json!({"at_desk": false})));
    assert_eq!(accepted(&dossier).resolved_at(), Some(wall("2026-11-04 10:00")));
    assert_eq!(accepted(&dossier).result_at_desk, None);
    let owner = act(Verb::ReturnResult, json!({}));
    assert_eq!(office.refused(&dossier, "2026-11-04 11:00", owner.clone()), Refusal::ResultElsewhere);
    let dossier = office.play(dossier, "2026-11-04 14:00", act(Verb::ReceiveResult, json!({"from": "Hải"})));
    assert_eq!(accepted(&dossier).result_at_desk, Some(wall("2026-11-04 14:00")));
    let dossier = office.play(dossier, "2026-11-05 09:00", owner);
    let one = accepted(&dossier);
    assert!(matches!(&one.state, State::Returned(returned) if returned.to == Collector::Owner));
    assert_eq!((one.resolved_at(), Verb::next(one)), (Some(wall("2026-11-04 10:00")), None));
}

#[test]
fn a_department_that_sends_a_dossier_back_does_not_hold_it() {
    let office = Office::default();
    let to = |name: &str| json!({"to": name});
    let dossier = after(
        &office,
        &[
            ("2026-11-02 09:00", Verb::HandOver, to("Phòng Tư pháp")),
            ("2026-11-02 10:00", Verb::ConfirmHandOver, json!({})),
            ("2026-11-03 09:00", Verb::HandOver, to("Chi cục Thuế")),
        ],
    );
    assert_eq!(accepted(&dossier).held_by(), Some("Phòng Tư pháp"), "until the next one has confirmed it");
    let dossier = office.play(dossier, "2026-11-03 10:00", plain(Verb::RefuseHandOver));
    let one = accepted(&dossier);
    assert_eq!((one.status(), one.held_by(), Verb::next(one)), (Status::Received, None, Some(Verb::HandOver)));
    let dossier = office.play(dossier, "2026-11-03 11:00", act(Verb::HandOver, to("Văn phòng đăng ký đất đai")));
    let dossier = office.play(dossier, "2026-11-03 14:00", plain(Verb::ConfirmHandOver));
    assert_eq!(accepted(&dossier).held_by(), Some("Văn phòng đăng ký đất đai"));
    assert_eq!(accepted(&dossier).custody.len(), 3);
}

#[test]
fn a_result_ends_the_waiting_for_a_confirmation() {
    let office = Office::default();
    let dossier = after(&office, &[("2026-11-02 09:00", Verb::HandOver, json!({"to": "Phòng Tư pháp"}))]);
    let dossier = office.play(dossier, "2026-11-02 10:00", plain(Verb::EnterResult));
    assert_eq!(accepted(&dossier).pending_hand_over(), None);
}

#[test]
fn papers_brought_later_stand_under_the_names_of_the_record() {
    let office = Office::default();
    let items = json!([{"index": 1, "what": "Giấy ủy quyền"}, {"index": 9, "what": "Bản đồ"}, {"what": " "}]);
    let ask = json!({"items": items, "reason": "thiếu", "deadline": "2026-11-05"});
    let waiting = after(&office, &[("2026-11-03 09:00", Verb::RequestSupplement, ask)]);
    assert_eq!(at(accepted(&waiting)), (Status::AwaitingPapers, Some("11-05 11:30".to_owned())));
    assert_eq!(accepted(&waiting).supplements[0].request.items.len(), 2, "a blank item is none");
    let answer = |papers: Value| act(Verb::AnswerSupplement, json!({"papers": papers}));
    let papers = json!([{"index": 1, "originals": 1}, {"index": 9, "copies": 2}, {"name": "Ảnh", "copies": 1}]);
    let dossier = office.play(waiting.clone(), "2026-11-04 09:00", answer(papers));
    let one = accepted(&dossier);
    assert_eq!(at(one), (Status::Received, Some("11-06 11:30".to_owned())));
    let lines = &one.supplements[0].answer.as_ref().unwrap().papers;
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Giấy ủy quyền", "Bản đồ", "Ảnh"]);
    assert_eq!(one.received.papers.len(), 2, "what was received at first stays as it was received");
    let refused = |papers| office.refused(&waiting, "2026-11-04 09:00", answer(papers));
    assert_eq!(refused(json!([{"index": 7, "originals": 1}])), Refusal::NoSuchPaper { index: 7 });
    assert_eq!(refused(json!([{"index": 1}])), Refusal::PapersMissing { indexes: vec![1] });
    assert_eq!(refused(json!([{"originals": 1}])), Refusal::ReasonMissing { field: "papers" });
    // Up to and with the last day the citizen may come; after it a person may close.
    let close = plain(Verb::CloseSupplement);
    let deadline = date("2026-11-05");
    assert_eq!(office.refused(&waiting, "2026-11-05 23:59", close.clone()), Refusal::DeadlineNotPassed { deadline });
    let closed = office.play(waiting, "2026-11-06 07:00", close);
    assert_eq!(accepted(&closed).status(), Status::Refused);
    assert_eq!(accepted(&closed).resolved_at(), Some(wall("2026-11-06 07:00")));
}

#[test]
fn a_date_is_put_off_as_often_as_the_form_set_allows_and_only_to_a_later_day() {
    let office = Office::default();
    let dossier = office.received(wall(MONDAY));
    let extend = |due: &str| {
        act(Verb::Extend, json!({"due": format!("2026-11-{due}:00+07:00"), "reason": "chờ", "signer": "Chủ tịch"}))
    };
    let refused = |due, at| office.refused(&dossier, at, extend(due));
    assert_eq!(refused("05T11:30", "2026-11-04 08:00"), Refusal::NotLater);
    assert_eq!(refused("06T11:30", "2026-11-06 11:30"), Refusal::DateInThePast { field: "due" });
    // Late already: the date may still be put off, and stays put off once.
    let dossier = office.play(dossier.clone(), "2026-11-06 08:00", extend("09T17:00"));
    let one = accepted(&dossier);
    assert_eq!((one.due(), one.extensions[0].was), (Some(wall("2026-11-09 17:00")), Some(wall("2026-11-05 11:30"))));
    let days: Vec<(String, bool)> =
        one.clock.steps.iter().map(|step| (step.date.format("%m-%d").to_string(), step.counts)).collect();
    let expected = [("11-06", true), ("11-07", false), ("11-08", false), ("11-09", true)];
    assert_eq!(days, expected.map(|(day, counts)| (day.to_owned(), counts)), "from the date before to the new one");
    let again = office.refused(&dossier, "2026-11-06 09:00", extend("12T17:00"));
    assert_eq!(again, Refusal::ExtensionsUsedUp { times: 1 });
    let generous = Office { extensions_max: None, ..Office::default() };
    assert!(generous.decide(&dossier, wall("2026-11-06 09:00"), &Role::ALL, extend("12T17:00")).is_ok());
}

#[test]
fn the_post_may_bring_a_result_back_and_take_it_again() {
    let office = Office::default();
    let send = |item: &str| json!({"item": item});
    let dossier = after(
        &office,
        &[
            ("2026-11-04 09:00", Verb::EnterResult, json!({})),
            ("2026-11-04 10:00", Verb::SendByPost, send("RR1")),
            ("2026-11-09 10:00", Verb::PostCameBack, json!({"reason": "không có người nhận"})),
            ("2026-11-10 10:00", Verb::SendByPost, send("RR2")),
            ("2026-11-12 10:00", Verb::PostDelivered, json!({})),
        ],
    );
    let one = accepted(&dossier);
    assert_eq!(one.came_back, 1);
    assert!(matches!(&one.state, State::Returned(r) if r.to == Collector::Post { item: "RR2".to_owned(), name: None }));
    assert_eq!(one.resolved_at(), Some(wall("2026-11-04 09:00")));
}

#[test]
fn a_result_goes_to_the_post_on_its_list_and_to_whom_it_is_addressed() {
    let office = Office::default();
    let dossier = after(&office, &[("2026-11-04 09:00", Verb::EnterResult, json!({}))]);
    let straight = act(Verb::ReturnResult, json!({"to": {"is": "post", "item": "RR1"}}));
    assert_eq!(office.refused(&dossier, "2026-11-04 10:00", straight), Refusal::PostByList);
    let to = |name: &str, address: &str, authority: &str| {
        let recipient = json!({"name": name, "address": address, "authority": authority});
        act(Verb::SendByPost, json!({"item": "RR1", "recipient": recipient}))
    };
    let missing = |name, address, authority, field| {
        let refused = office.refused(&dossier, "2026-11-04 10:00", to(name, address, authority));
        assert_eq!(refused, Refusal::ReasonMissing { field });
    };
    missing(" ", "Xóm Bin", "Giấy ủy quyền 15", "name");
    missing("Đinh Công Thành", "", "Giấy ủy quyền 15", "address");
    missing("Đinh Công Thành", "Xóm Bin", "", "authority");
    let sent = office.play(dossier, "2026-11-04 10:00", to("Đinh Công Thành", "Xóm Bin", "Giấy ủy quyền 15"));
    let delivered = office.play(sent, "2026-11-06 10:00", plain(Verb::PostDelivered));
    let name = Some("Đinh Công Thành".to_owned());
    let State::Returned(returned) = &accepted(&delivered).state else { panic!("returned") };
    assert_eq!(returned.to, Collector::Post { item: "RR1".to_owned(), name });
}

#[test]
fn the_citizen_is_asked_once_and_again_only_by_a_supervisor_who_says_why() {
    let office = Office::default();
    let answered = after(
        &office,
        &[
            ("2026-11-02 09:00", Verb::RequestSupplement, json!({"items": [{"what": "x"}], "reason": "y"})),
            ("2026-11-03 09:00", Verb::AnswerSupplement, json!({})),
        ],
    );
    let again = |beyond: Option<&str>| {
        let input = json!({"items": [{"what": "z"}], "reason": "y", "beyond": beyond});
        act(Verb::RequestSupplement, input)
    };
    let now = wall("2026-11-03 10:00");
    let used_up = Err(Refusal::SupplementsUsedUp { times: 1 });
    assert_eq!(office.decide(&answered, now, &[Role::Supervisor], again(None)), used_up);
    assert_eq!(office.decide(&answered, now, &[Role::Supervisor], again(Some(" "))), used_up);
    assert_eq!(office.decide(&answered, now, &[Role::Clerk], again(Some("bản đồ sai thửa"))), used_up);
    let facts = office.decide(&answered, now, &[Role::Supervisor], again(Some("bản đồ sai thửa"))).unwrap();
    let [Fact::SupplementRequested(asked)] = &facts[..] else { panic!("asked") };
    assert_eq!(asked.beyond.as_deref(), Some("bản đồ sai thửa"), "the reason is kept for the review of the day");
    // Within the limit nobody asks for a reason, and none is kept.
    let first = office.decide(&office.received(wall(MONDAY)), now, &[Role::Clerk], again(Some("thừa"))).unwrap();
    assert!(matches!(&first[..], [Fact::SupplementRequested(asked)] if asked.beyond.is_none()));
    let unlimited = Office { supplements_max: None, ..Office::default() };
    assert!(unlimited.decide(&answered, now, &[Role::Clerk], again(None)).is_ok());
}

#[test]
fn a_supplement_without_a_last_day_is_never_overdue_and_a_supervisor_alone_closes_it() {
    let office = Office::default();
    let ask = json!({"items": [{"what": "x"}], "reason": "y"});
    let waiting = after(&office, &[("2026-11-02 09:00", Verb::RequestSupplement, ask)]);
    let close = |roles: &[Role]| office.decide(&waiting, wall("2027-01-04 09:00"), roles, plain(Verb::CloseSupplement));
    assert_eq!(close(&[Role::Clerk]), Err(Refusal::NoLastDay));
    assert!(matches!(&close(&[Role::Supervisor]).unwrap()[..], [Fact::Refused(_)]));
}

#[test]
fn a_hand_over_begins_the_next_step_of_the_process() {
    let step = |name: &str, department: Option<&str>| ProcessStep {
        name: name.to_owned(),
        department: department.map(str::to_owned),
        limit: "1wd".parse().unwrap(),
    };
    let process =
        [step("Thẩm định", Some("Tư pháp – Hộ tịch")), step("Trình ký", None), step("Vào sổ", Some("Văn thư"))];
    let name =
        |dossier: &Dossier, to: Option<&str>| next_step(&process, accepted(dossier), to).map(|step| step.name.clone());
    let office = Office::default();
    let hand = |dossier, at: &str, to: &str, step: &str| {
        office.play(dossier, at, act(Verb::HandOver, json!({"to": to, "step": step, "limit": "1wd"})))
    };
    let dossier = office.received(wall(MONDAY));
    assert_eq!(name(&dossier, None).as_deref(), Some("Thẩm định"));
    assert_eq!(name(&dossier, Some("tu phap – ho tich")).as_deref(), Some("Thẩm định"), "as people type it");
    assert_eq!(name(&dossier, Some("Chủ tịch")).as_deref(), Some("Trình ký"), "anybody's step");
    let dossier = hand(dossier, "2026-11-02 09:00", "Tư pháp – Hộ tịch", "Thẩm định");
    assert_eq!(name(&dossier, None).as_deref(), Some("Trình ký"));
    let back = office.play(dossier.clone(), "2026-11-02 10:00", plain(Verb::RefuseHandOver));
    assert_eq!(name(&back, None).as_deref(), Some("Thẩm định"), "a step that was not taken is not done");
    let dossier = office.play(dossier, "2026-11-02 10:00", plain(Verb::ConfirmHandOver));
    let dossier = hand(dossier, "2026-11-03 09:00", "Chủ tịch", "Trình ký");
    let dossier = office.play(dossier, "2026-11-03 10:00", plain(Verb::ConfirmHandOver));
    let dossier = hand(dossier, "2026-11-04 09:00", "Văn thư", "Vào sổ");
    assert_eq!(name(&dossier, None), None, "all of it is done");
}

#[test]
fn a_void_number_needs_the_supervisor_and_stays_void() {
    let office = Office::default();
    let dossier = after(&office, &[("2026-11-02 09:00", Verb::RequestVoid, json!({"reason": "gõ hai lần"}))]);
    let clerk = office.decide(&dossier, wall("2026-11-02 10:00"), &[Role::Clerk], plain(Verb::ApproveVoid));
    assert_eq!(clerk, Err(Refusal::NotAllowed));
    let kept = office.play(dossier.clone(), "2026-11-02 10:00", plain(Verb::DeclineVoid));
    assert_eq!((accepted(&kept).status(), accepted(&kept).void_request.is_some()), (Status::Received, false));
    let void = office.play(dossier.clone(), "2026-11-02 10:00", plain(Verb::ApproveVoid));
    let State::Void(said) = &accepted(&void).state else { panic!("void") };
    assert_eq!(said.reason, "gõ hai lần", "the wish's reason stands where the supervisor adds none");
    assert_eq!(allowed(accepted(&void), &actor(&Role::ALL)), [Verb::AddNote]);
    // Facts of another desk that did not know change nothing of that.
    let facts = [Verb::RequestVoid, Verb::EnterResult, Verb::Extend, Verb::RequestSupplement]
        .map(|verb| office.decide(&kept, wall("2026-11-03 10:00"), &Role::ALL, plain(verb)).unwrap());
    let crossed = facts.iter().flatten().fold(void.clone(), evolve);
    let one = accepted(&crossed);
    assert_eq!((one.status(), one.due(), &one.void_request), (Status::Void, accepted(&void).due(), &None));
    assert_eq!(one.extensions.len(), 1, "the letter that was sent is not forgotten");
}

#[test]
fn a_correction_keeps_both_values_and_names_the_papers_that_say_otherwise() {
    let office = Office::default();
    let dossier = office.received(wall(MONDAY));
    let correct = |input: Value| {
        let mut input = input;
        input["reason"] = json!("gõ nhầm");
        act(Verb::Correct, input)
    };
    let duyen = json!({"name": "Bùi Thị Duyên"});
    let after = office.play(dossier.clone(), "2026-11-02 09:00", correct(json!({"owner": {"name": "Bùi Thị Duyến"}})));
    let one = accepted(&after);
    assert_eq!(one.received.owner.name, "Bùi Thị Duyến");
    let [change] = &one.corrections[0].changes[..] else { panic!("one change") };
    assert!(matches!(&change.was, Particular::Owner(owner) if owner.name == "Bùi Thị Duyên"));
    let refused = |input| office.refused(&dossier, "2026-11-02 09:00", correct(input));
    assert_eq!(refused(json!({"owner": duyen})), Refusal::NothingChanges);
    assert_eq!(refused(json!({})), Refusal::NothingChanges);
    assert_eq!(refused(json!({"owner": {"name": " "}})), Refusal::NameMissing);
    assert_eq!(refused(json!({"submitter": {"party": {"name": ""}}})), Refusal::NameMissing);
    assert_eq!(refused(json!({"sets": 0})), Refusal::SetsOutOfRange);
    assert_eq!(refused(json!({"papers": [{"index": 9, "originals": 1}]})), Refusal::NoSuchPaper { index: 9 });
    assert_eq!(refused(json!({"papers": [{"index": 1}]})), Refusal::PapersMissing { indexes: vec![1] });
    let fee = json!({"fee": {"is": "amount", "vnd": -8_000, "paid": "now"}});
    assert_eq!(refused(fee), Refusal::AmountOutOfRange);
    assert_eq!(refused(json!({"due": "2026-11-05T11:31:00+07:00"})), Refusal::LaterThanTheLaw { field: "due" });
    assert_eq!(refused(json!({"due": "2026-11-02T08:00:00+07:00"})), Refusal::DateInThePast { field: "due" });
    let blank = act(Verb::Correct, json!({"reason": " ", "sets": 2}));
    assert_eq!(office.refused(&dossier, MONDAY, blank), Refusal::ReasonMissing { field: "reason" });
}

#[test]
fn a_due_date_put_right_while_the_clock_stands_is_the_one_that_moves_on() {
    let office = Office::default();
    let dossier = after(
        &office,
        &[("2026-11-03 09:00", Verb::RequestSupplement, json!({"items": [{"what": "x"}], "reason": "y"}))],
    );
    let earlier = act(Verb::Correct, json!({"reason": "hẹn sớm", "due": "2026-11-04T11:30:00+07:00"}));
    let dossier = office.play(dossier, "2026-11-03 10:00", earlier);
    assert!(accepted(&dossier).clock.steps.is_empty(), "the count explains it no more");
    assert_eq!(accepted(&dossier).status(), Status::AwaitingPapers);
    let dossier = office.play(dossier, "2026-11-05 10:00", plain(Verb::AnswerSupplement));
    assert_eq!(accepted(&dossier).due(), Some(wall("2026-11-06 11:30")), "two working days on");
}

#[test]
fn a_file_set_aside_may_be_attached_again_and_keeps_its_first_reason() {
    let office = Office::default();
    let aside = |reason: &str| json!({"hash": "a".repeat(64), "reason": reason});
    let dossier = after(
        &office,
        &[
            ("2026-11-02 09:00", Verb::AttachFile, attach("a")),
            ("2026-11-02 09:01", Verb::SetFileAside, aside("mờ")),
            ("2026-11-02 09:02", Verb::AttachFile, attach("a")),
        ],
    );
    let again = act(Verb::AttachFile, attach("a"));
    assert_eq!(office.refused(&dossier, "2026-11-02 09:03", again), Refusal::FileAttachedBefore);
    let dossier = office.play(dossier, "2026-11-02 09:04", act(Verb::SetFileAside, aside("nhầm")));
    let reasons: Vec<_> = accepted(&dossier).files.iter().map(|file| file.set_aside.clone().unwrap()).collect();
    assert_eq!(reasons, ["mờ", "nhầm"]);
    let one = office.received(wall(MONDAY));
    let mut file = attach("a");
    file["paper"] = json!(5);
    assert_eq!(office.refused(&one, MONDAY, act(Verb::AttachFile, file)), Refusal::NoSuchPaper { index: 5 });
    assert_eq!(office.refused(&one, MONDAY, act(Verb::AttachFile, attach("z"))), Refusal::NoSuchFile);
    let dossier = office.play(one, MONDAY, act(Verb::AttachFile, attach("b")));
    let other = act(Verb::SetFileAside, aside("nhầm"));
    assert_eq!(office.refused(&dossier, MONDAY, other), Refusal::NoSuchFile);
}

#[test]
fn money_with_the_result_makes_a_slip_and_a_refusal_needs_its_why() {
    let office = Office::default();
    let dossier = after(&office, &[("2026-11-04 09:00", Verb::EnterResult, json!({}))]);
    let pay = act(Verb::ReturnResult, json!({"fee": {"vnd": 8_000}}));
    assert_eq!(pay.slip(), Some("fee"));
    let facts = office.decide(&dossier, wall("2026-11-04 10:00"), &[Role::Clerk], pay).unwrap();
    assert!(matches!(&facts[..], [Fact::FeeCollected(fee), Fact::Returned(_)] if fee.what == "Cấp giấy xác nhận"));
    let one = office.received(wall(MONDAY));
    let declined = |input| office.refused(&one, MONDAY, act(Verb::EnterResult, input));
    assert_eq!(declined(json!({"positive": false})), Refusal::ReasonMissing { field: "summary" });
}

#[test]
fn what_has_to_be_said_is_asked_for_by_name() {
    let office = Office::default();
    let received = office.received(wall(MONDAY));
    let ready = office.play(received.clone(), "2026-11-02 09:00", plain(Verb::EnterResult));
    let pending = office.play(received.clone(), "2026-11-02 09:00", plain(Verb::HandOver));
    let missing = |dossier: &Dossier, verb: Verb, input: Value, name: &'static str| {
        let refusal = office.refused(dossier, "2026-11-03 09:00", act(verb, input));
        assert_eq!(refusal, Refusal::ReasonMissing { field: name }, "{}", verb.word());
    };
    missing(&received, Verb::HandOver, json!({"to": " "}), "to");
    missing(&received, Verb::RequestSupplement, json!({"items": [], "reason": "x"}), "items");
    missing(&received, Verb::RequestSupplement, json!({"items": [{"what": "x"}], "reason": ""}), "reason");
    missing(&received, Verb::RequirePayment, json!({"what": ""}), "what");
    missing(&received, Verb::Withdraw, json!({"reason": ""}), "reason");
    missing(&received, Verb::RequestVoid, json!({"reason": "\t"}), "reason");
    missing(&received, Verb::AddNote, json!({"text": ""}), "text");
    missing(&pending, Verb::Chase, json!({"to": "Phòng Tư pháp", "text": ""}), "text");
    missing(&pending, Verb::RefuseHandOver, json!({"reason": ""}), "reason");
    missing(&ready, Verb::SendByPost, json!({"item": ""}), "item");
    let to = json!({"is": "authorised", "name": "Đinh Văn Ấm", "authority": " "});
    missing(&ready, Verb::ReturnResult, json!({"to": to}), "authority");
    missing(&ready, Verb::ReturnResult, json!({"to": {"is": "without_receipt", "name": ""}}), "name");
    let seen =
        office.play(received.clone(), MONDAY, act(Verb::AddNote, json!({"about": "identity_compared", "text": ""})));
    assert_eq!(accepted(&seen).notes.len(), 1, "a card that was compared needs no words");
    let past = json!({"items": [{"what": "x"}], "reason": "y", "deadline": "2026-11-01"});
    assert_eq!(
        office.refused(&received, MONDAY, act(Verb::RequestSupplement, past)),
        Refusal::DateInThePast { field: "deadline" }
    );
    for vnd in [0, -1, 1_000_000_000_001_i64] {
        let refusal = office.refused(&received, MONDAY, act(Verb::CollectFee, json!({"vnd": vnd})));
        assert_eq!(refusal, Refusal::AmountOutOfRange, "{vnd}");
    }
    let none = json!({"to": "Phòng Tư pháp", "limit": "none"});
    let handed = office.play(received, MONDAY, act(Verb::HandOver, none));
    assert_eq!(accepted(&handed).pending_hand_over().unwrap().leg, None, "no limit and no name make no step");
}

#[test]
fn an_act_that_makes_a_slip_is_refused_without_a_number_for_it() {
    use desk_core::dossier::{Command, decide};
    let office = Office::default();
    let dossier = office.received(wall(MONDAY));
    let person = actor(&Role::ALL);
    let command = Command::Act { act: Box::new(plain(Verb::HandOver)), slip: None };
    assert_eq!(decide(&dossier, command, &office.desk(&person, wall(MONDAY))), Err(Refusal::SlipMissing));
    let unborn = Command::Act { act: Box::new(plain(Verb::AddNote)), slip: None };
    assert_eq!(decide(&Dossier::Unborn, unborn, &office.desk(&person, wall(MONDAY))), Err(Refusal::NotAccepted));
    let beyond = act(Verb::HandOver, json!({"to": "Phòng Tư pháp", "limit": "9999mo"}));
    assert!(matches!(office.refused(&dossier, MONDAY, beyond), Refusal::NoDate(_)));
}
