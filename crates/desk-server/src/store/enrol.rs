//! One-time codes, and the machines that come with them.

use desk_sync::{EnrolRequest, FeedCursor};

use super::{Device, RosterRows, Store, devices};
use crate::db::{How, Result, first};

/// How long a code may be used, in milliseconds.
pub const CODE_LIVES_MS: i64 = 24 * 60 * 60 * 1_000;

/// A code as it is kept: without its secret.
#[derive(Debug, Clone)]
pub struct NewCode {
    /// The office it is for.
    pub office: String,
    /// The counter it is for.
    pub counter: u8,
    /// A hash of the secret.
    pub digest: [u8; 32],
    /// When it was issued, UTC ms.
    pub at: i64,
}

/// Why a machine was not enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolRefusal {
    /// No such code for this office.
    CodeUnknown,
    /// Used by another machine.
    CodeUsed,
    /// Too old.
    CodeExpired,
    /// For another counter than the one the machine works at.
    CodeCounter,
    /// Another machine works at that counter.
    CounterTaken,
    /// The machine is enrolled at another office or counter.
    Elsewhere,
    /// The machine was revoked.
    Revoked,
}

/// How asking for enrolment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolment {
    /// The machine, and its office's roster.
    Enrolled(Box<Device>, RosterRows),
    /// Why not.
    Refused(EnrolRefusal),
}

impl Store {
    /// Keeps a code. The office is founded with its first code.
    ///
    /// # Errors
    /// When the database does not take it.
    pub async fn issue(&self, code: &NewCode) -> Result<i64> {
        let expires = code.at + CODE_LIVES_MS;
        let mut tx = self.db.begin(How::Write { lock: &code.office }).await?;
        let running = FeedCursor::start(&code.office).running;
        let sql = "INSERT INTO offices (office, running) VALUES ($1, $2) ON CONFLICT (office) DO NOTHING";
        tx.execute(sql, &[code.office.as_str().into(), running.into()]).await?;
        let sql = "INSERT INTO codes (office, digest, counter, issued_at, expires) VALUES ($1, $2, $3, $4, $5)";
        let counter = i64::from(code.counter).into();
        tx.execute(sql, &[code.office.as_str().into(), code.digest.into(), counter, code.at.into(), expires.into()])
            .await?;
        tx.commit().await?;
        Ok(expires)
    }

    /// Whether anything was ever enrolled here or may be.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_empty(&self) -> Result<bool> {
        let mut tx = self.db.begin(How::Read).await?;
        let empty = tx.query("SELECT office FROM devices LIMIT 1", &[]).await?.is_empty();
        tx.commit().await?;
        Ok(empty)
    }

    /// Enrols a machine whose request was verified under the key that it brings. The same machine with the same code
    /// gets the same answer again: the first one may have been lost on the way.
    ///
    /// # Errors
    /// When the database does not answer; refusals are an answer.
    pub async fn enrol(&self, request: &EnrolRequest, at: i64) -> Result<Enrolment> {
        let (office, digest) = (request.office.as_str(), request.secret.digest());
        let id = desk_log::device_id(&request.public);
        let refused = |why| Ok(Enrolment::Refused(why));
        let mut tx = self.db.begin(How::Write { lock: office }).await?;
        // A machine could ask at two offices at once.
        tx.lock(&format!("device {id}")).await?;
        let sql = "SELECT counter, expires, used_by FROM codes WHERE office = $1 AND digest = $2";
        let Some(mut code) = first(tx.query(sql, &[office.into(), digest.into()]).await?) else {
            return refused(EnrolRefusal::CodeUnknown);
        };
        let (counter, expires) = (code.count("counter")?, code.int("expires")?);
        let used_by = code.may_fixed::<16>("used_by")?;
        if used_by.is_some_and(|by| by != id.0) {
            return refused(EnrolRefusal::CodeUsed);
        }
        let known = devices::device(tx.as_mut(), id).await?;
        if let Some(device) = &known {
            if device.office != office || device.counter != counter {
                return refused(EnrolRefusal::Elsewhere);
            }
            if device.revoked.is_some() {
                return refused(EnrolRefusal::Revoked);
            }
        }
        if used_by.is_none() {
            if expires < at {
                return refused(EnrolRefusal::CodeExpired);
            }
            if request.counter.is_some_and(|works_at| works_at != counter) {
                return refused(EnrolRefusal::CodeCounter);
            }
            if known.is_none() {
                let sql = "SELECT device FROM devices WHERE office = $1 AND counter = $2 AND revoked_at IS NULL";
                if !tx.query(sql, &[office.into(), counter.into()]).await?.is_empty() {
                    return refused(EnrolRefusal::CounterTaken);
                }
                let sql = "INSERT INTO devices (office, device, public, counter, name, enrolled_at) \
                           VALUES ($1, $2, $3, $4, $5, $6)";
                let name = request.name.as_str().into();
                let cells = [office.into(), id.0.into(), request.public.into(), counter.into(), name, at.into()];
                tx.execute(sql, &cells).await?;
                devices::roster_changed(tx.as_mut(), office).await?;
            }
            let sql = "UPDATE codes SET used_by = $1 WHERE office = $2 AND digest = $3";
            tx.execute(sql, &[id.0.into(), office.into(), digest.into()]).await?;
        }
        let Some(device) = devices::device(tx.as_mut(), id).await? else {
            // The code was used by this machine in a history that a restore took back.
            return refused(EnrolRefusal::CodeUsed);
        };
        let roster = devices::roster(tx.as_mut(), office).await?;
        tx.commit().await?;
        Ok(Enrolment::Enrolled(Box::new(device), roster))
    }
}
