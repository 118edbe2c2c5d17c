-- What a message tells.
-- $1 message, $2 how many at most
-- columns: deviation, event, severity, rule, name of the subject, explanation.
SELECT v.deviation_id, v.event, v.severity, v.rule, v.subject_name, v.explanation
FROM message_events m JOIN events v ON v.id = m.event_id
WHERE m.message_id = $1
ORDER BY m.event_id
LIMIT $2::int
