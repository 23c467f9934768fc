//! TLS with an own certificate, and a graceful end.

mod common;

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
};

use common::{Backing, OFFICE, Province, desk::Desk};

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
