//! Taking entries into custody: one transaction a batch, countersigned only after it.

use std::collections::{BTreeMap, BTreeSet};

use desk_core::{
    ids::{DeviceId, EntryHash, PersonId},
    office::OfficeFact,
};
use desk_log::Opened;
use desk_store::Body;
use desk_sync::{FeedCursor, SetAside, TrustedHead};

use super::{Device, Store, devices, feed, one, steps};
use crate::{
    custody::{DeviceState, Ending, plan},
    db::{Cell, ENTRIES, How, Result, STEPS, Tx, first},
    marks,
    roles::{self, Grants},
};

/// Entries of a revoked machine that are kept apart: a stolen one must not fill the disk. More than a year of an honest one.
const REVOKED_MAX: u64 = 50_000;
/// How long it is known what a machine brought when.
const EXCHANGES_KEPT_MS: i64 = 90 * 24 * 60 * 60 * 1_000;

/// What a machine brought.
#[derive(Debug)]
pub struct Brought<'a> {
    /// The machine, as it was found when the request was verified.
    pub device: &'a Device,
    /// Its entries, verified under its key, ascending without gap; none empty.
    pub entries: &'a [Opened],
    /// Bytes on the wire.
    pub bytes: u64,
    /// When, UTC ms.
    pub at: i64,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// How it ended.
    pub ending: Ending,
    /// The newest entry in custody now.
    pub head: Option<TrustedHead>,
    /// Entries of the batch that are marked or kept apart, by seq.
    pub set_aside: Vec<(u64, SetAside)>,
    /// Where the feed ends now.
    pub feed: FeedCursor,
    /// How many entries were new.
    pub new: usize,
}

impl Store {
    /// Takes a batch into custody.
    ///
    /// # Errors
    /// When the database does not take it; then none of it was taken.
    pub async fn take(&self, brought: &Brought<'_>) -> Result<Taken> {
        let Brought { device, entries, .. } = brought;
        let (office, id) = (device.office.as_str(), device.id());
        let mut tx = self.db.begin(How::Write { lock: office }).await?;
        // Read again under the lock: another batch or a revocation may have come in between.
        let known = devices::device(tx.as_mut(), id).await?;
        let known = known.as_ref().unwrap_or(device);
        let state = state(tx.as_mut(), known, entries).await?;
        let plan = plan(&state, entries);

        let mut end = feed::end(tx.as_mut(), office).await?;
        let mut set_aside = Vec::new();
        let mut grants = grants(tx.as_mut(), office, entries).await?;
        let (mut rows, mut steps) = (Vec::with_capacity(plan.append.len()), Vec::new());
        for place in &plan.append {
            let entry = &entries[*place];
            let (body, mark) = marks::read(entry, office);
            let mark = mark.or_else(|| grants.mark(&entry.header, &body));
            // Who grants without being allowed to has granted nothing.
            if mark.is_none()
                && let Some((person, granted)) = grants.note(&entry.header, &body)
            {
                note_grant(tx.as_mut(), office, person, id, &roles::to_text(&granted)).await?;
            }
            set_aside.extend(mark.map(|reason| (entry.header.seq, reason)));
            end = end.then(entry.hash);
            rows.push(entry_row(entry, office, end, mark, brought.at));
            steps.extend(steps::row(&entry.header, &body, office, end.position));
        }
        let head = plan.append.last().map(|place| {
            let entry = &entries[*place];
            TrustedHead { seq: entry.header.seq, hash: entry.hash }
        });
        if let Some(head) = head {
            steps::catch_up(tx.as_mut(), office).await?;
            tx.append(&ENTRIES, rows).await?;
            tx.append(&STEPS, steps).await?;
            let sql = "UPDATE devices SET seq = $1, hash = $2 WHERE office = $3 AND device = $4";
            tx.execute(sql, &[head.seq.into(), head.hash.0.into(), office.into(), id.0.into()]).await?;
            let sql = "UPDATE offices SET newest = $1, running = $2, stepped = $3 WHERE office = $4";
            tx.execute(sql, &[end.position.into(), end.running.into(), end.position.into(), office.into()]).await?;
        }
        let mut room = if state.revoked { room_of_revoked(tx.as_mut(), office, id).await? } else { u64::MAX };
        for (place, reason) in &plan.apart {
            // Beyond the room nothing is said to be kept: the machine still has it, and no head counts it as sent. The
            // branch of a machine in good standing has no end: it is as honest as the other one.
            if room == 0 {
                break;
            }
            room -= 1;
            let entry = &entries[*place];
            keep_apart(tx.as_mut(), entry, office, *reason, brought.at).await?;
            set_aside.push((entry.header.seq, *reason));
        }
        let outcome = match plan.ending {
            Ending::Taken => "taken",
            Ending::Gap => "gap",
            Ending::Fork => "fork",
            Ending::Revoked => "revoked",
        };
        note(tx.as_mut(), brought, plan.append.len(), outcome).await?;
        tx.commit().await?;
        set_aside.sort_unstable();
        Ok(Taken { ending: plan.ending, head: head.or(known.head), set_aside, feed: end, new: plan.append.len() })
    }
}

async fn state(tx: &mut dyn Tx, device: &Device, entries: &[Opened]) -> Result<DeviceState> {
    let (office, id): (&str, _) = (&device.office, device.id());
    let (Some(from), Some(to)) = (entries.first(), entries.last()) else { return Ok(DeviceState::default()) };
    let mut kept = BTreeMap::new();
    let sql = "SELECT seq, hash FROM entries WHERE office = $1 AND device = $2 AND seq BETWEEN $3 AND $4";
    let cells = [office.into(), id.0.into(), from.header.seq.into(), to.header.seq.into()];
    for mut row in tx.query(sql, &cells).await? {
        kept.insert(row.count("seq")?, EntryHash(row.fixed("hash")?));
    }
    let follows_apart = match from.header.prev {
        None => false,
        Some(prev) => {
            let sql = "SELECT seq FROM apart WHERE office = $1 AND device = $2 AND seq = $3 AND hash = $4";
            let cells = [office.into(), id.0.into(), (from.header.seq - 1).into(), prev.0.into()];
            first(tx.query(sql, &cells).await?).is_some()
        }
    };
    Ok(DeviceState { head: device.head, revoked: device.revoked.is_some(), kept, follows_apart })
}

/// What is known of the roles of everybody who acts or is let in in a batch.
async fn grants(tx: &mut dyn Tx, office: &str, entries: &[Opened]) -> Result<Grants> {
    let mut grants = Grants::default();
    let granted = |entry: &Opened| match marks::read(entry, office).0 {
        Body::Office(OfficeFact::PersonGranted(granted)) => Some(granted.person.id),
        Body::Office(_) | Body::Dossier(_) | Body::Aside(_) | Body::Erased => None,
    };
    let mut people: BTreeSet<PersonId> = entries.iter().filter_map(|entry| entry.header.actor).collect();
    people.extend(entries.iter().filter(|entry| entry.header.kind == "person.granted").filter_map(granted));
    for actor in people {
        let sql = "SELECT device, roles FROM grants WHERE office = $1 AND person = $2";
        for mut row in tx.query(sql, &[office.into(), actor.bytes().into()]).await? {
            grants.know(actor, DeviceId(row.fixed("device")?), roles::from_text(&row.text("roles")?));
        }
    }
    Ok(grants)
}

pub(super) async fn note_grant(
    tx: &mut dyn Tx,
    office: &str,
    person: PersonId,
    device: DeviceId,
    roles: &str,
) -> Result<()> {
    let sql = "INSERT INTO grants (office, person, device, roles) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (office, person, device) DO UPDATE SET roles = excluded.roles";
    tx.execute(sql, &[office.into(), person.bytes().into(), device.0.into(), roles.into()]).await.map(|_| ())
}

fn entry_row(entry: &Opened, office: &str, at_end: FeedCursor, mark: Option<SetAside>, taken_at: i64) -> Vec<Cell> {
    let header = &entry.header;
    let content = entry.content.as_ref();
    let bytes = entry.cose.len() + content.map_or(0, |content| content.body.len() + content.salt.len());
    vec![
        office.into(),
        at_end.position.into(),
        header.device.0.into(),
        header.seq.into(),
        entry.hash.0.into(),
        at_end.running.into(),
        taken_at.into(),
        (bytes as u64).into(),
        mark.map(SetAside::code).into(),
        entry.cose.as_slice().into(),
        content.map(|content| content.salt).into(),
        content.map(|content| content.body.as_slice()).into(),
    ]
}

/// How many more entries are kept apart for a revoked machine.
async fn room_of_revoked(tx: &mut dyn Tx, office: &str, device: DeviceId) -> Result<u64> {
    let sql = "SELECT count(*) AS kept FROM apart WHERE office = $1 AND device = $2 AND reason = $3";
    let cells = [office.into(), device.0.into(), SetAside::Revoked.code().into()];
    let kept = one(tx.query(sql, &cells).await?)?.count("kept")?;
    Ok(REVOKED_MAX.saturating_sub(kept))
}

async fn keep_apart(tx: &mut dyn Tx, entry: &Opened, office: &str, reason: SetAside, at: i64) -> Result<()> {
    let sql = "INSERT INTO apart (office, device, seq, hash, reason, taken_at, cose, salt, body) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
    let (header, content) = (&entry.header, entry.content.as_ref());
    let cells = [
        office.into(),
        header.device.0.into(),
        header.seq.into(),
        entry.hash.0.into(),
        reason.code().into(),
        at.into(),
        entry.cose.as_slice().into(),
        content.map(|content| content.salt).into(),
        content.map(|content| content.body.as_slice()).into(),
    ];
    tx.execute(sql, &cells).await.map(|_| ())
}

async fn note(tx: &mut dyn Tx, brought: &Brought<'_>, new: usize, outcome: &str) -> Result<()> {
    let sql = "INSERT INTO exchanges (office, device, at, entries, bytes, outcome) VALUES ($1, $2, $3, $4, $5, $6)";
    let device = brought.device;
    let (entries, bytes) = (new as u64, brought.bytes);
    let cells = [
        device.office.as_str().into(),
        device.id().0.into(),
        brought.at.into(),
        entries.into(),
        bytes.into(),
        outcome.into(),
    ];
    tx.execute(sql, &cells).await?;
    let old = brought.at - EXCHANGES_KEPT_MS;
    let sql = "DELETE FROM exchanges WHERE office = $1 AND device = $2 AND at < $3";
    tx.execute(sql, &[device.office.as_str().into(), device.id().0.into(), old.into()]).await.map(|_| ())
}
