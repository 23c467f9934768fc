//! The province: the program's own router over its own store on SQLCipher, asked without a socket.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use desk_app::Incoming;
use desk_core::ids::{DeviceId, EntryHash};
use desk_log::entry::entry_hash;
use desk_server::{
    db::{Db, How, sqlite, sqlite::Sqlite},
    http::{App, Limits, Rate, router},
    store::{Asked, Cut, Expected, NewCode, Store},
};
use desk_sync::{CodeSecret, EnrolmentCode, FeedCursor, HistoryId, ProvinceKey};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

use crate::{disk, line::Sent};

/// The province's secret.
pub(crate) const SIGNING: [u8; 32] = [0xee; 32];
const RECORD: [u8; 32] = [0xdb; 32];
/// No machine is turned away for asking often: the gate's clock is the real one.
const OFTEN: Rate = Rate { per_second: 1e12, burst: 1e12 };

pub(crate) struct Province {
    runtime: &'static Runtime,
    folder: PathBuf,
    clock: Arc<AtomicI64>,
    open: Option<Open>,
    backups: u32,
    /// How often its record was put back to an older one.
    pub(crate) restored: u32,
    /// What the model has seen of each office's feed in this record.
    pub(crate) feeds: BTreeMap<String, Feed>,
}

struct Open {
    db: Arc<Sqlite>,
    app: Arc<App>,
    router: axum::Router,
}

/// An office's feed as it was read so far.
#[derive(Clone)]
pub(crate) struct Feed {
    pub(crate) cursor: FeedCursor,
    pub(crate) hashes: BTreeSet<EntryHash>,
    pub(crate) places: BTreeSet<(DeviceId, u64)>,
}

impl Province {
    pub(crate) fn found(runtime: &'static Runtime, folder: &Path, clock: Arc<AtomicI64>) -> Self {
        fs::create_dir_all(folder).expect("a folder");
        let mut province = Province {
            runtime,
            folder: folder.to_owned(),
            clock,
            open: None,
            backups: 0,
            restored: 0,
            feeds: BTreeMap::new(),
        };
        province.start(Some(HistoryId([1; 16])));
        province
    }

    fn start(&mut self, fresh: Option<HistoryId>) {
        let file = sqlite::file(&self.folder);
        let db = Arc::new(Sqlite::open(&file, &RECORD, fresh.is_some()).expect("the record opens"));
        let key = ProvinceKey::from_secret(SIGNING);
        let expected = Expected { public: key.public(), fresh: fresh.map(|history| (history, true)) };
        let store = self.runtime.block_on(Store::open(db.clone(), expected)).expect("the record is the province's");
        let clock = Arc::clone(&self.clock);
        let limits = Limits { machine: OFTEN, address: OFTEN, ..Limits::default() };
        let app = App::new(store, key, "http://127.0.0.1:9/h/".to_owned(), limits)
            .with_clock(move || clock.load(Ordering::Relaxed));
        let app = Arc::new(app);
        let router = router(Arc::clone(&app));
        self.open = Some(Open { db, app, router });
    }

    fn app(&self) -> &Arc<App> {
        &self.open.as_ref().expect("it runs").app
    }

    fn store(&self) -> &Store {
        &self.app().store
    }

    pub(crate) fn history(&self) -> HistoryId {
        self.store().history
    }

    /// Answers a request as it came.
    pub(crate) fn answer(&self, sent: &Sent) -> Incoming {
        let mut request = Request::builder().method(sent.method.as_str()).uri(sent.target.as_str());
        for (name, value) in &sent.headers {
            request = request.header(*name, value);
        }
        let request = request
            .header("content-length", sent.body.len())
            .body(Body::from(sent.body.clone()))
            .expect("a request of the program's is one");
        self.runtime.block_on(async {
            let response = self
                .open
                .as_ref()
                .expect("it runs")
                .router
                .clone()
                .oneshot(request)
                .await
                .expect("the router never fails");
            let status = response.status().as_u16();
            let headers = response.headers().clone();
            let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body in memory").to_vec();
            Incoming { status, headers, body: Some(body) }
        })
    }

    /// Killed at this moment, its disk as it stands, and started again.
    pub(crate) fn crash(&mut self, torn: &[u8]) {
        let file = sqlite::file(&self.folder);
        let open = self.open.take();
        disk::as_killed(&file, torn, || drop(open));
        self.start(None);
    }

    pub(crate) fn let_grow(&self, pages: Option<u32>) {
        self.open.as_ref().expect("it runs").db.let_grow(pages).expect("nobody writes");
    }

    pub(crate) fn back_up(&mut self) {
        self.backups += 1;
        let to = self.folder.join(format!("backup-{}.db", self.backups));
        self.runtime.block_on(self.store().copy_to(&to)).expect("copies");
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", to.display()));
        }
    }

    pub(crate) fn backups(&self) -> u32 {
        self.backups
    }

    /// An older record takes the place of this one; with `history` as its chore does, without as who copies files.
    pub(crate) fn restore(&mut self, backup: u32, history: Option<HistoryId>) {
        self.open = None;
        let file = sqlite::file(&self.folder);
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", file.display()));
        }
        fs::copy(self.folder.join(format!("backup-{backup}.db")), &file).expect("copies");
        self.start(None);
        self.restored += 1;
        self.feeds.clear();
        if let Some(history) = history {
            self.begin_history(history);
        }
    }

    pub(crate) fn begin_history(&mut self, history: HistoryId) {
        let mut store = self.store().clone();
        self.runtime.block_on(store.begin_history(history)).expect("writes");
        self.open = None;
        self.start(None);
    }

    pub(crate) fn code(&self, office: &str, counter: u8, random: [u8; 9]) -> String {
        let secret = CodeSecret::new(&random);
        let at = self.clock.load(Ordering::Relaxed);
        let new = NewCode { office: office.to_owned(), counter, digest: secret.digest(), at };
        self.runtime.block_on(self.store().issue(&new)).expect("issues");
        EnrolmentCode::new(secret, &ProvinceKey::from_secret(SIGNING).public()).to_string()
    }

    /// Revokes a machine at its newest entry in custody; nothing where it is unknown or revoked.
    pub(crate) fn revoke(&self, id: DeviceId) {
        let device = self.runtime.block_on(self.store().device(id)).expect("reads");
        let Some(device) = device.filter(|device| device.revoked.is_none()) else { return };
        let seq = device.head.map_or(0, |head| head.seq);
        let cut = Cut { seq, at: 0, by: "sim", why: "", raise: false };
        self.runtime.block_on(self.store().revoke(id, cut)).expect("revokes");
    }

    pub(crate) fn knows(&self, id: DeviceId) -> bool {
        self.runtime.block_on(self.store().device(id)).expect("reads").is_some()
    }

    /// The newest entry in custody of a machine.
    pub(crate) fn head(&self, id: DeviceId) -> Option<(u64, EntryHash)> {
        let device = self.runtime.block_on(self.store().device(id)).expect("reads")?;
        device.head.map(|head| (head.seq, head.hash))
    }

    /// Reads on in an office's feed and holds it against what was read before: it only grows, and has everything once.
    pub(crate) fn read_on(&mut self, office: &str, asking: DeviceId) {
        let store = self.store().clone();
        let Some(device) = self.runtime.block_on(store.device(asking)).expect("reads") else { return };
        let feed = self.feeds.entry(office.to_owned()).or_insert_with(|| Feed {
            cursor: FeedCursor::start(office),
            hashes: BTreeSet::new(),
            places: BTreeSet::new(),
        });
        loop {
            let asked = Asked { after: feed.cursor.position, bytes_max: 1 << 20, ..Asked::default() };
            let page = self.runtime.block_on(store.page(&device, asked)).expect("reads");
            assert!(page.newest >= feed.cursor.position, "the feed of {office} became shorter");
            for item in &page.items {
                let header = desk_log::Opened::peek(&item.cose).expect("a header");
                let hash = entry_hash(&item.cose);
                assert!(feed.hashes.insert(hash), "{hash} stands twice in the feed of {office}");
                assert!(feed.places.insert((header.device, header.seq)), "two entries of one place in the feed");
                feed.cursor = feed.cursor.then(hash);
            }
            assert_eq!(page.at, feed.cursor, "the feed of {office} has another running hash than its entries");
            if feed.cursor.position == page.newest {
                return;
            }
        }
    }

    /// What is kept apart of an office.
    pub(crate) fn apart(&self, office: &str) -> BTreeSet<EntryHash> {
        let db = Arc::clone(&self.open.as_ref().expect("it runs").db);
        self.runtime.block_on(async {
            let mut tx = db.begin(How::Read).await.expect("reads");
            let rows = tx.query("SELECT hash FROM apart WHERE office = $1", &[office.into()]).await.expect("reads");
            rows.into_iter().map(|mut row| EntryHash(row.fixed("hash").expect("a hash"))).collect()
        })
    }

    /// Every entry of it holds.
    pub(crate) fn verify(&self) {
        let found = self.runtime.block_on(self.store().verify()).expect("reads");
        assert!(found.faults.is_empty(), "the province's record does not hold: {:?}", found.faults);
    }
}
