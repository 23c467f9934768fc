//! Mistakes put right after the fact, promises that can be kept, and what an answer of the citizen explains.

mod common;

use common::*;
use desk_core::{
    dossier::{Accepted, Dossier, Fact, Particular, PausePolicy, Refusal, State, Status, Verb, allowed, evolve},
    due::Why,
    office::Role,
};
use serde_json::{Value, json};

const MONDAY: &str = "2026-11-02 08:00";

fn after(office: &Office, acts: &[(&str, Verb, Value)]) -> Dossier {
    acts.iter().fold(office.received(wall(MONDAY)), |dossier, (at, verb, input)| {
        office.play(dossier, at, act(*verb, input.clone()))
    })
}

fn correct(mut input: Value) -> desk_core::dossier::Act {
    input["reason"] = json!("gõ nhầm");
    act(Verb::Correct, input)
}

#[test]
fn what_a_result_says_is_put_right_once_it_is_there_and_after_it_was_returned() {
    let office = Office::default();
    let received = office.received(wall(MONDAY));
    let right = json!({"result": {"positive": false, "number": "15/QĐ-UBND", "date": "2026-11-03",
        "signer": "Phó Chủ tịch", "summary": "Không đủ điều kiện"}});
    assert_eq!(office.refused(&received, MONDAY, correct(right.clone())), Refusal::NoResult);
    let wrong = json!({"number": "12/GXN", "date": "2026-11-03", "signer": "Chủ tịch"});
    let ready = after(&office, &[("2026-11-03 09:00", Verb::EnterResult, wrong)]);
    let returned = office.play(ready.clone(), "2026-11-03 10:00", plain(Verb::ReturnResult));
    for dossier in [ready, returned] {
        let before = accepted(&dossier).clone();
        let facts = office.decide(&dossier, wall("2026-11-04 09:00"), &[Role::Clerk], correct(right.clone())).unwrap();
        let mended = facts.iter().fold(dossier.clone(), evolve);
        let one = accepted(&mended);
        let result = one.result.as_ref().unwrap();
        assert_eq!((result.positive, result.number.as_deref()), (false, Some("15/QĐ-UBND")));
        assert_eq!(
            (result.signer.as_deref(), result.summary.as_deref()),
            (Some("Phó Chủ tịch"), Some("Không đủ điều kiện"))
        );
        assert_eq!((one.status(), one.resolved_at()), (before.status(), before.resolved_at()), "when it came stays");
        let [change] = &one.corrections[0].changes[..] else { panic!("one change") };
        assert!(matches!(&change.was, Particular::Result(said) if said.number.as_deref() == Some("12/GXN")));
        let refused = |input| office.refused(&dossier, "2026-11-04 09:00", correct(input));
        assert_eq!(refused(json!({"result": {"positive": false}})), Refusal::ReasonMissing { field: "summary" });
        assert_eq!(refused(json!({"result": {"date": "2026-11-05"}})), Refusal::DateInTheFuture { field: "date" });
        let same = json!({"result": {"number": "12/GXN", "date": "2026-11-03", "signer": "Chủ tịch"}});
        assert_eq!(refused(same), Refusal::NothingChanges);
    }
}

#[test]
fn a_paper_left_off_and_a_wrong_channel_are_put_right() {
    let office = Office::default();
    let dossier = office.received(wall(MONDAY));
    let input = json!({"left_off": [{"name": "Bản đồ", "copies": 2}], "channel": "online"});
    let mended = office.play(dossier.clone(), "2026-11-02 09:00", correct(input));
    let one = accepted(&mended);
    assert_eq!(one.received.papers.len(), 3);
    assert_eq!((one.received.papers[2].name.as_str(), one.received.papers[2].copies), ("Bản đồ", 2));
    assert_eq!(one.received.channel, desk_core::procedure::Channel::Online);
    let refused = |left_off| office.refused(&dossier, "2026-11-02 09:00", correct(json!({"left_off": [left_off]})));
    assert_eq!(refused(json!({"originals": 1})), Refusal::ReasonMissing { field: "left_off" });
    assert_eq!(refused(json!({"name": "Bản đồ"})), Refusal::PapersMissing { indexes: vec![] });
    assert_eq!(refused(json!({"index": 0, "name": "x", "originals": 1})), Refusal::NoSuchPaper { index: 0 });
}

#[test]
fn a_return_ticked_on_the_wrong_dossier_is_taken_back_by_a_supervisor_and_both_stay_in_the_record() {
    let office = Office::default();
    let take_back = || act(Verb::TakeBackReturn, json!({"reason": "ghi nhầm hồ sơ"}));
    let returned = after(
        &office,
        &[("2026-11-04 09:00", Verb::EnterResult, json!({})), ("2026-11-04 10:00", Verb::ReturnResult, json!({}))],
    );
    let now = wall("2026-11-04 11:00");
    assert_eq!(office.decide(&returned, now, &[Role::Clerk], take_back()), Err(Refusal::NotAllowed));
    let blank = act(Verb::TakeBackReturn, json!({"reason": " "}));
    assert_eq!(office.refused(&returned, "2026-11-04 11:00", blank), Refusal::ReasonMissing { field: "reason" });
    let back = office.play(returned, "2026-11-04 11:00", take_back());
    let one = accepted(&back);
    assert_eq!(one.state, State::Ready { at_desk: true, post: None });
    assert_eq!((one.status().national(), one.taken_back[0].reason.as_str()), (Some(9), "ghi nhầm hồ sơ"));
    assert_eq!(one.resolved_at(), Some(wall("2026-11-04 09:00")), "the outcome was there all the time");
    // It can be returned to the right person, and its number can be voided now.
    assert!(allowed(one, &actor(&Role::ALL)).contains(&Verb::RequestVoid));
    let again = office.play(back, "2026-11-05 09:00", plain(Verb::ReturnResult));
    assert_eq!(accepted(&again).status(), Status::Returned);
}

#[test]
fn a_delivery_taken_back_is_with_the_post_again() {
    let office = Office::default();
    let delivered = after(
        &office,
        &[
            ("2026-11-04 09:00", Verb::EnterResult, json!({})),
            ("2026-11-04 10:00", Verb::SendByPost, json!({"item": "RR1"})),
            ("2026-11-06 10:00", Verb::PostDelivered, json!({})),
        ],
    );
    let back = office.play(delivered, "2026-11-06 11:00", plain(Verb::TakeBackReturn));
    assert_eq!(accepted(&back).with_post().map(|sent| sent.item.as_str()), Some("RR1"));
    let away = after(&office, &[("2026-11-04 09:00", Verb::EnterResult, json!({"at_desk": false}))]);
    let online = office.play(away, "2026-11-04 10:00", plain(Verb::ReturnResult));
    let back = office.play(online, "2026-11-04 11:00", plain(Verb::TakeBackReturn));
    assert_eq!(accepted(&back).state, State::Ready { at_desk: false, post: None }, "it never came to the desk");
}

#[test]
fn a_date_is_put_off_to_an_hour_at_which_the_office_is_open() {
    let office = Office { extensions_max: None, ..Office::default() };
    let dossier = office.received(wall(MONDAY));
    let to = |due: &str| {
        let due = format!("{due}:00+07:00");
        office.decide(
            &dossier,
            wall("2026-11-04 08:00"),
            &Role::ALL,
            act(Verb::Extend, json!({"due": due, "reason": "x", "signer": "y"})),
        )
    };
    let shut = Err(Refusal::NotOfficeHours { field: "due" });
    for due in ["2026-11-08T23:59", "2026-11-08T09:00", "2026-11-24T09:00", "2026-11-09T12:00", "2026-11-09T17:01"] {
        assert_eq!(to(due), shut, "{due}");
    }
    assert!(matches!(to("2300-01-02T09:00"), Err(Refusal::NoDate(_))), "nobody knows that day");
    for due in ["2026-11-09T07:00", "2026-11-09T11:30", "2026-11-09T17:00"] {
        assert!(to(due).is_ok(), "{due}");
    }
}

#[test]
fn nothing_is_dated_ahead() {
    let office = Office::default();
    let dossier = office.received(wall(MONDAY));
    let result = |day: &str| act(Verb::EnterResult, json!({"date": day}));
    assert_eq!(
        office.refused(&dossier, "2026-11-03 09:00", result("2030-01-01")),
        Refusal::DateInTheFuture { field: "date" }
    );
    assert_eq!(
        office.refused(&dossier, "2026-11-03 09:00", result("2026-11-04")),
        Refusal::DateInTheFuture { field: "date" }
    );
    office.play(dossier.clone(), "2026-11-03 09:00", result("2026-11-03"));
    let stop = json!({"requested_by": "x", "requested_on": "2030-01-01", "reason": "y", "decided_by": "z"});
    let refused = office.refused(&dossier, "2026-11-03 09:00", act(Verb::Stop, stop));
    assert_eq!(refused, Refusal::DateInTheFuture { field: "requested_on" });
}

#[test]
fn a_second_stage_runs_only_where_the_procedure_has_one_and_for_as_long_as_it_says() {
    let settle = |office: &Office, stage: &str| {
        let waiting = after(office, &[("2026-11-02 09:00", Verb::RequirePayment, json!({"what": "Thuế"}))]);
        let settled = act(Verb::SettlePayment, json!({"receipt": "1", "second_stage": stage}));
        office.decide(&waiting, wall("2026-11-03 09:00"), &[Role::Clerk], settled)
    };
    let plain_one = Office { second_stage: None, ..Office::default() };
    assert_eq!(settle(&plain_one, "300cd"), Err(Refusal::NoSecondStage));
    let two = Office::default();
    assert_eq!(settle(&two, "300cd"), Err(Refusal::OtherSecondStage { rule: "2wd".parse().unwrap() }));
    assert!(settle(&two, "2wd").is_ok() && settle(&plain_one, "none").is_ok());
}

#[test]
fn a_count_that_runs_anew_names_the_day_of_the_answer_and_the_days_waited() {
    let told = |one: &Accepted| -> Vec<(String, bool, Why)> {
        let days = one.clock.waited.iter().chain(&one.clock.steps);
        days.map(|step| (step.date.format("%d").to_string(), step.counts, step.why.clone())).collect()
    };
    let expected = |days: &[(&str, bool, Why)]| -> Vec<(String, bool, Why)> {
        days.iter().map(|(day, counts, why)| ((*day).to_owned(), *counts, why.clone())).collect()
    };
    let restart = Office { pause: PausePolicy::Restart, ..Office::with_rule("1wd") };
    let asked = ("2026-11-02 09:00", Verb::RequestSupplement, json!({"items": [{"what": "x"}], "reason": "y"}));
    let answered = after(&restart, &[asked.clone(), ("2026-11-04 09:00", Verb::AnswerSupplement, json!({}))]);
    let days = [("03", false, Why::Waited), ("04", false, Why::Answered), ("05", true, Why::Working)];
    assert_eq!(told(accepted(&answered)), expected(&days));
    // After closing: the answer counts from the next opening.
    let late = after(&restart, &[asked.clone(), ("2026-11-03 18:00", Verb::AnswerSupplement, json!({}))]);
    let days = [("03", false, Why::Answered), ("04", false, Why::AnswerMoved), ("05", true, Why::Working)];
    assert_eq!(told(accepted(&late)), expected(&days));
    let same_day = Office::with_rule("same_day@15:00");
    let answered = after(&same_day, &[asked, ("2026-11-04 09:00", Verb::AnswerSupplement, json!({}))]);
    assert_eq!(told(accepted(&answered)), expected(&[("03", false, Why::Waited), ("04", true, Why::Answered)]));
    let stage = json!({"receipt": "1", "second_stage": "2wd"});
    let settled = after(
        &Office::default(),
        &[
            ("2026-11-02 09:00", Verb::RequirePayment, json!({"what": "Thuế"})),
            ("2026-11-04 09:00", Verb::SettlePayment, stage),
        ],
    );
    assert_eq!(
        told(accepted(&settled))[..2],
        expected(&[("03", false, Why::Waited), ("04", false, Why::Answered)])[..]
    );
}

#[test]
fn who_refused_a_hand_over_is_in_charge_of_nothing() {
    let to = |name: &str| json!({"to": name});
    let dossier = after(
        &Office::default(),
        &[
            ("2026-11-02 09:00", Verb::HandOver, to("Phòng Tư pháp")),
            ("2026-11-02 10:00", Verb::RefuseHandOver, json!({"reason": "x"})),
            ("2026-11-02 11:00", Verb::HandOver, to("Phòng B")),
        ],
    );
    assert_eq!(accepted(&dossier).in_charge(), Some("Phòng B"), "asked, and nobody has it");
    let office = Office::default();
    let dossier = office.play(dossier, "2026-11-02 14:00", plain(Verb::ConfirmHandOver));
    let dossier = office.play(dossier, "2026-11-03 09:00", act(Verb::HandOver, to("Chi cục Thuế")));
    assert_eq!(accepted(&dossier).agencies(), ["Phòng B", "Chi cục Thuế"]);
}

#[test]
fn a_correction_names_the_papers_that_show_what_was_wrong_and_no_others() {
    let office = Office::default();
    let mut dossier = after(&office, &[("2026-11-03 09:00", Verb::EnterResult, json!({"number": "12/GXN"}))]);
    for form in ["receipt", "control", "results", "fee"] {
        let print = desk_core::dossier::FormPrinted {
            form: form.to_owned(),
            number: 1,
            copies: 1,
            to: "pdf".to_owned(),
            proof: String::new(),
            head: "x".to_owned(),
            slip: None,
            replaces: None,
            at: wall("2026-11-03 10:00"),
        };
        dossier = evolve(dossier, &Fact::FormPrinted(print));
    }
    let outdated = |input| {
        let mended = office.play(dossier.clone(), "2026-11-03 11:00", correct(input));
        let forms = accepted(&mended).corrections[0].outdated.iter().map(|(form, _)| form.clone());
        forms.collect::<Vec<_>>()
    };
    assert_eq!(outdated(json!({"owner": {"name": "Bùi Thị Duyến"}})), ["control", "fee", "receipt", "results"]);
    assert_eq!(outdated(json!({"sets": 2})), ["receipt"]);
    assert_eq!(outdated(json!({"result": {"number": "13/GXN"}})), ["results"]);
    assert!(outdated(json!({"channel": "online"})).is_empty());
}

#[test]
fn a_fee_that_stays_unpaid_at_the_return_stands_in_the_record() {
    let office = Office::default();
    let later = json!({"fee": {"is": "amount", "vnd": 15_000, "paid": "later"}});
    let dossier = office.play(office.received(wall(MONDAY)), "2026-11-02 09:00", correct(later));
    let ready = office.play(dossier, "2026-11-03 09:00", plain(Verb::EnterResult));
    let returned = |input: Value| {
        let after = office.play(ready.clone(), "2026-11-03 10:00", act(Verb::ReturnResult, input));
        let unpaid = accepted(&after).returned().unwrap().unpaid.clone();
        unpaid.map(|unpaid| (unpaid.vnd, unpaid.because))
    };
    assert_eq!(returned(json!({})), Some((15_000, None)));
    assert_eq!(
        returned(json!({"fee": {"vnd": 10_000}, "unpaid": "hẹn chiều"})),
        Some((5_000, Some("hẹn chiều".to_owned())))
    );
    assert_eq!(returned(json!({"fee": {"vnd": 15_000}})), None);
    let paid = office.play(ready.clone(), "2026-11-03 09:30", act(Verb::CollectFee, json!({"vnd": 15_000})));
    let after = office.play(paid, "2026-11-03 10:00", plain(Verb::ReturnResult));
    assert_eq!(accepted(&after).returned().unwrap().unpaid, None);
}
