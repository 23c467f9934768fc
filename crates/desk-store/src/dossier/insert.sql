INSERT INTO dossiers (
    row, id, heads, doc, clerk, code, number, procedure, owner, owner_sort, born, submitter, personal, phone,
    received, due, status, is_open, channel, book, book_number, prints, print_state
) VALUES (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
    ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23
)
