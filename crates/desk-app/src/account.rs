//! What the machine knows of itself: the record's headers, in which nobody's data stands, and who looked at which dossier.

use std::{fs, path::PathBuf};

use desk_core::{
    ids::{DossierId, PersonId},
    office::Role,
};
use desk_store::{Access, Accesses, Entry};

use crate::{desk::Desk, error::AppError};

/// Lines of a page.
const PAGE: u32 = 200;

/// What people do with a dossier's data, as the account of accesses names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Opened it.
    Open,
    /// Looked at how it stood at a past moment.
    Past,
    /// Looked at one of its files.
    File,
    /// Saved its proof.
    Proof,
    /// Took the lines of many out of the house in a file.
    Export,
}

impl Look {
    fn word(self) -> &'static str {
        match self {
            Look::Open => "open",
            Look::Past => "past",
            Look::File => "file",
            Look::Proof => "proof",
            Look::Export => "export",
        }
    }
}

impl Desk {
    /// Writes down that the person signed in looked at a dossier, or took `many` of them along. A disk that takes nothing more
    /// keeps nobody from reading.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn note_look(&self, look: Look, dossier: Option<DossierId>, many: u64) -> Result<(), AppError> {
        let person = self.actor()?.person;
        let _ = self.store()?.note_access(self.now(), person, look.word(), dossier, many);
        Ok(())
    }

    /// The code of a dossier; none where it is not accepted.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn code_of(&self, dossier: DossierId) -> Result<Option<String>, AppError> {
        Ok(self.reader()?.hit(dossier)?.map(|hit| hit.code))
    }

    /// Who looked at which dossier on this machine, the newest first, a page at a time.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors; when the store cannot be read.
    pub fn accesses(
        &self,
        dossier: Option<&str>,
        person: Option<PersonId>,
        before: Option<i64>,
    ) -> Result<Vec<Access>, AppError> {
        self.actor_holding(&[Role::Supervisor])?;
        let dossier = dossier.map(|code| Ok::<_, AppError>(self.dossier(code)?.id)).transpose()?;
        Ok(self.reader()?.accesses(&Accesses { dossier, person, before }, PAGE)?)
    }

    /// The record's entries without what they say, the newest first, a page at a time; of one kind where one is named.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators; when the store cannot be read.
    pub fn log_page(&self, kind: Option<&str>, before: Option<i64>) -> Result<Vec<Entry>, AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        Ok(self.reader()?.headers(kind, before, PAGE)?)
    }

    /// Saves the headers of the whole record as csv beside the saved papers, and tells where. Nobody's data is in it: people
    /// of the office and dossiers are named by their ids alone.
    ///
    /// # Errors
    /// As [`Desk::log_page`]; when the file cannot be written.
    pub fn save_log(&self) -> Result<PathBuf, AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        fs::create_dir_all(&self.paths.documents)?;
        let path = self.paths.documents.join(format!("nhat-ky-{}.csv", self.now().format("%Y-%m-%d-%H%M%S")));
        let new = path.with_extension("csv.new");
        let mut file = csv::Writer::from_path(&new).map_err(std::io::Error::other)?;
        let head = ["position", "at", "device", "seq", "kind", "kind_version", "actor", "dossier", "reference", "hash"];
        file.write_record(head).map_err(std::io::Error::other)?;
        let mut before = None;
        loop {
            let page = self.log_page(None, before)?;
            let Some(last) = page.last() else { break };
            before = Some(last.position);
            for entry in &page {
                let line = [
                    entry.position.to_string(),
                    entry.at.to_rfc3339(),
                    entry.head.device.to_string(),
                    entry.head.seq.to_string(),
                    entry.kind.clone(),
                    entry.kind_version.to_string(),
                    entry.actor.map(|actor| actor.to_string()).unwrap_or_default(),
                    entry.dossier.map(|dossier| dossier.to_string()).unwrap_or_default(),
                    entry.reference.clone(),
                    entry.hash.to_string(),
                ];
                file.write_record(&line).map_err(std::io::Error::other)?;
            }
        }
        file.into_inner().map_err(|error| error.into_error())?.sync_all()?;
        fs::rename(&new, &path)?;
        Ok(path)
    }
}
