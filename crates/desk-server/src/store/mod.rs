//! The province's record: every question and change as a function, over whichever database is behind it.

mod devices;
mod enrol;
mod feed;
mod files;
mod published;
mod steps;
mod take;
mod whole;

use std::sync::Arc;

use desk_core::ids::{DeviceId, EntryHash};
use desk_log::device_id;
use desk_sync::{FeedCursor, HistoryId, TrustedHead};

pub use devices::{Cut, Machine, Made, RevokeFault, RosterRows};
pub use enrol::{CODE_LIVES_MS, EnrolRefusal, Enrolment, NewCode};
pub use feed::{Asked, PageRows, Stands};
pub use files::{FILE_BYTES_MAX, FileFault, FileState, Piece};
pub(crate) use published::PROVINCE;
pub use steps::LookUp;
pub use take::{Brought, Taken};
pub use whole::{Account, Faults};

use crate::db::{Db, DbError, How, Result, Row, first};

/// The record.
#[derive(Clone)]
pub struct Store {
    db: Arc<dyn Db>,
    /// The history of this record.
    pub history: HistoryId,
    /// Whether this is a demo server.
    pub demo: bool,
}

/// A machine as the record knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its office.
    pub office: String,
    /// Its public key.
    pub public: [u8; 32],
    /// Its counter.
    pub counter: u64,
    /// Its name.
    pub name: String,
    /// The newest entry in custody.
    pub head: Option<TrustedHead>,
    /// When it was revoked and the last entry that counts; none while it works.
    pub revoked: Option<Option<TrustedHead>>,
}

impl Device {
    /// Its id.
    pub fn id(&self) -> DeviceId {
        device_id(&self.public)
    }

    pub(crate) fn of(row: &mut Row) -> Result<Self> {
        let head = |seq: u64, hash: Option<[u8; 32]>| hash.map(|hash| TrustedHead { seq, hash: EntryHash(hash) });
        let trusted = head(
            row.may_int("trusted_seq")?.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(0),
            row.may_fixed("trusted_hash")?,
        );
        Ok(Device {
            office: row.text("office")?,
            public: row.fixed("public")?,
            counter: row.count("counter")?,
            name: row.text("name")?,
            head: head(row.count("seq")?, row.may_fixed("hash")?),
            revoked: row.may_int("revoked_at")?.map(|_| trusted),
        })
    }
}

/// What a server is told to be when its record is opened.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// The province's public key: a record of another province is refused.
    pub public: [u8; 32],
    /// For a record that does not exist yet: its history, and whether it is a demo's.
    pub fresh: Option<(HistoryId, bool)>,
}

/// Why a record cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// The database says no.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The record is of a province with another key than the one in the data folder.
    #[error("the record belongs to a province with another key than the one in this data folder")]
    OtherProvince,
    /// There is no record yet, and this command makes none.
    #[error("there is no record here yet: start `desk-server serve` once")]
    Nothing,
    /// A demo's record asked to be served as a real one, or the other way.
    #[error("a demo's record stays a demo's, and a real one real")]
    Demo,
}

const META: &str = "SELECT name, value FROM meta";
const SET_META: &str =
    "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

impl Store {
    /// Opens the record, or founds it where `expected.fresh` says how.
    ///
    /// # Errors
    /// When it is not the one expected.
    pub async fn open(db: Arc<dyn Db>, expected: Expected) -> Result<Self, OpenFault> {
        let mut tx = db.begin(How::Write { lock: "motcua/meta" }).await?;
        let (mut history, mut demo, mut public) = (None, false, None);
        for mut row in tx.query(META, &[]).await? {
            match row.text("name")?.as_str() {
                "history" => history = Some(HistoryId(row.fixed("value")?)),
                "demo" => demo = row.fixed::<1>("value")? == [1],
                "public" => public = Some(row.fixed("value")?),
                _ => {} // what later programs keep here does not concern this one
            }
        }
        if let Some(history) = history {
            if public != Some(expected.public) {
                return Err(OpenFault::OtherProvince);
            }
            if expected.fresh.is_some_and(|(_, wanted)| wanted != demo) {
                return Err(OpenFault::Demo);
            }
            drop(tx);
            let store = Store { db, history, demo };
            store.catch_up().await?;
            return Ok(store);
        }
        let (history, demo) = expected.fresh.ok_or(OpenFault::Nothing)?;
        for (name, value) in
            [("history", history.0.to_vec()), ("demo", vec![demo.into()]), ("public", expected.public.to_vec())]
        {
            tx.execute(SET_META, &[name.into(), value.into()]).await?;
        }
        tx.commit().await?;
        Ok(Store { db, history, demo })
    }

    /// Begins another history: after a restore, before anything is served.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn begin_history(&mut self, history: HistoryId) -> Result<()> {
        let mut tx = self.db.begin(How::Write { lock: "motcua/meta" }).await?;
        tx.execute(SET_META, &["history".into(), history.0.into()]).await?;
        tx.commit().await?;
        self.history = history;
        Ok(())
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ready(&self) -> Result<()> {
        let mut tx = self.db.begin(How::Read).await?;
        tx.query("SELECT count(*) AS offices FROM offices", &[]).await?;
        tx.commit().await
    }

    /// The machine with this id, wherever it is enrolled.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn device(&self, id: DeviceId) -> Result<Option<Device>> {
        let mut tx = self.db.begin(How::Read).await?;
        let found = devices::device(tx.as_mut(), id).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Where an office's feed ends.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn feed_end(&self, office: &str) -> Result<FeedCursor> {
        let mut tx = self.db.begin(How::Read).await?;
        let end = feed::end(tx.as_mut(), office).await?;
        tx.commit().await?;
        Ok(end)
    }

    /// Writes a whole copy of the record to a file that must not exist.
    ///
    /// # Errors
    /// When the database has no such way, or the file cannot be written.
    pub async fn copy_to(&self, path: &std::path::Path) -> Result<()> {
        self.db.copy_to(path).await
    }
}

pub(crate) fn one(rows: Vec<Row>) -> Result<Row> {
    first(rows).ok_or(DbError::Refused("a row that must be there is missing"))
}
