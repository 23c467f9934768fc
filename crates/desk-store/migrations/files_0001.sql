-- The second file: what was scanned, photographed or brought, under its SHA-256. Never edited once released.

-- A file whose bytes are here, whole. `body` leads to its pieces, because the hash is known only after the last of them.
CREATE TABLE files (
    hash     BLOB PRIMARY KEY CHECK (length(hash) = 32),
    body     INTEGER NOT NULL UNIQUE,
    bytes    INTEGER NOT NULL CHECK (bytes >= 0),
    media    TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Its bytes, 256 KiB to a piece, the last one shorter. Pieces of a body that no file names are leftovers of a mending.
CREATE TABLE pieces (
    body  INTEGER NOT NULL,
    n     INTEGER NOT NULL CHECK (n >= 0),
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 262144),
    UNIQUE (body, n)
) STRICT;
