//! The commands: a line or three each. Input in, desk-app asked, view out.

pub(crate) mod account;
pub(crate) mod act;
pub(crate) mod backup;
pub(crate) mod calendar;
pub(crate) mod day;
pub(crate) mod desk;
pub(crate) mod dossier;
pub(crate) mod files;
pub(crate) mod import;
pub(crate) mod intake;
pub(crate) mod labels;
pub(crate) mod office;
pub(crate) mod parameters;
pub(crate) mod people;
pub(crate) mod ranges;
pub(crate) mod reference;
pub(crate) mod register;
pub(crate) mod report;
pub(crate) mod session;
pub(crate) mod sync;
pub(crate) mod walk_ins;
