//! By hand, where no line comes: what the province lacks as one signed file, the province's answer to it, and what another
//! desk of the office carried out.
//!
//! What always holds: a file is read and verified as a whole before any of it is taken; one that is torn, altered, of
//! another office, or old changes nothing; an answer counts for no more than the province signed in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use desk_core::{dossier::Fact, ids::DossierId, office::Role, time::Moment};
use desk_log::{DeviceKey, Opened};
use desk_store::{Body, Came, FileHash, Store, province::Exchange};
use desk_sync::{
    CountersignedHead, FeedPage, HistoryId, LockOrder, Planner, Problem, ProblemCode, PushAnswer, Signed, WireFault,
    carry::{self, ANSWER_BYTES_MAX, CarryAnswer, CarryFault, CarryHead, CarryReader, CarryWriter, Part, is_answer},
};

use super::{
    State,
    run::{Moved, Run, keys, opened},
};
use crate::{
    account::Look,
    desk::Desk,
    error::AppError,
    register_export::{free_file, whole},
};

/// Bytes of entries read at a time.
const READ_BYTES: usize = 512 * 1024;
/// Entries taken in at a time: acts wait no longer.
const TAKEN_AT_ONCE: usize = 500;
/// How the list of exchanges names it.
const OUTCOME: &str = "carried";

/// Why a file on a stick is not taken. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StickFault {
    /// The file itself.
    #[error(transparent)]
    File(#[from] CarryFault),
    /// An answer for another machine.
    #[error("the answer is for another machine")]
    OtherMachine,
    /// An answer that is not signed by the province that this desk knows.
    #[error("the answer is of another province")]
    OtherProvince,
    /// An answer older than what is known.
    #[error("the answer is older than what this desk knows already")]
    Old,
    /// What this machine itself carried out.
    #[error("this machine carried the file out itself")]
    Own,
    /// Of another office.
    #[error("the file is of another office")]
    OtherOffice,
    /// Of a demo for a real desk, or the other way.
    #[error("a demo's file is for demos")]
    Demo,
    /// Of a machine that this desk does not know to be of its office.
    #[error("the file is of a machine that this desk does not know")]
    UnknownMachine,
    /// Of a machine that the province revoked.
    #[error("the file is of a machine that the province revoked")]
    Revoked,
    /// Entries before it are missing here.
    #[error("entries before the file's are missing here: carry out anew with --from {0}")]
    Gap(u64),
    /// Its first entry does not follow what is here of that machine.
    #[error("the file does not follow what is here of that machine")]
    Fork,
}

impl StickFault {
    /// The code of the message.
    pub fn code(&self) -> &'static str {
        match self {
            StickFault::File(CarryFault::Io(_)) => "disk",
            StickFault::File(CarryFault::NotOne) => "carry_not_one",
            StickFault::File(CarryFault::Newer) => "carry_newer",
            StickFault::File(CarryFault::Torn) => "carry_torn",
            StickFault::File(CarryFault::Altered) => "carry_altered",
            StickFault::OtherMachine => "carry_other_machine",
            StickFault::OtherProvince => "carry_other_province",
            StickFault::Old => "carry_old",
            StickFault::Own => "carry_own",
            StickFault::OtherOffice => "carry_other_office",
            StickFault::Demo => "carry_demo",
            StickFault::UnknownMachine => "carry_unknown_machine",
            StickFault::Revoked => "carry_revoked",
            StickFault::Gap(_) => "carry_gap",
            StickFault::Fork => "carry_fork",
        }
    }
}

impl From<CarryFault> for AppError {
    fn from(fault: CarryFault) -> Self {
        AppError::Stick(fault.into())
    }
}

/// What was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarriedOut {
    /// The seq of its first entry; one beyond the last where there is none.
    pub from: u64,
    /// Entries.
    pub entries: u64,
    /// Files.
    pub files: u64,
}

/// What a file brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedIn {
    /// True for the province's answer, false for what another desk carried out.
    pub answer: bool,
    /// Entries of this machine that it brought under the province's signature.
    pub sent: u64,
    /// Entries of other machines that were new here.
    pub pulled: u64,
    /// Files that came.
    pub files: u64,
    /// Entries of this machine that are not countersigned yet.
    pub waiting: u64,
    /// How things stand, where this desk is enrolled.
    pub state: Option<State>,
    /// True when the server turned out to be restored.
    pub restored: bool,
}

impl Desk {
    /// Writes what the province lacks, or everything from `from` on: the entries of this machine, the files that they name,
    /// and the machine's signature over all of it.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators: the file holds citizens' data, readable;
    /// when it cannot be written.
    pub fn carry_out(&self, to: impl Write, from: Option<u64>) -> Result<CarriedOut, AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let store = self.store()?;
        let (reader, device) = (store.reader(), store.device());
        let province = reader.province()?.filter(|province| province.device == device);
        let received = reader.countersigned(device)?.filter(|_| province.is_some()).map_or(0, |head| head.seq);
        let own = store.head().map_or(0, |head| head.seq);
        let after = from.map_or(received, |from| from.saturating_sub(1)).min(own);
        let named = files_of(store, after, own)?;
        let head = CarryHead {
            office: store.office_id(),
            public: store.public_key(),
            history: province.as_ref().map(|province| HistoryId(province.history)),
            after,
            feed: reader.feed_end()?.position,
            roster: province.map_or(0, |province| province.roster_number),
            demo: store.is_demo(),
            at: self.now().timestamp_millis(),
            entries: own - after,
            files: named.len() as u64,
        };
        let mut out = CarryWriter::begin(to, head)?;
        each(store, after, own, |entry| {
            let content = entry.content.as_ref().map(|content| (&content.salt, content.body.as_slice()));
            Ok(out.entry(&entry.cose, content)?)
        })?;
        for hash in &named {
            out.file(&store.files().get(hash)?)?;
        }
        out.finish(&store.with_key(|key| DeviceKey::from_secret(*key.secret())))?;
        self.note_look(Look::CarryOut, None, own - after)?;
        Ok(CarriedOut { from: after + 1, entries: own - after, files: named.len() as u64 })
    }

    /// The same into a file, which is there whole or not at all. Gives its path: a new name in the documents folder, where
    /// none is given.
    ///
    /// # Errors
    /// As [`Desk::carry_out`]; `AlreadyExists` where the named file is there.
    pub fn carry_out_to(&self, path: Option<&Path>, from: Option<u64>) -> Result<(PathBuf, CarriedOut), AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let path = match path {
            Some(path) => {
                std::fs::File::create_new(path)?;
                path.to_owned()
            }
            None => {
                std::fs::create_dir_all(&self.paths.documents)?;
                let stem = format!("dong-bo-{}", self.now().format("%Y%m%d-%H%M"));
                free_file(&self.paths.documents, &stem, "mccarry")?
            }
        };
        let mut carried = CarriedOut { from: 0, entries: 0, files: 0 };
        let written = whole(&path, |out| {
            carried = self.carry_out(out, from)?;
            Ok(())
        });
        if written.is_err() {
            drop(std::fs::remove_file(&path)); // the empty file that held the name
        }
        written.map(|()| (path, carried))
    }

    /// Takes a file in: the province's answer to what this machine carried out, or what another desk of the office did.
    ///
    /// # Errors
    /// [`AppError::Stick`], [`AppError::NotEnrolled`] for an answer at a desk that is enrolled nowhere; nothing was
    /// changed then. What the store says.
    pub fn carry_in(&self, mut file: impl Read + Seek) -> Result<CarriedIn, AppError> {
        self.actor()?;
        let mut first = Vec::new();
        file.by_ref().take(32).read_to_end(&mut first)?;
        file.seek(SeekFrom::Start(0))?;
        if !is_answer(&first) {
            return self.carry_in_others(file);
        }
        let mut whole = Vec::new();
        file.take(ANSWER_BYTES_MAX).read_to_end(&mut whole)?;
        let answer = CarryAnswer::decode(&whole)?;
        Run::of(&self.opened()?.store, &self.outside, &self.opened()?.reference).answered(&answer, self.now())
    }

    /// What another desk of the office carried out.
    fn carry_in_others(&self, mut file: impl Read + Seek) -> Result<CarriedIn, AppError> {
        let stick = |fault: StickFault| Err(AppError::Stick(fault));
        let store = self.store()?;
        let (reader, own) = (store.reader(), store.device());
        let head = carry::check(std::io::BufReader::new(&mut file))?;
        let device = head.device();
        if device == own {
            return stick(StickFault::Own);
        }
        if head.office != store.office_id() {
            return stick(StickFault::OtherOffice);
        }
        if head.demo != store.is_demo() {
            return stick(StickFault::Demo);
        }
        let keys = keys(store)?;
        if keys.get(&device) != Some(&head.public) {
            return stick(StickFault::UnknownMachine);
        }
        let revoked = reader.roster()?.into_iter().find(|member| member.device == device).and_then(|one| one.revoked);
        if revoked.is_some_and(|trusted| head.after + head.entries > trusted.map_or(0, |(seq, _)| seq)) {
            return stick(StickFault::Revoked);
        }
        let before = if head.after == 0 { None } else { reader.hash_at(device, head.after)? };
        if head.after > 0 && before.is_none() {
            let mut have = head.after - 1;
            while have > 0 && reader.hash_at(device, have)?.is_none() {
                have -= 1;
            }
            return stick(StickFault::Gap(have + 1));
        }
        file.seek(SeekFrom::Start(0))?;
        let mut parts = CarryReader::open(std::io::BufReader::new(&mut file))?;
        let (mut batch, mut pulled, mut files) = (Vec::new(), 0, 0);
        let take = |batch: &mut Vec<Opened>| -> Result<u64, AppError> {
            let taken = store.take_in(Came { entries: batch, keys: &keys, feed: None })?;
            batch.clear();
            Ok(taken.new)
        };
        let mut first = true;
        while let Some(part) = parts.next_part()? {
            match part {
                Part::Entry(item) => {
                    let entry = carry::open(item, &head.public)?;
                    if std::mem::take(&mut first) && entry.header.prev != before {
                        return stick(StickFault::Fork);
                    }
                    batch.push(entry);
                    if batch.len() >= TAKEN_AT_ONCE {
                        pulled += take(&mut batch)?;
                    }
                }
                Part::File { bytes, .. } => {
                    let kept = store.files().put(bytes.as_slice(), media(&bytes), self.now())?;
                    files += u64::from(kept.bytes == bytes.len() as u64);
                }
            }
        }
        pulled += take(&mut batch)?;
        note(store, 0, pulled, self.now())?;
        let standing = self.sync_standing()?;
        let waiting = standing.logged - standing.received;
        Ok(CarriedIn { answer: false, sent: 0, pulled, files, waiting, state: standing.state, restored: false })
    }
}

impl Run {
    /// What the province answered by hand counts as if it had come over the line; all of it is tried on a copy first.
    fn answered(&self, answer: &CarryAnswer, now: Moment) -> Result<CarriedIn, AppError> {
        let stick = |fault: StickFault| AppError::Stick(fault);
        let desk = self.desk()?;
        if answer.device != desk.device {
            return Err(stick(StickFault::OtherMachine));
        }
        let store = self.store()?;
        let reader = store.reader();
        let public = &desk.province.public_key;
        let own = store.head().ok_or(AppError::NotSetUp)?;
        let before = reader.countersigned(desk.device)?;
        let mut planner = Planner::new(self.known(&desk, own)?);
        let mut state = State::of_kept(&desk.province.state);
        let mut moved = Moved::default();
        let chain = self.chain(desk.device);
        if let Some(bytes) = &answer.refused {
            let problem = Problem::decode(bytes).ok_or(stick(StickFault::File(CarryFault::Altered)))?;
            let statement = problem.statement().ok_or(stick(StickFault::File(CarryFault::Altered)))?;
            let foreign = |_| stick(StickFault::OtherProvince);
            state = match problem.known() {
                Some(ProblemCode::Revoked) => {
                    let order = Signed::<LockOrder>::verify(statement, public).map_err(foreign)?;
                    if order.device != desk.device {
                        return Err(stick(StickFault::OtherMachine));
                    }
                    State::Revoked
                }
                Some(ProblemCode::Fork) => {
                    let head = Signed::<CountersignedHead>::verify(statement, public).map_err(foreign)?;
                    let fork = head
                        .head
                        .is_some_and(|head| reader.hash_at(desk.device, head.seq).ok().flatten() != Some(head.hash));
                    if head.device == desk.device && fork { State::Forked } else { state }
                }
                Some(_) | None => return Err(stick(StickFault::File(CarryFault::Altered))),
            };
        } else {
            let pushed = answer.pushed.as_ref().ok_or(stick(StickFault::File(CarryFault::Altered)))?;
            let pushed = PushAnswer::decode(pushed, public).map_err(|fault| wrong(&fault))?;
            let pages: Vec<FeedPage> = answer
                .pages
                .iter()
                .map(|page| FeedPage::decode(page, public).map_err(|fault| wrong(&fault)))
                .collect::<Result<_, _>>()?;
            let head = pushed.head.statement();
            if head.device != desk.device || pushed.feed.office != store.office_id() {
                return Err(stick(StickFault::OtherMachine));
            }
            // Behind what is known in the same history, or said before it: an answer of an earlier day, played again. It
            // must not be taken for a server that was restored.
            let same = head.history.0 == desk.province.history;
            if before.as_ref().is_some_and(|before| head.at < before.at || (same && head.seq() < before.seq)) {
                return Err(stick(StickFault::Old));
            }
            self.tried(&planner, &pushed, &pages)?;
            let learned = planner.met(head, &chain).map_err(|_| stick(StickFault::OtherMachine))?;
            if matches!(planner.next(), desk_sync::Step::Halted(desk_sync::Halt::Forked { .. })) {
                state = State::Forked;
            }
            let aside: Vec<(u64, String)> =
                pushed.set_aside.iter().map(|(seq, reason)| (*seq, reason.code().to_owned())).collect();
            self.learn(&desk, &learned, &pushed.head, &aside, &mut moved)?;
            for page in &pages {
                if page.after != planner.known().feed.position {
                    continue; // the line has brought it meanwhile, or a restored server begins anew
                }
                let learned = planner.pulled(page, &chain).map_err(|_| stick(StickFault::File(CarryFault::Altered)))?;
                self.take_page(&desk, page, learned, &mut moved)?;
            }
        }
        let waiting = own.seq.saturating_sub(reader.countersigned(desk.device)?.map_or(0, |head| head.seq));
        store.keep_state(&state.kept(), now.timestamp_millis())?;
        note(&store, moved.sent, moved.pulled, now)?;
        let (sent, pulled, restored) = (moved.sent, moved.pulled, moved.restored);
        Ok(CarriedIn { answer: true, sent, pulled, files: 0, waiting, state: Some(state), restored })
    }

    /// Goes through an answer on a copy of what is known: an answer of which any part does not hold changes nothing.
    fn tried(&self, planner: &Planner, pushed: &PushAnswer, pages: &[FeedPage]) -> Result<(), AppError> {
        let altered = || AppError::Stick(StickFault::File(CarryFault::Altered));
        let (mut copy, chain) = (planner.clone(), self.chain(planner.known().own.device));
        copy.met(pushed.head.statement(), &chain).map_err(|_| altered())?;
        let mut keys = keys(&*self.store()?)?;
        for page in pages {
            if page.after != copy.known().feed.position {
                continue;
            }
            let learned = copy.pulled(page, &chain).map_err(|_| altered())?;
            for machine in page.roster.iter().flat_map(|roster| &roster.devices) {
                keys.insert(machine.device(), machine.public);
            }
            if learned.feed.is_none() && !page.items.is_empty() || opened(learned.entries, &keys).is_none() {
                return Err(altered());
            }
        }
        chain.read()
    }
}

fn wrong(fault: &WireFault) -> AppError {
    AppError::Stick(match fault {
        WireFault::Statement(desk_sync::StatementFault::Signature) => StickFault::OtherProvince,
        WireFault::Packing
        | WireFault::TooLarge
        | WireFault::Form(_)
        | WireFault::Field(_)
        | WireFault::Statement(_)
        | WireFault::Entry { .. }
        | WireFault::Order { .. }
        | WireFault::Empty => StickFault::File(CarryFault::Altered),
    })
}

fn note(store: &Store, sent: u64, pulled: u64, at: Moment) -> Result<(), AppError> {
    Ok(store.keep_exchange(&Exchange { at, sent, pulled, bytes_out: 0, bytes_in: 0, outcome: OUTCOME.to_owned() })?)
}

/// This machine's entries after a seq up to another, one after the other.
fn each(
    store: &Store,
    after: u64,
    to: u64,
    mut does: impl FnMut(&Opened) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut at = after;
    while at < to {
        let entries = store.reader().chain(store.device(), at, READ_BYTES)?;
        let Some(last) = entries.last().map(|entry| entry.header.seq) else { break };
        for entry in entries.iter().filter(|entry| entry.header.seq <= to) {
            does(entry)?;
        }
        at = last;
    }
    Ok(())
}

/// The files that entries of this machine name and that are here.
fn files_of(store: &Store, after: u64, to: u64) -> Result<Vec<FileHash>, AppError> {
    let mut dossiers: BTreeMap<DossierId, BTreeSet<desk_core::ids::EntryHash>> = BTreeMap::new();
    each(store, after, to, |entry| {
        if let Some(dossier) = entry.header.dossier.filter(|_| entry.header.kind == "file.attached") {
            dossiers.entry(dossier).or_default().insert(entry.hash);
        }
        Ok(())
    })?;
    let mut named = BTreeSet::new();
    for (dossier, entries) in dossiers {
        for entry in store.reader().history(dossier)? {
            if let Body::Dossier(Fact::FileAttached(file)) = &entry.body
                && entries.contains(&entry.hash)
                && let Ok(hash) = file.hash.parse::<FileHash>()
                && store.files().has(&hash)?
            {
                named.insert(hash.to_string());
            }
        }
    }
    Ok(named.iter().filter_map(|hash| hash.parse().ok()).collect())
}

/// What bytes say they are; judged before anybody sees them.
fn media(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x25, 0x50, 0x44, 0x46, ..] => "application/pdf",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, 0x50, 0x4e, 0x47, ..] => "image/png",
        _ => "application/octet-stream",
    }
}
