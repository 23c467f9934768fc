//! What the machine knows of itself: the record's headers, in which nobody's data stands, and who looked at which dossier.

use std::{fs, path::PathBuf};

use desk_core::{
    ids::{DossierId, PersonId},
    office::Role,
};
use desk_store::{Access, Accesses, Entry};

use crate::{desk::Desk, error::AppError, report::ReportName};

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
    /// Looked at one of its papers, printed or saved it; without a dossier, the slip of who left without one.
    Paper,
    /// Saved its proof.
    Proof,
    /// Had many listed outside the window.
    Search,
    /// Took the lines of many out of the house in a file.
    Export,
    /// Saved a report whose lines are dossiers.
    Report,
    /// Took many out in the national shapes.
    National,
    /// Took the record out as it stands, bodies and all.
    Log,
    /// Carried out by stick what the province lacks.
    CarryOut,
}

impl Look {
    fn word(self) -> &'static str {
        match self {
            Look::Open => "open",
            Look::Past => "past",
            Look::File => "file",
            Look::Paper => "paper",
            Look::Proof => "proof",
            Look::Search => "search",
            Look::Export => "export",
            Look::Report => "report",
            Look::National => "national",
            Look::Log => "log",
            Look::CarryOut => "carry_out",
        }
    }
}

impl Desk {
    /// Writes down that the person signed in looked at a dossier, or took `many` things along. What shows or hands out a
    /// dossier's data calls it here in desk-app, so that every door leaves its trace; lists on the screen and acts, which are
    /// entries themselves, leave none. A disk that takes nothing more keeps nobody from reading.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn note_look(&self, look: Look, dossier: Option<DossierId>, many: u64) -> Result<(), AppError> {
        let person = self.actor()?.person;
        let _ = self.store()?.note_access(self.now(), person, look.word(), dossier, many);
        Ok(())
    }

    /// Writes down that a report was saved, where its lines are dossiers: some name their owners.
    ///
    /// # Errors
    /// As [`Desk::note_look`].
    pub(crate) fn note_report(&self, name: ReportName, lines: usize) -> Result<(), AppError> {
        let of_dossiers = matches!(name, ReportName::Overdue | ReportName::Supplements | ReportName::Refusals);
        if of_dossiers { self.note_look(Look::Report, None, lines as u64) } else { Ok(()) }
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
        let dossier = dossier.map(|code| self.dossier_id(code)).transpose()?;
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
