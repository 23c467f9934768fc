//! The one who makes backups, one at a time, and looks after the schedule. He holds no store open while he copies.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread::{self, Builder},
    time::Duration,
};

use desk_core::time::Moment;
use desk_store::{BackupSource, Progress, Reader, Store};

use super::{NOTES, NOTES_MOST, Note, Outcome, PLAN, Plan};
use crate::{clock::Clock, error::AppError, office_file};

/// How often it is looked whether the schedule wants one, where nobody calls.
const LOOK: Duration = Duration::from_secs(2);

/// What a backup under way does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Copying: percent of the file under way.
    Copying(u8),
    /// Opening and verifying the copy.
    Verifying,
}

/// A backup under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Since when.
    pub since: Moment,
    /// Into which folder.
    pub into: PathBuf,
    /// True when the schedule asked for it.
    pub by_schedule: bool,
    /// How far.
    pub stage: Stage,
}

/// The one who makes backups for a desk.
#[derive(Default)]
pub(crate) struct Keeper(Mutex<State>);

#[derive(Default)]
struct State {
    running: Option<Running>,
    stop: bool,
    /// What could not be written down because the store was closed meanwhile.
    unsaved: Vec<Note>,
    /// The store whose schedule is looked after.
    watched: Option<Weak<Store>>,
    called: bool,
}

/// One backup to be made.
pub(super) struct Job {
    store: Weak<Store>,
    source: BackupSource,
    into: PathBuf,
    by: Option<String>,
    at: Moment,
}

impl Job {
    pub(super) fn of(store: &Arc<Store>, into: &Path, by: Option<String>, at: Moment) -> Self {
        Job { store: Arc::downgrade(store), source: store.backup_source(), into: into.to_owned(), by, at }
    }
}

impl Keeper {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn running(&self) -> Option<Running> {
        self.state().running.clone()
    }

    pub(super) fn unsaved(&self) -> Vec<Note> {
        self.state().unsaved.clone()
    }

    pub(super) fn stop(&self) {
        self.state().stop = true;
    }

    /// The schedule was changed: it is looked at within a moment.
    pub(super) fn look(&self) {
        self.state().called = true;
    }

    /// Makes it on a thread of its own.
    pub(super) fn start(keeper: &Arc<Keeper>, job: Job) -> Result<(), AppError> {
        keeper.begin(&job)?;
        let own = Arc::clone(keeper);
        let started = Builder::new().name("backup".to_owned()).spawn(move || own.make(job));
        if let Err(error) = started {
            keeper.state().running = None;
            return Err(error.into());
        }
        Ok(())
    }

    fn begin(&self, job: &Job) -> Result<(), AppError> {
        let mut state = self.state();
        if state.running.is_some() {
            return Err(AppError::BackupRunning);
        }
        state.stop = false;
        state.running = Some(Running {
            since: job.at,
            into: job.into.clone(),
            by_schedule: job.by.is_none(),
            stage: Stage::Copying(0),
        });
        Ok(())
    }

    fn make(&self, job: Job) {
        let watch = |progress| {
            let mut state = self.state();
            if let Some(running) = &mut state.running {
                running.stage = match progress {
                    Progress::Copying { done, of } => {
                        Stage::Copying(u8::try_from(100 * done / of.max(1)).unwrap_or(100))
                    }
                    Progress::Verifying => Stage::Verifying,
                };
            }
            !state.stop
        };
        let made = job.source.make(&job.into, &[office_file::NAME], job.at, &watch);
        let note = Note::of(&made, job.at, &job.into, job.by);
        let store = job.store.upgrade();
        let mut state = self.state();
        state.unsaved.insert(0, note);
        let remembered = store.filter(|store| remember(store, state.unsaved.clone()).is_ok());
        if let Some(store) = remembered {
            state.unsaved.clear();
            // A slow stick takes long to remove from: nobody who asks how things stand waits for it.
            drop(state);
            let _ = make_room(&store); // a place that is gone by now is told by the next one
            state = self.state();
        }
        state.running = None;
    }
}

/// Looks after the schedule of a store, on a thread that ends with it.
pub(super) fn watch(store: &Arc<Store>, keeper: &Arc<Keeper>, clock: Clock) -> Result<(), AppError> {
    let mut state = keeper.state();
    if state.watched.as_ref().is_some_and(|watched| watched.ptr_eq(&Arc::downgrade(store))) {
        return Ok(());
    }
    let (weak, own) = (Arc::downgrade(store), Arc::clone(keeper));
    state.watched = Some(weak.clone());
    drop(state);
    Builder::new().name("backup schedule".to_owned()).spawn(move || {
        // The first look is not in the way of the sign-in.
        while rest(&weak, &own) {
            let Some(store) = weak.upgrade() else { return };
            let wanted = wanted(&store, &clock);
            let job = wanted.map(|into| Job::of(&store, &into, None, clock.now()));
            drop(store);
            if let Some(job) = job
                && own.begin(&job).is_ok()
            {
                own.make(job);
            }
        }
    })?;
    Ok(())
}

/// Waits for the next look; false once the store is closed.
fn rest(store: &Weak<Store>, keeper: &Keeper) -> bool {
    const STEP: Duration = Duration::from_millis(200);
    for _ in 0..LOOK.as_millis() / STEP.as_millis() {
        thread::sleep(STEP);
        if store.strong_count() == 0 {
            return false;
        }
        if std::mem::take(&mut keeper.state().called) {
            break;
        }
    }
    true
}

/// Where the schedule wants a backup now, if it does.
fn wanted(store: &Store, clock: &Clock) -> Option<PathBuf> {
    let plan = plan_of(store.reader())?;
    let notes = kept(store.reader()).ok()?;
    plan.wants_one(&notes, clock.now()).then_some(plan.folder)
}

fn plan_of(reader: &Reader) -> Option<Plan> {
    let json = reader.setting(PLAN).ok().flatten()?;
    serde_json::from_str::<Option<Plan>>(&json).ok().flatten()
}

/// What is remembered, newest first.
pub(super) fn kept(reader: &Reader) -> Result<Vec<Note>, AppError> {
    let json = reader.setting(NOTES)?;
    // What cannot be read decides nothing: the backups themselves say what they are.
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Adds notes before what is remembered.
pub(super) fn remember(store: &Store, mut notes: Vec<Note>) -> Result<(), AppError> {
    notes.extend(kept(store.reader())?);
    let notes = shortened(notes);
    write(store, &notes)
}

/// A stick that is missing all night fails every ten minutes: of failures of the schedule in a row, alike, the newest stays,
/// so that they push out no backup that was made.
fn shortened(mut notes: Vec<Note>) -> Vec<Note> {
    notes.dedup_by(|older, newer| {
        let failed = matches!(older.outcome, Outcome::Failed(_)) && older.by.is_none() && newer.by.is_none();
        failed && older.outcome == newer.outcome && older.folder == newer.folder
    });
    notes.truncate(NOTES_MOST);
    notes
}

fn write(store: &Store, notes: &[Note]) -> Result<(), AppError> {
    let json = serde_json::to_string(notes).map_err(std::io::Error::other)?;
    Ok(store.setting_save(NOTES, &json)?)
}

/// Removes the schedule's oldest beyond those that it keeps.
fn make_room(store: &Store) -> Result<(), AppError> {
    let Some(plan) = plan_of(store.reader()) else { return Ok(()) };
    let mut notes = kept(store.reader())?;
    let spare: Vec<PathBuf> = plan.spare(&notes).map(|note| note.folder.clone()).collect();
    for folder in spare {
        // Only what is still a backup of ours by its manifest; a folder that somebody took away is gone already.
        let gone = match desk_store::backups_in(&folder).as_deref() {
            Ok([(found, _)]) if *found == folder => fs::remove_dir_all(&folder).is_ok(),
            Ok(_) => false,
            Err(_) => !folder.exists(),
        };
        if gone {
            notes.iter_mut().filter(|note| note.folder == folder).for_each(|note| note.outcome = Outcome::Removed);
        }
    }
    write(store, &notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(minute: u32, by: Option<&str>, outcome: Outcome) -> Note {
        let at = format!("2024-03-05T16:{minute:02}:00+07:00").parse().expect("a moment");
        Note { at, folder: "/media/usb".into(), by: by.map(str::to_owned), entries: 0, bytes: 0, outcome }
    }

    #[test]
    fn a_night_without_the_stick_is_one_line_and_what_was_made_stays_remembered() {
        let failed = |minute, by| note(minute, by, Outcome::Failed("backup_place_missing".to_owned()));
        let mut notes: Vec<Note> = (0..50).rev().map(|minute| failed(minute, None)).collect();
        notes.push(note(0, None, Outcome::Verified));
        notes.push(failed(0, None));
        let left = shortened(notes);
        assert_eq!(left, [failed(49, None), note(0, None, Outcome::Verified), failed(0, None)]);
        // What people asked for is told each time.
        let asked = vec![failed(2, Some("Lan")), failed(1, Some("Lan")), failed(0, None)];
        assert_eq!(shortened(asked.clone()), asked);
    }
}
