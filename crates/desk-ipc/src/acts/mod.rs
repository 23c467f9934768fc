//! The panel of an act: what it asks for, and what was typed into it.

mod describe;
mod read;

pub(crate) use describe::{Known, panel};
pub(crate) use read::read;
