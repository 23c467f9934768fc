//! The life of a dossier after its receipt: every act goes through here, alone or in bulk, and is durable when it
//! returns.

use std::collections::BTreeMap;

use desk_core::{
    calendar::OfficeHours,
    dossier::{self, Accepted, Act, Command, Desk as Rules, Dossier, Fact, Slip, Status, Verb},
    due::due,
    ids::DossierId,
    office::{Actor, Office, ProcessStep},
    rule::Rule,
    time::Moment,
};
use desk_log::Head;
use desk_store::{Hit, NewEntry, Tx};

use crate::{desk::Desk, error::AppError};

/// What an act did.
#[derive(Debug, Clone)]
pub struct Acted {
    /// The dossier.
    pub dossier: DossierId,
    /// Its code.
    pub code: String,
    /// Where it stands now.
    pub status: Status,
    /// The date in force now.
    pub due: Option<Moment>,
    /// The entries, oldest first.
    pub entries: Vec<(Head, &'static str)>,
    /// The slip it made.
    pub slip: Option<Slip>,
    /// What somebody should look at although it was done: `fee_unpaid`.
    pub warnings: Vec<&'static str>,
}

/// An exact account of a bulk act.
#[derive(Debug, Default)]
pub struct BulkAct {
    /// Dossiers to which it was done, in the order given.
    pub done: Vec<Acted>,
    /// Those to which it was not, and why. Nothing happened to them.
    pub refused: Vec<(DossierId, AppError)>,
    /// The dossiers not reached, because it was stopped or failed.
    pub left: Vec<DossierId>,
    /// What the record or the disk said when a batch failed after others were done.
    pub failed: Option<AppError>,
}

/// Dossiers to one transaction of a bulk act: few enough that a stop is obeyed at once.
const BATCH: usize = 100;

impl Desk {
    /// Does something with an accepted dossier.
    ///
    /// # Errors
    /// What the rules or the disk say; nothing has happened then.
    pub fn act(&mut self, id: DossierId, act: Act) -> Result<Acted, AppError> {
        let mut bulk = self.act_on_many(&[id], &act, None, &mut |_| true)?;
        match (bulk.done.pop(), bulk.refused.pop()) {
            (Some(acted), _) => Ok(acted),
            (None, Some((_, error))) => Err(error),
            (None, None) => Err(AppError::NoSuchDossier),
        }
    }

    /// Does the same with many dossiers, on one slip where the act makes one: on a new one, or on `on_slip`, which an
    /// earlier part of the same pile made. `go_on` is asked between batches with the number done so far; `false` stops.
    /// What was done before stays done.
    ///
    /// # Errors
    /// When nobody is signed in, or the record or the disk stands against it before anything was done; a later fault is
    /// in the account, and so is what the rules refuse for single dossiers.
    pub fn act_on_many(
        &mut self,
        ids: &[DossierId],
        act: &Act,
        on_slip: Option<Slip>,
        go_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<BulkAct, AppError> {
        self.record_stands()?;
        let actor = self.actor()?;
        let office = self.office()?;
        let now = self.now();
        let book = self.book(&office, now)?;
        if let Act::AttachFile { hash, .. } = act {
            let kept = |hash| self.store().is_ok_and(|store| store.files().has(&hash).unwrap_or(false));
            if !hash.parse().is_ok_and(kept) {
                return Err(AppError::Refused(dossier::Refusal::NoSuchFile)); // bytes first, then the entry that names them
            }
        }
        let mut slip = match on_slip.filter(|slip| slip.book == book) {
            // A slip that was never made would leave a gap before it.
            Some(slip) if self.reader()?.on_slip(&slip)?.is_empty() => None,
            slip => slip,
        };
        let mut hours: BTreeMap<String, OfficeHours> = BTreeMap::new();
        let mut batch = |batch: &[DossierId]| {
            self.store()?.act(now, Some(actor.person), |tx| {
                let mut results = Vec::with_capacity(batch.len());
                for id in batch {
                    let one =
                        self.act_on_one(tx, *id, act.clone(), (&actor, &office, now), &book, &mut slip, &mut hours);
                    match one {
                        Ok(acted) => results.push(Ok(acted)),
                        Err(AppError::Store(error)) => return Err(AppError::Store(error)),
                        Err(error) => results.push(Err((*id, error))),
                    }
                }
                Ok(results)
            })
        };
        in_batches(ids, &mut batch, go_on)
    }

    #[expect(clippy::too_many_arguments, reason = "one line of a loop, named apart so that it can be read")]
    fn act_on_one(
        &self,
        tx: &mut Tx<'_>,
        id: DossierId,
        act: Act,
        (actor, office, now): (&Actor, &Office, Moment),
        book: &str,
        shared: &mut Option<Slip>,
        hours: &mut BTreeMap<String, OfficeHours>,
    ) -> Result<Acted, AppError> {
        let dossier = tx.dossier(id)?;
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let slip = match (act.slip(), &*shared) {
            (None, _) => None,
            (Some(form), Some(slip)) if one_slip_for_all(&act) && slip.form == form => Some(slip.clone()),
            (Some(form), _) => {
                let number = tx.next_slip(form, book)?;
                Some(Slip { form: form.to_owned(), book: book.to_owned(), number })
            }
        };
        let code = &accepted.received.procedure.code;
        if !hours.contains_key(code) {
            hours.insert(code.clone(), self.hours_of(office, accepted, now)?);
        }
        let hours = hours.get(code).ok_or(AppError::UnknownUnit)?;
        let act = by_process(act, office, accepted);
        let rules = self.rules_of(actor, office, now, accepted, hours);
        let command = Command::Act { act: Box::new(act), slip: slip.clone() };
        let facts = dossier::decide(&dossier, command, &rules)?;
        let unpaid = |fact: &Fact| matches!(fact, Fact::Returned(returned) if returned.unpaid.is_some());
        let warnings = facts.iter().filter(|fact| unpaid(fact)).map(|_| "fee_unpaid").collect();
        let mut entries = Vec::with_capacity(facts.len());
        for fact in facts {
            let kind = fact.kind();
            entries.push((tx.append(NewEntry::Dossier(id, fact))?.head, kind));
        }
        let after = tx.dossier(id)?;
        let after = after.accepted().ok_or(AppError::NoSuchDossier)?;
        if slip.is_some() {
            shared.clone_from(&slip);
        }
        Ok(Acted {
            dossier: id,
            code: after.received.code.clone(),
            status: after.status(),
            due: after.due(),
            entries,
            slip,
            warnings,
        })
    }

    /// The hours that a dossier's procedure keeps.
    pub(crate) fn hours_of(&self, office: &Office, accepted: &Accepted, now: Moment) -> Result<OfficeHours, AppError> {
        let day = now.date_naive();
        Ok(self.hours_on(office, self.unit(day)?, Some(&accepted.received.procedure.code), day))
    }

    /// The rules under which something is decided about an accepted dossier.
    pub(crate) fn rules_of<'a>(
        &self,
        actor: &'a Actor,
        office: &Office,
        now: Moment,
        accepted: &Accepted,
        hours: &'a OfficeHours,
    ) -> Rules<'a> {
        Rules {
            actor,
            now,
            calendar: self.calendar(office),
            hours,
            policy: self.policy_of(office),
            pause: office.settings_at(now).pause,
            extensions_max: self.reference().extensions_max(&accepted.received.form_set),
            supplements_max: self.reference().supplements_max(&accepted.received.form_set),
            second_stage: second_stage(office, accepted),
        }
    }

    /// What an act would make of a dossier now. Records nothing.
    ///
    /// # Errors
    /// What the rules say.
    pub fn try_act(&self, dossier: &Dossier, act: Act) -> Result<Dossier, AppError> {
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let (actor, office, now) = (self.actor()?, self.office()?, self.now());
        let hours = self.hours_of(&office, accepted, now)?;
        let rules = self.rules_of(&actor, &office, now, accepted, &hours);
        let act = by_process(act, &office, accepted);
        let slip = act.slip().map(|form| Slip { form: form.to_owned(), book: String::new(), number: 0 });
        let facts = dossier::decide(dossier, Command::Act { act: Box::new(act), slip }, &rules)?;
        Ok(facts.iter().fold(dossier.clone(), dossier::evolve))
    }

    /// The departments that dossiers were handed over to lately, the most used first.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn departments(&self) -> Result<Vec<String>, AppError> {
        Ok(self.reader()?.departments(30)?)
    }

    /// The dossiers on a slip.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn on_slip(&self, slip: &Slip) -> Result<Vec<Hit>, AppError> {
        Ok(self.reader()?.on_slip(slip)?)
    }

    /// The next step of a dossier's process; none where no process was set, or all of it is done.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn next_step(&self, accepted: &Accepted) -> Result<Option<ProcessStep>, AppError> {
        let office = self.office()?;
        Ok(dossier::next_step(process_of(&office, accepted), accepted, None).cloned())
    }

    /// True when the citizen was asked as often as the dossier's form set allows.
    pub fn supplements_used_up(&self, accepted: &Accepted) -> bool {
        let max = self.reference().supplements_max(&accepted.received.form_set);
        max.is_some_and(|max| accepted.supplements.len() >= usize::from(max))
    }

    /// The limit of the second stage of a dossier's procedure; none where it has one stage.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn second_stage_of(&self, accepted: &Accepted) -> Result<Option<Rule>, AppError> {
        Ok(second_stage(&*self.office()?, accepted))
    }

    /// A draft of the cause that a letter of apology gives, from where the dossier stands; people put it in their own words.
    pub fn draft_cause(&self, accepted: &Accepted) -> String {
        match (accepted.pending_hand_over(), accepted.held_by()) {
            (Some(handed), _) => format!("Hồ sơ đã chuyển đến {} và đang chờ tiếp nhận để giải quyết", handed.to),
            (None, Some(holder)) => format!("Hồ sơ đang được giải quyết tại {holder}, chưa có kết quả"),
            (None, None) => "Hồ sơ cần thêm thời gian kiểm tra, giải quyết".to_owned(),
        }
    }

    /// A date that a letter of apology may promise, as a draft: two working days after the one in force, or after today.
    pub fn later_date(&self, dossier: &Dossier) -> Option<Moment> {
        let accepted = dossier.accepted()?;
        let now = self.now();
        let from = accepted.due().unwrap_or(now).max(now);
        let office = self.office().ok()?;
        let hours = self.hours_of(&office, accepted, now).ok()?;
        let policy = self.policy_of(&office);
        due(Rule::WorkingHalfDays(4), from, self.calendar(&office), &hours, policy).ok()?.due
    }

    /// What the person signed in may do with a dossier now.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn actions(&self, dossier: &Dossier) -> Result<Vec<Verb>, AppError> {
        let actor = self.actor()?;
        Ok(dossier.accepted().map(|accepted| dossier::allowed(accepted, &actor)).unwrap_or_default())
    }
}

/// What became of each dossier of a batch.
type Batch = Vec<Result<Acted, (DossierId, AppError)>>;

/// Goes through a pile batch by batch. A batch that fails did nothing and ends the pile; what was done before it is durable
/// and stays in the account.
fn in_batches(
    ids: &[DossierId],
    does: &mut dyn FnMut(&[DossierId]) -> Result<Batch, AppError>,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<BulkAct, AppError> {
    let mut account = BulkAct::default();
    for (n, batch) in ids.chunks(BATCH).enumerate() {
        if account.failed.is_some() || n > 0 && !go_on(account.done.len()) {
            account.left.extend(batch);
            continue;
        }
        match does(batch) {
            Ok(results) => {
                for result in results {
                    match result {
                        Ok(acted) => account.done.push(acted),
                        Err(refused) => account.refused.push(refused),
                    }
                }
            }
            Err(error) if n == 0 => return Err(error),
            Err(error) => {
                account.failed = Some(error);
                account.left.extend(batch);
            }
        }
    }
    Ok(account)
}

/// The steps of a dossier's process: those in force when it was received.
pub(crate) fn process_of<'a>(office: &'a Office, accepted: &'a Accepted) -> &'a [ProcessStep] {
    let received = &accepted.received;
    office.process_on(&received.procedure.code, received.received_at.date_naive())
}

/// The limit of the second stage of a dossier's procedure, as it was when the dossier was received. No list that ships
/// names one, so it is the office's dated figure alone.
pub(crate) fn second_stage(office: &Office, accepted: &Accepted) -> Option<Rule> {
    let received = &accepted.received;
    office.second_stage_on(&received.procedure.code, received.received_at.date_naive())
}

/// A hand-over without a step of its own begins the next one of the procedure's process.
fn by_process(act: Act, office: &Office, accepted: &Accepted) -> Act {
    let Act::HandOver { to, step: None, limit: None } = act else { return act };
    let next = dossier::next_step(process_of(office, accepted), accepted, Some(&to));
    let (step, limit) = (next.map(|step| step.name.clone()), next.map(|step| step.limit));
    Act::HandOver { to, step, limit }
}

/// Dossiers handed over or posted together stand on one slip; every other slip is about one citizen.
fn one_slip_for_all(act: &Act) -> bool {
    matches!(act.verb(), Verb::HandOver | Verb::SendByPost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acted(id: DossierId) -> Acted {
        let entries = Vec::new();
        Acted {
            dossier: id,
            code: String::new(),
            status: Status::Received,
            due: None,
            entries,
            slip: None,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn a_fault_in_the_middle_of_a_pile_keeps_the_account_of_what_was_done() {
        let ids: Vec<DossierId> = (0..350_u16)
            .map(|n| {
                let mut bytes = [0; 16];
                bytes[..2].copy_from_slice(&n.to_be_bytes());
                DossierId::from_bytes(bytes)
            })
            .collect();
        let failing_at = |failing: usize| {
            let mut batches = 0;
            in_batches(
                &ids,
                &mut |batch| {
                    batches += 1;
                    if batches == failing {
                        return Err(AppError::DiskFull);
                    }
                    Ok(batch.iter().map(|id| Ok(acted(*id))).collect())
                },
                &mut |_| true,
            )
        };
        let account = failing_at(3).expect("what was done is told");
        assert_eq!((account.done.len(), account.left.len()), (200, 150));
        assert!(matches!(account.failed, Some(AppError::DiskFull)));
        assert_eq!(account.left, ids[200..]);
        assert!(matches!(failing_at(1), Err(AppError::DiskFull)), "nothing was done: an error like any other");
        let whole = failing_at(9).expect("goes through");
        assert_eq!((whole.done.len(), whole.left.len(), whole.failed.is_none()), (350, 0, true));
    }
}
