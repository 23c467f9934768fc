//! The record: signed entries in canonical bytes, chained by hash.
//!
//! What always holds: the bytes that were signed are the bytes stored, sent and hashed, and nobody encodes them anew;
//! one value has one encoding; no clock and no random source is read here (time, salts and keys come in as arguments);
//! no personal data stands in a header or in an error. The formats are byte-exact in `docs/formats`, pinned by the
//! golden files in `tests/fixtures/log`, and read by a second program, `tests/verifier/verify.py`, written from those
//! pages alone.
//!
//! Start at [`entry`] for what is sealed, at [`chain`] for how entries hang together, at [`cbor`] for the encoding.

pub mod cbor;
pub mod chain;
pub mod cose;
pub mod entry;
pub mod export;
pub mod header;
pub mod item;
pub mod key;
pub mod payload;
pub mod proof;

pub use cbor::{NotCanonical, from_canonical, to_canonical};
pub use chain::{ChainFault, ChainState, Head, Link, PaperHead};
pub use entry::{Content, Draft, EntryFault, Opened, Sealed, seal};
pub use header::Header;
pub use item::Item;
pub use key::{DeviceKey, device_id, signature_holds};
pub use payload::Payload;
pub use proof::{ProofFault, ReceiptProof, fields_digest};
