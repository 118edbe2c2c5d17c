-- Messages, the newest first, each with its attempts.
-- $1 only the dead (boolean), $2 how many at most, $3 the id of one message (NULL: all)
-- columns: id, channel, type, state, attempts, created, next attempt (NULL unless it waits), settled (both
--          UTC), last status (NULL: never attempted), last answer, body; the attempts that ended, in their
--          order, as a JSON list of objects: attempt, started_at, finished_at (UTC), result, status (null: no
--          answer), answer.
SELECT m.id, m.channel, m.type, m.state, m.attempts,
       to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       CASE WHEN m.state = 'pending'
            THEN to_char(m.next_attempt_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END,
       to_char(m.settled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       m.last_status, m.last_answer, m.body, made.attempts
FROM messages m
CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object(
        'attempt', a.attempt,
        'started_at', to_char(a.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'finished_at', to_char(a.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'result', a.result, 'status', nullif(a.status, 0), 'answer', a.answer) ORDER BY a.attempt), '[]')
    FROM attempts a WHERE a.message_id = m.id
) made (attempts)
WHERE (NOT $1::boolean OR m.died) AND ($3::text IS NULL OR m.id = $3::text)
ORDER BY m.seq DESC
LIMIT $2::int
