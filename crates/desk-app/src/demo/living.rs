//! Lives for a demo's dossiers: wishes in the order of time, each decided by the rules on the dossier as it then stands.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

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

/// Receptions, in the order of time, with what happens after each up to `now` put between them.
pub(super) struct Lives<'a, R: Iterator> {
    desk: &'a Desk,
    receptions: std::iter::Peekable<R>,
    office: Arc<Office>,
    officer: Option<Actor>,
    supervisor: Option<Actor>,
    dice: Dice,
    now: Moment,
    living: HashMap<usize, Living>,
    /// What shall happen, by its time and then in the order in which it was thought of: to which dossier.
    wishes: BTreeMap<(Moment, usize), (usize, Wish)>,
    thought_of: usize,
    born: usize,
    slips: HashMap<(&'static str, String), u32>,
}

impl Desk {
    /// Receptions, in the order of time, with what happened after them, up to `now`.
    pub(super) fn lived<R: Iterator<Item = Act>>(
        &self,
        receptions: R,
        seed: u64,
        now: Moment,
    ) -> Result<Lives<'_, R>, AppError> {
        let office = self.office()?;
        let holder = |role| office.holders(role).next().and_then(|person| actor_of(&office, person.id));
        Ok(Lives {
            desk: self,
            receptions: receptions.peekable(),
            officer: holder(Role::Officer),
            supervisor: holder(Role::Supervisor),
            office,
            dice: Dice::new(seed ^ 0x6c69_7665_7321),
            now,
            living: HashMap::new(),
            wishes: BTreeMap::new(),
            thought_of: 0,
            born: 0,
            slips: HashMap::new(),
        })
    }
}

impl<R: Iterator<Item = Act>> Iterator for Lives<'_, R> {
    type Item = Act;

    fn next(&mut self) -> Option<Act> {
        loop {
            let received = self.receptions.peek().map(|act| act.at);
            match self.wishes.first_key_value() {
                Some(((at, _), _)) if received.is_none_or(|received| *at < received) => {
                    let ((at, _), (index, wish)) = self.wishes.pop_first()?;
                    if let Some(act) = self.act(at, index, wish) {
                        return Some(act);
                    }
                }
                _ => {
                    let act = self.receptions.next()?;
                    self.begin(&act);
                    return Some(act);
                }
            }
        }
    }
}

impl<R: Iterator<Item = Act>> Lives<'_, R> {
    /// Thinks of a life for a dossier that is just received.
    fn begin(&mut self, act: &Act) {
        let Some(NewEntry::Dossier(id, fact @ Fact::Received(received))) = act.entries.first() else { return };
        let Some(clerk) = act.actor.and_then(|person| actor_of(&self.office, person)) else { return };
        let Ok(unit) = self.desk.unit(self.now.date_naive()) else { return };
        let day = received.received_at.date_naive();
        let hours = self.desk.reference().hours(unit, Some(&received.procedure.code), day);
        let calendar = self.desk.calendar(&self.office);
        let mut life = Life { calendar, hours: &hours, dice: &mut self.dice };
        let index = self.born;
        self.born += 1;
        let wishes = life.wishes(received);
        for wish in wishes.into_iter().filter(|wish| wish.at < self.now && wish.at > received.received_at) {
            self.wishes.insert((wish.at, self.thought_of), (index, wish));
            self.thought_of += 1;
        }
        let counter = received.book.split('/').next().unwrap_or_default().to_owned();
        let dossier = dossier::evolve(Dossier::Unborn, fact);
        self.living.insert(index, Living { id: *id, dossier, clerk, counter });
    }

    /// What comes of a wish. None: the rules refuse it (the dossier was stopped meanwhile), as at a real desk.
    fn act(&mut self, at: Moment, index: usize, wish: Wish) -> Option<Act> {
        let one = self.living.get_mut(&index)?;
        let actor = match wish.who {
            Who::Clerk => &one.clerk,
            Who::Officer => self.officer.as_ref()?,
            Who::Supervisor => self.supervisor.as_ref()?,
        };
        let accepted = one.dossier.accepted()?;
        let hours = self.desk.hours_of(&self.office, accepted, at).ok()?;
        let rules = self.desk.rules_of(actor, &self.office, at, accepted, &hours);
        let book = format!("{}/{}", one.counter, at.year());
        let slip = match wish.act.slip() {
            None => None,
            Some(form) => {
                let number = match self.slips.get(&(form, book.clone())) {
                    Some(next) => *next,
                    None => self.desk.reader().ok()?.next_slip(form, &book).ok()?,
                };
                Some(Slip { form: form.to_owned(), book, number })
            }
        };
        let (form, taken) = (wish.act.slip(), slip.clone());
        let command = Command::Act { act: Box::new(wish.act), slip };
        let facts = dossier::decide(&one.dossier, command, &rules).ok()?;
        if let (Some(form), Some(taken)) = (form, taken) {
            self.slips.insert((form, taken.book), taken.number + 1);
        }
        for fact in &facts {
            one.dossier = dossier::evolve(std::mem::take(&mut one.dossier), fact);
        }
        let (id, person) = (one.id, actor.person);
        if one.dossier.accepted().is_none_or(|accepted| !accepted.status().is_open()) {
            self.living.remove(&index); // nothing happens to it any more
        }
        Some(Act {
            at,
            actor: Some(person),
            entries: facts.into_iter().map(|fact| NewEntry::Dossier(id, fact)).collect(),
        })
    }
}
