//! The headless door: the desk's work from a shell, for administrators and tests.
fn main() {}
