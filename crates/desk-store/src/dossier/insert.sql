INSERT INTO dossiers (
    row, id, heads, doc, clerk, code, number, procedure, owner, owner_sort, born, submitter, personal, phone,
    received, channel, book, book_number, address, sets, return_by, back_entry, lane, turn,
    due, status, prints, print_state, holder, pending, handed, resolved, at_desk, posted, ended, collector, asked,
    answered, extended, corrected, void_wanted, cash, collided, pending_since, in_charge
) VALUES (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
    ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28,
    ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44, ?45
)
