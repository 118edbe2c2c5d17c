-- Put some events down as wanted by channels and mark them, all or nothing. Another dispatcher may be at the
-- same events: each event is taken by one of them. An event that no channel wants is marked, too. What was
-- muted while a unit's report was missing is looked at again when that is resolved.
-- $1 event ids; then for each channel that wants one: $2 the event, $3 channel, $4 state, $5 why,
-- $6 how long it is held, in ms
-- columns: events taken.
WITH taken AS (
    SELECT id FROM events
    WHERE id = ANY ($1::bigint[]) AND NOT formed
    ORDER BY id
    FOR UPDATE SKIP LOCKED
), marked AS (
    UPDATE events SET formed = true FROM taken WHERE events.id = taken.id
    RETURNING events.id, events.event, events.rule, events.deviation_id
), wanted AS (
    INSERT INTO message_events (event_id, channel, state, why, held_until)
    SELECT w.event_id, w.channel, w.state, w.why, now() + w.hold * interval '1 ms'
    FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[])
         AS w (event_id, channel, state, why, hold)
    JOIN marked ON marked.id = w.event_id
), released AS (
    UPDATE message_events m SET held_until = now()
    FROM marked
    WHERE marked.event = 'resolved' AND marked.rule = 'execution.missing' AND m.state = 'inhibited'
      AND m.muted_by = marked.deviation_id AND m.held_until IS NOT NULL
)
SELECT count(*) FROM marked
