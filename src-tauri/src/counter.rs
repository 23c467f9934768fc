//! The way to the counter: one value that answers `call(name, input)`.
use std::path::Path;

use serde_json::{Value, json};

/// The counter behind the page. Nothing is opened before the first sign-in, so making one is quick and cannot fail.
pub(crate) struct Counter {}

impl Counter {
    pub(crate) fn open(_data: &Path) -> Counter {
        Counter {}
    }

    pub(crate) fn call(&self, name: &str, _input: Value) -> Result<Value, Value> {
        Err(json!({ "code": "unknown_command", "fields": { "name": name } }))
    }
}

/// What the page is told when an answer never came because the act panicked: the store's transaction was rolled back.
pub(crate) fn stopped() -> Value {
    json!({ "code": "unexpected", "fields": {} })
}
