//! Whole lives in the store: what any acts leave in the tables is what the log folds to.

mod common;
#[path = "../../desk-core/tests/common/mod.rs"]
mod life;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use common::{Drawn, Scratch, clerk, id, moment, page_of};
use desk_core::{
    dossier::{Accepted, Act, Command, Dossier, Fact, Slip, State, Status, Verb, allowed, decide},
    ids::DossierId,
    office::{OfficeFact, Role, WalkIn},
    procedure::Channel,
    time::Moment,
};
use desk_store::{Fault, Filter, NewEntry, Page, Sort, Store, StoreError, Task};
use life::{Office, act, actor, attach, plain};
use proptest::prelude::*;
use serde_json::json;

const BOOK: &str = "1/2026";

/// An act that is likely to be taken, in one of a few flavours.
fn wished(verb: Verb, flavour: u64, now: Moment) -> Act {
    let day = |n: i64| (now + TimeDelta::days(n)).date_naive().to_string();
    let input = match (verb, flavour % 3) {
        (Verb::HandOver, n) => json!({"to": format!("Phòng {n}"), "step": "Bước", "limit": "1wd"}),
        (Verb::RequestSupplement, 0) => json!({"items": [{"what": "x"}], "reason": "y"}),
        (Verb::RequestSupplement, n) => json!({"items": [{"what": "x"}], "reason": "y", "deadline": day(n as i64)}),
        (Verb::Extend, n) => {
            json!({"due": (now + TimeDelta::days(30 + n as i64)).to_rfc3339(), "reason": "x", "signer": "y"})
        }
        (Verb::EnterResult, n) => json!({"at_desk": n > 0}),
        (Verb::ReturnResult, 0) => json!({"fee": {"vnd": 5_000, "receipt": "AA/1"}}),
        (Verb::ReturnResult, 1) => json!({}),
        (Verb::Correct, n) => json!({"reason": "x", "owner": {"name": format!("Lò Văn {n}"), "phone": "0987654321"},
            "return_by": "post", "sets": 1 + n, "fee": {"is": "amount", "vnd": 5_000 + 1_000 * n, "paid": "now"}}),
        (Verb::AttachFile, n) => attach(["a", "b", "c"][n as usize]),
        _ => return plain(verb),
    };
    act(verb, input)
}

/// A store in which a few dossiers lived for some weeks.
struct Lived {
    scratch: Scratch,
    store: Store,
    ids: Vec<DossierId>,
    now: Moment,
    made: u64,
}

fn lived(seed: u64, wishes: u64) -> Lived {
    let (scratch, office, person) = (
        Scratch::new(),
        Office { extensions_max: None, supplements_max: None, ..Office::default() },
        actor(&Role::ALL),
    );
    let store = scratch.create();
    let mut drawn = Drawn(seed);
    let mut now = moment(2026, 9, 7, 8, 0);
    let mut ids = Vec::new();
    for n in 0..5 {
        let Dossier::Accepted(accepted) = office.received(now) else { panic!("received") };
        let mut received = accepted.received;
        (received.code, received.book_number) = (format!("H28.155-260907-{:04}", n + 1), n + 1);
        if n % 2 == 0 {
            let paid = desk_core::dossier::FeePaid::Now;
            received.fee = desk_core::dossier::FeeLine::Amount { vnd: 8_000, paid };
        }
        let id = id(n.into(), now, seed);
        let fact = NewEntry::Dossier(id, Fact::Received(Box::new(received)));
        store.act(now, Some(clerk()), |tx| tx.append(fact)).expect("saves");
        ids.push(id);
    }
    let mut made = 0;
    for _ in 0..wishes {
        now += TimeDelta::minutes(drawn.below(700) as i64);
        let id = ids[drawn.below(ids.len() as u64) as usize];
        let pick = drawn.next();
        let flavour = drawn.next();
        made += store
            .act(now, Some(clerk()), |tx| {
                let dossier = tx.dossier(id)?;
                let may = allowed(dossier.accepted().expect("accepted"), &person);
                // What ends a life comes seldom, so that lives are long.
                let verb = may[(pick % may.len() as u64) as usize];
                let ends = matches!(verb, Verb::Withdraw | Verb::Stop | Verb::ApproveVoid | Verb::CloseSupplement);
                if ends && !flavour.is_multiple_of(8) {
                    return Ok(0);
                }
                let act = wished(verb, flavour, now);
                let slip = match act.slip() {
                    Some(form) => {
                        Some(Slip { form: form.to_owned(), book: BOOK.to_owned(), number: tx.next_slip(form, BOOK)? })
                    }
                    None => None,
                };
                let command = Command::Act { act: Box::new(act), slip };
                // A refused act leaves no gap in the numbers of its slips.
                let facts = decide(&dossier, command, &office.desk(&person, now)).unwrap_or_default();
                let count = facts.len() as u64;
                for fact in facts {
                    tx.append(NewEntry::Dossier(id, fact))?;
                }
                Ok::<_, StoreError>(count)
            })
            .expect("saves");
        if drawn.below(12) == 0 {
            walk_in(&store, now, drawn.below(2) == 0);
        }
    }
    Lived { scratch, store, ids, now, made }
}

fn walk_in(store: &Store, now: Moment, guided: bool) {
    let form = if guided { "guidance" } else { "refusal" };
    let done = desk_core::dossier::Done { at: now, by: "Bùi Thị Hương".to_owned() };
    store
        .act(now, Some(clerk()), |tx| {
            let walk_in = WalkIn {
                slip: Slip { form: form.to_owned(), book: BOOK.to_owned(), number: tx.next_slip(form, BOOK)? },
                party: life::party("Lò Thị Mỵ"),
                procedure: ("1.004873".to_owned(), "Cấp giấy".to_owned()),
                channel: Channel::InPerson,
                items: vec!["Tờ khai".to_owned()],
                reason: "thiếu".to_owned(),
                ground: (!guided).then(|| "Điều 17".to_owned()),
                form_set: "tt03-2025".to_owned(),
                done,
            };
            let walk_in = Box::new(walk_in);
            let fact = if guided { OfficeFact::GuidanceGiven(walk_in) } else { OfficeFact::IntakeRefused(walk_in) };
            tx.append(NewEntry::Office(fact))
        })
        .expect("saves");
}

/// Every row of every projection, as text, sorted.
fn tables(scratch: &Scratch) -> BTreeMap<&'static str, Vec<String>> {
    let db = common::raw(scratch);
    let mut all = BTreeMap::new();
    for (name, sql) in [
        (
            "dossiers",
            "SELECT d.*, p.code, p.name, p.sector FROM dossiers d LEFT JOIN procedures p ON p.n = d.procedure",
        ),
        ("slips", "SELECT * FROM slips"),
        ("money", "SELECT * FROM money"),
        ("walk_ins", "SELECT * FROM walk_ins"),
        ("set_aside", "SELECT * FROM set_aside"),
        ("office", "SELECT * FROM office"),
        ("fold", "SELECT * FROM fold"),
    ] {
        let mut statement = db.prepare(sql).expect("prepares");
        let columns = statement.column_count();
        let number = (0..columns).find(|n| statement.column_name(*n).is_ok_and(|name| name == "procedure"));
        let rows = statement.query_map([], |row| {
            let values = (0..columns).filter(|n| name != "dossiers" || Some(*n) != number);
            values.map(|n| Ok(format!("{:?}", row.get::<_, rusqlite::types::Value>(n)?))).collect::<Result<Vec<_>, _>>()
        });
        let mut rows: Vec<String> = rows.expect("reads").map(|row| row.expect("a row").join("|")).collect();
        rows.sort_unstable();
        all.insert(name, rows);
    }
    all
}

/// Numbers of slips run from 1 without gaps, for each form and book.
fn numbered_without_gaps(scratch: &Scratch) {
    let db = common::raw(scratch);
    let sql = "SELECT form, min(number), max(number), count(DISTINCT number) FROM slips GROUP BY form, book";
    let mut statement = db.prepare(sql).expect("prepares");
    let mut rows = statement.query([]).expect("reads");
    while let Some(row) = rows.next().expect("reads") {
        let (form, first, last, many): (String, i64, i64, i64) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap(), row.get(3).unwrap());
        assert_eq!((first, last), (1, many), "{form}");
    }
}

/// What a task means, in words of the folded dossier.
fn is_due_for(task: &Task, one: &Accepted, now: Moment) -> bool {
    let running = matches!(one.status(), Status::Received | Status::InProgress);
    let here = matches!(&one.state, State::Ready { at_desk: true, post: None });
    match task {
        Task::HandOver => {
            one.status() == Status::Received && one.pending_hand_over().is_none() && one.held_by().is_none()
        }
        Task::Confirm(None) => one.pending_hand_over().is_some(),
        Task::Confirm(Some(department)) => one.pending_hand_over().is_some_and(|handed| handed.to == *department),
        Task::Answered => {
            let answer = one.supplements.last().and_then(|supplement| supplement.answer.as_ref());
            running && answer.is_some_and(|a| one.custody.iter().all(|custody| custody.handed.done.at < a.done.at))
        }
        Task::AnswerOverdue => {
            let overdue = |last| now.date_naive() > last;
            matches!(&one.state, State::AwaitingPapers { request, .. } if request.deadline.is_some_and(overdue))
        }
        Task::Waiting => matches!(one.status(), Status::AwaitingPapers | Status::AwaitingPayment),
        Task::Fetch => matches!(&one.state, State::Ready { at_desk: false, .. }),
        Task::Return => here,
        Task::Uncollected(days) => {
            here && one.result_at_desk.is_some_and(|at| at < now - TimeDelta::days((*days).into()))
        }
        Task::Post => matches!(&one.state, State::Ready { post: Some(_), .. }),
        Task::Warn(until) => running && one.due().is_some_and(|due| due < *until),
        Task::Void => one.void_request.is_some(),
        Task::Collided => one.collision.is_some(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn any_lives_leave_tables_that_a_rebuild_makes_again(seed in any::<u64>()) {
        let Lived { scratch, store, ids, now, .. } = lived(seed, 90);
        let verdict = store.verify().expect("checks");
        prop_assert!(verdict.ok, "{:?}", verdict.faults);
        let digest = store.digest();
        prop_assert_eq!(&store.digest_recount().expect("counts"), &digest);
        let folded: Vec<Dossier> = ids.iter().map(|id| store.reader().dossier(*id).expect("reads")).collect();
        let tasks = [
            Task::HandOver, Task::Confirm(None), Task::Confirm(Some("Phòng 1".to_owned())), Task::Answered,
            Task::AnswerOverdue, Task::Waiting, Task::Fetch, Task::Return, Task::Uncollected(7), Task::Post,
            Task::Warn(now + TimeDelta::days(3)), Task::Void,
        ];
        for task in tasks {
            for at in [now, now + TimeDelta::days(20)] {
                let filter = Filter { task: Some(task.clone()), ..Filter::default() };
                let hits = store.reader().register("", &filter, at, Sort::Oldest, page_of(50)).expect("lists");
                let found: Vec<DossierId> = hits.iter().map(|hit| hit.dossier).collect();
                let plainly: Vec<DossierId> = ids.iter().zip(&folded)
                    .filter(|(_, one)| is_due_for(&task, one.accepted().expect("accepted"), at))
                    .map(|(id, _)| *id).collect();
                prop_assert_eq!(&found, &plainly, "{:?}", task);
                prop_assert_eq!(store.reader().count("", &filter, at).expect("counts").n as usize, found.len());
            }
        }
        let all = store.reader().register("", &Filter::default(), now, Sort::Oldest, page_of(50)).expect("lists");
        for (hit, one) in all.iter().zip(&folded) {
            let one = one.accepted().expect("accepted");
            prop_assert_eq!((hit.status, hit.due, &hit.owner), (one.status(), one.due(), &one.received.owner.name));
            prop_assert_eq!((hit.holder.as_deref(), hit.resolved), (one.held_by(), one.resolved_at()));
        }
        store.close();
        numbered_without_gaps(&scratch);
        let before = tables(&scratch);
        let store = scratch.open().expect("opens");
        prop_assert_eq!(&store.rebuild().expect("folds"), &digest);
        let verdict = store.verify().expect("checks");
        prop_assert!(verdict.ok, "{:?}", verdict.faults);
        store.close();
        prop_assert_eq!(tables(&scratch), before);
    }
}

#[test]
fn most_wishes_come_true_so_that_the_lives_are_lives() {
    let many: u64 = (0..4).map(|seed| lived(seed, 60).made).sum();
    assert!(many > 120, "{many}");
}

#[test]
fn a_slip_money_or_a_walk_in_that_the_log_does_not_know_is_found() {
    let Lived { scratch, store, .. } = lived(5, 90);
    store.close();
    for change in [
        "UPDATE money SET vnd = vnd + 1 WHERE position = (SELECT min(position) FROM money)",
        "DELETE FROM money WHERE position = (SELECT max(position) FROM money)",
        "INSERT INTO slips (form, book, number, dossier) VALUES ('fee', '1/2026', 99, x'')",
        "UPDATE slips SET number = 98 WHERE form = 'guidance' AND number = 1",
        "UPDATE walk_ins SET reason = 'khác' WHERE position = (SELECT min(position) FROM walk_ins)",
        "INSERT INTO walk_ins (position, kind, at, book, number, procedure, owner, reason) VALUES (1, 'refusal', 0, '', 1, '', '', '')",
    ] {
        assert_eq!(common::raw(&scratch).execute(change, []), Ok(1), "{change}");
        let store = scratch.open().expect("opens");
        let verdict = store.verify().expect("checks");
        assert_eq!(verdict.faults, [Fault::Account], "{change}");
        store.rebuild().expect("folds");
        assert!(store.verify().expect("checks").ok, "{change}");
        store.close();
    }
}

#[test]
fn a_supplement_without_a_last_day_is_never_overdue() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let office = Office::default();
    let received = moment(2026, 11, 2, 8, 0);
    let person = actor(&Role::ALL);
    let id = id(1, received, 1);
    let dossier = office.received(received);
    let accepted = dossier.accepted().expect("accepted");
    let slip = Some(life::slip("supplement"));
    let asked = act(Verb::RequestSupplement, json!({"items": [{"what": "x"}], "reason": "y"}));
    let command = Command::Act { act: Box::new(asked), slip };
    let mut facts = vec![Fact::Received(Box::new(accepted.received.clone()))];
    facts.extend(decide(&dossier, command, &office.desk(&person, received)).expect("decides"));
    for fact in facts {
        store.act(received, None, |tx| tx.append(NewEntry::Dossier(id, fact))).expect("saves");
    }
    let found = |task| {
        let filter = Filter { task: Some(task), ..Filter::default() };
        let page = Page { offset: 0, limit: 9 };
        store.reader().register("", &filter, moment(2027, 1, 4, 8, 0), Sort::Due, page).expect("lists").len()
    };
    assert_eq!((found(Task::Waiting), found(Task::AnswerOverdue)), (1, 0));
}

#[test]
fn a_reception_fee_put_right_or_voided_shows_as_such_and_is_never_forgotten() {
    let (scratch, office, person) = (Scratch::new(), Office::default(), actor(&Role::ALL));
    let store = scratch.create();
    let received = |n: u32, at: Moment| {
        let Dossier::Accepted(accepted) = office.received(at) else { panic!("received") };
        let mut received = accepted.received;
        (received.code, received.book_number) = (format!("H28.155-260907-{n:04}"), n);
        let paid = desk_core::dossier::FeePaid::Now;
        received.fee = desk_core::dossier::FeeLine::Amount { vnd: 80_000, paid };
        let id = id(n.into(), at, 1);
        let fact = NewEntry::Dossier(id, Fact::Received(Box::new(received)));
        store.act(at, Some(clerk()), |tx| tx.append(fact)).expect("saves");
        id
    };
    let does = |id: DossierId, at: Moment, wish: Act| {
        let done = store.act(at, Some(clerk()), |tx| {
            let command = Command::Act { act: Box::new(wish), slip: None };
            for fact in decide(&tx.dossier(id)?, command, &office.desk(&person, at)).expect("may be done") {
                tx.append(NewEntry::Dossier(id, fact))?;
            }
            Ok::<_, StoreError>(())
        });
        done.expect("saves");
    };
    let cash = |at: Moment| {
        let today = store.reader().today(at).expect("counts");
        (today.cash_today, today.cash_corrected_today)
    };
    let (monday, tuesday) = (moment(2026, 9, 7, 8, 0), moment(2026, 9, 8, 9, 0));
    let (first, second) = (received(1, monday), received(2, monday));
    assert_eq!(cash(monday), (160_000, 0));
    let fee =
        |vnd: i64, paid: &str| json!({"reason": "gõ thừa số 0", "fee": {"is": "amount", "vnd": vnd, "paid": paid}});
    does(first, monday, act(Verb::Correct, fee(8_000, "now")));
    assert_eq!(cash(monday), (88_000, -72_000));
    // A later day stands by itself: what was counted on Monday was counted.
    does(first, tuesday, act(Verb::Correct, fee(8_000, "later")));
    does(second, tuesday, act(Verb::RequestVoid, json!({"reason": "nhập trùng"})));
    does(second, tuesday, plain(Verb::ApproveVoid));
    assert_eq!(cash(tuesday), (-88_000, -88_000));
    assert_eq!(cash(monday), (88_000, -72_000));
    let nothing = json!({"reason": "gõ nhầm", "sets": 2});
    does(first, tuesday, act(Verb::Correct, nothing));
    assert_eq!(cash(tuesday), (-88_000, -88_000), "a correction of something else moves no money");
    assert_eq!(store.verify().expect("looks").faults, []);
    store.rebuild().expect("rebuilds");
    assert_eq!((cash(monday), cash(tuesday)), ((88_000, -72_000), (-88_000, -88_000)));
    assert_eq!(store.verify().expect("looks").faults, []);
}
