-- Each time a machine was cut off: at which entry, by whom and why. Added to, never changed.
CREATE TABLE revocations (
    office  TEXT NOT NULL,
    device  BLOB NOT NULL CHECK (length(device) = 16),
    at      INTEGER NOT NULL,
    seq     INTEGER NOT NULL CHECK (seq >= 0),
    said_by TEXT NOT NULL,
    why     TEXT NOT NULL
) STRICT;

CREATE INDEX revocations_of_device ON revocations (office, device, at);
CREATE TRIGGER revocations_are_not_changed BEFORE UPDATE ON revocations
BEGIN SELECT RAISE (ABORT, 'a revocation is never changed'); END;
CREATE TRIGGER revocations_are_not_deleted BEFORE DELETE ON revocations
BEGIN SELECT RAISE (ABORT, 'a revocation is never deleted'); END;
