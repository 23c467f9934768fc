-- The province's record in one file. Every table leads with the office, as in PostgreSQL. Never edited once released.

-- What the server is: its history, its public key, whether it is a demo.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- An office, the end of its feed, and the number of its roster.
CREATE TABLE offices (
    office  TEXT PRIMARY KEY,
    newest  INTEGER NOT NULL DEFAULT 0 CHECK (newest >= 0),
    running BLOB NOT NULL CHECK (length(running) = 32),
    roster  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- One-time codes, by a hash of their secret half.
CREATE TABLE codes (
    office    TEXT NOT NULL REFERENCES offices (office),
    digest    BLOB NOT NULL CHECK (length(digest) = 32),
    counter   INTEGER NOT NULL CHECK (counter BETWEEN 1 AND 10),
    issued_at INTEGER NOT NULL,
    expires   INTEGER NOT NULL,
    used_by   BLOB CHECK (used_by IS NULL OR length(used_by) = 16),
    PRIMARY KEY (office, digest)
) STRICT, WITHOUT ROWID;

-- Enrolled machines, the newest entry in custody of each, and for revoked ones the last entry that counts.
CREATE TABLE devices (
    office       TEXT NOT NULL REFERENCES offices (office),
    device       BLOB NOT NULL CHECK (length(device) = 16),
    public       BLOB NOT NULL CHECK (length(public) = 32),
    counter      INTEGER NOT NULL,
    name         TEXT NOT NULL,
    enrolled_at  INTEGER NOT NULL,
    seq          INTEGER NOT NULL DEFAULT 0,
    hash         BLOB CHECK (hash IS NULL OR length(hash) = 32),
    revoked_at   INTEGER,
    trusted_seq  INTEGER,
    trusted_hash BLOB,
    PRIMARY KEY (office, device)
) STRICT, WITHOUT ROWID;

CREATE INDEX devices_by_id ON devices (device);

-- Signed bytes as they came, at the position that readers of the feed see, with the running hash there. `mark` says why
-- the server itself does not read an entry; it is in the feed all the same.
CREATE TABLE entries (
    office   TEXT NOT NULL REFERENCES offices (office),
    position INTEGER NOT NULL CHECK (position >= 1),
    device   BLOB NOT NULL CHECK (length(device) = 16),
    seq      INTEGER NOT NULL CHECK (seq >= 1),
    hash     BLOB NOT NULL CHECK (length(hash) = 32),
    running  BLOB NOT NULL CHECK (length(running) = 32),
    taken_at INTEGER NOT NULL,
    bytes    INTEGER NOT NULL,
    mark     TEXT,
    cose     BLOB NOT NULL,
    salt     BLOB CHECK (salt IS NULL OR length(salt) = 16),
    body     BLOB,
    PRIMARY KEY (office, position),
    UNIQUE (office, device, seq)
) STRICT;

CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE (ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE (ABORT, 'an entry is never deleted'); END;

-- Kept, and in no feed: second branches of a fork, and what revoked machines sent beyond what counts.
CREATE TABLE apart (
    office   TEXT NOT NULL REFERENCES offices (office),
    device   BLOB NOT NULL CHECK (length(device) = 16),
    seq      INTEGER NOT NULL,
    hash     BLOB NOT NULL CHECK (length(hash) = 32),
    reason   TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    cose     BLOB NOT NULL,
    salt     BLOB,
    body     BLOB,
    PRIMARY KEY (office, device, seq, hash)
) STRICT;

CREATE TRIGGER apart_is_not_changed BEFORE UPDATE ON apart
BEGIN SELECT RAISE (ABORT, 'an entry is never changed'); END;
CREATE TRIGGER apart_is_not_deleted BEFORE DELETE ON apart
BEGIN SELECT RAISE (ABORT, 'an entry is never deleted'); END;

-- What each machine's chain says last of each person's roles, so that acts can be held against them. Read off the entries.
CREATE TABLE grants (
    office TEXT NOT NULL REFERENCES offices (office),
    person BLOB NOT NULL CHECK (length(person) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    roles  TEXT NOT NULL,
    PRIMARY KEY (office, person, device)
) STRICT, WITHOUT ROWID;

-- Files by their SHA-256, in pieces; complete once the whole was hashed.
CREATE TABLE files (
    office   TEXT NOT NULL REFERENCES offices (office),
    hash     BLOB NOT NULL CHECK (length(hash) = 32),
    bytes    INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
    added_by BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (office, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE pieces (
    office TEXT NOT NULL,
    hash   BLOB NOT NULL,
    start  INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (office, hash, start),
    FOREIGN KEY (office, hash) REFERENCES files (office, hash)
) STRICT;

-- What machines brought, for who runs the province. No bodies, no names.
CREATE TABLE exchanges (
    office  TEXT NOT NULL,
    device  BLOB NOT NULL,
    at      INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    bytes   INTEGER NOT NULL,
    outcome TEXT NOT NULL
) STRICT;

CREATE INDEX exchanges_of_device ON exchanges (office, device, at);
