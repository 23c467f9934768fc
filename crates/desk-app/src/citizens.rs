//! Citizens as the desk knows them from its dossiers, and what its people said of those who look alike.

use desk_core::{
    alike::{Alike, PersonKey, PersonsJudged, alike},
    dossier::{Done, Party},
    office::{OfficeFact, Role},
};
use desk_store::{Citizen, Filter};

use crate::{desk::Desk, error::AppError};

/// Most people that one is held against.
const ALIKE_MOST: usize = 4;

/// Somebody who looks alike the person at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooksAlike {
    /// Their newest data here.
    pub citizen: Citizen,
    /// Why.
    pub why: Alike,
    /// What was said of the two; none when nobody was asked yet.
    pub judged: Option<PersonsJudged>,
}

impl Desk {
    /// Citizens that dossiers of this desk name, by number, phone or name. Whom somebody said to be one person comes
    /// once.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn citizens(&self, text: &str, limit: usize) -> Result<Vec<Citizen>, AppError> {
        self.actor()?;
        let office = self.office()?;
        Ok(self.reader()?.persons_find(text, limit, &office.judgements)?)
    }

    /// The citizen with a personal number, as the newest dossier has them, also under another number that somebody said
    /// to be theirs.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn citizen(&self, personal_number: &str) -> Result<Option<Citizen>, AppError> {
        self.actor()?;
        let reader = self.reader()?;
        let mut newest = reader.person_latest(personal_number)?;
        for other in self.also_numbered(personal_number)? {
            if let Some(citizen) = reader.person_latest(&other)?
                && newest.as_ref().is_none_or(|known| known.received < citizen.received)
            {
                newest = Some(citizen);
            }
        }
        Ok(newest)
    }

    /// How many dossiers a personal number finds, with those under other numbers of the same person.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn dossiers_of(&self, personal_number: &str) -> Result<u32, AppError> {
        let mut all = 0;
        for number in self.also_numbered(personal_number)?.iter().map(String::as_str).chain([personal_number]) {
            all += self.reader()?.count(number, &Filter::default(), self.now())?.n;
        }
        Ok(all)
    }

    /// Other numbers that somebody said to be this person's.
    fn also_numbered(&self, personal_number: &str) -> Result<Vec<String>, AppError> {
        let office = self.office()?;
        if office.judgements.is_empty() {
            return Ok(Vec::new());
        }
        let Some(citizen) = self.reader()?.person_latest(personal_number)? else { return Ok(Vec::new()) };
        let also = office.judgements.also(&PersonKey::of(&citizen.party));
        Ok(also.into_iter().filter_map(|key| key.number).filter(|number| number != personal_number).collect())
    }

    /// Who looks alike a person, each with what was said of the two: those nobody was asked about first.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn looks_alike(&self, party: &Party) -> Result<Vec<LooksAlike>, AppError> {
        self.actor()?;
        let office = self.office()?;
        let person = PersonKey::of(party);
        let found = self.reader()?.persons_alike(party, ALIKE_MOST)?;
        let mut alike: Vec<LooksAlike> = found
            .into_iter()
            .filter_map(|citizen| {
                let judged = office.judgements.of(&person, &PersonKey::of(&citizen.party)).cloned();
                Some(LooksAlike { why: alike(party, &citizen.party)?, citizen, judged })
            })
            .collect();
        alike.sort_by_key(|one| one.judged.is_some());
        Ok(alike)
    }

    /// Notes that two people are one, or are not. The opposite may be said at any time.
    ///
    /// # Errors
    /// Clerks and supervisors may; [`AppError::BadField`] when the two do not look alike; what the record says.
    pub fn judge_persons(&mut self, one: &Party, other: &Party, same: bool) -> Result<(), AppError> {
        let actor = self.actor_holding(&[Role::Clerk, Role::Supervisor])?;
        self.record_stands()?;
        if alike(one, other).is_none() {
            return Err(AppError::BadField { field: "person" });
        }
        let (first, second) = (PersonKey::of(one), PersonKey::of(other));
        // Said once more it is still what was said.
        if self.office()?.judgements.of(&first, &second).is_some_and(|judged| judged.same == same) {
            return Ok(());
        }
        let done = Done { at: self.now(), by: actor.name.clone() };
        let judged = PersonsJudged { one: first, other: second, same, done };
        self.append_office(actor.person, OfficeFact::PersonsJudged(Box::new(judged)))
    }
}
