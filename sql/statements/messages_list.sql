-- Messages, the newest first.
-- $1 only the dead (boolean), $2 how many at most
-- columns: id, channel, type, state, attempts, created, next attempt (NULL unless it waits), settled (both
--          UTC), last status (NULL: never attempted), last answer, body.
SELECT id, channel, type, state, attempts,
       to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       CASE WHEN state = 'pending'
            THEN to_char(next_attempt_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END,
       to_char(settled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       last_status, last_answer, body
FROM messages
WHERE NOT $1::boolean OR state = 'dead'
ORDER BY seq DESC
LIMIT $2::int
