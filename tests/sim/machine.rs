//! A desk of the simulation: the program's own [`Desk`] over its own store, and what the model expects of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::{Arc, Weak},
};

use chrono::Duration;
use desk_app::{
    AppError, DemoOffice, Desk, OfficeFile, Outside, Paths,
    courier::{Courier, State},
    print::NoPrintService,
};
use desk_core::{
    ids::{DeviceId, EntryHash, PersonId},
    office::{DeviceBegan, OfficeFact, Person, PersonGranted, Role},
    time::{Moment, from_millis},
};
use desk_reference::Reference;
use desk_store::{Act, NewEntry, NewStore, Salts, Store};

use crate::disk;

pub(crate) struct Machine {
    pub(crate) n: usize,
    pub(crate) office: &'static str,
    pub(crate) counter: u8,
    root: PathBuf,
    data_key: [u8; 32],
    person: PersonId,
    outside: Arc<dyn Outside>,
    /// The running program; none while it is off.
    pub(crate) desk: Option<Desk>,
    store: Weak<Store>,
    /// The courier who remembers; none while he is on his way or there was none.
    pub(crate) courier: Option<Courier>,
    /// How far its clock is off.
    pub(crate) clock_off_ms: i64,
    /// The code it enrols with, until it has.
    pub(crate) code: Option<String>,
    pub(crate) enrolled: bool,
    /// What it holds, in the order of arrival.
    pub(crate) log: Vec<EntryHash>,
    /// What was acknowledged here, with device and seq.
    pub(crate) written: BTreeMap<EntryHash, (DeviceId, u64)>,
    /// The last number given on each day by who works at this machine, as the paper register has it.
    pub(crate) last_number: BTreeMap<String, u16>,
    /// Backups made: the folder, and how long the log was.
    pub(crate) backups: Vec<(PathBuf, usize)>,
    /// True once another machine has the same key.
    pub(crate) shares_its_key: bool,
    /// A fork was told to people and not settled since.
    pub(crate) told_of_fork: bool,
    /// The disk takes nothing more.
    pub(crate) full: bool,
    pub(crate) lives: u64,
}

impl Machine {
    /// Sets a desk up as the first run does.
    pub(crate) fn set_up(
        n: usize,
        office: &'static str,
        counter: u8,
        root: PathBuf,
        outside: Arc<dyn Outside>,
    ) -> Self {
        let seed = u8::try_from(n + 1).expect("few machines");
        let data_key = [seed; 32];
        let person = PersonId::from_bytes([seed; 16]);
        let mut machine = Machine {
            n,
            office,
            counter,
            root,
            data_key,
            person,
            outside,
            desk: None,
            store: Weak::new(),
            courier: None,
            clock_off_ms: 0,
            code: None,
            enrolled: false,
            log: Vec::new(),
            written: BTreeMap::new(),
            last_number: BTreeMap::new(),
            backups: Vec::new(),
            shares_its_key: false,
            told_of_fork: false,
            full: false,
            lives: 0,
        };
        let reference = Reference::shipped();
        let unit = reference.unit_at(office).expect("a unit");
        let founded = DemoOffice::Y2024.founded();
        let new = NewStore {
            device_secret: [100 + seed; 32],
            data_key,
            office: office.to_owned(),
            reference: reference.version().to_owned(),
            demo: true,
            state_dir: machine.state(),
        };
        let store = Store::create(&machine.folder(), new).expect("a store is made");
        let began = DeviceBegan {
            public_key: hex::encode(store.public_key()),
            counter,
            identifier: reference.identifier(unit).expect("an identifier").text,
            policy: reference.policy(unit, founded.date_naive()),
            name: format!("MAY-{n}"),
            demo: true,
            continues: None,
        };
        let granted = Person {
            id: person,
            login: format!("nguoi{n}"),
            name: format!("Bùi Thị Số {n}"),
            roles: Role::ALL.into(),
            retired: false,
        };
        let entries = vec![
            NewEntry::Office(OfficeFact::DeviceBegan(began)),
            NewEntry::Office(OfficeFact::PersonGranted(PersonGranted { person: granted })),
        ];
        store.set_salts(machine.salts());
        store.append(Act { at: founded, actor: Some(person), entries }).expect("the first act");
        store.close();
        machine.start();
        machine.arrived(true);
        machine
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.root.join("store")
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.root.join("state")
    }

    fn salts(&self) -> Salts {
        Salts::Seeded(self.n as u64 * 1_000 + self.lives)
    }

    /// Starts the program on what stands on its disk.
    pub(crate) fn start(&mut self) {
        self.lives += 1;
        let store = Store::open(&self.folder(), self.data_key, &self.state()).expect("the store opens");
        let store = Arc::new(store.without_upkeep());
        store.set_salts(self.salts());
        if self.full {
            store.let_grow(Some(0)).expect("reads");
        }
        self.store = Arc::downgrade(&store);
        let file = OfficeFile {
            office: self.office.to_owned(),
            demo: Some(DemoOffice::Y2024),
            counter: self.counter,
            lang: "vi".to_owned(),
            device: store.device(),
        };
        let paths = Paths { store: self.folder(), state: self.state(), documents: self.root.join("papers") };
        let desk = Desk::at(paths, Arc::new(NoPrintService)).expect("a desk").in_world(Arc::clone(&self.outside));
        self.desk = Some(desk.with_open(store, file, self.person));
    }

    pub(crate) fn store(&self) -> Option<Arc<Store>> {
        self.store.upgrade()
    }

    pub(crate) fn device(&self) -> DeviceId {
        self.store().expect("it runs").device()
    }

    /// The program is killed, its disk as it stands.
    pub(crate) fn kill(&mut self, torn: &[u8]) {
        self.courier = None;
        let desk = self.desk.take();
        disk::as_killed(&self.folder().join("motcua.db"), torn, || drop(desk));
        assert!(self.store.upgrade().is_none(), "somebody keeps a store open whose program ended");
    }

    /// The program ends as it should.
    pub(crate) fn close(&mut self) {
        self.courier = None;
        if let Some(store) = self.store() {
            store.note_head();
        }
        self.desk = None;
        assert!(self.store.upgrade().is_none(), "somebody keeps a store open whose program ended");
    }

    pub(crate) fn set_clock(&mut self, now_ms: i64) {
        let now = self.now(now_ms);
        if let Some(desk) = &mut self.desk {
            desk.set_clock(now).expect("a demo's clock");
        }
    }

    pub(crate) fn now(&self, now_ms: i64) -> Moment {
        from_millis(now_ms).expect("a time") + Duration::milliseconds(self.clock_off_ms)
    }

    /// Reads what arrived in the log since; with `own`, all of it was just acknowledged here.
    pub(crate) fn arrived(&mut self, own: bool) -> usize {
        let Some(store) = self.store() else { return 0 };
        let (reader, before) = (store.reader(), self.log.len());
        let entries = reader.entries().expect("counts") as usize;
        assert!(entries >= before, "machine {} had {before} entries and has {entries}", self.n);
        for position in before + 1..=entries {
            let entry = reader.entry_at(position as i64).expect("reads").expect("positions have no gaps");
            self.log.push(entry.hash);
            if own {
                assert_eq!(entry.head.device, store.device(), "an act of this machine's is its own");
                self.written.insert(entry.hash, (entry.head.device, entry.head.seq));
            }
        }
        entries - before
    }

    /// What it held is what it holds, in the same places: all of it, or the newest so many.
    pub(crate) fn still_holds(&self, newest: usize) {
        let store = self.store().expect("it runs");
        assert!(
            store.reader().entries().expect("counts") as usize >= self.log.len(),
            "machine {} lost its end",
            self.n
        );
        for (place, hash) in self.log.iter().enumerate().rev().take(newest) {
            let entry = store.reader().entry_at(place as i64 + 1).expect("reads");
            assert_eq!(entry.map(|entry| entry.hash), Some(*hash), "machine {} lost or changed an entry", self.n);
        }
    }

    pub(crate) fn set(&self) -> BTreeSet<EntryHash> {
        self.log.iter().copied().collect()
    }

    pub(crate) fn says(&self) -> Option<State> {
        self.desk.as_ref()?.province_says().expect("reads")
    }

    /// What must hold of a machine at every moment.
    pub(crate) fn check(&self) {
        let (Some(desk), Some(store)) = (&self.desk, self.store()) else { return };
        let standing = desk.sync_standing().expect("reads");
        let waiting = standing.logged.checked_sub(standing.received).expect("no more received than was logged");
        let head = store.head().map_or(0, |head| head.seq);
        let received = head.checked_sub(waiting).expect("no more waits than was logged");
        let rows = store.reader().waiting(store.device(), received).expect("reads");
        let counted: u64 = rows.iter().map(|waiting| waiting.entries).sum();
        assert_eq!(counted, waiting, "machine {}: logged here is not received and waiting", self.n);
        if let Some(signed) = store.reader().countersigned(store.device()).expect("reads") {
            let here = store.reader().hash_at(store.device(), signed.seq).expect("reads");
            assert_eq!(here, Some(signed.hash), "machine {}: countersigned is what is not here", self.n);
        }
        if self.told_of_fork {
            assert!(
                matches!(desk.province_says().expect("reads"), Some(State::Forked | State::Revoked)),
                "machine {}: a fork was told to people and then forgotten",
                self.n
            );
        }
    }

    /// Nothing waits, and the program says so.
    pub(crate) fn has_sent_all(&self) {
        let Some(desk) = &self.desk else { return };
        let standing = desk.sync_standing().expect("reads");
        assert_eq!(
            (standing.state, standing.logged - standing.received),
            (Some(State::InStep), 0),
            "machine {}: how it stands when all is healed",
            self.n
        );
    }

    /// The figures that people see say the same.
    pub(crate) fn check_figures(&self) {
        let (Some(desk), Some(store)) = (&self.desk, self.store()) else { return };
        let figures = desk.sync_figures().expect("reads");
        let waiting: u64 = figures.waiting.iter().map(|waiting| waiting.entries).sum();
        let head = store.head().map_or(0, |head| head.seq);
        assert_eq!((figures.logged, figures.received + waiting), (head, head), "machine {}: the sum shown", self.n);
        assert_eq!(figures.logged + figures.from_others, self.log.len() as u64, "machine {}: the sum of all", self.n);
    }

    /// Another machine made of a copy of this one's disk.
    pub(crate) fn cloned(&self, n: usize, root: PathBuf, outside: Arc<dyn Outside>) -> Machine {
        let mut clone = Machine {
            n,
            root,
            outside,
            desk: None,
            store: Weak::new(),
            courier: None,
            code: None,
            log: self.log.clone(),
            written: BTreeMap::new(),
            last_number: self.last_number.clone(),
            backups: Vec::new(),
            shares_its_key: true,
            office: self.office,
            counter: self.counter,
            data_key: self.data_key,
            person: self.person,
            clock_off_ms: self.clock_off_ms,
            enrolled: self.enrolled,
            told_of_fork: false,
            full: false,
            lives: 0,
        };
        disk::copy_folder(&self.folder(), &clone.folder());
        clone.start();
        clone
    }

    /// Its folder is gone; what a backup has stands there.
    pub(crate) fn restored(&mut self, backup: &std::path::Path) {
        let folder = self.folder();
        fs::rename(&folder, self.root.join(format!("lost-{}", self.lives))).expect("moves");
        desk_store::restore(backup, &folder, false).expect("restores");
    }

    pub(crate) fn backups_folder(&self) -> PathBuf {
        self.root.join(format!("backups-{}", self.backups.len()))
    }

    pub(crate) fn refuses(error: &AppError) -> String {
        format!("{error:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
    }
}
