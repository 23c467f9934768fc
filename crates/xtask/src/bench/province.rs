//! Desks and their province: against Anki's sync, PouchDB, PostgreSQL's COPY, and bounds of their own. The rivals get an
//! environment of their own, as pinned here; nothing else installs them.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::Context;
use serde_json::Value;

use super::{Figure, Rows, example, figures, folder, last_json};
use crate::{
    postgres::Cluster,
    shell::{self, cargo, command, root},
};

const ANKI: &str = "anki==26.9.3";
const POUCHDB: [&str; 3] = ["pouchdb@9.0.0", "express-pouchdb@4.2.0", "express@4.21.2"];

/// One of the program's own benches, the server built beside it.
fn own(which: &str, rows: Rows) -> anyhow::Result<Command> {
    shell::run(&mut cargo(&["build", "--release", "--locked", "--quiet", "-p", "desk-server"]))?;
    let mut bench = example("stories", "bench_province");
    bench.args(["--", which]).args(rows.map(|rows| rows.to_string())).env("MOTCUA_BENCH_DIR", folder());
    Ok(bench)
}

/// Those that need nothing more: `wire`, `quiet`, `storm`.
pub(super) fn alone(which: &str, rows: Rows) -> anyhow::Result<Vec<Figure>> {
    figures(&mut own(which, rows)?)
}

/// Into PostgreSQL, on a cluster of its own.
pub(super) fn ingest(rows: Rows) -> anyhow::Result<Vec<Figure>> {
    let cluster = Cluster::start()?;
    figures(own("ingest", rows)?.env("MOTCUA_POSTGRES", format!("{}&dbname=postgres", cluster.url())))
}

/// Pushed, verified, countersigned and pulled; the rivals on the same bytes, in the same run.
pub(super) fn sync(rows: Rows) -> anyhow::Result<Vec<Figure>> {
    let ours = last_json(&mut own("sync", rows)?)?;
    let dossiers = folder().join("dossiers.jsonl");
    let mut rivals = vec![("Anki".to_owned(), last_json(anki()?.arg(&dossiers))?)];
    for settings in ["default", "tuned"] {
        rivals.push((format!("PouchDB, {settings}"), last_json(pouchdb()?.arg(&dossiers).arg(settings))?));
    }
    let number = |value: &Value, name: &str| value[name].as_f64().with_context(|| format!("no {name}"));
    let many = ours["dossiers"].as_u64().context("no count")?;
    let mut table = Vec::new();
    for (name, theirs) in &rivals {
        let rival = format!("{name} {}", theirs["version"].as_str().unwrap_or_default());
        for (what, key) in [("pushed, verified, countersigned", "push_s"), ("pulled, verified", "pull_s")] {
            let what = format!("{many} dossiers {what}");
            table.push(Figure::times_faster(&what, number(&ours, key)?, (&rival, number(theirs, key)?), "s", 1.0));
        }
    }
    Ok(table)
}

fn anki() -> anyhow::Result<Command> {
    let python = folder().join("anki/bin/python");
    let there = |python: &Path| shell::output(command(python, &["-c", "import anki"]).stderr(Stdio::null())).is_ok();
    if !there(&python) {
        shell::run(command("python3", &["-m", "venv"]).arg(folder().join("anki")))?;
        shell::run(&mut command(
            folder().join("anki/bin/pip"),
            &["install", "--quiet", "--disable-pip-version-check", ANKI],
        ))?;
    }
    Ok(command(python, &[&script("anki_sync.py")]))
}

fn pouchdb() -> anyhow::Result<Command> {
    let place = folder().join("pouchdb");
    if !place.join("node_modules/express-pouchdb").exists() {
        std::fs::create_dir_all(&place)?;
        std::fs::write(place.join("package.json"), "{\"private\":true}\n")?;
        shell::run(command("npm", &["install", "--no-audit", "--no-fund", "--save-exact"]).args(POUCHDB).current_dir(&place))?;
    }
    let mut node = command("node", &[&script("pouchdb_sync.mjs")]);
    node.current_dir(place);
    Ok(node)
}

fn script(name: &str) -> String {
    let path: PathBuf = root().join("tests/bench").join(name);
    path.display().to_string()
}
