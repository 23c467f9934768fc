//! A machine made of nothing but a key and a chain: it writes what no desk of ours would.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use desk_core::ids::PersonId;
use desk_log::{DeviceKey, Draft, Sealed, seal};
use desk_sync::{
    EnrolRequest, EnrolmentCode, http,
    wire::{BATCH_BYTES_MAX, BatchMaker, CODING, TYPE_CBOR, TYPE_ENTRIES},
};

use crate::province::Province;

const OFFICE: &str = "05164@2020-01-01";

pub(crate) struct Stranger {
    key: DeviceKey,
    chain: Vec<Sealed>,
}

impl Stranger {
    /// Enrolled at a counter.
    pub(crate) fn enrolled(counter: u8, province: &Province) -> Self {
        let stranger = Stranger { key: DeviceKey::from_secret([counter; 32]), chain: Vec::new() };
        let code = EnrolmentCode::parse(&province.code(&counter.to_string())).expect("a code");
        let request = EnrolRequest {
            secret: code.secret,
            public: stranger.key.public(),
            office: OFFICE.to_owned(),
            demo: true,
            name: "LA-01".to_owned(),
            counter: Some(counter.into()),
        };
        stranger.post(province, "/v1/enrol", &[("content-type", TYPE_CBOR)], &request.encode());
        stranger
    }

    /// Writes an entry of a kind with any body.
    pub(crate) fn write(&mut self, kind: &str, body: Vec<u8>) {
        let seq = self.chain.len() as u64 + 1;
        let draft = Draft {
            at: 1_709_600_400_000 + seq.cast_signed(),
            offset_ms: None,
            actor: None,
            office: OFFICE.to_owned(),
            dossier: None,
            builds_on: Vec::new(),
            kind: kind.to_owned(),
            kind_version: 1,
            reference: "2024-03-01".to_owned(),
            body,
        };
        let prev = self.chain.last().map(|entry| entry.hash);
        self.chain.push(seal(&self.key, seq, prev, draft, [1; 16]));
    }

    /// Writes an entry that every desk understands.
    pub(crate) fn write_well(&mut self) {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&(self.chain.len() as u64).to_be_bytes());
        let person = PersonId::from_bytes(id);
        let fact = desk_core::office::OfficeFact::PasswordReset(desk_core::office::PasswordReset {
            person,
            by_recovery: false,
        });
        let body = desk_store::encode_office(&fact).expect("encodes").body;
        self.write(fact.kind(), body);
    }

    /// Sends the whole chain.
    pub(crate) fn push(&self, province: &Province) {
        let mut batch = BatchMaker::new(BATCH_BYTES_MAX);
        for entry in &self.chain {
            assert!(batch.add(&entry.cose, Some((&entry.salt, &entry.body))), "more than a batch holds");
        }
        let headers = [("content-type", TYPE_ENTRIES), ("content-encoding", CODING)];
        self.post(province, "/v1/entries", &headers, &batch.finish());
    }

    /// A signed request, by hand; it is expected to be answered with 200.
    fn post(&self, province: &Province, path: &str, headers: &[(&str, &str)], body: &[u8]) {
        let signed = http::sign(&http::Request { method: "POST", path, query: "", body }, &self.key, 1_709_600_400);
        let host = province.address.trim_start_matches("http://");
        let mut head = format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        head += &format!("Content-Length: {}\r\nSignature: {}\r\n", body.len(), signed.signature);
        head += &format!("Signature-Input: {}\r\n", signed.signature_input);
        head += &format!("Content-Digest: {}\r\n", signed.content_digest.expect("there is a body"));
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(host).expect("the server listens");
        stream.write_all(&[head.as_bytes(), b"\r\n", body].concat()).expect("is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    }
}
