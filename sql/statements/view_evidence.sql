-- The files attached to the values, targets and the row of an indicator.
-- $1 indicator, $2 fiscal year, $3 how many at most
-- columns: path, the key of the row, SHA-256.
SELECT l.path, l.key, f.sha256
FROM evidence_links l JOIN evidence_files f ON f.path = l.path
WHERE l.fiscal_year = $2::smallint AND l.table_name IN ('indicators', 'indicator_targets', 'indicator_values')
    AND coalesce(l.row_key ->> 'indicator_code', l.row_key ->> 'code') = $1 COLLATE "C"
ORDER BY l.path, l.table_name, l.key
LIMIT $3::int
