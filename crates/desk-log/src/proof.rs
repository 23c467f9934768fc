//! The proof in a receipt's QR code: 96 bytes that say what was printed, when, and by which machine.
//!
//! `docs/formats/receipt-qr.md` gives the bytes.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use desk_core::ids::DeviceId;
use sha2::{Digest, Sha256};

use crate::{
    cbor::to_canonical,
    key::{DeviceKey, device_id, signature_holds},
};

/// What a receipt's signature starts with, so that no other signature of the key can be taken for one.
pub const RECEIPT_CONTEXT: &[u8] = b"motcua/receipt/1";

/// The proof, read or made; its bytes are [`ReceiptProof::to_bytes`], its text base64url without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiptProof {
    /// When the dossier was received: whole minutes since 1970-01-01T00:00Z.
    pub received_min: u32,
    /// When the result is due, in the same unit; none without a due date (written as 0).
    pub due_min: Option<u32>,
    /// [`fields_digest`] of the printed fields.
    pub digest: [u8; 16],
    /// The first 8 bytes of the signing device's id.
    pub key_id: [u8; 8],
    /// Ed25519 over context, code and the 32 bytes above.
    pub signature: [u8; 64],
}

/// Why a text is not a proof, or a proof not that receipt's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// Not 96 bytes in base64url.
    #[error("not a receipt's proof")]
    Form,
    /// Signed by another key than the one given.
    #[error("signed by another device")]
    Signer,
    /// The signature does not hold for this code and these times and fields.
    #[error("the proof does not hold: something was altered")]
    Altered,
}

impl ReceiptProof {
    /// Makes the proof of a receipt with the dossier's code, its times in minutes since 1970 (UTC), and the digest of
    /// its printed fields.
    pub fn make(key: &DeviceKey, code: &str, received_min: u32, due_min: Option<u32>, digest: [u8; 16]) -> Self {
        let mut key_id = [0; 8];
        key_id.copy_from_slice(&key.device().0[..8]);
        let due_min = due_min.filter(|minutes| *minutes != 0);
        let mut proof = ReceiptProof { received_min, due_min, digest, key_id, signature: [0; 64] };
        proof.signature = key.sign(&proof.signed(code));
        proof
    }

    /// Reads a proof from its text.
    ///
    /// # Errors
    /// [`ProofFault::Form`] when it is not 128 characters of base64url.
    pub fn parse(text: &str) -> Result<Self, ProofFault> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ProofFault::Form)?;
        Ok(Self::from_bytes(&bytes.try_into().map_err(|_| ProofFault::Form)?))
    }

    /// Checks the proof for a code with the key of the machine that signed it. Whether the digest is that of the
    /// fields on the paper is the caller's to compare.
    ///
    /// # Errors
    /// [`ProofFault::Signer`] when the key is not the proof's, [`ProofFault::Altered`] when the signature fails.
    pub fn verify(&self, code: &str, public: &[u8; 32]) -> Result<(), ProofFault> {
        if !self.is_signed_by(&device_id(public)) {
            return Err(ProofFault::Signer);
        }
        if signature_holds(public, &self.signed(code), &self.signature) { Ok(()) } else { Err(ProofFault::Altered) }
    }

    /// Whether the proof names that machine as its signer.
    pub fn is_signed_by(&self, device: &DeviceId) -> bool {
        device.0[..8] == self.key_id
    }

    /// The 96 bytes.
    pub fn to_bytes(&self) -> [u8; 96] {
        let mut bytes = [0; 96];
        bytes[..32].copy_from_slice(&self.claims());
        bytes[32..].copy_from_slice(&self.signature);
        bytes
    }

    /// From 96 bytes.
    pub fn from_bytes(bytes: &[u8; 96]) -> Self {
        fn part<const N: usize>(bytes: &[u8; 96], from: usize) -> [u8; N] {
            let mut part = [0; N];
            part.copy_from_slice(&bytes[from..from + N]);
            part
        }
        ReceiptProof {
            received_min: u32::from_be_bytes(part(bytes, 0)),
            due_min: Some(u32::from_be_bytes(part(bytes, 4))).filter(|minutes| *minutes != 0),
            digest: part(bytes, 8),
            key_id: part(bytes, 24),
            signature: part(bytes, 32),
        }
    }

    fn claims(&self) -> [u8; 32] {
        let mut claims = [0; 32];
        claims[..4].copy_from_slice(&self.received_min.to_be_bytes());
        claims[4..8].copy_from_slice(&self.due_min.unwrap_or(0).to_be_bytes());
        claims[8..24].copy_from_slice(&self.digest);
        claims[24..].copy_from_slice(&self.key_id);
        claims
    }

    /// What is signed. The context and the claims have fixed lengths, so no two codes give the same bytes.
    fn signed(&self, code: &str) -> Vec<u8> {
        [RECEIPT_CONTEXT, code.as_bytes(), &self.claims()].concat()
    }
}

impl fmt::Display for ReceiptProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.to_bytes()))
    }
}

impl FromStr for ReceiptProof {
    type Err = ProofFault;
    fn from_str(text: &str) -> Result<Self, ProofFault> {
        ReceiptProof::parse(text)
    }
}

/// The digest of what is printed, in the order of the page: the first 16 bytes of SHA-256 over the canonical CBOR array
/// of `[name, value]` pairs. A name may come twice, as in the rows of a table.
pub fn fields_digest(fields: &[(&str, &str)]) -> [u8; 16] {
    let bytes = to_canonical(fields).expect("pairs of texts are always canonical");
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    let mut digest = [0; 16];
    digest.copy_from_slice(&hash[..16]);
    digest
}
