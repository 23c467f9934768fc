//! One exchange: does what the planner says, until everything is in step or something stands against it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Weak},
};

use desk_core::{
    ids::{DeviceId, EntryHash},
    time::Moment,
};
use desk_log::{DeviceKey, Head, Item, Opened, Sealed, device_id};
use desk_store::{
    Came, FileHash, Store,
    province::{Countersigned, Exchange, FeedHead, FeedPage, Member, Province},
};
use desk_sync::{
    CountersignedHead, DeviceStanding, FeedCursor, Halt, HistoryId, Known, Learned, LockOrder, OwnChain, Planner,
    ProblemCode, PushAnswer, ReferenceSet, Roster, Signed, Statement, Step, TrustedHead, WireFault,
    wire::{self, BatchMaker},
};

use super::{
    State, Synced,
    files::{Carried, waiting},
    line::{Fault, Line},
};
use crate::{
    error::AppError,
    outside::{Outside, random},
    reference::InForce,
};

/// The most bytes of entries asked for at a time: so many are taken in within a moment, and acts wait no longer.
const PAGE_BYTES: u64 = 512 * 1024;

/// The courier of one store, between exchanges.
pub(super) struct Run {
    store: Weak<Store>,
    outside: Arc<dyn Outside>,
    line: Option<Line>,
    planner: Option<Planner>,
    /// Machines that this store was before and of which the province has everything that is here.
    pub(super) handed_in: BTreeSet<DeviceId>,
    /// Files that could not be moved, and for how many exchanges they are left alone.
    left: BTreeSet<FileHash>,
    left_for: u32,
    /// The reference data in force, which the desk reads.
    pub(super) in_force: InForce,
    /// A file of a set that is coming: its hash and what is here of it.
    pub(super) coming: Option<([u8; 32], Vec<u8>)>,
    /// The newest position of the feed that a listener heard of.
    pub(super) heard_of: Option<u64>,
}

/// A machine's chain as the store has it.
pub(super) struct Chain {
    store: Weak<Store>,
    device: DeviceId,
    /// What the store said when it could not be read. Then there is no answer, and nothing may follow from it.
    fault: RefCell<Option<AppError>>,
}

impl Chain {
    /// What was concluded from this chain, unless it could not be read.
    pub(super) fn read(self) -> Result<(), AppError> {
        self.fault.into_inner().map_or(Ok(()), Err)
    }
}

impl OwnChain for Chain {
    fn hash_at(&self, seq: u64) -> Option<EntryHash> {
        let found = match self.store.upgrade() {
            Some(store) => store.reader().hash_at(self.device, seq).map_err(AppError::from),
            None => Err(AppError::NotSignedIn),
        };
        found.unwrap_or_else(|error| {
            self.fault.replace(Some(error));
            None
        })
    }
}

/// Exchanges for which a file is left alone that could not be moved: a minute of quiet ones.
const LEFT_FOR: u32 = 12;

/// What stays the same during an exchange.
pub(super) struct Desk {
    pub(super) province: Province,
    pub(super) device: DeviceId,
    pub(super) key: DeviceKey,
}

/// What an exchange has moved so far.
#[derive(Default)]
pub(super) struct Moved {
    pub(super) sent: u64,
    pub(super) pulled: u64,
    pub(super) files_sent: u64,
    pub(super) files_fetched: u64,
    /// Files that cannot be moved now.
    pub(super) left: BTreeSet<FileHash>,
    pub(super) bytes_out: u64,
    pub(super) bytes_in: u64,
    pub(super) restored: bool,
    /// A newer set of reference data that the province told of.
    pub(super) offered: Option<Signed<ReferenceSet>>,
    /// What stood against it last.
    state: Option<State>,
}

impl Run {
    pub(super) fn of(store: &Arc<Store>, outside: &Arc<dyn Outside>, in_force: &InForce) -> Run {
        Run {
            store: Arc::downgrade(store),
            outside: Arc::clone(outside),
            line: None,
            planner: None,
            handed_in: BTreeSet::new(),
            left: BTreeSet::new(),
            left_for: 0,
            in_force: in_force.clone(),
            coming: None,
            heard_of: None,
        }
    }

    /// The line to the province where this desk is enrolled.
    pub(super) fn line(&mut self) -> Result<Line, AppError> {
        let province = self.store()?.reader().province()?.ok_or(AppError::NotEnrolled)?;
        if self.line.as_ref().is_none_or(|line| line.address() != province.address) {
            self.line = Some(Line::to(&province.address, &*self.outside)?);
        }
        self.line.clone().ok_or(AppError::BadAddress)
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
        let province = self.store()?.reader().province()?.ok_or(AppError::NotEnrolled)?;
        let line = self.line()?;
        self.hand_in(&province, &line)?;
        let desk = self.desk()?;
        let own = self.store()?.head().ok_or(AppError::NotSetUp)?;
        let mut planner = match self.planner.take() {
            Some(planner) if is_of(&planner, &desk) => planner,
            Some(_) | None => Planner::new(self.known(&desk, own)?),
        };
        planner.wrote(own);
        planner.resume();
        let left = if self.left_for == 0 { BTreeSet::new() } else { std::mem::take(&mut self.left) };
        let mut moved = Moved { left, ..Moved::default() };
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
                    if newest != planner.known().own {
                        planner.wrote(newest);
                        continue;
                    }
                    let published = self.reference(&desk, &line, &mut planner, &mut moved, now())?;
                    let carried = match published {
                        Carried::Done => self.files(&desk, &line, &mut planner, &mut moved, now())?,
                        Carried::More | Carried::Stumbled => published,
                    };
                    match carried {
                        Carried::Done => break (State::InStep, None),
                        Carried::More => planner.again(),
                        Carried::Stumbled => {}
                    }
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
        self.left_for = if self.left_for == 0 { LEFT_FOR } else { self.left_for - 1 };
        self.left.clone_from(&moved.left);
        let synced = self.told(&desk, &moved, state, again_ms, now())?;
        let state = synced.state;
        // A planner that was halted starts from what is on disk, so that nothing it only believed goes on.
        self.planner = (!state.needs_people()).then_some(planner);
        Ok(synced)
    }

    fn random(&self) -> Result<u64, AppError> {
        Ok(u64::from_be_bytes(random(&*self.outside)?))
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

    pub(super) fn chain(&self, device: DeviceId) -> Chain {
        Chain { store: self.store.clone(), device, fault: RefCell::new(None) }
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
            Err(fault) => return self.distrusted(planner, &fault, moved),
        };
        let chain = self.chain(desk.device);
        let learned = planner.pushed(&read, &chain);
        chain.read()?;
        match learned {
            Ok(learned) => {
                let aside: Vec<(u64, String)> =
                    read.set_aside.iter().map(|(seq, reason)| (*seq, reason.code().to_owned())).collect();
                self.learn(desk, &learned, &read.head, &aside, moved)
            }
            Err(_) => self.fails(planner, moved),
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
        let known = {
            let store = self.store()?;
            (store.reader().reference_number()?, store.reader().people_number()?)
        };
        let answer = match line.feed(&desk.key, (after, roster, limit), known) {
            Ok(answer) => answer,
            Err(fault) => return self.stumbled(desk, planner, &fault, moved),
        };
        moved.bytes_in += answer.body.len() as u64;
        let page = match wire::FeedPage::decode(&answer.body, &desk.province.public_key) {
            Ok(page) => page,
            Err(fault) => return self.distrusted(planner, &fault, moved),
        };
        let chain = self.chain(desk.device);
        let learned = planner.pulled(&page, &chain);
        chain.read()?;
        let learned = match learned {
            Ok(learned) => learned,
            Err(_) => return self.fails(planner, moved),
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
        self.note_published(page, moved)?;
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

    /// An answer that does not read: of another province, or of nobody we know.
    fn distrusted(&self, planner: &mut Planner, fault: &WireFault, moved: &mut Moved) -> Result<(), AppError> {
        let foreign = matches!(fault, WireFault::Statement(desk_sync::StatementFault::Signature));
        self.fails(planner, moved)?;
        if foreign {
            moved.state = Some(State::OtherProvince);
        }
        Ok(())
    }

    pub(super) fn fails(&self, planner: &mut Planner, moved: &mut Moved) -> Result<(), AppError> {
        moved.state = Some(State::BadAnswer);
        planner.failed(desk_sync::Failure::NoAnswer, self.random()?);
        Ok(())
    }

    /// A request that was not answered as asked.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other problem says nothing of the chain")]
    pub(super) fn stumbled(
        &self,
        desk: &Desk,
        planner: &mut Planner,
        fault: &Fault,
        moved: &mut Moved,
    ) -> Result<(), AppError> {
        moved.state = Some(match fault {
            Fault::Nothing { answered: false } => State::Offline,
            Fault::Nothing { answered: true } => State::BadAnswer,
            Fault::Later(_) => State::Busy,
            Fault::Problem(code, _) => State::Refused(*code),
            Fault::Offset(_) => State::BadAnswer,
        });
        let random = self.random()?;
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
                let chain = self.chain(desk.device);
                let learned = planner.refused(*code, told, &chain, random);
                chain.read()?;
                match (learned, &head) {
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
        let kept = reader.province()?;
        let history = kept.as_ref().map_or(desk.province.history, |province| province.history);
        let state = match kept.map(|province| State::of_kept(&province.state)) {
            // People were told that two machines have this key. Whatever the line does since, that stands until they have
            // made one of them another machine.
            Some(State::Forked) => State::Forked,
            // A revoked machine does not work on because it was taken off the line; the province alone can say otherwise.
            Some(State::Revoked) if state != State::InStep => State::Revoked,
            Some(_) | None => state,
        };
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
            files_sent: moved.files_sent,
            files_fetched: moved.files_fetched,
            files_waiting: waiting(reader, store.files())?,
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
