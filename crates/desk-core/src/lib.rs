//! Bedrock: the law and the dossier as pure functions.
//!
//! Nothing here reads a clock, a disk or a random source; whoever calls brings those in as arguments, so the same
//! arguments always give the same answer. Start at [`dossier`] for what a desk does, at [`due`] for how a date is
//! counted, at [`card`] for what a scanner sends.

pub mod address;
pub mod alike;
pub mod calendar;
pub mod card;
pub mod code;
pub mod day;
pub mod dossier;
pub mod due;
pub mod graph;
pub mod ids;
pub mod import;
pub mod money;
pub mod office;
pub mod person_number;
pub mod phone;
pub mod procedure;
pub mod report;
pub mod rule;
pub mod text;
pub mod time;
