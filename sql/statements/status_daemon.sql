-- How the daemon is doing, and all deviations of a year (also those whose unit is gone).
-- $1 fiscal year, $2 minutes east of UTC of the office
-- columns: leader, epoch, until (UTC, NULL: never), still holds, change log rows, seconds since its
--          oldest row (NULL: none), fingerprint of the last full pass, its day, day of the last proof,
--          messages waiting, seconds since the oldest of them was made (NULL: none), messages dead,
--          red, yellow, blue; when the year was closed (the office's day, NULL: it is open) and by whom.
SELECT l.holder, l.epoch,
       CASE WHEN isfinite(l.until) THEN to_char(l.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END,
       l.until > now(),
       c.rows, c.age,
       f.fingerprint, f.finished_on, f.proved_on,
       m.waiting, m.age, m.dead,
       d.red, d.yellow, d.blue,
       to_char(y.closed_at AT TIME ZONE 'UTC' + make_interval(mins => $2::int), 'YYYY-MM-DD'), y.closed_by
FROM leader l
CROSS JOIN full_pass f
CROSS JOIN (SELECT count(*) AS rows, extract(epoch FROM now() - min(at))::bigint AS age
            FROM change_log) c
CROSS JOIN (SELECT count(*) FILTER (WHERE waits) AS waiting,
                   extract(epoch FROM now() - min(created_at) FILTER (WHERE waits))::bigint AS age,
                   count(*) FILTER (WHERE died) AS dead
            FROM messages WHERE waits OR died) m
CROSS JOIN (SELECT count(*) FILTER (WHERE severity = 'red') AS red,
                   count(*) FILTER (WHERE severity = 'yellow') AS yellow,
                   count(*) FILTER (WHERE severity = 'blue') AS blue
            FROM deviations WHERE fiscal_year = $1::smallint AND severity <> 'none') d
LEFT JOIN fiscal_years y ON y.fiscal_year = $1::smallint
