-- Where in an office's feed the entries of each dossier stand, and by which code it was received, so that a citizen's
-- question is answered from its own few entries. Read off the entries.
CREATE TABLE steps (
    office   TEXT NOT NULL,
    dossier  BYTEA NOT NULL CHECK (length(dossier) = 16),
    position BIGINT NOT NULL,
    code     TEXT,
    PRIMARY KEY (office, dossier, position)
);

CREATE INDEX steps_by_code ON steps (office, code) WHERE code IS NOT NULL;

-- Up to which position that is so: a server of before goes on appending while others are brought up to date.
ALTER TABLE offices ADD COLUMN stepped BIGINT NOT NULL DEFAULT 0;
