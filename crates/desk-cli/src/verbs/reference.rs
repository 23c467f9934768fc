//! `reference`: the reference data in force, what came with them, and a package of the province.

use desk_app::{demo, reference::Changes};
use serde::Serialize;

use crate::{answer::Answer, args, door, failure::Failure};

#[derive(Serialize)]
struct InForce {
    /// Name of the set in force; entries carry it.
    name: String,
    /// Name of the program's own.
    shipped: String,
    /// Those that came, the newest first.
    sets: Vec<Came>,
    /// One that came and cannot be used.
    refused: Option<desk_app::reference::Refused>,
}

#[derive(Serialize)]
struct Came {
    name: String,
    came: Option<String>,
    by_hand: bool,
    changes: Changes,
}

#[derive(Serialize)]
struct Package {
    name: String,
    in_force: String,
    changes: Changes,
}

/// Tells what is in force; looks at a package; takes it.
pub(crate) fn reference(asked: &args::Reference) -> Result<Answer, Failure> {
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    if let Some(file) = &asked.file {
        let bytes =
            std::fs::read(file).map_err(|error| Failure::new("disk", format!("{}: {error}", file.display())))?;
        if !asked.take {
            let seen = desk.reference_look(&bytes)?;
            let plain = format!("{} after {}: {} changes", seen.name, seen.in_force, seen.changes.total);
            return Answer::new(&Package { name: seen.name, in_force: seen.in_force, changes: seen.changes }, plain);
        }
        desk.reference_take(&bytes)?;
    }
    let news = desk.reference_news()?;
    let plain = format!("{} is in force", news.name);
    let came = |set: desk_app::reference::SetInForce| Came {
        name: set.name,
        came: set.came.map(|at| at.to_rfc3339()),
        by_hand: set.by_hand,
        changes: set.changes,
    };
    let sets = news.sets.into_iter().map(came).collect();
    Answer::new(&InForce { name: news.name, shipped: news.shipped, sets, refused: news.refused }, plain)
}
