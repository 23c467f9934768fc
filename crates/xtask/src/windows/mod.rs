//! Windows from a machine that has none: a compiler for it ([`toolchain`]), its tests under wine ([`tests`]) and a setup
//! ([`dist`]).
//!
//! Nothing here is part of the default test command. What is seen here is wine, never a real Windows:
//! docs/operating/windows.md lists what a person must still see there.
mod crypto;
mod dist;
mod tests;
mod toolchain;

pub(crate) use dist::dist;
pub(crate) use tests::test;
pub(crate) use toolchain::Toolchain;

/// The target: Debian has the tools that it links with, and nothing of Microsoft's is needed.
const TARGET: &str = "x86_64-pc-windows-gnu";
