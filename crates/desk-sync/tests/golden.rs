//! The wire, pinned: the files in `tests/fixtures/sync` are what this program writes, byte for byte, and what the
//! independent verifier reads. Until the format is released `MOTCUA_WRITE_GOLDEN=1 cargo test -p desk-sync --test golden`
//! writes them anew.

mod common;

use std::{path::PathBuf, process::Command};

use common::*;
use desk_sync::{
    CodeSecret, CountersignedHead, EnrolAnswer, EnrolRequest, EnrolmentCode, FeedCursor, PushAnswer, SetAside, Signed,
    http::{Request, sign},
    wire::{BATCH_BYTES_MAX, BatchMaker, read_batch},
};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/sync").join(name)
}

fn check(name: &str, expected: &[u8]) {
    let path = fixture(name);
    if std::env::var_os("MOTCUA_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    assert!(std::fs::read(&path).unwrap() == expected, "{name} is no longer what this program writes");
}

fn request() -> EnrolRequest {
    EnrolRequest {
        secret: CodeSecret::new(&[1, 2, 3, 4, 5, 6, 7, 8, 9]),
        public: key(1).public(),
        office: OFFICE.into(),
        demo: true,
        name: "Quầy 1".into(),
        counter: Some(1),
    }
}

#[test]
fn statements_codes_and_answers_have_their_golden_bytes() {
    let entries = chain(&key(1), 2);
    let public = province().public();
    let start = FeedCursor::start(OFFICE);
    let first = start.then(entries[0].hash);
    let (head, nothing) = (countersigned(HISTORY, &entries, 2), countersigned(HISTORY, &entries, 0));
    let pushed = PushAnswer {
        head: head.clone(),
        set_aside: vec![(2, SetAside::NeedsNewer)],
        feed: feed_head(HISTORY, first.then(entries[1].hash)),
    };
    let enrolled = EnrolAnswer { standing: standing(), province: public, roster: roster() };
    let code = EnrolmentCode::new(request().secret, &public);
    let lines = [
        ("province_secret", hex::encode([0xee; 32])),
        ("province_public", hex::encode(public)),
        ("countersigned_head", hex::encode(head.bytes())),
        ("countersigned_nothing", hex::encode(nothing.bytes())),
        ("feed_head", hex::encode(pushed.feed.bytes())),
        ("roster", hex::encode(roster().bytes())),
        ("standing", hex::encode(standing().bytes())),
        ("lock_order", hex::encode(lock_order().bytes())),
        ("entry_1_hash", entries[0].hash.to_string()),
        ("running_0", hex::encode(start.running)),
        ("running_1", hex::encode(first.running)),
        ("code", code.to_string()),
        ("enrol_request", hex::encode(request().encode())),
        ("enrol_answer", hex::encode(enrolled.encode())),
        ("push_answer", hex::encode(pushed.encode())),
        ("reference_set", hex::encode(reference_set().bytes())),
        ("people", hex::encode(people().bytes())),
    ];
    let text: String = lines.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    check("statements.txt", text.as_bytes());
    assert_eq!(EnrolmentCode::parse(&code.to_string()), Ok(code));
}

/// Packing is the library's and may change with it; what is pinned is what comes out.
#[test]
fn a_batch_and_a_page_have_their_golden_bytes_before_packing() {
    let entries = chain(&key(1), 2);
    let mut maker = BatchMaker::new(BATCH_BYTES_MAX);
    maker.add(&entries[0].cose, Some((&entries[0].salt, &entries[0].body)));
    maker.add(&entries[1].cose, None);
    let packed = maker.finish();
    check("batch.cborseq", &zstd::stream::decode_all(packed.as_slice()).unwrap());
    assert_eq!(read_batch(&packed).unwrap().len(), 2);

    let mut server = SmallServer::new(HISTORY);
    server.push(&entries, &packed);
    let page = desk_sync::FeedPage { roster: Some(roster()), ..server.page(&entries, 0, 2) };
    check("page.cbor", &zstd::stream::decode_all(page.encode().as_slice()).unwrap());
    let fuller = desk_sync::FeedPage { reference: Some(reference_set()), people: Some(people()), ..page };
    check("page-published.cbor", &zstd::stream::decode_all(fuller.encode().as_slice()).unwrap());
    let package = desk_sync::Package { set: reference_set(), files: set_files() };
    check("package.cbor", &zstd::stream::decode_all(package.encode().as_slice()).unwrap());
}

#[test]
fn a_signed_request_has_its_golden_headers() {
    let body = request().encode();
    let with_body =
        sign(&Request { method: "POST", path: "/v1/enrol", query: "", body: &body }, &key(1), 1_709_600_400);
    let query = "after=3&roster=1&limit=4096";
    let without = sign(&Request { method: "GET", path: "/v1/feed", query, body: b"" }, &key(1), 1_709_600_400);
    let text = format!(
        "POST /v1/enrol\nContent-Digest: {}\nSignature-Input: {}\nSignature: {}\n\nGET /v1/feed?{query}\nSignature-Input: {}\nSignature: {}\n",
        with_body.content_digest.unwrap(),
        with_body.signature_input,
        with_body.signature,
        without.signature_input,
        without.signature,
    );
    check("requests.txt", text.as_bytes());
}

/// The Python verifier knows only the pages in docs/formats.
#[test]
fn the_independent_verifier_knows_a_countersigned_head() {
    let verifier = fixture("../../verifier/verify.py");
    let log = fixture("../log/log.mclog");
    let ask = |bytes: &[u8], public: &[u8; 32], log: Option<&PathBuf>| {
        let mut command = Command::new("python3");
        command.arg(&verifier).args(["--countersigned", &hex::encode(bytes), "--key", &hex::encode(public)]);
        let output = command.args(log).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let entries = chain(&key(1), 3);
    let public = province().public();
    let head = countersigned(HISTORY, &entries, 3);
    let (code, said) = ask(head.bytes(), &public, None);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(&format!("head {}", own_head(&entries))) && said.contains(&HISTORY.to_string()), "{said}");
    let nothing = countersigned(HISTORY, &entries, 0);
    assert!(ask(nothing.bytes(), &public, None).1.contains("nothing"));

    // The golden log has the device of key(1) with six other entries: a head of this chain is not on it, its own is.
    let text = std::fs::read_to_string(fixture("../log/heads.txt")).unwrap();
    let own: desk_log::Head = text
        .lines()
        .find_map(|line| line.parse().ok().filter(|h: &desk_log::Head| h.device == key(1).device()))
        .unwrap();
    let on = |head| Signed::make(CountersignedHead { history: HISTORY, device: own.device, head, at: AT }, &province());
    let own_head = on(Some(desk_sync::TrustedHead { seq: own.seq, hash: own.hash }));
    assert_eq!(ask(own_head.bytes(), &public, Some(&log)).0, Some(0));
    assert_eq!(ask(head.bytes(), &public, Some(&log)).0, Some(1));

    for place in 0..head.bytes().len() {
        let mut bytes = head.bytes().to_vec();
        bytes[place] ^= 0x04;
        if place % 7 == 0 {
            let (code, said) = ask(&bytes, &public, None);
            assert_eq!(code, Some(1), "byte {place}: {said}");
        }
    }
    assert_eq!(ask(lock_order().bytes(), &public, None).0, Some(1), "another kind of statement");
    assert_eq!(ask(head.bytes(), &key(1).public(), None).0, Some(1), "another key");
}
