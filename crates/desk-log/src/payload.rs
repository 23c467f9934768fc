//! A body with the name and version of its shape.

use serde::{Serialize, de::DeserializeOwned};

use crate::cbor::{NotCanonical, from_canonical, to_canonical};

/// What goes into an entry's body, encoded, with the kind and version that its header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload<'a> {
    /// What happened, such as `dossier.received`.
    pub kind: &'a str,
    /// The version of the body's shape; old ones are read for ever.
    pub version: u16,
    /// One canonical CBOR item.
    pub body: Vec<u8>,
}

impl<'a> Payload<'a> {
    /// Encodes a body.
    ///
    /// # Errors
    /// As [`to_canonical`].
    pub fn encode<T: Serialize + ?Sized>(kind: &'a str, version: u16, body: &T) -> Result<Self, NotCanonical> {
        Ok(Payload { kind, version, body: to_canonical(body)? })
    }

    /// Reads the body.
    ///
    /// # Errors
    /// As [`from_canonical`].
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, NotCanonical> {
        from_canonical(&self.body)
    }
}
