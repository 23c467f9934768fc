//! `cargo xtask check`: what a reader should not have to look for. Each look gives its list of faults; all are taken
//! before the verdict, so that one run shows everything.
mod crates;
mod floors;
mod page;
mod text;

use crate::build;
use crate::codegen;
use crate::setup::{self, Need};
use crate::shell::{self, cargo, npm};

/// Takes every look; `false` when one found fault.
///
/// # Errors
/// When a tool that a look needs is missing.
pub(crate) fn check() -> anyhow::Result<bool> {
    setup::prepare(Need::Build)?;
    let mut good = true;
    let metadata = crates::Metadata::load()?;
    good &= verdict("floors, Rust", floors::faults(&metadata));
    good &= verdict("one home for each outside thing", crates::homes(&metadata));
    good &= verdict("versions and licences", crates::versions_and_licences(&metadata));
    good &= verdict("floors, page", page::faults()?);
    good &= verdict("words that must not be there", text::forbidden()?);
    good &= verdict("generated files", codegen::stale()?);
    good &= tool("rustfmt", cargo(&["fmt", "--all", "--check"]));
    // The window's program carries the page: without it clippy cannot read the program.
    good &= build::page().map_err(|error| eprintln!("page: {error:#}")).is_ok();
    good &= tool(
        "clippy",
        cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"]),
    );
    good &= tool("svelte-check", npm(&["run", "--silent", "check"]));
    println!("{}", text::long_files()?);
    println!("{}", if good { "check: no fault" } else { "check: faults found, see above" });
    Ok(good)
}

fn verdict(name: &str, faults: Vec<String>) -> bool {
    println!("{name}: {}", if faults.is_empty() { "ok".to_owned() } else { format!("{} faults", faults.len()) });
    for fault in &faults {
        println!("  {fault}");
    }
    faults.is_empty()
}

fn tool(name: &str, mut command: std::process::Command) -> bool {
    match shell::run(&mut command) {
        Ok(()) => {
            println!("{name}: ok");
            true
        }
        Err(error) => {
            println!("{name}: {error:#}");
            false
        }
    }
}
