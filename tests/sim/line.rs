//! The line between the desks and the province, and everything that may happen to what goes over it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Weak},
};

use desk_app::{AppError, Incoming, Outgoing, Outside, Way};

use crate::world::World;

/// Where the province is reached.
pub(crate) const ADDRESS: &str = "http://127.0.0.1:9";

/// A request on its way.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

/// What the line remembers.
#[derive(Default)]
pub(crate) struct Line {
    /// Times in a thousand that something happens to a request.
    pub(crate) trouble: u64,
    /// Machines that are cut off.
    pub(crate) down: BTreeSet<usize>,
    /// Requests still on their way, whose senders gave them up.
    pub(crate) late: Vec<(usize, Sent)>,
    /// Answers that a machine got, to be played again: by machine and path.
    pub(crate) old: BTreeMap<(usize, String), Vec<Incoming>>,
}

/// A machine's place in the world: its chance, and its end of the line.
pub(crate) struct Place {
    pub(crate) world: Weak<World>,
    pub(crate) machine: usize,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "machine {}", self.machine)
    }
}

impl Outside for Place {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), AppError> {
        let world = self.world.upgrade().ok_or(AppError::NoRandomness)?;
        world.dice.fill(bytes);
        Ok(())
    }

    fn way(&self, _base: &desk_app::Url) -> Result<Arc<dyn Way>, AppError> {
        Ok(Arc::new(Place { world: self.world.clone(), machine: self.machine }))
    }
}

impl Way for Place {
    fn now_s(&self) -> i64 {
        self.world.upgrade().map_or(0, |world| world.machine_ms(self.machine) / 1_000)
    }

    fn carry(&self, request: Outgoing) -> Option<Incoming> {
        let target = match request.url.query() {
            Some(query) => format!("{}?{query}", request.url.path()),
            None => request.url.path().to_owned(),
        };
        let sent = Sent { method: request.method.to_string(), target, headers: request.headers, body: request.body };
        self.world.upgrade()?.carry(self.machine, sent)
    }
}
