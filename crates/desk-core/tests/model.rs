//! Any acts, by anybody, at any time: no panic, no fact lost, and a due date moves only by what may move it.

mod common;

use chrono::TimeDelta;
use common::*;
use desk_core::{
    calendar::DuePolicy,
    dossier::{Accepted, Act, Dossier, Fact, Particular, PausePolicy, Refusal, Status, Verb, allowed, evolve},
    due::{due, is_open_at},
    office::Role,
    rule::Rule,
    time::Moment,
};
use proptest::prelude::*;
use serde_json::json;

/// One wish: which act, which flavour of it, whose roles (a bit each), how many minutes after the one before.
type Wish = (usize, u8, u8, i64);

fn any_wish() -> impl Strategy<Value = Wish> {
    (0..Verb::ALL.len(), any::<u8>(), 1u8..16, prop_oneof![0i64..300, 0i64..6000, -60i64..0])
}

fn any_rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        Just("3wd"),
        Just("0.5wd"),
        Just("4wh"),
        Just("20cd"),
        Just("1mo"),
        Just("same_day@15:00"),
        Just("none")
    ]
    .prop_map(|rule| rule.parse().unwrap())
}

fn any_office() -> impl Strategy<Value = Office> {
    (any_rule(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(rule, end_of_day, restart, police_hours, old)| Office {
            rule,
            policy: if end_of_day { DuePolicy::EndOfDay } else { DuePolicy::SameHalfDay },
            pause: if restart { PausePolicy::Restart } else { PausePolicy::Shift },
            hours: if police_hours { police() } else { usual() },
            form_set: if old { "tt01-2018" } else { "tt03-2025" },
            extensions_max: Some(2),
            supplements_max: Some(2),
            ..Office::default()
        },
    )
}

fn roles(bits: u8) -> Vec<Role> {
    Role::ALL.into_iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0).map(|(_, role)| role).collect()
}

/// Mostly a good act, now and then an odd one.
fn wished(verb: Verb, flavour: u8, now: Moment) -> Act {
    let in_days = |days: i64| (now + TimeDelta::days(days)).to_rfc3339();
    let input = match (verb, flavour % 4) {
        (_, 0) => return plain(verb),
        (Verb::HandOver, _) => json!({"to": format!("Phòng {}", flavour % 3), "step": "Bước", "limit": "1wd"}),
        (Verb::RequestSupplement, _) => json!({"items": [{"what": "x"}], "reason": "y", "policy": "restart",
            "deadline": (now + TimeDelta::days(i64::from(flavour % 9))).date_naive().to_string()}),
        (Verb::AnswerSupplement, _) => json!({"papers": [{"index": flavour % 3, "originals": flavour % 2}],
            "due": {"at": in_days(i64::from(flavour % 5)), "reason": "hẹn sớm"}}),
        (Verb::SettlePayment, _) => {
            let stage = ["none", "2wd", "300cd"][usize::from(flavour) % 3];
            json!({"receipt": "1", "second_stage": stage})
        }
        // Half of them at an hour at which the office is open.
        (Verb::Extend, 1) => json!({"due": in_days(i64::from(flavour) - 9), "reason": "chờ", "signer": "Chủ tịch"}),
        (Verb::Extend, _) => {
            let day = (now + TimeDelta::days(i64::from(flavour) - 9)).date_naive();
            json!({"due": format!("{day}T16:00:00+07:00"), "reason": "chờ", "signer": "Chủ tịch"})
        }
        (Verb::EnterResult, _) => json!({"positive": flavour > 99, "summary": "x", "at_desk": flavour % 8 < 4,
            "date": (now + TimeDelta::days(i64::from(flavour % 5) - 3)).date_naive().to_string()}),
        (Verb::ReturnResult, 1) => json!({"fee": {"vnd": flavour}}),
        (Verb::ReturnResult, _) => json!({}),
        (Verb::Correct, 1) => json!({"reason": "x", "due": in_days(i64::from(flavour % 3))}),
        (Verb::Correct, 2) if flavour > 99 => json!({"reason": "x", "channel": "online",
            "result": {"positive": flavour > 150, "number": format!("{flavour}/GXN"), "summary": "y"},
            "left_off": [{"name": format!("Giấy {flavour}"), "originals": 1}]}),
        (Verb::Correct, _) => json!({"reason": "x", "sets": flavour, "owner": {"name": format!("Lò Thị {flavour}")}}),
        (Verb::CollectFee, _) => json!({"vnd": flavour}),
        (Verb::AttachFile, _) => attach(["a", "b", "c", "d"][usize::from(flavour / 4 % 4)]),
        (Verb::SetFileAside, _) => json!({"hash": "b".repeat(64), "reason": "nhầm"}),
        _ => return plain(verb),
    };
    act(verb, input)
}

/// True when the fact may move a due date.
fn moves_the_date(fact: &Fact) -> bool {
    matches!(fact, Fact::SupplementAnswered(_) | Fact::PaymentSettled(_) | Fact::DueExtended(_) | Fact::Corrected(_))
}

/// When the payment that is waited for was asked for.
fn obligation(dossier: &Accepted) -> Moment {
    dossier.payments.last().map(|payment| payment.obligation.done.at).unwrap()
}

/// Plays wishes; gives the dossier and every fact that was decided.
fn live(office: &Office, wishes: &[Wish]) -> Result<(Dossier, Vec<Fact>), TestCaseError> {
    let mut now = wall("2026-03-02 08:00");
    let mut dossier = office.received(now);
    let mut facts = vec![Fact::Received(Box::new(accepted(&dossier).received.clone()))];
    for (verb, flavour, bits, minutes) in wishes {
        now += TimeDelta::minutes(*minutes);
        let verb = Verb::ALL[*verb];
        let before = accepted(&dossier);
        let may = allowed(before, &actor(&roles(*bits))).contains(&verb);
        let decided = office.decide(&dossier, now, &roles(*bits), wished(verb, *flavour, now));
        let barred = matches!(decided, Err(Refusal::NotAllowed | Refusal::NotNow { .. }));
        prop_assert_eq!(may, !barred, "{} on {:?}", verb.word(), before.status());
        let Ok(news) = decided else { continue };
        prop_assert!(!news.is_empty());
        for fact in news {
            let after = evolve(dossier.clone(), &fact);
            prop_assert!(after != dossier, "{} is lost", fact.kind());
            let (was, is) = (accepted(&dossier), accepted(&after));
            prop_assert!(was.due() == is.due() || moves_the_date(&fact), "{} moved the date", fact.kind());
            // Whatever is decided, a promise is kept when somebody is there, and never later than the rule and its waiting
            // give, unless it was put off with an apology.
            if let Fact::DueExtended(extended) = &fact {
                prop_assert!(is_open_at(extended.due, office.unit()).unwrap(), "{}", extended.due);
                prop_assert!(extended.due > now && was.due().is_none_or(|before| extended.due > before));
                prop_assert!(is.clock.steps.last().is_none_or(|last| last.date == extended.due.date_naive()));
            }
            if let Fact::PaymentSettled(settled) = &fact {
                prop_assert!(settled.second_stage.is_none_or(|stage| Some(stage) == office.second_stage));
                let longest = settled.second_stage.unwrap_or(was.rule());
                let anew =
                    due(longest, now, &office.calendar, &office.hours, office.policy).ok().and_then(|due| due.due);
                let shifted = was.due().map(|before| before + (now - obligation(was)) + TimeDelta::days(14));
                let bound = anew.max(shifted);
                prop_assert!(is.due().is_none_or(|due| bound.is_none_or(|bound| due <= bound)), "{:?}", is.due());
            }
            if let Fact::ReturnTakenBack(_) = &fact {
                prop_assert_eq!((was.status(), is.status()), (Status::Returned, Status::Ready));
                prop_assert_eq!(&was.result, &is.result);
            }
            if let Fact::ResultEntered(result) = &fact {
                prop_assert!(result.date.is_none_or(|day| day <= now.date_naive()));
            }
            if let Fact::Corrected(corrected) = &fact {
                let shown: Vec<&Particular> = corrected.changes.iter().map(|change| &change.now).collect();
                prop_assert!(!shown.is_empty());
            }
            prop_assert_eq!(is.status().national().is_none(), is.status() == Status::Void);
            prop_assert!(!is.status().is_in_process() || is.resolved_at().is_none());
            prop_assert!(is.pending_hand_over().is_none() || is.status().is_in_process());
            let new = if let Fact::SupplementAnswered(answer) = &fact {
                Some(&answer.new_due)
            } else if let Fact::PaymentSettled(settled) = &fact {
                Some(&settled.new_due)
            } else {
                None
            };
            if let Some(new) = new {
                let explained = !new.steps.is_empty() || !new.waited.is_empty() || new.typed_because.is_some();
                prop_assert!(was.due() == is.due() || explained, "{new:?}");
                prop_assert!(new.steps.windows(2).all(|two| two[0].date < two[1].date));
            }
            dossier = after;
            facts.push(fact);
        }
    }
    Ok((dossier, facts))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_life_of_any_acts_loses_nothing_and_says_before_what_may_be_done(
        office in any_office(), wishes in prop::collection::vec(any_wish(), 1..60),
    ) {
        let (dossier, facts) = live(&office, &wishes)?;
        // The log alone gives the same dossier, also after it was written down and read.
        prop_assert_eq!(&facts.iter().fold(Dossier::Unborn, evolve), &dossier);
        let text = serde_json::to_string(&dossier).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Dossier>(&text).unwrap(), &dossier);
        let one = accepted(&dossier);
        let many = |wanted: fn(&Fact) -> bool| facts.iter().filter(|fact| wanted(fact)).count();
        prop_assert_eq!(one.custody.len(), many(|fact| matches!(fact, Fact::HandedOver(_))));
        prop_assert_eq!(one.supplements.len(), many(|fact| matches!(fact, Fact::SupplementRequested(_))));
        prop_assert_eq!(one.payments.len(), many(|fact| matches!(fact, Fact::PaymentRequired(_))));
        prop_assert_eq!(one.extensions.len(), many(|fact| matches!(fact, Fact::DueExtended(_))));
        prop_assert_eq!(one.corrections.len(), many(|fact| matches!(fact, Fact::Corrected(_))));
        prop_assert_eq!(one.fees.len(), many(|fact| matches!(fact, Fact::FeeCollected(_))));
        prop_assert_eq!(one.notes.len(), many(|fact| matches!(fact, Fact::NoteAdded(_))));
        prop_assert_eq!(one.chases.len(), many(|fact| matches!(fact, Fact::Chased(_))));
        prop_assert_eq!(one.files.len(), many(|fact| matches!(fact, Fact::FileAttached(_))));
        prop_assert_eq!(one.taken_back.len(), many(|fact| matches!(fact, Fact::ReturnTakenBack(_))));
        let slips = facts.iter().filter_map(Fact::slip).count();
        let made = one.custody.len() + one.supplements.len() + one.extensions.len() + one.fees.len() + one.chases.len();
        prop_assert!(slips >= made);
    }

    #[test]
    fn facts_in_any_order_and_twice_over_make_a_dossier_all_the_same(
        office in any_office(), wishes in prop::collection::vec(any_wish(), 1..40), seed in any::<u64>(),
    ) {
        let (_, mut facts) = live(&office, &wishes)?;
        facts.extend(facts.clone());
        let mut state = seed | 1;
        for n in (1..facts.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            facts.swap(n, (state >> 33) as usize % (n + 1));
        }
        let folded = facts.iter().fold(Dossier::Unborn, evolve);
        // Whatever it became: everybody's acts can be asked for, and decided, without a panic.
        let person = actor(&Role::ALL);
        for verb in allowed(accepted(&folded), &person) {
            let decided = office.decide(&folded, wall("2026-11-30 09:00"), &Role::ALL, plain(verb));
            let barred = matches!(decided, Err(Refusal::NotAllowed | Refusal::NotNow { .. } | Refusal::NotAccepted));
            prop_assert!(!barred, "{}", verb.word());
        }
        if accepted(&folded).status() == Status::Void {
            prop_assert!(accepted(&folded).void_request.is_none());
        }
    }
}
