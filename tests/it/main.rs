//! Stories across crates, told on the headless door: every one runs the real `desk-cli` on a store of its own, so what
//! they see is what an administrator's script sees.

#![allow(clippy::print_stdout, reason = "a story says how far it went")]

mod accounts;
mod counting;
mod desk;
mod door;
mod files;
mod keeping;
mod line;
mod lives;
mod national;
mod office;
mod oversight;
mod paper;
mod people;
mod province;
mod proxy;
mod published;
mod receiving;
mod record;
mod scanning;
mod slips;
mod stick;
mod stranger;
mod together;
