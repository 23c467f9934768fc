//! The key of a machine: Ed25519 (RFC 8032), made from bytes that the caller drew.

use std::fmt;

use desk_core::ids::DeviceId;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// The secret key that a machine signs its entries and receipts with. Wiped from memory when dropped.
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// From 32 secret bytes of a good random source. The copy taken here is wiped; the caller wipes its own.
    pub fn from_secret(mut secret: [u8; 32]) -> Self {
        let key = DeviceKey(SigningKey::from_bytes(&secret));
        secret.zeroize();
        key
    }

    /// The 32 secret bytes, to keep inside the encrypted store.
    pub fn secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key, as RFC 8032 writes it.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// The machine this key belongs to.
    pub fn device(&self) -> DeviceId {
        device_id(&self.public())
    }

    /// Signs bytes. Each use begins its message in a way that no other does (entries and statements with their external
    /// data, receipts with `motcua/receipt/1`, requests with `"@method"`), so that no signature passes for another's.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.device()) // never the secret
    }
}

/// The machine a public key belongs to: the first 16 bytes of SHA-256 over it.
pub fn device_id(public: &[u8; 32]) -> DeviceId {
    let digest: [u8; 32] = Sha256::digest(public).into();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    DeviceId(id)
}

/// Whether a signature holds, by the strict rules of `docs/formats/entry.md`: canonical points and scalar, no point of
/// small order, the equation without cofactor. One message and key have no second signature made from the first.
pub fn signature_holds(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(public) else { return false };
    // The library reads a point also from bytes beyond the field's prime; then its one encoding differs.
    key.to_edwards().compress().to_bytes() == *public
        && key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
}
