INSERT INTO walk_ins (position, kind, at, book, number, procedure, owner, reason, clerk)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
