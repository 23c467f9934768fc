//! A signed request holds for its own method, path, query, body and key, and for nothing else.

mod common;

use common::key;
use desk_sync::http::{HttpFault, Request, SignedHeaders, claim, sign, verify};
use proptest::prelude::*;

const CREATED: i64 = 1_709_600_400;

fn push(body: &[u8]) -> Request<'_> {
    Request { method: "POST", path: "/v1/entries", query: "", body }
}

#[test]
fn a_request_verifies_as_it_was_signed() {
    for request in [
        push(b"abc"),
        Request { method: "GET", path: "/v1/feed", query: "after=3&roster=1&limit=4096", body: b"" },
        Request { method: "HEAD", path: "/v1/files/aa%20bb", query: "", body: b"" },
    ] {
        let headers = sign(&request, &key(1), CREATED);
        let claimed = claim(&headers.signature_input).unwrap();
        assert_eq!((claimed.device, claimed.created), (key(1).device(), CREATED));
        assert_eq!(verify(&request, &headers, &key(1).public()), Ok(claimed));
        assert_eq!(headers.content_digest.is_some(), !request.body.is_empty());
    }
}

#[test]
fn nothing_signed_can_be_changed() {
    let request = Request { query: "a=1", ..push(b"abc") };
    let headers = sign(&request, &key(1), CREATED);
    let check = |request: Request<'_>, headers: &SignedHeaders| verify(&request, headers, &key(1).public());
    assert_eq!(check(Request { method: "PUT", ..request }, &headers), Err(HttpFault::Signature));
    assert_eq!(check(Request { path: "/v1/enrol", ..request }, &headers), Err(HttpFault::Signature));
    assert_eq!(check(Request { query: "a=2", ..request }, &headers), Err(HttpFault::Signature));
    assert_eq!(check(Request { query: "", ..request }, &headers), Err(HttpFault::Signature));
    assert_eq!(check(Request { body: b"abd", ..request }, &headers), Err(HttpFault::Digest));
    // A body that was not there when it was signed, or was taken away.
    assert_eq!(check(Request { body: b"", ..request }, &headers), Err(HttpFault::Form));
    let bare = sign(&Request { body: b"", ..request }, &key(1), CREATED);
    assert_eq!(check(request, &bare), Err(HttpFault::Form));
    assert_eq!(verify(&request, &headers, &key(2).public()), Err(HttpFault::Signature));
    let later =
        SignedHeaders { signature_input: headers.signature_input.replace("1709600400", "1709600401"), ..headers };
    assert_eq!(check(request, &later), Err(HttpFault::Signature));
}

#[test]
fn a_signature_of_other_parts_or_without_our_tag_is_none() {
    let request = push(b"abc");
    let headers = sign(&request, &key(1), CREATED);
    let with = |from: &str, to: &str| {
        let signature_input = headers.signature_input.replace(from, to);
        assert_ne!(signature_input, headers.signature_input, "{from}");
        verify(&request, &SignedHeaders { signature_input, ..headers.clone() }, &key(1).public())
    };
    assert_eq!(with("tag=\"motcua\"", "tag=\"other\""), Err(HttpFault::Unsigned));
    assert_eq!(with(" \"content-digest\"", ""), Err(HttpFault::Form));
    assert_eq!(with("\"@method\" ", ""), Err(HttpFault::Form));
    assert_eq!(with("\"@path\"", "\"@path\" \"@path\""), Err(HttpFault::Form));
    assert_eq!(with("\"@path\"", "\"@path\";req"), Err(HttpFault::Form));
    assert_eq!(with("ed25519", "hmac-sha256"), Err(HttpFault::Form));
    assert_eq!(with(";created=1709600400", ""), Err(HttpFault::Form));
    assert_eq!(claim("motcua=1"), Err(HttpFault::Unsigned));
    assert_eq!(claim("\u{fffd}"), Err(HttpFault::Form));
}

/// Other programs may write parameters in another order, with other spaces, and add signatures of their own.
#[test]
fn a_signature_written_by_another_program_holds() {
    let request = push(b"abc");
    let digest = desk_sync::http::content_digest(request.body);
    let params = format!(
        "(\"content-digest\" \"@query\" \"@path\" \"@method\");tag=\"motcua\";alg=\"ed25519\";keyid=\"{}\";created=7",
        key(1).device()
    );
    let base = format!(
        "\"content-digest\": {digest}\n\"@query\": ?\n\"@path\": /v1/entries\n\"@method\": POST\n\"@signature-params\": {params}"
    );
    let signature = {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(key(1).sign(base.as_bytes()))
    };
    let headers = SignedHeaders {
        content_digest: Some(digest),
        signature_input: format!("proxy=(\"@method\");tag=\"x\",  sig-b24={}", params.replace("\" \"", "\"  \"")),
        signature: format!("proxy=:AAAA:, sig-b24=:{signature}:"),
    };
    assert_eq!(verify(&request, &headers, &key(1).public()).map(|claim| claim.created), Ok(7));
}

proptest! {
    #[test]
    fn any_request_holds_and_any_headers_are_read_or_refused(
        body in proptest::collection::vec(any::<u8>(), 0..64),
        query in "[a-z0-9=&]{0,20}",
        input in ".{0,80}",
        signature in ".{0,80}",
    ) {
        let request = Request { method: "POST", path: "/v1/entries", query: &query, body: &body };
        let headers = sign(&request, &key(3), CREATED);
        prop_assert!(verify(&request, &headers, &key(3).public()).is_ok());
        let hostile = SignedHeaders { content_digest: Some(input.clone()), signature_input: input, signature };
        prop_assert!(verify(&request, &hostile, &key(3).public()).is_err());
        let half = SignedHeaders { signature: hostile.signature, ..headers };
        prop_assert!(verify(&request, &half, &key(3).public()).is_err());
    }
}
