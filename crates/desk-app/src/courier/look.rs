//! What people see of the courier: figures, never a guess.

use desk_core::{
    ids::{DeviceId, DossierId},
    time::Moment,
};
use desk_store::{
    Entry, Filter, Hit, Page, SetAside, Sort, Task,
    province::{EXCHANGES_KEPT, Exchange, Member, Province, Waiting},
};

use super::{
    State,
    files::{FilesWaiting, waiting as waiting_files},
};
use crate::{desk::Desk, error::AppError};

/// A dossier on which desks decided apart.
#[derive(Debug, Clone)]
pub struct Collided {
    /// Its line.
    pub hit: Hit,
    /// The entries that collide, one for each side.
    pub between: Vec<Entry>,
}

/// Everything there is to see. `logged == received + waiting`, always.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Where the desk is enrolled; none before, or when the machine is another one since.
    pub province: Option<Province>,
    /// How the last exchange left things.
    pub state: Option<State>,
    /// Entries written on this machine.
    pub logged: u64,
    /// Those that the province countersigned.
    pub received: u64,
    /// When it said so, by its clock, milliseconds since 1970.
    pub received_at: Option<i64>,
    /// Those that it has not, by kind.
    pub waiting: Vec<Waiting>,
    /// Files that wait.
    pub files: FilesWaiting,
    /// Entries of other machines that are here.
    pub from_others: u64,
    /// Entries set aside here, the last to come first.
    pub set_aside: Vec<SetAside>,
    /// Entries of this machine that the province keeps and does not apply: seq and reason.
    pub aside_there: Vec<(u64, String)>,
    /// Dossiers on which desks decided apart.
    pub collided: Vec<Collided>,
    /// The machines of the office.
    pub roster: Vec<Member>,
    /// The last exchanges, the newest first.
    pub exchanges: Vec<Exchange>,
    /// Milliseconds to add to this machine's clock to get the province's, as the last exchange found; none for demos,
    /// whose clock is their own.
    pub clock_offset_ms: Option<i64>,
}

/// The frame's figures: `logged - received` wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How the last exchange left things; none before enrolment.
    pub state: Option<State>,
    /// Entries written on this machine.
    pub logged: u64,
    /// Those that the province countersigned.
    pub received: u64,
    /// Files that are not both here and in the province yet; 0 before enrolment.
    pub files: u64,
    /// Since when the state is this one.
    pub since: Option<Moment>,
}

/// Lines of a list that are looked at together.
const LINES_MAX: u32 = 100;

impl Desk {
    /// How the last exchange left things; none without a province.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn province_says(&self) -> Result<Option<State>, AppError> {
        Ok(self.province_stands()?.map(|(state, _)| state))
    }

    fn province_stands(&self) -> Result<Option<(State, Option<Moment>)>, AppError> {
        let store = self.store()?;
        let province = store.reader().province()?.filter(|province| province.device == store.device());
        Ok(province.map(|province| (State::of_kept(&province.state), desk_core::time::from_millis(province.since))))
    }

    /// The address that stands before a code in a receipt's QR; empty before enrolment.
    pub(crate) fn look_up_address(&self) -> Result<String, AppError> {
        Ok(self.reader()?.province()?.map(|province| province.lookup).unwrap_or_default())
    }

    /// How things stand in one word, and the sum: for the frame, so without a look at each entry.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn sync_standing(&self) -> Result<Standing, AppError> {
        let store = self.store()?;
        let (stands, device) = (self.province_stands()?, store.device());
        let (state, since) = stands.map_or((None, None), |(state, since)| (Some(state), since));
        let received = store.reader().countersigned(device)?.filter(|_| state.is_some()).map_or(0, |head| head.seq);
        let logged = store.head().map_or(0, |head| head.seq).max(received);
        let files = if state.is_some() { store.reader().files_unsettled_count()? } else { 0 };
        Ok(Standing { state, logged, received, files, since })
    }

    /// Which of these dossiers have something that is only on this machine; none before enrolment, when all is.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn waiting_dossiers(&self, dossiers: &[DossierId]) -> Result<Vec<DossierId>, AppError> {
        let store = self.store()?;
        let Standing { state: Some(_), received, logged, .. } = self.sync_standing()? else { return Ok(Vec::new()) };
        if logged == received {
            return Ok(Vec::new());
        }
        Ok(store.reader().written_after(store.device(), received, dossiers)?)
    }

    /// Kind and time of an entry of a machine.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn own_entry(&self, device: DeviceId, seq: u64) -> Result<Option<(String, Moment)>, AppError> {
        let entries = self.reader()?.chain(device, seq.saturating_sub(1), 1)?;
        let found = entries.into_iter().find(|entry| entry.header.seq == seq);
        Ok(found.map(|entry| {
            let at = desk_core::time::from_millis(entry.header.at).unwrap_or_default();
            (entry.header.kind, at)
        }))
    }

    /// The figures as they stand.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn sync_figures(&self) -> Result<Figures, AppError> {
        self.actor()?;
        let store = self.store()?;
        let (reader, device) = (store.reader(), store.device());
        let province = reader.province()?.filter(|province| province.device == device);
        let signed = reader.countersigned(device)?.filter(|_| province.is_some());
        let received = signed.as_ref().map_or(0, |head| head.seq);
        let waiting = reader.waiting(device, received)?;
        // Counted from the same rows, so that the sum holds also while somebody writes.
        let logged = received + waiting.iter().map(|waiting| waiting.entries).sum::<u64>();
        let filter = Filter { task: Some(Task::Collided), ..Filter::default() };
        let page = Page { offset: 0, limit: LINES_MAX };
        let hits = reader.register("", &filter, self.now(), Sort::Newest, page)?;
        let between = |id: DossierId| -> Result<Vec<Entry>, AppError> {
            let dossier = reader.dossier(id)?;
            let collision = dossier.accepted().and_then(|accepted| accepted.collision.as_ref());
            let Some(collision) = collision else { return Ok(Vec::new()) };
            let mut sides = reader.history(id)?;
            sides.retain(|entry| collision.between.contains(&entry.hash));
            Ok(sides)
        };
        let collided = hits.into_iter().map(|hit| Ok(Collided { between: between(hit.dossier)?, hit }));
        Ok(Figures {
            state: province.as_ref().map(|province| State::of_kept(&province.state)),
            logged,
            received,
            received_at: signed.map(|head| head.at),
            waiting,
            files: if province.is_some() { waiting_files(reader, store.files())? } else { FilesWaiting::default() },
            from_others: reader.entries()?.saturating_sub(logged),
            set_aside: reader.set_aside_list(LINES_MAX)?,
            aside_there: reader.aside_there(device)?,
            collided: collided.collect::<Result<_, AppError>>()?,
            roster: reader.roster()?,
            exchanges: reader.exchanges(EXCHANGES_KEPT)?,
            clock_offset_ms: if store.is_demo() { None } else { reader.clock_offset()? },
            province,
        })
    }
}
