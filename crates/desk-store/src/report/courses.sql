-- In hand during a period (?1 its first millisecond, ?2 the first after it): received in it, or before and not
-- resolved before. A result is in lane 3 from then on and a closed dossier in lane 4 from its end, never earlier than
-- it was resolved, so the index of lanes leads to both.
SELECT d.row, d.id, d.received, d.due, d.resolved, d.status, d.channel, d.procedure
FROM dossiers d
WHERE d.received >= ?1 AND d.received < ?2 AND d.status <> 'void'
UNION ALL
SELECT d.row, d.id, d.received, d.due, d.resolved, d.status, d.channel, d.procedure
FROM dossiers d
WHERE d.lane IN (1, 2) AND d.received < ?1
UNION ALL
SELECT d.row, d.id, d.received, d.due, d.resolved, d.status, d.channel, d.procedure
FROM dossiers d
WHERE d.lane IN (3, 4) AND d.turn >= ?1 AND d.resolved >= ?1 AND d.received < ?1
