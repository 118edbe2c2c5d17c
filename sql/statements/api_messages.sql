-- A page of messages, the newest first, without what they say: officers may read it.
-- $1 only in this state (NULL: any), $2 only of this channel (NULL: any), $3 only before this number (NULL: from the
-- newest), $4 how many at most
-- columns: number, the message as a JSON object.
SELECT m.seq, json_build_object(
    'id', m.id, 'channel', m.channel, 'type', m.type, 'state', m.state, 'severity', m.severity, 'attempts', m.attempts,
    'created_at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'next_attempt_at', CASE WHEN m.state = 'pending'
        THEN to_char(m.next_attempt_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END)::text
FROM messages m
WHERE ($1::text IS NULL OR m.state = $1::text) AND ($2::text IS NULL OR m.channel = $2::text)
  AND ($3::bigint IS NULL OR m.seq < $3::bigint)
ORDER BY m.seq DESC
LIMIT $4::int
