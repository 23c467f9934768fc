//! How much is done at once, and how often a machine may ask.

use std::{
    collections::HashMap,
    net::IpAddr,
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
    /// Of a machine.
    pub machine: Rate,
    /// Of an address from which receipts are looked up.
    pub address: Rate,
}

/// How often somebody may ask.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Requests a second that may be kept up.
    pub per_second: f64,
    /// Requests at once after a quiet time.
    pub burst: f64,
}

impl Default for Limits {
    fn default() -> Self {
        // A desk that catches up sends a few requests a second; 200 desks after a cut are a storm of 200.
        // Behind one address of a phone network there are many people; behind a waiting room's, some.
        Limits {
            in_flight: 64,
            machine: Rate { per_second: 20.0, burst: 200.0 },
            address: Rate { per_second: 0.5, burst: 30.0 },
        }
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

/// Look-ups worked on at the same time: phones never take the places of desks.
const LOOK_UPS_AT_ONCE: usize = 8;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asker {
    /// A machine.
    Machine(DeviceId),
    /// An address on the network.
    Address(IpAddr),
}

impl Asker {
    /// By address. Of IPv6 the first 64 bits, which is what one household or phone has.
    pub(super) fn at(address: IpAddr) -> Self {
        Asker::Address(match address.to_canonical() {
            IpAddr::V4(four) => four.into(),
            IpAddr::V6(six) => std::net::Ipv6Addr::from_bits(six.to_bits() >> 64 << 64).into(),
        })
    }
}

/// An allowance: so many requests left at this moment.
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
    look_ups: Semaphore,
    allowances: Mutex<HashMap<Asker, Allowance>>,
}

impl Gate {
    pub(super) fn new(limits: Limits) -> Self {
        Gate {
            limits,
            places: Semaphore::new(limits.in_flight),
            large: Arc::new(Semaphore::new(LARGE_AT_ONCE)),
            batches: Semaphore::new(BATCHES_AT_ONCE),
            turned_away: AtomicU64::new(0),
            look_ups: Semaphore::new(LOOK_UPS_AT_ONCE),
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

    /// A place for a look-up; none while too many are worked on.
    pub(super) fn look_up(&self) -> Option<SemaphorePermit<'_>> {
        self.look_ups.try_acquire().ok()
    }

    /// Lets a request through, or says after how many seconds to come back.
    pub(super) fn pass(&self, asker: Asker) -> Result<(), u64> {
        let now = Instant::now();
        let rate = match asker {
            Asker::Machine(_) => self.limits.machine,
            Asker::Address(_) => self.limits.address,
        };
        let mut allowances = self.allowances.lock().unwrap_or_else(PoisonError::into_inner);
        if allowances.len() > KEPT_MAX {
            allowances.clear();
        }
        let full = Allowance { left: rate.burst, at: now };
        let allowance = allowances.entry(asker).or_insert(full);
        let gained = now.duration_since(allowance.at).as_secs_f64() * rate.per_second;
        allowance.left = (allowance.left + gained).min(rate.burst);
        allowance.at = now;
        if allowance.left >= 1.0 {
            allowance.left -= 1.0;
            Ok(())
        } else {
            Err(((1.0 - allowance.left) / rate.per_second).ceil().max(1.0) as u64)
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
        let rate = Rate { per_second: 0.001, burst: 3.0 };
        let gate = Gate::new(Limits { in_flight: 1, machine: rate, address: rate });
        let (one, other) = (Asker::Machine(DeviceId([1; 16])), Asker::Machine(DeviceId([2; 16])));
        assert!((0..3).all(|_| gate.pass(one).is_ok()));
        let seconds = gate.pass(one).unwrap_err();
        assert!((900..=1_000).contains(&seconds), "{seconds}");
        assert_eq!(gate.pass(other), Ok(()));
    }

    #[test]
    fn an_address_is_one_household_whatever_its_last_bits() {
        let at = |text: &str| Asker::at(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2:3::4"), at("2001:db8:1:2::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:203.0.113.7"), at("203.0.113.7"));
        assert_ne!(at("203.0.113.7"), at("203.0.113.8"));
    }
}
