//! The counter: the table of commands, their views, and errors in words.
//!
//! One table ([`commands`]) gives every command its name, who may call it, its input and its output. The dispatcher,
//! the authorisation and the TypeScript of the screens are all made from it. A command takes its input, asks desk-app
//! and makes a view; rules live further down.

mod acts;
mod authorise;
mod commands;
mod convert;
mod counter;
mod error;
mod handlers;
pub mod views;

pub use authorise::{Access, Caller};
pub use commands::{COMMANDS, CommandRow, typescript_commands};
pub use counter::Counter;
