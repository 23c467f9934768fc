//! A desk made of nothing but a key and a chain: what it says on the wire is what a real one says.

use std::time::Duration;

use desk_core::{
    dossier::Fact,
    ids::{DeviceId, DossierId, EntryHash, PersonId},
};
use desk_log::{DeviceKey, Draft, Item, Sealed, seal};
use desk_sync::{
    CountersignedHead, EnrolAnswer, EnrolRequest, EnrolmentCode, FeedCursor, FeedPage, Problem, PushAnswer, Signed,
    feed::follow,
    http,
    wire::{BATCH_BYTES_MAX, BatchMaker, TYPE_CBOR, TYPE_ENTRIES},
};
use reqwest::{
    Method,
    blocking::{Client, Response},
};

use super::Province;

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn problem(&self) -> Problem {
        Problem::decode(&self.body).unwrap_or_else(|| panic!("no problem: {} {:?}", self.status, self.body))
    }

    /// The status and the code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        (self.status, self.problem().code)
    }

    pub fn head(&self, province: &Province) -> Signed<CountersignedHead> {
        Signed::verify(self.problem().statement().unwrap(), &province.public()).unwrap()
    }
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, body: response.bytes().unwrap().to_vec() }
    }
}

pub struct Desk {
    pub key: DeviceKey,
    pub office: String,
    pub counter: u8,
    pub chain: Vec<Sealed>,
    pub client: Client,
}

pub fn key(number: u8) -> DeviceKey {
    DeviceKey::from_secret([number; 32])
}

/// Headers and body of a request as a test changes them.
pub struct Raw<'a> {
    pub method: Method,
    pub path: &'a str,
    pub query: &'a str,
    pub headers: Vec<(&'a str, String)>,
    pub body: Vec<u8>,
}

impl Desk {
    pub fn new(number: u8, office: &str, counter: u8) -> Self {
        // The workspace's client is built to speak TLS, and wants to know by whose cryptography. The first choice stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
        Desk { key: key(number), office: office.to_owned(), counter, chain: vec![], client }
    }

    pub fn id(&self) -> DeviceId {
        self.key.device()
    }

    /// Writes an entry of this kind and body at the end of the chain.
    pub fn write_as(&mut self, office: &str, kind: &str, body: Vec<u8>) -> EntryHash {
        self.write_by(None, office, kind, body)
    }

    /// The same, by a person.
    pub fn write_by(&mut self, actor: Option<PersonId>, office: &str, kind: &str, body: Vec<u8>) -> EntryHash {
        self.write_about(None, vec![], actor, office, kind, body)
    }

    /// What happened to a dossier, in the knowledge of these entries.
    pub fn write_fact(&mut self, dossier: DossierId, builds_on: Vec<EntryHash>, fact: &Fact) -> EntryHash {
        let (office, payload) = (self.office.clone(), desk_store::encode_dossier(fact).unwrap());
        let body = payload.body.clone();
        self.write_about(Some(dossier), builds_on, None, &office, fact.kind(), body)
    }

    fn write_about(
        &mut self,
        dossier: Option<DossierId>,
        builds_on: Vec<EntryHash>,
        actor: Option<PersonId>,
        office: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> EntryHash {
        let seq = self.chain.len() as u64 + 1;
        let draft = Draft {
            at: 1_709_600_400_000 + seq as i64,
            offset_ms: None,
            actor,
            office: office.to_owned(),
            dossier,
            builds_on,
            kind: kind.to_owned(),
            kind_version: 1,
            reference: "2024-03-01".into(),
            body,
        };
        let prev = self.chain.last().map(|entry| entry.hash);
        let entry = seal(&self.key, seq, prev, draft, [seq as u8; 16]);
        let hash = entry.hash;
        self.chain.push(entry);
        hash
    }

    /// Writes so many entries that any server understands.
    pub fn write(&mut self, count: u64) {
        for _ in 0..count {
            let person = ciborium::Value::Bytes(vec![self.chain.len() as u8; 16]);
            let body = ciborium::Value::Map(vec![("person".into(), person), ("by_recovery".into(), false.into())]);
            let office = self.office.clone();
            self.write_as(&office, "password.reset", desk_log::to_canonical(&body).unwrap());
        }
    }

    /// A batch of the entries after `after`.
    pub fn batch(&self, after: u64) -> Vec<u8> {
        batch(&self.chain[after as usize..])
    }

    /// Sends a request as it is told to; signed when `key` is some.
    pub fn send(&self, province: &Province, raw: Raw<'_>, key: Option<&DeviceKey>) -> Answer {
        let url = match raw.query {
            "" => format!("{}{}", province.url, raw.path),
            query => format!("{}{}?{query}", province.url, raw.path),
        };
        let mut request = self.client.request(raw.method.clone(), url);
        if let Some(key) = key {
            let parts =
                http::Request { method: raw.method.as_str(), path: raw.path, query: raw.query, body: &raw.body };
            let signed = http::sign(&parts, key, 7);
            request = request.header("signature-input", signed.signature_input).header("signature", signed.signature);
            if let Some(digest) = signed.content_digest {
                request = request.header("content-digest", digest);
            }
        }
        for (name, value) in raw.headers {
            request = request.header(name, value);
        }
        request.body(raw.body).send().unwrap().into()
    }

    pub fn enrol_with(&self, province: &Province, code: &str, change: impl FnOnce(&mut EnrolRequest)) -> Answer {
        let code = EnrolmentCode::parse(code).unwrap();
        assert!(code.is_from(&province.public()));
        let mut request = EnrolRequest {
            secret: code.secret,
            public: self.key.public(),
            office: self.office.clone(),
            demo: province.demo,
            name: "TUNE-01".into(),
            counter: Some(self.counter.into()),
        };
        change(&mut request);
        let raw = Raw {
            method: Method::POST,
            path: "/v1/enrol",
            query: "",
            headers: vec![("content-type", TYPE_CBOR.to_owned())],
            body: request.encode(),
        };
        self.send(province, raw, Some(&self.key))
    }

    /// Enrols with a fresh code.
    pub fn enrol(&self, province: &Province) -> EnrolAnswer {
        let answer = self.enrol_with(province, &province.code(&self.office, self.counter), |_| {});
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        let enrolled = EnrolAnswer::decode(&answer.body).unwrap();
        assert_eq!(enrolled.province, province.public());
        enrolled
    }

    /// A desk that is enrolled.
    pub fn enrolled(province: &Province, number: u8, office: &str, counter: u8) -> Self {
        let desk = Desk::new(number, office, counter);
        desk.enrol(province);
        desk
    }

    pub fn push_bytes(&self, province: &Province, packed: Vec<u8>) -> Answer {
        let raw = Raw {
            method: Method::POST,
            path: "/v1/entries",
            query: "",
            headers: vec![("content-type", TYPE_ENTRIES.to_owned()), ("content-encoding", "zstd".to_owned())],
            body: packed,
        };
        self.send(province, raw, Some(&self.key))
    }

    /// Pushes to a server that may be gone: none when no whole answer came.
    pub fn try_push(&self, province: &Province, packed: Vec<u8>) -> Option<Answer> {
        let parts = http::Request { method: "POST", path: "/v1/entries", query: "", body: &packed };
        let signed = http::sign(&parts, &self.key, 7);
        let request = self
            .client
            .post(format!("{}/v1/entries", province.url))
            .header("content-type", TYPE_ENTRIES)
            .header("content-encoding", "zstd")
            .header("content-digest", signed.content_digest?)
            .header("signature-input", signed.signature_input)
            .header("signature", signed.signature);
        let response = request.body(packed).send().ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Some(Answer { status, headers, body: response.bytes().ok()?.to_vec() })
    }

    /// Waits until the server has its database again.
    pub fn until_it_answers(&self, province: &Province) {
        for _ in 0..600 {
            let ready = self.client.get(format!("{}/readyz", province.url)).send();
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server does not come back to its database");
    }

    /// Pushes everything after `after` and expects it to be taken.
    pub fn push(&self, province: &Province, after: u64) -> PushAnswer {
        let answer = self.push_bytes(province, self.batch(after));
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        PushAnswer::decode(&answer.body, &province.public()).unwrap()
    }

    pub fn get_feed(&self, province: &Province, query: &str) -> Answer {
        let raw = Raw { method: Method::GET, path: "/v1/feed", query, headers: vec![], body: vec![] };
        self.send(province, raw, Some(&self.key))
    }

    pub fn page(&self, province: &Province, after: u64, limit: u64) -> FeedPage {
        let query = format!("after={after}&roster=0&limit={limit}");
        let mut answer = self.get_feed(province, &query);
        while answer.status == 429 {
            // As a real desk does: not before the server said.
            let seconds = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
            std::thread::sleep(Duration::from_secs(seconds));
            answer = self.get_feed(province, &query);
        }
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        FeedPage::decode(&answer.body, &province.public()).unwrap()
    }

    /// Reads the office's feed from its start to its end, following every page.
    pub fn feed(&self, province: &Province) -> (Vec<(EntryHash, Item)>, FeedCursor) {
        let (mut all, mut cursor) = (Vec::new(), FeedCursor::start(&self.office));
        loop {
            let page = self.page(province, cursor.position, 10_000);
            let (entries, after) = follow(cursor, province.history(), &self.office, &page).unwrap();
            all.extend(entries);
            cursor = after;
            if !page.more {
                assert_eq!(page.newest, cursor.position);
                return (all, cursor);
            }
        }
    }

    pub fn hashes(&self) -> Vec<EntryHash> {
        self.chain.iter().map(|entry| entry.hash).collect()
    }
}

pub fn batch(entries: &[Sealed]) -> Vec<u8> {
    let mut maker = BatchMaker::new(BATCH_BYTES_MAX);
    for entry in entries {
        assert!(maker.add(&entry.cose, Some((&entry.salt, &entry.body))), "more than a batch holds");
    }
    maker.finish()
}

/// The hashes of a feed.
pub fn of(feed: &(Vec<(EntryHash, Item)>, FeedCursor)) -> Vec<EntryHash> {
    feed.0.iter().map(|(hash, _)| *hash).collect()
}
