//! The province's keys: one that signs its statements, one that the embedded record is encrypted with. Made at the
//! first start in a file that the service alone can read. Whoever has this file can speak for the province: it belongs
//! in the backup, and nowhere else.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use desk_sync::ProvinceKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const FORMAT: &str = "motcua-province-keys";

/// The keys, read.
pub struct Keys {
    /// Signs statements.
    pub signing: ProvinceKey,
    /// Encrypts the embedded record.
    pub record: Zeroizing<[u8; 32]>,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// There is no file of keys.
    #[error("there are no keys in this data folder")]
    Missing,
    /// There is a file, and it is not one of keys.
    #[error("the file of keys is not one")]
    NotKeys,
    /// Others may read the file.
    #[error("others may read the file of keys: its rights must be 0600")]
    Open,
    /// A record stands here without its keys. New ones would never open it.
    #[error("there is a record here, and its keys are missing")]
    Lost,
    /// The system says no.
    #[error("the file of keys: {0}")]
    Io(#[from] io::Error),
    /// No random bytes.
    #[error("the system gives no random bytes")]
    Random,
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    format: String,
    signing: String,
    record: String,
}

/// The file of keys in a data folder.
pub fn file(data: &Path) -> PathBuf {
    data.join("province.keys")
}

/// Random bytes of the system.
///
/// # Errors
/// When it has none.
pub fn random<const N: usize>() -> Result<[u8; N], KeyFault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| KeyFault::Random)?;
    Ok(bytes)
}

impl Keys {
    /// Reads the keys of a data folder.
    ///
    /// # Errors
    /// When they are not there, not keys, or open to others.
    pub fn read(data: &Path) -> Result<Self, KeyFault> {
        let path = file(data);
        let bytes = match fs::read(&path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(KeyFault::Missing),
            Err(error) => return Err(error.into()),
        };
        closed(&path)?;
        let file: KeyFile = serde_json::from_slice(&bytes).map_err(|_| KeyFault::NotKeys)?;
        let key = |text: &str| -> Result<[u8; 32], KeyFault> {
            let mut key = [0; 32];
            hex::decode_to_slice(text, &mut key).map_err(|_| KeyFault::NotKeys)?;
            Ok(key)
        };
        if file.format != FORMAT {
            return Err(KeyFault::NotKeys);
        }
        let signing = ProvinceKey::from_secret(key(&file.signing)?);
        Ok(Keys { signing, record: Zeroizing::new(key(&file.record)?) })
    }

    /// Reads the keys, or makes them at the first start.
    ///
    /// # Errors
    /// When they cannot be made, or a record stands there without them.
    pub fn read_or_make(data: &Path) -> Result<Self, KeyFault> {
        match Self::read(data) {
            Err(KeyFault::Missing) if crate::db::sqlite::file(data).try_exists()? => Err(KeyFault::Lost),
            Err(KeyFault::Missing) => {
                fs::create_dir_all(data)?;
                let (signing, record) = (random::<32>()?, random::<32>()?);
                let text = |key: [u8; 32]| hex::encode(key);
                let file = KeyFile { format: FORMAT.to_owned(), signing: text(signing), record: text(record) };
                let bytes = Zeroizing::new(serde_json::to_vec(&file).map_err(|_| KeyFault::NotKeys)?);
                write_closed(&self::file(data), &bytes)?;
                Self::read(data)
            }
            found => found,
        }
    }
}

/// Writes a file that nobody else can read at any moment, whole or not at all, and never over another.
///
/// # Errors
/// When the system does not write it.
pub fn write_closed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("keys.new");
    let mut how = OpenOptions::new();
    how.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    let mut out = how.open(&fresh)?;
    out.write_all(bytes)?;
    out.sync_all()?;
    fs::hard_link(&fresh, path)?; // fails where a file stands, as a rename would not
    fs::remove_file(&fresh)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn closed(path: &Path) -> Result<(), KeyFault> {
    use std::os::unix::fs::MetadataExt as _;
    if fs::metadata(path)?.mode() & 0o077 == 0 { Ok(()) } else { Err(KeyFault::Open) }
}

#[cfg(not(unix))]
fn closed(_path: &Path) -> Result<(), KeyFault> {
    Ok(()) // the folder's own rights guard it there
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_nobody_else_reads_them() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Keys::read(folder.path()), Err(KeyFault::Missing)));
        let made = Keys::read_or_make(folder.path()).unwrap();
        let again = Keys::read_or_make(folder.path()).unwrap();
        assert_eq!((made.signing.public(), *made.record), (again.signing.public(), *again.record));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(file(folder.path()), fs::Permissions::from_mode(0o640)).unwrap();
            assert!(matches!(Keys::read(folder.path()), Err(KeyFault::Open)));
        }
    }

    #[test]
    fn no_new_keys_are_made_beside_a_record() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(crate::db::sqlite::file(folder.path()), b"a record").unwrap();
        assert!(matches!(Keys::read_or_make(folder.path()), Err(KeyFault::Lost)));
        fs::write(file(folder.path()), b"{}").unwrap();
        assert!(Keys::read_or_make(folder.path()).is_err());
    }
}
