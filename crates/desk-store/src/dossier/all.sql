SELECT
    d.row, d.id, d.heads, d.doc, d.clerk, d.code, d.number, d.owner, d.owner_sort, d.born, d.submitter, d.personal,
    d.phone, d.received, d.channel, d.book, d.book_number, d.address, d.sets, d.return_by, d.back_entry, d.lane, d.turn,
    d.due, d.status, d.prints, d.print_state, d.holder, d.pending, d.handed, d.resolved, d.at_desk, d.posted,
    d.ended, d.collector, d.asked, d.answered, d.extended, d.corrected, d.void_wanted, d.cash, d.collided, d.pending_since, d.in_charge,
    p.code AS procedure_code, p.name AS procedure_name, p.sector
FROM dossiers d LEFT JOIN procedures p ON p.n = d.procedure
ORDER BY d.row
