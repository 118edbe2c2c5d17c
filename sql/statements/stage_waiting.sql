-- The events that one channel may be told of now, the oldest first, with all that decides whether it is.
-- Nothing is locked: messages_form takes them only if nothing has happened to them since. Events that are about to be
-- routed to the channel, in the transaction that forms its messages, are taken as if they waited.
-- $1 channel, $2 how many at most, $3 severities that may go now (text[]; NULL: all), $4 the words by which heads
-- are known (text[]; empty: none are wanted); for each event about to be routed: $5 the event, $6 why it waits
-- columns: id, deviation id, created (ms since 1970), event, rule, severity, previous severity, fiscal
--          year, month, subject kind, subject code, subject name, unit code, unit name, manager,
--          observed, expected, gap, explanation, occurred on; name, role and unit of who answers; the event
--          that it corrects (NULL: none), that event's state and message on this channel;
--          its own state, why; severity of the deviation now, whether it is acknowledged, whether this is its
--          last event, whether its last that opened or escalated it; whether the channel was told of it before;
--          the deviation of its unit that may mute it (NULL: none); mobile, account and e-mail address of who
--          answers, for robots that mention and letters that reach people; since when the deviation stands
--          (ms since 1970, midnight in UTC of that day; NULL: it does not any more); reminders of the deviation
--          since it last changed; name, role, unit, mobile, account and e-mail address of the owner of an overdue
--          action, of the head of the unit, and of the head of the unit above.
WITH mine AS (
    (SELECT m.event_id, m.state, m.why FROM message_events m
     WHERE m.channel = $1 AND m.state = 'waiting'
       AND ($3::text[] IS NULL
            OR EXISTS (SELECT FROM events e WHERE e.id = m.event_id AND e.severity = ANY ($3::text[])))
     ORDER BY m.event_id
     LIMIT $2::int)
    UNION ALL
    (SELECT m.event_id, m.state, m.why FROM message_events m
     JOIN events e ON e.id = m.event_id
     WHERE m.channel = $1 AND m.state IN ('held', 'silenced', 'inhibited') AND m.held_until <= now()
       AND ($3::text[] IS NULL OR e.severity = ANY ($3::text[]))
     ORDER BY m.held_until, m.event_id
     LIMIT $2::int)
    UNION ALL
    (SELECT e.id, 'waiting', f.why FROM unnest($5::bigint[], $6::text[]) AS f (event_id, why)
     JOIN events e ON e.id = f.event_id AND NOT e.formed
     WHERE $3::text[] IS NULL OR e.severity = ANY ($3::text[]))
    ORDER BY 1
    LIMIT $2::int
)
SELECT e.id, e.deviation_id, e.created, e.event, e.rule, e.severity, e.previous_severity, e.fiscal_year, e.month,
       e.subject_kind, e.subject_code, e.subject_name, e.unit_code, e.unit_name, e.manager, e.observed, e.expected,
       e.gap, e.explanation, e.occurred_on, e.answers_name, e.answers_role, e.answers_unit, e.corrects_event_id,
       c.state, c.message_id, mine.state, mine.why, e.severity_now, e.acknowledged, e.is_last, e.is_last_rise,
       coalesce(told.event <> 'resolved', false), e.missing, e.answers_mobile, e.answers_im_id, e.answers_email,
       e.since, e.reminders,
       own.name, own.role, own.unit_code, own.mobile, own.im_id, own.email,
       head.name, head.role, head.unit_code, head.mobile, head.im_id, head.email,
       above.name, above.role, above.unit_code, above.mobile, above.im_id, above.email
FROM mine
JOIN event_details e ON e.id = mine.event_id
LEFT JOIN units u ON u.code = e.unit_code
LEFT JOIN LATERAL (
    SELECT person.* FROM who_acts(e.action_owner, e.manager, e.unit_code) w
    JOIN people person ON person.name = w.name AND person.unit_code = w.unit_code
) own ON e.event = 'overdue' AND e.action IS NOT NULL
LEFT JOIN LATERAL (
    SELECT person.* FROM who_heads(e.unit_code, $4::text[]) w
    JOIN people person ON person.name = w.name AND person.unit_code = w.unit_code
) head ON true
LEFT JOIN LATERAL (
    SELECT person.* FROM who_heads(u.parent_code, $4::text[]) w
    JOIN people person ON person.name = w.name AND person.unit_code = w.unit_code
) above ON true
LEFT JOIN message_events c ON c.event_id = e.corrects_event_id AND c.channel = $1
LEFT JOIN LATERAL (
    SELECT before.event FROM events before
    JOIN message_events m ON m.event_id = before.id AND m.channel = $1 AND m.state = 'sent'
    WHERE before.deviation_id = e.deviation_id AND before.id < e.id
    ORDER BY before.id DESC
    LIMIT 1
) told ON true
ORDER BY e.id
