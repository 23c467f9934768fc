//! `publish`, `grant`, `withdraw`: what the province says to its offices.

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode};

use anyhow::{Context as _, ensure};
use desk_core::{ids::PersonId, office::Role};
use desk_server::{
    clock::now_ms,
    keys,
    publish::{self, Grant, PublishFault},
    roles,
    units::office_of,
};
use serde_json::json;

use super::{opened, today, told};
use crate::{Office, Place};

/// Publishes a set, and writes it as a package where one is asked for.
pub(super) async fn publish(place: &Place, from: Option<&Path>, to: Option<&Path>) -> anyhow::Result<ExitCode> {
    if let Some(to) = to {
        ensure!(!to.exists(), "{} is there already", to.display());
    }
    let (store, keys) = opened(place).await?;
    let Some(from) = from else {
        let to = to.context("--from or --package must be given")?;
        let package = publish::package(&store, &keys.signing).await?.context("nothing was published yet")?;
        write(to, &package)?;
        let answer = json!({ "package": to.display().to_string(), "bytes": package.len() });
        return told(place.json, &answer, &format!("{} ({} bytes)", to.display(), package.len()));
    };
    let done = publish::publish(&store, &keys.signing, from, (today(), now_ms())).await?;
    if let Some(to) = to {
        write(to, &done.package)?;
    }
    let set = done.set.statement();
    let answer = json!({
        "set": set.name,
        "number": set.number,
        "files": set.files.iter().map(|file| json!({
            "name": file.name,
            "bytes": file.bytes,
            "sha256": hex::encode(file.hash),
        })).collect::<Vec<_>>(),
        "changed": done.changed,
        "ignored": done.ignored,
    });
    let plain = format!(
        "{} is published, {} files; otherwise than before: {}{}",
        set.name,
        set.files.len(),
        done.changed.join(", "),
        if done.ignored.is_empty() { String::new() } else { format!("; left out: {}", done.ignored.join(", ")) },
    );
    told(place.json, &answer, &plain)
}

/// Whole under its own name, or not at all.
fn write(to: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let half = to.with_extension("part");
    fs::write(&half, bytes)?;
    fs::File::open(&half)?.sync_all()?;
    Ok(fs::rename(&half, to)?)
}

pub(super) fn office(of: &Office, demo: bool) -> anyhow::Result<String> {
    let found = office_of(&of.unit, of.on.unwrap_or_else(today), demo);
    found.with_context(|| format!("no unit has the code {} on that day", of.unit))
}

/// Lets a person work in an office.
pub(super) async fn grant(
    place: &Place,
    of: &Office,
    (login, name, granted, person): (String, String, &str, Option<&str>),
) -> anyhow::Result<ExitCode> {
    let words: Vec<&str> = granted.split(',').map(str::trim).collect();
    let roles: BTreeSet<Role> = roles::from_text(&words.join(" "));
    ensure!(
        !roles.is_empty() && roles.len() == words.iter().collect::<BTreeSet<_>>().len(),
        "--roles is a list of clerk, officer, supervisor, administrator"
    );
    let id = person.map(str::parse).transpose().ok().context("--person is no id of a person")?;
    let (store, keys) = opened(place).await?;
    let office = office(of, store.demo)?;
    let at = now_ms();
    let fresh = PersonId::new(at.unsigned_abs(), keys::random()?);
    let asked = Grant { id, login, name, roles };
    let id = publish::grant(&store, &keys.signing, &office, asked, (fresh, at)).await?;
    told(
        place.json,
        &json!({ "person": id.to_string(), "office": office, "roles": words }),
        &format!("{id} may work in {office}; a supervisor there lets them in once"),
    )
}

/// Lists the people of an office: whom its own entries name and whom the province names, each with the id.
pub(super) async fn people(place: &Place, of: &Office) -> anyhow::Result<ExitCode> {
    let (store, keys) = opened(place).await?;
    let office = office(of, store.demo)?;
    let mut known = store.named(&office).await?;
    let said = publish::people(&store, &keys.signing, &office).await?.1;
    for person in said.iter().filter(|person| !person.login.is_empty()) {
        known.insert(person.id, (person.login.clone(), person.name.clone()));
    }
    let granted = store.granted(&office).await?;
    let (mut list, mut plain) = (Vec::new(), Vec::new());
    for (id, (login, name)) in known {
        let withdrawn = said.iter().any(|person| person.id == id && person.withdrawn.is_some());
        let held: BTreeSet<Role> =
            if withdrawn { BTreeSet::new() } else { granted.get(&id).into_iter().flatten().flatten().copied().collect() };
        let words = roles::words(&held);
        plain.push(format!("{id} {login} {name}: {}", if withdrawn { "withdrawn".into() } else { words.join(", ") }));
        list.push(json!({
            "person": id.to_string(), "login": login, "name": name, "roles": words, "withdrawn": withdrawn,
        }));
    }
    told(place.json, &json!({ "office": office, "people": list }), &plain.join("\n"))
}

/// Withdraws a person of an office.
pub(super) async fn withdraw(place: &Place, of: &Office, who: &str) -> anyhow::Result<ExitCode> {
    let (store, keys) = opened(place).await?;
    let office = office(of, store.demo)?;
    let id = publish::withdraw(&store, &keys.signing, &office, who, now_ms()).await?;
    told(
        place.json,
        &json!({ "person": id.to_string(), "office": office }),
        &format!("{id} may no longer work in {office}; what still comes from them is kept and marked"),
    )
}

/// The code of a refusal.
pub(super) fn code(fault: &PublishFault) -> &'static str {
    match fault {
        PublishFault::Db(_) | PublishFault::Kept(_) => "record",
        PublishFault::Read(..) => "file",
        PublishFault::Nothing => "no_reference",
        PublishFault::Reference(_) | PublishFault::Office(_) => "reference",
        PublishFault::Name(_) => "reference_name",
        PublishFault::Same(_) => "reference_same",
        PublishFault::Busy => "busy",
        PublishFault::NoOffice => "no_office",
        PublishFault::Login | PublishFault::LoginTaken(_) => "login",
        PublishFault::PersonName => "name",
        PublishFault::NoPerson => "unknown_person",
        PublishFault::Several { .. } => "several_people",
        PublishFault::LastAdministrator => "last_administrator",
    }
}
