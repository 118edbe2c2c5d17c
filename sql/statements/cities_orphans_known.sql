-- Rows that refer to nothing, as they were last looked for.
-- columns: table, what its rows lack, how many, the first examples, since when (UTC)
SELECT fact, lacks, total, array_to_string(examples, ', '),
    to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
FROM orphans ORDER BY fact, lacks
