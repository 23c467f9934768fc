//! One seed's world: its time, its machines, its province, and what happens to them.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use axum::http::{HeaderMap, HeaderValue, header::RETRY_AFTER};
use desk_app::{AppError, Incoming};
use desk_core::ids::EntryHash;
use desk_sync::{FeedPage, HistoryId, ProvinceKey};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::{
    dice::{Dice, hold},
    line::{Line, Place, Sent},
    machine::Machine,
    newer::Newer,
    province::{Province, SIGNING},
};

pub(crate) const OFFICES: [&str; 2] = ["05164@2020-01-01", "155@"];

/// Which great misfortune a seed brings; the small ones come in every seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misfortune {
    None,
    /// Machines die and are restored from their backups.
    DeskRestored,
    /// The province's record is put back to an older one.
    ServerRestored,
    /// A machine's disk is copied to another machine.
    Cloned,
}

pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) now: Arc<AtomicI64>,
    trace: Mutex<Vec<String>>,
    pub(crate) province: Mutex<Province>,
    pub(crate) machines: Mutex<Vec<Arc<Mutex<Machine>>>>,
    pub(crate) newer: Mutex<Vec<Newer>>,
    pub(crate) line: Mutex<Line>,
    /// Every number ever given: by whom.
    numbers: Mutex<BTreeMap<String, usize>>,
    /// Acknowledged, and gone with the only disk that had it.
    pub(crate) gone: Mutex<BTreeSet<EntryHash>>,
    /// Digest by set of entries.
    digests: Mutex<BTreeMap<Vec<EntryHash>, String>>,
    /// True while an exchange waits for the line: what happens then happens between two requests.
    between: AtomicBool,
    pub(crate) healing: AtomicBool,
    /// Machines and a province to which something happened since they were looked at.
    pub(crate) touched: Mutex<BTreeSet<usize>>,
    pub(crate) province_touched: AtomicBool,
    pub(crate) misfortune: Misfortune,
    loud: bool,
    pub(crate) root: TempDir,
}

impl World {
    pub(crate) fn of(seed: u64, runtime: &'static Runtime, loud: bool) -> Arc<World> {
        let memory = std::path::Path::new("/dev/shm");
        let root = match memory.is_dir() {
            true => TempDir::new_in(memory),
            false => TempDir::new(),
        };
        let root = root.expect("a scratch folder");
        // Tuesday, 5 March 2024, 07:30 in Vietnam.
        let now = Arc::new(AtomicI64::new(1_709_598_600_000));
        let province = Province::found(runtime, &root.path().join("province"), Arc::clone(&now));
        let dice = Dice::of(seed);
        let misfortune = [Misfortune::None, Misfortune::DeskRestored, Misfortune::ServerRestored, Misfortune::Cloned];
        let misfortune = misfortune[dice.below(4)];
        let world = Arc::new(World {
            now,
            trace: Mutex::default(),
            province: Mutex::new(province),
            machines: Mutex::default(),
            newer: Mutex::default(),
            line: Mutex::default(),
            numbers: Mutex::default(),
            gone: Mutex::default(),
            digests: Mutex::default(),
            between: AtomicBool::new(false),
            healing: AtomicBool::new(false),
            touched: Mutex::default(),
            province_touched: AtomicBool::new(true),
            misfortune,
            loud,
            root,
            dice,
        });
        let many = [3, 3, 3, 4, 4, 4, 5, 8][world.dice.below(8)];
        let offices = if many > 3 { 1 + world.dice.below(2) } else { 1 };
        hold(&world.line).trouble = [0, 100, 300, 600][world.dice.below(4)];
        for n in 0..many {
            let office = OFFICES[n % offices];
            let counter = (n / offices) as u8 + 1;
            let place = Place { world: Arc::downgrade(&world), machine: n };
            let root = world.root.path().join(format!("machine-{n}"));
            let machine = Machine::set_up(n, office, counter, root, Arc::new(place));
            hold(&world.machines).push(Arc::new(Mutex::new(machine)));
        }
        for office in OFFICES.iter().take(offices) {
            let newer = Newer::enrolled(&world, hold(&world.newer).len(), office);
            hold(&world.newer).push(newer);
        }
        world.note(format!("{many} desks of {offices} offices, {misfortune:?}, trouble {}", hold(&world.line).trouble));
        world
    }

    /// A line of the trace.
    pub(crate) fn note(&self, line: String) {
        if self.loud {
            println!("{line}");
        }
        hold(&self.trace).push(line);
    }

    pub(crate) fn trace(&self) -> Vec<String> {
        hold(&self.trace).clone()
    }

    pub(crate) fn trace_hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        hold(&self.trace).hash(&mut hasher);
        hasher.finish()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    pub(crate) fn machine(&self, n: usize) -> Arc<Mutex<Machine>> {
        Arc::clone(&hold(&self.machines)[n])
    }

    pub(crate) fn many(&self) -> usize {
        hold(&self.machines).len()
    }

    /// What a machine's clock shows. Asked by the line, while nobody holds the machine.
    pub(crate) fn machine_ms(&self, n: usize) -> i64 {
        let off = hold(&self.machines).get(n).and_then(|machine| machine.try_lock().ok().map(|one| one.clock_off_ms));
        self.now_ms() + off.unwrap_or(0)
    }

    /// Carries a request of a machine's, or does to it what lines do.
    pub(crate) fn carry(self: &Arc<Self>, n: usize, sent: Sent) -> Option<Incoming> {
        let path = sent.target.split('?').next().unwrap_or_default().to_owned();
        if hold(&self.line).down.contains(&n) {
            self.note(format!("  {n} {path}: the line is down"));
            return None;
        }
        self.meanwhile(n);
        let trouble = hold(&self.line).trouble;
        if !self.dice.chance(trouble) {
            let answer = self.deliver(n, &path, &sent);
            self.note(format!("  {n} {path}: {}", answer.status));
            return Some(answer);
        }
        let what = self.dice.below(16);
        self.note(format!("  {n} {path}: trouble {what}"));
        match what {
            0 | 1 => None, // lost on the way there
            2 | 3 => {
                self.deliver(n, &path, &sent); // lost on the way back
                None
            }
            4 => {
                self.deliver(n, &path, &sent);
                Some(self.deliver(n, &path, &sent))
            }
            5 => {
                hold(&self.line).late.push((n, sent)); // comes after its sender has given up
                None
            }
            6 => {
                let old = hold(&self.line).old.get(&(n, path)).cloned().unwrap_or_default();
                self.dice.one(&old) // an old answer again
            }
            7 => {
                let body = b"<!DOCTYPE html><title>Wi-Fi</title>".to_vec();
                Some(Incoming { status: 200, headers: HeaderMap::new(), body: Some(body) })
            }
            8 => {
                let mut answer = self.deliver(n, &path, &sent);
                let body = answer.body.as_mut()?;
                let length = self.dice.below(body.len());
                body.truncate(length);
                Some(answer)
            }
            9 => {
                let mut answer = self.deliver(n, &path, &sent);
                let body = answer.body.as_mut()?;
                let place = self.dice.below(body.len());
                if let Some(byte) = body.get_mut(place) {
                    *byte ^= 1 << self.dice.below(8);
                }
                Some(answer)
            }
            10 => {
                let seconds = self.dice.below(90);
                let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from(seconds))]);
                Some(Incoming { status: 503, headers, body: Some(Vec::new()) })
            }
            11 => {
                self.crash_province(); // before it did anything
                None
            }
            12 => {
                self.deliver(n, &path, &sent);
                self.crash_province(); // after it committed and before it said so
                None
            }
            13 | 14 => {
                let mut answer = self.deliver(n, &path, &sent);
                answer.body = answer.body.map(|body| self.reorganised(body));
                Some(answer)
            }
            _ => {
                let other = self.dice.below(self.many());
                let old = hold(&self.line).old.get(&(other, path)).cloned().unwrap_or_default();
                self.dice.one(&old) // another machine's answer
            }
        }
    }

    /// A page of the feed with its entries in another order, one left out, or one changed; another answer as it is.
    fn reorganised(&self, body: Vec<u8>) -> Vec<u8> {
        let Ok(mut page) = FeedPage::decode(&body, &ProvinceKey::from_secret(SIGNING).public()) else { return body };
        let (many, what) = (page.items.len(), self.dice.below(3));
        let one = self.dice.below(many);
        match (many, what) {
            (0, _) => return body,
            (_, 0) => page.items.swap(0, one),
            (_, 1) => drop(page.items.remove(one)),
            (_, _) => {
                if let Some((_, said)) = &mut page.items[one].content
                    && let Some(last) = said.last_mut()
                {
                    *last ^= 1;
                }
            }
        }
        page.encode()
    }

    fn deliver(&self, n: usize, path: &str, sent: &Sent) -> Incoming {
        self.province_touched.store(true, Ordering::Relaxed);
        let answer = hold(&self.province).answer(sent);
        let mut line = hold(&self.line);
        let old = line.old.entry((n, path.to_owned())).or_default();
        if old.len() < 6 {
            old.push(answer.clone());
        }
        answer
    }

    /// What comes between two requests of an exchange: other work, an end of the program, other requests.
    fn meanwhile(self: &Arc<Self>, n: usize) {
        if self.healing.load(Ordering::Relaxed) || self.between.swap(true, Ordering::Relaxed) {
            return;
        }
        let machine = (n < self.many()).then(|| self.machine(n));
        match self.dice.below(40) {
            0..=4 if machine.is_some() => {
                self.work(n);
            }
            5 => {
                if let Some(machine) = machine {
                    self.note(format!("  {n} is killed in the middle of an exchange"));
                    hold(&machine).arrived(false);
                    self.kill(&mut hold(&machine));
                }
            }
            6 | 7 => self.late(),
            8 => self.write_newer(),
            _ => {}
        }
        self.between.store(false, Ordering::Relaxed);
    }

    fn torn(&self) -> Vec<u8> {
        let mut torn = vec![0; self.dice.below(3) * 1_000];
        self.dice.fill(&mut torn);
        torn
    }

    pub(crate) fn crash_province(&self) {
        self.note("  the server is killed".to_owned());
        let torn = self.torn();
        hold(&self.province).crash(&torn);
    }

    pub(crate) fn kill(&self, machine: &mut Machine) {
        let torn = self.torn();
        machine.kill(&torn);
    }

    /// A request that was given up arrives.
    pub(crate) fn late(&self) {
        let next = {
            let mut line = hold(&self.line);
            let many = line.late.len();
            if many == 0 {
                return;
            }
            line.late.swap_remove(self.dice.below(many))
        };
        let (n, sent) = next;
        self.province_touched.store(true, Ordering::Relaxed);
        let answer = hold(&self.province).answer(&sent);
        self.note(format!("  {n}'s request comes late: {}", answer.status));
    }

    pub(crate) fn write_newer(self: &Arc<Self>) {
        let mut newer = std::mem::take(&mut *hold(&self.newer));
        let which = self.dice.below(newer.len());
        if let Some(one) = newer.get_mut(which) {
            one.work(self);
        }
        *hold(&self.newer) = newer;
    }

    /// A number was given; nobody had it before.
    pub(crate) fn gave(&self, machine: &mut Machine, code: &str) {
        let (head, number) = code.rsplit_once('-').expect("a code has a number");
        let number: u16 = number.parse().expect("a number");
        // Two machines with one key give the same numbers until it is noticed: nothing on either could know.
        if !machine.shares_its_key {
            let before = hold(&self.numbers).insert(code.to_owned(), machine.n);
            assert_eq!(before, None, "machine {} gave {code}, which was given before", machine.n);
        }
        let last = machine.last_number.entry(head.to_owned()).or_default();
        *last = number.max(*last);
    }

    /// Replicas that hold the same entries have the same digest.
    pub(crate) fn same_set_same_digest(&self, machine: &Machine) {
        let Some(store) = machine.store() else { return };
        let mut set: Vec<EntryHash> = machine.log.clone();
        set.sort_unstable();
        let digest = store.digest().digest;
        let known = hold(&self.digests).entry(set).or_insert_with(|| digest.clone()).clone();
        assert_eq!(digest, known, "machine {} holds the same entries as another and has another digest", machine.n);
    }

    /// What the province countersigned is in its custody, for a machine that it did not fool by an older record.
    pub(crate) fn countersigned_is_kept(&self, machine: &Machine) {
        let Some(store) = machine.store() else { return };
        let reader = store.reader();
        let Some(province) = reader.province().expect("reads") else { return };
        let there = hold(&self.province);
        if there.restored > 0 || HistoryId(province.history) != there.history() {
            return; // looked at when all is healed
        }
        let Some(signed) = reader.countersigned(store.device()).expect("reads") else { return };
        let head = there.head(store.device()).map_or(0, |(seq, _)| seq);
        assert!(
            head >= signed.seq,
            "the province countersigned {} of machine {} and has {head}",
            signed.seq,
            machine.n
        );
    }

    pub(crate) fn folder_of(&self, n: usize) -> PathBuf {
        self.root.path().join(format!("machine-{n}"))
    }

    pub(crate) fn refused(&self, n: usize, what: &str, error: &AppError) {
        self.note(format!("{n} {what}: {}", Machine::refuses(error)));
    }
}
