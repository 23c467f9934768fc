//! Stories in the true window. One window at a time: `cargo xtask test --only window`.
mod afternoon;
mod day;
mod first_run;
mod lives;
mod shell;
