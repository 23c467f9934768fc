//! Set-up, sign-in, lock and PIN.
//!
//! What always holds: the store's key is in memory only between a right password and the end of the program; a PIN
//! never opens a store, it reopens a locked window; wrong tries are counted outside the data folder.

use std::sync::Arc;

use desk_core::{
    calendar::DuePolicy,
    ids::PersonId,
    office::{DeviceBegan, OfficeFact, PasswordReset, Person, PersonGranted, Role},
    time::Moment,
};
use desk_log::DeviceKey;
use desk_store::{
    NewEntry, NewStore, Store,
    keys::{Gate, KeyHolder, KeyRefusal, Keys, RecoveryCode, TryBook},
};

use sha2::{Digest as _, Sha256};

use crate::{
    clock::Clock,
    desk::{Desk, Open, random},
    error::AppError,
    office_file::{DemoOffice, OfficeFile},
    password,
};

/// Key of the PIN in the store's settings.
fn pin_setting(person: PersonId) -> String {
    format!("pin.{person}")
}

/// Wrong PINs after which the password is asked for.
const PIN_TRIES: u32 = 5;

/// Everything that set-up asks.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// Unit code; for a demo the demo's own unit where none is given.
    pub unit: Option<String>,
    /// A demo office.
    pub demo: Option<DemoOffice>,
    /// Counter number, 1 to 10.
    pub counter: u8,
    /// Language: `vi` or `en`.
    pub lang: String,
    /// The first supervisor, who is also administrator.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: String,
}

/// A person on the sign-in screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInTile {
    /// Id.
    pub id: PersonId,
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// Five wrong tries were made.
    pub locked: bool,
    /// Seconds until the next try.
    pub wait_seconds: u32,
}

/// Where the session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// No store.
    FirstRun,
    /// Nobody opened it since the start.
    SignedOut,
    /// Opened, then locked.
    Locked {
        /// Who works.
        person: Person,
        /// A PIN may be used.
        pin: bool,
    },
    /// Open.
    SignedIn {
        /// Who works.
        person: Person,
        /// A PIN is set.
        pin: bool,
    },
}

/// True for 2 to 32 lower-case letters, digits, dots and hyphens that begin with a letter.
pub(crate) fn is_login(login: &str) -> bool {
    let shape = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    (2..=32).contains(&login.len())
        && login.chars().all(shape)
        && login.starts_with(|first: char| first.is_ascii_lowercase())
}

impl Desk {
    /// Makes the store, its keys and the first person. Gives the recovery code, which is shown once and kept nowhere.
    ///
    /// # Errors
    /// [`AppError::AlreadySetUp`], or what is wrong with the input; the folder stays without a store then.
    pub fn set_up(&mut self, set_up: SetUp) -> Result<String, AppError> {
        if self.file.is_some() || self.paths.store.join("keys").exists() {
            return Err(AppError::AlreadySetUp);
        }
        if !(1..=10).contains(&set_up.counter) {
            return Err(AppError::BadCounter);
        }
        if !is_login(&set_up.login) {
            return Err(AppError::BadLogin);
        }
        if set_up.name.trim().is_empty() {
            return Err(AppError::NameMissing);
        }
        // A demo office holds made-up people only; whoever sets it up chooses how hard its door is.
        if set_up.demo.is_none() {
            password::check(&set_up.password, &set_up.login)?;
        }
        let clock = set_up.demo.map_or(Clock::System, |demo| Clock::demo(demo.first_morning()));
        // A demo office was founded before its first morning, so that earlier days can be played in it.
        let now = set_up.demo.map_or_else(|| clock.now(), DemoOffice::founded);
        let code = match (&set_up.unit, set_up.demo) {
            (Some(code), _) => code.clone(),
            (None, Some(demo)) => demo.unit().to_owned(),
            (None, None) => return Err(AppError::UnknownUnit),
        };
        let unit = self.reference().unit(&code, clock.now().date_naive()).ok_or(AppError::UnknownUnit)?;
        let identifier = self.reference().identifier(unit).ok_or(AppError::UnknownUnit)?.text;
        let office = unit.office_id();
        let policy: DuePolicy = self.reference().policy(unit, now.date_naive());

        let key = DeviceKey::from_secret(random()?);
        let (device, public) = (key.device(), key.public());
        let data_key: [u8; 32] = random()?;
        let person = Person {
            id: new_person(now)?,
            login: set_up.login.clone(),
            name: set_up.name.trim().to_owned(),
            roles: [Role::Clerk, Role::Supervisor, Role::Administrator].into(),
            retired: false,
        };
        let recovery = RecoveryCode::from_random(random()?);
        let holder = KeyHolder { id: person.id, login: person.login.clone(), name: person.name.clone() };
        let mut keys = Keys::default();
        keys.wrap_person(holder, &set_up.password, &data_key, random()?, random()?);
        keys.wrap_recovery(&recovery, &data_key, random()?, random()?);

        let new = NewStore {
            device_secret: *key.secret(),
            data_key,
            office: office.clone(),
            reference: self.reference().version().to_owned(),
            demo: set_up.demo.is_some(),
            state_dir: self.paths.state.clone(),
        };
        self.choose_folder(set_up.demo);
        // The keys first: a store that nobody can open would be lost; keys without a store open nothing.
        std::fs::create_dir_all(&self.paths.store)?;
        keys.save(&self.paths.store)?;
        let store = Store::create(&self.paths.store, new)?;
        let began = DeviceBegan {
            public_key: hex::encode(public),
            counter: set_up.counter,
            identifier,
            policy,
            name: machine_name(unit.bare_name(), set_up.counter),
            demo: set_up.demo.is_some(),
            continues: None,
        };
        let first = person.clone();
        store.act(now, Some(person.id), |act| {
            act.append(NewEntry::Office(OfficeFact::DeviceBegan(began)))?;
            act.append(NewEntry::Office(OfficeFact::PersonGranted(PersonGranted { person: first })))?;
            Ok::<_, AppError>(())
        })?;
        let file = OfficeFile { office, demo: set_up.demo, counter: set_up.counter, lang: set_up.lang, device };
        file.write(&self.paths.store)?;
        self.file = Some(file);
        self.clock = clock;
        self.open = Some(Open::of(Arc::new(store), person.id));
        self.keep_backups()?;
        Ok(recovery.to_string())
    }

    /// A demo never lies where the real office would: it has its own folder and file.
    pub(crate) fn choose_folder(&mut self, demo: Option<DemoOffice>) {
        if let (Some(demo), Some("desk")) = (demo, self.paths.store.file_name().and_then(|name| name.to_str()))
            && !self.folder_given
        {
            self.paths.store.set_file_name(format!("demo-{}", demo.word()));
        }
    }

    /// Where the session stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn session(&self) -> Result<SessionState, AppError> {
        let Some(open) = &self.open else {
            return Ok(if self.file.is_some() { SessionState::SignedOut } else { SessionState::FirstRun });
        };
        let office = open.store.office();
        let person = office.people.get(&open.person).cloned().ok_or(AppError::UnknownPerson)?;
        let pin = open.store.reader().setting(&pin_setting(open.person))?.is_some();
        Ok(if open.locked {
            SessionState::Locked { person, pin: pin && open.wrong_pins < PIN_TRIES }
        } else {
            SessionState::SignedIn { person, pin }
        })
    }

    /// The people who may sign in, as the keys file names them.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub fn tiles(&self) -> Result<Vec<SignInTile>, AppError> {
        if self.file.is_none() {
            return Ok(Vec::new());
        }
        let keys = Keys::load(&self.paths.store)?;
        let (book, now) = (self.try_book(), Clock::System.now());
        keys.people()
            .map(|person| {
                let (locked, wait_seconds) = match book.gate(person.id, now)? {
                    Gate::Open => (false, 0),
                    Gate::Wait { rest } => (false, seconds(rest)),
                    Gate::Locked => (true, 0),
                };
                let (login, name) = (person.login.clone(), person.name.clone());
                Ok(SignInTile { id: person.id, login, name, locked, wait_seconds })
            })
            .collect()
    }

    pub(crate) fn try_book(&self) -> TryBook {
        TryBook::of(&self.paths.store, &self.paths.state, self.file.as_ref().map(|file| file.device))
    }

    /// Who may sign in under this login or id.
    pub(crate) fn holder(keys: &Keys, who: &str) -> Result<KeyHolder, AppError> {
        let found = keys.people().find(|person| person.login == who || person.id.to_string() == who);
        found.cloned().ok_or(AppError::UnknownPerson)
    }

    /// Signs a person in by password: opens the store, or changes who works on it.
    ///
    /// # Errors
    /// Wrong password, waits, locks; what the store says of itself.
    pub fn sign_in(&mut self, who: &str, password: &str) -> Result<(), AppError> {
        if self.file.is_none() {
            return Err(AppError::NotSetUp);
        }
        let keys = Keys::load(&self.paths.store)?;
        let holder = Self::holder(&keys, who)?;
        // Wrong tries wait in the machine's time, also in a demo: a clock that is set must not shorten them.
        let (book, now) = (self.try_book(), Clock::System.now());
        match book.begin(holder.id, now)? {
            Gate::Open => {}
            Gate::Wait { rest } => return Err(AppError::Wait { wait_seconds: seconds(rest) }),
            Gate::Locked => return Err(AppError::PersonLocked),
        }
        match keys.unwrap_person(&holder.login, password) {
            Ok((_, data_key)) => {
                book.clear(holder.id)?;
                self.enter(holder.id, *data_key)
            }
            Err(KeyRefusal::System) => Err(AppError::SystemKeyGone),
            Err(KeyRefusal::Wrong | KeyRefusal::Unknown | KeyRefusal::Form) => {
                Err(match book.gate(holder.id, Clock::System.now())? {
                    Gate::Locked => AppError::PersonLocked,
                    Gate::Open => AppError::WrongPassword { wait_seconds: 0 },
                    Gate::Wait { rest } => AppError::WrongPassword { wait_seconds: seconds(rest) },
                })
            }
        }
    }

    pub(crate) fn enter(&mut self, person: PersonId, data_key: [u8; 32]) -> Result<(), AppError> {
        match &mut self.open {
            Some(open) => {
                open.person = person;
                open.locked = false;
                open.wrong_pins = 0;
            }
            None => {
                let store = Store::open(&self.paths.store, data_key, &self.paths.state)?;
                if let (Some(demo), Some(newest)) = (self.demo(), store.highest_observed())
                    && let Clock::Demo { .. } = self.clock
                {
                    self.clock = Clock::demo(newest.max(demo.first_morning()) + chrono::Duration::seconds(30));
                }
                let open = Open::of(Arc::new(store), person);
                open.store.set_reference(open.reference.get().version())?;
                self.open = Some(open);
                self.carry()?;
                self.keep_backups()?;
            }
        }
        if self.office()?.people.get(&person).is_none_or(|person| person.retired) {
            self.open = None;
            return Err(AppError::UnknownPerson);
        }
        if let Err(withdrawn @ AppError::Withdrawn) = self.actor() {
            self.open = None;
            return Err(withdrawn);
        }
        Ok(())
    }

    /// Whoever locks or signs out does so at the real desk.
    fn leave_practice(&mut self) {
        if self.is_practising() {
            // Practising was just asked for: there is a real desk behind.
            let _ = self.end_practice();
        }
    }

    /// Locks the window; the store stays open behind it.
    pub fn lock(&mut self) {
        self.leave_practice();
        if let Some(open) = &mut self.open {
            open.locked = true;
        }
    }

    /// Signs out: closes the store and forgets the key.
    pub fn sign_out(&mut self) {
        self.leave_practice();
        self.importing = None;
        self.open = None;
    }

    /// Reopens a locked window by PIN.
    ///
    /// # Errors
    /// Wrong or spent PIN.
    pub fn unlock_by_pin(&mut self, pin: &str) -> Result<(), AppError> {
        let open = self.open.as_mut().ok_or(AppError::NotSignedIn)?;
        if open.wrong_pins >= PIN_TRIES {
            return Err(AppError::PinSpent);
        }
        let kept = open.store.reader().setting(&pin_setting(open.person))?.ok_or(AppError::PinSpent)?;
        if pin_matches(&kept, pin) {
            open.locked = false;
            open.wrong_pins = 0;
            return Ok(());
        }
        open.wrong_pins += 1;
        match PIN_TRIES - open.wrong_pins {
            0 => Err(AppError::PinSpent),
            tries_left => Err(AppError::WrongPin { tries_left }),
        }
    }

    /// Reopens a locked window by the password of the person who works.
    ///
    /// # Errors
    /// As [`Desk::sign_in`].
    pub fn unlock_by_password(&mut self, password: &str) -> Result<(), AppError> {
        let person = self.open.as_ref().ok_or(AppError::NotSignedIn)?.person;
        self.sign_in(&person.to_string(), password)
    }

    /// Sets the PIN of the person signed in.
    ///
    /// # Errors
    /// [`AppError::BadPin`].
    pub fn set_pin(&mut self, pin: &str) -> Result<(), AppError> {
        let person = self.actor()?.person;
        let digits = pin.as_bytes();
        let run = |step: u8| digits.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(step));
        if digits.len() != 6 || !digits.iter().all(u8::is_ascii_digit) || run(0) || run(1) || run(255) {
            return Err(AppError::BadPin);
        }
        let kept = pin_hash(pin, random()?);
        Ok(self.store()?.setting_save(&pin_setting(person), &kept)?)
    }

    /// Changes the password of the person signed in.
    ///
    /// # Errors
    /// Wrong old password, weak new one.
    pub fn change_password(&mut self, old: &str, new: &str) -> Result<(), AppError> {
        let actor = self.actor()?;
        let mut keys = Keys::load(&self.paths.store)?;
        let holder = Self::holder(&keys, &actor.person.to_string())?;
        if self.demo().is_none() {
            password::check(new, &holder.login)?;
        }
        self.sign_in(&holder.login, old)?;
        let data_key = self.store()?.data_key();
        let id = holder.id;
        keys.wrap_person(holder, new, &data_key, random()?, random()?);
        self.note_reset(id, false)?;
        Ok(keys.save(&self.paths.store)?)
    }

    /// Writes down that a password was set anew.
    pub(crate) fn note_reset(&self, person: PersonId, by_recovery: bool) -> Result<(), AppError> {
        let actor = self.actor()?.person;
        let reset = OfficeFact::PasswordReset(PasswordReset { person, by_recovery });
        self.append_office(actor, reset)
    }

    /// Opens the desk by the recovery code for a person and gives them a new password.
    ///
    /// # Errors
    /// Wrong code, unknown person, weak password.
    pub fn recover(&mut self, who: &str, code: &str, new: &str) -> Result<(), AppError> {
        if self.file.is_none() {
            return Err(AppError::NotSetUp);
        }
        let keys = Keys::load(&self.paths.store)?;
        let holder = Self::holder(&keys, who)?;
        if self.demo().is_none() {
            password::check(new, &holder.login)?;
        }
        let code: RecoveryCode = code.parse().map_err(|_| AppError::WrongRecoveryCode)?;
        let data_key = keys.unwrap_recovery(&code).map_err(|_| AppError::WrongRecoveryCode)?;
        self.enter(holder.id, *data_key)?;
        self.open_anew(holder, new, &data_key)
    }

    /// Gives who came in by the recovery code their new password.
    pub(crate) fn open_anew(&mut self, holder: KeyHolder, new: &str, data_key: &[u8; 32]) -> Result<(), AppError> {
        let (id, mut keys) = (holder.id, Keys::load(&self.paths.store)?);
        keys.wrap_person(holder, new, data_key, random()?, random()?);
        self.note_reset(id, true)?;
        keys.save(&self.paths.store)?;
        Ok(self.try_book().clear(id)?)
    }
}

/// Whole seconds of a wait, rounded up: a wait never reads 0 s.
fn seconds(rest: std::time::Duration) -> u32 {
    u32::try_from(rest.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

/// A PIN as kept: salt and SHA-256. It stands inside the encrypted file; whoever reads it there has the file's key
/// already, which is more than the PIN opens.
fn pin_hash(pin: &str, salt: [u8; 16]) -> String {
    let digest = Sha256::new().chain_update(salt).chain_update(pin.as_bytes()).finalize();
    format!("{}:{}", hex::encode(salt), hex::encode(digest))
}

fn pin_matches(kept: &str, pin: &str) -> bool {
    let salt = kept.split_once(':').and_then(|(salt, _)| hex::decode(salt).ok());
    salt.and_then(|salt| salt.try_into().ok()).is_some_and(|salt| pin_hash(pin, salt) == kept)
}

pub(crate) fn new_person(now: Moment) -> Result<PersonId, AppError> {
    Ok(PersonId::new(u64::try_from(now.timestamp_millis()).unwrap_or(0), random()?))
}

/// Name of a machine that people read: initials of the unit and the counter, `TUNE-01`.
fn machine_name(unit: &str, counter: u8) -> String {
    let letters: String = desk_core::text::fold(unit).chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    format!("{}-{counter:02}", letters.to_uppercase())
}
