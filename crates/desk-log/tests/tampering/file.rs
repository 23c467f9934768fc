//! An exported log as loose parts that can be put together wrongly, and edits of the file itself.

use ciborium::Value;
use desk_log::to_canonical;
use sha2::{Digest, Sha256};

use super::{
    Edit,
    common::{key, salt},
    honest,
};

/// One item of the file, with whatever bytes.
#[derive(Clone)]
pub(crate) struct RawItem {
    /// 0 or 1: whose it was in the honest log.
    pub device: usize,
    pub seq: u64,
    pub cose: Vec<u8>,
    pub salt: Option<Vec<u8>>,
    pub body: Option<Vec<u8>>,
}

#[derive(Clone)]
pub(crate) struct RawLog {
    pub keys: Vec<Vec<u8>>,
    pub items: Vec<RawItem>,
}

fn bytes_or_null(bytes: &Option<Vec<u8>>) -> Value {
    bytes.clone().map_or(Value::Null, Value::Bytes)
}

impl RawLog {
    pub(crate) fn honest() -> Self {
        Self::of(honest())
    }

    /// A log of these chains, under the keys of the honest one.
    pub(crate) fn of(chains: [Vec<desk_log::Sealed>; 2]) -> Self {
        let mut keys: Vec<Vec<u8>> = [1, 2].map(|number| key(number).public().to_vec()).into();
        keys.sort();
        let items = chains.into_iter().enumerate().flat_map(|(device, chain)| {
            chain.into_iter().map(move |entry| RawItem {
                device,
                seq: entry.header.seq,
                cose: entry.cose,
                salt: Some(entry.salt.to_vec()),
                body: Some(entry.body),
            })
        });
        RawLog { keys, items: items.collect() }
    }

    /// The first machine's entry `seq`.
    pub(crate) fn entry(&mut self, seq: u64) -> &mut RawItem {
        self.items.iter_mut().find(|item| item.device == 0 && item.seq == seq).unwrap()
    }

    /// The place of the first machine's entry `seq` in the file.
    pub(crate) fn place(&self, seq: u64) -> usize {
        self.items.iter().position(|item| item.device == 0 && item.seq == seq).unwrap()
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let count = self.items.len() as u64;
        let body = self.write_without_tail();
        let digest = Sha256::digest(&body).to_vec();
        [body, tail(count, digest)].concat()
    }

    fn write_without_tail(&self) -> Vec<u8> {
        let keys = self.keys.iter().map(|key| Value::Bytes(key.clone())).collect();
        let head = vec![(1.into(), "motcua-log".into()), (2.into(), 1.into()), (3.into(), Value::Array(keys))];
        let mut out = to_canonical(&Value::Map(head)).unwrap();
        for RawItem { cose, salt, body, .. } in &self.items {
            let item = vec![Value::Bytes(cose.clone()), bytes_or_null(salt), bytes_or_null(body)];
            out.extend(to_canonical(&Value::Array(item)).unwrap());
        }
        out
    }
}

fn tail(count: u64, digest: Vec<u8>) -> Vec<u8> {
    to_canonical(&Value::Map(vec![(1.into(), count.into()), (2.into(), Value::Bytes(digest))])).unwrap()
}

/// What leaves a sound log behind: whole chains, only shorter or fewer.
const CUTS: [&str; 3] = [
    "the newest entry is taken out",
    "a machine's entries are taken out, its key stays",
    "a machine is taken out with its key",
];

/// Edits of the file around the entries.
pub(crate) fn edits() -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut edit = |what, change: &dyn Fn(&mut RawLog)| {
        let mut log = RawLog::honest();
        change(&mut log);
        edits.push(Edit { what, file: log.write(), perfect: CUTS.contains(&what) });
    };
    edit("an entry is there twice", &|log| {
        let twin = log.entry(3).clone();
        log.items.insert(3, twin);
    });
    edit("two entries change places in the file", &|log| log.items.swap(3, 4));
    edit("an entry is taken out", &|log| drop(log.items.remove(3)));
    edit("the first entry is taken out", &|log| drop(log.items.remove(0)));
    edit("the newest entry is taken out", &|log| drop(log.items.remove(7)));
    edit("a machine's entries are taken out, its key stays", &|log| log.items.retain(|item| item.device == 1));
    edit("a machine is taken out with its key", &|log| {
        log.items.retain(|item| item.device == 1);
        log.keys.retain(|public| **public == key(2).public());
    });
    edit("a machine's key is taken out", &|log| log.keys.retain(|public| **public == key(2).public()));
    edit("a machine's key is replaced by another", &|log| {
        log.keys = vec![key(2).public().to_vec(), key(3).public().to_vec()];
        log.keys.sort();
    });
    edit("a key stands twice", &|log| log.keys.insert(0, log.keys[0].clone()));
    edit("the keys are out of order", &|log| log.keys.reverse());
    edit("a body is erased without a word", &|log| {
        let item = log.entry(4);
        (item.salt, item.body) = (None, None);
    });
    edit("a salt is removed, its body stays", &|log| log.entry(4).salt = None);
    edit("a body is removed, its salt stays", &|log| log.entry(4).body = None);
    edit("a body is emptied", &|log| log.entry(4).body = Some(vec![]));
    edit("two bodies change places", &|log| {
        let (four, five) = (log.place(4), log.place(5));
        let (body, other) = (log.items[four].body.take(), log.items[five].body.take());
        (log.items[four].body, log.items[five].body) = (other, body);
    });
    edit("a salt is another", &|log| log.entry(4).salt = Some(salt(5).to_vec()));
    edit("a salt is longer", &|log| log.entry(4).salt = Some(vec![4; 17]));
    // Bytes moved from the body's start to the salt's end hash the same; the salt's length tells.
    edit("the border between salt and body moves", &|log| {
        let item = log.entry(4);
        let body = item.body.take().unwrap();
        item.salt.as_mut().unwrap().push(body[0]);
        item.body = Some(body[1..].to_vec());
    });
    edit("a bit of a body flips", &|log| log.entry(4).body.as_mut().unwrap()[20] ^= 1);
    edit("a bit of a header flips", &|log| log.entry(4).cose[40] ^= 1);
    edit("a bit of a signature flips", &|log| *log.entry(4).cose.last_mut().unwrap() ^= 1);

    let whole = RawLog::honest();
    let without_tail = whole.write_without_tail();
    let digest = Sha256::digest(&without_tail).to_vec();
    let mut raw = |what, parts: &[&[u8]]| edits.push(Edit { what, file: parts.concat(), perfect: false });
    raw("the tail is missing", &[&without_tail]);
    raw("the tail counts wrongly", &[&without_tail, &tail(13, digest.clone())]);
    raw("the tail has another digest", &[&without_tail, &tail(12, vec![0; 32])]);
    raw("bytes follow the tail", &[&whole.write(), &[0xf6]]);
    raw("two logs in one file", &[&whole.write(), &whole.write()]);
    raw("the file is empty", &[]);
    edits
}
