//! Every route times everybody: who gets what of whose office. The routes are those of the server's own description: one that
//! nobody was tried on fails.

use std::{cell::RefCell, collections::BTreeSet};

use desk_sync::{CodeSecret, EnrolRequest, wire::TYPE_CBOR};
use reqwest::Method;
use sha2::Digest as _;

use super::{
    Backing, OFFICE, OTHER_OFFICE, Province,
    desk::{Answer, Desk, Raw, batch, key, of},
};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// A machine of the office.
    Own,
    /// A machine of another office.
    Other,
    /// A machine of the office that was revoked.
    Revoked,
    /// A key that nobody enrolled.
    Unknown,
    /// Nobody signs.
    Nobody,
}

const EVERYBODY: [Who; 5] = [Who::Own, Who::Other, Who::Revoked, Who::Unknown, Who::Nobody];

pub(super) fn two_offices_never_see_each_other(on: Backing) {
    let province = Province::start(on);
    let mut own = Desk::enrolled(&province, 1, OFFICE, 1);
    let mut other = Desk::enrolled(&province, 2, OTHER_OFFICE, 1);
    let revoked = Desk::enrolled(&province, 3, OFFICE, 3);
    assert!(province.chore("revoke", &["--device", &revoked.id().to_string(), "--seq", "0"]).0);
    own.write(4);
    other.write(3);
    own.push(&province, 0);
    other.push(&province, 0);
    assert_eq!(of(&own.feed(&province)), own.hashes());
    assert_eq!(of(&other.feed(&province)), other.hashes());

    let scan = b"a scan of this office";
    let file = format!("/v1/files/{}", hex::encode(sha2::Sha256::digest(scan)));
    let upload = || vec![("upload-offset", "0".to_owned()), ("upload-complete", "?1".to_owned())];
    let tried: RefCell<BTreeSet<(String, String)>> = RefCell::default();
    let send =
        |who: Who, method: Method, path: &str, query: &str, headers: Vec<(&str, String)>, body: Vec<u8>| -> Answer {
            tried.borrow_mut().insert((pattern(path), method.as_str().to_lowercase()));
            let (desk, key) = match who {
                Who::Own => (&own, Some(key(1))),
                Who::Other => (&other, Some(key(2))),
                Who::Revoked => (&revoked, Some(key(3))),
                Who::Unknown => (&own, Some(key(99))),
                Who::Nobody => (&own, None),
            };
            desk.send(&province, Raw { method, path, query, headers, body }, key.as_ref())
        };
    assert_eq!(send(Who::Own, Method::PUT, &file, "", upload(), scan.to_vec()).status, 201);

    let entries =
        || vec![("content-type", desk_sync::wire::TYPE_ENTRIES.to_owned()), ("content-encoding", "zstd".to_owned())];
    let own_batch = batch(&own.chain);
    let other_file = format!("/v1/files/{}", hex::encode(sha2::Sha256::digest(b"another scan")));
    for who in EVERYBODY {
        let status = |allowed: u16| match who {
            Who::Own | Who::Other => allowed,
            Who::Revoked => 403,
            Who::Unknown | Who::Nobody => 401,
        };
        let check = |what: &str, answer: Answer, expected: u16| {
            assert_eq!(answer.status, expected, "{who:?} {what}: {}", String::from_utf8_lossy(&answer.body));
            // Whoever may not see the office sees nothing of it, not even in an error.
            if who != Who::Own {
                for entry in &own.chain {
                    assert!(!answer.body.windows(32).any(|window| window == entry.hash.0), "{who:?} {what}");
                }
                assert!(!answer.body.windows(scan.len()).any(|window| window == scan), "{who:?} {what}");
            }
        };
        check("feed", send(who, Method::GET, "/v1/feed", "after=0", vec![], vec![]), status(200));
        let pushed = if who == Who::Other { 403 } else { status(200) };
        check("entries", send(who, Method::POST, "/v1/entries", "", entries(), own_batch.clone()), pushed);
        let own_alone = if who == Who::Other { 404 } else { status(200) };
        check("file", send(who, Method::GET, &file, "", vec![], vec![]), own_alone);
        let stands = if who == Who::Other { 404 } else { status(204) };
        check("file's state", send(who, Method::HEAD, &file, "", vec![], vec![]), stands);
        check("upload", send(who, Method::PUT, &other_file, "", upload(), b"another scan".to_vec()), status(201));
        // A code that nobody issued: a signature alone enrols nobody.
        let signer = match who {
            Who::Own | Who::Nobody => &own.key,
            Who::Other => &other.key,
            Who::Revoked => &revoked.key,
            Who::Unknown => &key(99),
        };
        let request = EnrolRequest {
            secret: CodeSecret::new(&[5; 9]),
            public: signer.public(),
            office: OFFICE.to_owned(),
            demo: true,
            name: "TUNE-09".to_owned(),
            counter: Some(9),
        };
        let cbor = vec![("content-type", TYPE_CBOR.to_owned())];
        let enrolled = if who == Who::Nobody { 401 } else { 403 };
        check("enrolment", send(who, Method::POST, "/v1/enrol", "", cbor, request.encode()), enrolled);
        check("the citizens' page", send(who, Method::GET, "/h/000.05.17.H28-240305-0001", "", vec![], vec![]), 200);
        let json = vec![("content-type", "application/json".to_owned())];
        let question = br#"{"code":"000.05.17.H28-240305-0001","proof":"x"}"#.to_vec();
        let said = send(who, Method::POST, "/h/check", "", json, question);
        assert!(String::from_utf8_lossy(&said.body).contains("\"nothing\""), "{who:?}");
        check("look-up", said, 200);
        for open in ["/healthz", "/readyz", "/metrics", "/openapi.json"] {
            assert!(send(who, Method::GET, open, "", vec![], vec![]).status < 300, "{who:?} {open}");
        }
    }
    let described = own.send(
        &province,
        Raw { method: Method::GET, path: "/openapi.json", query: "", headers: vec![], body: vec![] },
        None,
    );
    let described: serde_json::Value = serde_json::from_slice(&described.body).unwrap();
    let routes: BTreeSet<(String, String)> = described["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(|method| (path.clone(), method.clone())).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(routes, tried.into_inner(), "every route is tried by everybody, and no other");
    // A page of one office never follows the running hash of another.
    let page = other.page(&province, 0, 10_000);
    assert_eq!(page.feed.office, OTHER_OFFICE);
    assert_eq!(page.items.len(), 3);
    assert_eq!(of(&own.feed(&province)), own.hashes());
}

/// A path as the description names it.
fn pattern(path: &str) -> String {
    match path {
        "/h/check" => path.to_owned(),
        _ if path.starts_with("/h/") => "/h/{code}".to_owned(),
        _ if path.starts_with("/v1/files/") => "/v1/files/{hash}".to_owned(),
        _ => path.to_owned(),
    }
}
