//! Every chore behind one door: cargo xtask run | test | check | bench | codegen | dist.
fn main() {}
