//! The record as a whole: checked, counted, folded anew, carried out of the house as one file.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::PathBuf,
};

use desk_core::{ids::DeviceId, office::Role};
use desk_store::{Digest, Verdict};

use crate::{account::Look, desk::Desk, error::AppError};

impl Desk {
    /// Checks pages, signatures, chains, bodies, projections and the search index.
    ///
    /// # Errors
    /// When nobody is signed in or the check cannot be made; what is wrong with the record is in the verdict.
    pub fn verify_record(&self) -> Result<Verdict, AppError> {
        self.actor()?;
        Ok(self.store()?.verify()?)
    }

    /// The digest of what the entries add up to, counted anew from the rows.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn digest_record(&self) -> Result<Digest, AppError> {
        self.actor()?;
        Ok(self.store()?.digest_recount()?)
    }

    /// One figure over the newest entries of all machines known here, to hold against the province's (`desk-server digest`).
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn heads_figure(&self) -> Result<String, AppError> {
        self.actor()?;
        Ok(hex::encode(desk_sync::feed::heads_figure(self.reader()?.heads()?)))
    }

    /// The device that this machine writes as.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn device_id(&self) -> Result<DeviceId, AppError> {
        Ok(self.store()?.device())
    }

    /// Throws every projection away and folds the log again.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written; the old projections stay then.
    pub fn rebuild_record(&mut self) -> Result<Digest, AppError> {
        self.actor()?;
        Ok(self.store()?.rebuild()?)
    }

    /// Writes the whole log to a file that other programs can check, and tells how many entries it has. It holds every
    /// citizen's data in the clear, so it is not for everyone.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators; when the store cannot be read or the file
    /// not written.
    pub fn export_record(&self, to: impl Write) -> Result<u64, AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let entries = self.store()?.export(to)?;
        self.note_look(Look::Log, None, entries)?;
        Ok(entries)
    }

    /// Writes one dossier's proof: every header of the record, and the bodies of this dossier alone.
    ///
    /// # Errors
    /// As [`Desk::export_record`]; [`AppError::NoSuchDossier`].
    pub fn export_proof(&self, id_or_code: &str, to: impl Write) -> Result<u64, AppError> {
        self.actor_holding(&[Role::Supervisor, Role::Administrator])?;
        let id = self.dossier_id(id_or_code)?;
        self.note_look(Look::Proof, Some(id), 1)?;
        Ok(self.store()?.export_proof(to, id)?)
    }

    /// Saves one dossier's proof beside the saved papers, named after its code, and tells where. It is written beside its
    /// final name first: a torn one is never taken for a whole one.
    ///
    /// # Errors
    /// As [`Desk::export_proof`].
    pub fn save_proof(&self, id_or_code: &str) -> Result<PathBuf, AppError> {
        let code = self
            .dossier_for_act(id_or_code)?
            .dossier
            .accepted()
            .map_or_else(String::new, |accepted| accepted.received.code.clone());
        fs::create_dir_all(&self.paths.documents)?;
        let path = self.paths.documents.join(format!("{code}.mclog"));
        let new = path.with_extension("mclog.new");
        let mut file = BufWriter::new(File::create(&new)?);
        self.export_proof(id_or_code, &mut file)?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&new, &path)?;
        Ok(path)
    }
}
