//! With nothing to do, one question is kept open at the province, which answers when the office has something new. Who hears
//! calls the courier; nothing of the answer is kept here.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use desk_store::Bell;
use desk_sync::wire::FeedPage;

use super::run::Run;
use crate::error::AppError;

/// How long the province is asked to keep a question open: less than proxies wait for an answer.
const WAIT_S: u64 = 25;
/// How long it is left alone after it did not answer as asked.
const DEAF: Duration = Duration::from_secs(5);
/// How often it is looked whether the courier has done what he was called for, or is in step.
const LOOK: Duration = Duration::from_millis(100);

/// What courier and listener know of each other.
#[derive(Debug, Clone, Default)]
pub(super) struct Quiet(Arc<Flags>);

#[derive(Debug, Default)]
struct Flags {
    in_step: AtomicBool,
    hears: AtomicBool,
}

impl Quiet {
    /// The courier says whether everything is in step: only then there is something to wait for.
    pub(super) fn is_in_step(&self, in_step: bool) {
        self.0.in_step.store(in_step, Ordering::Release);
    }

    /// True while the province tells of news by itself.
    pub(super) fn hears(&self) -> bool {
        self.0.hears.load(Ordering::Acquire)
    }
}

/// How a question ended.
enum Heard {
    /// There is something that is not here.
    News,
    /// Nothing came as long as was asked.
    Nothing,
    /// No answer of the province.
    Deaf,
}

/// Listens until the store is closed.
pub(super) fn listen(mut run: Run, bell: &Bell, quiet: &Quiet) {
    loop {
        if run.store().is_err() {
            return;
        }
        if !quiet.0.in_step.load(Ordering::Acquire) {
            sleep(LOOK);
            continue;
        }
        let heard = match run.ask_for_news() {
            Ok(heard) => heard,
            Err(AppError::NotSignedIn) => return,
            Err(_) => Heard::Deaf,
        };
        let heard_before = quiet.0.hears.swap(!matches!(heard, Heard::Deaf), Ordering::AcqRel);
        match heard {
            Heard::Nothing => {}
            Heard::News => {
                bell.call();
                let until = Instant::now() + DEAF;
                while run.is_behind() && Instant::now() < until {
                    sleep(LOOK);
                }
                run.heard_of = None;
            }
            Heard::Deaf => {
                if heard_before {
                    bell.call(); // he finds out how things stand
                }
                sleep(DEAF);
            }
        }
    }
}

impl Run {
    fn ask_for_news(&mut self) -> Result<Heard, AppError> {
        let (desk, line) = (self.desk()?, self.line()?);
        let (feed, known) = {
            let store = self.store()?;
            let reader = store.reader();
            (reader.feed_end()?.position, (reader.reference_number()?, reader.people_number()?))
        };
        let Ok(answer) = line.news(&desk.key, (feed, desk.province.roster_number, WAIT_S), known) else {
            return Ok(Heard::Deaf);
        };
        let Ok(page) = FeedPage::decode(&answer.body, &desk.province.public_key) else { return Ok(Heard::Deaf) };
        let other = page.head.history.0 != desk.province.history
            || page.roster.is_some()
            || page.reference.is_some()
            || page.people.is_some();
        self.heard_of = Some(page.newest);
        if other {
            self.heard_of = Some(u64::MAX); // the courier says when that is done: nothing here counts it
        }
        Ok(if other || self.is_behind() { Heard::News } else { Heard::Nothing })
    }

    /// True while what was heard of is not here.
    fn is_behind(&self) -> bool {
        let here = self.store().ok().and_then(|store| store.reader().feed_end().ok()).map(|end| end.position);
        matches!((self.heard_of, here), (Some(newest), Some(here)) if newest != here)
    }
}
