-- ?1 and ?2 milliseconds. `void`: what stood written with the receptions whose numbers were voided between them; of two
-- desks that voided the same number the first counts.
SELECT
    coalesce(sum(m.vnd), 0) AS taken,
    coalesce(sum(m.vnd) FILTER (WHERE m.form = 'correction'), 0) AS corrected,
    coalesce(sum(CASE WHEN m.form = 'void' AND NOT EXISTS (
        SELECT 1 FROM money e
        WHERE e.dossier = m.dossier AND e.form IN ('correction', 'void') AND e.form = 'void'
            AND (e.at, e.position) < (m.at, m.position)
    ) THEN (
        SELECT coalesce(sum(r.vnd), 0) FROM dossiers d JOIN money r ON r.position = d.row
        WHERE d.id = m.dossier AND r.form = 'receipt'
    ) + (
        SELECT coalesce(sum(c.vnd), 0) FROM money c
        WHERE c.dossier = m.dossier AND c.form IN ('correction', 'void')
    ) END), 0) AS void
FROM money m WHERE m.at >= ?1 AND m.at < ?2
