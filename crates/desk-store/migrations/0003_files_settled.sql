-- Files named in the log that are here and that the province of this history said it has, whole. What is not in this
-- list is asked about again: forgetting a row costs a question and never a file.
CREATE TABLE files_settled (
    hash TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
