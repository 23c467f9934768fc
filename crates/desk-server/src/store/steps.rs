//! Where in the feed the entries of a dossier stand, and what they come to: for a citizen's question. The fold is
//! desk-core's, as on every desk; here only its entries are found.

use desk_core::{
    code::DossierCode,
    dossier::{Accepted, Dossier, Fact},
    ids::EntryHash,
};
use desk_log::{Header, Opened, proof::ReceiptProof};
use desk_store::{Body, Entry, ReceiptStanding, decode, fold_entries, in_order, receipt_standing};

use super::{Device, Store, devices, one};
use crate::db::{Cell, DbError, How, Result, STEPS, Tx};

/// Entries read at a time while catching up.
const CHUNK: u64 = 500;

/// What the record says to who holds a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookUp {
    /// The receipt is the one in force: the dossier as it stands, and its office.
    InForce(Box<Accepted>, String),
    /// Another receipt has taken its place.
    Replaced,
    /// Nothing here answers to it: unknown, altered, not arrived yet, or of a machine that counts no more.
    Nothing,
}

/// The row of an entry; none where it is about no dossier.
pub(super) fn row(header: &Header, body: &Body, office: &str, position: u64) -> Option<Vec<Cell>> {
    let dossier = header.dossier?;
    // Only what is shaped as a code: any text may stand in a body, and not every text goes into an index.
    let code = match body {
        Body::Dossier(Fact::Received(received)) => received.code.parse::<DossierCode>().ok(),
        Body::Dossier(_) | Body::Office(_) | Body::Aside(_) | Body::Erased => None,
    };
    let code: Cell = code.as_ref().map(DossierCode::as_str).into();
    Some(vec![office.into(), dossier.bytes().into(), position.into(), code])
}

/// Notes the steps of entries that a program of before appended without. The office's lock is held.
pub(super) async fn catch_up(tx: &mut dyn Tx, office: &str) -> Result<()> {
    let mut ends = one(tx.query("SELECT newest, stepped FROM offices WHERE office = $1", &[office.into()]).await?)?;
    let (newest, mut stepped) = (ends.count("newest")?, ends.count("stepped")?);
    if stepped >= newest {
        return Ok(());
    }
    while stepped < newest {
        let sql =
            "SELECT position, cose, body FROM entries WHERE office = $1 AND position > $2 ORDER BY position LIMIT $3";
        let found = tx.query(sql, &[office.into(), stepped.into(), CHUNK.into()]).await?;
        if found.is_empty() {
            return Err(DbError::Refused("positions are missing in a feed"));
        }
        let mut steps = Vec::new();
        for mut found in found {
            stepped = found.count("position")?;
            let header = Opened::peek(&found.bytes("cose")?).map_err(|_| DbError::Column("cose"))?;
            let body = found.may_bytes("body")?;
            let body = body.map_or(Body::Erased, |body| decode(&header.kind, header.kind_version, &body));
            steps.extend(row(&header, &body, office, stepped));
        }
        tx.append(&STEPS, steps).await?;
    }
    tx.execute("UPDATE offices SET stepped = $1 WHERE office = $2", &[stepped.into(), office.into()]).await.map(|_| ())
}

impl Store {
    /// Notes what a program of before left out, office by office.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn catch_up(&self) -> Result<()> {
        let mut tx = self.db.begin(How::Read).await?;
        let behind = tx.query("SELECT office FROM offices WHERE stepped < newest", &[]).await?;
        tx.commit().await?;
        for mut row in behind {
            let office = row.text("office")?;
            let mut tx = self.db.begin(How::Write { lock: &office }).await?;
            catch_up(tx.as_mut(), &office).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// What the record says of the receipt with this code and proof. Nothing is read of a dossier before the proof holds
    /// under the key of a machine that is known here, and then of that machine's office alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_up(&self, code: &DossierCode, proof: &ReceiptProof) -> Result<LookUp> {
        let mut tx = self.db.begin(How::Read).await?;
        let tx = tx.as_mut();
        let holds = |device: &Device| proof.verify(code.as_str(), &device.public).is_ok();
        let Some(signer) = devices::by_key_id(tx, proof.key_id).await?.into_iter().find(holds) else {
            return Ok(LookUp::Nothing);
        };
        let office = signer.office.as_str();
        let sql = "SELECT DISTINCT dossier FROM steps WHERE office = $1 AND code = $2";
        let mut ids: Vec<[u8; 16]> = Vec::new();
        for mut row in tx.query(sql, &[office.into(), code.as_str().into()]).await? {
            ids.push(row.fixed("dossier")?);
        }
        for id in ids {
            let entries = in_order(entries(tx, office, id).await?);
            let Dossier::Accepted(accepted) = fold_entries(&entries) else { continue };
            match receipt_standing(&entries, &accepted, &proof.to_string()) {
                // A number given twice by desks apart: the receipt says which of the two it is.
                None => {}
                Some((printed, _)) if !counts(&signer, printed.seq) => return Ok(LookUp::Nothing),
                Some((_, ReceiptStanding::InForce)) => return Ok(LookUp::InForce(accepted, signer.office)),
                Some((_, ReceiptStanding::Replaced)) => return Ok(LookUp::Replaced),
            }
        }
        Ok(LookUp::Nothing)
    }
}

/// False for what a revoked machine wrote beyond its last entry that counts.
fn counts(device: &Device, seq: u64) -> bool {
    device.revoked.is_none_or(|trusted| trusted.is_some_and(|head| seq <= head.seq))
}

async fn entries(tx: &mut dyn Tx, office: &str, dossier: [u8; 16]) -> Result<Vec<Entry>> {
    let sql = "SELECT e.position, e.hash, e.cose, e.body FROM steps s \
               JOIN entries e ON e.office = s.office AND e.position = s.position \
               WHERE s.office = $1 AND s.dossier = $2 ORDER BY s.position";
    let mut found = Vec::new();
    for mut row in tx.query(sql, &[office.into(), dossier.into()]).await? {
        let (position, hash) = (row.int("position")?, EntryHash(row.fixed("hash")?));
        let (cose, body) = (row.bytes("cose")?, row.may_bytes("body")?);
        found.push(Entry::kept(position, hash, &cose, body.as_deref(), office)?);
    }
    Ok(found)
}
