//! The way to the counter: one value that answers `call(name, input)`, also when the desk's folder cannot be read.
use desk_app::Paths;
use serde_json::{Value, json};

/// The counter behind the page. Nothing is opened before the first sign-in.
pub(crate) enum Counter {
    /// The desk answers.
    Ready(desk_ipc::Counter),
    /// The desk's folder is there but cannot be read: every call answers why, so that the page can say it.
    Unreadable(Value),
}

impl Counter {
    pub(crate) fn open(paths: Paths) -> Counter {
        match desk_ipc::Counter::open(paths) {
            Ok(counter) => Counter::Ready(counter),
            Err(why) => Counter::Unreadable(serde_json::to_value(why).unwrap_or_else(|_| stopped())),
        }
    }

    pub(crate) fn call(&self, name: &str, input: Value) -> Result<Value, Value> {
        match self {
            Counter::Ready(counter) => counter.call(name, input),
            Counter::Unreadable(why) => Err(why.clone()),
        }
    }
}

/// What the page is told when an answer never came because the act panicked: its transaction was rolled back.
pub(crate) fn stopped() -> Value {
    json!({ "code": "unexpected", "fields": {}, "at": [] })
}
