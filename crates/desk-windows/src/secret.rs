//! The key store of the signed-in Windows account (DPAPI): what one account seals, on one machine, no other opens.
//!
//! An administrator who resets that account's password takes the key away with it, by design of Windows; whoever uses
//! this needs another way in.
use std::{io, ptr, slice};

use windows_sys::Win32::{
    Foundation::LocalFree,
    Security::Cryptography::{CRYPT_INTEGER_BLOB, CRYPTPROTECT_UI_FORBIDDEN, CryptProtectData, CryptUnprotectData},
};
use zeroize::{Zeroize, Zeroizing};

/// Seals bytes for this account. `purpose` must be the same at opening.
///
/// # Errors
/// When the account has no key, as in a service without a profile.
pub fn seal(bytes: &[u8], purpose: &str) -> io::Result<Vec<u8>> {
    let (from, entropy, mut to) = (blob(bytes)?, blob(purpose.as_bytes())?, CRYPT_INTEGER_BLOB::default());
    // SAFETY: both inputs are borrowed for the whole call and only read; `to` is ours to be filled.
    let answer = unsafe {
        CryptProtectData(&from, ptr::null(), &entropy, ptr::null(), ptr::null(), CRYPTPROTECT_UI_FORBIDDEN, &mut to)
    };
    super::done(answer)?;
    Ok(taken(to).to_vec())
}

/// Opens what [`seal`] made.
///
/// # Errors
/// When another account, another machine or another purpose sealed it, or when the account lost its key.
pub fn open(sealed: &[u8], purpose: &str) -> io::Result<Zeroizing<Vec<u8>>> {
    let (from, entropy, mut to) = (blob(sealed)?, blob(purpose.as_bytes())?, CRYPT_INTEGER_BLOB::default());
    // SAFETY: as in `seal`; no description is asked for.
    let answer = unsafe {
        let none = ptr::null_mut();
        CryptUnprotectData(&from, none, &entropy, ptr::null(), ptr::null(), CRYPTPROTECT_UI_FORBIDDEN, &mut to)
    };
    super::done(answer)?;
    Ok(taken(to))
}

/// Bytes as the call reads them. It takes a pointer to writable bytes and never writes there.
fn blob(bytes: &[u8]) -> io::Result<CRYPT_INTEGER_BLOB> {
    let length = u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    Ok(CRYPT_INTEGER_BLOB { cbData: length, pbData: bytes.as_ptr().cast_mut() })
}

/// Takes over what the system allocated: copied, wiped, freed.
fn taken(blob: CRYPT_INTEGER_BLOB) -> Zeroizing<Vec<u8>> {
    if blob.pbData.is_null() {
        return Zeroizing::default();
    }
    // SAFETY: a call that succeeded filled `cbData` bytes there; they are ours alone until they are freed below.
    unsafe {
        let bytes = slice::from_raw_parts_mut(blob.pbData, blob.cbData as usize);
        let kept = Zeroizing::new(bytes.to_vec());
        bytes.zeroize();
        LocalFree(blob.pbData.cast());
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_for_its_purpose_alone_and_a_changed_one_not_at_all() {
        let sealed = seal(b"32 bytes of a key, or any number", "motcua/a").expect("an account with a key");
        assert_eq!(open(&sealed, "motcua/a").expect("opens").as_slice(), b"32 bytes of a key, or any number");
        assert!(!sealed.windows(8).any(|window| window == b"32 bytes"), "nothing stands in clear");
        assert!(open(&sealed, "motcua/b").is_err(), "another purpose");
        let mut changed = sealed.clone();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        assert!(open(&changed, "motcua/a").is_err(), "a flipped bit");
        assert!(open(b"", "motcua/a").is_err(), "nothing");
    }
}
