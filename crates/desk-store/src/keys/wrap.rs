//! The data key under a password: Argon2id stretches it, XChaCha20-Poly1305 wraps.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{DataKey, KeyRefusal};

/// What opening a wrap costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// 64 MiB, three passes: about a quarter of a second on an office machine.
    pub const FULL: Cost = Cost { memory_kib: 64 * 1024, passes: 3 };
    /// The least that Argon2 takes. For tests.
    pub(super) const LEAST: Cost = Cost { memory_kib: 8, passes: 1 };
}

/// A wrapped data key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wrap {
    #[serde(flatten)]
    cost: Cost,
    salt: String,
    nonce: String,
    sealed: String,
}

fn stretch(secret: &[u8], salt: &[u8], cost: Cost) -> Option<Zeroizing<[u8; 32]>> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).ok()?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(secret, salt, key.as_mut()).ok()?;
    Some(key)
}

impl Wrap {
    pub(super) fn seal(
        tag: &[u8],
        secret: &[u8],
        data_key: &[u8; 32],
        salt: [u8; 16],
        nonce: [u8; 24],
        cost: Cost,
    ) -> Self {
        let key = stretch(secret, &salt, cost).expect("our own parameters are within Argon2's limits");
        let cipher = XChaCha20Poly1305::new_from_slice(key.as_ref()).expect("the key has 32 bytes");
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: data_key, aad: tag })
            .expect("32 bytes are within the cipher's limits");
        Wrap { cost, salt: hex::encode(salt), nonce: hex::encode(nonce), sealed: hex::encode(sealed) }
    }

    pub(super) fn open(&self, tag: &[u8], secret: &[u8]) -> Result<DataKey, KeyRefusal> {
        // A changed file must not make the program take all memory.
        if self.cost.memory_kib > 1024 * 1024 || self.cost.passes > 32 {
            return Err(KeyRefusal::Form);
        }
        let salt = hex::decode(&self.salt).map_err(|_| KeyRefusal::Form)?;
        let mut nonce = [0; 24];
        hex::decode_to_slice(&self.nonce, &mut nonce).map_err(|_| KeyRefusal::Form)?;
        let sealed = hex::decode(&self.sealed).map_err(|_| KeyRefusal::Form)?;
        let key = stretch(secret, &salt, self.cost).ok_or(KeyRefusal::Form)?;
        let cipher = XChaCha20Poly1305::new_from_slice(key.as_ref()).expect("the key has 32 bytes");
        let opened = cipher
            .decrypt(&XNonce::from(nonce), Payload { msg: &sealed, aad: tag })
            .map(Zeroizing::new)
            .map_err(|_| KeyRefusal::Wrong)?;
        let mut data_key = Zeroizing::new([0; 32]);
        if opened.len() != data_key.len() {
            return Err(KeyRefusal::Form);
        }
        data_key.copy_from_slice(&opened);
        Ok(data_key)
    }
}
