INSERT INTO money (position, dossier, at, vnd, means, clerk, form, book, number, receipt)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
