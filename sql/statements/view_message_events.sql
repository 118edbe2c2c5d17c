-- What a message tells.
-- $1 message, $2 how many at most
-- columns: deviation, event, severity, rule, name, kind and code of the subject, code and name of its unit, explanation.
SELECT v.deviation_id, v.event, v.severity, v.rule, v.subject_name, v.subject_kind, v.subject_code, v.unit_code, u.name,
       v.explanation
FROM message_events m JOIN events v ON v.id = m.event_id LEFT JOIN units u ON u.code = v.unit_code
WHERE m.message_id = $1
ORDER BY m.event_id
LIMIT $2::int
