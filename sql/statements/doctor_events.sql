-- For doctor: events of the last seven days.
-- columns: named as they are shown.
SELECT rule, event, count(*) AS events, to_char(max(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS last
FROM events WHERE created_at > now() - interval '7 days' GROUP BY 1, 2 ORDER BY 1, 2
