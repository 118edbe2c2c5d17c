-- Rows that refer to nothing, looked for now.
-- columns: table, what its rows lack, how many, the first examples, since when it is known (UTC; NULL: it is news)
SELECT f.fact, f.lacks, f.total, array_to_string(f.examples, ', '),
    to_char(o.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
FROM find_orphans(5) f LEFT JOIN orphans o ON o.fact = f.fact AND o.lacks = f.lacks
ORDER BY f.fact, f.lacks
