//! Citizens who leave without a dossier: told what to bring, or turned down in writing. Counted, with a slip number of
//! their own and no dossier code.

use desk_core::{
    dossier::{Done, Intake, Refusal, Slip},
    office::{OfficeFact, Role, WalkIn},
};
use desk_log::Head;
use desk_store::NewEntry;

use crate::{desk::Desk, error::AppError};

/// How a citizen leaves without a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// Told what to bring.
    Guided,
    /// Turned down in writing.
    Refused,
}

impl Desk {
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
                Leaves::Guided => OfficeFact::GuidanceGiven(walk_in.clone()),
                Leaves::Refused => OfficeFact::IntakeRefused(walk_in.clone()),
            };
            let head = tx.append(NewEntry::Office(fact))?.head;
            Ok((walk_in, head))
        })
    }
}
