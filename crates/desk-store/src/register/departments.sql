-- ?1 how many. A department is who holds a dossier or has one to confirm, among the last thousand dossiers.
SELECT name FROM (
    SELECT coalesce(pending, holder) AS name, row FROM dossiers ORDER BY row DESC LIMIT 1000
)
WHERE name IS NOT NULL
GROUP BY name
ORDER BY count(*) DESC, max(row) DESC
LIMIT ?1
