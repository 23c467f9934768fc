//! The counter: the table of commands, their views, and errors in words.

pub mod views;
