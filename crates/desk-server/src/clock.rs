//! The province's clock. It stamps what is said; it never decides whether an entry or a request is taken.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, UTC milliseconds since 1970.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
