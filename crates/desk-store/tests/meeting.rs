//! Many machines of one office: whatever each did and in whatever order they met, they come to the same.

#![allow(clippy::wildcard_enum_match_arm, reason = "a test names the facts it looks for")]

mod common;
#[path = "../../desk-core/tests/common/mod.rs"]
mod life;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use common::{Drawn, Scratch, clerk, id, moment, page_of, receive, received};
use desk_core::{
    dossier::{
        Act, Change, CollisionSettled, Command, Corrected, Done, Dossier, Fact, FeeLine, FeePaid, NoteAdded, NoteKind,
        Particular, Slip, Verb, VoidSaid, allowed, decide,
    },
    ids::{DeviceId, DossierId, EntryHash},
    office::{CounterAssigned, Figure, FigureSet, OfficeFact, ProcedureSwitched, Role},
    procedure::Channel,
    report::Period,
    time::Moment,
};
use desk_log::{DeviceKey, Draft, Opened, seal, to_canonical};
use desk_store::{
    Aside, Came, Filter, NewEntry, Sort, Store, TakenIn, Task,
    province::{FeedHead, FeedPage, Member, Province, feed_next, feed_start},
};
use life::{Office, act, actor, plain};
use proptest::prelude::*;

const OFFICE: &str = "04885@2020-01-01";

struct Desk {
    scratch: Scratch,
    store: Store,
    counter: u8,
}

impl Desk {
    fn at(counter: u8) -> Desk {
        let scratch = Scratch::new();
        let store = scratch.create_at(counter);
        Desk { scratch, store, counter }
    }

    fn digest(&self) -> String {
        self.store.digest().digest
    }
}

fn keys(store: &Store) -> BTreeMap<DeviceId, [u8; 32]> {
    let keys = store.reader().public_keys().expect("reads");
    keys.into_iter().map(|key| (desk_log::device_id(&key), key)).collect()
}

/// How much of a machine's chain a store has.
fn seq_of(store: &Store, device: DeviceId) -> u64 {
    let all = store.reader().chain(device, 0, usize::MAX).expect("reads");
    all.last().map_or(0, |entry| entry.header.seq)
}

/// Gives one store what another has of some machine, up to so many entries.
fn give(from: &Store, to: &Store, device: DeviceId, most: usize) -> TakenIn {
    let after = seq_of(to, device);
    let mut entries = from.reader().chain(device, after, usize::MAX).expect("reads");
    entries.truncate(most);
    to.take_in(Came { entries: &entries, keys: &keys(from), feed: None }).expect("takes in")
}

fn give_all(from: &Store, to: &Store) {
    for device in keys(from).into_keys() {
        give(from, to, device, usize::MAX);
    }
}

/// The whole check: everything verifies, and a rebuild comes to the same.
fn holds(store: &Store) {
    let verdict = store.verify().expect("checks");
    assert!(verdict.ok, "{:?}", verdict.faults);
    let digest = store.digest();
    assert_eq!(store.digest_recount().expect("counts"), digest);
    assert_eq!(store.rebuild().expect("folds"), digest);
    let verdict = store.verify().expect("checks");
    assert!(verdict.ok, "after a rebuild: {:?}", verdict.faults);
}

/// Receives a dossier in the range of the counter.
fn take(desk: &Desk, office: &Office, n: u64, now: Moment) -> DossierId {
    let Dossier::Accepted(accepted) = office.received(now) else { panic!("received") };
    let mut received = accepted.received;
    let number = u64::from(desk.counter) * 1_000 + n;
    received.code = format!("H28.155-260907-{number:04}");
    (received.book, received.book_number) = (format!("{}/2026", desk.counter), n as u32 + 1);
    received.owner.name = format!("Quách Thị {number}");
    let id = id(number, now, 3);
    desk.store
        .act(now, Some(clerk()), |tx| tx.append(NewEntry::Dossier(id, Fact::Received(Box::new(received)))))
        .expect("saves");
    id
}

/// Does what may be done to a dossier, if it may be.
fn wish(desk: &Desk, office: &Office, id: DossierId, verb: u64, now: Moment) {
    let person = actor(&Role::ALL);
    let book = format!("{}/2026", desk.counter);
    desk.store
        .act(now, Some(clerk()), |tx| {
            let dossier = tx.dossier(id)?;
            let Some(accepted) = dossier.accepted() else { return Ok(()) };
            let may = allowed(accepted, &person);
            let verb = may[(verb % may.len() as u64) as usize];
            let act = match (&accepted.collision, verb) {
                (Some(collision), Verb::SettleCollision) => {
                    Act::SettleCollision { holds: collision.between[0], reason: "theo sổ".to_owned() }
                }
                (_, verb) => plain(verb),
            };
            let slip = match act.slip() {
                Some(form) => {
                    Some(Slip { form: form.to_owned(), book: book.clone(), number: tx.next_slip(form, &book)? })
                }
                None => None,
            };
            let command = Command::Act { act: Box::new(act), slip };
            for fact in decide(&dossier, command, &office.desk(&person, now)).unwrap_or_default() {
                tx.append(NewEntry::Dossier(id, fact))?;
            }
            Ok::<_, desk_store::StoreError>(())
        })
        .expect("saves");
}

fn say(desk: &Desk, n: u64, now: Moment) {
    let day = now.date_naive();
    let fact = match n % 3 {
        0 => OfficeFact::ProcedureSwitched(ProcedureSwitched {
            procedure: format!("1.{}", n % 5),
            on: n.is_multiple_of(2),
        }),
        1 => OfficeFact::FigureSet(FigureSet {
            procedure: "1.1".to_owned(),
            figure: Figure::Fee { channel: Some(Channel::InPerson), vnd: n as i64 % 100 },
            decision: "1/QĐ".to_owned(),
            from: day,
            until: None,
        }),
        _ => OfficeFact::CounterAssigned(CounterAssigned { counter: desk.counter, from: day }),
    };
    desk.store.act(now, Some(clerk()), |tx| tx.append(NewEntry::Office(fact))).expect("saves");
}

/// Every line that a list shows, without what is this machine's own order.
fn lines(store: &Store, now: Moment) -> Vec<String> {
    let hits = store.reader().register("", &Filter::default(), now, Sort::Code, page_of(999)).expect("lists");
    hits.into_iter()
        .map(|mut hit| {
            hit.row = 0;
            hit.clerk = None;
            format!("{hit:?}")
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10) })]

    #[test]
    fn machines_that_hold_the_same_entries_are_the_same(seed in any::<u64>()) {
        let office = Office { extensions_max: None, ..Office::default() };
        let desks = [Desk::at(1), Desk::at(2), Desk::at(3)];
        let mut drawn = Drawn(seed);
        let mut now = moment(2026, 9, 7, 8, 0);
        let mut ids: Vec<DossierId> = desks.iter().map(|desk| take(desk, &office, 0, now)).collect();
        for n in 0..60 {
            now += TimeDelta::minutes(drawn.below(300) as i64);
            let desk = &desks[drawn.below(3) as usize];
            match drawn.below(10) {
                0 => ids.push(take(desk, &office, n + 1, now)),
                1 => say(desk, drawn.next(), now),
                2..=3 => {
                    let other = &desks[drawn.below(3) as usize];
                    let device = desks[drawn.below(3) as usize].store.device();
                    give(&other.store, &desk.store, device, drawn.below(9) as usize);
                }
                _ => wish(desk, &office, ids[drawn.below(ids.len() as u64) as usize], drawn.next(), now),
            }
        }
        for _ in 0..3 {
            for (from, to) in [(0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2)] {
                give_all(&desks[from].store, &desks[to].store);
            }
        }
        for desk in &desks[1..] {
            prop_assert_eq!(desk.digest(), desks[0].digest());
            prop_assert_eq!(lines(&desk.store, now), lines(&desks[0].store, now));
            prop_assert_eq!(&*desk.store.office(), &*desks[0].store.office());
        }
        for desk in desks {
            holds(&desk.store);
            let digest = desk.digest();
            let Desk { scratch, store, .. } = desk;
            store.close();
            let store = scratch.open().expect("opens");
            prop_assert_eq!(store.digest().digest, digest);
            prop_assert!(store.standing().is_sound());
        }
    }
}

#[test]
fn a_dossier_acted_on_apart_is_flagged_on_both_and_settled_on_both() {
    let office = Office::default();
    let (one, two) = (Desk::at(1), Desk::at(2));
    let now = moment(2026, 9, 7, 8, 0);
    let id = take(&one, &office, 0, now);
    give_all(&one.store, &two.store);
    let found = two.store.reader().search("quach 1000", &Filter::default(), now, 9, None).expect("finds");
    assert_eq!(found.len(), 1, "found by the words of its owner");
    let decide_here = |desk: &Desk, act: Act, minutes: i64| {
        let person = actor(&Role::ALL);
        let slip = act.slip().map(life::slip);
        let now = now + TimeDelta::minutes(minutes);
        desk.store
            .act(now, Some(clerk()), |tx| {
                let command = Command::Act { act: Box::new(act), slip };
                let facts = decide(&tx.dossier(id)?, command, &office.desk(&person, now));
                let Ok(facts) = facts else { return Ok(None) };
                let mut last = None;
                for fact in facts {
                    last = Some(tx.append(NewEntry::Dossier(id, fact))?.head.hash);
                }
                Ok::<_, desk_store::StoreError>(last)
            })
            .expect("saves")
    };
    let handed = decide_here(&one, plain(Verb::HandOver), 1).expect("hands over");
    let withdrawn = decide_here(&two, plain(Verb::Withdraw), 2).expect("withdraws");
    give_all(&two.store, &one.store);
    give_all(&one.store, &two.store);
    for desk in [&one, &two] {
        let collided = Filter { task: Some(Task::Collided), ..Filter::default() };
        assert_eq!(desk.store.reader().count("", &collided, now).expect("counts").n, 1);
        assert!(desk.store.reader().hit(id).expect("reads").expect("a line").collided);
        assert_eq!(desk.store.reader().today(now).expect("counts").collided.n, 1);
        assert_eq!(decide_here(desk, plain(Verb::Correct), 3), None, "no decision while they collide");
    }
    assert_eq!(one.digest(), two.digest());
    let note = act(Verb::AddNote, serde_json::json!({"text": "đã gọi dân"}));
    assert!(decide_here(&two, note, 4).is_some());
    let settled = Act::SettleCollision { holds: withdrawn, reason: "dân đã rút".to_owned() };
    decide_here(&one, settled, 5).expect("settles");
    let status = |desk: &Desk| desk.store.reader().hit(id).expect("reads").expect("a line").status.word();
    assert_eq!(status(&one), "withdrawn");
    give_all(&one.store, &two.store);
    give_all(&two.store, &one.store);
    assert_eq!(status(&two), "withdrawn");
    let dossier = two.store.reader().dossier(id).expect("reads");
    let accepted = dossier.accepted().expect("accepted");
    assert_eq!((accepted.overruled.as_slice(), accepted.notes.len()), ([handed].as_slice(), 1));
    assert_eq!(two.store.reader().history(id).expect("reads").len(), 5, "nothing is dropped from the history");
    assert_eq!(one.digest(), two.digest());
    for desk in [one, two] {
        holds(&desk.store);
    }
}

/// Seals entries of a machine that says what it likes.
#[test]
fn cash_put_right_apart_is_the_same_cash_everywhere_and_what_does_not_hold_moves_none() {
    let now = moment(2026, 9, 7, 9, 0);
    let (one, other) = (Desk::at(1), Desk::at(2));
    let paid = |vnd| FeeLine::Amount { vnd, paid: FeePaid::Now };
    let Dossier::Accepted(accepted) = Office::default().received(now) else { panic!("received") };
    let mut received = accepted.received;
    received.fee = paid(8_000);
    let id = id(1, now, 3);
    let append = |desk: &Desk, minutes, fact| {
        let at = now + TimeDelta::minutes(minutes);
        desk.store.act(at, Some(clerk()), |tx| tx.append(NewEntry::Dossier(id, fact))).expect("saves").head.hash
    };
    let done = |minutes| Done { at: now + TimeDelta::minutes(minutes), by: "Bùi Thị Hương".to_owned() };
    append(&one, 0, Fact::Received(Box::new(received)));
    give_all(&one.store, &other.store);

    // One desk puts the fee right while the other voids the number.
    let change = Change { was: Particular::Fee(paid(8_000)), now: Particular::Fee(paid(10_000)) };
    let corrected =
        Corrected { changes: vec![change], reason: "gõ nhầm".to_owned(), outdated: Vec::new(), done: done(5) };
    let right = append(&one, 5, Fact::Corrected(corrected));
    let void = append(&other, 6, Fact::Voided(VoidSaid { reason: "nhập nhầm".to_owned(), done: done(6) }));
    let cash = |desk: &Desk| -> i64 {
        let day = Period::new(now.date_naive(), now.date_naive()).expect("a day");
        desk.store.reader().fee_sums(&day).expect("reads").iter().map(|sum| sum.vnd).sum()
    };
    assert_eq!((cash(&one), cash(&other)), (10_000, 0), "each by what it knows");
    give_all(&one.store, &other.store);
    give_all(&other.store, &one.store);
    assert_eq!(cash(&one), cash(&other));
    [&one, &other].into_iter().for_each(|desk| holds(&desk.store));

    let mut between = vec![right, void];
    between.sort_unstable();
    let settled = CollisionSettled { holds: right, between, reason: "số vẫn dùng".to_owned(), done: done(9) };
    append(&other, 9, Fact::CollisionSettled(settled));
    give_all(&other.store, &one.store);
    assert_eq!((cash(&one), cash(&other)), (10_000, 10_000), "the void does not hold");
    [&one, &other].into_iter().for_each(|desk| holds(&desk.store));
    assert_eq!(one.digest(), other.digest());
}

struct Stranger {
    key: DeviceKey,
    seq: u64,
    prev: Option<EntryHash>,
}

impl Stranger {
    fn new() -> Self {
        Stranger { key: DeviceKey::from_secret([0x55; 32]), seq: 0, prev: None }
    }

    fn says(&mut self, kind: &str, body: Vec<u8>, change: impl FnOnce(&mut Draft)) -> Opened {
        let mut draft = Draft {
            at: moment(2026, 9, 7, 9, 0).timestamp_millis(),
            offset_ms: None,
            actor: None,
            office: OFFICE.to_owned(),
            dossier: None,
            builds_on: Vec::new(),
            kind: kind.to_owned(),
            kind_version: 1,
            reference: String::new(),
            body,
        };
        change(&mut draft);
        self.seq += 1;
        let sealed = seal(&self.key, self.seq, self.prev, draft, [9; 16]);
        self.prev = Some(sealed.hash);
        sealed.into()
    }
}

#[test]
fn both_branches_of_a_forked_machine_hold_and_can_be_backed_up() {
    let desk = Desk::at(1);
    let (mut one, mut copy) = (Stranger::new(), Stranger::new());
    let keys = BTreeMap::from([(one.key.device(), one.key.public())]);
    let take = |entries: &[Opened]| {
        desk.store.take_in(Came { entries, keys: &keys, feed: None }).expect("takes in");
    };
    let common: Vec<Opened> = (0..2).map(|n| one.says("moon.landed", vec![n], |_| {})).collect();
    (copy.seq, copy.prev) = (one.seq, one.prev);
    take(&common);
    let one: Vec<Opened> = (3..6).map(|n| one.says("moon.landed", vec![n], |_| {})).collect();
    let other: Vec<Opened> = (6..10).map(|n| copy.says("moon.landed", vec![n], |_| {})).collect();
    take(&one[..2]);
    take(&other[..1]);
    take(&one[2..]);
    take(&other[1..]);
    assert!(desk.store.reader().set_aside_list(99).expect("reads").iter().any(|aside| aside.reason == Aside::Fork));
    holds(&desk.store);
    let into = desk.scratch.folder.with_file_name("backups");
    std::fs::create_dir(&into).expect("a place for backups");
    desk.store.back_up(&into, &[], moment(2026, 9, 7, 9, 0)).expect("a record with a fork is still backed up");
    // A branch that parts from nowhere is none.
    let mut lost = copy;
    lost.seq = 3;
    take(&[lost.says("moon.landed", vec![7], |_| {})]);
    let faults = desk.store.verify().expect("checks").faults;
    assert!(matches!(faults.as_slice(), [desk_store::Fault::Chain { .. }]), "{faults:?}");
}

#[test]
fn whatever_a_signed_entry_says_it_stops_nothing() {
    let desk = Desk::at(1);
    let mine = receive(&desk.store, 0, received(0, 10, 1)).expect("saves");
    let (dossier, other) = (DossierId::from_bytes([8; 16]), DossierId::from_bytes([9; 16]));
    let about = |id: DossierId| move |draft: &mut Draft| draft.dossier = Some(id);
    let body = |fact: &Fact| match fact {
        Fact::Received(received) => to_canonical(received).expect("encodes"),
        Fact::NoteAdded(note) => to_canonical(note).expect("encodes"),
        _ => panic!("not needed here"),
    };
    let note = |text: &str| {
        let done = Done { at: moment(2026, 9, 7, 9, 0), by: "X".to_owned() };
        body(&Fact::NoteAdded(NoteAdded { about: NoteKind::Plain, text: text.to_owned(), done }))
    };
    let same_number = body(&Fact::Received(Box::new(received(0, 10, 77))));
    let good = body(&Fact::Received(Box::new(received(1, 10, 78))));
    let junk = to_canonical(&BTreeMap::from([("rain", 3)])).expect("encodes");
    let mut stranger = Stranger::new();
    let entries = vec![
        stranger.says("dossier.received", junk.clone(), about(dossier)),
        stranger.says("weather.changed", junk.clone(), |_| {}),
        stranger.says("dossier.received", same_number, about(dossier)),
        stranger.says("note.added", note("không hồ sơ"), |_| {}),
        stranger.says("person.granted", junk.clone(), |_| {}),
        stranger.says("note.added", note("nơi khác"), |draft| {
            draft.dossier = Some(mine);
            draft.office = "99999@2020-01-01".to_owned();
        }),
        stranger.says("note.added", note("từ năm nào"), |draft| {
            draft.dossier = Some(mine);
            draft.at = i64::MAX;
            draft.builds_on = vec![EntryHash([0xee; 32])];
        }),
        stranger.says("dossier.received", good, about(other)),
    ];
    let keys = BTreeMap::from([(stranger.key.device(), stranger.key.public())]);
    let taken = desk.store.take_in(Came { entries: &entries, keys: &keys, feed: None }).expect("takes in");
    assert_eq!((taken.new, taken.known), (8, 0));
    let again = desk.store.take_in(Came { entries: &entries, keys: &keys, feed: None }).expect("takes in");
    assert_eq!((again.new, again.known), (0, 8));
    let aside: Vec<(u64, Aside)> = desk
        .store
        .reader()
        .set_aside_list(99)
        .expect("lists")
        .into_iter()
        .rev()
        .map(|one| (one.head.seq, one.reason))
        .collect();
    // Of a dossier that has a number twice, its first entry here is named.
    let expected = [
        (1, Aside::NumberTaken),
        (1, Aside::Unreadable),
        (2, Aside::NeedsNewer),
        (4, Aside::Unreadable),
        (5, Aside::Unreadable),
        (6, Aside::Office),
    ];
    let mut sorted = aside.clone();
    sorted.sort_by_key(|(seq, reason)| (*seq, reason.word()));
    assert_eq!(sorted, expected);
    let reader = desk.store.reader();
    assert!(reader.dossier(other).expect("reads").accepted().is_some(), "the rest goes on");
    assert_eq!(
        reader.hit(mine).expect("reads").expect("a line").code,
        reader.hit(dossier).expect("reads").expect("a line").code
    );
    assert_eq!(reader.dossier(mine).expect("reads").accepted().expect("accepted").notes.len(), 1);
    // The clock of another machine is not this desk's.
    assert!(desk.store.highest_observed().expect("observed") < moment(2027, 1, 1, 0, 0));
    holds(&desk.store);
    // The numbers that the desk itself gives are never doubled.
    let refused = receive(&desk.store, 5, received(1, 10, 79));
    assert!(matches!(refused, Err(desk_store::StoreError::NumberTaken)), "{refused:?}");
    receive(&desk.store, 6, received(6, 10, 80)).expect("goes on");
    holds(&desk.store);
}

#[test]
fn an_entry_without_its_machines_key_is_not_taken_and_nothing_of_its_page_is() {
    let desk = Desk::at(1);
    let digest = desk.digest();
    let mut stranger = Stranger::new();
    let junk = to_canonical(&BTreeMap::from([("rain", 3)])).expect("encodes");
    let entries = [stranger.says("weather.changed", junk, |_| {})];
    let came = Came { entries: &entries, keys: &BTreeMap::new(), feed: None };
    assert!(matches!(desk.store.take_in(came), Err(desk_store::StoreError::UnknownDevice)));
    assert_eq!(desk.digest(), digest);
    holds(&desk.store);
}

#[test]
fn both_branches_of_a_copied_machine_are_kept_and_named() {
    let (desk, twin) = (Desk::at(1), Desk::at(2));
    let copy = Desk::at(2); // the same machine, on a copied disk
    let first = receive(&twin.store, 0, received(0, 10, 1)).expect("saves");
    let second = receive(&copy.store, 1, received(1, 10, 2)).expect("saves");
    give_all(&twin.store, &desk.store);
    let branch = copy.store.reader().chain(copy.store.device(), 0, usize::MAX).expect("reads");
    let taken = desk.store.take_in(Came { entries: &branch, keys: &keys(&copy.store), feed: None }).expect("takes in");
    assert_eq!((taken.new, taken.known), (2, 2));
    let reader = desk.store.reader();
    assert!([first, second].iter().all(|id| reader.dossier(*id).expect("reads").accepted().is_some()));
    let aside = reader.set_aside_list(9).expect("lists");
    assert_eq!(aside.iter().map(|one| one.reason).collect::<Vec<_>>(), [Aside::Fork, Aside::Fork]);
    let verdict = desk.store.verify().expect("checks");
    assert!(verdict.ok, "both hold, and the second is set aside: {verdict:?}");
    assert_eq!(desk.store.rebuild().expect("folds"), desk.store.digest());
}

#[test]
fn a_page_of_the_feed_moves_the_place_or_nothing() {
    let (desk, other) = (Desk::at(1), Desk::at(2));
    receive(&other.store, 0, received(0, 10, 1)).expect("saves");
    let entries = other.store.reader().chain(other.store.device(), 0, usize::MAX).expect("reads");
    let running = entries.iter().fold(feed_start(OFFICE), |running, entry| feed_next(&running, entry.hash));
    let page = |after: u64, position: u64, running: [u8; 32]| FeedPage {
        after,
        head: FeedHead { position, running, at: 5, statement: vec![1, 2, 3] },
    };
    let keys = keys(&other.store);
    let digest = desk.digest();
    for wrong in [page(1, 5, running), page(0, 5, running), page(0, 4, [7; 32])] {
        let came = Came { entries: &entries, keys: &keys, feed: Some(&wrong) };
        assert!(matches!(desk.store.take_in(came), Err(desk_store::StoreError::NotThatPage)));
        assert_eq!(desk.digest(), digest);
        assert_eq!(desk.store.reader().feed_end().expect("reads").position, 0);
    }
    let right = page(0, 4, running);
    desk.store.take_in(Came { entries: &entries, keys: &keys, feed: Some(&right) }).expect("takes in");
    assert_eq!(desk.store.reader().feed_end().expect("reads"), right.head);
    holds(&desk.store);
    let Desk { scratch, store, .. } = desk;
    store.close();
    common::raw(&scratch).execute("UPDATE feed SET entry = 1 WHERE position = 2", []).expect("changes");
    let store = scratch.open().expect("opens");
    assert_eq!(store.verify().expect("checks").faults, [desk_store::Fault::Feed { position: 4 }]);
}

#[test]
fn what_a_revoked_machine_wrote_beyond_what_counts_is_marked_whenever_the_roster_comes() {
    let desk = Desk::at(1);
    let mut stranger = Stranger::new();
    let junk = to_canonical(&BTreeMap::from([("rain", 3)])).expect("encodes");
    let entries: Vec<Opened> = (0..4).map(|_| stranger.says("weather.changed", junk.clone(), |_| {})).collect();
    let keys = BTreeMap::from([(stranger.key.device(), stranger.key.public())]);
    let take = |entries: &[Opened]| desk.store.take_in(Came { entries, keys: &keys, feed: None }).expect("takes in");
    let revoked = |trusted: Option<usize>| {
        let trusted = trusted.map(|place| (place as u64, entries[place - 1].hash));
        vec![Member {
            device: stranger.key.device(),
            public_key: stranger.key.public(),
            counter: 3,
            name: "LẠ-01".to_owned(),
            revoked: Some(trusted),
        }]
    };
    let marked = || -> Vec<u64> {
        holds(&desk.store);
        let list = desk.store.reader().set_aside_list(99).expect("lists");
        let mut seqs: Vec<u64> =
            list.iter().filter(|one| one.reason == Aside::Revoked).map(|one| one.head.seq).collect();
        seqs.sort_unstable();
        seqs
    };
    let province = Province {
        address: "https://tinh.example".to_owned(),
        public_key: [7; 32],
        history: [1; 16],
        lookup: String::new(),
        device: desk.store.device(),
        counter: 1,
        standing: vec![0],
        state: "enrolled".to_owned(),
        since: 0,
        restored: None,
        roster_number: 1,
        roster: vec![0],
    };
    // A stick brought it before anybody here knew.
    take(&entries[..3]);
    desk.store.keep_enrolment(&province, &[]).expect("keeps");
    assert_eq!(marked(), Vec::<u64>::new());
    desk.store.keep_roster(2, &[0], &revoked(Some(1))).expect("keeps");
    assert_eq!(marked(), [2, 3]);
    // What comes after the roster.
    take(&entries);
    assert_eq!(marked(), [2, 3, 4]);
    let before = desk.digest();
    assert_eq!(desk.store.rebuild().expect("rebuilds").digest, before);
    assert_eq!(marked(), [2, 3, 4]);
    // The cut is moved, taken to the start, taken away.
    desk.store.keep_roster(3, &[0], &revoked(Some(3))).expect("keeps");
    assert_eq!(marked(), [4]);
    desk.store.keep_roster(4, &[0], &revoked(None)).expect("keeps");
    assert_eq!(marked(), [1, 2, 3, 4]);
    desk.store.keep_roster(5, &[0], &[]).expect("keeps");
    assert_eq!((marked(), desk.digest()), (Vec::new(), before));
}
