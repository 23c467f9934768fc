-- ?1 a person or null, ?2 how many dossiers back, ?3 how many procedures.
WITH last AS (
    SELECT row, procedure, clerk FROM dossiers WHERE code IS NOT NULL ORDER BY row DESC LIMIT ?2
)
SELECT p.code, p.name, count(*) AS dossiers, max(last.row) AS newest
FROM last JOIN procedures p ON p.n = last.procedure
WHERE ?1 IS NULL OR last.clerk = ?1
GROUP BY p.code
ORDER BY dossiers DESC, newest DESC
LIMIT ?3
