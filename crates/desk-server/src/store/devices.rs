//! Machines, rosters, and cutting a machine off at a known head.

use desk_core::ids::{DeviceId, EntryHash};
use desk_sync::{DeviceStanding, RosterDevice, TrustedHead};

use super::{Device, Store, one};
use crate::db::{Cell, DbError, How, Result, Tx, first};

const COLUMNS_BY_ID: &str = "SELECT office, public, counter, name, seq, hash, revoked_at, trusted_seq, trusted_hash \
                             FROM devices WHERE device = $1";
const COLUMNS_BY_KEY_ID: &str = "SELECT office, public, counter, name, seq, hash, revoked_at, trusted_seq, trusted_hash \
                                 FROM devices WHERE device BETWEEN $1 AND $2 ORDER BY device";
const COLUMNS_BY_OFFICE: &str = "SELECT office, public, counter, name, seq, hash, revoked_at, trusted_seq, trusted_hash \
                                 FROM devices WHERE office = $1 ORDER BY public";

/// A roster as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRows {
    /// Its number.
    pub number: u64,
    /// The machines, ascending by public key.
    pub devices: Vec<RosterDevice>,
}

/// Why a machine was not revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeFault {
    /// The database says no.
    #[error(transparent)]
    Db(#[from] DbError),
    /// There is no such machine.
    #[error("no device with this id is enrolled here")]
    Unknown,
    /// The entry that is to be the last one is not in custody.
    #[error("the newest entry in custody of this device is {newest}: nothing beyond it can be trusted")]
    Beyond {
        /// The newest seq in custody.
        newest: u64,
    },
}

pub(super) async fn device(tx: &mut dyn Tx, id: DeviceId) -> Result<Option<Device>> {
    let rows = tx.query(COLUMNS_BY_ID, &[id.0.into()]).await?;
    first(rows).map(|mut row| Device::of(&mut row)).transpose()
}

/// Machines whose ids begin with these bytes, wherever they are enrolled.
pub(super) async fn by_key_id(tx: &mut dyn Tx, key_id: [u8; 8]) -> Result<Vec<Device>> {
    let (mut first, mut last) = ([0; 16], [0xff; 16]);
    first[..8].copy_from_slice(&key_id);
    last[..8].copy_from_slice(&key_id);
    let rows = tx.query(COLUMNS_BY_KEY_ID, &[first.into(), last.into()]).await?;
    rows.into_iter().map(|mut row| Device::of(&mut row)).collect()
}

pub(super) async fn roster(tx: &mut dyn Tx, office: &str) -> Result<RosterRows> {
    let mut row = one(tx.query("SELECT roster FROM offices WHERE office = $1", &[office.into()]).await?)?;
    let number = row.count("roster")?;
    let mut devices = Vec::new();
    for mut row in tx.query(COLUMNS_BY_OFFICE, &[office.into()]).await? {
        let Device { public, counter, name, revoked, .. } = Device::of(&mut row)?;
        let standing = match revoked {
            None => DeviceStanding::Enrolled,
            Some(trusted) => DeviceStanding::Revoked { trusted },
        };
        devices.push(RosterDevice { public, counter, name, standing });
    }
    Ok(RosterRows { number, devices })
}

pub(super) async fn roster_changed(tx: &mut dyn Tx, office: &str) -> Result<()> {
    tx.execute("UPDATE offices SET roster = roster + 1 WHERE office = $1", &[office.into()]).await.map(|_| ())
}

impl Store {
    /// The roster of an office.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn roster(&self, office: &str) -> Result<RosterRows> {
        let mut tx = self.db.begin(How::Read).await?;
        let found = roster(tx.as_mut(), office).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Cuts a machine off: nothing of it counts after `seq`. What came after stays where it is, told by the roster; what
    /// still comes is kept apart. Gives the last entry that counts.
    ///
    /// # Errors
    /// When there is no such machine, or nothing of it at `seq`.
    pub async fn revoke(&self, id: DeviceId, seq: u64, at: i64) -> Result<Option<TrustedHead>, RevokeFault> {
        let known = self.device(id).await?.ok_or(RevokeFault::Unknown)?;
        let mut tx = self.db.begin(How::Write { lock: &known.office }).await?;
        let known = device(tx.as_mut(), id).await?.ok_or(RevokeFault::Unknown)?;
        let newest = known.head.map_or(0, |head| head.seq);
        if seq > newest {
            return Err(RevokeFault::Beyond { newest });
        }
        let trusted = match seq {
            0 => None,
            _ => {
                let sql = "SELECT hash FROM entries WHERE office = $1 AND device = $2 AND seq = $3";
                let cells = [known.office.as_str().into(), id.0.into(), seq.into()];
                let mut row = one(tx.query(sql, &cells).await?)?;
                Some(TrustedHead { seq, hash: EntryHash(row.fixed("hash")?) })
            }
        };
        let sql =
            "UPDATE devices SET revoked_at = $1, trusted_seq = $2, trusted_hash = $3 WHERE office = $4 AND device = $5";
        let hash: Cell = trusted.map(|head| head.hash.0).into();
        tx.execute(sql, &[at.into(), seq.into(), hash, known.office.as_str().into(), id.0.into()]).await?;
        roster_changed(tx.as_mut(), &known.office).await?;
        tx.commit().await?;
        Ok(trusted)
    }
}
