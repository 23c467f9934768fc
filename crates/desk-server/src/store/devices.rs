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
    /// The machine is cut off at an earlier entry.
    #[error("this device is revoked after entry {was} already: more of it counts only with --raise")]
    Raised {
        /// Where it is cut off.
        was: u64,
    },
}

/// A cut.
#[derive(Debug, Clone, Copy)]
pub struct Cut<'a> {
    /// The last entry that counts; 0 for none.
    pub seq: u64,
    /// When, UTC ms.
    pub at: i64,
    /// Who says so.
    pub by: &'a str,
    /// Why.
    pub why: &'a str,
    /// Whether a machine that is cut off already may count for more than before.
    pub raise: bool,
}

/// A machine for who runs the province.
#[derive(Debug, Clone)]
pub struct Machine {
    /// The machine.
    pub device: Device,
    /// Its entries that are kept out of the feed.
    pub apart: u64,
    /// The times that it was cut off, the first one first.
    pub cuts: Vec<Made>,
}

/// A cut that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// When, UTC ms.
    pub at: i64,
    /// The last entry that counts.
    pub seq: u64,
    /// Who said so.
    pub by: String,
    /// Why.
    pub why: String,
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

    /// Cuts a machine off: nothing of it is trusted after `cut.seq`. What came after stays where it is, marked at every desk
    /// that has the roster; what still comes is kept apart. Gives the last entry that counts, and the one before where the
    /// machine was cut off already. Each cut is recorded.
    ///
    /// # Errors
    /// When there is no such machine, nothing of it at `cut.seq`, or it would count for more than before without
    /// `cut.raise`.
    pub async fn revoke(
        &self,
        id: DeviceId,
        cut: Cut<'_>,
    ) -> Result<(Option<TrustedHead>, Option<u64>), RevokeFault> {
        let Cut { seq, at, by, why, raise } = cut;
        let known = self.device(id).await?.ok_or(RevokeFault::Unknown)?;
        let mut tx = self.db.begin(How::Write { lock: &known.office }).await?;
        let known = device(tx.as_mut(), id).await?.ok_or(RevokeFault::Unknown)?;
        let newest = known.head.map_or(0, |head| head.seq);
        if seq > newest {
            return Err(RevokeFault::Beyond { newest });
        }
        let was = known.revoked.map(|trusted| trusted.map_or(0, |head| head.seq));
        if let Some(was) = was.filter(|was| seq > *was && !raise) {
            return Err(RevokeFault::Raised { was });
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
        let sql = "INSERT INTO revocations (office, device, at, seq, said_by, why) VALUES ($1, $2, $3, $4, $5, $6)";
        let cells = [known.office.as_str().into(), id.0.into(), at.into(), seq.into(), by.into(), why.into()];
        tx.execute(sql, &cells).await?;
        roster_changed(tx.as_mut(), &known.office).await?;
        tx.commit().await?;
        Ok((trusted, was))
    }

    /// The machines of an office, by counter, each with the times that it was cut off, the first one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn machines(&self, office: &str) -> Result<Vec<Machine>> {
        let mut tx = self.db.begin(How::Read).await?;
        let mut machines = Vec::new();
        for mut row in tx.query(COLUMNS_BY_OFFICE, &[office.into()]).await? {
            machines.push(Machine { device: Device::of(&mut row)?, apart: 0, cuts: Vec::new() });
        }
        for machine in &mut machines {
            let sql = "SELECT count(*) AS kept FROM apart WHERE office = $1 AND device = $2";
            let cells = [office.into(), machine.device.id().0.into()];
            machine.apart = one(tx.query(sql, &cells).await?)?.count("kept")?;
        }
        let sql = "SELECT device, at, seq, said_by, why FROM revocations WHERE office = $1 ORDER BY at";
        for mut row in tx.query(sql, &[office.into()]).await? {
            let device = DeviceId(row.fixed("device")?);
            let made =
                Made { at: row.int("at")?, seq: row.count("seq")?, by: row.text("said_by")?, why: row.text("why")? };
            if let Some(machine) = machines.iter_mut().find(|machine| machine.device.id() == device) {
                machine.cuts.push(made);
            }
        }
        tx.commit().await?;
        machines.sort_by_key(|machine| machine.device.counter);
        Ok(machines)
    }
}
