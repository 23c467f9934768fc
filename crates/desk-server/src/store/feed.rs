//! The feed of an office: positions in commit order, each with the running hash there.

use std::collections::BTreeMap;

use desk_log::Item;
use desk_sync::FeedCursor;

use super::{Device, RosterRows, Store, devices, one, published};
use crate::db::{DbError, How, Result, Row, Tx, first};

/// Rows looked at for one page; their sizes decide how many go.
const PAGE_ROWS_MAX: u64 = 4_000;

/// What a machine asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// The position that it read last.
    pub after: u64,
    /// The number of the roster that it knows.
    pub roster: u64,
    /// At most so many bytes of entries.
    pub bytes_max: u64,
    /// The number of the set of reference data that it has; none where it asks for none.
    pub reference: Option<u64>,
    /// The number of the word on people that it knows; none where it asks for none.
    pub people: Option<u64>,
}

/// A page as the record has it, all of one moment.
#[derive(Debug, Clone)]
pub struct PageRows {
    /// Its entries.
    pub items: Vec<Item>,
    /// The cursor at the last of them; without entries, where the feed ends or was asked from, whichever comes first.
    pub at: FeedCursor,
    /// The newest position.
    pub newest: u64,
    /// The asking machine as it stands.
    pub device: Device,
    /// The roster, when its number is not the one that is known.
    pub roster: Option<RosterRows>,
    /// The signed statement of the newest set of reference data, where it is newer than the one that is known.
    pub reference: Option<Vec<u8>>,
    /// The same of the office's people.
    pub people: Option<Vec<u8>>,
}

impl PageRows {
    /// True when there is something in it that who asked did not know.
    pub fn says_more_than(&self, asked: &Asked) -> bool {
        self.newest != asked.after || self.roster.is_some() || self.reference.is_some() || self.people.is_some()
    }
}

/// How each office stands: newest position, number of the roster, number of the word on people.
pub type Stands = BTreeMap<String, [u64; 3]>;

/// Where the feed ends.
pub(super) async fn end(tx: &mut dyn Tx, office: &str) -> Result<FeedCursor> {
    let mut row = one(tx.query("SELECT newest, running FROM offices WHERE office = $1", &[office.into()]).await?)?;
    Ok(FeedCursor { position: row.count("newest")?, running: row.fixed("running")? })
}

/// The cursor at a position that exists.
async fn at(tx: &mut dyn Tx, office: &str, position: u64) -> Result<FeedCursor> {
    if position == 0 {
        return Ok(FeedCursor::start(office));
    }
    let sql = "SELECT running FROM entries WHERE office = $1 AND position = $2";
    let mut row = one(tx.query(sql, &[office.into(), position.into()]).await?)?;
    Ok(FeedCursor { position, running: row.fixed("running")? })
}

pub(super) fn item(row: &mut Row) -> Result<Item> {
    let cose = row.bytes("cose")?;
    let content = match (row.may_fixed("salt")?, row.may_bytes("body")?) {
        (Some(salt), Some(body)) => Some((salt, body)),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err(DbError::Column("body")),
    };
    Ok(Item { cose, content })
}

impl Store {
    /// Entries after a position, at most so many bytes of them but always one, and what stands beside them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self, asking: &Device, asked: Asked) -> Result<PageRows> {
        let Asked { after, roster, bytes_max, .. } = asked;
        let office = asking.office.as_str();
        let mut tx = self.db.begin(How::Read).await?;
        let tx = tx.as_mut();
        let device = devices::device(tx, asking.id()).await?.unwrap_or_else(|| asking.clone());
        let FeedCursor { position: newest, .. } = end(tx, office).await?;
        let mut last = after.min(newest);
        let sql = "SELECT position, bytes FROM entries WHERE office = $1 AND position > $2 ORDER BY position LIMIT $3";
        let mut sum = 0;
        for mut row in tx.query(sql, &[office.into(), after.into(), PAGE_ROWS_MAX.into()]).await? {
            sum += row.count("bytes")?;
            if sum > bytes_max && last > after {
                break;
            }
            last = row.count("position")?;
        }
        let sql = "SELECT cose, salt, body FROM entries \
                   WHERE office = $1 AND position > $2 AND position <= $3 ORDER BY position";
        let mut items = Vec::new();
        if last > after {
            for mut row in tx.query(sql, &[office.into(), after.into(), last.into()]).await? {
                items.push(item(&mut row)?);
            }
        }
        let at = at(tx, office, last).await?;
        let found =
            one(tx.query("SELECT roster FROM offices WHERE office = $1", &[office.into()]).await?)?.count("roster")?;
        let roster = if found == roster { None } else { Some(devices::roster(tx, office).await?) };
        // A record that was restored may know less than the machine: what is older is not said.
        let newer = |known: u64, found: Option<(u64, Vec<u8>)>| {
            found.filter(|(number, _)| *number > known).map(|(_, statement)| statement)
        };
        let reference = match asked.reference {
            Some(known) => newer(known, published::newest_set(tx).await?),
            None => None,
        };
        let people = match asked.people {
            Some(known) => newer(known, published::people(tx, office).await?),
            None => None,
        };
        Ok(PageRows { items, at, newest, device, roster, reference, people })
    }

    /// How all offices stand, and the number of the newest set of reference data: what tells whether anything is new.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stands(&self) -> Result<(Stands, u64)> {
        let mut tx = self.db.begin(How::Read).await?;
        let sql = "SELECT o.office, o.newest, o.roster, coalesce(p.number, 0) AS people \
                   FROM offices o LEFT JOIN people p ON p.office = o.office";
        let mut stands = Stands::new();
        for mut row in tx.query(sql, &[]).await? {
            let stand = [row.count("newest")?, row.count("roster")?, row.count("people")?];
            stands.insert(row.text("office")?, stand);
        }
        let sql = "SELECT coalesce(max(number), 0) AS number FROM reference_sets";
        let set = one(tx.query(sql, &[]).await?)?.count("number")?;
        tx.commit().await?;
        Ok((stands, set))
    }

    /// Whether an office exists.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn knows_office(&self, office: &str) -> Result<bool> {
        let mut tx = self.db.begin(How::Read).await?;
        Ok(first(tx.query("SELECT office FROM offices WHERE office = $1", &[office.into()]).await?).is_some())
    }
}
