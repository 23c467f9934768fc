-- Everything read off the log. Dropped and folded again whenever PROJECTION_VERSION changes; nothing here is a source.

-- How far the fold has come, and the digest of what it made (see digest.rs).
CREATE TABLE fold (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    sum      BLOB NOT NULL CHECK (length(sum) = 32),
    newest   INTEGER NOT NULL
) STRICT;

CREATE TABLE office (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    doc BLOB NOT NULL
) STRICT;

-- Entries whose kind or version this program does not know: kept, counted, shown as "needs a newer version".
CREATE TABLE not_understood (
    position INTEGER PRIMARY KEY
) STRICT;

-- Long names once instead of in every row.
CREATE TABLE procedures (
    n      INTEGER PRIMARY KEY,
    code   TEXT NOT NULL,
    name   TEXT NOT NULL,
    sector TEXT NOT NULL,
    UNIQUE (code, name, sector)
) STRICT;

-- A line a dossier. `row` is the position of its first entry, so that it comes out the same in every rebuild and
-- descending rows are newest first. A dossier not accepted yet (its first entry was not understood) has no code.
CREATE TABLE dossiers (
    row         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    heads       BLOB NOT NULL,    -- newest entries, 32 bytes each: what the next one builds on
    doc         BLOB NOT NULL,    -- SHA-256 of the folded dossier's canonical CBOR
    clerk       BLOB,             -- who made the first entry
    code        TEXT UNIQUE,
    number      INTEGER,
    procedure   INTEGER REFERENCES procedures (n),
    owner       TEXT,
    owner_sort  TEXT,
    born        TEXT,
    submitter   TEXT,
    personal    TEXT,
    phone       TEXT,
    received    INTEGER,
    due         INTEGER,
    status      TEXT,
    is_open     INTEGER,
    channel     TEXT,
    book        TEXT,
    book_number INTEGER,
    prints      INTEGER,
    print_state TEXT,
    UNIQUE (book, book_number)
) STRICT;

CREATE INDEX dossiers_by_owner ON dossiers (owner_sort);
CREATE INDEX dossiers_by_procedure ON dossiers (procedure);
CREATE INDEX dossiers_by_reception ON dossiers (received);
CREATE INDEX dossiers_by_due ON dossiers (due);
CREATE INDEX dossiers_open_by_due ON dossiers (due) WHERE is_open = 1;
-- Each worded as the questions word it: SQLite takes a partial index only then.
CREATE INDEX dossiers_print_waiting ON dossiers (row) WHERE print_state = 'waiting';
CREATE INDEX dossiers_print_failed ON dossiers (row) WHERE print_state = 'failed';

-- Words by which a dossier is found (see search/words.rs), one posting a word and dossier and nothing else: no
-- positions, no sizes, no copy of the text.
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
);
