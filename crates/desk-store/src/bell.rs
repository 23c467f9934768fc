//! Waiting for something to be written, without holding the store open.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// A bell at the store's door. Clones are the same bell.
#[derive(Debug, Clone, Default)]
pub struct Bell(Arc<(Mutex<Told>, Condvar)>);

#[derive(Debug, Default)]
struct Told {
    rung: bool,
    called: bool,
    closed: bool,
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rung {
    /// Something was written.
    Written,
    /// Somebody called.
    Called,
    /// The time is over.
    Time,
    /// The store was closed.
    Closed,
}

impl Bell {
    /// Says that something was written.
    pub(crate) fn ring(&self) {
        self.tell(|told| told.rung = true);
    }

    /// Calls whoever waits, whatever it waits for.
    pub fn call(&self) {
        self.tell(|told| told.called = true);
    }

    pub(crate) fn close(&self) {
        self.tell(|told| told.closed = true);
    }

    fn tell(&self, what: impl FnOnce(&mut Told)) {
        what(&mut self.0.0.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.1.notify_all();
    }

    /// Waits for a call, the end, or as long as said; with `for_writing` also for the next thing written. What was rung
    /// since the last wait counts.
    pub fn wait(&self, longest: Duration, for_writing: bool) -> Rung {
        let end = Instant::now() + longest;
        let mut told = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if told.closed {
                return Rung::Closed;
            }
            if told.called {
                (told.called, told.rung) = (false, false);
                return Rung::Called;
            }
            if told.rung && for_writing {
                told.rung = false;
                return Rung::Written;
            }
            let rest = end.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                told.rung = false; // whoever goes on now sees all that was written
                return Rung::Time;
            }
            told = self.0.1.wait_timeout(told, rest).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
