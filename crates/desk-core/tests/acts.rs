//! Who may do what, in which state: a table written from the law's words, held against `allowed`, `decide` and `fits`.

mod common;

use common::*;
use desk_core::{
    dossier::{Dossier, Refusal, Status, Verb, allowed, evolve},
    office::Role,
};
use serde_json::json;

const WORKING: &[&str] = &["received", "with_file", "wish", "pending", "in_progress", "begun"];
const WAITING: &[&str] = &["papers", "payment"];

/// Every kind of state with a dossier that stands in it, all old enough for any deadline to have passed.
fn states(form_set: &'static str) -> Vec<(&'static str, Dossier)> {
    let office = Office { form_set, ..Office::default() };
    let play = |dossier: &Dossier, verbs: &[(Verb, serde_json::Value)]| {
        verbs.iter().fold(dossier.clone(), |dossier, (verb, input)| {
            office.play(dossier, "2026-11-03 09:00", act(*verb, input.clone()))
        })
    };
    let plainly = |dossier: &Dossier, verbs: &[Verb]| {
        verbs.iter().fold(dossier.clone(), |dossier, verb| office.play(dossier, "2026-11-03 09:00", plain(*verb)))
    };
    let with_last_day = json!({"items": [{"what": "x"}], "reason": "thiếu", "deadline": "2026-11-05"});
    let received = office.received(wall("2026-11-02 08:00"));
    let in_progress = plainly(&received, &[Verb::HandOver, Verb::ConfirmHandOver]);
    let ready = plainly(&in_progress, &[Verb::EnterResult]);
    let wish = plainly(&received, &[Verb::RequestVoid]);
    let mut states = vec![
        ("with_file", play(&received, &[(Verb::AttachFile, attach("a"))])),
        ("pending", plainly(&received, &[Verb::HandOver])),
        ("begun", plainly(&received, &[Verb::BeginWork])),
        ("papers", play(&in_progress, &[(Verb::RequestSupplement, with_last_day)])),
        ("payment", plainly(&received, &[Verb::RequirePayment])),
        ("away", play(&in_progress, &[(Verb::EnterResult, json!({"at_desk": false}))])),
        ("posted", plainly(&ready, &[Verb::SendByPost])),
        ("returned", plainly(&ready, &[Verb::ReturnResult])),
        ("returned_wish", plainly(&wish, &[Verb::EnterResult, Verb::ReturnResult])),
        ("refused", plainly(&received, &[Verb::RequestSupplement, Verb::CloseSupplement])),
        ("withdrawn", plainly(&received, &[Verb::Withdraw])),
        ("void", plainly(&wish, &[Verb::ApproveVoid])),
        ("taken_back", plainly(&ready, &[Verb::ReturnResult, Verb::TakeBackReturn])),
        ("taken_back_post", plainly(&ready, &[Verb::SendByPost, Verb::PostDelivered, Verb::TakeBackReturn])),
    ];
    if form_set != "tt01-2018" {
        states.push(("stopped", plainly(&received, &[Verb::Stop])));
    }
    states.extend([("received", received), ("in_progress", in_progress), ("ready", ready), ("wish", wish)]);
    states
}

/// The states in which a verb fits, and the roles that may do it.
fn expected(verb: Verb, state: &str) -> (bool, &'static [Role]) {
    const DESK: &[Role] = &[Role::Clerk, Role::Supervisor];
    const OFFICE: &[Role] = &[Role::Clerk, Role::Officer, Role::Supervisor];
    let working = WORKING.contains(&state);
    let process = working || WAITING.contains(&state);
    match verb {
        Verb::HandOver => (working && state != "pending", OFFICE),
        Verb::ConfirmHandOver | Verb::RefuseHandOver => (state == "pending", OFFICE),
        Verb::BeginWork => (["received", "with_file", "wish"].contains(&state), OFFICE),
        Verb::RequestSupplement | Verb::RequirePayment | Verb::Extend | Verb::EnterResult => (working, OFFICE),
        Verb::AnswerSupplement | Verb::CloseSupplement => (state == "papers", DESK),
        Verb::SettlePayment => (state == "payment", DESK),
        Verb::Stop => (process, &[Role::Officer, Role::Supervisor]),
        Verb::Withdraw => (process, DESK),
        Verb::ReceiveResult => (state == "away", DESK),
        Verb::ReturnResult => (["away", "ready", "taken_back"].contains(&state), DESK),
        Verb::TakeBackReturn => (["returned", "returned_wish"].contains(&state), &[Role::Supervisor]),
        Verb::SendByPost => (["ready", "taken_back"].contains(&state), DESK),
        Verb::PostDelivered | Verb::PostCameBack => (["posted", "taken_back_post"].contains(&state), DESK),
        Verb::Correct | Verb::CollectFee => (state != "void", DESK),
        Verb::AttachFile => (state != "void", OFFICE),
        Verb::SetFileAside => (state == "with_file", OFFICE),
        Verb::RequestVoid => (!["void", "returned", "returned_wish", "wish"].contains(&state), DESK),
        Verb::ApproveVoid => (state == "wish", &[Role::Supervisor]),
        Verb::DeclineVoid => (["wish", "returned_wish"].contains(&state), &[Role::Supervisor]),
        Verb::AddNote => (true, OFFICE),
        // Desks that met have a test of their own (meeting.rs): here nobody acted apart.
        Verb::SettleCollision => (false, &[Role::Supervisor]),
        Verb::Chase => (["pending", "in_progress"].contains(&state), DESK),
    }
}

/// Where the act leads from a state.
fn leads_to(verb: Verb, before: Status) -> Status {
    match verb {
        Verb::ConfirmHandOver | Verb::BeginWork => Status::InProgress,
        Verb::RefuseHandOver => Status::Received,
        Verb::RequestSupplement => Status::AwaitingPapers,
        Verb::RequirePayment => Status::AwaitingPayment,
        // What waited goes back to what it was doing: the papers were asked for in progress, the payment before.
        Verb::AnswerSupplement => Status::InProgress,
        Verb::SettlePayment => Status::Received,
        Verb::CloseSupplement => Status::Refused,
        Verb::Stop => Status::Stopped,
        Verb::Withdraw => Status::Withdrawn,
        Verb::EnterResult | Verb::TakeBackReturn => Status::Ready,
        Verb::ReturnResult | Verb::PostDelivered => Status::Returned,
        Verb::ApproveVoid => Status::Void,
        Verb::HandOver | Verb::Extend | Verb::ReceiveResult | Verb::SendByPost | Verb::PostCameBack => before,
        Verb::Correct | Verb::RequestVoid | Verb::DeclineVoid | Verb::CollectFee | Verb::AddNote => before,
        Verb::Chase | Verb::AttachFile | Verb::SetFileAside | Verb::SettleCollision => before,
    }
}

#[test]
fn every_act_in_every_state_by_every_role_is_allowed_exactly_where_the_table_says() {
    let office = Office::default();
    let mut seen = 0;
    for (state, dossier) in states(office.form_set) {
        let before = accepted(&dossier);
        for verb in Verb::ALL {
            let (fits, roles) = expected(verb, state);
            for role in Role::ALL {
                let may = allowed(before, &actor(&[role])).contains(&verb);
                assert_eq!(may, fits && roles.contains(&role), "{} in {state} by {role:?}", verb.word());
                let decided = office.decide(&dossier, wall("2026-11-30 09:00"), &[role], plain(verb));
                match decided {
                    Err(Refusal::NotAllowed) => assert!(!roles.contains(&role), "{} by {role:?}", verb.word()),
                    Err(Refusal::NotNow { verb: named, status }) => {
                        assert!(roles.contains(&role) && !fits);
                        assert_eq!((named, status), (verb, before.status()));
                    }
                    Err(other) => panic!("{} in {state}: {other}", verb.word()),
                    Ok(facts) => {
                        assert!(may, "{} in {state} by {role:?}", verb.word());
                        let after = facts.iter().fold(dossier.clone(), evolve);
                        assert_eq!(accepted(&after).status(), leads_to(verb, before.status()), "{state}");
                        assert_ne!(after, dossier, "{} left nothing", verb.word());
                        seen += 1;
                    }
                }
            }
        }
        // Whoever holds no role may do nothing; who holds all may do what any of them may.
        assert!(allowed(before, &actor(&[])).is_empty());
        let all: Vec<Verb> = Verb::ALL.into_iter().filter(|verb| expected(*verb, state).0).collect();
        assert_eq!(allowed(before, &actor(&Role::ALL)), all, "{state}");
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn nothing_is_stopped_under_the_forms_of_2018() {
    for (state, dossier) in states("tt01-2018") {
        assert!(!allowed(accepted(&dossier), &actor(&Role::ALL)).contains(&Verb::Stop), "{state}");
        let office = Office::default();
        let refusal = office.refused(&dossier, "2026-11-30 09:00", plain(Verb::Stop));
        assert!(matches!(refusal, Refusal::NotNow { verb: Verb::Stop, .. }), "{state}: {refusal}");
    }
}

#[test]
fn every_status_has_its_national_code_and_void_has_none() {
    let national = |status: Status| status.national();
    let codes: Vec<Option<u8>> = Status::ALL.into_iter().map(national).collect();
    assert_eq!(codes, [2, 4, 5, 6, 9, 10, 3, 8, 7, 0].map(|code| Some(code).filter(|code| *code > 0)));
    let reached: std::collections::BTreeSet<Status> =
        states("tt03-2025").iter().map(|(_, dossier)| accepted(dossier).status()).collect();
    assert_eq!(reached.len(), Status::ALL.len(), "the table meets every status");
}

#[test]
fn every_word_is_a_verb_and_the_verb_of_its_act() {
    for verb in Verb::ALL {
        assert_eq!(Verb::from_word(verb.word()), Some(verb));
        assert_eq!(plain(verb).verb(), verb);
        assert_eq!(serde_json::to_value(verb).unwrap(), verb.word());
        assert_eq!(plain(verb).slip(), verb.slip());
    }
    assert_eq!(Verb::from_word("dance"), None);
    let mut all: Vec<&str> = Verb::ALL.into_iter().map(Verb::word).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 29);
}

#[test]
fn an_unknown_field_is_refused_in_every_act_and_in_what_lies_inside() {
    for verb in Verb::ALL {
        let mut input = serde_json::to_value(plain(verb)).unwrap();
        assert!(try_act(verb, input.clone()).is_ok(), "{}", verb.word());
        input["colour"] = json!("red");
        assert!(try_act(verb, input).is_err(), "{} took a field that it does not know", verb.word());
    }
    let fails = |verb, input| assert!(try_act(verb, input).is_err(), "{}", verb.word());
    fails(Verb::AnswerSupplement, json!({"due": {"at": "2026-11-06T08:00:00+07:00", "reason": "x", "by": "y"}}));
    fails(Verb::ReturnResult, json!({"fee": {"vnd": 8_000, "tip": 1}}));
    fails(Verb::CollectFee, json!({"vnd": "8000"}));
    fails(Verb::CollectFee, json!({}));
    fails(Verb::HandOver, json!({"to": 5}));
    fails(Verb::HandOver, json!({"to": "Phòng Tư pháp", "limit": "soon"}));
    fails(Verb::Extend, json!({"due": "2026-11-06", "reason": "x", "signer": "y"}));
    fails(Verb::ReturnResult, json!({"to": {"is": "pigeon"}}));
    fails(Verb::RequestSupplement, json!({"items": "Giấy ủy quyền", "reason": "x"}));
}

#[test]
fn the_page_about_acts_names_exactly_the_verbs_and_its_examples_are_acts() {
    let page = include_str!("../../../docs/acts.md");
    let mut named = Vec::new();
    for section in page.split("\n### `").skip(1) {
        let (word, rest) = section.split_once('`').unwrap();
        let verb = Verb::from_word(word).unwrap_or_else(|| panic!("{word} is no act"));
        named.push(verb);
        let example = rest.split("```json\n").nth(1).and_then(|text| text.split("```").next());
        let input = serde_json::from_str(example.unwrap_or_else(|| panic!("{word} has no example"))).unwrap();
        // A file is brought by its path, which the door turns into the act: a story plays that example (tests/it/slips.rs).
        assert!(verb == Verb::AttachFile || try_act(verb, input).is_ok(), "{word}: the example is not its input");
        let roles = rest.trim_start().split('.').next().unwrap().to_lowercase();
        for role in Role::ALL {
            let told = roles.contains(&format!("{role:?}").to_lowercase());
            assert_eq!(told, verb.roles().contains(&role), "{word}: {role:?} in “{roles}”");
        }
        if let Some(form) = verb.slip() {
            assert!(rest.contains(&format!("Slip `{form}`")), "{word} makes a slip {form}");
        }
    }
    named.sort_unstable();
    let mut all = Verb::ALL.to_vec();
    all.sort_unstable();
    assert_eq!(named, all);
}
