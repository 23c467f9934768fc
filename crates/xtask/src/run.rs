//! `cargo xtask run`: the desk on a demo office; without a screen, the same program through one intake, with pictures.
mod province;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::setup::{self, Need};
use crate::shell::{self, command, root};
use crate::{build, test};

/// A made-up office on a demo clock.
struct Office {
    name: &'static str,
    /// GSO code of the unit, valid on the demo's day.
    unit: &'static str,
    about: &'static str,
}

const OFFICES: &[Office] = &[
    Office {
        name: "2024",
        unit: "05164",
        about: "xã Tử Nê, huyện Tân Lạc, around 05/03/2024: old organisation, forms of 2018",
    },
    Office {
        name: "now", unit: "05128", about: "xã Tân Lạc, tỉnh Phú Thọ, today: new organisation, forms of 2025"
    },
];

/// Opens every demo login; it guards made-up people only.
const PASSWORD: &str = "mot-cua-ban-thu";

/// How many made-up dossiers a demo office starts with.
const DOSSIERS: &str = "400";

/// Opens the window on a demo office.
///
/// # Errors
/// When something is missing or does not build.
pub(crate) fn run(name: &str, province: bool) -> anyhow::Result<bool> {
    let Some(office) = OFFICES.iter().find(|office| office.name == name) else {
        bail!("no demo office is called {name}: {}", OFFICES.iter().map(|one| one.name).collect::<Vec<_>>().join(", "));
    };
    let has_screen =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|on| !on.is_empty()));
    setup::prepare(if has_screen { Need::Build } else { Need::Test })?;
    if province {
        build::trial()?;
        return province::run(has_screen);
    }
    build::programs()?;
    if !has_screen {
        return without_screen(office);
    }
    let (store, people) = store(office)?;
    println!("{}", office.about);
    for other in OFFICES.iter().filter(|other| other.name != office.name) {
        println!("another: cargo xtask run --office {:<4}   {}", other.name, other.about);
    }
    println!("sign in as {people} with {PASSWORD}");
    println!("the demo's folder: {} (delete it to begin anew)", store.display());
    let mut window = command(program("mot-cua"), &[]);
    shell::run(window.env("MOTCUA_DATA", &store))?;
    Ok(true)
}

/// Makes the office's store if it is not there; gives its folder and who may sign in.
fn store(office: &Office) -> anyhow::Result<(PathBuf, String)> {
    let folder = root().join("target/demo").join(office.name);
    let people = folder.with_extension("people");
    if !people.exists() {
        if folder.exists() {
            std::fs::remove_dir_all(&folder).context("a demo that was not finished cannot be removed")?;
        }
        let made = cli(&folder, &["init", "--unit", office.unit, "--demo", office.name])?;
        cli(&folder, &["demo", "--dossiers", DOSSIERS, "--seed", "1"])?;
        let logins = made["people"].as_array().into_iter().flatten().filter_map(|one| one["login"].as_str());
        std::fs::write(&people, logins.collect::<Vec<_>>().join(", "))?;
    }
    Ok((folder, std::fs::read_to_string(people)?))
}

fn cli(store: &Path, words: &[&str]) -> anyhow::Result<serde_json::Value> {
    let mut cli = command(program("desk-cli"), words);
    cli.arg("--store").arg(store).arg("--json").env("MOTCUA_PASSWORD", PASSWORD);
    serde_json::from_str(&shell::output(&mut cli)?).context("desk-cli printed no JSON")
}

fn program(name: &str) -> PathBuf {
    root().join("target/debug").join(name)
}

fn without_screen(office: &Office) -> anyhow::Result<bool> {
    let folder = root().join("target/demo/pictures");
    println!("no screen here: the same program goes through one intake under Xvfb");
    let mut story = test::window_tests("demo");
    story.env("MOTCUA_PICTURES", &folder).env("MOTCUA_DEMO_OFFICE", office.name).env("MOTCUA_DEMO_UNIT", office.unit);
    let (succeeded, _said) = shell::watched(&mut story)?;
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        println!("{}", entry.path().display());
    }
    Ok(succeeded)
}
