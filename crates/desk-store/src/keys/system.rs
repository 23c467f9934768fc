//! The system's own key store, which joins a person's password where a system has one: a stolen disk then lacks half of
//! what a guess needs. Behind a port, so that the same rules are tested everywhere.
//!
//! What always holds: the recovery code never needs it. An administrator who resets the account's password takes its keys
//! away, by design of Windows, and a restored backup meets another account; the code on paper opens both.

use std::{fmt::Debug, io};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A key store that keeps secrets for one account of one machine.
pub trait SystemKeyStore: Debug + Send + Sync {
    /// Seals a secret for this account.
    ///
    /// # Errors
    /// When the account has no key.
    fn seal(&self, secret: &[u8]) -> io::Result<Vec<u8>>;

    /// Opens what [`SystemKeyStore::seal`] made.
    ///
    /// # Errors
    /// When another account or machine sealed it, or this account lost its key.
    fn open(&self, sealed: &[u8]) -> io::Result<Zeroizing<Vec<u8>>>;
}

/// The key store of this system, where it has one that joins in.
pub(super) fn of_this_system() -> Option<&'static dyn SystemKeyStore> {
    #[cfg(windows)]
    return Some(&Account);
    #[cfg(not(windows))]
    None
}

/// The Windows account.
#[cfg(windows)]
#[derive(Debug)]
struct Account;

#[cfg(windows)]
impl SystemKeyStore for Account {
    fn seal(&self, secret: &[u8]) -> io::Result<Vec<u8>> {
        desk_windows::secret::seal(secret, PURPOSE)
    }

    fn open(&self, sealed: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
        desk_windows::secret::open(sealed, PURPOSE)
    }
}

#[cfg(windows)]
const PURPOSE: &str = "motcua/keys/1";

/// The secret that joins in.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// A secret's name in a wrap: it tells a lost secret from a wrong password and gives nothing of it away.
pub(super) fn name(secret: &[u8; 32]) -> String {
    hex::encode(&Sha256::new().chain_update(b"motcua/system/1").chain_update(secret).finalize()[..8])
}
