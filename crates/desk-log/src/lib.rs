//! The record: signed entries in canonical bytes, chained by hash.
