//! What happens in a world, one thing after the other, and how it is healed.

use std::{
    collections::BTreeSet,
    sync::{Arc, atomic::Ordering},
};

use desk_app::{AppError, courier::State};
use desk_core::{
    dossier::{Intake, IntakePaper, PaperState, Party, ReturnBy, allowed},
    ids::EntryHash,
    office::Actor,
    procedure::Channel,
};
use desk_store::{Filter, Page, Sort, Standing};
use desk_sync::{HistoryId, ProblemCode};

use crate::{
    dice::hold,
    life,
    line::{ADDRESS, Place},
    world::{Misfortune, World},
};

impl World {
    /// So many things happen, and after each everything that must hold holds.
    pub(crate) fn play(self: &Arc<Self>, steps: usize) {
        for _ in 0..steps {
            self.now.fetch_add(self.dice.below(900_000) as i64, Ordering::Relaxed);
            self.happen();
            self.hold_all();
        }
    }

    fn happen(self: &Arc<Self>) {
        let n = self.dice.below(self.many());
        hold(&self.touched).insert(n);
        match self.dice.below(100) {
            0..=34 => self.work(n),
            35..=66 => drop(self.exchange(n)),
            67..=70 => self.late(),
            71..=73 => self.restart(n),
            74 | 75 => self.step_clock(n),
            76..=79 => self.cut(n),
            80 | 81 => self.fill_disk(n),
            82 | 83 => self.crash_province(),
            84 => self.fill_province(),
            85..=89 => self.write_newer(),
            90..=92 => self.copy(n),
            93 | 94 => self.strike(n),
            95..=97 => self.mend(n),
            _ => {
                self.now.fetch_add(20 * 3_600_000, Ordering::Relaxed);
                self.note("a night passes".to_owned());
            }
        }
    }

    /// An act of a person at a desk.
    pub(crate) fn work(self: &Arc<Self>, n: usize) {
        let machine = self.machine(n);
        let mut machine = hold(&machine);
        let now = self.now_ms();
        machine.arrived(false);
        machine.set_clock(now);
        let what = self.dice.below(10);
        let drawn = self.dice.next();
        let Some(desk) = &mut machine.desk else { return };
        let done = match what {
            0..=3 => desk.receive_undrawn("1.004873", intake(drawn)).map(|(_, code)| Some(code)),
            _ => {
                let store = machine.store().expect("it runs");
                let moment = machine.now(now);
                let page = Page { offset: 0, limit: 20 };
                let hits = store.reader().register("", &Filter::default(), moment, Sort::Newest, page).expect("lists");
                let Some(hit) = self.dice.one(&hits) else { return };
                let dossier = store.reader().dossier(hit.dossier).expect("reads");
                let Some(accepted) = dossier.accepted() else { return };
                let person = Actor {
                    person: desk_core::ids::PersonId::from_bytes([0; 16]),
                    name: String::new(),
                    roles: desk_core::office::Role::ALL.into(),
                };
                let Some(verb) = self.dice.one(&allowed(accepted, &person)) else { return };
                drop(store);
                let act = life::act(verb, accepted.collision.as_ref(), moment);
                let Some(desk) = &mut machine.desk else { return };
                desk.act(hit.dossier, act).map(|_| None)
            }
        };
        match done {
            Ok(code) => {
                let many = machine.arrived(true);
                assert!(many > 0, "an act that was acknowledged left nothing in the log");
                if let Some(code) = &code {
                    self.gave(&mut machine, code);
                }
                self.note(format!("{n} writes {many} {}", code.unwrap_or_default()));
                if self.dice.chance(300)
                    && let Some(store) = machine.store()
                {
                    store.note_head();
                }
            }
            Err(error) => {
                assert_eq!(machine.arrived(false), 0, "an act that was refused left something in the log");
                self.refused(n, "works", &error);
            }
        }
    }

    /// One way of a machine's courier, or its enrolment.
    pub(crate) fn exchange(self: &Arc<Self>, n: usize) -> Option<State> {
        hold(&self.touched).insert(n);
        let machine = self.machine(n);
        let mut held = hold(&machine);
        held.set_clock(self.now_ms());
        held.arrived(false);
        if !held.enrolled && !self.dice.chance(200) {
            drop(held);
            self.free_counter(n);
            self.enrol(n);
            return None;
        }
        let forgets = self.dice.chance(200);
        let courier = held.courier.take().filter(|_| !forgets);
        let courier = courier.map_or_else(|| held.desk.as_ref()?.courier().ok(), Some);
        let mut courier = courier?;
        let now = held.now(self.now_ms());
        drop(held);
        let done = courier.exchange(&|| now);
        let mut held = hold(&machine);
        if held.desk.is_none() {
            drop(courier);
            assert!(done.is_err(), "an exchange ended well without the program");
            self.note(format!("{n} starts again"));
            held.start();
            held.set_clock(self.now_ms());
            held.arrived(false);
            return None;
        }
        held.courier = Some(courier);
        let pulled = held.arrived(false);
        match done {
            Ok(synced) => {
                let state = synced.state;
                if state == State::Forked {
                    held.told_of_fork = true;
                }
                self.note(format!(
                    "{n} exchanged: {state:?}, sent {}, took {pulled}, waiting {}, aside {}{}",
                    synced.sent,
                    synced.waiting,
                    synced.set_aside,
                    if synced.restored { ", the server was restored" } else { "" }
                ));
                Some(state)
            }
            Err(error) => {
                self.refused(n, "exchanges", &error);
                None
            }
        }
    }

    /// Asks for a standing, with the code it has or a new one.
    fn enrol(self: &Arc<Self>, n: usize) {
        let machine = self.machine(n);
        let mut held = hold(&machine);
        let (office, counter) = (held.office, held.counter);
        let code = match &held.code {
            Some(code) => code.clone(),
            None => {
                let code = hold(&self.province).code(office, counter, self.dice.bytes());
                held.code = Some(code.clone());
                code
            }
        };
        let Some(desk) = &held.desk else { return };
        let enrolling = match desk.enrolling(ADDRESS, &code) {
            Ok(enrolling) => enrolling,
            Err(error) => return self.refused(n, "begins to enrol", &error),
        };
        drop(held);
        let answer = enrolling.ask();
        let mut held = hold(&machine);
        if held.desk.is_none() {
            held.start();
            held.set_clock(self.now_ms());
            held.arrived(false);
            return;
        }
        let done = answer.and_then(|answer| match &mut held.desk {
            Some(desk) => desk.enrolled(&enrolling, &answer),
            None => Ok(()),
        });
        match done {
            Ok(()) => {
                held.enrolled = true;
                held.code = None;
                self.note(format!("{n} is enrolled"));
            }
            Err(AppError::Province(why)) => {
                // Too old, used in a history that is gone: people ask for another one.
                held.code = None;
                self.note(format!("{n} is not enrolled: {why:?}"));
            }
            Err(error) => self.refused(n, "enrols", &error),
        }
    }

    /// The program ends, one way or the other, and is started again.
    fn restart(&self, n: usize) {
        let machine = self.machine(n);
        let mut machine = hold(&machine);
        if machine.desk.is_none() {
            return;
        }
        machine.arrived(false);
        let killed = self.dice.chance(700);
        if killed {
            self.kill(&mut machine)
        } else {
            machine.close()
        }
        machine.start();
        machine.set_clock(self.now_ms());
        machine.still_holds(4);
        self.note(format!("{n} {}, and starts again", if killed { "is killed" } else { "ends" }));
    }

    fn step_clock(&self, n: usize) {
        let steps = [-86_400_000, -3_600_000, -1_000, 0, 0, 0, 60_000, 7_200_000, 40 * 86_400_000_i64];
        let step = steps[self.dice.below(steps.len())];
        hold(&self.machine(n)).clock_off_ms = step;
        self.note(format!("{n}'s clock is off by {step} ms"));
    }

    fn cut(&self, n: usize) {
        let mut line = hold(&self.line);
        let cut = !line.down.remove(&n) && line.down.insert(n);
        drop(line);
        self.note(format!("{n} is {}", if cut { "cut off" } else { "back on the line" }));
    }

    fn fill_disk(&self, n: usize) {
        let machine = self.machine(n);
        let mut machine = hold(&machine);
        machine.full = !machine.full;
        let (full, pages) = (machine.full, self.dice.below(20) as u32);
        if let Some(store) = machine.store() {
            store.let_grow(full.then_some(pages)).expect("reads");
        }
        self.note(format!("{n}'s disk {}", if full { "fills" } else { "has room" }));
    }

    fn fill_province(&self) {
        let pages = self.dice.chance(500).then(|| self.dice.below(30) as u32);
        hold(&self.province).let_grow(pages);
        self.note(format!("the server's disk lets it grow by {pages:?} pages"));
    }

    /// Copies are made: of a desk, or of the province.
    fn copy(&self, n: usize) {
        match self.misfortune {
            Misfortune::DeskRestored => {
                let machine = self.machine(n);
                let mut machine = hold(&machine);
                machine.arrived(false);
                let Some(store) = machine.store() else { return };
                if !store.standing().is_sound() || machine.backups.len() >= 3 {
                    return;
                }
                let to = machine.backups_folder();
                std::fs::create_dir_all(&to).expect("a place for backups");
                let made = store.back_up(&to, &[], machine.now(self.now_ms())).expect("backs up");
                let length = machine.log.len();
                machine.backups.push((made.folder, length));
                self.note(format!("{n} is backed up with {length} entries"));
            }
            Misfortune::ServerRestored => {
                hold(&self.province).let_grow(None);
                hold(&self.province).back_up();
                self.note("the province is backed up".to_owned());
            }
            Misfortune::None | Misfortune::Cloned => {}
        }
    }

    /// The seed's misfortune.
    fn strike(self: &Arc<Self>, n: usize) {
        match self.misfortune {
            Misfortune::None => {}
            Misfortune::DeskRestored => self.lose_disk(n),
            Misfortune::ServerRestored => self.restore_province(),
            Misfortune::Cloned => self.clone_machine(n),
        }
    }

    fn lose_disk(&self, n: usize) {
        let machine = self.machine(n);
        let mut machine = hold(&machine);
        let Some((backup, length)) = self.dice.one(&machine.backups) else { return };
        machine.arrived(false);
        machine.close();
        machine.restored(&backup);
        // Only this disk had them: what is neither in the backup, nor with the province, nor at another desk.
        let elsewhere = self.elsewhere(n, machine.office);
        let lost: BTreeSet<EntryHash> =
            machine.log.split_off(length).into_iter().filter(|hash| !elsewhere.contains(hash)).collect();
        machine.written.retain(|hash, _| !lost.contains(hash));
        self.note(format!("{n}'s disk dies; a backup of {length} entries takes its place, {} are gone", lost.len()));
        hold(&self.gone).extend(lost);
        machine.start();
        machine.still_holds(4);
        let standing = machine.store().expect("it runs").standing();
        assert!(matches!(standing, Standing::Restored { .. }), "a restored store says {standing:?}");
        machine.set_clock(self.now_ms());
        if let Some(desk) = &mut machine.desk {
            let refused = desk.receive_undrawn("1.004873", intake(1));
            assert!(matches!(refused, Err(AppError::Unsettled(_))), "a restored store writes on");
        }
    }

    fn elsewhere(&self, n: usize, office: &'static str) -> BTreeSet<EntryHash> {
        let mut there = hold(&self.province).apart(office);
        self.read_feeds();
        if let Some(feed) = hold(&self.province).feeds.get(office) {
            there.extend(&feed.hashes);
        }
        for other in (0..self.many()).filter(|other| *other != n) {
            let other = self.machine(other);
            there.extend(hold(&other).log.iter());
        }
        there
    }

    fn restore_province(&self) {
        let mut province = hold(&self.province);
        if province.backups() == 0 || province.restored >= 2 {
            return;
        }
        let backup = self.dice.below(province.backups() as usize) as u32 + 1;
        let told = self.dice.chance(600);
        self.province_touched.store(true, Ordering::Relaxed);
        province.restore(backup, told.then(|| HistoryId(self.dice.bytes())));
        drop(province);
        self.note(format!(
            "the province is put back to copy {backup}{}",
            if told { "" } else { ", and nobody is told" }
        ));
    }

    fn clone_machine(self: &Arc<Self>, n: usize) {
        let original = self.machine(n);
        let mut original = hold(&original);
        let many = self.many();
        if original.shares_its_key || original.desk.is_none() || !original.enrolled || many > 8 {
            return;
        }
        original.arrived(false);
        if !original.store().is_some_and(|store| store.standing().is_sound()) {
            return;
        }
        let place = Place { world: Arc::downgrade(self), machine: many };
        let mut clone = original.cloned(many, self.folder_of(many), Arc::new(place));
        let standing = clone.store().expect("it runs").standing();
        assert_eq!(standing, Standing::Unremembered, "a copy on another machine is noticed");
        clone.set_clock(self.now_ms());
        let Some(desk) = &mut clone.desk else { return };
        let refused = desk.receive_undrawn("1.004873", intake(1));
        assert!(matches!(refused, Err(AppError::Unsettled(_))), "a copy writes on");
        // A supervisor says that it is the same machine, which is wrong.
        desk.settle("chuyển máy", None).expect("settles");
        clone.arrived(true);
        original.shares_its_key = true;
        self.note(format!("{n}'s disk is copied to a new machine {many}, which goes on as the same"));
        drop(original);
        hold(&self.touched).insert(many);
        hold(&self.machines).push(Arc::new(std::sync::Mutex::new(clone)));
    }

    /// People look at what a machine says and do what it asks for.
    pub(crate) fn mend(&self, n: usize) {
        let machine = self.machine(n);
        let mut machine = hold(&machine);
        let Some(store) = machine.store() else { return };
        let restored = matches!(store.standing(), Standing::Restored { .. });
        drop(store);
        let says = machine.says();
        if says == Some(State::Refused(ProblemCode::UnknownDevice)) && machine.enrolled {
            // The province's record was put back to a time before this machine: it gets another code.
            machine.enrolled = false;
            machine.code = None;
            self.note(format!("{n} is to be enrolled again"));
        }
        let forked = says == Some(State::Forked);
        if !restored && !forked {
            // A supervisor looks at a clock that is behind; where nothing stands against work, this says nothing.
            machine.arrived(false);
            machine.set_clock(self.now_ms());
            let said = machine.desk.as_mut().map(|desk| desk.settle("đồng hồ đúng", None));
            let many = machine.arrived(matches!(said, Some(Ok(()))));
            assert!(matches!(said, Some(Ok(()))) || many == 0);
            return;
        }
        if restored && !machine.enrolled {
            return; // first the province learns who wrote what is here: under a new key nobody could say so
        }
        machine.arrived(false);
        machine.set_clock(self.now_ms());
        let day = machine.now(self.now_ms()).format("%y%m%d").to_string();
        let paper = machine.last_number.iter().filter(|(head, _)| head.ends_with(&day)).map(|(_, last)| *last).max();
        let old = machine.device();
        let last = paper.unwrap_or(u16::from(machine.counter - 1) * 1_000);
        let Some(desk) = &mut machine.desk else { return };
        match desk.settle("máy được khôi phục", Some(last)) {
            Ok(()) => {
                let new = machine.device();
                assert_ne!(old, new, "what was restored or copied goes on as a new machine");
                let many = machine.arrived(true);
                assert!(many > 0, "a new machine says that it began");
                machine.told_of_fork = false;
                machine.shares_its_key = false;
                machine.enrolled = false;
                machine.code = None;
                machine.courier = None;
                self.note(format!("{n} goes on as a new machine"));
            }
            Err(error) => {
                let many = machine.arrived(false);
                assert_eq!((machine.device(), many), (old, 0), "half a settlement was kept");
                self.refused(n, "settles", &error);
            }
        }
    }

    /// The feeds as they stand, each held against what was read before.
    pub(crate) fn read_feeds(&self) {
        for newer in hold(&self.newer).iter() {
            hold(&self.province).read_on(newer.office, newer.device());
        }
    }

    /// Everything that must hold at every moment, of what was touched since it was looked at last.
    pub(crate) fn hold_all(&self) {
        if self.province_touched.swap(false, Ordering::Relaxed) {
            self.read_feeds();
        }
        for n in std::mem::take(&mut *hold(&self.touched)) {
            let machine = self.machine(n);
            let mut machine = hold(&machine);
            machine.arrived(false);
            machine.check();
            self.same_set_same_digest(&machine);
            self.countersigned_is_kept(&machine);
        }
    }

    /// The line is whole, disks have room, programs run; people do what they are asked for, until nothing moves.
    pub(crate) fn heal(self: &Arc<Self>) {
        self.note("-- healed".to_owned());
        self.healing.store(true, Ordering::Relaxed);
        {
            let mut line = hold(&self.line);
            line.trouble = 0;
            line.down.clear();
        }
        while !hold(&self.line).late.is_empty() {
            self.late();
        }
        hold(&self.province).let_grow(None);
        for n in 0..self.many() {
            let machine = self.machine(n);
            let mut machine = hold(&machine);
            machine.full = false;
            machine.clock_off_ms = 0;
            if let Some(store) = machine.store() {
                store.let_grow(None).expect("reads");
            }
        }
        let mut quiet = 0;
        for round in 0.. {
            assert!(round < 30, "the desks do not come to rest");
            let before = self.sum();
            let mut newer = std::mem::take(&mut *hold(&self.newer));
            for newer in &mut newer {
                newer.afresh(self);
                while !newer.push(self) {}
            }
            *hold(&self.newer) = newer;
            let mut resting = true;
            for n in 0..self.many() {
                let state = self.exchange(n);
                if state == Some(State::FeedBroken) {
                    // The province's people look, and say that its record was put back.
                    let history = HistoryId(self.dice.bytes());
                    hold(&self.province).begin_history(history);
                    self.note("the province begins a new history".to_owned());
                }
                resting &= state == Some(State::InStep);
                self.mend(n);
                self.free_counter(n);
            }
            self.hold_all();
            quiet = if resting && self.sum() == before { quiet + 1 } else { 0 };
            if quiet == 1 {
                return;
            }
        }
    }

    /// A new machine takes the counter of the one it goes on for, which is revoked; or another one, where that one works on.
    fn free_counter(&self, n: usize) {
        let machine = self.machine(n);
        let mut machine = hold(&machine);
        if machine.enrolled || machine.code.is_some() {
            return;
        }
        let mut former: BTreeSet<_> = machine.written.values().map(|(device, _)| *device).collect();
        former.remove(&machine.device());
        let mut taken = BTreeSet::from([9]);
        let mut works_on = false;
        for other in (0..self.many()).filter(|other| *other != n) {
            let other = self.machine(other);
            let other = hold(&other);
            if other.office == machine.office {
                taken.insert(other.counter);
                works_on |= former.contains(&other.device());
            }
        }
        if works_on || taken.contains(&machine.counter) {
            let Some(counter) = (1..=8).find(|counter| !taken.contains(counter)) else { return };
            machine.set_clock(self.now_ms());
            let Some(desk) = &mut machine.desk else { return };
            match desk.take_counter(counter) {
                Ok(()) => {
                    machine.counter = counter;
                    machine.arrived(true);
                    self.note(format!("{n} works at counter {counter} from now on"));
                }
                Err(error) => self.refused(n, "takes another counter", &error),
            }
        } else {
            for device in former {
                hold(&self.province).revoke(device);
            }
        }
    }

    fn sum(&self) -> Vec<usize> {
        let lengths = (0..self.many()).map(|n| hold(&self.machine(n)).log.len());
        lengths.chain(hold(&self.province).feeds.values().map(|feed| feed.hashes.len())).collect()
    }

    /// What must hold once all is healed.
    pub(crate) fn hold_at_the_end(&self) {
        self.read_feeds();
        let province = hold(&self.province);
        province.verify();
        let gone = hold(&self.gone).clone();
        for newer in hold(&self.newer).iter() {
            let feed = &province.feeds[newer.office].hashes;
            for entry in &newer.chain {
                assert!(feed.contains(&entry.hash), "an entry of a newer program is not in the feed");
            }
        }
        let looked_into = self.dice.below(self.many());
        for n in 0..self.many() {
            let machine = self.machine(n);
            let machine = hold(&machine);
            let feed = &province.feeds[machine.office].hashes;
            let apart = province.apart(machine.office);
            for (hash, (device, seq)) in &machine.written {
                assert!(
                    feed.contains(hash) || apart.contains(hash) || gone.contains(hash),
                    "machine {n}: entry {seq} of {device} was acknowledged and never reached the province"
                );
            }
            let set = machine.set();
            assert_eq!(set.len(), machine.log.len(), "machine {n} holds an entry twice");
            for hash in feed {
                assert!(set.contains(hash), "machine {n} has not what its office has");
            }
            for hash in set.difference(feed) {
                assert!(apart.contains(hash) || gone.contains(hash), "machine {n} has what nobody else has");
            }
            machine.still_holds(usize::MAX);
            machine.check_figures();
            machine.has_sent_all();
            // The dear checks on one machine a seed.
            if n != looked_into {
                continue;
            }
            let store = machine.store().expect("it runs");
            let verdict = store.verify().expect("checks");
            assert!(verdict.ok, "machine {n}: {:?}", verdict.faults);
            let digest = store.digest();
            assert_eq!(store.rebuild().expect("folds"), digest, "machine {n}: folded anew it comes out otherwise");
        }
    }
}

fn intake(drawn: u64) -> Intake {
    let names = ["Bùi Thị Duyên", "Quách Văn Ổn", "Đinh Thị Ửng", "Hà Đức Bình"];
    Intake {
        channel: Channel::InPerson,
        case: None,
        owner: Party { name: names[(drawn % 4) as usize].to_owned(), ..Party::default() },
        submitter: None,
        papers: vec![IntakePaper {
            index: Some(1),
            name: None,
            state: PaperState::Given,
            originals: 1,
            copies: 0,
            reason: None,
        }],
        sets: 1,
        fee_vnd: None,
        exemption: None,
        fee_paid: desk_core::dossier::FeePaid::Now,
        limit: None,
        return_by: ReturnBy::Desk,
        duplicate_of: None,
        back_entry: None,
    }
}
