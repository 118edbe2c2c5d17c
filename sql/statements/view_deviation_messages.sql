-- The messages that told of deviations, the newest first.
-- $1 deviations (bigint[]), $2 how many at most, $3 minutes east of UTC of the office
-- columns: id, channel, state, attempts, made at, settled at (both the office's time), event, severity,
--          rule, name, kind and code of the subject, code and name of its unit.
SELECT m.id, m.channel, m.state, m.attempts,
       to_char(m.created_at AT TIME ZONE 'UTC' + make_interval(mins => $3::int), 'YYYY-MM-DD HH24:MI'),
       to_char(m.settled_at AT TIME ZONE 'UTC' + make_interval(mins => $3::int), 'YYYY-MM-DD HH24:MI'), e.event,
       e.severity, e.rule, e.subject_name, e.subject_kind, e.subject_code, e.unit_code, u.name
FROM events e
LEFT JOIN units u ON u.code = e.unit_code
JOIN message_events x ON x.event_id = e.id
JOIN messages m ON m.id = x.message_id
WHERE e.deviation_id = ANY ($1::bigint[])
ORDER BY e.id DESC, m.channel, m.id
LIMIT $2::int
