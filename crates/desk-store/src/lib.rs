//! The shelf: one encrypted SQLite file holding the log, its projections and the search index.
