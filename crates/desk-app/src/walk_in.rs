//! Citizens who leave without a dossier: told what to bring, or turned down in writing. Counted, with a slip number of
//! their own and no dossier code.

use std::{fs, path::PathBuf};

use desk_core::{
    dossier::{Done, Intake, Refusal, Slip},
    office::{OfficeFact, Role, WalkIn},
};
use desk_log::Head;
use desk_store::{Body, Entry, NewEntry};

use crate::{desk::Desk, error::AppError};

/// How a citizen leaves without a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// Told what to bring.
    Guided,
    /// Turned down in writing.
    Refused,
}

/// What is in the record of a citizen who left without a dossier.
#[derive(Debug, Clone)]
pub struct WalkInEntry {
    /// Where its entry stands on this machine: its name in questions.
    pub position: i64,
    /// The head on its paper.
    pub head: Head,
    /// What was recorded.
    pub walk_in: WalkIn,
}

impl WalkInEntry {
    /// `guidance` or `refusal`: the form of its slip.
    pub fn kind(&self) -> &str {
        &self.walk_in.slip.form
    }

    fn of(entry: Entry) -> Option<WalkInEntry> {
        let (position, head) = (entry.position, entry.head);
        match entry.body {
            Body::Office(OfficeFact::GuidanceGiven(walk_in) | OfficeFact::IntakeRefused(walk_in)) => {
                Some(WalkInEntry { position, head, walk_in: *walk_in })
            }
            Body::Office(_) | Body::Dossier(_) | Body::Aside(_) | Body::Erased => None,
        }
    }
}

impl Desk {
    /// Citizens who left without a dossier, the last ones first.
    ///
    /// # Errors
    /// Clerks and supervisors may; the store cannot be read.
    pub fn walk_ins(&self, limit: u32) -> Result<Vec<WalkInEntry>, AppError> {
        self.actor_holding(&[Role::Clerk, Role::Supervisor])?;
        Ok(self.reader()?.walk_ins(limit)?.into_iter().filter_map(WalkInEntry::of).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// [`AppError::NoSuchForm`] when no slip was made there.
    pub fn walk_in_entry(&self, position: i64) -> Result<WalkInEntry, AppError> {
        self.actor_holding(&[Role::Clerk, Role::Supervisor])?;
        let entry = self.reader()?.entry_at(position)?;
        entry.and_then(WalkInEntry::of).ok_or(AppError::NoSuchForm)
    }

    /// Writes a slip to a file in the documents folder.
    ///
    /// # Errors
    /// As [`Desk::walk_in_entry`]; what the disk says.
    pub fn save_walk_in(&self, position: i64) -> Result<PathBuf, AppError> {
        let entry = self.walk_in_entry(position)?;
        let pdf = self.walk_in_pdf(&entry.walk_in, &entry.head)?;
        let slip = &entry.walk_in.slip;
        fs::create_dir_all(&self.paths.documents)?;
        // A slip's number on paper holds a slash, which no file name may.
        let name = format!("{}-{:03}-{}.pdf", slip.form, slip.number, slip.book.replace('/', "-"));
        let path = self.paths.documents.join(name);
        fs::write(&path, pdf)?;
        Ok(path)
    }

    /// Records that a citizen left without a dossier, and gives the slip that says why, with its head on paper.
    ///
    /// # Errors
    /// When a reason (or the ground of a refusal) is missing; what the record or the disk says.
    pub fn walk_in(
        &mut self,
        leaves: Leaves,
        procedure: &str,
        intake: &Intake,
        items: Vec<String>,
        reason: &str,
        ground: Option<&str>,
    ) -> Result<(WalkIn, Head), AppError> {
        self.record_stands()?;
        let actor = self.actor_holding(&[Role::Clerk, Role::Supervisor])?;
        let office = self.office()?;
        let now = self.now();
        let told = |text: &str, field| match text.trim() {
            "" => Err(AppError::Refused(Refusal::ReasonMissing { field })),
            text => Ok(text.to_owned()),
        };
        let reason = told(reason, "reason")?;
        let ground = match leaves {
            Leaves::Guided => None,
            Leaves::Refused => Some(told(ground.unwrap_or_default(), "ground")?),
        };
        if intake.owner.name.trim().is_empty() && leaves == Leaves::Refused {
            return Err(AppError::Refused(Refusal::NameMissing));
        }
        let offer = self.offer_today(procedure, intake.channel, intake.case.as_deref())?;
        let book = self.book(&office, now)?;
        let form = if leaves == Leaves::Guided { "guidance" } else { "refusal" };
        self.store()?.act(now, Some(actor.person), |tx| {
            let walk_in = WalkIn {
                slip: Slip { form: form.to_owned(), number: tx.next_slip(form, &book)?, book },
                party: intake.owner.clone(),
                procedure: (offer.procedure.code.clone(), offer.procedure.name.clone()),
                channel: intake.channel,
                items: items.into_iter().filter(|item| !item.trim().is_empty()).collect(),
                reason,
                ground,
                form_set: offer.form_set.clone(),
                done: Done { at: now, by: actor.name.clone() },
            };
            let fact = match leaves {
                Leaves::Guided => OfficeFact::GuidanceGiven(Box::new(walk_in.clone())),
                Leaves::Refused => OfficeFact::IntakeRefused(Box::new(walk_in.clone())),
            };
            let head = tx.append(NewEntry::Office(fact))?.head;
            Ok((walk_in, head))
        })
    }
}
