//! Reference data: the set in force, what came with it, a package that is looked at.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The reference data as this desk has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReferenceView {
    /// Name of the set in force.
    pub name: String,
    /// True when it is the program's own.
    pub own: bool,
    /// The sets that the province published and that came into force here, the newest first.
    pub sets: Vec<ReferenceSetRow>,
    /// One that came and cannot be used.
    pub refused: Option<RefusedSetView>,
    /// `take` where this person may bring a package.
    pub actions: Vec<String>,
}

/// A set that came into force here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReferenceSetRow {
    /// Its name.
    pub name: String,
    /// When it came into force here, RFC 3339.
    pub came: String,
    /// True when it came as a file.
    pub by_hand: bool,
    /// How many changes it brought.
    pub total: u32,
    /// The first of them.
    pub changes: Vec<ReferenceChange>,
}

/// One thing that a set says otherwise. The words are those of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReferenceChange {
    /// `calendar`, `unit`, `office`, `forms`, `procedure`, `limit`, `fee`, `papers`.
    pub about: String,
    /// Which day, unit or procedure.
    pub which: String,
    /// As it was; none where it is new.
    pub before: Option<String>,
    /// As it is; none where it is gone.
    pub after: Option<String>,
}

/// A set that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefusedSetView {
    /// Its name.
    pub name: String,
    /// The reason as an error.
    pub error: super::UserErrorView,
    /// What does not hold, for who runs the province.
    pub what: String,
}

/// A package of reference data, as the file dialog gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReferencePackage {
    /// The bytes in base64.
    pub data: String,
}

/// What a package would change. Nothing has changed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackageView {
    /// Name of its set.
    pub name: String,
    /// Name of the set in force.
    pub in_force: String,
    /// When the province published it, RFC 3339.
    pub published: String,
    /// How many changes it would bring.
    pub total: u32,
    /// The first of them.
    pub changes: Vec<ReferenceChange>,
}
