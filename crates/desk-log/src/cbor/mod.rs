//! Core deterministic CBOR (RFC 8949 §4.2.1), integers only: one value, one encoding.
//!
//! Allowed are integers of 64 bits (both signs), byte and text strings, arrays, maps, true, false and null, with the
//! shortest heads, definite lengths, and map keys ascending by their encoded bytes, none twice. Floats, tags and all
//! else are refused when writing and when reading. At most [`DEPTH_MAX`] arrays and maps lie inside one another.
//! Text is taken as it is: whoever makes it brings it to NFC first.
//!
//! Reading checks the bytes themselves before a value is built from them, so a claimed length never leads to more
//! memory than the input justifies.

mod scan;
mod write;

use ciborium::Value;
use serde::{Serialize, de::DeserializeOwned};

pub use scan::{Reader, check_canonical};
pub use write::head_bytes;

/// How many arrays and maps may lie inside one another.
pub const DEPTH_MAX: usize = 32;

/// Why a value or some bytes have no place in the record. Never carries any of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// A number with a fraction.
    #[error("a float, where only integers may stand")]
    Float,
    /// A tag, or an integer beyond 64 bits, which needs one.
    #[error("a tag, or an integer beyond 64 bits")]
    Tag,
    /// `undefined` or an unassigned simple value.
    #[error("a simple value other than true, false and null")]
    Simple,
    /// A string, array or map without its length at the start.
    #[error("an indefinite length")]
    Indefinite,
    /// A number or length written longer than needed, or with a reserved form.
    #[error("a head that is not in its shortest form")]
    LongHead,
    /// Map keys out of order, or one key twice.
    #[error("map keys that do not ascend")]
    KeyOrder,
    /// Text that is not UTF-8.
    #[error("text that is not UTF-8")]
    Utf8,
    /// More than [`DEPTH_MAX`] arrays and maps inside one another.
    #[error("nested too deeply")]
    Depth,
    /// The bytes end before the item does, or a length says more than there is.
    #[error("the bytes end too early")]
    Cut,
    /// Bytes follow the item.
    #[error("bytes follow the item")]
    Trailing,
    /// Canonical, but not of the type that was asked for.
    #[error("the item is not of the expected type")]
    Shape,
}

/// The one encoding of a value.
///
/// Leave out `Option`s that are `None` (`skip_serializing_if`); a `None` that is written becomes null.
///
/// # Errors
/// When the value holds a float, a tag, a key twice in one map, or nests too deeply.
pub fn to_canonical<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, NotCanonical> {
    let value = Value::serialized(value).map_err(|_| NotCanonical::Shape)?;
    write::encode(&value)
}

/// The value that these bytes are the one encoding of.
///
/// # Errors
/// When the bytes are not canonical, do not end with the item, or hold something other than a `T`.
pub fn from_canonical<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, NotCanonical> {
    check_canonical(bytes)?;
    // The scan has bounded depth and lengths; what is left to fail is the shape.
    ciborium::from_reader(bytes).map_err(|_| NotCanonical::Shape)
}

#[cfg(test)]
mod tests;
