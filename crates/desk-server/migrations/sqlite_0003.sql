-- Sets of reference data that were published, with the statement that was signed. They are every office's.
CREATE TABLE reference_sets (
    number    INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    statement BLOB NOT NULL
) STRICT;

-- Their files, by their SHA-256.
CREATE TABLE reference_files (
    hash  BLOB PRIMARY KEY CHECK (length(hash) = 32),
    bytes BLOB NOT NULL
) STRICT;

-- The people whom the province named for an office: the newest statement.
CREATE TABLE people (
    office    TEXT PRIMARY KEY REFERENCES offices (office),
    number    INTEGER NOT NULL,
    statement BLOB NOT NULL
) STRICT, WITHOUT ROWID;
