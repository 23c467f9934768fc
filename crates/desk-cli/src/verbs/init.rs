//! `init`: a new store.

use desk_app::{AppError, DemoOffice, Desk, SetUp};
use desk_core::office::Role;
use serde::Serialize;

use crate::{
    answer::Answer,
    args::{self, DemoWord},
    door,
    failure::Failure,
};

#[derive(Serialize)]
struct Shape {
    device: String,
    unit: String,
    counter: u8,
    people: Vec<PersonShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_code: Option<String>,
}

#[derive(Serialize)]
struct PersonShape {
    login: String,
    /// What the person mainly is; `administrator` is held beside `supervisor`.
    role: &'static str,
    roles: Vec<Role>,
    name: String,
}

pub(crate) fn run(asked: &args::Init) -> Result<Answer, Failure> {
    let password = door::password(asked.password_file.as_deref())?;
    let mut desk = door::desk_at(&asked.store)?;
    let recovery = match asked.demo {
        Some(word) => {
            let demo = match word {
                DemoWord::Y2024 => DemoOffice::Y2024,
                DemoWord::Now => DemoOffice::Now,
            };
            desk.set_up_demo(demo, asked.unit.clone(), asked.counter, &password)?
        }
        None => desk.set_up(SetUp {
            unit: asked.unit.clone(),
            demo: None,
            counter: asked.counter,
            lang: asked.lang.clone(),
            login: asked.login.clone().unwrap_or_default(),
            name: desk_core::text::nfc_tidy(asked.name.as_deref().unwrap_or_default()),
            password,
        })?,
    };
    // A demo's people are made up and its password is whoever made it: nothing there needs recovering.
    let recovery_code = asked.demo.is_none().then_some(recovery);
    let file = desk.office_file().ok_or(AppError::NotSetUp)?;
    let shape = Shape {
        device: file.device.to_string(),
        unit: file.office.split('@').next().unwrap_or_default().to_owned(),
        counter: file.counter,
        people: people(&desk)?,
        recovery_code,
    };
    let logins: Vec<String> = shape.people.iter().map(|person| format!("{} ({})", person.login, person.role)).collect();
    let mut plain = format!(
        "device {}\nunit {}, counter {}\npeople: {}",
        shape.device,
        shape.unit,
        shape.counter,
        logins.join(", ")
    );
    if let Some(code) = &shape.recovery_code {
        plain.push_str(&format!("\nrecovery code (shown this once): {code}"));
    }
    Answer::new(&shape, plain)
}

/// Everyone in the order in which they were let in.
fn people(desk: &Desk) -> Result<Vec<PersonShape>, Failure> {
    let office = desk.office()?;
    let tiles = desk.tiles()?;
    let people = tiles.into_iter().filter_map(|tile| {
        let person = office.people.get(&tile.id)?;
        let roles: Vec<Role> = person.roles.iter().copied().collect();
        Some(PersonShape { login: tile.login, role: main_role(&roles), roles, name: tile.name })
    });
    Ok(people.collect())
}

fn main_role(roles: &[Role]) -> &'static str {
    match () {
        () if roles.contains(&Role::Supervisor) => "supervisor",
        () if roles.contains(&Role::Officer) => "officer",
        () if roles.contains(&Role::Clerk) => "clerk",
        () => "administrator",
    }
}
