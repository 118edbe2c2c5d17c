-- Events of which no messages have been made yet, the oldest first. Nothing is locked: messages_form
-- takes an event only if it is still unformed then. A correction waits until the event that it corrects is
-- formed, since it names that one's messages, whose ids nobody knows before.
-- $1 how many events at most
-- columns: id, deviation id, created (ms since 1970), event, rule, severity, previous severity, fiscal
--          year, month, subject kind, subject code, subject name, unit code, unit name, manager,
--          observed, expected, gap, explanation, occurred on; name, role and unit of who answers; the event
--          that it corrects (NULL: none), a channel, and that event's message there. Of a correction there
--          is a row for each such channel, or one with NULL. Then mobile, account and e-mail address of who
--          answers, for robots that mention and letters that reach people; and since when the deviation
--          stands (ms since 1970, midnight in UTC of that day; NULL: it does not any more).
SELECT e.id, e.deviation_id, (extract(epoch FROM e.created_at) * 1000)::bigint, e.event, e.rule,
       e.severity, e.previous_severity, e.fiscal_year, e.month, e.subject_kind, e.subject_code,
       e.subject_name, e.unit_code, coalesce(u.name, ''), e.manager, e.observed, e.expected, e.gap,
       e.explanation, e.occurred_on, a.name, a.role, a.unit_code, e.corrects_event_id, m.channel,
       m.message_id, p.mobile, p.im_id, p.email,
       (extract(epoch FROM d.since::timestamp AT TIME ZONE 'UTC') * 1000)::bigint
FROM (
    SELECT new.* FROM events new LEFT JOIN events old ON old.id = new.corrects_event_id
    WHERE NOT new.formed AND coalesce(old.formed, true)
    ORDER BY new.id
    LIMIT $1::int
) e
LEFT JOIN units u ON u.code = e.unit_code
LEFT JOIN LATERAL who_answers(e.manager, e.unit_code) a ON true
LEFT JOIN people p ON p.name = a.name AND p.unit_code = a.unit_code
LEFT JOIN deviations d ON d.id = e.deviation_id
LEFT JOIN message_events m ON m.event_id = e.corrects_event_id
ORDER BY e.id
