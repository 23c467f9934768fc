-- A correction or a void puts right what was taken; it is not taken again.
SELECT p.sector, p.code, p.name, m.means, sum(m.vnd) AS vnd,
    count(*) FILTER (WHERE m.form IN ('receipt', 'fee')) AS times,
    count(*) FILTER (WHERE m.form IN ('correction', 'void')) AS put_right
FROM money m
JOIN dossiers d ON d.id = m.dossier
JOIN procedures p ON p.n = d.procedure
WHERE m.at >= ?1 AND m.at < ?2
GROUP BY p.sector, p.code, p.name, m.means
ORDER BY p.sector, p.code, m.means
