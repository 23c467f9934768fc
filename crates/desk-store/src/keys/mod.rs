//! Who can open the store: the `keys` file, the recovery code, and how often a wrong password may be tried.
//!
//! The store's data key is random. It is kept only wrapped: once for each person under their password and once under
//! the recovery code that was printed at set-up. Both copies of the file (`keys`, `keys.2`) hold the same; the one that
//! reads and is newer counts. Where the system has a key store of its own ([`SystemKeyStore`]), a secret that it seals
//! joins each password; never the recovery code. A staff member's name and login stand in clear, since the sign-in page shows them; nothing
//! else personal does.

mod recovery;
mod system;
mod tries;
mod wrap;

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use desk_core::ids::PersonId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub use recovery::{NotARecoveryCode, RecoveryCode};
pub use system::SystemKeyStore;
pub use tries::{Gate, Tries, TryBook};
pub use wrap::Cost;

use crate::{
    error::{Result, StoreError},
    file::{patiently, write_whole},
};
use wrap::{Secrets, Wrap};

const FORMAT: &str = "motcua-keys";
/// The newest form known here: 2 where the system's key store joins in, else 1, which older programs read too.
const VERSION: u32 = 2;

/// The data key of a store, wiped when dropped.
pub type DataKey = Zeroizing<[u8; 32]>;

/// A person who can open the store, as the sign-in page may show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyHolder {
    /// The person.
    pub id: PersonId,
    /// What they type to sign in.
    pub login: String,
    /// The name on their tile.
    pub name: String,
}

/// Why a password or code did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// Nobody of that login has a wrap here.
    #[error("nobody of this login can open this store")]
    Unknown,
    /// The password or code is wrong.
    #[error("wrong password or code")]
    Wrong,
    /// The system's key store no longer opens its part: another machine or account, or its keys were taken away. The
    /// password was not tried.
    #[error("the system's key store does not open its part of the key")]
    System,
    /// The wrap asks for more work or memory than ours ever do: not made by us.
    #[error("the wrap is not of a known form")]
    Form,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PersonWrap {
    #[serde(flatten)]
    holder: KeyHolder,
    wrap: Wrap,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Body {
    format: String,
    version: u32,
    /// Grows with every save: of two copies the greater is newer.
    generation: u64,
    people: Vec<PersonWrap>,
    recovery: Option<Wrap>,
    /// What the system's key store sealed, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    system: Option<String>,
}

/// The `keys` file in memory. Changes count once [`Keys::save`] has returned.
#[derive(Debug, Clone)]
pub struct Keys {
    body: Body,
    cost: Cost,
    system: Option<&'static dyn SystemKeyStore>,
}

impl Default for Keys {
    fn default() -> Self {
        Keys::read_here(Body {
            format: FORMAT.to_owned(),
            version: 1,
            generation: 0,
            people: Vec::new(),
            recovery: None,
            system: None,
        })
    }
}

fn copies(folder: &Path) -> [PathBuf; 2] {
    [folder.join("keys"), folder.join("keys.2")]
}

/// True when either copy exists.
pub(crate) fn exist(folder: &Path) -> Result<bool> {
    let [first, second] = copies(folder);
    Ok(first.try_exists()? || second.try_exists()?)
}

impl Keys {
    /// An empty file whose wraps cost little to open. For tests and benches only: a stolen copy is soon guessed.
    pub fn cheap_for_tests() -> Self {
        Keys { cost: Cost::LEAST, ..Keys::default() }
    }

    fn read_here(body: Body) -> Self {
        Keys { body, cost: Cost::FULL, system: system::of_this_system() }
    }

    /// With another key store of the system than this machine's own, or none.
    #[must_use]
    pub fn with_system(self, system: Option<&'static dyn SystemKeyStore>) -> Self {
        Keys { system, ..self }
    }

    /// The secret that joins the passwords, as the system's key store opens it; none where it does not.
    fn secret(&self) -> Option<system::Secret> {
        let sealed = hex::decode(self.body.system.as_ref()?).ok()?;
        let opened = self.system?.open(&sealed).ok()?;
        let mut secret = system::Secret::default();
        (opened.len() == secret.len()).then(|| secret.copy_from_slice(&opened))?;
        Some(secret)
    }

    /// The same for a new wrap: where there is none, or it was lost, a new one is made. Wraps of a lost one open no more.
    /// None where the system has no key store, or it refuses: then the password stands alone.
    fn secret_for_new(&mut self) -> Option<system::Secret> {
        if let Some(secret) = self.secret() {
            return Some(secret);
        }
        let mut secret = system::Secret::default();
        getrandom::fill(secret.as_mut()).ok()?;
        let sealed = self.system?.seal(secret.as_ref()).ok()?;
        self.body.system = Some(hex::encode(sealed));
        Some(secret)
    }

    /// Reads the newer whole copy.
    ///
    /// # Errors
    /// [`StoreError::NoStore`] when there is neither, [`StoreError::Damaged`] when neither reads,
    /// [`StoreError::NewerFile`] when a newer program wrote it.
    pub fn load(folder: &Path) -> Result<Self> {
        let mut newest: Option<Body> = None;
        let mut there = false;
        for path in copies(folder) {
            let text = match patiently(|| fs::read_to_string(&path)) {
                Ok(text) => text,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) if error.kind() == ErrorKind::InvalidData => {
                    there = true;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            there = true;
            if let Some(body) = read(&text)
                && newest.as_ref().is_none_or(|found| found.generation < body.generation)
            {
                newest = Some(body);
            }
        }
        match newest {
            Some(body) if body.version > VERSION => {
                Err(StoreError::NewerFile { found: body.version.into(), known: VERSION.into() })
            }
            Some(body) => Ok(Keys::read_here(body)),
            None if there => Err(StoreError::Damaged { what: "neither copy of the keys file reads" }),
            None => Err(StoreError::NoStore),
        }
    }

    /// Writes both copies, one after the other, each whole or not at all.
    ///
    /// # Errors
    /// When writing fails; at least one of the copies is whole then.
    pub fn save(&mut self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        self.body.generation += 1;
        self.body.version = if self.body.people.iter().any(|person| person.wrap.is_joined()) { 2 } else { 1 };
        let json = serde_json::to_string(&self.body).expect("texts, numbers and a list always encode");
        let text = format!("{json}\n{}\n", digest(&json));
        for path in copies(folder) {
            write_whole(&path, text.as_bytes())?;
        }
        Ok(())
    }

    /// Everyone who can open the store, in the order in which they were added.
    pub fn people(&self) -> impl Iterator<Item = &KeyHolder> {
        self.body.people.iter().map(|person| &person.holder)
    }

    /// True when a recovery code opens the store.
    pub fn has_recovery(&self) -> bool {
        self.body.recovery.is_some()
    }

    /// Wraps the data key under a person's password; a wrap they had is replaced. Takes about a quarter of a second.
    pub fn wrap_person(
        &mut self,
        holder: KeyHolder,
        password: &str,
        data_key: &[u8; 32],
        salt: [u8; 16],
        nonce: [u8; 24],
    ) {
        let system = self.secret_for_new();
        let secret = Secrets { typed: password.as_bytes(), system: system.as_deref() };
        let wrap = Wrap::seal(&person_tag(&holder), secret, data_key, salt, nonce, self.cost);
        let wrapped = PersonWrap { holder, wrap };
        match self.body.people.iter_mut().find(|person| person.holder.id == wrapped.holder.id) {
            Some(person) => *person = wrapped,
            None => self.body.people.push(wrapped),
        }
    }

    /// Opens a person's wrap. Takes about a quarter of a second. Count the try before ([`TryBook::begin`]).
    ///
    /// # Errors
    /// [`KeyRefusal`].
    pub fn unwrap_person(&self, login: &str, password: &str) -> Result<(KeyHolder, DataKey), KeyRefusal> {
        let person = self.body.people.iter().find(|person| person.holder.login == login).ok_or(KeyRefusal::Unknown)?;
        let system = if person.wrap.is_joined() { self.secret() } else { None };
        let secret = Secrets { typed: password.as_bytes(), system: system.as_deref() };
        let key = person.wrap.open(&person_tag(&person.holder), secret)?;
        Ok((person.holder.clone(), key))
    }

    /// Takes a person's wrap away; they open the store no more (a copy made before still opens for them).
    pub fn remove_person(&mut self, person: PersonId) {
        self.body.people.retain(|held| held.holder.id != person);
    }

    /// Wraps the data key under a recovery code; the code before opens no more.
    pub fn wrap_recovery(&mut self, code: &RecoveryCode, data_key: &[u8; 32], salt: [u8; 16], nonce: [u8; 24]) {
        let secret = Secrets { typed: code.letters(), system: None };
        self.body.recovery = Some(Wrap::seal(RECOVERY_TAG, secret, data_key, salt, nonce, self.cost));
    }

    /// Opens the wrap of the recovery code.
    ///
    /// # Errors
    /// [`KeyRefusal`].
    pub fn unwrap_recovery(&self, code: &RecoveryCode) -> Result<DataKey, KeyRefusal> {
        let secret = Secrets { typed: code.letters(), system: None };
        self.body.recovery.as_ref().ok_or(KeyRefusal::Unknown)?.open(RECOVERY_TAG, secret)
    }
}

const RECOVERY_TAG: &[u8] = b"motcua/wrap/recovery/1";

/// What binds a wrap to its person: nobody's wrap works under another's name.
fn person_tag(holder: &KeyHolder) -> Vec<u8> {
    let mut tag = b"motcua/wrap/person/1".to_vec();
    tag.extend(holder.id.bytes());
    tag.extend(holder.login.as_bytes());
    tag
}

fn digest(json: &str) -> String {
    hex::encode(Sha256::digest(json.as_bytes()))
}

fn read(text: &str) -> Option<Body> {
    let (json, sum) = text.split_once('\n')?;
    let body: Body = (sum.trim_end() == digest(json)).then(|| serde_json::from_str(json).ok())??;
    (body.format == FORMAT).then_some(body)
}

#[cfg(test)]
mod tests;
