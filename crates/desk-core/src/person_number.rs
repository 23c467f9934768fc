//! person_number.
