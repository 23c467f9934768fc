//! One exchange: does what the planner says, until everything is in step or something stands against it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Weak},
};

use desk_core::{
    ids::{DeviceId, EntryHash},
    time::Moment,
};
use desk_log::{DeviceKey, Head, Item, Opened, Sealed, device_id};
use desk_store::{
    Came, Store,
    province::{Countersigned, Exchange, FeedHead, FeedPage, Member, Province},
};
use desk_sync::{
    CountersignedHead, DeviceStanding, FeedCursor, Halt, HistoryId, Known, Learned, LockOrder, Planner, ProblemCode,
    PushAnswer, Roster, Signed, Statement, Step, TrustedHead, WireFault,
    wire::{self, BatchMaker},
};

use super::{
    State, Synced,
    line::{Fault, Line},
};
use crate::{desk::random, error::AppError};

/// The most bytes of entries asked for at a time: so many are taken in within a moment, and acts wait no longer.
const PAGE_BYTES: u64 = 512 * 1024;

/// The courier of one store, between exchanges.
#[derive(Debug)]
pub(super) struct Run {
    store: Weak<Store>,
    line: Option<Line>,
    planner: Option<Planner>,
}

/// What stays the same during an exchange.
pub(super) struct Desk {
    pub(super) province: Province,
    pub(super) device: DeviceId,
    key: DeviceKey,
}

/// What an exchange has moved so far.
#[derive(Default)]
pub(super) struct Moved {
    pub(super) sent: u64,
    pub(super) pulled: u64,
    bytes_out: u64,
    bytes_in: u64,
    pub(super) restored: bool,
    /// What stood against it last.
    state: Option<State>,
}

impl Run {
    pub(super) fn of(store: &Arc<Store>) -> Run {
        Run { store: Arc::downgrade(store), line: None, planner: None }
    }

    pub(super) fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.upgrade().ok_or(AppError::NotSignedIn)
    }

    /// One exchange. With the line down it tries once and comes back.
    ///
    /// # Errors
    /// [`AppError::NotEnrolled`], [`AppError::NotSignedIn`] once the store is closed, what the store says.
    pub(super) fn exchange(&mut self, now: &dyn Fn() -> Moment) -> Result<Synced, AppError> {
        let done = self.try_exchange(now);
        if done.is_err() {
            self.planner = None; // what it knows may be ahead of what is on disk
        }
        done
    }

    fn try_exchange(&mut self, now: &dyn Fn() -> Moment) -> Result<Synced, AppError> {
        let desk = self.desk()?;
        let own = self.store()?.head().ok_or(AppError::NotSetUp)?;
        if self.line.as_ref().is_none_or(|line| line.address() != desk.province.address) {
            self.line = Some(Line::to(&desk.province.address)?);
        }
        let line = self.line.clone().ok_or(AppError::BadAddress)?;
        let mut planner = match self.planner.take() {
            Some(planner) if is_of(&planner, &desk) => planner,
            Some(_) | None => Planner::new(self.known(&desk, own)?),
        };
        planner.wrote(own);
        planner.resume();
        let mut moved = Moved::default();
        let (state, again_ms) = loop {
            match planner.next() {
                Step::Push { after, bytes_max } => {
                    self.push(&desk, &line, &mut planner, after, bytes_max, &mut moved)?
                }
                Step::Pull { after, roster, bytes_max } => {
                    self.pull(&desk, &line, &mut planner, (after, roster, bytes_max.min(PAGE_BYTES)), &mut moved)?;
                }
                Step::Wait { ms } => break (moved.state.unwrap_or(State::Offline), Some(ms)),
                Step::UpToDate { at } => {
                    self.store()?.keep_clock_offset(at - now().timestamp_millis())?;
                    // What was written meanwhile goes with this exchange.
                    let newest = self.store()?.head().ok_or(AppError::NotSetUp)?;
                    if newest == planner.known().own {
                        break (State::InStep, None);
                    }
                    planner.wrote(newest);
                }
                Step::Halted(Halt::Forked { .. }) => break (State::Forked, None),
                Step::Halted(Halt::Revoked) => break (State::Revoked, None),
                Step::Halted(Halt::Feed) => break (State::FeedBroken, None),
                Step::Halted(Halt::Refused(code)) => break (State::Refused(code), None),
            }
            // Its next answer will be no better.
            if let Some(state @ (State::OtherProvince | State::FeedBroken)) = moved.state {
                break (state, None);
            }
        };
        let synced = self.told(&desk, &moved, state, again_ms, now())?;
        // A planner that was halted starts from what is on disk, so that nothing it only believed goes on.
        self.planner = (!state.needs_people()).then_some(planner);
        Ok(synced)
    }

    pub(super) fn desk(&self) -> Result<Desk, AppError> {
        let store = self.store()?;
        let province = store.reader().province()?.ok_or(AppError::NotEnrolled)?;
        let device = store.device();
        if province.device != device {
            return Err(AppError::NotEnrolled); // a new machine after a restore is enrolled anew
        }
        let key = store.with_key(|key| DeviceKey::from_secret(*key.secret()));
        Ok(Desk { province, device, key })
    }

    pub(super) fn known(&self, desk: &Desk, own: Head) -> Result<Known, AppError> {
        let store = self.store()?;
        let reader = store.reader();
        let feed = reader.feed_end()?;
        Ok(Known {
            own,
            office: store.office_id(),
            history: HistoryId(desk.province.history),
            countersigned: reader
                .countersigned(desk.device)?
                .map(|head| TrustedHead { seq: head.seq, hash: head.hash }),
            feed: FeedCursor { position: feed.position, running: feed.running },
            roster: desk.province.roster_number,
        })
    }

    /// The hash of this machine's entry at a place; a chain that cannot be read has none, and nothing counts as sent.
    pub(super) fn chain(&self, device: DeviceId) -> impl Fn(u64) -> Option<EntryHash> {
        let store = self.store.clone();
        move |seq| store.upgrade()?.reader().hash_at(device, seq).ok().flatten()
    }

    fn push(
        &self,
        desk: &Desk,
        line: &Line,
        planner: &mut Planner,
        after: u64,
        bytes_max: usize,
        moved: &mut Moved,
    ) -> Result<(), AppError> {
        let mut batch = BatchMaker::new(bytes_max);
        let entries = self.store()?.reader().chain(desk.device, after, bytes_max)?;
        for entry in &entries {
            let content = entry.content.as_ref().map(|content| (&content.salt, content.body.as_slice()));
            if !batch.add(&entry.cose, content) {
                break;
            }
        }
        drop(entries);
        let answer = match line.entries(&desk.key, batch.finish()) {
            Ok(answer) => answer,
            Err(fault) => return self.stumbled(desk, planner, &fault, moved),
        };
        moved.bytes_out += answer.bytes_out;
        moved.bytes_in += answer.body.len() as u64;
        let read = match PushAnswer::decode(&answer.body, &desk.province.public_key) {
            Ok(read) => read,
            Err(fault) => return distrusted(planner, &fault, moved),
        };
        match planner.pushed(&read, &self.chain(desk.device)) {
            Ok(learned) => {
                let aside: Vec<(u64, String)> =
                    read.set_aside.iter().map(|(seq, reason)| (*seq, reason.code().to_owned())).collect();
                self.learn(desk, &learned, &read.head, &aside, moved)
            }
            Err(_) => fails(planner, moved),
        }
    }

    fn pull(
        &self,
        desk: &Desk,
        line: &Line,
        planner: &mut Planner,
        (after, roster, limit): (u64, u64, u64),
        moved: &mut Moved,
    ) -> Result<(), AppError> {
        let answer = match line.feed(&desk.key, after, roster, limit) {
            Ok(answer) => answer,
            Err(fault) => return self.stumbled(desk, planner, &fault, moved),
        };
        moved.bytes_in += answer.body.len() as u64;
        let page = match wire::FeedPage::decode(&answer.body, &desk.province.public_key) {
            Ok(page) => page,
            Err(fault) => return distrusted(planner, &fault, moved),
        };
        let learned = match planner.pulled(&page, &self.chain(desk.device)) {
            Ok(learned) => learned,
            Err(_) => return fails(planner, moved),
        };
        self.take_page(desk, &page, learned, moved)
    }

    /// Keeps a page that the planner has accepted.
    pub(super) fn take_page(
        &self,
        desk: &Desk,
        page: &wire::FeedPage,
        learned: Learned,
        moved: &mut Moved,
    ) -> Result<(), AppError> {
        self.learn(desk, &learned, &page.head, &[], moved)?;
        if learned.restored.is_some() {
            return Ok(());
        }
        let after = page.after;
        let store = self.store()?;
        if let Some(roster) = &page.roster {
            store.keep_roster(roster.number, roster.bytes(), &members(roster))?;
        }
        let Some(cursor) = learned.feed else { return Ok(()) };
        let keys = keys(&store)?;
        let Some(entries) = opened(learned.entries, &keys) else {
            // The province signed for an entry that does not hold: nothing of the page is taken.
            moved.state = Some(State::FeedBroken);
            return Ok(());
        };
        let head = FeedHead {
            position: cursor.position,
            running: cursor.running,
            at: page.feed.at,
            statement: page.feed.bytes().to_vec(),
        };
        let page = FeedPage { after, head };
        moved.pulled += store.take_in(Came { entries: &entries, keys: &keys, feed: Some(&page) })?.new;
        Ok(())
    }

    /// Keeps what a countersigned head taught.
    pub(super) fn learn(
        &self,
        desk: &Desk,
        learned: &Learned,
        head: &Signed<CountersignedHead>,
        aside: &[(u64, String)],
        moved: &mut Moved,
    ) -> Result<(), AppError> {
        let store = self.store()?;
        let said = |trusted: TrustedHead| Countersigned {
            seq: trusted.seq,
            hash: trusted.hash,
            at: head.at,
            statement: head.bytes().to_vec(),
        };
        if let Some(restored) = learned.restored {
            let has = restored.new_head.map(said);
            store.begin_history(desk.device, restored.new_history.0, has.as_ref(), head.at)?;
            moved.restored = true;
        } else if let Some(Some(trusted)) = learned.countersigned {
            let before = store.reader().countersigned(desk.device)?.map_or(0, |head| head.seq);
            moved.sent += trusted.seq.saturating_sub(before);
            store.keep_countersigned(desk.device, &said(trusted), aside)?;
        }
        Ok(())
    }

    /// A request that was not answered as asked.
    fn stumbled(&self, desk: &Desk, planner: &mut Planner, fault: &Fault, moved: &mut Moved) -> Result<(), AppError> {
        moved.state = Some(match fault {
            Fault::Nothing { answered: false } => State::Offline,
            Fault::Nothing { answered: true } => State::BadAnswer,
            Fault::Later(_) => State::Busy,
            Fault::Problem(code, _) => State::Refused(*code),
        });
        let random = u64::from_be_bytes(random()?);
        let Fault::Problem(code, problem) = fault else {
            planner.failed(fault.failure(), random);
            return Ok(());
        };
        let statement = problem.statement();
        match code {
            ProblemCode::Revoked => {
                // Only the province's own order stops a machine, and only its own machine.
                let order = statement.and_then(|bytes| verified::<LockOrder>(bytes, desk));
                if order.is_some_and(|order| order.device == desk.device) {
                    planner.failed(fault.failure(), random);
                } else {
                    moved.state = Some(State::BadAnswer);
                    planner.failed(desk_sync::Failure::NoAnswer, random);
                }
                Ok(())
            }
            ProblemCode::Gap | ProblemCode::Fork | ProblemCode::EntryInvalid => {
                let head = statement.and_then(|bytes| verified::<CountersignedHead>(bytes, desk));
                let told = head.as_ref().map(Signed::statement);
                match (planner.refused(*code, told, &self.chain(desk.device), random), &head) {
                    (Ok(learned), Some(head)) => self.learn(desk, &learned, head, &[], moved),
                    (Ok(_), None) => Ok(()),
                    (Err(_), _) => {
                        moved.state = Some(State::BadAnswer);
                        Ok(())
                    }
                }
            }
            _ => {
                planner.failed(fault.failure(), random);
                Ok(())
            }
        }
    }

    /// Keeps how it ended and tells it.
    fn told(
        &self,
        desk: &Desk,
        moved: &Moved,
        state: State,
        again_ms: Option<u64>,
        at: Moment,
    ) -> Result<Synced, AppError> {
        let store = self.store()?;
        let reader = store.reader();
        let head = reader.countersigned(desk.device)?.map(|head| (head.seq, head.hash));
        let newest = store.head().map_or(0, |head| head.seq);
        let history = reader.province()?.map_or(desk.province.history, |province| province.history);
        let outcome = if moved.restored { "restored".to_owned() } else { state.kept() };
        let Moved { sent, pulled, bytes_out, bytes_in, .. } = *moved;
        store.keep_state(&state.kept(), at.timestamp_millis())?;
        store.keep_exchange(&Exchange { at, sent, pulled, bytes_out, bytes_in, outcome })?;
        Ok(Synced {
            sent,
            pulled,
            waiting: newest.saturating_sub(head.map_or(0, |(seq, _)| seq)),
            set_aside: reader.set_aside()? + reader.aside_there(desk.device)?.len() as u64,
            head,
            history: HistoryId(history),
            state,
            restored: moved.restored,
            again_ms,
        })
    }
}

/// True for a planner that goes on where this desk stands.
fn is_of(planner: &Planner, desk: &Desk) -> bool {
    let known = planner.known();
    known.history.0 == desk.province.history && known.own.device == desk.device
}

/// An answer that does not read: of another province, or of nobody we know.
fn distrusted(planner: &mut Planner, fault: &WireFault, moved: &mut Moved) -> Result<(), AppError> {
    let foreign = matches!(fault, WireFault::Statement(desk_sync::StatementFault::Signature));
    fails(planner, moved)?;
    if foreign {
        moved.state = Some(State::OtherProvince);
    }
    Ok(())
}

fn fails(planner: &mut Planner, moved: &mut Moved) -> Result<(), AppError> {
    moved.state = Some(State::BadAnswer);
    planner.failed(desk_sync::Failure::NoAnswer, u64::from_be_bytes(random()?));
    Ok(())
}

fn verified<T: Statement>(bytes: Vec<u8>, desk: &Desk) -> Option<Signed<T>> {
    Signed::verify(bytes, &desk.province.public_key).ok()
}

/// The keys of every machine that this store knows of, by the log or by the roster.
pub(super) fn keys(store: &Store) -> Result<BTreeMap<DeviceId, [u8; 32]>, AppError> {
    let reader = store.reader();
    let known = reader.public_keys()?.into_iter();
    let listed = reader.roster()?.into_iter().map(|member| member.public_key);
    Ok(known.chain(listed).map(|key| (device_id(&key), key)).collect())
}

/// The entries of a page, each checked under its machine's key; none when one of them does not hold.
pub(super) fn opened(items: Vec<(EntryHash, Item)>, keys: &BTreeMap<DeviceId, [u8; 32]>) -> Option<Vec<Opened>> {
    let open = |(_, item): (EntryHash, Item)| {
        let device = Opened::peek(&item.cose).ok()?.device;
        Sealed::open(item.cose, item.content, keys.get(&device)?).ok()
    };
    items.into_iter().map(open).collect()
}

/// The roster as the store keeps it.
pub(super) fn members(roster: &Roster) -> Vec<Member> {
    let member = |device: &desk_sync::RosterDevice| Member {
        device: device.device(),
        public_key: device.public,
        counter: u8::try_from(device.counter).unwrap_or(u8::MAX),
        name: device.name.clone(),
        revoked: match device.standing {
            DeviceStanding::Enrolled => None,
            DeviceStanding::Revoked { trusted } => Some(trusted.map(|head| (head.seq, head.hash))),
        },
    };
    roster.devices.iter().map(member).collect()
}
