//! What a desk looks up: the day's work, the register, citizens, one dossier and its history.

use chrono::{Days, NaiveTime};
use desk_core::{
    dossier::Dossier,
    due::next_working_day,
    ids::{DossierId, DraftId},
    time::{Moment, at_wall},
};
use desk_store::{Count, Draft, Entry, Filter, Hit, Page, Sort, Task, UNCOLLECTED_DAYS};

use crate::{
    account::Look,
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
    /// What is to be done beside the dates: `answered`, `answer_overdue`, `uncollected`, `void`, each with its dossiers.
    pub news: Vec<(&'static str, Hit)>,
    /// Drafts of the person signed in.
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
    /// Whether the province has what this machine wrote about it.
    pub sync: Carried,
}

/// Whether the province has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// Some of it lies only here.
    Waiting,
    /// All of it was countersigned, or came from there.
    Received,
}

impl Carried {
    /// The word of the views.
    pub fn word(self) -> &'static str {
        match self {
            Carried::Waiting => "waiting",
            Carried::Received => "received",
        }
    }
}

impl Opened {
    /// Decisions that desks took apart and nobody has settled.
    pub fn collision(&self) -> Option<&[desk_core::ids::EntryHash]> {
        Some(self.dossier.accepted()?.collision.as_ref()?.between.as_slice())
    }
}

impl Desk {
    /// The day's work.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn today(&self) -> Result<Day, AppError> {
        let now = self.now();
        let reader = self.reader()?;
        let due = reader.due_list(None, 100)?;
        let mut news = Vec::new();
        for (name, task) in [
            ("answered", Task::Answered),
            ("answer_overdue", Task::AnswerOverdue),
            ("void", Task::Void),
            ("collided", Task::Collided),
            ("uncollected", Task::Uncollected(UNCOLLECTED_DAYS)),
            ("ready", Task::Return),
        ] {
            let filter = Filter { task: Some(task), ..Filter::default() };
            let hits = reader.register("", &filter, now, Sort::Due, Page { offset: 0, limit: 30 })?;
            let known = |hit: &Hit, news: &[(&str, Hit)]| news.iter().any(|(_, other)| other.dossier == hit.dossier);
            for hit in hits {
                if !known(&hit, &news) {
                    news.push((name, hit));
                }
            }
        }
        Ok(Day { today: reader.today(now)?, due, news, drafts: self.drafts()? })
    }

    /// The counters of the day alone.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn counts_today(&self) -> Result<desk_store::Today, AppError> {
        self.actor()?;
        Ok(self.reader()?.today(self.now())?)
    }

    /// The end of the second working day from now: what is due before it shows up with its warning.
    ///
    /// # Errors
    /// When the office is not known on this day.
    pub fn warn_until(&self) -> Result<Moment, AppError> {
        let today = self.now().date_naive();
        let office = self.office()?;
        let hours = self.hours_on(&office, self.unit(today)?, None, today);
        let next = |day| next_working_day(day, self.calendar(&office), &hours);
        // Beyond the calendar nobody knows the days off: four days as they come.
        let last = next(today).and_then(next).unwrap_or_else(|_| today + Days::new(4));
        Ok(at_wall((last + Days::new(1)).and_time(NaiveTime::MIN)))
    }

    /// The register: what the filter and the text find, in the order asked for, and how many there are.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn register(&self, text: &str, filter: &Filter, sort: Sort, page: Page) -> Result<(Vec<Hit>, Count), AppError> {
        self.actor()?;
        let (reader, now) = (self.reader()?, self.now());
        let hits = reader.register(text, filter, now, sort, page)?;
        Ok((hits, reader.count(text, filter, now)?))
    }

    /// A dossier by id or code, with its history, to be shown: who asks leaves a trace ([`Look::Open`]).
    ///
    /// # Errors
    /// [`AppError::NoSuchDossier`].
    pub fn dossier(&self, id_or_code: &str) -> Result<Opened, AppError> {
        let opened = self.dossier_for_act(id_or_code)?;
        self.note_look(Look::Open, Some(opened.id), 1)?;
        Ok(opened)
    }

    /// The id of a dossier by id or code; nothing of it is shown.
    ///
    /// # Errors
    /// [`AppError::NoSuchDossier`].
    pub fn dossier_id(&self, id_or_code: &str) -> Result<DossierId, AppError> {
        let id = self.named(id_or_code)?;
        if self.reader()?.dossier(id)? == Dossier::Unborn { Err(AppError::NoSuchDossier) } else { Ok(id) }
    }

    fn named(&self, id_or_code: &str) -> Result<DossierId, AppError> {
        self.actor()?;
        match id_or_code.parse::<DossierId>() {
            Ok(id) => Ok(id),
            Err(_) => self.reader()?.dossier_by_code(id_or_code)?.ok_or(AppError::NoSuchDossier),
        }
    }

    /// A dossier as [`Desk::dossier`] gives it, for an act on it: the act is its own trace.
    ///
    /// # Errors
    /// As there.
    pub fn dossier_for_act(&self, id_or_code: &str) -> Result<Opened, AppError> {
        let (id, reader) = (self.named(id_or_code)?, self.reader()?);
        let dossier = reader.dossier(id)?;
        if dossier == Dossier::Unborn {
            return Err(AppError::NoSuchDossier);
        }
        let history = reader.history(id)?;
        let device = self.store()?.device();
        let province = self.province_says()?;
        let received = reader.countersigned(device)?.filter(|_| province.is_some()).map_or(0, |head| head.seq);
        let here_alone = |entry: &Entry| entry.head.device == device && entry.head.seq > received;
        let sync = if history.iter().any(here_alone) { Carried::Waiting } else { Carried::Received };
        Ok(Opened { id, dossier, history, sync })
    }

    /// A dossier as the record had it at a past moment.
    ///
    /// # Errors
    /// As [`Desk::dossier`]; [`AppError::NoSuchDossier`] also where it was not received by then.
    pub fn dossier_at(&self, id_or_code: &str, at: Moment) -> Result<Opened, AppError> {
        let now = self.dossier_for_act(id_or_code)?;
        let (dossier, history) = self.reader()?.dossier_at(now.id, at)?;
        if dossier.accepted().is_none() {
            return Err(AppError::NoSuchDossier);
        }
        self.note_look(Look::Past, Some(now.id), 1)?;
        Ok(Opened { dossier, history, ..now })
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
        // Another person's draft is left alone.
        if self.store()?.draft_save(id, actor.person, json, now)? { Ok(id) } else { Err(AppError::NoSuchDraft) }
    }

    /// Drafts of the person signed in.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, AppError> {
        Ok(self.reader()?.drafts(self.actor()?.person)?)
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
        Ok(self.store()?.draft_discard(id)?)
    }
}
