//! `backup` and `restore`.

use desk_app::demo;
use serde::Serialize;
use serde_json::json;

use crate::{
    answer::{Answer, stamp},
    args, door,
    failure::Failure,
};

#[derive(Serialize)]
struct Made {
    folder: String,
    made_at: String,
    entries: u64,
    digest: String,
    head: serde_json::Value,
    bytes: u64,
}

pub(crate) fn back_up(asked: &args::Backup) -> Result<Answer, Failure> {
    let into = std::path::absolute(&asked.out).map_err(|error| door::disk("the place", &error))?;
    let desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    std::fs::create_dir_all(&into).map_err(|error| door::disk("the place", &error))?;
    let made = desk.back_up(&into)?;
    let shape = Made {
        folder: made.folder.to_string_lossy().into_owned(),
        made_at: stamp(made.manifest.made_at),
        entries: made.manifest.entries,
        digest: made.manifest.digest,
        head: json!(made.manifest.head),
        bytes: made.bytes,
    };
    let plain = format!("{} entries in {}", shape.entries, shape.folder);
    Answer::new(&shape, plain)
}

#[derive(Serialize)]
struct Restored {
    /// The machine goes on as this device.
    device: String,
    /// The newest entry of the backup's device.
    head: serde_json::Value,
    entries: u64,
    digest: String,
}

/// Copies, signs in, and settles: the machine goes on as a new device that names the old head.
pub(crate) fn restore(asked: &args::Restore) -> Result<Answer, Failure> {
    let absolute = |path: &std::path::Path| std::path::absolute(path).map_err(|error| door::disk("the place", &error));
    let manifest = desk_app::restore(&absolute(&asked.from)?, &absolute(&asked.door.store)?, asked.replace)?;
    let mut desk = door::open_as(&asked.door, demo::SUPERVISOR.0)?;
    desk.settle(&asked.reason, Some(asked.last_number))?;
    let digest = desk.digest_record()?;
    let device = desk.device_id()?;
    let plain = format!("restored {} entries; goes on as device {device}", manifest.entries);
    let shape = Restored {
        device: device.to_string(),
        head: json!(manifest.head),
        entries: digest.entries,
        digest: digest.digest,
    };
    Answer::new(&shape, plain)
}
