//! The door: TLS with an own certificate, those who hold it open and say nothing, and a graceful end.

mod common;

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
    time::Duration,
};

use common::{
    Backing, OFFICE, Province,
    desk::{Desk, Raw, key},
};
use desk_log::DeviceKey;
use desk_server::{
    db::sqlite::{self, Sqlite},
    http::{App, Limits},
    keys::Keys,
    serve::Door,
    store::{Expected, Store},
};
use desk_sync::{
    HistoryId, http,
    wire::{CODING, TYPE_CBOR, TYPE_ENTRIES},
};
use reqwest::Method;

#[test]
fn with_a_certificate_it_speaks_tls_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (chain, key) = (folder.path().join("chain.pem"), folder.path().join("key.pem"));
    std::fs::write(&chain, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let more = ["--cert", chain.to_str().unwrap(), "--key", key.to_str().unwrap()];
    let province = Province::start_with(Backing::Sqlite, true, &more);
    let address = province.url.strip_prefix("https://").expect("it says https");

    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = rustls::ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let mut stream = rustls::StreamOwned::new(client, TcpStream::connect(address).unwrap());
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");

    let mut plain = TcpStream::connect(address).unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut said = Vec::new();
    // A reset is as good as silence.
    let _ = plain.read_to_end(&mut said);
    assert!(!said.starts_with(b"HTTP/"), "plain HTTP is not answered");
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_ends_by_itself_and_loses_nothing() {
    let mut province = Province::start(Backing::Sqlite);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(5);
    desk.push(&province, 0);
    assert!(province.stop(), "it ends with success");
    province.rise();
    assert_eq!(desk.page(&province, 0, 0).head.seq(), 5);
}

/// The head of a request that is signed as it should be.
fn head(method: &str, path: &str, key: &DeviceKey, body: &[u8], headers: &[(&str, &str)]) -> String {
    let signed = http::sign(&http::Request { method, path, query: "", body }, key, 7);
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n", body.len());
    let digest = signed.content_digest.unwrap_or_default();
    let own = [
        ("Signature-Input", signed.signature_input.as_str()),
        ("Signature", &signed.signature),
        ("Content-Digest", &digest),
    ];
    for (name, value) in own.iter().chain(headers) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

fn open(province: &Province, said: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(province.url.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(said).unwrap();
    stream
}

#[test]
fn who_begins_many_requests_and_ends_none_holds_up_nobody() {
    let province = Province::start_with(Backing::Sqlite, true, &["--in-flight", "4"]);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    let other = Desk::new(2, OFFICE, 2);
    desk.write(2);
    let body = [7; 100];
    let json =
        "POST /h/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
    let mut held = Vec::new();
    for number in 0..12 {
        let cbor = ("Content-Type", TYPE_CBOR);
        let entries = [("Content-Type", TYPE_ENTRIES), ("Content-Encoding", CODING)];
        for head in [
            head("POST", "/v1/enrol", &key(100 + number), &body, &[cbor]),
            head("POST", "/v1/entries", &desk.key, &body, &entries),
            json.to_owned(),
        ] {
            held.push(open(&province, &[head.as_bytes(), &body[..1]].concat()));
        }
    }
    assert_eq!(desk.push(&province, 0).head.seq(), 2);
    other.enrol(&province);
    let headers = vec![("content-type", "application/json".to_owned())];
    let body = br#"{"code":"x","proof":"y"}"#.to_vec();
    let asked = Raw { method: Method::POST, path: "/h/check", query: "", headers, body };
    assert_eq!(desk.send(&province, asked, None).status, 200);
}

#[test]
fn who_signs_falsely_in_the_name_of_a_machine_spends_nothing_of_its_allowance() {
    let province = Province::start(Backing::Sqlite);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(1);
    let signed =
        http::sign(&http::Request { method: "GET", path: "/v1/feed", query: "after=0", body: &[] }, &desk.key, 7);
    for _ in 0..320 {
        let headers =
            vec![("signature-input", signed.signature_input.clone()), ("signature", signed.signature.clone())];
        let raw = Raw { method: Method::GET, path: "/v1/feed", query: "after=9", headers, body: vec![] };
        assert_eq!(desk.send(&province, raw, None).refusal(), (401, "bad_signature".into()));
    }
    assert_eq!(desk.push(&province, 0).head.seq(), 1);
}

#[test]
fn a_server_with_no_place_left_says_when_to_come_back() {
    let mut province = Province::start(Backing::Sqlite);
    let desk = Desk::enrolled(&province, 1, OFFICE, 1);
    province.kill();
    province.more = vec!["--in-flight".to_owned(), "0".to_owned()];
    province.rise();
    let answer = desk.get_feed(&province, "after=0");
    assert_eq!(answer.refusal(), (503, "busy".into()));
    let seconds: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=4).contains(&seconds), "{seconds}");
}

#[test]
fn half_a_line_is_not_waited_for_and_beyond_its_seats_a_server_takes_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let door = Door::open("127.0.0.1:0".parse().unwrap(), None).unwrap();
    let address = door.url().unwrap().trim_start_matches("http://").to_owned();
    let keys = Keys::read_or_make(folder.path()).unwrap();
    let db = Arc::new(Sqlite::open(&sqlite::file(folder.path()), &keys.record, true).unwrap());
    let fresh = Some((HistoryId([1; 16]), true));
    let store = runtime.block_on(Store::open(db, Expected { public: keys.signing.public(), fresh })).unwrap();
    let limits = Limits { connections: 3, head_time: Duration::from_millis(400), ..Limits::default() };
    let app = Arc::new(App::new(store, keys.signing, String::new(), limits));
    let handle = axum_server::Handle::new();
    runtime.spawn(door.serve(app, handle.clone()));

    let says = |words: &[u8]| {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(words).unwrap();
        stream
    };
    let ends = |mut stream: TcpStream| {
        let mut said = Vec::new();
        // A reset is an end too; only silence is none.
        let read = stream.read_to_end(&mut said);
        assert!(!read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock), "it is held open");
        String::from_utf8_lossy(&said).into_owned()
    };
    let alive = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    // Seats are taken a moment after a connection is open: one that asks may still come before one that is silent.
    let turned_away = (0..50).any(|_| {
        let silent = [says(b"GET /he"), says(b""), says(b"P")];
        std::thread::sleep(Duration::from_millis(50));
        let answered = ends(says(alive)).starts_with("HTTP/1.1 204");
        for stream in silent {
            ends(stream);
        }
        !answered
    });
    assert!(turned_away, "three silent ones have every seat");
    let heard = (0..50).any(|_| ends(says(alive)).starts_with("HTTP/1.1 204"));
    assert!(heard, "their seats are free again");
    handle.shutdown();
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_finishes_what_is_on_its_way_and_takes_nothing_new() {
    let mut province = Province::start(Backing::Sqlite);
    let mut desk = Desk::enrolled(&province, 1, OFFICE, 1);
    desk.write(5);
    let packed = desk.batch(0);
    let head = head(
        "POST",
        "/v1/entries",
        &desk.key,
        &packed,
        &[("Content-Type", TYPE_ENTRIES), ("Content-Encoding", CODING)],
    );
    let mut stream = open(&province, &[head.as_bytes(), &packed[..10]].concat());
    // It is read: a second request on another connection is answered after it was begun.
    assert_eq!(desk.get_feed(&province, "after=0").status, 200);
    let address = province.url.strip_prefix("http://").unwrap().to_owned();
    let ended = std::thread::scope(|threads| {
        let stopping = threads.spawn(|| province.stop());
        while TcpStream::connect(&address).is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
        stream.write_all(&packed[10..]).unwrap();
        let mut said = Vec::new();
        stream.read_to_end(&mut said).unwrap();
        assert!(said.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&said));
        stopping.join().unwrap()
    });
    assert!(ended, "it ends with success");
    province.rise();
    assert_eq!(desk.page(&province, 0, 0).head.seq(), 5);
}
