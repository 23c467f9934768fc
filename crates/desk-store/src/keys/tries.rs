//! How often a wrong password may be tried: waits of 0, 1, 5 and 30 s, the fifth wrong try locks.
//!
//! The count stands in the state folder and beside the store; the larger wins, so that putting an old file back resets
//! nothing. A try is counted before it is looked at, so that pulling the plug does not help either. Someone with a copy
//! of the disk skips all this: against them stands the cost of a wrap, not the count.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

use desk_core::{
    ids::{DeviceId, PersonId},
    time::Moment,
};
use serde::{Deserialize, Serialize};

use crate::{
    error::Result,
    file::{patiently, write_whole},
};

/// Waits after the first, second, third and fourth wrong try.
const WAITS_S: [u64; 4] = [0, 1, 5, 30];

/// Wrong tries of one person on one machine, since the last right one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    /// How many.
    pub wrong: u8,
    /// When the last one was, milliseconds since 1970.
    pub last_ms: i64,
}

/// Whether a person may try now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// They may.
    Open,
    /// They may in a while.
    Wait {
        /// How long still.
        rest: Duration,
    },
    /// Locked until a supervisor or the recovery code opens it.
    Locked,
}

impl Tries {
    /// Whether a try is allowed at a time. A clock set back waits the full time again.
    pub fn gate(&self, now: Moment) -> Gate {
        let Some(before) = self.wrong.checked_sub(1) else { return Gate::Open };
        let Some(wait) = WAITS_S.get(usize::from(before)) else { return Gate::Locked };
        let wait = Duration::from_secs(*wait);
        let passed = u64::try_from(now.timestamp_millis() - self.last_ms).unwrap_or(0);
        match wait.saturating_sub(Duration::from_millis(passed)) {
            Duration::ZERO => Gate::Open,
            rest => Gate::Wait { rest },
        }
    }

    /// The count after one more wrong try.
    #[must_use]
    pub fn after_wrong(self, now: Moment) -> Tries {
        Tries { wrong: self.wrong.saturating_add(1), last_ms: now.timestamp_millis() }
    }

    /// Of two counts the stricter.
    fn stricter(self, other: Tries) -> Tries {
        Tries { wrong: self.wrong.max(other.wrong), last_ms: self.last_ms.max(other.last_ms) }
    }
}

/// The counts of one machine, on disk in two places.
#[derive(Debug, Clone)]
pub struct TryBook {
    places: [PathBuf; 2],
    lock: PathBuf,
}

type Page = BTreeMap<PersonId, Tries>;

impl TryBook {
    /// The book of a store. Without a device (its marker is lost) the counts are the folder's.
    pub fn of(folder: &Path, state_dir: &Path, device: Option<DeviceId>) -> Self {
        let name = device.map_or_else(|| "unknown".to_owned(), |device| device.to_string());
        TryBook {
            places: [state_dir.join(format!("{name}.tries")), folder.join("tries")],
            lock: state_dir.join(format!("{name}.tries.lock")),
        }
    }

    /// Whether a person may try now; counts nothing.
    ///
    /// # Errors
    /// When the counts cannot be read.
    pub fn gate(&self, person: PersonId, now: Moment) -> Result<Gate> {
        Ok(self.read()?.get(&person).copied().unwrap_or_default().gate(now))
    }

    /// Counts a try as wrong before it is looked at, if one is allowed now. Afterwards call [`TryBook::clear`] when it
    /// was right. Programs that do this at the same time count one after the other.
    ///
    /// # Errors
    /// When the counts cannot be read or written: then no try is allowed.
    pub fn begin(&self, person: PersonId, now: Moment) -> Result<Gate> {
        self.change(|page| {
            let tries = page.entry(person).or_default();
            let gate = tries.gate(now);
            if gate == Gate::Open {
                *tries = tries.after_wrong(now);
            }
            gate
        })
    }

    /// Forgets a person's wrong tries: the try was right, or a supervisor or the recovery code opened the way.
    ///
    /// # Errors
    /// When the counts cannot be read or written.
    pub fn clear(&self, person: PersonId) -> Result<()> {
        self.change(|page| {
            page.remove(&person);
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut Page) -> T) -> Result<T> {
        if let Some(folder) = self.lock.parent() {
            fs::create_dir_all(folder)?;
        }
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&self.lock)?;
        lock.lock()?;
        let mut page = self.read()?;
        let before = page.clone();
        let answer = change(&mut page);
        if page != before {
            let bytes = serde_json::to_vec(&page).expect("ids and numbers always encode");
            for place in &self.places {
                write_whole(place, &bytes)?;
            }
        }
        Ok(answer)
    }

    fn read(&self) -> Result<Page> {
        let mut page = Page::new();
        for place in &self.places {
            let bytes = match patiently(|| fs::read(place)) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(error.into()),
            };
            // A damaged page counts as none; the other place still holds.
            for (person, tries) in serde_json::from_slice::<Page>(&bytes).unwrap_or_default() {
                let known = page.entry(person).or_default();
                *known = known.stricter(tries);
            }
        }
        Ok(page)
    }
}
