-- For doctor: how the sources fare; what went wrong is not quoted, as it may hold a cell.
-- columns: named as they are shown.
SELECT name, kind, date_trunc('second', now() - read_at) AS read_ago, date_trunc('second', now() - succeeded_at) AS well_ago,
       rows, added, changed, removed, failures, nullif(fault, '') AS fault
FROM sources ORDER BY name
