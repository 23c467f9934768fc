//! The true window under test: the built program, driven by WebDriver, printing to a real CUPS.
//!
//! Every [`Desk`] has scratch folders of its own and its own pair of drivers (tauri-driver in front of WebKitWebDriver),
//! both ended by their ids when it is dropped; every [`cups::Cups`] is a print server of its own, so the machine's
//! printers are never touched. Stories count the keys they press and take pictures into `target/pictures`. Needs a
//! display and the tools that `cargo xtask test` installs; start at [`Desk::open`].
pub mod acts;
pub mod cups;
pub mod desk;
mod http;
pub mod keys;
pub mod office;
mod process;
pub mod sheet;
pub mod webdriver;

pub use desk::{Desk, DeskOptions};
pub use office::Office;
pub use sheet::Sheet;
pub use webdriver::Window;

use std::path::{Path, PathBuf};

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).map(Path::to_path_buf).unwrap_or_default()
}

/// The folder of the programs under test: `target/debug`, or `$MOTCUA_BIN_DIR`.
#[must_use]
pub fn programs() -> PathBuf {
    std::env::var_os("MOTCUA_BIN_DIR").map_or_else(|| root().join("target/debug"), PathBuf::from)
}

/// Where pictures go: `$MOTCUA_PICTURES`, or `target/pictures`.
#[must_use]
pub fn pictures() -> PathBuf {
    std::env::var_os("MOTCUA_PICTURES").map_or_else(|| root().join("target/pictures"), PathBuf::from)
}
