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
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    doc   BLOB NOT NULL,
    heads BLOB NOT NULL               -- the newest office entries, 32 bytes each: what the next one builds on
) STRICT;

-- Entries that are kept and do not count as they say, or not alone (see aside.rs): shown with their reason.
CREATE TABLE set_aside (
    position INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (position, reason)
) STRICT, WITHOUT ROWID;

-- Long names once instead of in every row.
CREATE TABLE procedures (
    n      INTEGER PRIMARY KEY,
    code   TEXT NOT NULL,
    name   TEXT NOT NULL,
    sector TEXT NOT NULL,
    UNIQUE (code, name, sector)
) STRICT;

-- A line a dossier. `row` is the position of its first entry, so that it comes out the same in every rebuild and
-- descending rows are newest first. A dossier not accepted yet (its first entry was not understood) has no code. A code
-- or book number may come twice, from machines that were copied: both are shown, the later one is noted in set_aside.
CREATE TABLE dossiers (
    row         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    heads       BLOB NOT NULL,    -- newest entries, 32 bytes each: what the next one builds on
    doc         BLOB NOT NULL,    -- SHA-256 of the folded dossier's canonical CBOR
    clerk       BLOB,             -- who made the first entry
    code        TEXT,
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
    -- Which lane of the day's work it stands in (see dossier/lane.rs) and the moment that orders it there.
    lane        INTEGER,
    turn        INTEGER,
    channel     TEXT,
    book        TEXT,
    book_number INTEGER,
    prints      INTEGER,
    print_state TEXT,
    address     TEXT,
    sets        INTEGER,
    return_by   TEXT,
    back_entry  INTEGER,          -- 1 when it was entered later from a paper book
    holder      TEXT,             -- the department that confirmed it last
    pending     TEXT,             -- the department that has not confirmed it yet
    in_charge   TEXT,             -- the department that took it first, or was asked first while none took it
    pending_since INTEGER,        -- since when, while it has not
    handed      INTEGER,          -- when it first left the desk
    resolved    INTEGER,          -- when the outcome was there
    at_desk     INTEGER,          -- when the result came to the desk
    posted      INTEGER,          -- 1 while the result is with the post
    ended       INTEGER,          -- when the citizen had the result, or the dossier was closed
    collector   TEXT,             -- how the result went: a word of the record
    asked       INTEGER,          -- supplements asked for
    answered    INTEGER,          -- the last answer, while nothing was done about it
    extended    INTEGER,          -- how often the date was put off
    corrected   INTEGER,          -- corrections
    void_wanted INTEGER,          -- 1 while the supervisor has not answered
    cash        INTEGER,          -- đồng taken at the desk
    collided    INTEGER           -- 1 while decisions of two desks wait for a supervisor
) STRICT;

CREATE INDEX dossiers_by_code ON dossiers (code);
CREATE INDEX dossiers_by_book ON dossiers (book, book_number);

CREATE INDEX dossiers_by_owner ON dossiers (owner_sort);
CREATE INDEX dossiers_by_procedure ON dossiers (procedure, received);
CREATE INDEX dossiers_by_reception ON dossiers (received);
CREATE INDEX dossiers_by_lane ON dossiers (lane, turn);
-- Each worded as the questions word it: SQLite takes a partial index only then.
CREATE INDEX dossiers_print_waiting ON dossiers (row) WHERE print_state = 'waiting';
CREATE INDEX dossiers_print_failed ON dossiers (row) WHERE print_state = 'failed';
CREATE INDEX dossiers_pending ON dossiers (pending) WHERE pending IS NOT NULL;
CREATE INDEX dossiers_answered ON dossiers (answered) WHERE answered IS NOT NULL;
CREATE INDEX dossiers_at_desk ON dossiers (row) WHERE status = 'received' AND pending IS NULL AND holder IS NULL;
CREATE INDEX dossiers_void_wanted ON dossiers (row) WHERE void_wanted = 1;
CREATE INDEX dossiers_collided ON dossiers (row) WHERE collided = 1;

-- Slips: each form has a series of its own for every counter and year. Many dossiers may stand on one.
CREATE TABLE slips (
    form    TEXT NOT NULL,
    book    TEXT NOT NULL,
    number  INTEGER NOT NULL,
    dossier BLOB NOT NULL,            -- empty for a slip without a dossier
    PRIMARY KEY (form, book, number, dossier)
) STRICT, WITHOUT ROWID;

-- Words by which a dossier is found (see search/words.rs), one posting a word and dossier and nothing else: no
-- positions, no sizes, no copy of the text.
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
);

-- Money taken at the desk: with the reception (form `receipt`, the register's book and number) or on a fee slip. What a
-- correction changes in the first is a line of its own on its own day (form `correction`); a void is a line of 0 (form
-- `void`) that takes back what then stands written with the reception.
CREATE TABLE money (
    position INTEGER PRIMARY KEY,
    dossier  BLOB NOT NULL,
    at       INTEGER NOT NULL,
    vnd      INTEGER NOT NULL,
    means    TEXT NOT NULL,
    clerk    BLOB,
    form     TEXT NOT NULL,
    book     TEXT NOT NULL,
    number   INTEGER NOT NULL,
    receipt  TEXT                  -- number in a registered series, where the office has one
) STRICT;

CREATE INDEX money_by_time ON money (at);

-- Citizens who left without a dossier: guidance and refusals at the desk.
CREATE TABLE walk_ins (
    position  INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    book      TEXT NOT NULL,
    number    INTEGER NOT NULL,
    procedure TEXT NOT NULL,
    owner     TEXT NOT NULL,
    reason    TEXT NOT NULL,
    clerk     BLOB
) STRICT;

CREATE INDEX walk_ins_by_time ON walk_ins (at);

-- Files that dossiers name, set aside or not: what is not here may be swept.
CREATE TABLE file_names (
    hash    TEXT NOT NULL,
    dossier BLOB NOT NULL,
    PRIMARY KEY (hash, dossier)
) STRICT, WITHOUT ROWID;

-- What happened to dossiers on a day, for the day's review: an entry's fact alone says it (see day/mark.rs). `day` counts
-- from 1 January of the year 1.
CREATE TABLE marks (
    day      INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    position INTEGER NOT NULL,
    dossier  BLOB NOT NULL,
    PRIMARY KEY (day, kind, position)
) STRICT, WITHOUT ROWID;

-- Closings, sheets, signatures and judgements, by the day that they are about.
CREATE TABLE day_entries (
    day      INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (day, position)
) STRICT, WITHOUT ROWID;
