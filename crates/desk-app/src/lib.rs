//! The clerk: one function for each thing a person can do at the desk.
