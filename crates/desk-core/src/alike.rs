//! Two people who look alike: the same number under another name, or the same name and day of birth under another
//! number. Whether they are one is for a person to say; what was said holds until the opposite is said.
//!
//! What always holds: nobody's dossiers change by it. It only says whose they are when people are looked for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    dossier::{Done, Party},
    text::{fold, same_name},
};

/// A person as dossiers name them, as far as it tells them from others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonKey {
    /// The personal or identity number, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The name without case and marks.
    pub name: String,
    /// The day of birth, where no number tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<NaiveDate>,
}

impl PersonKey {
    /// Of a name, a number and a day of birth.
    pub fn new(number: Option<&str>, name: &str, born: Option<NaiveDate>) -> PersonKey {
        let number = number.map(str::trim).filter(|number| !number.is_empty()).map(str::to_owned);
        let born = if number.is_some() { None } else { born };
        PersonKey { number, name: fold(name), born }
    }

    /// Of a party.
    pub fn of(party: &Party) -> PersonKey {
        PersonKey::new(party.personal_number.as_deref(), &party.name, party.birth_date)
    }

    /// True when the two are one person for all that dossiers say: the same number, or without one the same name and
    /// day of birth.
    fn plainly_is(&self, other: &PersonKey) -> bool {
        match (&self.number, &other.number) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self.name == other.name && self.born == other.born,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// Why two people look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alike {
    /// One number under two names.
    SameNumber,
    /// One name and day of birth under two numbers.
    SameName,
}

/// Whether two parties look alike without plainly being one; none where nobody needs to be asked.
pub fn alike(one: &Party, other: &Party) -> Option<Alike> {
    if one.organisation || other.organisation {
        return None;
    }
    let same = fold(&one.name) == fold(&other.name) || same_name(&one.name, &other.name);
    match (&one.personal_number, &other.personal_number) {
        (Some(first), Some(second)) if first == second => (!same).then_some(Alike::SameNumber),
        (Some(_), Some(_)) => {
            (same && one.birth_date.is_some() && one.birth_date == other.birth_date).then_some(Alike::SameName)
        }
        // Without a number on one side there is nothing that differs.
        (Some(_) | None, None) | (None, Some(_)) => None,
    }
}

/// Somebody said of two people that they are one, or that they are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonsJudged {
    /// The one.
    pub one: PersonKey,
    /// The other.
    pub other: PersonKey,
    /// One person, or two.
    pub same: bool,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
}

/// What was said of people, the last word for each pair.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Judgements(BTreeMap<String, PersonsJudged>);

impl Judgements {
    /// True while nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn note(&mut self, judged: &PersonsJudged) {
        self.0.insert(pair(&judged.one, &judged.other), judged.clone());
    }

    /// What was said of two people; none when nobody was asked.
    pub fn of(&self, one: &PersonKey, other: &PersonKey) -> Option<&PersonsJudged> {
        self.0.get(&pair(one, other))
    }

    /// Everyone who was said to be this person, also by way of others; not the person themselves, nor whom somebody told
    /// apart from them.
    pub fn also(&self, person: &PersonKey) -> Vec<PersonKey> {
        let mut found = BTreeSet::from([person.clone()]);
        let mut next = vec![person.clone()];
        while let Some(here) = next.pop() {
            for judged in self.0.values().filter(|judged| judged.same) {
                let there = match (judged.one == here, judged.other == here) {
                    (true, _) => &judged.other,
                    (_, true) => &judged.one,
                    (false, false) => continue,
                };
                let apart = self.of(person, there).is_some_and(|judged| !judged.same);
                if !apart && found.insert(there.clone()) {
                    next.push(there.clone());
                }
            }
        }
        found.remove(person);
        found.into_iter().collect()
    }

    /// Whether the two are one person: as somebody said, else as their data plainly say.
    pub fn is_one(&self, one: &PersonKey, other: &PersonKey) -> bool {
        match self.of(one, other) {
            Some(judged) => judged.same,
            None => one.plainly_is(other) || self.also(one).contains(other),
        }
    }
}

/// The same for a pair in either order.
fn pair(one: &PersonKey, other: &PersonKey) -> String {
    let text = |key: &PersonKey| {
        let born = key.born.map(|born| born.to_string()).unwrap_or_default();
        format!("{}|{}|{born}", key.number.as_deref().unwrap_or_default(), key.name)
    };
    let (one, other) = (text(one), text(other));
    if one <= other { format!("{one}||{other}") } else { format!("{other}||{one}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::at_wall;

    fn party(name: &str, number: Option<&str>, born: &str) -> Party {
        Party {
            name: name.to_owned(),
            personal_number: number.map(str::to_owned),
            birth_date: born.parse().ok(),
            sex: None,
            phone: None,
            email: None,
            address: None,
            commune: None,
            organisation: false,
        }
    }

    fn said(one: &Party, other: &Party, same: bool) -> PersonsJudged {
        let day = NaiveDate::from_ymd_opt(2024, 3, 5).expect("a day").and_hms_opt(8, 0, 0).expect("a time");
        let done = Done { at: at_wall(day), by: "Bùi Thị Hương".to_owned() };
        PersonsJudged { one: PersonKey::of(one), other: PersonKey::of(other), same, done }
    }

    #[test]
    fn only_what_contradicts_itself_is_asked_about() {
        let duyen = party("Quách Thị Mỹ Duyên", Some("017190001234"), "1990-03-05");
        let check = |other: &Party, expected| {
            assert_eq!(alike(&duyen, other), expected, "{other:?}");
            assert_eq!(alike(other, &duyen), expected, "the order does not matter: {other:?}");
        };
        check(&duyen, None);
        check(&party("quách thị mỹ duyên", Some("017190001234"), "1990-03-05"), None);
        check(&party("Đinh Công Thành", Some("017190001234"), "1990-03-05"), Some(Alike::SameNumber));
        check(&party("Quach Thi My Duyen", Some("113456789"), "1990-03-05"), Some(Alike::SameName));
        check(&party("Quách Thị Mỹ Duyên", Some("113456789"), "1991-03-05"), None);
        check(&party("Quách Thị Mỹ Duyên", Some("113456789"), ""), None);
        check(&party("Quách Thị Mỹ Duyên", None, "1990-03-05"), None);
        let firm = Party { organisation: true, ..party("Đinh Công Thành", Some("017190001234"), "") };
        check(&firm, None);
    }

    #[test]
    fn what_was_said_holds_in_both_orders_until_the_opposite_is_said() {
        let new = party("Quách Thị Mỹ Duyên", Some("017190001234"), "1990-03-05");
        let old = party("Quách Thị Mỹ Duyên", Some("113456789"), "1990-03-05");
        let (one, other) = (PersonKey::of(&new), PersonKey::of(&old));
        let mut judgements = Judgements::default();
        assert!(!judgements.is_one(&one, &other));
        judgements.note(&said(&new, &old, true));
        assert!(judgements.is_one(&one, &other) && judgements.is_one(&other, &one));
        assert_eq!(judgements.also(&one), std::slice::from_ref(&other));
        judgements.note(&said(&old, &new, false));
        assert!(!judgements.is_one(&one, &other));
        assert!(judgements.also(&one).is_empty());
    }

    #[test]
    fn one_number_under_two_names_is_two_people_once_somebody_says_so() {
        let (lan, hoa) =
            (party("Đinh Thị Lan", Some("017190001234"), ""), party("Hà Thị Hoa", Some("017190001234"), ""));
        let (one, other) = (PersonKey::of(&lan), PersonKey::of(&hoa));
        let mut judgements = Judgements::default();
        assert!(judgements.is_one(&one, &other), "the number is what tells people apart");
        judgements.note(&said(&lan, &hoa, false));
        assert!(!judgements.is_one(&one, &other));
    }

    #[test]
    fn who_is_one_with_another_is_one_with_whom_that_one_is() {
        let number = |number| party("Quách Thị Mỹ Duyên", Some(number), "1990-03-05");
        let (a, b, c) = (number("017190001234"), number("113456789"), number("B1234567"));
        let mut judgements = Judgements::default();
        judgements.note(&said(&a, &b, true));
        judgements.note(&said(&c, &b, true));
        assert!(judgements.is_one(&PersonKey::of(&a), &PersonKey::of(&c)));
        judgements.note(&said(&a, &c, false));
        assert!(
            !judgements.is_one(&PersonKey::of(&a), &PersonKey::of(&c)),
            "what was said of the two themselves counts"
        );
    }
}
