//! Numbers that look drawn and follow from a seed (SplitMix64).

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A mutex of one thread's: never contended, never poisoned in a way that matters.
pub(crate) fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct Dice(Mutex<u64>);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        Dice(Mutex::new(seed))
    }

    pub(crate) fn next(&self) -> u64 {
        let mut state = hold(&self.0);
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// True so many times in a thousand.
    pub(crate) fn chance(&self, thousandths: u64) -> bool {
        self.next() % 1_000 < thousandths
    }

    pub(crate) fn one<T: Clone>(&self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { of.get(self.below(of.len())).cloned() }
    }

    pub(crate) fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.next().to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}
