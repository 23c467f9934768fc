//! Where this person's desk lives: `$MOTCUA_DATA`, or `motcua` in the system's folder for a person's data.
use std::path::PathBuf;

use anyhow::{Context, anyhow};

/// The data folder as an absolute path. It is made if it is not there; on Linux nobody but its owner may look in.
pub(crate) fn data_folder() -> anyhow::Result<PathBuf> {
    let folder = chosen().ok_or_else(|| anyhow!("no folder for data: set MOTCUA_DATA or HOME"))?;
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).with_context(|| format!("cannot make the data folder {}", folder.display()))?;
    std::fs::canonicalize(&folder).with_context(|| format!("cannot reach the data folder {}", folder.display()))
}

/// A private folder for what belongs to this machine and never travels with the data.
pub(crate) fn state_folder() -> Option<PathBuf> {
    if cfg!(windows) {
        return set("LOCALAPPDATA").map(|root| root.join("motcua").join("state"));
    }
    set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state"))).map(|root| root.join("motcua"))
}

fn chosen() -> Option<PathBuf> {
    if let Some(folder) = set("MOTCUA_DATA") {
        return Some(folder);
    }
    if cfg!(windows) {
        return set("LOCALAPPDATA").map(|root| root.join("motcua"));
    }
    set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share"))).map(|root| root.join("motcua"))
}

fn set(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
