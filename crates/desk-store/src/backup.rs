//! A copy of the store that can be restored, and restoring one.
//!
//! A backup is a folder: the two encrypted files as they stood at one moment, `keys` and what else lies beside the
//! store, and a manifest with the head, the digest and the SHA-256 of every file. It is made while the desk works, from
//! readings that no later act reaches, the store first and the scans after it (they only grow). It gets its name only
//! after the copy was opened and verified whole; of a copy that fails nothing is left. The copy needs the same passwords
//! as the store.
//!
//! Restoring copies a backup into a folder without a store. The copy is behind what its machine may have written or
//! printed since, so it always opens as [`Standing::Restored`](crate::Standing): a supervisor goes on under a new device
//! that names the old head.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use desk_core::{
    ids::DeviceId,
    time::{Moment, millis},
};
use desk_log::Head;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{
    error::StoreError,
    file::{self, Use},
    files, standing,
    store::Store,
    verify,
};

const FORMAT: &str = "motcua-backup";
const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";
const DATABASE: &str = "motcua.db";
const FILES: &str = "motcua.files.db";
const UNFINISHED: &str = ".unfinished";
/// Bytes beside the two files: keys, manifest, the index of the copy while it is verified.
const SPARE: u64 = 2 * 1024 * 1024;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    version: u32,
    /// When it was made.
    #[serde(with = "millis")]
    pub made_at: Moment,
    /// The newest entry of this store's device in it; none where there was none.
    pub head: Option<Head>,
    /// The digest of the whole ([`Digest`](crate::Digest)), as 64 hex digits.
    pub digest: String,
    /// Entries in it.
    pub entries: u64,
    /// SHA-256 of each file, in hex.
    pub files: BTreeMap<String, String>,
}

/// A backup that was opened and verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its folder.
    pub folder: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Bytes in all.
    pub bytes: u64,
}

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store or a disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The copy does not verify: it is no backup and was removed.
    #[error("the copy does not verify: {what}")]
    NotSound {
        /// The first fault.
        what: String,
    },
    /// The folder that it should lie in is not there: a stick that was pulled, a disk that is not mounted.
    #[error("the place of the backup is not there")]
    PlaceMissing,
    /// Nothing may be written there.
    #[error("nothing may be written at the place of the backup")]
    PlaceClosed,
    /// There is not enough room there.
    #[error("the backup needs {needed} bytes, {free} are free")]
    PlaceFull {
        /// Bytes that it needs.
        needed: u64,
        /// Bytes that are free there.
        free: u64,
    },
    /// The place was there when it began, and then could not be written or read.
    #[error("the place of the backup stopped answering")]
    PlaceBroke,
    /// Whoever made it stopped it.
    #[error("the backup was stopped")]
    Stopped,
    /// There is no backup in this folder.
    #[error("there is no backup in this folder")]
    NoBackup,
    /// A file of the backup is missing or its bytes are not those that were written.
    #[error("the backup's file {file} is missing or changed")]
    Changed {
        /// Which.
        file: String,
    },
    /// A backup of that name stands there already.
    #[error("a backup of this name is there already")]
    AlreadyThere,
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        BackupError::Store(error.into())
    }
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        BackupError::Store(error.into())
    }
}

type Answer<T> = Result<T, BackupError>;

/// How far a backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Copying: pages done, of how many. The store first, then the scans.
    Copying {
        /// Done.
        done: u64,
        /// Of the file under way.
        of: u64,
    },
    /// The copy is opened and every page, signature, chain and table in it read.
    Verifying,
}

/// What a backup is made of. It holds no store open: a backup goes on though the desk is signed out meanwhile.
pub struct BackupSource {
    folder: PathBuf,
    key: Zeroizing<[u8; 32]>,
    device: DeviceId,
}

impl Store {
    /// What a backup of this store is made of.
    pub fn backup_source(&self) -> BackupSource {
        let device = self.device();
        let writer = self.writer();
        BackupSource { folder: writer.folder.clone(), key: writer.data_key.clone(), device }
    }

    /// Makes a backup in `into`, which is there already. See [`BackupSource::make`].
    ///
    /// # Errors
    /// As there.
    pub fn back_up(&self, into: &Path, beside: &[&str], at: Moment) -> Answer<Backup> {
        self.backup_source().make(into, beside, at, &|_| true)
    }
}

impl BackupSource {
    /// Makes a backup in `into`, named after device and time. `beside` are further files of the store's folder to take
    /// along. Acts go on meanwhile; what they add is not in it. `watch` is told how far it is, and stops it by `false`.
    ///
    /// # Errors
    /// What stands against the place, or that the copy does not verify; then nothing is left of it.
    pub fn make(&self, into: &Path, beside: &[&str], at: Moment, watch: &dyn Fn(Progress) -> bool) -> Answer<Backup> {
        if !into.is_dir() {
            return Err(BackupError::PlaceMissing);
        }
        let name = format!("{}{}", self.prefix(), at.format("%Y%m%d-%H%M%S"));
        let (done, unfinished) = (into.join(&name), into.join(format!("{name}{UNFINISHED}")));
        if done.try_exists()? {
            return Err(BackupError::AlreadyThere);
        }
        self.clear(into);
        let needed = self.bytes()? + SPARE;
        let free = fs4::available_space(into).map_err(|_| BackupError::PlaceBroke)?;
        if free < needed {
            return Err(BackupError::PlaceFull { needed, free });
        }
        fs::create_dir(&unfinished).map_err(|_| BackupError::PlaceClosed)?;
        let made = self.copy(&unfinished, beside, watch).and_then(|()| self.seal(&unfinished, at, watch)).and_then(
            |(manifest, bytes)| {
                file::put_in_place(&unfinished, &done)?;
                Ok(Backup { folder: done, manifest, bytes })
            },
        );
        made.map_err(|error| {
            let told = at_place(error, into, needed);
            // Ours alone, and no backup. Where the place is gone there is nothing to remove.
            let _ = fs::remove_dir_all(&unfinished);
            told
        })
    }

    /// What every backup of this machine is called first.
    pub fn prefix(&self) -> String {
        format!("motcua-{}-", &self.device.to_string()[..8])
    }

    /// Removes what earlier backups of this machine left unfinished: the program ended in between.
    fn clear(&self, into: &Path) {
        let Ok(listed) = fs::read_dir(into) else { return };
        for found in listed.filter_map(Result::ok) {
            let name = found.file_name().to_string_lossy().into_owned();
            if name.starts_with(&self.prefix()) && name.ends_with(UNFINISHED) {
                let _ = fs::remove_dir_all(found.path()); // the room is asked for next
            }
        }
    }

    /// The most bytes that lie at the place at one moment: a file is copied through a log as long as itself, the store
    /// first, then the scans.
    fn bytes(&self) -> Answer<u64> {
        let size = |name: &str| match fs::metadata(self.folder.join(name)) {
            Ok(found) => Ok(found.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        };
        let store = size(DATABASE)? + size("motcua.db-wal")?;
        let files = size(FILES)? + size("motcua.files.db-wal")?;
        Ok((2 * store).max(store + 2 * files))
    }

    fn copy(&self, unfinished: &Path, beside: &[&str], watch: &dyn Fn(Progress) -> bool) -> Answer<()> {
        let told = |done, of| watch(Progress::Copying { done, of });
        let pairs = [
            (DATABASE, self.key.clone(), Use::Read, Use::Create),
            (FILES, files::derived_key(&self.key), Use::FilesRead, Use::FilesCreate),
        ];
        for (name, key, reads, creates) in pairs {
            let (from, to) = (self.folder.join(name), unfinished.join(name));
            if name == FILES && !from.try_exists()? {
                continue;
            }
            if !file::copy_database((&from, reads), (&to, creates), &key, &told)? {
                return Err(BackupError::Stopped);
            }
        }
        for name in ["keys", "keys.2", "motcua.store"].iter().chain(beside) {
            if self.folder.join(name).try_exists()? {
                fs::copy(self.folder.join(name), unfinished.join(name))?;
            }
        }
        Ok(())
    }

    /// Opens and verifies the copy, and writes its manifest.
    fn seal(&self, unfinished: &Path, at: Moment, watch: &dyn Fn(Progress) -> bool) -> Answer<(Manifest, u64)> {
        if !watch(Progress::Verifying) {
            return Err(BackupError::Stopped);
        }
        let (digest, head) = opened_and_verified(unfinished, &self.key)?;
        let mut files = BTreeMap::new();
        let mut bytes = 0;
        for found in fs::read_dir(unfinished)? {
            let found = found?;
            let (sum, length) = sum_of(&found.path())?;
            bytes += length;
            files.insert(found.file_name().to_string_lossy().into_owned(), sum);
        }
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            made_at: at,
            head,
            digest: digest.digest,
            entries: digest.entries,
            files,
        };
        let json = serde_json::to_vec_pretty(&manifest).expect("texts and numbers always encode");
        file::write_whole(&unfinished.join(MANIFEST), &json)?;
        Ok((manifest, bytes))
    }
}

impl std::fmt::Debug for BackupSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BackupSource").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// What went wrong while a backup was written, told as trouble of its place: what is wrong with the store itself is told
/// by the store.
fn at_place(error: BackupError, into: &Path, needed: u64) -> BackupError {
    let free = fs4::available_space(into).unwrap_or(0);
    match error {
        BackupError::Store(StoreError::Full) => BackupError::PlaceFull { needed, free },
        BackupError::Store(StoreError::Io(_) | StoreError::Sql(_)) if !into.is_dir() => BackupError::PlaceMissing,
        // A full disk speaks in many codes.
        BackupError::Store(StoreError::Io(_) | StoreError::Sql(_)) if free < SPARE => {
            BackupError::PlaceFull { needed, free }
        }
        BackupError::Store(StoreError::Io(_) | StoreError::Sql(_)) => BackupError::PlaceBroke,
        told @ (BackupError::Store(_)
        | BackupError::NotSound { .. }
        | BackupError::PlaceMissing
        | BackupError::PlaceClosed
        | BackupError::PlaceFull { .. }
        | BackupError::PlaceBroke
        | BackupError::Stopped
        | BackupError::NoBackup
        | BackupError::Changed { .. }
        | BackupError::AlreadyThere) => told,
    }
}

/// The backups in a folder by their manifests, newest first; the folder itself where it is one. Their files are not held
/// against the manifests yet ([`check_backup`]).
///
/// # Errors
/// [`BackupError::PlaceMissing`].
pub fn backups_in(folder: &Path) -> Answer<Vec<(PathBuf, Manifest)>> {
    if let Ok(manifest) = read_manifest(folder) {
        return Ok(vec![(folder.to_owned(), manifest)]);
    }
    let listed = fs::read_dir(folder).map_err(|_| BackupError::PlaceMissing)?;
    let within = listed
        .filter_map(|found| Some(found.ok()?.path()))
        .filter(|path| !path.to_string_lossy().ends_with(UNFINISHED));
    let mut found: Vec<(PathBuf, Manifest)> =
        within.filter_map(|path| read_manifest(&path).ok().map(|manifest| (path, manifest))).collect();
    found.sort_by(|(one, a), (other, b)| b.made_at.cmp(&a.made_at).then_with(|| one.cmp(other)));
    Ok(found)
}

/// Whether a backup's file opens with this key, told without opening it.
///
/// # Errors
/// [`StoreError::WrongKey`]; that the backup cannot be read.
pub fn fits_backup(folder: &Path, data_key: &[u8; 32]) -> Answer<()> {
    let marker = file::Marker::read(folder)?.ok_or_else(|| BackupError::Changed { file: "motcua.store".to_owned() })?;
    Ok(marker.fits(data_key)?)
}

fn read_manifest(folder: &Path) -> Answer<Manifest> {
    let bytes = match fs::read(folder.join(MANIFEST)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(BackupError::NoBackup),
        Err(error) => return Err(error.into()),
    };
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| BackupError::NoBackup)?;
    if manifest.format != FORMAT || manifest.version != VERSION || !manifest.files.contains_key(DATABASE) {
        return Err(BackupError::NoBackup);
    }
    Ok(manifest)
}

/// Reads a backup's manifest and holds every file against it. Needs no key.
///
/// # Errors
/// [`BackupError::NoBackup`], [`BackupError::Changed`], or that the disk cannot be read.
pub fn check_backup(folder: &Path) -> Answer<Manifest> {
    let manifest = read_manifest(folder)?;
    for (name, sum) in &manifest.files {
        let plain = Path::new(name).file_name().is_some_and(|only| only == name.as_str());
        let changed = || BackupError::Changed { file: name.clone() };
        if !plain || !folder.join(name).try_exists()? || sum_of(&folder.join(name))?.0 != *sum {
            return Err(changed());
        }
    }
    Ok(manifest)
}

/// Copies a backup into a folder that has no store. A damaged store there is set aside under other names first, never
/// deleted; a store that stands is refused. The copy opens as restored.
///
/// # Errors
/// As [`check_backup`]; [`StoreError::AlreadyThere`] where `replace` is false and a store stands there; that a disk cannot
/// be read or written, or has no room for it. What is asked before anything is touched leaves all as it was.
pub fn restore(from: &Path, into: &Path, replace: bool) -> Answer<Manifest> {
    let manifest = check_backup(from)?;
    fs::create_dir_all(into)?;
    file::check_place(into)?;
    let _lock = file::FolderLock::take(into)?;
    let needed = manifest.files.keys().map(|name| Ok(fs::metadata(from.join(name))?.len())).sum::<io::Result<u64>>()?;
    if fs4::available_space(into)? < needed + SPARE {
        return Err(StoreError::Full.into()); // asked before anything is set aside
    }
    let names: Vec<&str> = manifest.files.keys().map(String::as_str).collect();
    let beside = [DATABASE, "motcua.db-wal", "motcua.db-shm", FILES, "motcua.files.db-wal", "motcua.files.db-shm"];
    let standing: BTreeSet<&str> =
        names.iter().copied().chain(beside).chain(["keys", "keys.2", "motcua.store"]).collect();
    if file::database(into).try_exists()? && !replace {
        return Err(StoreError::AlreadyThere.into());
    }
    file::set_aside_as(into, &Vec::from_iter(standing), "before-restore")?;
    standing::note_restored(into, manifest.head)?;
    // The store's file last: without it there is nothing to open yet.
    for name in names.iter().copied().filter(|name| *name != DATABASE).chain([DATABASE]) {
        let fresh = into.join(format!("{name}.restoring"));
        fs::copy(from.join(name), &fresh)?;
        file::flush(&fresh)?;
        file::put_in_place(&fresh, &into.join(name))?;
    }
    Ok(manifest)
}

fn opened_and_verified(folder: &Path, key: &[u8; 32]) -> Answer<(crate::Digest, Option<Head>)> {
    let db = file::open_connection(&folder.join(DATABASE), key, Use::Write)?;
    let verdict = verify::verify(&db)?;
    if let Some(fault) = verdict.faults.first() {
        return Err(BackupError::NotSound { what: fault.to_string() });
    }
    let own: DeviceId = db
        .query_row("SELECT d.id FROM identity i JOIN devices d ON d.n = i.device", [], |row| row.get("id"))
        .map(DeviceId)?;
    let digest = verify::recount(&db)?;
    db.close().map_err(|(_, error)| error)?;
    let files = folder.join(FILES);
    if files.try_exists()? {
        let db = file::open_connection(&files, &files::derived_key(key), Use::FilesWrite)?;
        if let Some(what) = file::page_faults(&db)?.into_iter().next() {
            return Err(BackupError::NotSound { what });
        }
    }
    for name in [DATABASE, FILES] {
        file::remove_log(&folder.join(name))?;
    }
    Ok((digest, verdict.heads.into_iter().find(|head| head.device == own)))
}

fn sum_of(path: &Path) -> Answer<(String, u64)> {
    let mut file = File::open(path)?;
    let mut sum = Sha256::new();
    let mut piece = vec![0; 256 * 1024];
    let mut length = 0;
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok((hex::encode(sum.finalize()), length));
        }
        length += read as u64;
        sum.update(&piece[..read]);
    }
}
