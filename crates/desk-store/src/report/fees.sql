SELECT p.sector, p.code, p.name, m.means, count(*) AS times, sum(m.vnd) AS vnd
FROM money m
JOIN dossiers d ON d.id = m.dossier
JOIN procedures p ON p.n = d.procedure
WHERE m.at >= ?1 AND m.at < ?2
GROUP BY p.sector, p.code, p.name, m.means
ORDER BY p.sector, p.code, m.means
