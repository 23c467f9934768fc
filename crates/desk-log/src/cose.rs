//! A signed message as entries and the province's statements have it: one COSE_Sign1 form, told apart by external data.

use coset::{AsCborValue as _, CborSerializable as _, CoseSign1, CoseSign1Builder, HeaderBuilder, iana};

use crate::{
    cbor::{NotCanonical, from_canonical},
    key::{DeviceKey, signature_holds},
};

/// The protected header of every message: `{1: -8}`, algorithm EdDSA.
const PROTECTED: [u8; 3] = [0xa1, 0x01, 0x27];

/// Why bytes are not a signed message of this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CoseFault {
    /// Not canonical CBOR.
    #[error("the message is not canonical: {0}")]
    Form(#[from] NotCanonical),
    /// Canonical, but not a COSE_Sign1 of the one form that is written here.
    #[error("not a COSE_Sign1 message of the known form")]
    Envelope,
}

/// A message whose form was checked and whose signature was not yet.
#[derive(Debug)]
pub struct Message {
    message: CoseSign1,
}

/// Signs a payload. `context` is the external data: a signature made for one context never holds in another.
pub fn sign(key: &DeviceKey, context: &[u8], payload: Vec<u8>) -> Vec<u8> {
    CoseSign1Builder::new()
        .protected(HeaderBuilder::new().algorithm(iana::Algorithm::EdDSA).build())
        .payload(payload)
        .create_signature(context, |message| key.sign(message).to_vec())
        .build()
        .to_vec()
        .expect("byte strings and one integer always encode")
}

impl Message {
    /// Reads the bytes of a message, whose size the caller has limited.
    ///
    /// # Errors
    /// When the bytes are not of the form that [`sign`] writes.
    pub fn read(bytes: &[u8]) -> Result<Self, CoseFault> {
        let value = from_canonical(bytes)?;
        let message = CoseSign1::from_cbor_value(value).map_err(|_| CoseFault::Envelope)?;
        let plain = message.protected.original_data.as_deref() == Some(&PROTECTED)
            && message.unprotected.is_empty()
            && message.signature.len() == 64
            && message.payload.is_some();
        if plain { Ok(Message { message }) } else { Err(CoseFault::Envelope) }
    }

    /// The payload, not to be believed before [`Message::holds`].
    pub fn payload(&self) -> &[u8] {
        self.message.payload.as_deref().unwrap_or_default()
    }

    /// Whether the key signed exactly this payload for this context.
    pub fn holds(&self, context: &[u8], public: &[u8; 32]) -> bool {
        let check = |signature: &[u8], signed: &[u8]| {
            let held = signature.try_into().is_ok_and(|signature| signature_holds(public, signed, signature));
            held.then_some(()).ok_or(())
        };
        self.message.verify_signature(context, check).is_ok()
    }
}
