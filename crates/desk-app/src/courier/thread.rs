//! The one who carries by himself, while the window is open: at once when something was written or the province has news,
//! else every few seconds where the province does not tell of news by itself.

use std::{thread::Builder, time::Duration};

use desk_core::time::Moment;
use desk_store::{Bell, Rung};

use super::{
    State, Synced,
    listen::{Quiet, listen},
    run::Run,
};
use crate::{clock::Clock, desk::Desk, error::AppError};

/// How often the other desks' work is asked for, with nothing to send and nobody listening.
const QUIET: Duration = Duration::from_secs(5);
/// Spread over this much more, so that desks do not ask all at once.
const SPREAD_MS: u64 = 2_000;
/// How often it is looked whether people have mended what only they can, and whether the line is back.
const PATIENT: Duration = Duration::from_secs(60);
/// What is written together goes together: an act and its print.
const GATHER: Duration = Duration::from_millis(150);

impl Desk {
    /// From now on a thread carries what is written here to the province, whenever the desk is enrolled and open.
    #[must_use]
    pub fn with_courier(mut self) -> Self {
        self.carries = true;
        self
    }

    /// Starts the courier of the open store, where there is something to carry and nobody does yet.
    pub(crate) fn carry(&mut self) -> Result<(), AppError> {
        let Some(open) = self.open.as_mut().filter(|_| self.carries) else { return Ok(()) };
        if open.store.reader().province()?.is_none() {
            return Ok(());
        }
        if open.carried {
            open.store.bell().call(); // another standing: the one who waits looks at once
            return Ok(());
        }
        open.carried = true;
        let (run, bell, clock) =
            (Run::of(&open.store, &self.outside, &open.reference), open.store.bell(), self.clock.clone());
        let (ear, heard, quiet) =
            (Run::of(&open.store, &self.outside, &open.reference), open.store.bell(), Quiet::default());
        let listens = quiet.clone();
        Builder::new().name("courier".to_owned()).spawn(move || carry(run, &bell, &clock, &quiet))?;
        Builder::new().name("listener".to_owned()).spawn(move || listen(ear, &heard, &listens))?;
        Ok(())
    }

    /// One exchange now, waiting for the line: for scripts.
    ///
    /// # Errors
    /// [`AppError::NotEnrolled`]; what the store says. That the line is down is no error: it is in the answer.
    pub fn sync_once(&self) -> Result<Synced, AppError> {
        self.courier()?.exchange(&|| self.now())
    }

    /// Somebody who carries between the open store and the province when told to, and remembers between his ways.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn courier(&self) -> Result<Courier, AppError> {
        self.actor()?;
        let open = self.opened()?;
        Ok(Courier(Run::of(&open.store, &self.outside, &open.reference)))
    }

    /// Calls the courier: he tries at once, whatever he waits for. Gives false where there is none.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn call_courier(&self) -> Result<bool, AppError> {
        let open = self.opened()?;
        open.store.bell().call();
        Ok(open.carried)
    }
}

/// Who carries when told to. He does not keep the store open.
pub struct Courier(Run);

impl Courier {
    /// One exchange now, waiting for the line.
    ///
    /// # Errors
    /// As [`Desk::sync_once`]; [`AppError::NotSignedIn`] once the store is closed.
    pub fn exchange(&mut self, now: &dyn Fn() -> Moment) -> Result<Synced, AppError> {
        self.0.exchange(now)
    }
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Courier").finish_non_exhaustive()
    }
}

/// Carries until the store is closed.
fn carry(mut run: Run, bell: &Bell, clock: &Clock, quiet: &Quiet) {
    let random = || {
        let mut bytes = [0; 8];
        // Without randomness desks ask a little more alike; nothing else hangs on it.
        let _ = getrandom::fill(&mut bytes);
        u64::from_be_bytes(bytes)
    };
    loop {
        let done = run.exchange(&|| clock.now());
        quiet.is_in_step(done.as_ref().is_ok_and(|synced| synced.state == State::InStep));
        let (rest, at_once) = match done {
            Ok(Synced { again_ms: Some(ms), .. }) => (Duration::from_millis(ms), false),
            Ok(synced) if synced.state.needs_people() => (PATIENT, false),
            Ok(_) if quiet.hears() => (PATIENT + Duration::from_millis(random() % SPREAD_MS), true),
            Ok(_) => (QUIET + Duration::from_millis(random() % SPREAD_MS), true),
            Err(AppError::NotSignedIn) => return,
            Err(_) => (PATIENT, false), // a full disk, a machine to be enrolled: the next try shows it again
        };
        match bell.wait(rest, at_once) {
            Rung::Closed => return,
            Rung::Written => {
                if bell.wait(GATHER, false) == Rung::Closed {
                    return;
                }
            }
            Rung::Called | Rung::Time => {}
        }
    }
}
