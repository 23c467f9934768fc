//! Desks that acted on one dossier without knowing of each other.

mod common;

use common::{Office, accepted, act, actor, plain, wall};
use desk_core::{
    dossier::{Act, Dossier, Fact, Placed, Refusal, Status, Verb, allowed, evolve, fold},
    graph::Link,
    ids::EntryHash,
    office::Role,
    time::Moment,
};
use proptest::prelude::*;
use serde_json::json;

#[derive(Debug, Clone)]
struct Entry {
    hash: EntryHash,
    builds_on: Vec<EntryHash>,
    fact: Fact,
}

/// What one desk has of the dossier.
#[derive(Debug, Clone, Default)]
struct Desk(Vec<Entry>);

fn folded(entries: &[Entry]) -> Dossier {
    let placed: Vec<Placed<'_>> = entries
        .iter()
        .map(|entry| Placed { link: Link { hash: entry.hash, builds_on: &entry.builds_on }, fact: Some(&entry.fact) })
        .collect();
    fold(&placed)
}

/// A hash that looks like one: made from a number, and in no order.
fn hash(n: u64) -> EntryHash {
    let mut bytes = [0; 32];
    for (at, chunk) in bytes.chunks_mut(8).enumerate() {
        let mixed = (n + 1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(at as u32 * 7 + 11)
            .wrapping_mul(0xd6e8_feb8_6659_fd93);
        chunk.copy_from_slice(&mixed.to_be_bytes());
    }
    EntryHash(bytes)
}

impl Desk {
    fn begun(office: &Office) -> Desk {
        let received = accepted(&office.received(wall("2026-11-02 08:00"))).received.clone();
        let mut desk = Desk::default();
        desk.add(0, Fact::Received(Box::new(received)));
        desk
    }

    fn dossier(&self) -> Dossier {
        folded(&self.0)
    }

    fn add(&mut self, n: u64, fact: Fact) -> EntryHash {
        let links: Vec<Link<'_>> =
            self.0.iter().map(|entry| Link { hash: entry.hash, builds_on: &entry.builds_on }).collect();
        let builds_on = desk_core::graph::heads(&links);
        self.0.push(Entry { hash: hash(n), builds_on, fact });
        hash(n)
    }

    /// Does an act; gives the entry of its last fact.
    fn act(&mut self, office: &Office, n: u64, at: &str, wish: Act) -> Result<EntryHash, Refusal> {
        self.act_at(office, n, wall(at), wish)
    }

    fn act_at(&mut self, office: &Office, n: u64, at: Moment, wish: Act) -> Result<EntryHash, Refusal> {
        let facts = office.decide(&self.dossier(), at, &Role::ALL, wish)?;
        Ok(facts.into_iter().zip(n * 10..).map(|(fact, n)| self.add(n, fact)).last().unwrap())
    }

    /// Takes over what another desk has.
    fn meet(&mut self, other: &Desk) {
        for entry in &other.0 {
            if !self.0.iter().any(|known| known.hash == entry.hash) {
                self.0.push(entry.clone());
            }
        }
    }
}

fn settle(holds: EntryHash) -> Act {
    Act::SettleCollision { holds, reason: "theo sổ giao nhận".to_owned() }
}

fn between(dossier: &Dossier) -> Vec<EntryHash> {
    let mut between =
        accepted(dossier).collision.as_ref().map(|collision| collision.between.clone()).unwrap_or_default();
    between.sort_unstable();
    between
}

fn sorted(mut hashes: Vec<EntryHash>) -> Vec<EntryHash> {
    hashes.sort_unstable();
    hashes
}

#[test]
fn notes_papers_and_money_of_two_desks_merge() {
    let office = Office::default();
    let (mut one, mut two) = (Desk::begun(&office), Desk::begun(&office));
    one.act(&office, 1, "2026-11-02 09:00", plain(Verb::AddNote)).unwrap();
    one.act(&office, 2, "2026-11-02 09:01", plain(Verb::HandOver)).unwrap();
    two.act(&office, 3, "2026-11-02 09:02", act(Verb::CollectFee, json!({"vnd": 5_000}))).unwrap();
    two.act(&office, 4, "2026-11-02 09:03", plain(Verb::AttachFile)).unwrap();
    one.meet(&two);
    let dossier = one.dossier();
    let met = accepted(&dossier);
    assert_eq!((met.notes.len(), met.fees.len(), met.files.len(), met.custody.len()), (1, 1, 1, 1));
    assert_eq!(met.collision, None);
}

#[test]
fn two_decisions_apart_flag_the_dossier_and_a_supervisor_settles_it() {
    let office = Office::default();
    let (mut one, mut two) = (Desk::begun(&office), Desk::begun(&office));
    let asked = one.act(&office, 1, "2026-11-02 09:00", plain(Verb::RequestSupplement)).unwrap();
    let withdrawn = two.act(&office, 2, "2026-11-02 09:00", plain(Verb::Withdraw)).unwrap();
    one.meet(&two);
    two.meet(&one);
    assert_eq!(one.dossier(), two.dossier());
    let dossier = one.dossier();
    assert_eq!(between(&dossier), sorted(vec![asked, withdrawn]));
    // Nothing more is decided, by anybody; what only adds goes on.
    assert_eq!(one.act(&office, 3, "2026-11-02 10:00", plain(Verb::Correct)), Err(Refusal::Collided));
    let offered = allowed(accepted(&dossier), &actor(&Role::ALL));
    assert!(offered.contains(&Verb::SettleCollision) && offered.contains(&Verb::AddNote));
    assert!(offered.iter().all(|verb| !verb.decides()), "{offered:?}");
    assert_eq!(Verb::next(accepted(&dossier)), Some(Verb::SettleCollision));
    let by_clerk = office.decide(&dossier, wall("2026-11-02 10:00"), &[Role::Clerk], settle(asked));
    assert_eq!(by_clerk, Err(Refusal::NotAllowed));
    one.act(&office, 4, "2026-11-02 10:01", plain(Verb::AddNote)).unwrap();
    assert_eq!(between(&one.dossier()), sorted(vec![asked, withdrawn]));
    assert_eq!(one.act(&office, 5, "2026-11-02 10:02", settle(hash(0))), Err(Refusal::NotASide));
    for (holds, other, status) in [(asked, withdrawn, Status::AwaitingPapers), (withdrawn, asked, Status::Withdrawn)] {
        let mut desk = one.clone();
        desk.act(&office, 6, "2026-11-02 10:03", settle(holds)).unwrap();
        let dossier = desk.dossier();
        let settled = accepted(&dossier);
        assert_eq!((settled.status(), &settled.collision), (status, &None));
        assert_eq!(settled.overruled, [other]);
        assert_eq!(settled.settlements.len(), 1);
        assert_eq!(settled.notes.len(), 1, "what only added is there whoever was right");
        two.meet(&desk);
        let mut told = two.clone();
        told.meet(&desk);
        assert_eq!(told.dossier(), dossier);
        two = Desk(two.0.into_iter().filter(|entry| entry.hash != hash(60)).collect());
    }
}

#[test]
fn while_two_dates_collide_the_earlier_one_counts() {
    let office = Office::default();
    let (mut one, mut two) = (Desk::begun(&office), Desk::begun(&office));
    let due = |desk: &Desk| accepted(&desk.dossier()).due().unwrap();
    let before = due(&one);
    let extend = |days: i64| {
        let due = (before + chrono::TimeDelta::days(days)).to_rfc3339();
        act(Verb::Extend, json!({"due": due, "reason": "chờ", "signer": "Chủ tịch"}))
    };
    let later = one.act(&office, 1, "2026-11-02 09:00", extend(8)).unwrap();
    let sooner = two.act(&office, 2, "2026-11-02 09:00", extend(1)).unwrap();
    one.meet(&two);
    assert_eq!(due(&one), before + chrono::TimeDelta::days(1));
    let mut three = Desk::begun(&office);
    let note = three.act(&office, 3, "2026-11-02 09:00", plain(Verb::BeginWork)).unwrap();
    three.meet(&one);
    assert_eq!(due(&three), before, "a side that never moved the date has the earliest");
    assert_eq!(between(&three.dossier()), sorted(vec![later, sooner, note]));
    one.act(&office, 4, "2026-11-02 10:00", settle(later)).unwrap();
    assert_eq!(due(&one), before + chrono::TimeDelta::days(8));
}

#[test]
fn a_desk_that_went_on_without_knowing_of_the_settlement_collides_again() {
    let office = Office::default();
    let (mut one, mut two) = (Desk::begun(&office), Desk::begun(&office));
    let handed = one.act(&office, 1, "2026-11-02 09:00", plain(Verb::HandOver)).unwrap();
    let begun = two.act(&office, 2, "2026-11-02 09:00", plain(Verb::BeginWork)).unwrap();
    let away = two.clone();
    one.meet(&two);
    let settled = one.act(&office, 3, "2026-11-02 10:00", settle(handed)).unwrap();
    // Still away: its desk goes on from what was overruled meanwhile.
    let mut away = away;
    let result = away.act(&office, 4, "2026-11-03 10:00", plain(Verb::EnterResult)).unwrap();
    one.meet(&away);
    let dossier = one.dossier();
    assert_eq!(accepted(&dossier).overruled, [begun]);
    assert_eq!(between(&dossier), sorted(vec![handed, result]));
    // The supervisor finds that the other desk was right after all: what was settled before has never been.
    let mut other = one.clone();
    other.act(&office, 5, "2026-11-03 11:00", settle(result)).unwrap();
    let dossier = other.dossier();
    assert_eq!(sorted(accepted(&dossier).overruled.clone()), sorted(vec![handed, settled]));
    assert_eq!((accepted(&dossier).status(), &accepted(&dossier).collision), (Status::Ready, &None));
    // Or that the first answer stands.
    one.act(&office, 6, "2026-11-03 11:00", settle(handed)).unwrap();
    let dossier = one.dossier();
    assert_eq!(sorted(accepted(&dossier).overruled.clone()), sorted(vec![begun, result]));
    assert_eq!(accepted(&dossier).collision, None);
}

#[test]
fn two_supervisors_apart_collide_and_one_of_them_settles_it() {
    let office = Office::default();
    let (mut one, mut two) = (Desk::begun(&office), Desk::begun(&office));
    let handed = one.act(&office, 1, "2026-11-02 09:00", plain(Verb::HandOver)).unwrap();
    let begun = two.act(&office, 2, "2026-11-02 09:00", plain(Verb::BeginWork)).unwrap();
    one.meet(&two);
    two.meet(&one);
    let (mut same_one, mut same_two) = (one.clone(), two.clone());
    let first = one.act(&office, 3, "2026-11-02 10:00", settle(handed)).unwrap();
    let second = two.act(&office, 4, "2026-11-02 10:00", settle(begun)).unwrap();
    one.meet(&two);
    assert_eq!(between(&one.dossier()), sorted(vec![first, second]));
    one.act(&office, 5, "2026-11-02 11:00", settle(second)).unwrap();
    let dossier = one.dossier();
    assert_eq!(sorted(accepted(&dossier).overruled.clone()), sorted(vec![handed, first]));
    assert_eq!((accepted(&dossier).status(), &accepted(&dossier).collision), (Status::InProgress, &None));
    // Two that say the same agree.
    same_one.act(&office, 6, "2026-11-02 10:00", settle(handed)).unwrap();
    same_two.act(&office, 7, "2026-11-02 10:00", settle(handed)).unwrap();
    same_one.meet(&same_two);
    assert_eq!(accepted(&same_one.dossier()).collision, None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    /// Three desks act and meet at random: the same entries in any order give the same dossier, and an entry that knew of
    /// everything and settles nothing is one more step of `evolve`.
    #[test]
    fn the_same_entries_in_any_order_give_the_same_dossier(
        steps in prop::collection::vec((0..3_usize, 0..3_usize, 0..Verb::ALL.len(), any::<bool>()), 1..40),
        seed in any::<u64>(),
    ) {
        let office = Office::default();
        let mut desks = [Desk::begun(&office), Desk::begun(&office), Desk::begun(&office)];
        let mut now = wall("2026-11-02 08:00");
        for (n, (desk, other, verb, meets)) in steps.into_iter().enumerate() {
            now += chrono::TimeDelta::minutes(7);
            if meets {
                let other = desks[other].clone();
                desks[desk].meet(&other);
                continue;
            }
            let desk = &mut desks[desk];
            let before = desk.dossier();
            let wish = match (Verb::ALL[verb], &accepted(&before).collision) {
                (Verb::SettleCollision, Some(collision)) => settle(collision.between[n % collision.between.len()]),
                (verb, _) => plain(verb),
            };
            let known = desk.0.len();
            if desk.act_at(&office, n as u64 + 1, now, wish).is_ok() {
                let facts: Vec<&Fact> = desk.0[known..].iter().map(|entry| &entry.fact).collect();
                let settles = facts.iter().any(|fact| matches!(fact, Fact::CollisionSettled(_)));
                if !settles && accepted(&before).collision.is_none() {
                    prop_assert_eq!(desk.dossier(), facts.into_iter().fold(before, evolve));
                }
            }
        }
        let mut all = desks[0].clone();
        all.meet(&desks[1]);
        all.meet(&desks[2]);
        let expected = all.dossier();
        let mut random = seed;
        for _ in 0..4 {
            for at in (1..all.0.len()).rev() {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                all.0.swap(at, (random >> 33) as usize % (at + 1));
            }
            prop_assert_eq!(&folded(&all.0), &expected);
        }
        // Whoever settles often enough comes to an end.
        let mut settled = 0;
        while let Some(collision) = accepted(&all.dossier()).collision.clone() {
            settled += 1;
            prop_assert!(settled < 40);
            all.act_at(&office, 1_000 + settled, now, settle(collision.between[0])).unwrap();
        }
    }
}
