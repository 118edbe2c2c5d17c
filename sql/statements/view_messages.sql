-- A page of messages, the newest first, without their bodies. Each channel's are read in the order of its index.
-- $1 channel (NULL: every), $2 state (NULL: every), $3 only older than this id (NULL: from the newest), $4 how many,
-- $5 minutes east of UTC of the office, $6 only those that are this notice (NULL: all)
-- columns: id, channel, type, state, attempts, made at, settled at (both the office's time);
--          of the first event that it tells: event, severity, rule, name, kind and code of the subject, code and name
--          of its unit; how many it tells; the title of the notice that it is.
WITH RECURSIVE channels AS (
    (SELECT channel FROM messages ORDER BY channel LIMIT 1)
    UNION ALL
    SELECT (SELECT m.channel FROM messages m WHERE m.channel > c.channel ORDER BY m.channel LIMIT 1)
    FROM channels c WHERE c.channel IS NOT NULL
),
chosen AS MATERIALIZED (
    SELECT m.* FROM channels c
    CROSS JOIN LATERAL (
        SELECT id, channel, type, state, attempts, created_at, settled_at FROM messages m
        WHERE m.channel = c.channel AND ($2::text IS NULL OR m.state = $2)
            AND ($6::bigint IS NULL OR m.id IN (SELECT x.message_id FROM message_notices x WHERE x.notice_id = $6::bigint))
            AND ($3::text IS NULL OR (m.created_at, m.id) < (SELECT b.created_at, b.id FROM messages b WHERE b.id = $3))
        ORDER BY m.created_at DESC, m.id DESC
        LIMIT $4::int
    ) m
    WHERE $1::text IS NULL OR c.channel = $1
    ORDER BY m.created_at DESC, m.id DESC
    LIMIT $4::int
)
SELECT c.id, c.channel, c.type, c.state, c.attempts,
       to_char(c.created_at AT TIME ZONE 'UTC' + make_interval(mins => $5::int), 'YYYY-MM-DD HH24:MI'),
       to_char(c.settled_at AT TIME ZONE 'UTC' + make_interval(mins => $5::int), 'YYYY-MM-DD HH24:MI'),
       e.event, e.severity, e.rule, e.subject_name, e.subject_kind, e.subject_code, e.unit_code, e.unit_name,
       (SELECT count(*) FROM message_events n WHERE n.message_id = c.id),
       (SELECT n.title FROM message_notices x JOIN notices n ON n.id = x.notice_id WHERE x.message_id = c.id)
FROM chosen c
LEFT JOIN LATERAL (
    SELECT v.event, v.severity, v.rule, v.subject_name, v.subject_kind, v.subject_code, v.unit_code, u.name AS unit_name
    FROM message_events m JOIN events v ON v.id = m.event_id LEFT JOIN units u ON u.code = v.unit_code
    WHERE m.message_id = c.id ORDER BY m.event_id LIMIT 1
) e ON true
ORDER BY c.created_at DESC, c.id DESC
