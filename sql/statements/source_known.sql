-- What is written down of a source. $1 its name, $2 the kind that it fills now, $3 minutes east of UTC of the office.
-- Columns: rows that it yielded last time (NULL: never, or it filled another kind), failures in a row, when it last
--          went well (office time, NULL: never)
SELECT CASE WHEN kind = $2 THEN rows END, failures,
       to_char(succeeded_at AT TIME ZONE 'UTC' + make_interval(mins => $3::int), 'YYYY-MM-DD HH24:MI')
FROM sources WHERE name = $1
