//! People of the office.

use desk_app::OfProvince;
use desk_core::{ids::PersonId, office::Role};

use crate::{
    convert::{role, role_view},
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

pub(crate) fn people_list(call: &mut Call<'_>, _: Nothing) -> Answer<PeopleView> {
    let actor = call.desk.actor()?;
    let administers = actor.roles.contains(&Role::Administrator);
    let people = call.desk.people()?.into_iter().map(|standing| {
        let person = standing.person;
        let mut actions = Vec::new();
        let waits = standing.province == OfProvince::Waiting;
        if waits {
            actions.push("admit".to_owned());
        }
        if !waits && !person.retired && (administers || !person.roles.contains(&Role::Administrator)) {
            actions.push("reset".to_owned());
        }
        if !waits && !person.retired && administers {
            actions.push("roles".to_owned());
        }
        if !waits && !person.retired && administers && person.id != actor.person {
            actions.push("retire".to_owned());
        }
        let state = match (person.retired, standing.province, standing.locked) {
            (true, ..) => "retired",
            (false, OfProvince::Withdrawn, _) => "withdrawn",
            (false, OfProvince::Waiting, _) => "waiting",
            (false, OfProvince::Silent | OfProvince::Named, true) => "locked",
            (false, OfProvince::Silent | OfProvince::Named, false) => "active",
        };
        PersonRow {
            id: person.id.to_string(),
            login: person.login,
            name: person.name,
            roles: person.roles.iter().copied().map(role_view).collect(),
            given: standing.given.into_iter().map(role_view).collect(),
            state: state.to_owned(),
            actions,
        }
    });
    let people = people.collect();
    let actions = if administers { vec!["add".to_owned()] } else { Vec::new() };
    Ok(PeopleView { people, actions, roles: Role::ALL.iter().copied().map(role_view).collect() })
}

fn id(text: &str) -> Answer<PersonId> {
    text.parse().map_err(|_| user_error("unknown_person", &[]))
}

pub(crate) fn person_add(call: &mut Call<'_>, input: PersonAdd) -> Answer<PeopleView> {
    let roles = input.roles.into_iter().map(role).collect();
    call.desk.add_person(&input.name, &input.login, roles, &input.password)?;
    people_list(call, Nothing {})
}

pub(crate) fn person_reset(call: &mut Call<'_>, input: PersonReset) -> Answer<PeopleView> {
    call.desk.reset_person(id(&input.person)?, &input.password)?;
    people_list(call, Nothing {})
}

pub(crate) fn person_admit(call: &mut Call<'_>, input: PersonReset) -> Answer<PeopleView> {
    call.desk.admit_person(id(&input.person)?, &input.password)?;
    people_list(call, Nothing {})
}

pub(crate) fn person_roles(call: &mut Call<'_>, input: PersonRoles) -> Answer<PeopleView> {
    call.desk.change_roles(id(&input.person)?, input.roles.into_iter().map(role).collect())?;
    people_list(call, Nothing {})
}

pub(crate) fn person_retire(call: &mut Call<'_>, input: PersonRetire) -> Answer<PeopleView> {
    call.desk.retire_person(id(&input.person)?, &input.reason)?;
    people_list(call, Nothing {})
}
