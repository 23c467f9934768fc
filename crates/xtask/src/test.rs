//! `cargo xtask test`: the set-up, then every test, the tally and the times.
use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::budget::{Budget, Share};
use crate::postgres::Cluster;
use crate::setup::{self, Need};
use crate::shell::{self, cargo, npm, on_a_screen_of_its_own};
use crate::tally::Tally;
use crate::{build, dist};

/// The parts of the test command, in the order they run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suite {
    /// All of Rust that needs no screen: units, and stories across crates.
    Unit,
    /// The page's own units.
    Ui,
    /// Screens in Chromium on the bridge.
    Browser,
    /// Stories in the true window.
    Window,
    /// Kills, full disks, broken files.
    Faults,
    /// The .deb installed and started; under `--long` alone.
    Package,
}

impl Suite {
    const ALL: [Suite; 6] = [Suite::Unit, Suite::Ui, Suite::Browser, Suite::Window, Suite::Faults, Suite::Package];

    fn name(self) -> &'static str {
        match self {
            Suite::Unit => "unit",
            Suite::Ui => "ui",
            Suite::Browser => "browser",
            Suite::Window => "window",
            Suite::Faults => "faults",
            Suite::Package => "package",
        }
    }

    fn share(self) -> Share {
        match self {
            Suite::Unit | Suite::Ui => Share::Unit,
            Suite::Browser => Share::Browser,
            Suite::Window => Share::Window,
            Suite::Faults => Share::Faults,
            Suite::Package => Share::Build,
        }
    }

    fn run(self, long: bool) -> anyhow::Result<Outcome> {
        match self {
            Suite::Unit => unit(long),
            Suite::Ui => watch(npm(&["run", "--silent", "test"]), long),
            Suite::Browser => watch(npm(&["run", "--silent", "e2e"]), long),
            Suite::Window => watch(window_tests("--tests"), long),
            Suite::Faults => faults(long),
            Suite::Package => dist::try_out(),
        }
    }
}

/// The package of the true window's stories, which need a screen.
const WINDOW: &str = "true-window";

/// How a suite ended.
pub(crate) struct Outcome {
    pub(crate) succeeded: bool,
    pub(crate) tally: Tally,
}

/// Runs the tests; `long` adds the long ones, `only` leaves out all suites but one.
///
/// # Errors
/// When the set-up or the build fails; failing tests are not an error but `false`.
pub(crate) fn test(long: bool, only: Option<&str>) -> anyhow::Result<bool> {
    let suites: Vec<Suite> = Suite::ALL
        .into_iter()
        .filter(|suite| only.map_or(*suite != Suite::Package || long, |name| name == suite.name()))
        .collect();
    ensure!(!suites.is_empty(), "no suite is called {}", only.unwrap_or_default());
    let mut budget = Budget::default();
    budget.spend(Share::Build, || setup::prepare(Need::Test).and_then(|()| build::everything()))?;
    let mut lines = String::new();
    let mut all = Tally::default();
    let mut succeeded = true;
    for suite in suites {
        println!("\n== {}", suite.name());
        let outcome = budget.spend(suite.share(), || suite.run(long));
        let outcome = outcome.unwrap_or_else(|error| {
            eprintln!("{}: {error:#}", suite.name());
            Outcome { succeeded: false, tally: Tally::default() }
        });
        let mut tally = outcome.tally;
        // A runner that fell over before it could count is one failure, never silence.
        if !outcome.succeeded && tally.failed == 0 {
            tally.failed = 1;
        }
        // A suite that found nothing to run proves nothing.
        if outcome.succeeded && tally.passed == 0 {
            eprintln!("{}: no test ran", suite.name());
            tally.failed += 1;
        }
        succeeded &= tally.failed == 0;
        lines += &format!("{:<10} {:>6} passed {:>4} failed\n", suite.name(), tally.passed, tally.failed);
        all += tally;
    }
    println!("\n{}\n{lines}\n{} passed, {} failed", budget.table(), all.passed, all.failed);
    Ok(succeeded)
}

/// The true window's tests, on a screen of their own, one window at a time. `target` picks `--tests` or one by name.
pub(crate) fn window_tests(target: &str) -> Command {
    let mut words = vec!["test", "-p", WINDOW, "--locked", "--no-fail-fast"];
    match target {
        "--tests" => words.push("--tests"),
        name => words.extend(["--test", name]),
    }
    words.extend(["--", "--test-threads=1"]);
    on_a_screen_of_its_own(&cargo(&words))
}

fn watch(mut command: Command, long: bool) -> anyhow::Result<Outcome> {
    if long {
        command.env("MOTCUA_LONG", "1");
    }
    let (succeeded, output) = shell::watched(&mut command)?;
    Ok(Outcome { succeeded, tally: Tally::read(&output) })
}

/// Test targets that break things on purpose: kills, cut power, flipped bits, and the simulation of desks and province,
/// which plays more seeds under `--long`. They have a suite and a budget of their own.
const FAULT_TARGETS: &[&str] = &["faults", "damage", "tampering", "simulation"];

/// Everything of Rust but the window and the fault runs, and then the examples in the documentation.
fn unit(long: bool) -> anyhow::Result<Outcome> {
    let targets = test_targets()?;
    let mut words = vec!["test", "--workspace", "--exclude", WINDOW, "--locked", "--no-fail-fast", "--lib", "--bins"];
    for target in targets.iter().filter(|target| !FAULT_TARGETS.contains(&target.as_str())) {
        words.extend(["--test", target]);
    }
    let tests = watch(cargo(&words), long)?;
    let databases = databases(long)?;
    let examples =
        watch(cargo(&["test", "--workspace", "--exclude", WINDOW, "--locked", "--no-fail-fast", "--doc"]), long)?;
    let mut tally = tests.tally;
    tally += databases.tally;
    tally += examples.tally;
    Ok(Outcome { succeeded: tests.succeeded && databases.succeeded && examples.succeeded, tally })
}

/// The province's stories on PostgreSQL, on a cluster of their own. By hand they are ignored: they need one.
fn databases(long: bool) -> anyhow::Result<Outcome> {
    let cluster = Cluster::start()?;
    let words = ["test", "--workspace", "--exclude", WINDOW, "--locked", "--no-fail-fast", "--test", "postgres", "--"];
    let mut tests = cargo(&words);
    tests.arg("--ignored").env("MOTCUA_POSTGRES", cluster.url()).envs(cluster.makings());
    watch(tests, long)
}

fn faults(long: bool) -> anyhow::Result<Outcome> {
    let targets = test_targets()?;
    // The whole workspace is named so that the shared crates keep the features they were built with.
    let mut words = vec!["test", "--workspace", "--exclude", WINDOW, "--locked", "--no-fail-fast"];
    let before = words.len();
    for target in targets.iter().filter(|target| FAULT_TARGETS.contains(&target.as_str())) {
        words.extend(["--test", target]);
    }
    ensure!(words.len() > before, "no test target is named as a fault run");
    watch(cargo(&words), long)
}

/// The names of all integration tests but the window's.
fn test_targets() -> anyhow::Result<BTreeSet<String>> {
    let metadata = shell::output(&mut cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let packages = metadata["packages"].as_array().into_iter().flatten().filter(|package| package["name"] != WINDOW);
    let targets = packages.flat_map(|package| package["targets"].as_array().into_iter().flatten());
    let tests = targets.filter(|target| target["kind"][0] == "test");
    Ok(tests.filter_map(|target| target["name"].as_str().map(str::to_owned)).collect())
}
