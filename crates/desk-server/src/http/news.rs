//! Waiting for news: a machine with nothing to do keeps one question open, and is answered when its office has something
//! new. Who waits holds no place among the requests in work.
//!
//! What this server takes is told at once. What others write into the same record (another server, a chore beside this one)
//! is found by looking, twice a second while anybody waits: one short question for all of them, alike on both databases.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use desk_core::ids::DeviceId;
use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep, sleep_until},
};

use super::{
    App, Refusal,
    signed::{SignedRequest, locked},
};
use crate::store::{Asked, PageRows, Stands};

/// The longest that a question is kept open.
pub(super) const WAIT_MAX: Duration = Duration::from_secs(30);
/// How often the record is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// Questions kept open for one machine; one more is answered at once.
const OF_MACHINE: usize = 2;
/// In all.
const IN_ALL: usize = 4_000;

/// How long a request waited, which is no work.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Waited(pub(super) Duration);

pub(super) struct News {
    shared: Mutex<Shared>,
    stopped: watch::Sender<bool>,
}

#[derive(Default)]
struct Shared {
    offices: HashMap<String, Arc<Notify>>,
    waiting: HashMap<DeviceId, usize>,
    all: usize,
    /// Somebody looks.
    looks: bool,
}

/// Counts one who waits.
struct Waiter<'a> {
    news: &'a News,
    device: DeviceId,
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let mut shared = self.news.shared();
        shared.all -= 1;
        if let Some(count) = shared.waiting.get_mut(&self.device) {
            *count -= 1;
            if *count == 0 {
                shared.waiting.remove(&self.device);
            }
        }
    }
}

impl News {
    pub(super) fn new() -> Self {
        News { shared: Mutex::default(), stopped: watch::Sender::new(false) }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// None when too many wait already.
    fn waiter(&self, device: DeviceId) -> Option<Waiter<'_>> {
        let mut shared = self.shared();
        if shared.all >= IN_ALL || shared.waiting.get(&device).is_some_and(|count| *count >= OF_MACHINE) {
            return None;
        }
        shared.all += 1;
        *shared.waiting.entry(device).or_default() += 1;
        Some(Waiter { news: self, device })
    }

    fn of(&self, office: &str) -> Arc<Notify> {
        self.shared().offices.entry(office.to_owned()).or_default().clone()
    }

    /// Something is new in an office.
    pub(super) fn tell(&self, office: &str) {
        if let Some(office) = self.shared().offices.get(office) {
            office.notify_waiters();
        }
    }

    fn tell_all(&self) {
        self.shared().offices.values().for_each(|office| office.notify_waiters());
    }

    /// Nobody waits any more: the service ends.
    pub(super) fn stop(&self) {
        self.stopped.send_replace(true);
    }

    /// Begins to look, where nobody does.
    fn look(app: &Arc<App>) {
        if !std::mem::replace(&mut app.news.shared().looks, true) {
            tokio::spawn(look(app.clone()));
        }
    }
}

async fn look(app: Arc<App>) {
    let mut known: Option<(Stands, u64)> = None;
    loop {
        sleep(LOOK).await;
        {
            let mut shared = app.news.shared();
            if shared.all == 0 {
                shared.looks = false;
                return;
            }
        }
        let Ok(found) = app.store.stands().await else { continue };
        match &known {
            // What changed before the first look is not known: whoever waits looks once himself.
            None => app.news.tell_all(),
            Some((_, set)) if *set != found.1 => app.news.tell_all(),
            Some((offices, _)) => {
                for (office, stands) in &found.0 {
                    if offices.get(office) != Some(stands) {
                        app.news.tell(office);
                    }
                }
            }
        }
        known = Some(found);
    }
}

/// A page with something in it, or what there is when the time is over.
///
/// # Errors
/// When the record does not answer, the machine was revoked meanwhile, or there is no place left when something came.
pub(super) async fn awaited(
    app: &Arc<App>,
    request: &mut SignedRequest,
    asked: Asked,
    longest: Duration,
) -> Result<(PageRows, Waited), Refusal> {
    let waiter = app.news.waiter(request.device.id());
    let office = app.news.of(&request.device.office);
    let mut stopped = app.news.stopped.subscribe();
    let (begun, mut waited) = (Instant::now(), Waited::default());
    loop {
        let mut told = std::pin::pin!(office.notified());
        // From here on: what comes while the page is read is not missed.
        told.as_mut().enable();
        let rows = app.store.page(&request.device, asked).await?;
        if rows.device.revoked.is_some() {
            return Err(locked(app, &rows.device));
        }
        let ends = waiter.is_none() || begun.elapsed() >= longest || *stopped.borrow();
        if ends || rows.says_more_than(&asked) {
            return Ok((rows, waited));
        }
        drop(rows);
        drop(request.place.take());
        News::look(app);
        let from = Instant::now();
        tokio::select! {
            () = told => {}
            () = sleep_until(begun + longest) => {}
            _ = stopped.changed() => {}
        }
        waited.0 += from.elapsed();
        request.place = Some(app.gate.place().map_err(|refusal| refusal.to(request.by()))?);
    }
}
