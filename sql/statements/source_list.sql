-- How the sources fare.
-- Columns: name, kind, last read, last success, rows, last change (times in UTC, NULL: never), added, changed, taken
--          out then, failures in a row, failing since (NULL: it does not), fault, failure
SELECT name, kind, to_char(read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(succeeded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), rows,
       to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), added, changed, removed, failures,
       to_char(failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), fault, failure
FROM sources ORDER BY name
