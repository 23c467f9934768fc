//! Building: the page first, since the window's program carries it.
use anyhow::ensure;

use crate::shell::{self, cargo, npm};

/// Builds the page into `ui/dist`.
///
/// # Errors
/// When it does not build.
pub(crate) fn page() -> anyhow::Result<()> {
    shell::run(&mut npm(&["run", "--silent", "build"]))?;
    ensure!(
        shell::root().join("ui/dist/index.html").exists(),
        "the page was built, but ui/dist/index.html is not there"
    );
    Ok(())
}

/// Builds every crate with its tests and examples in one go. One set of features and one profile for all that follows:
/// asking for less would build the shared crates a second time.
///
/// # Errors
/// When something does not build.
pub(crate) fn everything() -> anyhow::Result<()> {
    page()?;
    shell::run(&mut cargo(&["build", "--workspace", "--all-targets", "--locked", "--quiet"]))
}

/// Builds the programs that `run` needs.
///
/// # Errors
/// When something does not build.
pub(crate) fn programs() -> anyhow::Result<()> {
    page()?;
    shell::run(&mut cargo(&["build", "--locked", "-p", "mot-cua", "-p", "desk-cli"]))
}

/// Builds what the trial with a province needs: its server and the bridge beside the programs.
///
/// # Errors
/// When something does not build.
pub(crate) fn trial() -> anyhow::Result<()> {
    page()?;
    shell::run(&mut cargo(&["build", "--workspace", "--bins", "--examples", "--locked"]))
}
