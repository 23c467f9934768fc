//! A machine of a newer program: its entries are of kinds and shapes that nobody else here knows, well signed all the same.

use std::sync::Arc;

use desk_core::ids::{DossierId, EntryHash};
use desk_log::{DeviceKey, Draft, Sealed, seal, to_canonical};
use desk_sync::{
    CountersignedHead, EnrolRequest, EnrolmentCode, Problem, ProvinceKey, PushAnswer, Signed, http,
    wire::{BATCH_BYTES_MAX, BatchMaker, CODING, TYPE_CBOR, TYPE_ENTRIES},
};

use crate::{
    dice::hold,
    line::Sent,
    world::{OFFICES, World},
};

pub(crate) struct Newer {
    pub(crate) n: usize,
    key: DeviceKey,
    pub(crate) office: &'static str,
    pub(crate) chain: Vec<Sealed>,
    sent: u64,
}

impl Newer {
    /// One that is enrolled at the ninth counter, over a line without trouble.
    pub(crate) fn enrolled(world: &Arc<World>, n: usize, office: &'static str) -> Self {
        let key = DeviceKey::from_secret([200 + n as u8; 32]);
        if hold(&world.province).knows(key.device()) {
            return Newer { n: 100 + n, key, office, chain: Vec::new(), sent: 0 };
        }
        let code = hold(&world.province).code(office, 9, world.dice.bytes());
        let secret = EnrolmentCode::parse(&code).expect("a code").secret;
        let (public, name) = (key.public(), "MAY-MOI".to_owned());
        let request = EnrolRequest { secret, public, office: office.to_owned(), demo: true, name, counter: Some(9) };
        let newer = Newer { n: 100 + n, key, office, chain: Vec::new(), sent: 0 };
        let sent = newer.signed("/v1/enrol", vec![("content-type", TYPE_CBOR.to_owned())], request.encode());
        let answer = hold(&world.province).answer(&sent);
        assert_eq!(answer.status, 200);
        newer
    }

    /// What it knew of the province is forgotten; a province that does not know it takes it in again.
    pub(crate) fn afresh(&mut self, world: &Arc<World>) {
        self.sent = 0;
        if hold(&world.province).head(self.device()).is_none() && !self.chain.is_empty() {
            Newer::enrolled(world, self.n - 100, self.office);
        }
    }

    pub(crate) fn device(&self) -> desk_core::ids::DeviceId {
        self.key.device()
    }

    fn signed(&self, path: &str, mut headers: Vec<(&'static str, String)>, body: Vec<u8>) -> Sent {
        let signed = http::sign(&http::Request { method: "POST", path, query: "", body: &body }, &self.key, 0);
        headers.push(("signature-input", signed.signature_input));
        headers.push(("signature", signed.signature));
        headers.extend(signed.content_digest.map(|digest| ("content-digest", digest)));
        Sent { method: "POST".to_owned(), target: path.to_owned(), headers, body }
    }

    /// Writes something and tries to send what is not sent.
    pub(crate) fn work(&mut self, world: &Arc<World>) {
        let dossiers: Vec<(DossierId, Vec<EntryHash>)> = {
            let machines = hold(&world.machines).clone();
            let some = machines.iter().find_map(|machine| {
                let machine = machine.try_lock().ok()?;
                let store = machine.store().filter(|_| machine.office == self.office)?;
                let entries = machine.log.len();
                let entry = store.reader().entry_at(world.dice.below(entries) as i64 + 1).ok()??;
                Some((entry.dossier?, vec![entry.hash]))
            });
            some.into_iter().collect()
        };
        let (dossier, builds_on) = match dossiers.first() {
            Some((dossier, heads)) => (Some(*dossier), heads.clone()),
            None => (None, Vec::new()),
        };
        let (kind, version) = [
            ("moon.landed", 1),
            ("dossier.received", 77),
            ("note.added", 1),
            ("hand_over.made", 1),
            ("dossier.received", 1),
            ("person.granted", 1),
            ("x", 9),
        ][world.dice.below(7)];
        let junk = ciborium::Value::Array(vec![world.dice.next().into(), "tương lai".into()]);
        let draft = Draft {
            at: world.now_ms() + world.dice.below(1_000_000_000) as i64,
            offset_ms: Some(5),
            actor: None,
            office: if world.dice.chance(100) { OFFICES[world.dice.below(2)] } else { self.office }.to_owned(),
            dossier,
            builds_on,
            kind: kind.to_owned(),
            kind_version: version,
            reference: "2031-01".to_owned(),
            body: to_canonical(&junk).expect("encodes"),
        };
        let seq = self.chain.len() as u64 + 1;
        let prev = self.chain.last().map(|entry| entry.hash);
        self.chain.push(seal(&self.key, seq, prev, draft, world.dice.bytes()));
        world.note(format!("newer {} writes {kind}/{version}", self.n));
        self.push(world);
    }

    /// Sends what is not countersigned; true when all is.
    pub(crate) fn push(&mut self, world: &Arc<World>) -> bool {
        let mut batch = BatchMaker::new(BATCH_BYTES_MAX);
        for entry in &self.chain[self.sent as usize..] {
            if !batch.add(&entry.cose, Some((&entry.salt, &entry.body))) {
                break;
            }
        }
        if batch.entries() == 0 {
            return true;
        }
        let headers = vec![("content-type", TYPE_ENTRIES.to_owned()), ("content-encoding", CODING.to_owned())];
        let sent = self.signed("/v1/entries", headers, batch.finish());
        let Some(body) = world.carry(self.n, sent).and_then(|answer| answer.body) else { return false };
        let province = ProvinceKey::from_secret([0xee; 32]).public();
        let head = match PushAnswer::decode(&body, &province) {
            Ok(answer) => Some(*answer.head.statement()),
            Err(_) => Problem::decode(&body)
                .and_then(|problem| Signed::<CountersignedHead>::verify(problem.statement()?, &province).ok())
                .map(|head| *head.statement()),
        };
        if let Some(head) = head.filter(|head| head.device == self.device()) {
            self.sent = head.seq().min(self.chain.len() as u64);
        }
        self.sent == self.chain.len() as u64
    }
}
