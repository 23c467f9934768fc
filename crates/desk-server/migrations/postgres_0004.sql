-- Each time a machine was cut off: at which entry, by whom and why. Added to, never changed.
CREATE TABLE revocations (
    office  TEXT NOT NULL,
    device  BYTEA NOT NULL CHECK (length(device) = 16),
    at      BIGINT NOT NULL,
    seq     BIGINT NOT NULL CHECK (seq >= 0),
    said_by TEXT NOT NULL,
    why     TEXT NOT NULL
);

CREATE INDEX revocations_of_device ON revocations (office, device, at);
CREATE TRIGGER revocations_are_not_changed BEFORE UPDATE ON revocations
    FOR EACH ROW EXECUTE FUNCTION refuse_change ('a revocation is never changed');
CREATE TRIGGER revocations_are_not_deleted BEFORE DELETE ON revocations
    FOR EACH ROW EXECUTE FUNCTION refuse_change ('a revocation is never deleted');
