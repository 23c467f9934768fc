//! Known keys, entries and statements, the same in every run; a small province that answers as a server does.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

use desk_core::ids::{EntryHash, PersonId};
use desk_log::{DeviceKey, Draft, Head, Item, Link, Sealed, seal};
use desk_sync::{
    CountersignedHead, DeviceStanding, FeedCursor, FeedHead, FeedPage, HistoryId, LockOrder, People, ProvinceKey,
    PublishedPerson, PushAnswer, ReferenceSet, Roster, RosterDevice, SetFile, Signed, Standing, TrustedHead,
};
use sha2::{Digest as _, Sha256};

pub const OFFICE: &str = "04891@2020-01-01";
pub const HISTORY: HistoryId = HistoryId([0x77; 16]);
pub const AT: i64 = 1_709_600_400_000;

pub fn key(number: u8) -> DeviceKey {
    DeviceKey::from_secret([number; 32])
}

pub fn province() -> ProvinceKey {
    ProvinceKey::from_secret([0xee; 32])
}

/// A device's first entries, with made-up bodies of about 300 bytes.
pub fn chain(key: &DeviceKey, length: u64) -> Vec<Sealed> {
    let mut entries: Vec<Sealed> = Vec::new();
    for seq in 1..=length {
        let draft = Draft {
            at: AT + seq as i64,
            offset_ms: None,
            actor: None,
            office: OFFICE.into(),
            dossier: None,
            builds_on: vec![],
            kind: "note.added".into(),
            kind_version: 1,
            reference: "2024-03-01".into(),
            body: desk_log::to_canonical(&format!("{seq:0300}")).unwrap(),
        };
        let prev = entries.last().map(|entry| entry.hash);
        entries.push(seal(key, seq, prev, draft, [seq as u8; 16]));
    }
    entries
}

pub fn item(entry: &Sealed) -> Item {
    Item { cose: entry.cose.clone(), content: Some((entry.salt, entry.body.clone())) }
}

pub fn own_head(chain: &[Sealed]) -> Head {
    chain.last().unwrap().head()
}

pub fn trusted(chain: &[Sealed], seq: u64) -> Option<TrustedHead> {
    seq.checked_sub(1).map(|place| TrustedHead { seq, hash: chain[place as usize].hash })
}

pub fn hashes(chain: &[Sealed]) -> impl Fn(u64) -> Option<EntryHash> {
    let hashes: Vec<EntryHash> = chain.iter().map(|entry| entry.hash).collect();
    move |seq| hashes.get(seq.checked_sub(1)? as usize).copied()
}

pub fn countersigned(history: HistoryId, chain: &[Sealed], seq: u64) -> Signed<CountersignedHead> {
    let device = chain[0].header.device;
    Signed::make(CountersignedHead { history, device, head: trusted(chain, seq), at: AT }, &province())
}

pub fn feed_head(history: HistoryId, cursor: FeedCursor) -> Signed<FeedHead> {
    let FeedCursor { position, running } = cursor;
    Signed::make(FeedHead { history, office: OFFICE.into(), position, running, at: AT }, &province())
}

pub fn roster() -> Signed<Roster> {
    let trusted = Some(TrustedHead { seq: 3, hash: EntryHash([3; 32]) });
    let device = |number: u8, standing| RosterDevice {
        public: key(number).public(),
        counter: number.into(),
        name: format!("Quầy {number}"),
        standing,
    };
    let devices = vec![
        device(1, DeviceStanding::Enrolled),
        device(2, DeviceStanding::Revoked { trusted }),
        device(3, DeviceStanding::Revoked { trusted: None }),
    ];
    Signed::make(Roster { history: HISTORY, office: OFFICE.into(), number: 3, devices, at: AT }, &province())
}

pub fn set_files() -> Vec<Vec<u8>> {
    vec![b"{}".to_vec(), b"date,kind\n".to_vec()]
}

pub fn reference_set() -> Signed<ReferenceSet> {
    let names = ["calendar.json", "holidays.csv"];
    let files = names.into_iter().zip(set_files()).map(|(name, bytes)| SetFile {
        name: name.into(),
        bytes: bytes.len() as u64,
        hash: Sha256::digest(&bytes).into(),
    });
    // Brought in another order than they have in the bytes.
    let files = files.rev().collect();
    Signed::make(ReferenceSet { number: AT as u64, name: "2024-03-05.2".into(), files, at: AT }, &province())
}

pub fn people() -> Signed<People> {
    let person = |number: u8, roles: &[&str], withdrawn| PublishedPerson {
        id: PersonId::from_bytes([number; 16]),
        login: format!("nguoi{number}"),
        name: "Bùi Thị Mới".into(),
        roles: roles.iter().map(|role| (*role).into()).collect(),
        withdrawn,
    };
    let people = vec![person(2, &[], Some(AT)), person(1, &["clerk", "inspector"], None)];
    Signed::make(People { number: 7, office: OFFICE.into(), people, at: AT }, &province())
}

pub fn standing() -> Signed<Standing> {
    let standing = Standing {
        history: HISTORY,
        office: OFFICE.into(),
        device: key(1).device(),
        counter: 1,
        at: AT,
        look_up: "https://motcua.example/h/".into(),
    };
    Signed::make(standing, &province())
}

pub fn lock_order() -> Signed<LockOrder> {
    let trusted = Some(TrustedHead { seq: 3, hash: EntryHash([3; 32]) });
    Signed::make(LockOrder { history: HISTORY, device: key(2).device(), trusted, at: AT }, &province())
}

/// A server in a few lines: the entries it took, in order, for one office.
pub struct SmallServer {
    pub history: HistoryId,
    pub taken: Vec<Item>,
    pub seq: u64,
}

impl SmallServer {
    pub fn new(history: HistoryId) -> Self {
        SmallServer { history, taken: vec![], seq: 0 }
    }

    pub fn cursor(&self, position: usize) -> FeedCursor {
        let hashes = self.taken[..position].iter().map(|item| desk_log::entry::entry_hash(&item.cose));
        hashes.fold(FeedCursor::start(OFFICE), FeedCursor::then)
    }

    pub fn push(&mut self, chain: &[Sealed], packed: &[u8]) -> PushAnswer {
        for entry in desk_sync::wire::read_batch(packed).unwrap() {
            if entry.header.seq == self.seq + 1 {
                self.seq += 1;
                self.taken.push(entry.item);
            }
        }
        PushAnswer {
            head: countersigned(self.history, chain, self.seq),
            set_aside: vec![],
            feed: feed_head(self.history, self.cursor(self.taken.len())),
        }
    }

    pub fn page(&self, chain: &[Sealed], after: u64, most: usize) -> FeedPage {
        let end = (after as usize + most).min(self.taken.len());
        FeedPage {
            after,
            items: self.taken.get(after as usize..end).unwrap_or_default().to_vec(),
            feed: feed_head(self.history, self.cursor(end.min(self.taken.len()))),
            more: end < self.taken.len(),
            head: countersigned(self.history, chain, self.seq),
            roster: None,
            newest: self.taken.len() as u64,
            reference: None,
            people: None,
        }
    }
}
