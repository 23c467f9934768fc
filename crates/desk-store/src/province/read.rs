//! Questions about the province and about what waits for it.

use std::collections::BTreeMap;

use desk_core::{
    ids::{DeviceId, DossierId, EntryHash},
    time::{Moment, from_millis},
};
use desk_log::{Content, Opened};
use rusqlite::{OptionalExtension, params};

use super::{CLOCK, Countersigned, Exchange, FeedHead, Member, Province, Waiting, end, signed};
use crate::{error::Result, files::FileHash, reader::Reader, setting};

#[allow(clippy::missing_errors_doc)] // said once, at the type
impl Reader {
    /// Files that the log names and that are not yet known to be both here and in the province, each with a dossier that
    /// names it; the newest first.
    pub fn files_unsettled(&self) -> Result<Vec<(FileHash, DossierId)>> {
        self.with(|db| {
            let sql = "SELECT n.hash, max(n.dossier) AS dossier FROM file_names n \
                       LEFT JOIN files_settled s ON s.hash = n.hash WHERE s.hash IS NULL \
                       GROUP BY n.hash ORDER BY dossier DESC, n.hash";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                // A name that is no hash leads to no bytes.
                if let Ok(hash) = row.get::<_, String>("hash")?.parse() {
                    found.push((hash, DossierId::from_bytes(row.get("dossier")?)));
                }
            }
            Ok(found)
        })
    }

    /// How many there are of them.
    pub fn files_unsettled_count(&self) -> Result<u64> {
        self.with(|db| {
            let sql = "SELECT count(DISTINCT n.hash) AS files FROM file_names n WHERE NOT EXISTS \
                       (SELECT 1 FROM files_settled s WHERE s.hash = n.hash)";
            Ok(db.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>("files"))?.unsigned_abs())
        })
    }

    /// Where this store is enrolled; none before.
    pub fn province(&self) -> Result<Option<Province>> {
        self.with(|db| {
            let sql = "SELECT p.*, d.id AS machine FROM province p JOIN devices d ON d.n = p.device";
            let found = db
                .query_row(sql, [], |row| {
                    let from: Option<[u8; 16]> = row.get("restored_from")?;
                    let seq: Option<i64> = row.get("restored_seq")?;
                    Ok(Province {
                        address: row.get("address")?,
                        public_key: row.get("public_key")?,
                        history: row.get("history")?,
                        lookup: row.get("lookup")?,
                        device: DeviceId(row.get("machine")?),
                        counter: row.get("counter")?,
                        standing: row.get("standing")?,
                        state: row.get("state")?,
                        since: row.get("since")?,
                        restored: from.zip(seq.map(i64::unsigned_abs)),
                        roster_number: row.get::<_, i64>("roster_number")?.unsigned_abs(),
                        roster: row.get("roster")?,
                    })
                })
                .optional()?;
            Ok(found)
        })
    }

    /// What the province countersigned of a machine of this store; none while it has nothing.
    pub fn countersigned(&self, device: DeviceId) -> Result<Option<Countersigned>> {
        self.with(|db| {
            let sql = "SELECT c.seq, c.hash, c.at, c.statement FROM countersigned c JOIN devices d ON d.n = c.device \
                       WHERE d.id = ?1";
            let found = db
                .query_row(sql, params![device.0], |row| {
                    Ok(Countersigned {
                        seq: row.get::<_, i64>("seq")?.unsigned_abs(),
                        hash: EntryHash(row.get("hash")?),
                        at: row.get("at")?,
                        statement: row.get("statement")?,
                    })
                })
                .optional()?;
            Ok(found)
        })
    }

    /// Where the office's feed ends here.
    pub fn feed_end(&self) -> Result<FeedHead> {
        self.with(|db| {
            let (position, running) = end(db)?;
            let kept = db
                .query_row("SELECT at, statement FROM feed_head", [], |row| Ok((row.get("at")?, row.get("statement")?)))
                .optional()?;
            let (at, statement) = kept.unwrap_or_default();
            Ok(FeedHead { position, running, at, statement })
        })
    }

    /// The machines of the office by the roster.
    pub fn roster(&self) -> Result<Vec<Member>> {
        self.with(|db| {
            let sql =
                "SELECT device, public_key, counter, name, revoked, seq, hash FROM roster ORDER BY counter, device";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                let seq = row.get::<_, Option<i64>>("seq")?.map(i64::unsigned_abs);
                let trusted = seq.zip(row.get::<_, Option<[u8; 32]>>("hash")?.map(EntryHash));
                Ok(Member {
                    device: DeviceId(row.get("device")?),
                    public_key: row.get("public_key")?,
                    counter: row.get("counter")?,
                    name: row.get("name")?,
                    revoked: row.get::<_, bool>("revoked")?.then_some(trusted),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The last exchanges, the newest first.
    pub fn exchanges(&self, limit: u32) -> Result<Vec<Exchange>> {
        self.with(|db| {
            let sql = "SELECT at, sent, pulled, bytes_out, bytes_in, outcome FROM exchanges ORDER BY n DESC LIMIT ?1";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![limit], |row| {
                let count = |name: &str| row.get::<_, i64>(name).map(i64::unsigned_abs);
                Ok(Exchange {
                    at: moment(row.get("at")?),
                    sent: count("sent")?,
                    pulled: count("pulled")?,
                    bytes_out: count("bytes_out")?,
                    bytes_in: count("bytes_in")?,
                    outcome: row.get("outcome")?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Entries of a machine of this store that the province keeps and does not apply: seq and reason.
    pub fn aside_there(&self, device: DeviceId) -> Result<Vec<(u64, String)>> {
        self.with(|db| {
            let sql = "SELECT a.seq, a.reason FROM aside_there a JOIN devices d ON d.n = a.device WHERE d.id = ?1 \
                       ORDER BY a.seq DESC";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![device.0], |row| {
                Ok((row.get::<_, i64>("seq")?.unsigned_abs(), row.get("reason")?))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The entries of a machine after a seq, as stored, in ascending seq: as many as fit into `bytes_max`, at least one
    /// when there is one. Of a fork's branches the one that came here first.
    pub fn chain(&self, device: DeviceId, after: u64, bytes_max: usize) -> Result<Vec<Opened>> {
        self.with(|db| {
            let sql = "SELECT e.seq, e.hash, e.cose, b.salt, b.body FROM entries e JOIN devices d ON d.n = e.device \
                       LEFT JOIN bodies b ON b.position = e.position WHERE d.id = ?1 AND e.seq > ?2 \
                       ORDER BY e.seq, e.position";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![device.0, signed(after)])?;
            let (mut entries, mut bytes) = (Vec::<Opened>::new(), 0);
            while let Some(row) = rows.next()? {
                let cose: Vec<u8> = row.get("cose")?;
                let header = Opened::peek(&cose)?;
                if entries.last().is_some_and(|last| last.header.seq == header.seq) {
                    continue;
                }
                let content = match row.get::<_, Option<[u8; 16]>>("salt")? {
                    Some(salt) => Some(Content { salt, body: row.get("body")? }),
                    None => None,
                };
                // Heads of the item's own array and strings: 20 bytes at most.
                bytes += cose.len() + content.as_ref().map_or(0, |content| content.body.len() + 16) + 20;
                if bytes > bytes_max && !entries.is_empty() {
                    break;
                }
                entries.push(Opened { hash: EntryHash(row.get("hash")?), cose, header, content });
            }
            Ok(entries)
        })
    }

    /// Which of these dossiers have entries of a machine after a seq, in the order given.
    pub fn written_after(&self, device: DeviceId, after: u64, dossiers: &[DossierId]) -> Result<Vec<DossierId>> {
        self.with(|db| {
            let sql = "SELECT EXISTS (SELECT 1 FROM entries e JOIN devices d ON d.n = e.device \
                       WHERE e.dossier = ?1 AND d.id = ?2 AND e.seq > ?3) AS wrote";
            let mut statement = db.prepare_cached(sql)?;
            let mut found = Vec::new();
            for id in dossiers {
                let values = params![id.bytes(), device.0, signed(after)];
                if statement.query_row(values, |row| row.get::<_, bool>("wrote"))? {
                    found.push(*id);
                }
            }
            Ok(found)
        })
    }

    /// Milliseconds to add to this machine's clock to get the province's, as last found.
    pub fn clock_offset(&self) -> Result<Option<i64>> {
        self.with(|db| Ok(setting::read(db, CLOCK)?.and_then(|json| json.parse().ok())))
    }

    /// The hash at a place of a machine's chain, of a fork the branch that came here first.
    pub fn hash_at(&self, device: DeviceId, seq: u64) -> Result<Option<EntryHash>> {
        self.with(|db| {
            let sql = "SELECT e.hash FROM entries e JOIN devices d ON d.n = e.device WHERE d.id = ?1 AND e.seq = ?2 \
                       ORDER BY e.position LIMIT 1";
            let mut statement = db.prepare_cached(sql)?;
            Ok(statement.query_row(params![device.0, signed(seq)], |row| row.get("hash")).optional()?.map(EntryHash))
        })
    }

    /// What a machine of this store has after a seq, by kind, the most first. The other branch of a fork came from the
    /// province and does not wait for it.
    pub fn waiting(&self, device: DeviceId, after: u64) -> Result<Vec<Waiting>> {
        self.with(|db| {
            let sql = "SELECT e.cose FROM entries e JOIN devices d ON d.n = e.device WHERE d.id = ?1 AND e.seq > ?2 \
                       AND NOT EXISTS (SELECT 1 FROM set_aside s WHERE s.position = e.position AND s.reason = 'fork')";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![device.0, signed(after)])?;
            let mut kinds: BTreeMap<String, (u64, i64)> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let header = Opened::peek(row.get_ref("cose")?.as_blob().map_err(rusqlite::Error::from)?)?;
                let (many, oldest) = kinds.entry(header.kind).or_insert((0, header.at));
                *many += 1;
                *oldest = header.at.min(*oldest);
            }
            let listed = kinds.into_iter().map(|(kind, (entries, at))| Waiting { kind, entries, oldest: moment(at) });
            let mut waiting: Vec<Waiting> = listed.collect();
            waiting.sort_by_key(|waiting| std::cmp::Reverse(waiting.entries));
            Ok(waiting)
        })
    }
}

pub(super) fn moment(millis: i64) -> Moment {
    from_millis(millis).unwrap_or_default()
}
