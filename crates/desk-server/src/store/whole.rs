//! Questions about the whole record: its digest, and whether all of it holds.

use desk_core::ids::{DeviceId, EntryHash};
use desk_log::{ChainState, Head, Sealed};
use desk_sync::{FeedCursor, feed::heads_figure};
use sha2::{Digest, Sha256};

use super::{Device, Store, feed};
use crate::db::{How, Result, Tx};

/// Entries checked at a time.
const CHUNK: u64 = 500;

/// What the record amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// SHA-256 over every office with the end of its feed.
    pub digest: [u8; 32],
    /// Entries in all feeds.
    pub entries: u64,
    /// Of each office: the entries in its feed, and the figure over its machines' heads that its desks give too.
    pub offices: Vec<(String, u64, [u8; 32])>,
}

/// What checking the whole record found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// Entries checked.
    pub entries: u64,
    /// The newest entry of each machine.
    pub heads: Vec<Head>,
    /// What does not hold; no data.
    pub faults: Vec<String>,
}

impl Store {
    /// The digest of all feeds, and a figure of each office. Two records that took the same entries in the same order have the
    /// same digest; a desk, which knows no order but its own, is compared by the figure over the heads.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account(&self) -> Result<Account> {
        let mut tx = self.db.begin(How::Read).await?;
        let (mut digest, mut entries, mut offices) = (Sha256::new(), 0, Vec::new());
        for (office, end) in ends(tx.as_mut()).await? {
            digest.update((office.len() as u64).to_be_bytes());
            digest.update(&office);
            digest.update(end.position.to_be_bytes());
            digest.update(end.running);
            entries += end.position;
            let heads = chains(tx.as_mut(), &office).await?.into_iter().filter_map(|(machine, _)| {
                machine.head.map(|head| Head { device: machine.id(), seq: head.seq, hash: head.hash })
            });
            offices.push((office, end.position, heads_figure(heads)));
        }
        Ok(Account { digest: digest.finalize().into(), entries, offices })
    }

    /// Checks every entry: signature, body, chain, position and running hash.
    ///
    /// # Errors
    /// When the database does not answer; what does not hold is an answer.
    pub async fn verify(&self) -> Result<Faults> {
        let mut tx = self.db.begin(How::Read).await?;
        let tx = tx.as_mut();
        let mut found = Faults::default();
        for (office, end) in ends(tx).await? {
            let mut chains = chains(tx, &office).await?;
            let mut cursor = FeedCursor::start(&office);
            loop {
                let sql = "SELECT position, device, seq, hash, running, cose, salt, body FROM entries \
                           WHERE office = $1 AND position > $2 ORDER BY position LIMIT $3";
                let after = cursor.position;
                let rows = tx.query(sql, &[office.as_str().into(), after.into(), CHUNK.into()]).await?;
                if rows.is_empty() {
                    break;
                }
                for mut row in rows {
                    let position = row.count("position")?;
                    let mut fault = |why: &str| found.faults.push(format!("{office} {position}: {why}"));
                    let (device, seq) = (DeviceId(row.fixed("device")?), row.count("seq")?);
                    let (hash, running) = (EntryHash(row.fixed("hash")?), row.fixed::<32>("running")?);
                    let item = feed::item(&mut row)?;
                    cursor = cursor.then(hash);
                    if cursor.position != position {
                        fault("positions are missing before it");
                        cursor.position = position;
                    }
                    if cursor.running != running {
                        fault("the running hash is another");
                        cursor.running = running;
                    }
                    match chains.iter_mut().find(|(known, ..)| known.id() == device) {
                        None => fault("it is of a machine that is not enrolled"),
                        Some((known, chain)) => match Sealed::open(item.cose, item.content, &known.public) {
                            Err(why) => fault(&why.to_string()),
                            Ok(entry) if (entry.hash, entry.header.seq) != (hash, seq) => {
                                fault("its hash or place is another than the table says");
                            }
                            Ok(entry) => {
                                if let Err(why) = chain.advance(&entry) {
                                    fault(&why.to_string());
                                }
                            }
                        },
                    }
                    found.entries += 1;
                }
            }
            if cursor != end {
                found.faults.push(format!("{office}: the feed ends elsewhere than the office says"));
            }
            for (device, chain) in chains {
                let head = chain.head();
                if head.map(|head| (head.seq, head.hash)) != device.head.map(|head| (head.seq, head.hash)) {
                    found.faults.push(format!("{office}: the head of {} is another than its entries say", device.id()));
                }
                found.heads.extend(head);
            }
        }
        Ok(found)
    }
}

async fn ends(tx: &mut dyn Tx) -> Result<Vec<(String, FeedCursor)>> {
    let mut ends = Vec::new();
    for mut row in tx.query("SELECT office, newest, running FROM offices ORDER BY office", &[]).await? {
        let end = FeedCursor { position: row.count("newest")?, running: row.fixed("running")? };
        ends.push((row.text("office")?, end));
    }
    // The database's own order of text depends on its locale; the digest must not.
    ends.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(ends)
}

async fn chains(tx: &mut dyn Tx, office: &str) -> Result<Vec<(Device, ChainState)>> {
    let sql = "SELECT office, public, counter, name, seq, hash, revoked_at, trusted_seq, trusted_hash \
               FROM devices WHERE office = $1 ORDER BY device";
    let rows = tx.query(sql, &[office.into()]).await?;
    rows.into_iter().map(|mut row| Ok((Device::of(&mut row)?, ChainState::default()))).collect()
}
