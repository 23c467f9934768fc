//! Every word a person reads, in Vietnamese and English.
