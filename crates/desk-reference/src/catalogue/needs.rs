//! `needs.json`: when a paper must be there, set by hand for the procedures of an ordinary commune day.

use std::collections::BTreeMap;

use desk_core::procedure::{Channel, Need};
use serde::Deserialize;

use crate::{ReferenceError, files::NEEDS};

/// What was decided for one paper.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SetNeed {
    /// Position in the procedure's list.
    pub(crate) index: u16,
    /// How the paper's name begins, so that a newer list that moved the paper does not carry a wrong need.
    pub(crate) begins: String,
    #[serde(flatten)]
    pub(crate) need: Need,
    #[serde(default)]
    pub(crate) channels: Option<Vec<Channel>>,
    /// The words that decided it.
    pub(crate) source: String,
}

/// Needs by procedure code.
pub(crate) type Needs = BTreeMap<String, Vec<SetNeed>>;

#[derive(Deserialize)]
struct File {
    procedures: Needs,
}

pub(crate) fn read(json: &str) -> Result<Needs, ReferenceError> {
    let file: File =
        serde_json::from_str(json).map_err(|fault| ReferenceError::new(NEEDS, 0, fault.to_string()))?;
    Ok(file.procedures)
}
