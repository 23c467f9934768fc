-- Sets of reference data that were published, with the statement that was signed. They are every office's, and few: on a
-- cluster these two tables are copied to every node.
CREATE TABLE reference_sets (
    number    BIGINT PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    statement BYTEA NOT NULL
);

-- Their files, by their SHA-256.
CREATE TABLE reference_files (
    hash  BYTEA PRIMARY KEY CHECK (length(hash) = 32),
    bytes BYTEA NOT NULL
);

-- The people whom the province named for an office: the newest statement.
CREATE TABLE people (
    office    TEXT PRIMARY KEY REFERENCES offices (office),
    number    BIGINT NOT NULL,
    statement BYTEA NOT NULL
);
