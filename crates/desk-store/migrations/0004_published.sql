-- What the province published, as it signed it. Kept beside the log: an entry names the set that it was made under.

-- Sets of reference data that were in force here, the newest in force now; none while it is the program's own.
CREATE TABLE reference_sets (
    number    INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    statement BLOB NOT NULL,
    came      INTEGER NOT NULL,              -- when it came into force here, milliseconds
    by_hand   INTEGER NOT NULL CHECK (by_hand IN (0, 1)), -- from a file, not over the line
    changes   TEXT NOT NULL                  -- what it changed, as the screens show it (JSON of desk-app)
) STRICT;

-- The files of the set in force, and those of one that is coming, by their SHA-256.
CREATE TABLE reference_files (
    hash  BLOB PRIMARY KEY CHECK (length(hash) = 32),
    bytes BLOB NOT NULL
) STRICT;

-- The people whom the province named for this office: the newest statement, and each of them.
CREATE TABLE people_named (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    number    INTEGER NOT NULL,
    statement BLOB NOT NULL
) STRICT;

CREATE TABLE people_of_province (
    id        BLOB PRIMARY KEY CHECK (length(id) = 16),
    login     TEXT NOT NULL,
    name      TEXT NOT NULL,
    roles     TEXT NOT NULL,                 -- words with spaces between them; empty for who is withdrawn
    withdrawn INTEGER                        -- since when, milliseconds; none while they hold
) STRICT, WITHOUT ROWID;
