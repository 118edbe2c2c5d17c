-- For doctor: who waits for a lock, and for how many others.
-- columns: named as they are shown.
SELECT l.locktype AS lock, coalesce(c.relname, '') AS name, l.mode, count(*) AS waiting,
       date_trunc('second', max(now() - l.waitstart)) AS longest, max(cardinality(pg_blocking_pids(l.pid))) AS blocked_by
FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation
WHERE NOT l.granted AND (l.database IS NULL OR l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
GROUP BY 1, 2, 3 ORDER BY 4 DESC
LIMIT 20
