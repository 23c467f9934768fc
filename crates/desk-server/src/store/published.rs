//! What the province published: sets of reference data for all offices, and the people of each. Kept as they were signed.

use std::collections::{BTreeMap, BTreeSet};

use desk_core::{
    ids::{DeviceId, PersonId},
    office::{OfficeFact, Role},
};
use desk_log::Opened;
use desk_store::{Body, decode};

use super::{Store, take::note_grant};
use crate::{
    db::{How, Result, Tx, first},
    roles,
};

/// The machine under whose id the province's own grants are kept among those of the office's machines.
pub(crate) const PROVINCE: DeviceId = DeviceId([0; 16]);
const LOCK: &str = "motcua/reference";
/// Entries read at a time.
const CHUNK: u64 = 500;

/// The newest set of reference data.
pub(super) async fn newest_set(tx: &mut dyn Tx) -> Result<Option<(u64, Vec<u8>)>> {
    let sql = "SELECT number, statement FROM reference_sets ORDER BY number DESC LIMIT 1";
    let row = first(tx.query(sql, &[]).await?);
    row.map(|mut row| Ok((row.count("number")?, row.bytes("statement")?))).transpose()
}

/// The newest word on an office's people.
pub(super) async fn people(tx: &mut dyn Tx, office: &str) -> Result<Option<(u64, Vec<u8>)>> {
    let row = first(tx.query("SELECT number, statement FROM people WHERE office = $1", &[office.into()]).await?);
    row.map(|mut row| Ok((row.count("number")?, row.bytes("statement")?))).transpose()
}

impl Store {
    /// The newest set of reference data that was published: its number and signed statement.
    ///
    /// # Errors
    /// When the database does not answer, here and below.
    pub async fn newest_set(&self) -> Result<Option<(u64, Vec<u8>)>> {
        let mut tx = self.db.begin(How::Read).await?;
        newest_set(tx.as_mut()).await
    }

    /// Bytes of a file of a set, whichever; none where no set has it.
    ///
    /// # Errors
    /// See [`Store::newest_set`].
    pub async fn set_file(&self, hash: [u8; 32]) -> Result<Option<Vec<u8>>> {
        let mut tx = self.db.begin(How::Read).await?;
        let row = first(tx.query("SELECT bytes FROM reference_files WHERE hash = $1", &[hash.into()]).await?);
        row.map(|mut row| row.bytes("bytes")).transpose()
    }

    /// Keeps a set and its files, in one transaction; false where a newer one was published meanwhile.
    ///
    /// # Errors
    /// See [`Store::newest_set`].
    pub async fn publish(
        &self,
        (number, name, statement): (u64, &str, &[u8]),
        files: &[([u8; 32], &[u8])],
    ) -> Result<bool> {
        let mut tx = self.db.begin(How::Write { lock: LOCK }).await?;
        if newest_set(tx.as_mut()).await?.is_some_and(|(newest, _)| newest >= number) {
            return Ok(false);
        }
        for (hash, bytes) in files {
            let sql = "INSERT INTO reference_files (hash, bytes) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
            tx.execute(sql, &[(*hash).into(), (*bytes).into()]).await?;
        }
        let sql = "INSERT INTO reference_sets (number, name, statement) VALUES ($1, $2, $3)";
        tx.execute(sql, &[number.into(), name.into(), statement.into()]).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The offices that exist here.
    ///
    /// # Errors
    /// See [`Store::newest_set`].
    pub async fn offices(&self) -> Result<Vec<String>> {
        let mut tx = self.db.begin(How::Read).await?;
        let rows = tx.query("SELECT office FROM offices ORDER BY office", &[]).await?;
        rows.into_iter().map(|mut row| row.text("office")).collect()
    }

    /// The newest word on an office's people: its number and signed statement.
    ///
    /// # Errors
    /// See [`Store::newest_set`].
    pub async fn people(&self, office: &str) -> Result<Option<(u64, Vec<u8>)>> {
        let mut tx = self.db.begin(How::Read).await?;
        people(tx.as_mut(), office).await
    }

    /// Keeps a new word on an office's people, and what it means for one of them: the roles, none for who is withdrawn.
    /// False where another word came in between.
    ///
    /// # Errors
    /// See [`Store::newest_set`].
    pub async fn name_people(
        &self,
        office: &str,
        before: Option<u64>,
        (number, statement): (u64, &[u8]),
        (person, granted): (PersonId, &BTreeSet<Role>),
    ) -> Result<bool> {
        let mut tx = self.db.begin(How::Write { lock: office }).await?;
        if people(tx.as_mut(), office).await?.map(|(number, _)| number) != before {
            return Ok(false);
        }
        let sql = "INSERT INTO people (office, number, statement) VALUES ($1, $2, $3) \
                   ON CONFLICT (office) DO UPDATE SET number = excluded.number, statement = excluded.statement";
        tx.execute(sql, &[office.into(), number.into(), statement.into()]).await?;
        note_grant(tx.as_mut(), office, person, PROVINCE, &roles::to_text(granted)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whom the office's own entries name: login and full name as they said last. Read off all of its feed.
    ///
    /// # Errors
    /// See [`Store::newest_set`].
    pub async fn named(&self, office: &str) -> Result<BTreeMap<PersonId, (String, String)>> {
        let mut tx = self.db.begin(How::Read).await?;
        let (mut named, mut after) = (BTreeMap::new(), 0_u64);
        loop {
            let sql = "SELECT position, cose, body FROM entries WHERE office = $1 AND position > $2 \
                       ORDER BY position LIMIT $3";
            let rows = tx.query(sql, &[office.into(), after.into(), CHUNK.into()]).await?;
            if rows.is_empty() {
                return Ok(named);
            }
            for mut row in rows {
                after = row.count("position")?;
                let Ok(header) = Opened::peek(&row.bytes("cose")?) else { continue };
                let Some(body) = row.may_bytes("body")?.filter(|_| header.kind == "person.granted") else { continue };
                if let Body::Office(OfficeFact::PersonGranted(granted)) =
                    decode(&header.kind, header.kind_version, &body)
                {
                    named.insert(granted.person.id, (granted.person.login, granted.person.name));
                }
            }
        }
    }

    /// What the record says of the roles of everybody of an office: a set for each machine that said something, and one
    /// for the province; empty where it withdrew them.
    ///
    /// # Errors
    /// See [`Store::newest_set`].
    pub async fn granted(&self, office: &str) -> Result<BTreeMap<PersonId, Vec<BTreeSet<Role>>>> {
        let mut tx = self.db.begin(How::Read).await?;
        let mut granted = BTreeMap::<_, Vec<_>>::new();
        for mut row in tx.query("SELECT person, roles FROM grants WHERE office = $1", &[office.into()]).await? {
            let (person, roles) = (PersonId::from_bytes(row.fixed("person")?), roles::from_text(&row.text("roles")?));
            granted.entry(person).or_default().push(roles);
        }
        Ok(granted)
    }
}
