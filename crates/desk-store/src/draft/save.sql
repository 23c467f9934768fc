INSERT INTO drafts (id, owner, json, saved_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (id) DO UPDATE SET json = excluded.json, saved_at = excluded.saved_at WHERE owner = excluded.owner
