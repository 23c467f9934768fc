//! The desk: a store folder, a clock, a spooler, and whoever is signed in.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use desk_core::{
    calendar::Calendar,
    ids::PersonId,
    office::{Actor, Office, Role},
    time::Moment,
};
use desk_log::DeviceKey;
use desk_reference::{Reference, Unit};
use desk_store::Store;

use crate::{
    clock::Clock,
    error::AppError,
    office_file::{DemoOffice, OfficeFile},
    print::Spooler,
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

/// A desk.
pub struct Desk {
    pub(crate) paths: Paths,
    pub(crate) file: Option<OfficeFile>,
    pub(crate) clock: Clock,
    pub(crate) spooler: Arc<dyn Spooler>,
    pub(crate) open: Option<Open>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("paths", &self.paths).finish_non_exhaustive()
    }
}

/// An opened store and the person working on it.
pub(crate) struct Open {
    pub(crate) store: Store,
    pub(crate) person: PersonId,
    pub(crate) locked: bool,
    /// Wrong PINs since the last right password or PIN.
    pub(crate) wrong_pins: u32,
}

/// Random bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| AppError::NoRandomness)?;
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
        Ok(Desk { paths, file, clock, spooler, open: None })
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

    /// The reference data of this program.
    pub fn reference(&self) -> &'static Reference {
        Reference::shipped()
    }

    /// The public calendar.
    pub(crate) fn calendar(&self) -> &'static Calendar {
        self.reference().calendar()
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

    pub(crate) fn store_mut(&mut self) -> Result<&mut Store, AppError> {
        let open = self.open.as_mut().ok_or(AppError::NotSignedIn)?;
        if open.locked { Err(AppError::Locked) } else { Ok(&mut open.store) }
    }

    /// The office as its log tells it.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn office(&self) -> Result<Office, AppError> {
        Ok(self.store()?.office()?)
    }

    /// Who is signed in, with the roles that the log gives them now.
    ///
    /// # Errors
    /// When nobody is signed in, the desk is locked, or the person was retired meanwhile.
    pub fn actor(&self) -> Result<Actor, AppError> {
        let open = self.opened()?;
        let office = open.store.office()?;
        let person = office.people.get(&open.person).filter(|person| !person.retired).ok_or(AppError::NotAllowed)?;
        Ok(Actor { person: person.id, name: person.name.clone(), roles: person.roles.clone() })
    }

    /// The actor, if any of these roles is theirs.
    pub(crate) fn actor_holding(&self, roles: &[Role]) -> Result<Actor, AppError> {
        let actor = self.actor()?;
        if actor.holds_any(roles) { Ok(actor) } else { Err(AppError::NotAllowed) }
    }

    pub(crate) fn device_key(&self) -> Result<DeviceKey, AppError> {
        Ok(self.store()?.device_key())
    }

    /// Entries may be added: the record stands where it was left, the clock is not behind it, the disk has room.
    pub(crate) fn ready_for_entries(&self) -> Result<(), AppError> {
        let store = self.store()?;
        if let Some(unsettled) = store.standing().unsettled() {
            return Err(AppError::Unsettled(unsettled));
        }
        if let Some(newest) = store.newest_at()?
            && self.now().date_naive() < newest.date_naive()
        {
            return Err(AppError::ClockBehind { newest: newest.format("%Y-%m-%d %H:%M").to_string() });
        }
        match store.room()? {
            desk_store::Room::NoNewDossiers => Err(AppError::DiskFull),
            desk_store::Room::Plenty | desk_store::Room::Low | desk_store::Room::NoNewFiles => Ok(()),
        }
    }
}
