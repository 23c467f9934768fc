-- Who looked at what on this machine: its own account, no part of the record. A look again within a while is the same row.
CREATE TABLE accesses (
    n       INTEGER PRIMARY KEY,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    person  BLOB NOT NULL CHECK (length(person) = 16),
    what    TEXT NOT NULL,
    dossier BLOB CHECK (dossier IS NULL OR length(dossier) = 16),
    times   INTEGER NOT NULL CHECK (times >= 1)
) STRICT;

CREATE INDEX accesses_of_dossier ON accesses (dossier, n) WHERE dossier IS NOT NULL;
CREATE INDEX accesses_of_person ON accesses (person, n);
