//! What a desk looks up: the day's work, the register, citizens, one dossier and its history.

use desk_core::{
    dossier::Dossier,
    ids::{DossierId, DraftId},
};
use desk_store::{Citizen, Count, Draft, Entry, Filter, Hit, Page};

use crate::{
    desk::{Desk, random},
    error::AppError,
};

/// The day at a glance.
#[derive(Debug)]
pub struct Day {
    /// Counters and totals.
    pub today: desk_store::Today,
    /// Open dossiers by due date, the late ones first.
    pub due: Vec<Hit>,
    /// Drafts of the person signed in, or of everyone for a supervisor.
    pub drafts: Vec<Draft>,
}

/// A dossier with its history.
#[derive(Debug)]
pub struct Opened {
    /// Its id.
    pub id: DossierId,
    /// As its facts leave it.
    pub dossier: Dossier,
    /// Its entries, oldest first.
    pub history: Vec<Entry>,
}

impl Desk {
    /// The day's work.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn today(&self) -> Result<Day, AppError> {
        let now = self.now();
        let reader = self.store()?;
        Ok(Day { today: reader.today(now)?, due: reader.due_list(now, 100)?, drafts: self.drafts()? })
    }

    /// The register: what the filter and the text find, newest first unless the page says otherwise.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn register(&self, text: &str, filter: &Filter, page: Page) -> Result<(Vec<Hit>, Count), AppError> {
        self.actor()?;
        let store = self.store()?;
        let hits = store.register(text, filter, page)?;
        Ok((hits, store.count(text, filter)?))
    }

    /// Citizens that dossiers of this desk name, by number, phone or name.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn citizens(&self, text: &str, limit: usize) -> Result<Vec<Citizen>, AppError> {
        self.actor()?;
        Ok(self.store()?.persons_find(text, limit)?)
    }

    /// A dossier by id or code, with its history.
    ///
    /// # Errors
    /// [`AppError::NoSuchDossier`].
    pub fn dossier(&self, id_or_code: &str) -> Result<Opened, AppError> {
        self.actor()?;
        let store = self.store()?;
        let (id, dossier) = match id_or_code.parse::<DossierId>() {
            Ok(id) => (id, store.dossier(id)?.ok_or(AppError::NoSuchDossier)?),
            Err(_) => store.dossier_by_code(id_or_code)?.ok_or(AppError::NoSuchDossier)?,
        };
        Ok(Opened { id, dossier, history: store.history(id)? })
    }

    /// Saves a draft; a new one where `draft` is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn save_draft(&mut self, draft: Option<DraftId>, json: &str) -> Result<DraftId, AppError> {
        let actor = self.actor()?;
        if json.len() > 256 * 1024 {
            return Err(AppError::BadField { field: "draft" });
        }
        let now = self.now();
        let id = match draft {
            Some(id) => id,
            None => DraftId::new(u64::try_from(now.timestamp_millis()).unwrap_or(0), random()?),
        };
        self.store_mut()?.draft_save(id, actor.person, json, now)?;
        Ok(id)
    }

    /// Drafts of the person signed in; a supervisor sees everyone's.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, AppError> {
        let actor = self.actor()?;
        let all = actor.holds_any(&[desk_core::office::Role::Supervisor]);
        Ok(self.store()?.drafts((!all).then_some(actor.person))?)
    }

    /// One draft.
    ///
    /// # Errors
    /// [`AppError::NoSuchDraft`].
    pub fn draft(&self, id: DraftId) -> Result<Draft, AppError> {
        self.drafts()?.into_iter().find(|draft| draft.id == id).ok_or(AppError::NoSuchDraft)
    }

    /// Throws a draft away, at a person's word or because its dossier was saved.
    ///
    /// # Errors
    /// [`AppError::NoSuchDraft`].
    pub fn discard_draft(&mut self, id: DraftId) -> Result<(), AppError> {
        self.draft(id)?;
        Ok(self.store_mut()?.draft_discard(id)?)
    }
}
