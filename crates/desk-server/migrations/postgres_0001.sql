-- The province's record in PostgreSQL. Every table and key leads with the office, so that the same schema spreads over
-- a cluster by office. Never edited once released.

CREATE FUNCTION refuse_change () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

-- What the server is: its history, its public key, whether it is a demo.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

-- An office, the end of its feed, and the number of its roster.
CREATE TABLE offices (
    office  TEXT PRIMARY KEY,
    newest  BIGINT NOT NULL DEFAULT 0 CHECK (newest >= 0),
    running BYTEA NOT NULL CHECK (length(running) = 32),
    roster  BIGINT NOT NULL DEFAULT 0
);

-- One-time codes, by a hash of their secret half.
CREATE TABLE codes (
    office    TEXT NOT NULL REFERENCES offices (office),
    digest    BYTEA NOT NULL CHECK (length(digest) = 32),
    counter   BIGINT NOT NULL CHECK (counter BETWEEN 1 AND 10),
    issued_at BIGINT NOT NULL,
    expires   BIGINT NOT NULL,
    used_by   BYTEA CHECK (used_by IS NULL OR length(used_by) = 16),
    PRIMARY KEY (office, digest)
);

-- Enrolled machines, the newest entry in custody of each, and for revoked ones the last entry that counts.
CREATE TABLE devices (
    office       TEXT NOT NULL REFERENCES offices (office),
    device       BYTEA NOT NULL CHECK (length(device) = 16),
    public       BYTEA NOT NULL CHECK (length(public) = 32),
    counter      BIGINT NOT NULL,
    name         TEXT NOT NULL,
    enrolled_at  BIGINT NOT NULL,
    seq          BIGINT NOT NULL DEFAULT 0,
    hash         BYTEA CHECK (hash IS NULL OR length(hash) = 32),
    revoked_at   BIGINT,
    trusted_seq  BIGINT,
    trusted_hash BYTEA,
    PRIMARY KEY (office, device)
);

CREATE INDEX devices_by_id ON devices (device);

-- Signed bytes as they came, at the position that readers of the feed see, with the running hash there. `mark` says why
-- the server itself does not read an entry; it is in the feed all the same.
CREATE TABLE entries (
    office   TEXT NOT NULL REFERENCES offices (office),
    position BIGINT NOT NULL CHECK (position >= 1),
    device   BYTEA NOT NULL CHECK (length(device) = 16),
    seq      BIGINT NOT NULL CHECK (seq >= 1),
    hash     BYTEA NOT NULL CHECK (length(hash) = 32),
    running  BYTEA NOT NULL CHECK (length(running) = 32),
    taken_at BIGINT NOT NULL,
    bytes    BIGINT NOT NULL,
    mark     TEXT,
    cose     BYTEA NOT NULL,
    salt     BYTEA CHECK (salt IS NULL OR length(salt) = 16),
    body     BYTEA,
    PRIMARY KEY (office, position),
    UNIQUE (office, device, seq)
);

CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change ('an entry is never changed');
CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change ('an entry is never deleted');

-- Kept, and in no feed: second branches of a fork, and what revoked machines sent beyond what counts.
CREATE TABLE apart (
    office   TEXT NOT NULL REFERENCES offices (office),
    device   BYTEA NOT NULL CHECK (length(device) = 16),
    seq      BIGINT NOT NULL,
    hash     BYTEA NOT NULL CHECK (length(hash) = 32),
    reason   TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    cose     BYTEA NOT NULL,
    salt     BYTEA,
    body     BYTEA,
    PRIMARY KEY (office, device, seq, hash)
);

CREATE TRIGGER apart_is_not_changed BEFORE UPDATE ON apart
    FOR EACH ROW EXECUTE FUNCTION refuse_change ('an entry is never changed');
CREATE TRIGGER apart_is_not_deleted BEFORE DELETE ON apart
    FOR EACH ROW EXECUTE FUNCTION refuse_change ('an entry is never deleted');

-- What each machine's chain says last of each person's roles, so that acts can be held against them. Read off the entries.
CREATE TABLE grants (
    office TEXT NOT NULL REFERENCES offices (office),
    person BYTEA NOT NULL CHECK (length(person) = 16),
    device BYTEA NOT NULL CHECK (length(device) = 16),
    roles  TEXT NOT NULL,
    PRIMARY KEY (office, person, device)
);

-- Files by their SHA-256, in pieces; complete once the whole was hashed.
CREATE TABLE files (
    office   TEXT NOT NULL REFERENCES offices (office),
    hash     BYTEA NOT NULL CHECK (length(hash) = 32),
    bytes    BIGINT NOT NULL DEFAULT 0,
    complete BIGINT NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
    added_by BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (office, hash)
);

CREATE TABLE pieces (
    office TEXT NOT NULL,
    hash   BYTEA NOT NULL,
    start  BIGINT NOT NULL,
    bytes  BYTEA NOT NULL,
    PRIMARY KEY (office, hash, start),
    FOREIGN KEY (office, hash) REFERENCES files (office, hash)
);

-- What machines brought, for who runs the province. No bodies, no names.
CREATE TABLE exchanges (
    office  TEXT NOT NULL,
    device  BYTEA NOT NULL,
    at      BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    bytes   BIGINT NOT NULL,
    outcome TEXT NOT NULL
);

CREATE INDEX exchanges_of_device ON exchanges (office, device, at);
