-- The log and what a desk keeps beside it. Projections are not here: they are made anew from the log at will.

-- Machines whose entries are kept here, and the secret keys of those that this store has been.
CREATE TABLE devices (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    secret     BLOB CHECK (secret IS NULL OR length(secret) = 32)
) STRICT;

-- Who this store is now: one row.
CREATE TABLE identity (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    device    INTEGER NOT NULL REFERENCES devices (n),
    office    TEXT NOT NULL,
    reference TEXT NOT NULL,
    demo      INTEGER NOT NULL CHECK (demo IN (0, 1))
) STRICT;

-- Signed bytes as they were signed, in the order in which they came here. The three columns beside them repeat what
-- the bytes say, for looking up; `verify` compares them. Two branches of a fork have the same device and seq.
CREATE TABLE entries (
    position INTEGER PRIMARY KEY,
    device   INTEGER NOT NULL REFERENCES devices (n),
    seq      INTEGER NOT NULL CHECK (seq >= 1),
    hash     BLOB NOT NULL CHECK (length(hash) = 32),
    dossier  BLOB CHECK (dossier IS NULL OR length(dossier) = 16),
    cose     BLOB NOT NULL,
    UNIQUE (device, seq, hash)
) STRICT;

CREATE INDEX entries_of_dossier ON entries (dossier, position) WHERE dossier IS NOT NULL;
CREATE INDEX entries_of_office ON entries (position) WHERE dossier IS NULL;

-- Salt and body apart from the header, so that a body can be erased when the law says so and the chain still verifies.
CREATE TABLE bodies (
    position INTEGER PRIMARY KEY REFERENCES entries (position),
    salt     BLOB NOT NULL CHECK (length(salt) = 16),
    body     BLOB NOT NULL
) STRICT;

CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE (ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE (ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER bodies_are_not_changed BEFORE UPDATE ON bodies
BEGIN SELECT RAISE (ABORT, 'a body is never changed'); END;
CREATE TRIGGER bodies_are_not_deleted BEFORE DELETE ON bodies
BEGIN SELECT RAISE (ABORT, 'a body is never deleted'); END;

-- What a clerk is typing, outside the log.
CREATE TABLE drafts (
    id       BLOB PRIMARY KEY CHECK (length(id) = 16),
    owner    BLOB NOT NULL CHECK (length(owner) = 16),
    json     TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- This machine's own settings: printer, scanner, display of each person.
CREATE TABLE settings (
    key  TEXT PRIMARY KEY,
    json TEXT NOT NULL
) STRICT, WITHOUT ROWID;
