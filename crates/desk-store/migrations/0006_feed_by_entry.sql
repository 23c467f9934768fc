-- Whether the province handed an entry out, and so has it: asked of every dossier of a day.
CREATE INDEX feed_by_entry ON feed (entry);
