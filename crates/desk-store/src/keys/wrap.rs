//! The data key under a password: Argon2id stretches it, XChaCha20-Poly1305 wraps.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{DataKey, KeyRefusal, system::name};

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
    /// The name of the system's secret that joined in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    joined: Option<String>,
}

/// What a wrap is under: what a person types, and the system's secret where it joins in.
#[derive(Clone, Copy)]
pub(super) struct Secrets<'a> {
    pub(super) typed: &'a [u8],
    pub(super) system: Option<&'a [u8; 32]>,
}

/// Argon2id of what was typed; the system's secret is its key K (RFC 9106 §3.1).
fn stretch(secret: Secrets<'_>, salt: &[u8], cost: Cost) -> Option<Zeroizing<[u8; 32]>> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).ok()?;
    let key = secret.system.map_or(&[][..], |system| system);
    let argon = Argon2::new_with_secret(key, Algorithm::Argon2id, Version::V0x13, params).ok()?;
    let mut stretched = Zeroizing::new([0; 32]);
    argon.hash_password_into(secret.typed, salt, stretched.as_mut()).ok()?;
    Some(stretched)
}

impl Wrap {
    pub(super) fn seal(
        tag: &[u8],
        secret: Secrets<'_>,
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
        let joined = secret.system.map(name);
        Wrap { cost, salt: hex::encode(salt), nonce: hex::encode(nonce), sealed: hex::encode(sealed), joined }
    }

    /// True when it opens only with the system's secret.
    pub(super) fn is_joined(&self) -> bool {
        self.joined.is_some()
    }

    pub(super) fn open(&self, tag: &[u8], secret: Secrets<'_>) -> Result<DataKey, KeyRefusal> {
        if self.joined != secret.system.map(name) {
            return Err(KeyRefusal::System);
        }
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
