//! The desk's clock: the machine's, or in a demo office one that stands at the demo's own day.

use std::time::Instant;

use chrono::Utc;
use desk_core::time::{Moment, vietnam};

/// Where "now" comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A demo's clock: it stood at `base` when it was set and runs from there.
    Demo {
        /// The moment it was set to.
        base: Moment,
        /// When it was set.
        set: Instant,
    },
    /// A clock that stands still, for scripts that name the moment of an act.
    Fixed(Moment),
}

impl Clock {
    /// A demo clock that shows `base` now.
    pub fn demo(base: Moment) -> Self {
        Clock::Demo { base, set: Instant::now() }
    }

    /// The moment now, by this clock.
    pub fn now(&self) -> Moment {
        match self {
            Clock::System => Utc::now().with_timezone(&vietnam()),
            Clock::Demo { base, set } => {
                *base + chrono::Duration::from_std(set.elapsed()).unwrap_or_else(|_| chrono::Duration::zero())
            }
            Clock::Fixed(moment) => *moment,
        }
    }
}
