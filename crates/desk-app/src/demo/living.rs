//! Lives for a demo's dossiers: wishes in the order of time, each decided by the rules on the dossier as it then stands.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;
use desk_core::{
    dossier::{self, Command, Dossier, Fact, Slip},
    ids::{DossierId, PersonId},
    office::{Actor, Office, Role},
    time::Moment,
};
use desk_store::{Act, NewEntry};

use super::{
    Dice,
    life::{Life, Who, Wish},
};
use crate::{desk::Desk, error::AppError};

/// A dossier on its way.
struct Living {
    id: DossierId,
    dossier: Dossier,
    clerk: Actor,
    /// Which counter received it.
    counter: String,
}

fn actor_of(office: &Office, person: PersonId) -> Option<Actor> {
    let person = office.people.get(&person)?;
    Some(Actor { person: person.id, name: person.name.clone(), roles: person.roles.clone() })
}

impl Desk {
    /// Receptions with what happened after them, up to `now`, in the order of time.
    pub(super) fn lived(&self, receptions: Vec<Act>, seed: u64, now: Moment) -> Result<Vec<Act>, AppError> {
        let office = self.office()?;
        let holder = |role| office.holders(role).next().and_then(|person| actor_of(&office, person.id));
        let (officer, supervisor) = (holder(Role::Officer), holder(Role::Supervisor));
        let mut dice = Dice::new(seed ^ 0x6c69_7665_7321);
        let mut living: Vec<Living> = Vec::new();
        let mut wishes: BTreeMap<(Moment, usize), (usize, Wish)> = BTreeMap::new();
        for act in &receptions {
            let Some(NewEntry::Dossier(id, fact @ Fact::Received(received))) = act.entries.first() else { continue };
            let Some(clerk) = act.actor.and_then(|person| actor_of(&office, person)) else { continue };
            let hours = self.reference().hours(
                self.unit(now.date_naive())?,
                Some(&received.procedure.code),
                received.received_at.date_naive(),
            );
            let mut life = Life { calendar: self.calendar(&office), hours: &hours, dice: &mut dice };
            let index = living.len();
            for wish in life.wishes(received) {
                if wish.at < now && wish.at > received.received_at {
                    let place = wishes.len();
                    wishes.insert((wish.at, place), (index, wish));
                }
            }
            let counter = received.book.split('/').next().unwrap_or_default().to_owned();
            living.push(Living { id: *id, dossier: dossier::evolve(Dossier::Unborn, fact), clerk, counter });
        }
        let mut acts = receptions;
        let mut slips: HashMap<(&'static str, String), u32> = HashMap::new();
        for ((at, _), (index, wish)) in wishes {
            let one = &mut living[index];
            let actor = match wish.who {
                Who::Clerk => Some(&one.clerk),
                Who::Officer => officer.as_ref(),
                Who::Supervisor => supervisor.as_ref(),
            };
            let (Some(actor), Some(accepted)) = (actor, one.dossier.accepted()) else { continue };
            let hours = self.hours_of(&office, accepted, at)?;
            let rules = self.rules_of(actor, &office, at, accepted, &hours);
            let book = format!("{}/{}", one.counter, at.year());
            let mut number = None;
            if let Some(form) = wish.act.slip() {
                let next = match slips.get(&(form, book.clone())) {
                    Some(next) => *next,
                    None => self.reader()?.next_slip(form, &book)?,
                };
                number = Some((form, next));
            }
            let slip = number.map(|(form, number)| Slip { form: form.to_owned(), book: book.clone(), number });
            let command = Command::Act { act: Box::new(wish.act), slip };
            // What the rules refuse (the dossier was stopped meanwhile) does not happen, as at a real desk.
            let Ok(facts) = dossier::decide(&one.dossier, command, &rules) else { continue };
            if let Some((form, number)) = number {
                slips.insert((form, book), number + 1);
            }
            for fact in &facts {
                one.dossier = dossier::evolve(std::mem::take(&mut one.dossier), fact);
            }
            let entries = facts.into_iter().map(|fact| NewEntry::Dossier(one.id, fact)).collect();
            acts.push(Act { at, actor: Some(actor.person), entries });
        }
        acts.sort_by_key(|act| act.at);
        Ok(acts)
    }
}
