//! The bodies of entries, pinned: `tests/fixtures/log/facts.txt` holds one fact of every kind about a dossier, byte for
//! byte as this program writes it. Of a released format it is never written anew; until then
//! `MOTCUA_WRITE_GOLDEN=1 cargo test -p desk-store --test golden` does.

mod common;
#[path = "../../desk-core/tests/common/mod.rs"]
mod life;

use std::{collections::BTreeMap, fs, path::PathBuf};

use desk_core::{
    day::{
        CounterClosed, DayClosed, DaySigned, ExceptionJudged, HeldClosing, Judgement, MissingClosing, MoneyKind,
        MoneyLine, NumberLine, OpenException, Sheet, Unused, UnusedStory, VoidNumber,
    },
    dossier::{Act, CollisionSettled, Done, Dossier, Fact, FormPrinted, Means, PrintEnded, PrintOutcome, Verb, evolve},
    ids::{DeviceId, DossierId, EntryHash, PersonId},
    office::{OfficeFact, Role},
};
use desk_store::{Aside, Body, decode, encode_dossier, encode_office};
use life::{Office, act, attach, plain, slip, wall};
use serde_json::json;

/// One fact of every kind, from two lives with fixed words and times.
fn facts() -> Vec<Fact> {
    let office = Office::default();
    let mut facts: BTreeMap<&'static str, Fact> = BTreeMap::new();
    let mut play = |wishes: Vec<Act>| {
        let mut dossier = office.received(wall("2026-11-02 08:00"));
        let received = dossier.accepted().expect("accepted").received.clone();
        facts.entry("dossier.received").or_insert(Fact::Received(Box::new(received)));
        for (wish, day) in wishes.into_iter().zip(3..) {
            let now = wall(&format!("2026-11-{day:02} 09:00"));
            let decided = office.decide(&dossier, now, &Role::ALL, wish).expect("decides");
            dossier = decided.iter().fold(dossier, evolve);
            decided.into_iter().for_each(|fact| {
                facts.entry(fact.kind()).or_insert(fact);
            });
        }
        assert_ne!(dossier, Dossier::Unborn);
    };
    let stage = json!({"receipt": "0001", "vnd": 120_000, "second_stage": "2wd"});
    play(vec![
        act(Verb::HandOver, json!({"to": "Phòng Tư pháp", "step": "Thẩm định", "limit": "1wd"})),
        plain(Verb::RefuseHandOver),
        plain(Verb::HandOver),
        act(Verb::ConfirmHandOver, json!({"receiver": "Lê Văn Hải"})),
        act(
            Verb::RequestSupplement,
            json!({"items": [{"index": 1, "what": "Giấy ủy quyền"}, {"what": "Ảnh"}], "reason": "thiếu",
                "deadline": "2026-11-20"}),
        ),
        act(Verb::AnswerSupplement, json!({"papers": [{"index": 1, "originals": 1}]})),
        act(Verb::RequirePayment, json!({"what": "Thuế", "vnd": 120_000, "notice": "TB-7", "policy": "restart"})),
        act(Verb::SettlePayment, stage),
        plain(Verb::Extend),
        plain(Verb::Chase),
        act(Verb::EnterResult, json!({"number": "12/GXN", "date": "2026-11-12", "at_desk": false})),
        act(Verb::ReceiveResult, json!({"from": "Lê Văn Hải"})),
        plain(Verb::SendByPost),
        plain(Verb::PostCameBack),
        act(
            Verb::ReturnResult,
            json!({"to": {"is": "authorised", "name": "Đinh Văn Ấm", "authority": "Giấy ủy quyền"},
                "because": "con", "fee": {"vnd": 8_000}}),
        ),
        plain(Verb::TakeBackReturn),
    ]);
    let mut file = attach("a");
    file["paper"] = json!(1);
    play(vec![
        plain(Verb::BeginWork),
        act(Verb::AttachFile, file),
        plain(Verb::SetFileAside),
        plain(Verb::AddNote),
        act(
            Verb::Correct,
            json!({"reason": "gõ nhầm", "owner": {"name": "Bùi Thị Duyến"},
            "due": "2026-11-05T08:00:00+07:00"}),
        ),
        plain(Verb::RequestVoid),
        plain(Verb::DeclineVoid),
        plain(Verb::RequestVoid),
        plain(Verb::ApproveVoid),
    ]);
    play(vec![plain(Verb::RequestSupplement), plain(Verb::CloseSupplement)]);
    play(vec![plain(Verb::Stop)]);
    play(vec![plain(Verb::Withdraw)]);
    let print = FormPrinted {
        form: "supplement".to_owned(),
        number: 1,
        copies: 2,
        to: "pdf".to_owned(),
        proof: String::new(),
        head: "34750f98-17-0123456789abcdef".to_owned(),
        slip: Some(slip("supplement")),
        replaces: None,
        at: wall("2026-11-07 09:01"),
    };
    facts.insert("form.printed", Fact::FormPrinted(print));
    let outcome = PrintOutcome::Failed { reason: "printer_stopped".to_owned() };
    facts.insert("print.ended", Fact::PrintEnded(PrintEnded { form: "supplement".to_owned(), number: 1, outcome }));
    let side = |n| EntryHash([n; 32]);
    let settled = CollisionSettled {
        between: vec![side(1), side(2)],
        holds: side(2),
        reason: "kết quả có trước".to_owned(),
        done: Done { at: wall("2026-11-07 09:02"), by: "Đinh Thị Lan".to_owned() },
    };
    facts.insert("collision.settled", Fact::CollisionSettled(settled));
    facts.into_values().collect()
}

/// The facts about a day of the office.
fn day_facts() -> Vec<OfficeFact> {
    let day = "2026-11-02".parse().expect("a day");
    let done = |minute: u32| Done { at: wall(&format!("2026-11-02 16:{minute:02}")), by: "Đinh Thị Lan".to_owned() };
    let mut sheet = Sheet { in_person: 4, online: 2, back_entries: 1, printed: 5, logged: 5, ..Sheet::default() };
    sheet.take(MoneyLine {
        person: "Bùi Thị Hương".to_owned(),
        id: Some(PersonId::from_bytes([3; 16])),
        kind: MoneyKind::Reception,
        means: Means::Cash,
        times: 2,
        vnd: 24_000,
    });
    let void = VoidNumber { number: 2, reason: "nhập hai lần".to_owned() };
    let unused = Unused { first: 4, last: 5, story: UnusedStory::OnPaper };
    sheet.numbers = vec![NumberLine { counter: 1, used: 6, first: 1, last: 8, void: vec![void], unused: vec![unused] }];
    let hash = |n| EntryHash([n; 32]);
    let device = |n| DeviceId([n; 16]);
    let closed = CounterClosed {
        day,
        counter: 1,
        covers: vec![device(3)],
        sheet: sheet.clone(),
        counted_vnd: Some(24_000),
        head: (41, hash(1)),
        done: done(30),
    };
    let office = DayClosed {
        day,
        held: vec![HeldClosing { device: device(1), counter: 1, entry: hash(2) }],
        missing: vec![MissingClosing { device: device(2), counter: 2, name: "TUNE-02".to_owned() }],
        sheet,
        open: vec![OpenException { kind: "void_wanted".to_owned(), count: 1, subjects: vec!["H28-0003".to_owned()] }],
        amends: vec![hash(3)],
        done: done(31),
    };
    let judged = ExceptionJudged {
        day,
        exception: "edited".to_owned(),
        subjects: vec!["H28-0001".to_owned()],
        dossiers: vec![DossierId::from_bytes([7; 16])],
        judgement: Judgement::Returned,
        text: Some("vì sao sửa tên?".to_owned()),
        done: done(29),
    };
    vec![
        OfficeFact::CounterClosed(Box::new(closed)),
        OfficeFact::DayClosed(Box::new(office)),
        OfficeFact::DaySigned(DaySigned { day, sheet: hash(4), done: done(32) }),
        OfficeFact::ExceptionJudged(Box::new(judged)),
    ]
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn a_fact_of_every_kind_has_its_golden_bytes_and_reads_back() {
    let facts = facts();
    assert_eq!(facts.len(), 31, "every kind of fact about a dossier");
    let mut text = String::new();
    for fact in &facts {
        let payload = encode_dossier(fact).expect("encodes");
        assert_eq!((payload.kind, payload.version), (fact.kind(), 1));
        assert_eq!(decode(payload.kind, 1, &payload.body), Body::Dossier(fact.clone()), "{}", fact.kind());
        assert_eq!(decode(payload.kind, 2, &payload.body), Body::Aside(Aside::NeedsNewer));
        text.push_str(&format!("{} = {}\n", payload.kind, hex::encode(&payload.body)));
    }
    let path = repository().join("tests/fixtures/log/facts.txt");
    if std::env::var_os("MOTCUA_WRITE_GOLDEN").is_some() {
        fs::write(&path, &text).expect("writes");
    }
    assert_eq!(fs::read_to_string(&path).expect("the golden file"), text, "the bodies changed");
}

#[test]
fn a_fact_about_a_day_has_its_golden_bytes_and_reads_back() {
    let mut text = String::new();
    for fact in day_facts() {
        let payload = encode_office(&fact).expect("encodes");
        assert_eq!(decode(payload.kind, 1, &payload.body), Body::Office(fact.clone()), "{}", fact.kind());
        text.push_str(&format!("{} = {}\n", payload.kind, hex::encode(&payload.body)));
    }
    let path = repository().join("tests/fixtures/log/day-facts.txt");
    if std::env::var_os("MOTCUA_WRITE_GOLDEN").is_some() {
        fs::write(&path, &text).expect("writes");
    }
    assert_eq!(fs::read_to_string(&path).expect("the golden file"), text, "the bodies changed");
}

#[test]
fn the_page_about_facts_names_every_kind_and_every_field_of_it() {
    let page = fs::read_to_string(repository().join("docs/formats/facts.md")).expect("the page");
    let of_days = day_facts().into_iter().map(|fact| (fact.kind(), serde_json::to_value(&fact)));
    for (kind, body) in facts().iter().map(|fact| (fact.kind(), serde_json::to_value(fact))).chain(of_days) {
        let heading = format!("### `{kind}`");
        let section = page.split(&heading).nth(1).unwrap_or_else(|| panic!("no {heading}"));
        let section = section.split("\n### ").next().unwrap_or_default();
        let body = body.expect("a body");
        for field in body.as_object().expect("a map").keys() {
            let named = section.contains(&format!("`{field}`")) || ["at", "by"].contains(&field.as_str());
            assert!(named, "{} has a field `{field}` that the page does not name", kind);
        }
    }
}
