//! Citizens who leave without a dossier: told what to bring, or turned down in writing. Counted, with a slip number of
//! their own and no dossier code.

use std::{fs, path::PathBuf};

use desk_core::{
    dossier::{Done, Intake, Refusal, Slip},
    office::{OfficeFact, Role, SlipPrinted, WalkIn},
};
use desk_forms::Reprint;
use desk_log::Head;
use desk_store::{Body, Entry, NewEntry};

use crate::{account::Look, desk::Desk, error::AppError, intake::PDF};

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
        let entry = self.reader()?.entry_at(position)?.and_then(WalkInEntry::of).ok_or(AppError::NoSuchForm)?;
        self.note_look(Look::Paper, None, 1)?;
        Ok(entry)
    }

    /// Records a print of a slip as going to `to` and gives its pages; all but the first say which reprint they are.
    ///
    /// # Errors
    /// As [`Desk::walk_in_entry`]; what the record or the disk says.
    pub fn print_walk_in(&mut self, entry: &WalkInEntry, to: &str) -> Result<Vec<u8>, AppError> {
        self.record_stands()?;
        let actor = self.actor_holding(&[Role::Clerk, Role::Supervisor])?;
        let now = self.now();
        let slip = &entry.walk_in.slip;
        let before = self.reader()?.prints_of_slip(entry.position, slip)?;
        let reprint = (before > 0).then(|| Reprint { number: before, at: now.naive_local() });
        let pdf = self.walk_in_pdf(entry, reprint)?;
        let number = before.saturating_add(1);
        let done = Done { at: now, by: actor.name.clone() };
        let printed = SlipPrinted { slip: slip.clone(), number, to: to.to_owned(), done };
        self.store()?.act(now, Some(actor.person), |tx| {
            tx.append(NewEntry::Office(OfficeFact::SlipPrinted(Box::new(printed)))).map(|_| ())
        })?;
        Ok(pdf)
    }

    /// Writes a slip to a file in the documents folder, recorded as a print.
    ///
    /// # Errors
    /// As [`Desk::print_walk_in`]; what the disk says.
    pub fn save_walk_in(&mut self, position: i64) -> Result<PathBuf, AppError> {
        let entry = self.walk_in_entry(position)?;
        let pdf = self.print_walk_in(&entry, PDF)?;
        let slip = &entry.walk_in.slip;
        fs::create_dir_all(&self.paths.documents)?;
        // A slip's number on paper holds a slash, which no file name may.
        let name = format!("{}-{:03}-{}.pdf", slip.form, slip.number, slip.book.replace('/', "-"));
        let path = self.paths.documents.join(name);
        fs::write(&path, pdf)?;
        Ok(path)
    }

    /// Records that a citizen left without a dossier, and gives the entry of the slip that says why.
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
    ) -> Result<WalkInEntry, AppError> {
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
            let appended = tx.append(NewEntry::Office(fact))?;
            Ok(WalkInEntry { position: appended.position, head: appended.head, walk_in })
        })
    }
}
