-- For doctor: why messages were given up, by the status of the last answer; what it said is not shown.
-- columns: named as they are shown.
SELECT channel, type, last_status AS status, count(*) AS messages, max(attempts) AS most_attempts,
       to_char(max(settled_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS last
FROM messages WHERE died GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
