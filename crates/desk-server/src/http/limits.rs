//! How much is done at once, and how often a machine may ask.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64, atomic::Ordering},
    time::Instant,
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use desk_core::ids::DeviceId;
use desk_sync::ProblemCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use super::{App, Refusal};

/// The limits of a server.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests worked on at the same time; one more is told to come later.
    pub in_flight: usize,
    /// Requests a second that a machine may keep up.
    pub per_second: f64,
    /// Requests that it may send at once after a quiet time.
    pub burst: f64,
}

impl Default for Limits {
    fn default() -> Self {
        // A desk that catches up sends a few requests a second; 200 desks after a cut are a storm of 200.
        Limits { in_flight: 64, per_second: 20.0, burst: 200.0 }
    }
}

/// Bodies above this are large: a batch is one only when it is a single entry of many megabytes.
const LARGE_BYTES: u64 = 2 * 1024 * 1024;
/// Large bodies in memory at the same time.
const LARGE_AT_ONCE: usize = 4;
/// Batches unpacked in memory at the same time; what is packed small may unpack to 20 MiB.
const BATCHES_AT_ONCE: usize = 8;

/// Room for a body while it is worked on.
pub(super) struct Room {
    _place: Option<OwnedSemaphorePermit>,
}

/// A machine's allowance: so many requests left at this moment.
struct Allowance {
    left: f64,
    at: Instant,
}

/// Allowances kept; the oldest are forgotten, which only ever grants more.
const KEPT_MAX: usize = 100_000;

pub(super) struct Gate {
    limits: Limits,
    places: Semaphore,
    large: Arc<Semaphore>,
    batches: Semaphore,
    turned_away: AtomicU64,
    allowances: Mutex<HashMap<DeviceId, Allowance>>,
}

impl Gate {
    pub(super) fn new(limits: Limits) -> Self {
        Gate {
            limits,
            places: Semaphore::new(limits.in_flight),
            large: Arc::new(Semaphore::new(LARGE_AT_ONCE)),
            batches: Semaphore::new(BATCHES_AT_ONCE),
            turned_away: AtomicU64::new(0),
            allowances: Mutex::default(),
        }
    }

    /// Room for a body of this length, unknown counting as large; none when too many large ones are there already.
    pub(super) fn room(&self, bytes: Option<u64>) -> Option<Room> {
        if bytes.is_some_and(|bytes| bytes <= LARGE_BYTES) {
            return Some(Room { _place: None });
        }
        let place = self.large.clone().try_acquire_owned().ok()?;
        Some(Room { _place: Some(place) })
    }

    /// Waits until a batch may be unpacked; it is held until the batch is taken.
    pub(super) async fn batch(&self) -> SemaphorePermit<'_> {
        self.batches.acquire().await.expect("the semaphore is never closed")
    }

    /// Lets a request of a machine through, or says after how many seconds to come back.
    pub(super) fn pass(&self, device: DeviceId) -> Result<(), u64> {
        let now = Instant::now();
        let mut allowances = self.allowances.lock().unwrap_or_else(PoisonError::into_inner);
        if allowances.len() > KEPT_MAX {
            allowances.clear();
        }
        let full = Allowance { left: self.limits.burst, at: now };
        let allowance = allowances.entry(device).or_insert(full);
        let gained = now.duration_since(allowance.at).as_secs_f64() * self.limits.per_second;
        allowance.left = (allowance.left + gained).min(self.limits.burst);
        allowance.at = now;
        if allowance.left >= 1.0 {
            allowance.left -= 1.0;
            Ok(())
        } else {
            Err(((1.0 - allowance.left) / self.limits.per_second).ceil().max(1.0) as u64)
        }
    }
}

/// Turns away what is too much at once, before anything of it is read.
pub(super) async fn in_flight(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Ok(_place) = app.gate.places.try_acquire() else {
        // Those turned away together do not come back together.
        let spread = app.gate.turned_away.fetch_add(1, Ordering::Relaxed) % 4;
        return Refusal::new(ProblemCode::Busy).after_s(1 + spread).into_response();
    };
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_asks_too_often_is_told_when_to_come_back_and_others_are_not() {
        let gate = Gate::new(Limits { in_flight: 1, per_second: 0.001, burst: 3.0 });
        let (one, other) = (DeviceId([1; 16]), DeviceId([2; 16]));
        assert!((0..3).all(|_| gate.pass(one).is_ok()));
        let seconds = gate.pass(one).unwrap_err();
        assert!((900..=1_000).contains(&seconds), "{seconds}");
        assert_eq!(gate.pass(other), Ok(()));
    }
}
