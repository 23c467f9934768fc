//! How much is done at once, and how often somebody may ask.
//!
//! What always holds: a place among the requests in work is taken only when a request is here as a whole and it is known
//! whose it is; a machine's allowance is spent by its own signature alone. Until then a request costs its address, never
//! anybody else.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64, atomic::Ordering},
    time::{Duration, Instant},
};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, request::Parts},
};
use desk_core::ids::DeviceId;
use desk_sync::ProblemCode;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit},
    time::timeout,
};

use super::Refusal;

/// The limits of a server.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests worked on at the same time; one more is told to come later.
    pub in_flight: usize,
    /// Of a machine.
    pub machine: Rate,
    /// Of an address from which receipts are looked up.
    pub address: Rate,
    /// Requests of an address that prove nothing (unknown machine, false signature, wrong code) before all that come from
    /// there wait for their turn.
    pub unproven: Rate,
    /// How long the head of a request may take to come, counted from the end of the one before on its connection.
    pub head_time: Duration,
    /// Connections at the same time.
    pub connections: usize,
    /// Those of one address; a proxy on this machine has all of them.
    pub connections_of_address: usize,
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
            unproven: Rate { per_second: 1.0, burst: 100.0 },
            // Desks ask more often than that, or keep a question open.
            head_time: Duration::from_secs(30),
            // Each desk of the province keeps one open, and phones come and go.
            connections: 4_096,
            connections_of_address: 512,
        }
    }
}

/// Bodies above this are large: a batch is one only when it is a single entry of many megabytes.
const LARGE_BYTES: u64 = 2 * 1024 * 1024;
/// Large bodies in memory at the same time.
const LARGE_AT_ONCE: usize = 4;
/// Batches unpacked in memory at the same time; what is packed small may unpack to 20 MiB.
const BATCHES_AT_ONCE: usize = 8;

/// Bytes of bodies in memory at the same time, in KiB. They count as they come, not as they are announced.
const BODIES_KIB: u32 = 128 * 1024;

/// Room for a body while it is worked on.
#[derive(Default)]
pub(super) struct Room {
    _large: Option<OwnedSemaphorePermit>,
    bytes: Option<OwnedSemaphorePermit>,
    left: usize,
}

/// Look-ups worked on at the same time: phones never take the places of desks.
const LOOK_UPS_AT_ONCE: usize = 8;
/// Requests of addresses that proved nothing too often which are looked at at the same time.
const TURNS_AT_ONCE: usize = 2;
/// How long one of them waits for its turn.
const TURN_TIME: Duration = Duration::from_secs(10);

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asker {
    /// A machine.
    Machine(DeviceId),
    /// An address on the network.
    Address(IpAddr),
    /// An address, for what proves nothing.
    Unproven(IpAddr),
}

impl Asker {
    /// By address.
    pub(super) fn at(address: IpAddr) -> Self {
        Asker::Address(household(address))
    }
}

/// Of IPv6 the first 64 bits, which is what one household or phone has.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(four) => four.into(),
        IpAddr::V6(six) => std::net::Ipv6Addr::from_bits(six.to_bits() >> 64 << 64).into(),
    }
}

/// From where a request comes. A proxy on this machine says for whom it asks, last of all addresses that came with the
/// request; what anybody else claims is not believed. None where nobody listens on a network.
pub(super) fn address(parts: &Parts) -> Option<IpAddr> {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| believed(&parts.headers, peer.0.ip()))
}

fn believed(headers: &HeaderMap, peer: IpAddr) -> IpAddr {
    let said = || -> Option<IpAddr> {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    if peer.to_canonical().is_loopback() { said().unwrap_or(peer) } else { peer }
}

/// An allowance: so many requests left at this moment.
struct Allowance {
    left: f64,
    at: Instant,
}

/// Allowances kept; the oldest are forgotten, which only ever grants more.
const KEPT_MAX: usize = 100_000;

pub(super) struct Gate {
    pub(super) limits: Limits,
    places: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
    turns: Semaphore,
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
            places: Arc::new(Semaphore::new(limits.in_flight)),
            bodies: Arc::new(Semaphore::new(BODIES_KIB as usize)),
            turns: Semaphore::new(TURNS_AT_ONCE),
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
            return Some(Room::default());
        }
        let place = self.large.clone().try_acquire_owned().ok()?;
        Some(Room { _large: Some(place), ..Room::default() })
    }

    /// Room for so many more bytes that have come; false when there is none.
    pub(super) fn more(&self, room: &mut Room, bytes: usize) -> bool {
        if bytes > room.left {
            let kib = u32::try_from((bytes - room.left).div_ceil(1024)).unwrap_or(u32::MAX);
            let Ok(more) = self.bodies.clone().try_acquire_many_owned(kib) else { return false };
            room.left += kib as usize * 1024;
            match &mut room.bytes {
                Some(held) => held.merge(more),
                None => room.bytes = Some(more),
            }
        }
        room.left -= bytes;
        true
    }

    /// A place among the requests in work, for one that is here as a whole and whose sender is known.
    ///
    /// # Errors
    /// [`ProblemCode::Busy`] when there is none.
    pub(super) fn place(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        self.places.clone().try_acquire_owned().map_err(|_| {
            // Those turned away together do not come back together.
            let spread = self.turned_away.fetch_add(1, Ordering::Relaxed) % 4;
            Refusal::new(ProblemCode::Busy).after_s(1 + spread)
        })
    }

    /// Before it is looked at who somebody is. From most addresses at once; from one where too much proved nothing, one
    /// after the other, so that its honest machines are heard too.
    ///
    /// # Errors
    /// [`ProblemCode::TooMany`] when its turn does not come.
    pub(super) async fn turn(&self, from: Option<IpAddr>) -> Result<Option<SemaphorePermit<'_>>, Refusal> {
        let Some(from) = from.filter(|from| self.left(Asker::Unproven(household(*from))) < 1.0) else {
            return Ok(None);
        };
        let too_many = || Refusal::new(ProblemCode::TooMany).after_s(5);
        match timeout(TURN_TIME, self.turns.acquire()).await {
            Ok(Ok(turn)) => Ok(Some(turn)),
            Ok(Err(_)) | Err(_) => {
                tracing::warn!(%from, "too much from this address proves nothing");
                Err(too_many())
            }
        }
    }

    /// Something from this address proved nothing.
    pub(super) fn unproven(&self, from: Option<IpAddr>) {
        if let Some(from) = from {
            // Beyond its allowance nothing more is taken: it comes back as time goes by.
            let _ = self.pass(Asker::Unproven(household(from)));
        }
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
        self.with(asker, |rate, allowance| {
            if allowance.left >= 1.0 {
                allowance.left -= 1.0;
                Ok(())
            } else {
                Err(((1.0 - allowance.left) / rate.per_second).ceil().max(1.0) as u64)
            }
        })
    }

    fn left(&self, asker: Asker) -> f64 {
        self.with(asker, |_, allowance| allowance.left)
    }

    fn with<T>(&self, asker: Asker, does: impl FnOnce(Rate, &mut Allowance) -> T) -> T {
        let now = Instant::now();
        let rate = match asker {
            Asker::Machine(_) => self.limits.machine,
            Asker::Address(_) => self.limits.address,
            Asker::Unproven(_) => self.limits.unproven,
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
        does(rate, allowance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_asks_too_often_is_told_when_to_come_back_and_others_are_not() {
        let rate = Rate { per_second: 0.001, burst: 3.0 };
        let gate = Gate::new(Limits { machine: rate, ..Limits::default() });
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

    #[test]
    fn only_a_proxy_on_this_machine_is_believed_about_addresses() {
        let check = |peer: &str, forwarded: &[&'static str], expected: &str| {
            let mut headers = HeaderMap::new();
            for value in forwarded {
                headers.append("x-forwarded-for", axum::http::HeaderValue::from_static(value));
            }
            let found: IpAddr = believed(&headers, peer.parse().unwrap());
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{forwarded:?}");
        };
        check("203.0.113.7", &["198.51.100.1"], "203.0.113.7");
        check("127.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["10.0.0.1, 198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", &["10.0.0.1", "198.51.100.2"], "198.51.100.2");
        check("127.0.0.1", &["nonsense"], "127.0.0.1");
        check("127.0.0.1", &[], "127.0.0.1");
    }

    #[test]
    fn bodies_take_room_as_they_come_and_give_it_back() {
        let gate = Gate::new(Limits::default());
        let mut rooms = Vec::new();
        let announced = gate.room(Some(LARGE_BYTES)).unwrap();
        loop {
            let mut room = Room::default();
            if !gate.more(&mut room, 3 << 20) {
                break;
            }
            rooms.push(room);
        }
        assert_eq!(rooms.len(), BODIES_KIB as usize / (3 << 10), "what was announced and did not come takes nothing");
        drop((rooms, announced));
        assert!(gate.more(&mut Room::default(), BODIES_KIB as usize * 1024));
    }
}
