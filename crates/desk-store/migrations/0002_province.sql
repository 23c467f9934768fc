-- The province as this desk knows it, and how far the two have come. The log is not touched: everything here can be told
-- again by the server.

-- Where this store is enrolled: one row, none before enrolment.
CREATE TABLE province (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    address       TEXT NOT NULL,
    public_key    BLOB NOT NULL CHECK (length(public_key) = 32),
    history       BLOB NOT NULL CHECK (length(history) = 16),
    lookup        TEXT NOT NULL,             -- address of the look-up page, on receipts printed from now on
    device        INTEGER NOT NULL REFERENCES devices (n), -- the machine that was enrolled
    counter       INTEGER NOT NULL,
    standing      BLOB NOT NULL,             -- the province's signed answer to the enrolment
    state         TEXT NOT NULL,             -- how the last exchange left things, a word of desk-app
    since         INTEGER NOT NULL,          -- since when, milliseconds
    restored_from BLOB,                      -- the history before the server was restored, while that was the last change
    restored_seq  INTEGER,                   -- what that history had countersigned
    roster_number INTEGER NOT NULL,
    roster        BLOB NOT NULL              -- the signed roster of that number
) STRICT;

-- What the province countersigned of each machine that this store has been.
CREATE TABLE countersigned (
    device    INTEGER PRIMARY KEY REFERENCES devices (n),
    seq       INTEGER NOT NULL CHECK (seq >= 1),
    hash      BLOB NOT NULL CHECK (length(hash) = 32),
    at        INTEGER NOT NULL,
    statement BLOB NOT NULL
) STRICT;

-- The machines of the office by the roster.
CREATE TABLE roster (
    device     BLOB PRIMARY KEY CHECK (length(device) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    counter    INTEGER NOT NULL,
    name       TEXT NOT NULL,
    revoked    INTEGER NOT NULL CHECK (revoked IN (0, 1)),
    seq        INTEGER,
    hash       BLOB
) STRICT, WITHOUT ROWID;

-- The office's feed as far as it was taken in: which entry stands at each position of the history known.
CREATE TABLE feed (
    position INTEGER PRIMARY KEY CHECK (position >= 1),
    entry    INTEGER NOT NULL REFERENCES entries (position)
) STRICT;

-- The signed head of the feed there: one row, none before the first page.
CREATE TABLE feed_head (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    position  INTEGER NOT NULL,
    running   BLOB NOT NULL CHECK (length(running) = 32),
    at        INTEGER NOT NULL,
    statement BLOB NOT NULL
) STRICT;

-- Entries of this store that the province keeps and does not apply, with its reason.
CREATE TABLE aside_there (
    device INTEGER NOT NULL REFERENCES devices (n),
    seq    INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- The last exchanges.
CREATE TABLE exchanges (
    n         INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    sent      INTEGER NOT NULL,
    pulled    INTEGER NOT NULL,
    bytes_out INTEGER NOT NULL,
    bytes_in  INTEGER NOT NULL,
    outcome   TEXT NOT NULL
) STRICT;
