SELECT
    d.row, d.id, d.heads, d.doc, d.clerk, d.code, d.number, d.owner, d.owner_sort, d.born, d.submitter, d.personal,
    d.phone, d.received, d.due, d.status, d.is_open, d.channel, d.book, d.book_number, d.prints, d.print_state,
    p.code AS procedure_code, p.name AS procedure_name, p.sector
FROM dossiers d LEFT JOIN procedures p ON p.n = d.procedure
ORDER BY d.row
