//! The store as its callers know it: what is saved stays, what is wrong is said, nothing is lost.

mod common;

use common::*;
use desk_core::{
    dossier::{Fact, PrintOutcome},
    ids::DraftId,
};
use desk_store::{
    Aside, Body, DueFilter, Filter, Found, NewEntry, Page, PrintState, Settlement, Sort, Standing, Store, StoreError,
    find,
};

fn page(limit: u32) -> Page {
    Page { offset: 0, limit }
}

#[test]
fn what_was_acknowledged_is_there_after_opening_again() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let ids: Vec<_> = (0..20).map(|n| receive(&store, n, received(n, 10, 1)).expect("saves")).collect();
    let digest = store.digest();
    store.close();
    let store = scratch.open().expect("opens");
    assert_eq!(store.standing(), Standing::Clean);
    assert_eq!(store.digest(), digest);
    assert_eq!(store.digest_recount().expect("counts"), digest);
    assert_eq!(store.reader().dossiers().expect("counts"), 20);
    for (n, id) in (0..).zip(&ids) {
        let dossier = store.reader().dossier(*id).expect("reads");
        let accepted = dossier.accepted().expect("was accepted");
        assert_eq!(accepted.received, received(n, 10, 1));
        assert_eq!(accepted.prints.len(), 1);
        let history = store.reader().history(*id).expect("reads");
        let kinds: Vec<&str> = history.iter().map(|entry| entry.kind.as_str()).collect();
        assert_eq!(kinds, ["dossier.received", "form.printed"]);
        assert_eq!(history[1].builds_on, [history[0].hash]);
        let Body::Dossier(Fact::FormPrinted(print)) = &history[1].body else { panic!("the print is a print") };
        assert_eq!(print.head, history[0].head.on_paper());
    }
    let verdict = store.verify().expect("checks");
    assert!(verdict.ok, "{:?}", verdict.faults);
    assert_eq!(verdict.entries, 42);
    assert_eq!(verdict.heads, [store.head().expect("has a head")]);
}

#[test]
fn an_act_that_fails_leaves_no_trace() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 0, received(0, 10, 1)).expect("saves");
    let digest = store.digest();
    let given_before = received(0, 10, 1);
    assert!(matches!(receive(&store, 1, given_before), Err(StoreError::NumberTaken)));
    let refused: Result<(), StoreError> = store.act(moment(2016, 1, 5, 8, 0), None, |tx| {
        let next = received(1, 10, 1);
        tx.append(NewEntry::Dossier(id(1, next.received_at, 1), Fact::Received(Box::new(next))))?;
        Err(StoreError::NotThatWay)
    });
    assert!(matches!(refused, Err(StoreError::NotThatWay)));
    assert_eq!(store.digest(), digest);
    receive(&store, 1, received(1, 10, 1)).expect("goes on");
    assert!(store.verify().expect("checks").ok);
}

#[test]
fn the_same_acts_make_the_same_store() {
    let digest = |batched: bool| {
        let scratch = Scratch::new();
        let store = scratch.create();
        if batched {
            store.append_bulk((0..30).map(|n| act(n, 10, 1))).expect("saves");
        } else {
            (0..30).for_each(|n| assert_eq!(store.append(act(n, 10, 1)).expect("saves").len(), 2));
        }
        assert!(store.verify().expect("checks").ok);
        (store.digest(), store.head())
    };
    assert_eq!(digest(true), digest(false));
}

#[test]
fn projections_made_anew_come_out_the_same() {
    let scratch = Scratch::new();
    let store = scratch.create();
    for n in 0..40 {
        let id = receive(&store, n, received(n, 10, 1)).expect("saves");
        if n % 3 == 0 {
            let outcome = match n % 2 {
                0 => PrintOutcome::Completed,
                _ => PrintOutcome::Failed { reason: "printer_stopped".to_owned() },
            };
            let ended = NewEntry::Dossier(id, Fact::PrintEnded(ended(outcome)));
            store.act(moment(2016, 2, 1, 8, 0), None, |tx| tx.append(ended)).expect("saves");
        }
    }
    let lines = |store: &Store| {
        let all = store.reader().register("", &Filter::default(), moment(2016, 2, 1, 9, 0), Sort::Newest, page(100));
        all.expect("reads")
    };
    let (digest, before) = (store.digest(), lines(&store));
    assert_eq!(store.rebuild().expect("folds"), digest);
    assert_eq!(lines(&store), before);
    assert_eq!(before.len(), 40);
    assert!(store.verify().expect("checks").ok);
    receive(&store, 40, received(40, 10, 1)).expect("goes on");
    assert!(store.verify().expect("checks").ok);
}

#[test]
fn a_second_program_is_kept_out() {
    let scratch = Scratch::new();
    let store = scratch.create();
    assert!(matches!(scratch.open(), Err(StoreError::Busy)));
    store.close();
    assert!(scratch.open().is_ok());
}

#[test]
fn a_wrong_key_is_not_an_empty_store() {
    let scratch = Scratch::new();
    scratch.create().close();
    let open = || Store::open(&scratch.folder, [9; 32], &scratch.state);
    assert!(matches!(open(), Err(StoreError::WrongKey)));
    std::fs::remove_file(scratch.folder.join("motcua.store")).expect("removes");
    assert!(matches!(open(), Err(StoreError::NotAStore)));
    assert!(scratch.open().is_ok());
    assert!(matches!(Store::create(&scratch.folder, scratch.new_store()), Err(StoreError::AlreadyThere)));
}

#[test]
fn a_missing_or_damaged_file_is_said_and_nothing_is_made_in_its_place() {
    let scratch = Scratch::new();
    assert!(matches!(scratch.open(), Err(StoreError::NoStore)));
    let device = {
        let store = scratch.create();
        store.device()
    };
    let file = scratch.folder.join("motcua.db");
    let whole = std::fs::read(&file).expect("reads");

    std::fs::remove_file(&file).expect("removes");
    for marker_too in [false, true] {
        if marker_too {
            std::fs::remove_file(scratch.folder.join("motcua.store")).expect("removes");
        }
        assert_eq!(find(&scratch.folder, &scratch.state).expect("looks"), Found::Missing { device: Some(device) });
        assert!(matches!(scratch.open(), Err(StoreError::Missing)));
        assert!(matches!(Store::create(&scratch.folder, scratch.new_store()), Err(StoreError::Missing)));
        assert!(!file.exists());
    }

    for damage in [0, 17, 4_000] {
        let mut bytes = whole.clone();
        bytes[damage] ^= 1;
        std::fs::write(&file, &bytes).expect("writes");
        let opened = scratch.open();
        assert!(matches!(opened, Err(StoreError::Damaged { .. } | StoreError::NotAStore)), "byte {damage}: {opened:?}");
        assert_eq!(std::fs::read(&file).expect("reads"), bytes, "the damaged file is kept as it is");
    }
    std::fs::write(&file, b"").expect("writes");
    let opened = scratch.open();
    assert!(matches!(opened, Err(StoreError::Damaged { .. } | StoreError::NotAStore)), "an empty file: {opened:?}");
}

#[test]
fn a_file_of_a_newer_program_is_refused_untouched() {
    let scratch = Scratch::new();
    scratch.create().close();
    let file = scratch.folder.join("motcua.db");
    let db = rusqlite::Connection::open(&file).expect("opens");
    db.execute_batch(&format!("PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 2048; PRAGMA cipher_hmac_algorithm = HMAC_SHA256; PRAGMA user_version = 99", hex::encode(KEY))).expect("sets");
    drop(db);
    let before = std::fs::read(&file).expect("reads");
    assert!(matches!(scratch.open(), Err(StoreError::NewerFile { found: 99, known: 6 })));
    assert_eq!(std::fs::read(&file).expect("reads"), before);
}

#[test]
fn entries_refuse_to_be_changed_or_deleted() {
    let scratch = Scratch::new();
    scratch.create().close();
    let db = rusqlite::Connection::open(scratch.folder.join("motcua.db")).expect("opens");
    db.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 2048; PRAGMA cipher_hmac_algorithm = HMAC_SHA256",
        hex::encode(KEY)
    ))
    .expect("sets");
    for table in ["entries", "bodies"] {
        assert!(db.execute(&format!("UPDATE {table} SET position = position + 100"), []).is_err(), "{table}");
        assert!(db.execute(&format!("DELETE FROM {table}"), []).is_err(), "{table}");
    }
}

#[test]
fn a_file_put_back_is_noticed_and_goes_on_only_as_a_new_device() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 0, received(0, 10, 1)).expect("saves");
    store.close();
    let file = scratch.folder.join("motcua.db");
    let old = std::fs::read(&file).expect("reads");
    let store = scratch.open().expect("opens");
    receive(&store, 1, received(1, 10, 1)).expect("saves");
    let known = store.head().expect("has a head");
    store.close();

    std::fs::write(&file, old).expect("writes"); // in place: same path, same inode
    let store = scratch.open().expect("opens");
    assert_eq!(store.standing(), Standing::Restored { remembered: known.seq, found: known.seq - 2 });
    assert!(matches!(receive(&store, 2, received(2, 10, 1)), Err(StoreError::Unsettled)));
    assert!(store.reader().dossiers().expect("reading goes on") == 1);
    assert!(matches!(store.settle(Settlement::SameDevice), Err(StoreError::NotThatWay)));
    let old_head = settle_anew(&store, 8);
    assert_eq!(old_head.seq, known.seq - 2);
    assert_ne!(store.device(), old_head.device);
    receive(&store, 2, received(2, 10, 1)).expect("goes on");
    assert_eq!(store.head().expect("has a head").seq, 3, "it began and received");
    assert!(store.verify().expect("checks").ok);
    store.close();
    let store = scratch.open().expect("opens");
    assert_eq!(store.standing(), Standing::Clean);
    assert_eq!(store.verify().expect("checks").heads.len(), 2);
}

#[test]
fn a_crash_before_the_note_is_caught_up_and_a_lost_note_is_asked_about() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 0, received(0, 10, 1)).expect("saves");
    store.note_head();
    let note = scratch.state.join(format!("{}.json", store.device()));
    let before = std::fs::read(&note).expect("reads");
    receive(&store, 1, received(1, 10, 1)).expect("saves");
    store.close();
    std::fs::write(&note, before).expect("writes");
    let store = scratch.open().expect("opens");
    assert_eq!(store.standing(), Standing::CaughtUp { entries: 2 });
    receive(&store, 2, received(2, 10, 1)).expect("goes on");
    store.close();

    std::fs::remove_file(&note).expect("removes");
    let store = scratch.open().expect("opens");
    assert_eq!(store.standing(), Standing::Unremembered);
    assert!(matches!(receive(&store, 3, received(3, 10, 1)), Err(StoreError::Unsettled)));
    store.settle(Settlement::SameDevice).expect("settles");
    receive(&store, 3, received(3, 10, 1)).expect("goes on");
}

#[test]
fn a_copied_folder_is_noticed() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 0, received(0, 10, 1)).expect("saves");
    store.close();
    let copy = scratch.folder.with_file_name("copy");
    std::fs::create_dir(&copy).expect("makes");
    for file in std::fs::read_dir(&scratch.folder).expect("lists") {
        let file = file.expect("lists");
        std::fs::copy(file.path(), copy.join(file.file_name())).expect("copies");
    }
    let store = Store::open(&copy, KEY, &scratch.state).expect("opens");
    let from = scratch.folder.canonicalize().expect("is there");
    assert_eq!(store.standing(), Standing::Moved { from });
    assert!(matches!(receive(&store, 1, received(1, 10, 1)), Err(StoreError::Unsettled)));
}

#[test]
fn a_clock_set_back_can_be_told() {
    let scratch = Scratch::new();
    let store = scratch.create();
    receive(&store, 0, received(5_000, 10, 1)).expect("saves");
    let newest = received(5_000, 10, 1).received_at;
    receive(&store, 1, received(1, 10, 1)).expect("an earlier clock stops nothing by itself");
    assert_eq!(store.highest_observed(), Some(newest));
    store.close();
    assert_eq!(scratch.open().expect("opens").highest_observed(), Some(newest));
}

#[test]
fn numbers_go_up_within_a_counters_range_and_end_there() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let head = "H28.155-160104-";
    let next = |first, last| store.reader().next_number(head, first, last).expect("reads");
    assert_eq!(next(1, 999), Some(1));
    for n in 0..3 {
        receive(&store, n, received(n, 10, 1)).expect("saves");
    }
    assert_eq!(next(1, 999), Some(4));
    assert_eq!(next(1, 3), None);
    assert_eq!(next(1000, 1999), Some(1000));
    assert_eq!(next(8, 999), Some(8));
    assert_eq!(store.reader().numbers_used(head).expect("reads"), [1, 2, 3]);
    assert_eq!(store.reader().numbers_used("H28.155-160105-").expect("reads"), [0_u16; 0]);
    assert_eq!(store.reader().next_book_number("1/2016").expect("reads"), 4);
    assert_eq!(store.reader().next_book_number("1/2017").expect("reads"), 1);
}

#[test]
fn a_draft_is_its_owners_alone() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let (draft, other) = (DraftId::from_bytes([1; 16]), desk_core::ids::PersonId::from_bytes([2; 16]));
    let at = moment(2024, 3, 5, 8, 0);
    assert!(store.draft_save(draft, clerk(), r#"{"owner":"Bù"}"#, at).expect("saves"));
    assert!(store.draft_save(draft, clerk(), r#"{"owner":"Bùi"}"#, at).expect("saves"));
    assert!(!store.draft_save(draft, other, "{}", at).expect("answers"));
    store.close();
    let store = scratch.open().expect("opens");
    let kept = store.reader().drafts(clerk()).expect("reads");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].json, r#"{"owner":"Bùi"}"#);
    assert!(store.reader().drafts(other).expect("reads").is_empty());
    store.draft_discard(draft).expect("discards");
    assert_eq!(store.reader().draft(draft).expect("reads"), None);
    store.setting_save("printer", r#""LBP2900""#).expect("saves");
    assert_eq!(store.reader().setting("printer").expect("reads").as_deref(), Some(r#""LBP2900""#));
}

#[test]
fn the_day_is_counted_by_the_clock_it_is_given() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let mut ids = Vec::new();
    for n in 0..30 {
        ids.push(receive(&store, n, received(n, 10, 1)).expect("saves"));
    }
    let now = moment(2016, 1, 6, 23, 0);
    let failed = PrintOutcome::Failed { reason: "printer_stopped".to_owned() };
    for (id, outcome) in [(ids[0], failed), (ids[1], PrintOutcome::Completed)] {
        let ended = NewEntry::Dossier(id, Fact::PrintEnded(ended(outcome)));
        store.act(now, None, |tx| tx.append(ended)).expect("saves");
    }
    let today = store.reader().today(now).expect("counts");
    let all: Vec<_> = (0..30).map(|n| received(n, 10, 1)).collect();
    let overdue = all.iter().filter(|one| one.due.is_some_and(|due| due < now)).count();
    assert_eq!(today.overdue.n as usize, overdue);
    assert_eq!(today.received_today.n, 10);
    assert_eq!((today.prints_failed.n, today.prints_waiting.n), (1, 28));
    let due = store.reader().due_list(None, 100).expect("lists");
    assert!(due.is_sorted_by_key(|hit| hit.due) && due.len() == 30);
    let filter = Filter { due: Some(DueFilter::Overdue), ..Filter::default() };
    assert_eq!(store.reader().count("", &filter, now).expect("counts").n as usize, overdue);
    let used = store.reader().procedures_used(Some(clerk()), 5).expect("counts");
    assert!(used.len() == 5 && used.is_sorted_by(|a, b| a.dossiers >= b.dossiers));
    let failed = Filter { print: Some(PrintState::Failed), ..Filter::default() };
    let hits = store.reader().search("", &failed, now, 10, None).expect("finds");
    assert_eq!(hits.iter().map(|hit| hit.dossier).collect::<Vec<_>>(), [ids[0]]);
}

/// The file as SQLite sees it, for tests that put something in from outside.
fn raw(scratch: &Scratch) -> rusqlite::Connection {
    let db = rusqlite::Connection::open(scratch.folder.join("motcua.db")).expect("opens");
    db.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 2048; PRAGMA cipher_hmac_algorithm = HMAC_SHA256",
        hex::encode(KEY)
    ))
    .expect("sets");
    db
}

/// Seals something as the scratch device's next entry and puts it into the log, with no projection knowing of it.
fn put_in(scratch: &Scratch, change: impl FnOnce(&mut desk_log::Draft)) {
    let db = raw(scratch);
    let (position, seq, prev): (i64, i64, [u8; 32]) = db
        .query_row("SELECT position, seq, hash FROM entries ORDER BY position DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .expect("reads");
    let mut draft = desk_log::Draft {
        at: moment(2016, 1, 9, 8, 0).timestamp_millis(),
        offset_ms: None,
        actor: None,
        office: "04885@2020-01-01".to_owned(),
        dossier: None,
        builds_on: Vec::new(),
        kind: "weather.changed".to_owned(),
        kind_version: 1,
        reference: "2026.11".to_owned(),
        body: desk_log::to_canonical(&std::collections::BTreeMap::from([("rain", 3)])).expect("is canonical"),
    };
    change(&mut draft);
    let dossier = draft.dossier.map(|id| id.bytes());
    let key = desk_log::DeviceKey::from_secret([7; 32]);
    let prev = Some(desk_core::ids::EntryHash(prev));
    let sealed = desk_log::seal(&key, seq as u64 + 1, prev, draft, [0; 16]);
    db.execute(
        "INSERT INTO entries (position, device, seq, hash, dossier, cose) VALUES (?1, 1, ?2, ?3, ?4, ?5)",
        rusqlite::params![position + 1, seq + 1, sealed.hash.0, dossier, sealed.cose],
    )
    .expect("puts in");
    db.execute(
        "INSERT INTO bodies (position, salt, body) VALUES (?1, ?2, ?3)",
        rusqlite::params![position + 1, sealed.salt, sealed.body],
    )
    .expect("puts in");
}

#[test]
fn a_kind_of_a_newer_program_is_kept_and_counted() {
    let scratch = Scratch::new();
    let store = scratch.create();
    let known = receive(&store, 0, received(0, 10, 1)).expect("saves");
    let head = store.reader().history(known).expect("reads")[1].hash;
    store.close();
    let unborn = desk_core::ids::DossierId::from_bytes([9; 16]);
    put_in(&scratch, |_| {});
    put_in(&scratch, |draft| {
        draft.dossier = Some(known);
        draft.builds_on = vec![head];
    });
    put_in(&scratch, |draft| draft.dossier = Some(unborn));
    put_in(&scratch, |draft| {
        draft.kind = "dossier.received".to_owned(); // a shape of tomorrow
        draft.kind_version = 2;
        draft.dossier = Some(unborn);
    });
    assert!(matches!(scratch.open(), Err(StoreError::Damaged { .. })), "projections that lag behind are not believed");
    raw(&scratch).execute_batch("DROP TABLE fold").expect("drops");
    let store = scratch.open().expect("opens, and folds anew");
    assert_eq!(store.reader().set_aside().expect("counts"), 4);
    assert_eq!(store.reader().entries().expect("counts"), 8);
    let history = store.reader().history(known).expect("reads");
    assert_eq!((history[2].kind.as_str(), &history[2].body), ("weather.changed", &Body::Aside(Aside::NeedsNewer)));
    assert!(store.reader().dossier(known).expect("reads").accepted().is_some());
    assert!(store.reader().dossier(unborn).expect("reads").accepted().is_none());
    let everything = store.reader().register("", &Filter::default(), moment(2016, 2, 1, 8, 0), Sort::Newest, page(9));
    assert_eq!(everything.expect("lists").len(), 1);
    receive(&store, 1, received(1, 10, 1)).expect("goes on");
    let ended = NewEntry::Dossier(known, Fact::PrintEnded(ended(PrintOutcome::Completed)));
    store.act(moment(2016, 2, 1, 8, 0), None, |tx| tx.append(ended)).expect("goes on");
    let history = store.reader().history(known).expect("reads");
    assert_eq!(history[3].builds_on, [history[2].hash]);
    let verdict = store.verify().expect("checks");
    assert!(verdict.ok, "{:?}", verdict.faults);
    let digest = store.digest();
    assert_eq!(store.rebuild().expect("folds"), digest);
}

#[test]
fn two_desks_apart_fold_alike_in_whichever_order_they_are_heard() {
    let digest = |swapped: bool| {
        let scratch = Scratch::new();
        let store = scratch.create();
        let known = receive(&store, 0, received(0, 10, 1)).expect("saves");
        let head = store.reader().history(known).expect("reads")[1].hash;
        store.close();
        // Two facts that do not know of each other. (One device may not do this; it stands for two.)
        for second in [swapped, !swapped] {
            let outcome = match second {
                true => PrintOutcome::Completed,
                false => PrintOutcome::Failed { reason: "printer_stopped".to_owned() },
            };
            put_in(&scratch, |draft| {
                let payload = desk_store::encode_dossier(&Fact::PrintEnded(ended(outcome))).expect("encodes");
                (draft.kind, draft.body) = (payload.kind.to_owned(), payload.body);
                (draft.dossier, draft.builds_on) = (Some(known), vec![head]);
            });
        }
        raw(&scratch).execute_batch("DROP TABLE fold").expect("drops");
        let store = scratch.open().expect("opens");
        let verdict = store.verify().expect("checks");
        assert!(verdict.ok, "{:?}", verdict.faults);
        let history = store.reader().history(known).expect("reads");
        assert!(history[2].hash < history[3].hash, "of two that do not know of each other the smaller hash is first");
        let Body::Dossier(Fact::PrintEnded(ended)) = &history[3].body else { panic!("{:?}", history[3].body) };
        let last = ended.outcome.clone();
        let dossier = store.reader().dossier(known).expect("reads");
        assert_eq!(dossier.accepted().expect("accepted").prints[0].outcome, Some(last));
    };
    digest(false);
    digest(true);
}

#[test]
fn the_exported_log_reads_back_whole() {
    let scratch = Scratch::new();
    let store = scratch.create();
    (0..5).for_each(|n| assert!(receive(&store, n, received(n, 10, 1)).is_ok()));
    let mut file = Vec::new();
    assert_eq!(store.export(&mut file).expect("exports"), 12);
    let mut reader = desk_log::export::read_export(&file[..]).expect("begins");
    assert_eq!(reader.by_ref().filter(|entry| entry.is_ok()).count(), 12);
    assert_eq!(reader.heads(), [store.head().expect("has a head")]);
    let cut = &file[..file.len() - 1];
    assert!(desk_log::export::read_export(cut).expect("begins").any(|entry| entry.is_err()));
}
