//! The record's headers, and who looked at which dossier.

use desk_core::{
    ids::PersonId,
    office::{Office, Role},
};

use crate::{
    convert::moment_text,
    counter::{Answer, Call},
    error::user_error,
    views::*,
};

/// As many as a page of the desk has; a full one may have more behind it.
const PAGE: usize = 200;

fn name(office: &Office, person: PersonId) -> String {
    office.people.get(&person).map_or_else(|| person.to_string(), |known| known.name.clone())
}

pub(crate) fn log_open(call: &mut Call<'_>, input: LogOpen) -> Answer<LogView> {
    let kind = input.kind.as_deref().filter(|kind| !kind.is_empty());
    let page = call.desk.log_page(kind, input.before)?;
    let office = call.desk.office()?;
    let more = page.len() == PAGE;
    let rows = page.into_iter().map(|entry| LogRow {
        position: entry.position,
        at: moment_text(entry.at),
        kind: entry.kind,
        by: entry.actor.map(|actor| name(&office, actor)),
        machine: office
            .began(entry.head.device)
            .map_or_else(|| entry.head.device.to_string(), |began| began.name.clone()),
        seq: entry.head.seq,
        dossier: entry.dossier.map(|dossier| dossier.to_string()),
        hash: entry.hash.to_string().chars().take(16).collect(),
    });
    let supervises = call.desk.actor()?.holds_any(&[Role::Supervisor]);
    let actions = std::iter::once("save").chain(supervises.then_some("accesses")).map(str::to_owned).collect();
    let kinds = desk_store::KINDS.map(str::to_owned).to_vec();
    Ok(LogView { rows: rows.collect(), more, entries: call.desk.entries()?, kinds, actions })
}

pub(crate) fn log_save(call: &mut Call<'_>, _: Nothing) -> Answer<SavedFile> {
    Ok(SavedFile { path: call.desk.save_log()?.display().to_string() })
}

pub(crate) fn access_open(call: &mut Call<'_>, input: AccessOpen) -> Answer<AccessView> {
    let filled = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let person = match filled(input.person) {
        None => None,
        Some(id) => Some(id.parse::<PersonId>().map_err(|_| user_error("unknown_person", &[]))?),
    };
    let page = call.desk.accesses(filled(input.dossier).as_deref(), person, input.before)?;
    let office = call.desk.office()?;
    let more = page.len() == PAGE;
    let mut rows = Vec::with_capacity(page.len());
    for one in page {
        rows.push(AccessRow {
            n: one.n,
            first: moment_text(one.first),
            last: moment_text(one.last),
            by: name(&office, one.person),
            what: one.what,
            dossier: one.dossier.map(|dossier| dossier.to_string()),
            code: one.dossier.map(|dossier| call.desk.code_of(dossier)).transpose()?.flatten(),
            times: one.times,
        });
    }
    let people = office.people.values().map(|one| AccessPerson { id: one.id.to_string(), name: one.name.clone() });
    Ok(AccessView { rows, more, people: people.collect() })
}
