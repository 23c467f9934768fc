//! A copy of the store that can be restored, and restoring one.
//!
//! A backup is a folder: the two encrypted files as they stood at one moment, `keys` and what else lies beside the
//! store, and a manifest with the head, the digest and the SHA-256 of every file. It is made while the desk works, from
//! readings that no later act reaches, the store first and the scans after it (they only grow). It gets its name only
//! after the copy was opened and verified whole. The copy needs the same passwords as the store.
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

use desk_core::time::{Moment, millis};
use desk_log::Head;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

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
    /// The copy does not verify: it was left under its unfinished name and is no backup.
    #[error("the copy does not verify: {what}")]
    NotSound {
        /// The first fault.
        what: String,
    },
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

impl Store {
    /// Makes a backup in `into`, named after device and time. `beside` are further files of the store's folder to take
    /// along. Acts go on meanwhile; what they add is not in it.
    ///
    /// # Errors
    /// When a disk cannot be read or written, or the copy does not verify; then there is no backup.
    pub fn back_up(&self, into: &Path, beside: &[&str], at: Moment) -> Answer<Backup> {
        let (folder, key) = {
            let writer = self.writer();
            (writer.folder.clone(), writer.data_key.clone())
        };
        let name = format!("motcua-{}-{}", &self.device().to_string()[..8], at.format("%Y%m%d-%H%M%S"));
        let done = into.join(&name);
        let unfinished = into.join(format!("{name}.unfinished"));
        if done.try_exists()? || unfinished.try_exists()? {
            return Err(BackupError::AlreadyThere);
        }
        fs::create_dir_all(&unfinished)?;

        let (from, to) = (folder.join(DATABASE), unfinished.join(DATABASE));
        file::copy_database((&from, Use::Read), (&to, Use::Create), &key)?;
        if folder.join(FILES).try_exists()? {
            let (from, to) = (folder.join(FILES), unfinished.join(FILES));
            let key = files::derived_key(&key);
            file::copy_database((&from, Use::FilesRead), (&to, Use::FilesCreate), &key)?;
        }
        for name in ["keys", "keys.2", "motcua.store"].iter().chain(beside) {
            if folder.join(name).try_exists()? {
                fs::copy(folder.join(name), unfinished.join(name))?;
            }
        }

        let (digest, head) = opened_and_verified(&unfinished, &key)?;
        let mut files = BTreeMap::new();
        let mut bytes = 0;
        for found in fs::read_dir(&unfinished)? {
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
        file::put_in_place(&unfinished, &done)?;
        Ok(Backup { folder: done, manifest, bytes })
    }
}

/// Reads a backup's manifest and holds every file against it. Needs no key.
///
/// # Errors
/// [`BackupError::NoBackup`], [`BackupError::Changed`], or that the disk cannot be read.
pub fn check_backup(folder: &Path) -> Answer<Manifest> {
    let bytes = match fs::read(folder.join(MANIFEST)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(BackupError::NoBackup),
        Err(error) => return Err(error.into()),
    };
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| BackupError::NoBackup)?;
    if manifest.format != FORMAT || manifest.version != VERSION || !manifest.files.contains_key(DATABASE) {
        return Err(BackupError::NoBackup);
    }
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
/// be read or written.
pub fn restore(from: &Path, into: &Path, replace: bool) -> Answer<Manifest> {
    let manifest = check_backup(from)?;
    fs::create_dir_all(into)?;
    file::check_place(into)?;
    let _lock = file::FolderLock::take(into)?;
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
    let own: desk_core::ids::DeviceId = db
        .query_row("SELECT d.id FROM identity i JOIN devices d ON d.n = i.device", [], |row| row.get("id"))
        .map(desk_core::ids::DeviceId)?;
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
