//! The store: made, opened, written to.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use desk_core::{
    ids::{DeviceId, PersonId},
    office::Office,
    time::{Moment, from_millis},
};
use desk_log::{DeviceKey, Head};
use rusqlite::{TransactionBehavior, params};
use zeroize::Zeroizing;

use crate::{
    bell::Bell,
    digest::Digest,
    entry,
    error::{Result, StoreError},
    file::{self, FolderLock, Found, Marker, Room},
    files::Files,
    reader::Reader,
    rebuild,
    standing::{self, Note, Settlement, Standing},
    tx::{Act, Appended, Recent, Tx},
    upkeep::Upkeep,
    writer::{Identity, Salts, Writer, add_device, lock, read_cursor},
};

/// What a new store is made with.
pub struct NewStore {
    /// 32 random bytes: the secret of the device's signing key.
    pub device_secret: [u8; 32],
    /// 32 random bytes: the key of the file. Wrap it in [`Keys`](crate::keys::Keys) first.
    pub data_key: [u8; 32],
    /// The office, `<unit code>@<valid_from>`.
    pub office: String,
    /// The version of the reference data in force.
    pub reference: String,
    /// True for a practice store.
    pub demo: bool,
    /// The user's state folder, `$XDG_STATE_HOME/motcua` or its default.
    pub state_dir: PathBuf,
}

/// A store that is open. One program per folder has it; dropping it writes its note and frees the folder.
pub struct Store {
    writer: Arc<Mutex<Writer>>,
    reader: Reader,
    files: Files,
    upkeep: Option<Upkeep>,
    standing: Mutex<Standing>,
    /// Beside the writer, so that it can be asked for within an act.
    device: Mutex<DeviceId>,
    bell: Bell,
    demo: bool,
    observed_ms: i64,
    _lock: FolderLock,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("standing", &self.standing()).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a store in a folder that has none and opens it. Its first entry, `device.began`, is the caller's first act.
    /// Save the `keys` file before: a store without one is never opened again.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`], [`StoreError::Missing`] when there was one, [`StoreError::Unsuitable`],
    /// [`StoreError::Busy`], or that the files cannot be written.
    pub fn create(folder: &Path, new: NewStore) -> Result<Store> {
        fs::create_dir_all(folder)?;
        fs::create_dir_all(&new.state_dir)?;
        only_for_the_user(folder)?;
        file::check_place(folder)?;
        let lock = FolderLock::take(folder)?;
        let path = file::database(folder);
        match file::find(folder, &new.state_dir)? {
            Found::Store { .. } => return Err(StoreError::AlreadyThere),
            Found::Missing { .. } => return Err(StoreError::Missing),
            Found::Unfinished | Found::Nothing => file::set_aside(folder)?,
        }
        // Made under another name, so that a first run cut short leaves no half store.
        let unfinished = file::unfinished(folder);
        let mut db = file::create_connection(&unfinished, &new.data_key)?;
        file::migrate(&mut db)?;
        let key = DeviceKey::from_secret(new.device_secret);
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let device = add_device(&tx, &key)?;
        tx.execute(
            "INSERT INTO identity (one, device, office, reference, demo) VALUES (1, ?1, ?2, ?3, ?4)",
            params![device, new.office, new.reference, new.demo],
        )?;
        rebuild::make_projections(&tx)?;
        tx.commit()?;
        drop(db); // the last connection: everything is in the one file now
        file::put_in_place(&unfinished, &path)?;
        Marker::new(key.device(), &new.data_key).write(folder)?;
        Self::start(folder, new.data_key, &new.state_dir, lock)
    }

    /// Opens the store of a folder.
    ///
    /// # Errors
    /// [`StoreError::NoStore`], [`StoreError::Missing`], [`StoreError::WrongKey`], [`StoreError::NotAStore`],
    /// [`StoreError::Damaged`], [`StoreError::NewerFile`], [`StoreError::Busy`], [`StoreError::Unsuitable`]. Nothing is
    /// changed or deleted in any of these cases.
    pub fn open(folder: &Path, data_key: [u8; 32], state_dir: &Path) -> Result<Store> {
        match file::find(folder, state_dir)? {
            Found::Nothing | Found::Unfinished => return Err(StoreError::NoStore),
            Found::Missing { .. } => return Err(StoreError::Missing),
            Found::Store { .. } => {}
        }
        file::check_place(folder)?;
        let lock = FolderLock::take(folder)?;
        if let Some(marker) = Marker::read(folder)? {
            marker.fits(&data_key)?;
        }
        Self::start(folder, data_key, state_dir, lock)
    }

    fn start(folder: &Path, data_key: [u8; 32], state_dir: &Path, lock: FolderLock) -> Result<Store> {
        let path = file::database(folder);
        let marker = Marker::read(folder)?;
        let mut db = file::write_connection(&path, &data_key).map_err(|error| match (error, &marker) {
            // Without the marker's word, a wrong key and a damaged first page look alike.
            (StoreError::Damaged { .. }, None) => StoreError::NotAStore,
            (error, _) => error,
        })?;
        file::migrate_kept(&mut db, &mut |db, version| file::keep_copy(db, &path, &data_key, version).map(drop))?;
        rebuild::bring_up_to_date(&mut db)?;
        let identity = Identity::read(&db)?;
        let device = identity.key.device();
        if marker.is_none_or(|marker| marker.device != device) {
            Marker::new(device, &data_key).write(folder)?;
        }
        let cursor = read_cursor(&db, identity.device, device)?;
        let real_folder = fs::canonicalize(folder)?;
        // A practice store guards nothing that a full disk could cost.
        if !identity.demo {
            file::keep_ballast(&real_folder)?;
        }
        let note = Note::read(state_dir, device)?;
        let file = file::file_id(&path)?;
        let standing = standing::compare(note.as_ref(), cursor.head, &real_folder, &file, |seq| {
            entry::hash_at(&db, identity.device, seq)
        })?;
        let standing = match standing {
            // From a backup: what its machine wrote since is not in it, even where this machine remembers nothing.
            Standing::Clean | Standing::CaughtUp { .. } | Standing::Moved { .. } | Standing::Unremembered
                if standing::is_from_backup(folder)? =>
            {
                let found = cursor.head.map_or(0, |head| head.seq);
                Standing::Restored { remembered: found, found }
            }
            told @ (Standing::Clean
            | Standing::CaughtUp { .. }
            | Standing::Restored { .. }
            | Standing::Moved { .. }
            | Standing::Unremembered) => told,
        };
        let observed_ms = note.map_or(0, |note| note.observed_ms).max(cursor.newest_ms);
        let reader = Reader::open(&path, &data_key)?;
        let writer = Writer {
            db,
            data_key: Zeroizing::new(data_key),
            folder: real_folder,
            state_dir: state_dir.to_owned(),
            key: identity.key,
            device: identity.device,
            office: identity.office,
            reference: identity.reference,
            salts: Salts::Random,
            cursor,
            recent: Recent::new(),
            settled: standing.is_sound(),
            frozen: false,
            acts_since_checkpoint: 0,
        };
        let writer = Arc::new(Mutex::new(writer));
        let upkeep = Upkeep::start(Arc::clone(&writer), observed_ms)?;
        let files = Files::of(folder, &data_key, &writer, reader.clone());
        let demo = identity.demo;
        let device = Mutex::new(device);
        let (sound, standing, bell) = (standing.is_sound(), Mutex::new(standing), Bell::default());
        let store = Store {
            writer,
            reader,
            files,
            upkeep: Some(upkeep),
            standing,
            device,
            bell,
            demo,
            observed_ms,
            _lock: lock,
        };
        if sound {
            store.note_head();
        }
        Ok(store)
    }

    /// How the log stood when the store was opened, or since it was settled.
    pub fn standing(&self) -> Standing {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Rings whenever something was written here, and when the store is closed.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Goes on after a supervisor has looked.
    ///
    /// # Errors
    /// [`StoreError::NotThatWay`] for the same device after [`Standing::Restored`]; that the file cannot be written, and
    /// then nothing is settled.
    pub fn settle(&self, settlement: Settlement) -> Result<()> {
        let mut writer = lock(&self.writer);
        match settlement {
            Settlement::SameDevice => {
                if matches!(self.standing(), Standing::Restored { .. }) {
                    return Err(StoreError::NotThatWay);
                }
            }
            Settlement::NewDevice { secret, first } => {
                writer.become_new(DeviceKey::from_secret(secret), first)?;
                *self.device.lock().unwrap_or_else(PoisonError::into_inner) = writer.key.device();
            }
        }
        standing::forget_restored(&writer.folder)?;
        writer.settled = true;
        drop(writer);
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = Standing::Clean;
        self.note_head();
        self.bell.ring();
        Ok(())
    }

    /// The keys of machines that this store was before: what they wrote and never sent is sent under them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn former_keys(&self) -> Result<Vec<DeviceKey>> {
        let writer = lock(&self.writer);
        let mut statement =
            writer.db.prepare_cached("SELECT secret FROM devices WHERE secret IS NOT NULL AND n <> ?1")?;
        let rows = statement.query_map([writer.device], |row| row.get::<_, [u8; 32]>("secret"))?;
        rows.map(|secret| Ok(DeviceKey::from_secret(*Zeroizing::new(secret?)))).collect()
    }

    /// Does one act: the function appends entries, then all of it is on disk (`Ok`) or nothing was recorded.
    ///
    /// # Errors
    /// The function's own error; [`StoreError::Unsettled`]; [`StoreError::NumberTaken`]; [`StoreError::Full`]; or that
    /// the file cannot be written.
    pub fn act<T, E: From<StoreError>>(
        &self,
        at: Moment,
        actor: Option<PersonId>,
        does: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = lock(&self.writer);
        let done = writer.act(at, actor, does)?;
        let note = (writer.cursor.head, writer.cursor.newest_ms);
        drop(writer);
        if let (Some(upkeep), (Some(head), newest_ms)) = (&self.upkeep, note) {
            upkeep.note(head, newest_ms);
        }
        self.bell.ring();
        Ok(done)
    }

    /// Does one act whose entries are known beforehand.
    ///
    /// # Errors
    /// As [`Store::act`].
    pub fn append(&self, act: Act) -> Result<Vec<Appended>> {
        self.act(act.at, act.actor, |tx| act.entries.into_iter().map(|entry| tx.append(entry)).collect())
    }

    /// Gives up the room that was held back, where the disk has too little for new dossiers: what is under way goes on.
    ///
    /// # Errors
    /// When the system does not say how much there is, or the file cannot be removed.
    pub fn make_room(&self) -> Result<Room> {
        let folder = lock(&self.writer).folder.clone();
        let room = file::room(&folder)?;
        if room == Room::NoNewDossiers {
            file::release_ballast(&folder)?;
        }
        Ok(room)
    }

    /// The handle for questions; clone it freely.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The handle for scans and papers; clone it freely. Nothing is opened by this.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// This store's device.
    pub fn device(&self) -> DeviceId {
        *self.device.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The device's public key.
    pub fn public_key(&self) -> [u8; 32] {
        lock(&self.writer).key.public()
    }

    /// Lets the device's key sign something that is no entry: the proof on a receipt.
    pub fn with_key<T>(&self, with: impl FnOnce(&DeviceKey) -> T) -> T {
        with(&lock(&self.writer).key)
    }

    /// The newest entry of this device.
    pub fn head(&self) -> Option<Head> {
        lock(&self.writer).cursor.head
    }

    /// The office as its log tells it.
    pub fn office(&self) -> Arc<Office> {
        Arc::clone(&lock(&self.writer).cursor.office)
    }

    /// The office's id, `<unit code>@<valid_from>`.
    pub fn office_id(&self) -> String {
        lock(&self.writer).office.clone()
    }

    /// True for a practice store.
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// The latest time seen by this store or noted beside it. A clock behind it was set back.
    pub fn highest_observed(&self) -> Option<Moment> {
        let newest = lock(&self.writer).cursor.newest_ms.max(self.observed_ms);
        (newest > 0).then(|| from_millis(newest)).flatten()
    }

    /// The digest of everything folded, as it is kept with the newest commit.
    pub fn digest(&self) -> Digest {
        let writer = lock(&self.writer);
        writer.cursor.sum.digest(writer.cursor.position.unsigned_abs())
    }

    /// From now on entries name this version of the reference data.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_reference(&self, version: &str) -> Result<()> {
        let mut writer = lock(&self.writer);
        if writer.reference != version {
            writer.db.execute("UPDATE identity SET reference = ?1", params![version])?;
            version.clone_into(&mut writer.reference);
        }
        Ok(())
    }

    /// Where the salts of coming entries come from.
    pub fn set_salts(&self, salts: Salts) {
        lock(&self.writer).salts = salts;
    }

    /// The file's key, to wrap it for one more person.
    pub fn data_key(&self) -> Zeroizing<[u8; 32]> {
        lock(&self.writer).data_key.clone()
    }

    /// Writes the note of the newest head at once. Otherwise it follows within a second of each act.
    pub fn note_head(&self) {
        let writer = lock(&self.writer);
        let (head, newest_ms) = (writer.cursor.head, writer.cursor.newest_ms.max(self.observed_ms));
        let (folder, state_dir) = (writer.folder.clone(), writer.state_dir.clone());
        drop(writer);
        match (&self.upkeep, head) {
            (Some(upkeep), Some(head)) => {
                upkeep.note(head, newest_ms);
                upkeep.flush();
            }
            // Failing is harmless: the next start catches up.
            (None, Some(head)) => drop(Note::of(head, &folder, newest_ms).and_then(|note| note.write(&state_dir))),
            (_, None) => {}
        }
    }

    /// Nothing is done behind anybody's back from now on: no note, no merging, no checkpoint but when told to, and a
    /// store that is dropped and not closed is left as a killed program leaves it. For simulations, which must be the
    /// same each time.
    #[must_use]
    pub fn without_upkeep(mut self) -> Self {
        if let Some(upkeep) = self.upkeep.take() {
            upkeep.end();
        }
        self
    }

    /// Lets the file grow by so many pages of 4 KiB and no more: what comes then is a full disk to it. None takes the
    /// limit away. For simulations.
    ///
    /// # Errors
    /// When the file does not answer.
    pub fn let_grow(&self, pages: Option<u32>) -> Result<()> {
        file::let_grow(&self.writer().db, pages)
    }

    /// Lets the note of the newest head follow, after entries came.
    pub(crate) fn note_soon(&self) {
        let (head, newest_ms) = {
            let writer = lock(&self.writer);
            (writer.cursor.head, writer.cursor.newest_ms.max(self.observed_ms))
        };
        if let (Some(upkeep), Some(head)) = (&self.upkeep, head) {
            upkeep.note(head, newest_ms);
        }
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Writer> {
        lock(&self.writer)
    }

    /// Brings the index and the file to their quiet shape: what otherwise happens when the desk rests. Before a bench,
    /// after a bulk load.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn tidy(&self) -> Result<()> {
        self.writer().tidy()
    }

    /// Ends quietly: rests, writes the note, closes.
    pub fn close(mut self) {
        if self.upkeep.is_none() {
            self.note_head();
            // Failing is harmless: the WAL is read again at the next start.
            let _ = self.writer().checkpoint();
        }
        self.shut();
    }

    fn shut(&mut self) {
        self.bell.close();
        if let Some(upkeep) = self.upkeep.take() {
            upkeep.end();
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.shut();
    }
}

/// The folder holds citizens' data: nobody else on the machine reads it.
fn only_for_the_user(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = folder; // the user's profile is closed to others there
    Ok(())
}
