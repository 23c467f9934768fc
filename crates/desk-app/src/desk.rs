//! The desk: a store folder, a clock, a spooler, and whoever is signed in.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use desk_core::{
    calendar::DuePolicy,
    code::CounterRange,
    dossier::Received,
    ids::PersonId,
    office::{Actor, CounterAssigned, DeviceBegan, Office, OfficeFact, Role, WarningSettled},
    time::Moment,
};
use desk_log::DeviceKey;
use desk_reference::{Reference, Unit};
use desk_store::{Act, NewEntry, Reader, Room, Settlement, Standing, Store};

use crate::{
    backup::Keeper,
    clock::Clock,
    courier,
    error::AppError,
    import::Importing,
    office_file::{DemoOffice, OfficeFile},
    outside::{Outside, System},
    print::Spooler,
    receipt::{self, Letterhead},
    reference::InForce,
};

/// Where a desk keeps its things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The store folder.
    pub store: PathBuf,
    /// The user's state folder: heads and wrong tries, outside the data.
    pub state: PathBuf,
    /// Where saved receipts go.
    pub documents: PathBuf,
}

impl Paths {
    /// The folders of a desk whose data lie under `data`: the folder itself where it is a store, else the one store
    /// within it. Real offices and each demo have a folder of their own.
    pub fn under(data: &Path, state: &Path, documents: &Path) -> Self {
        let is_store = |folder: &Path| folder.join("office.json").exists() || folder.join("keys").exists();
        let within = ["desk", "demo-2024", "demo-now"].map(|name| data.join(name));
        let store = match is_store(data) {
            true => data.to_owned(),
            false => within.iter().find(|folder| is_store(folder)).cloned().unwrap_or_else(|| data.join("desk")),
        };
        Paths { store, state: state.to_owned(), documents: documents.to_owned() }
    }

    /// The folders of this user: `MOTCUA_DATA`, else the user's data folder; the user's state folder; documents.
    pub fn standard() -> Self {
        let folders = Folders::by(variable);
        Self::under(&folders.data, &folders.state, &folders.documents)
    }
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The user's state folder, where all copies of a store on a machine meet: `$XDG_STATE_HOME/motcua` or its default, on
/// Windows `%LOCALAPPDATA%\motcua-state`.
pub fn state_folder() -> PathBuf {
    Folders::by(variable).state
}

/// The folders of a user, by the environment.
#[derive(Debug, PartialEq, Eq)]
struct Folders {
    data: PathBuf,
    state: PathBuf,
    documents: PathBuf,
}

impl Folders {
    fn by(variable: impl Fn(&str) -> Option<PathBuf>) -> Self {
        let home = variable("HOME").or_else(|| variable("USERPROFILE")).unwrap_or_else(|| PathBuf::from("."));
        let local = variable("LOCALAPPDATA");
        let place = |xdg: &str, on_windows: &str, in_home: &str| match (variable(xdg), &local) {
            (Some(folder), _) => folder.join("motcua"),
            // Never one folder for both: the state must not travel with a copy of the data.
            (None, Some(local)) => local.join(on_windows),
            (None, None) => home.join(in_home).join("motcua"),
        };
        Folders {
            data: variable("MOTCUA_DATA").unwrap_or_else(|| place("XDG_DATA_HOME", "motcua", ".local/share")),
            state: place("XDG_STATE_HOME", "motcua-state", ".local/state"),
            documents: variable("MOTCUA_DOCUMENTS").unwrap_or_else(|| home.join("Documents").join("Mot Cua")),
        }
    }
}

/// A desk.
pub struct Desk {
    pub(crate) paths: Paths,
    pub(crate) file: Option<OfficeFile>,
    pub(crate) clock: Clock,
    pub(crate) spooler: Arc<dyn Spooler>,
    /// Chance, and the line to the province.
    pub(crate) outside: Arc<dyn Outside>,
    pub(crate) open: Option<Open>,
    /// A demo is set up in this very folder, whatever its name.
    pub(crate) folder_given: bool,
    /// The file being imported.
    pub(crate) importing: Option<Importing>,
    /// True where a thread carries what is written to the province by itself.
    pub(crate) carries: bool,
    /// Makes backups beside the work.
    pub(crate) keeper: Arc<Keeper>,
    /// The real desk, while this one is for practice.
    pub(crate) real: Option<Box<Desk>>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("paths", &self.paths).finish_non_exhaustive()
    }
}

/// An opened store and the person working on it.
pub(crate) struct Open {
    /// Shared with the courier, which holds it only while it reads and writes, never while it waits for the line.
    pub(crate) store: Arc<Store>,
    pub(crate) person: PersonId,
    pub(crate) locked: bool,
    /// Wrong PINs since the last right password or PIN.
    pub(crate) wrong_pins: u32,
    /// True once a thread carries what is written.
    pub(crate) carried: bool,
    /// The reference data in force, which the courier may change.
    pub(crate) reference: InForce,
}

impl Open {
    pub(crate) fn of(store: Arc<Store>, person: PersonId) -> Self {
        let reference = InForce::of(&store);
        Open { store, person, locked: false, wrong_pins: 0, carried: false, reference }
    }
}

/// Random bytes from the system, for keys and salts.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    System.fill(&mut bytes)?;
    Ok(bytes)
}

impl Desk {
    /// The desk of a folder; nothing is opened yet, nothing created.
    ///
    /// # Errors
    /// When the folder's `office.json` is there but unreadable.
    pub fn at(paths: Paths, spooler: Arc<dyn Spooler>) -> Result<Self, AppError> {
        let file = OfficeFile::read(&paths.store)?;
        let clock = match file.as_ref().and_then(|file| file.demo) {
            Some(demo) => Clock::demo(demo.first_morning()),
            None => Clock::System,
        };
        let outside = Arc::new(System);
        Ok(Desk {
            paths,
            file,
            clock,
            spooler,
            outside,
            open: None,
            folder_given: false,
            importing: None,
            carries: false,
            keeper: Arc::default(),
            real: None,
        })
    }

    /// The same desk in another world: with other chance, on another line.
    #[must_use]
    pub fn in_world(mut self, outside: Arc<dyn Outside>) -> Self {
        self.outside = outside;
        self
    }

    /// The same desk with its store open, for who has the file's key and needs no password.
    #[must_use]
    pub fn with_open(mut self, store: Arc<Store>, file: OfficeFile, person: PersonId) -> Self {
        self.file = Some(file);
        self.open = Some(Open::of(store, person));
        self
    }

    /// Random bytes of the desk's world.
    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], AppError> {
        crate::outside::random(&*self.outside)
    }

    /// The same desk, whose folder somebody named: a demo is set up in it and not beside the real office.
    #[must_use]
    pub fn in_given_folder(mut self) -> Self {
        self.folder_given = true;
        self
    }

    /// Sets the clock of a demo store; others refuse.
    ///
    /// # Errors
    /// [`AppError::RealClock`].
    pub fn set_clock(&mut self, at: Moment) -> Result<(), AppError> {
        match &self.file {
            Some(file) if file.demo.is_some() => {
                self.clock = Clock::Fixed(at);
                Ok(())
            }
            Some(_) | None => Err(AppError::RealClock),
        }
    }

    /// The moment now, by the desk's clock.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Which demo office this is, if it is one.
    pub fn demo(&self) -> Option<DemoOffice> {
        self.file.as_ref().and_then(|file| file.demo)
    }

    /// What may be read before sign-in; none before set-up.
    pub fn office_file(&self) -> Option<&OfficeFile> {
        self.file.as_ref()
    }

    /// The store folder.
    pub fn folder(&self) -> &Path {
        &self.paths.store
    }

    /// The reference data in force: the program's own until a store is open that holds a published set.
    pub fn reference(&self) -> &'static Reference {
        self.open.as_ref().map_or_else(Reference::shipped, |open| open.reference.get())
    }

    /// The unit of this desk. The office is fixed at set-up; a unit that ended stays the one whose desk this is.
    ///
    /// # Errors
    /// [`AppError::NotSetUp`], [`AppError::UnknownUnit`].
    pub fn unit(&self, _day: chrono::NaiveDate) -> Result<&'static Unit, AppError> {
        let file = self.file.as_ref().ok_or(AppError::NotSetUp)?;
        self.reference().unit_at(&file.office).ok_or(AppError::UnknownUnit)
    }

    pub(crate) fn opened(&self) -> Result<&Open, AppError> {
        let open = self.open.as_ref().ok_or(AppError::NotSignedIn)?;
        if open.locked { Err(AppError::Locked) } else { Ok(open) }
    }

    pub(crate) fn store(&self) -> Result<&Store, AppError> {
        Ok(&self.opened()?.store)
    }

    pub(crate) fn reader(&self) -> Result<&Reader, AppError> {
        Ok(self.store()?.reader())
    }

    /// Adds one fact about the office to the record.
    pub(crate) fn append_office(&self, actor: PersonId, fact: OfficeFact) -> Result<(), AppError> {
        let entries = vec![NewEntry::Office(fact)];
        self.store()?.append(Act { at: self.now(), actor: Some(actor), entries })?;
        Ok(())
    }

    /// The office as its log tells it.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn office(&self) -> Result<Arc<Office>, AppError> {
        Ok(self.store()?.office())
    }

    /// The same of an office at hand.
    pub(crate) fn policy_of(&self, office: &Office) -> DuePolicy {
        self.began(office).map(|began| began.policy).unwrap_or_default()
    }

    /// What this machine said of itself first.
    pub(crate) fn began<'a>(&self, office: &'a Office) -> Option<&'a DeviceBegan> {
        office.began(self.store().ok()?.device())
    }

    /// Who is signed in, with the roles that the log and the province give them now.
    ///
    /// # Errors
    /// When nobody is signed in, the desk is locked, or the person was retired or withdrawn meanwhile.
    pub fn actor(&self) -> Result<Actor, AppError> {
        let open = self.opened()?;
        let office = open.store.office();
        let person = office.people.get(&open.person).filter(|person| !person.retired).ok_or(AppError::NotAllowed)?;
        let mut roles = person.roles.clone();
        if let Some(named) = open.store.reader().person_named(person.id)? {
            if named.withdrawn.is_some() {
                return Err(AppError::Withdrawn);
            }
            roles.extend(named.roles.iter().filter_map(|word| Role::from_word(word)));
        }
        Ok(Actor { person: person.id, name: person.name.clone(), roles })
    }

    /// The actor, if any of these roles is theirs.
    pub(crate) fn actor_holding(&self, roles: &[Role]) -> Result<Actor, AppError> {
        let actor = self.actor()?;
        if actor.holds_any(roles) { Ok(actor) } else { Err(AppError::NotAllowed) }
    }

    /// The key that signs, for a proof.
    pub(crate) fn device_key(&self) -> Result<DeviceKey, AppError> {
        Ok(self.store()?.with_key(|key| DeviceKey::from_secret(*key.secret())))
    }

    /// The letterhead of this office on the day of a dossier.
    pub(crate) fn letterhead(&self, received: &Received) -> Letterhead {
        let office = self.file.as_ref().map_or("", |file| file.office.as_str());
        receipt::letterhead(self.reference(), office, received.received_at.naive_local())
    }

    /// Dossiers may be received: the record stands, the counter's numbers are this machine's alone, and the disk has room.
    pub(crate) fn ready_for_entries(&self) -> Result<(), AppError> {
        self.record_stands()?;
        let today = self.now().date_naive();
        if self.took_over_a_counter_on(today)? {
            let store = self.store()?;
            if !store.office().is_settled(store.device(), COUNTER_TAKEN_OVER, today) {
                return Err(AppError::Unsettled(COUNTER_TAKEN_OVER));
            }
        }
        match desk_store::room(&self.paths.store)? {
            Room::NoNewDossiers => Err(AppError::DiskFull),
            Room::Plenty | Room::Low | Room::NoNewScans => Ok(()),
        }
    }

    /// Entries may be added: the record stands where it was left, and the clock is not behind it.
    pub(crate) fn record_stands(&self) -> Result<(), AppError> {
        let store = self.store()?;
        match store.standing() {
            Standing::Clean | Standing::CaughtUp { .. } => {}
            Standing::Restored { .. } => return Err(AppError::Unsettled("store_restored")),
            Standing::Moved { .. } => return Err(AppError::Unsettled("store_moved")),
            Standing::Unremembered => return Err(AppError::Unsettled("store_unremembered")),
        }
        // A disk nearly full takes no new dossiers; what is under way gets the room that was held back for it.
        store.make_room()?;
        match self.province_says()? {
            // Two machines have this key: what is written here from now on reaches nobody.
            Some(courier::State::Forked) => return Err(AppError::Unsettled(MACHINE_FORKED)),
            Some(courier::State::Revoked) => return Err(AppError::Revoked),
            Some(_) | None => {}
        }
        let today = self.now().date_naive();
        if let Some(newest) = store.highest_observed()
            && today < newest.date_naive()
            && !store.office().is_settled(store.device(), CLOCK_BEHIND, today)
        {
            return Err(AppError::ClockBehind { newest: newest.format("%Y-%m-%d %H:%M").to_string() });
        }
        Ok(())
    }

    /// A supervisor looked at what stands against new entries and decided to go on: after a restore as a new device
    /// that names the old head, otherwise as the same one. `last_number` is the last number on paper today, 0 for none.
    ///
    /// # Errors
    /// Only supervisors may; a decision needs words.
    pub fn settle(&mut self, decision: &str, last_number: Option<u16>) -> Result<(), AppError> {
        let actor = self.actor_holding(&[Role::Supervisor])?;
        if decision.trim().is_empty() {
            return Err(AppError::BadField { field: "decision" });
        }
        let warning = match self.ready_for_entries() {
            Ok(()) => return Ok(()),
            Err(AppError::Unsettled(warning)) => warning,
            Err(AppError::ClockBehind { .. }) => CLOCK_BEHIND,
            Err(other) => return Err(other),
        };
        let anew = warning == "store_restored" || warning == MACHINE_FORKED;
        if (anew || warning == COUNTER_TAKEN_OVER) && last_number.is_none() {
            // Numbers that another gave today may be on paper only: without the last of them one could come twice.
            return Err(AppError::BadField { field: "last_number" });
        }
        let office = self.office()?;
        let settled = NewEntry::Office(OfficeFact::WarningSettled(WarningSettled {
            warning: warning.to_owned(),
            day: self.now().date_naive(),
            decision: decision.trim().to_owned(),
            numbers_above: last_number,
        }));
        let act = |entries| Act { at: self.now(), actor: Some(actor.person), entries };
        let store = &self.open.as_ref().ok_or(AppError::NotSignedIn)?.store;
        if anew {
            let device = self.began(&office).cloned().ok_or(AppError::NotSetUp)?;
            let secret = self.random()?;
            let began = DeviceBegan {
                public_key: hex::encode(DeviceKey::from_secret(secret).public()),
                continues: store.head().map(|head| (head.device, head.seq)),
                counter: self.counter(&office, self.now()).unwrap_or(device.counter),
                ..device
            };
            let first = act(vec![NewEntry::Office(OfficeFact::DeviceBegan(began)), settled]);
            store.settle(Settlement::NewDevice { secret, first })?;
        } else {
            if warning != CLOCK_BEHIND && warning != COUNTER_TAKEN_OVER {
                store.settle(Settlement::SameDevice)?;
            }
            store.append(act(vec![settled]))?;
        }
        if let Some(file) = &mut self.file {
            file.device = self.open.as_ref().map_or(file.device, |open| open.store.device());
            file.write(&self.paths.store)?;
        }
        Ok(())
    }
}

impl Desk {
    /// True where another counter counts at once: the machine goes on for another one and no province knows it yet.
    pub(crate) fn takes_counters_at_once(&self, office: &Office) -> Result<bool, AppError> {
        let device = self.store()?.device();
        let goes_on = self.began(office).is_some_and(|began| began.continues.is_some());
        Ok(goes_on && self.reader()?.province()?.is_none_or(|province| province.device != device))
    }

    /// Gives this machine another counter of the office: at once where it goes on for another machine and has given no
    /// number, else from the next day on.
    ///
    /// # Errors
    /// [`AppError::BadCounter`]; only supervisors may; what stands against new entries.
    pub fn take_counter(&mut self, counter: u8) -> Result<(), AppError> {
        self.record_stands()?;
        let actor = self.actor_holding(&[Role::Supervisor])?;
        let range = CounterRange::of(counter).map_err(|_| AppError::BadCounter)?;
        let office = self.office()?;
        let day = self.now().date_naive();
        let fresh = self.takes_counters_at_once(&office)?;
        let from = if fresh { Some(day) } else { day.succ_opt() }.ok_or(AppError::BadCounter)?;
        let counter = range.counter();
        self.append_office(actor.person, OfficeFact::CounterAssigned(CounterAssigned { counter, from }))
    }
}

/// The province has another entry of this machine at a place of its chain.
const MACHINE_FORKED: &str = "machine_forked";
/// Another machine worked at this counter before; it may have given numbers of today that nobody here knows.
pub const COUNTER_TAKEN_OVER: &str = "counter_taken_over";
/// The clock stands before the newest entry.
const CLOCK_BEHIND: &str = "clock_behind";

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(set: &[(&str, &str)]) -> Folders {
        Folders::by(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| PathBuf::from(value)))
    }

    #[test]
    fn data_and_state_never_share_a_folder() {
        let linux = folders(&[("HOME", "/users/lan")]);
        assert_eq!(linux.data, Path::new("/users/lan/.local/share/motcua"));
        assert_eq!(linux.state, Path::new("/users/lan/.local/state/motcua"));
        let windows = folders(&[("USERPROFILE", "C:/Users/lan"), ("LOCALAPPDATA", "C:/Users/lan/AppData/Local")]);
        assert_eq!(windows.data, Path::new("C:/Users/lan/AppData/Local/motcua"));
        assert_eq!(windows.state, Path::new("C:/Users/lan/AppData/Local/motcua-state"));
        assert_eq!(windows.documents, Path::new("C:/Users/lan/Documents/Mot Cua"));
        let given = folders(&[("HOME", "/h"), ("MOTCUA_DATA", "/srv/ban"), ("XDG_STATE_HOME", "/s")]);
        assert_eq!((given.data, given.state), (PathBuf::from("/srv/ban"), PathBuf::from("/s/motcua")));
    }
}
