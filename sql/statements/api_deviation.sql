-- What has happened to a deviation: its events, what officers said of it, and the messages that told of it, without
-- what they say.
-- $1 id
-- columns: a JSON object: events, acknowledgements, messages, each the oldest first.
SELECT json_build_object(
    'events', (
        SELECT coalesce(json_agg(json_build_object(
            'id', e.id, 'event', e.event, 'at', to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'occurred_on', e.occurred_on, 'severity', e.severity, 'previous_severity', e.previous_severity,
            'month', e.month, 'observed', e.observed, 'expected', e.expected, 'gap', e.gap,
            'explanation', e.explanation, 'corrects', e.corrects_event_id) ORDER BY e.id), '[]')
        FROM events e WHERE e.deviation_id = $1::bigint),
    'acknowledgements', (
        SELECT coalesce(json_agg(json_build_object(
            'at', to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'by', a.by_whom,
            'severity', a.severity, 'cause', a.cause, 'decision', a.decision, 'action', a.action, 'action_owner', a.action_owner,
            'action_due', a.action_due, 'action_done_on', a.action_done_on, 'action_verified_on', a.action_verified_on,
            'action_refuted_on', a.action_refuted_on, 'note', a.note) ORDER BY a.id), '[]')
        FROM acknowledgements a WHERE a.deviation_id = $1::bigint),
    'messages', (
        SELECT coalesce(json_agg(json_build_object(
            'event', told.event_id, 'channel', told.channel, 'state', coalesce(m.state, told.state), 'message', m.id,
            'created_at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'attempts', m.attempts) ORDER BY told.event_id, told.channel), '[]')
        FROM message_events told
        JOIN events e ON e.id = told.event_id AND e.deviation_id = $1::bigint
        LEFT JOIN messages m ON m.id = told.message_id))::text
