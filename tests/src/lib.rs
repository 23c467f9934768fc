//! Stories across crates live in `it/`.
