//! People of the office: who may work here, with which roles.

use std::collections::BTreeSet;

use desk_core::{
    ids::PersonId,
    office::{Office, OfficeFact, Person, PersonGranted, PersonRetired, Role},
};
use desk_store::{
    keys::{Gate, KeyHolder, Keys},
    province::NamedPerson,
};

use crate::{
    clock::Clock,
    desk::{Desk, random},
    error::AppError,
    password,
    session::{is_login, new_person},
};

/// Roles that may see and change people.
const PEOPLE: &[Role] = &[Role::Administrator, Role::Supervisor];

/// A person with what the keys and the counters of wrong tries say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonStanding {
    /// The person.
    pub person: Person,
    /// Five wrong tries were made.
    pub locked: bool,
    /// What the province says of them.
    pub province: OfProvince,
    /// Of their roles those that the province gives: the office cannot take them back.
    pub given: BTreeSet<Role>,
}

/// What the province says of a person of the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfProvince {
    /// Nothing.
    Silent,
    /// It named them, and they work here.
    Named,
    /// It named them, and nobody has let them in yet.
    Waiting,
    /// It withdrew them.
    Withdrawn,
}

/// The roles that the province gives, as far as this program knows them.
fn roles(named: &NamedPerson) -> BTreeSet<Role> {
    named.roles.iter().filter_map(|word| Role::from_word(word)).collect()
}

/// Somebody else of the office holds the roles without which nobody could run it, where this person keeps only `left`. Whom
/// the province alone gives them does not count: it may withdraw them any day.
fn stays_held(office: &Office, person: &Person, left: &BTreeSet<Role>) -> Result<(), AppError> {
    let goes = |role| {
        person.roles.contains(&role)
            && !left.contains(&role)
            && office.holders(role).all(|holder| holder.id == person.id)
    };
    if goes(Role::Administrator) {
        return Err(AppError::LastAdministrator);
    }
    if goes(Role::Supervisor) { Err(AppError::LastSupervisor) } else { Ok(()) }
}

fn person_of(named: &NamedPerson) -> Person {
    let (login, name) = (named.login.clone(), named.name.clone());
    Person { id: named.id, login, name, roles: roles(named), retired: false }
}

impl Desk {
    /// Everyone of the office, by given name.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for others than supervisors and administrators.
    pub fn people(&self) -> Result<Vec<PersonStanding>, AppError> {
        self.actor_holding(PEOPLE)?;
        let (book, now) = (self.try_book(), Clock::System.now());
        let mut people = Vec::new();
        let (office, named) = (self.office()?, self.reader()?.people_named()?);
        for person in office.people.values() {
            let locked = book.gate(person.id, now)? == Gate::Locked;
            let (mut person, said) = (person.clone(), named.iter().find(|named| named.id == person.id));
            let (province, given) = match said {
                None => (OfProvince::Silent, BTreeSet::new()),
                Some(said) if said.withdrawn.is_some() => (OfProvince::Withdrawn, BTreeSet::new()),
                Some(said) => (OfProvince::Named, roles(said)),
            };
            person.roles.extend(&given);
            people.push(PersonStanding { person, locked, province, given });
        }
        let waiting = named.iter().filter(|named| named.withdrawn.is_none() && !office.people.contains_key(&named.id));
        people.extend(waiting.map(|named| PersonStanding {
            person: person_of(named),
            locked: false,
            province: OfProvince::Waiting,
            given: roles(named),
        }));
        people.sort_by_key(|standing| (standing.person.retired, desk_core::text::sort_key(&standing.person.name)));
        Ok(people)
    }

    /// Lets a person work here, with a first password chosen together.
    ///
    /// # Errors
    /// Only administrators may; what is wrong with the input.
    pub fn add_person(
        &mut self,
        name: &str,
        login: &str,
        roles: BTreeSet<Role>,
        password: &str,
    ) -> Result<PersonId, AppError> {
        let actor = self.actor_holding(&[Role::Administrator])?;
        if name.trim().is_empty() {
            return Err(AppError::NameMissing);
        }
        if !is_login(login) {
            return Err(AppError::BadLogin);
        }
        if roles.is_empty() {
            return Err(AppError::BadField { field: "roles" });
        }
        if self.office()?.people.values().any(|person| person.login == login) {
            return Err(AppError::LoginTaken);
        }
        if self.demo().is_none() {
            password::check(password, login)?;
        }
        let now = self.now();
        let id = new_person(now)?;
        let person = Person { id, login: login.to_owned(), name: name.trim().to_owned(), roles, retired: false };
        let mut keys = Keys::load(&self.paths.store)?;
        let data_key = self.store()?.data_key();
        let holder = KeyHolder { id, login: login.to_owned(), name: person.name.clone() };
        keys.wrap_person(holder, password, &data_key, random()?, random()?);
        // The entry first: a wrap without a person opens nothing (`enter` looks at the log), a person without a wrap
        // is given a password by the next reset.
        self.append_office(actor.person, OfficeFact::PersonGranted(PersonGranted { person }))?;
        keys.save(&self.paths.store)?;
        Ok(id)
    }

    /// Lets a person whom the province named work here, with a first password chosen together.
    ///
    /// # Errors
    /// Only supervisors and administrators may; [`AppError::UnknownPerson`] where the province names nobody like that or
    /// they work here already; [`AppError::LoginTaken`] where somebody of the office has their login.
    pub fn admit_person(&mut self, id: PersonId, password: &str) -> Result<(), AppError> {
        let actor = self.actor_holding(PEOPLE)?;
        let office = self.office()?;
        let named = self.reader()?.person_named(id)?.filter(|named| named.withdrawn.is_none());
        let person = person_of(&named.filter(|_| !office.people.contains_key(&id)).ok_or(AppError::UnknownPerson)?);
        if office.people.values().any(|other| other.login == person.login) {
            return Err(AppError::LoginTaken);
        }
        if self.demo().is_none() {
            password::check(password, &person.login)?;
        }
        let mut keys = Keys::load(&self.paths.store)?;
        let data_key = self.store()?.data_key();
        let holder = KeyHolder { id, login: person.login.clone(), name: person.name.clone() };
        keys.wrap_person(holder, password, &data_key, random()?, random()?);
        self.append_office(actor.person, OfficeFact::PersonGranted(PersonGranted { person }))?;
        Ok(keys.save(&self.paths.store)?)
    }

    /// Gives a person a new password and opens them if they were locked.
    ///
    /// # Errors
    /// Only supervisors and administrators may.
    pub fn reset_person(&mut self, id: PersonId, password: &str) -> Result<(), AppError> {
        let actor = self.actor_holding(PEOPLE)?;
        let office = self.office()?;
        let person = office.people.get(&id).filter(|person| !person.retired).ok_or(AppError::UnknownPerson)?;
        // A supervisor who is no administrator does not take over one who is.
        if person.roles.contains(&Role::Administrator) && !actor.holds_any(&[Role::Administrator]) {
            return Err(AppError::NotAllowed);
        }
        if self.demo().is_none() {
            password::check(password, &person.login)?;
        }
        let mut keys = Keys::load(&self.paths.store)?;
        let data_key = self.store()?.data_key();
        let holder = KeyHolder { id, login: person.login.clone(), name: person.name.clone() };
        keys.wrap_person(holder, password, &data_key, random()?, random()?);
        self.note_reset(id, false)?;
        keys.save(&self.paths.store)?;
        Ok(self.try_book().clear(id)?)
    }

    /// Gives a person other roles, from their next act on. What the province gives them stays theirs besides.
    ///
    /// # Errors
    /// Only administrators may; [`AppError::UnknownPerson`]; [`AppError::BadField`] with `roles` where there is none;
    /// [`AppError::LastAdministrator`], [`AppError::LastSupervisor`] where nobody else of the office has a role that goes; what
    /// stands against new entries.
    pub fn change_roles(&mut self, id: PersonId, roles: BTreeSet<Role>) -> Result<(), AppError> {
        self.record_stands()?;
        let actor = self.actor_holding(&[Role::Administrator])?;
        let office = self.office()?;
        let person = office.people.get(&id).filter(|person| !person.retired).ok_or(AppError::UnknownPerson)?;
        let given = self.reader()?.person_named(id)?.map(|named| self::roles(&named)).unwrap_or_default();
        // Of what the province gives nothing is said here, either way.
        let roles: BTreeSet<Role> = &(&roles - &given) | &(&person.roles & &given);
        if roles.is_empty() && given.is_empty() {
            return Err(AppError::BadField { field: "roles" });
        }
        stays_held(&office, person, &roles)?;
        if roles == person.roles {
            return Ok(());
        }
        let person = Person { roles, ..person.clone() };
        self.append_office(actor.person, OfficeFact::PersonGranted(PersonGranted { person }))
    }

    /// Retires a person: their wrap of the key goes, their name stays on what they did.
    ///
    /// # Errors
    /// Only administrators may; the last one and the last supervisor stay.
    pub fn retire_person(&mut self, id: PersonId, reason: &str) -> Result<(), AppError> {
        let actor = self.actor_holding(&[Role::Administrator])?;
        let office = self.office()?;
        let person = office.people.get(&id).filter(|person| !person.retired).ok_or(AppError::UnknownPerson)?;
        if reason.trim().is_empty() {
            return Err(AppError::BadField { field: "reason" });
        }
        stays_held(&office, person, &BTreeSet::new())?;
        let reason = reason.trim().to_owned();
        self.append_office(actor.person, OfficeFact::PersonRetired(PersonRetired { person: id, reason }))?;
        let mut keys = Keys::load(&self.paths.store)?;
        keys.remove_person(id);
        Ok(keys.save(&self.paths.store)?)
    }
}
