-- Decide what becomes of events that nobody has looked at yet, and mark them. Another dispatcher may be at the
-- same events: each event is taken by one of them. An event that no channel wants is marked, too. What may be told
-- at once is in its message with the same statement, which is on its way as if it were claimed where the channel has
-- room for it and nothing older is due there; where it rests or is switched off by now, if only at another address, that
-- is for the claim. Should another dispatcher have taken one of its events, it is not written, and the others wait. What
-- was muted while a unit's report was missing is looked at again when that is resolved.
-- $1 event ids; then for each channel that wants one: $2 the event, $3 channel, $4 state, $5 why, $6 ms until it is
-- looked at again (NULL: never), $7 what mutes it (NULL: nothing), $8 message (NULL: none; else it is 'sent'); for
-- each message: $9 id, $10 channel, $11 type, $12 body, $13 ms until it may be sent, $14 severity, $15 whether there
-- is room for it; $16 holder, $17 lease in ms
-- columns: events taken; whether there are others, or some were muted until now; of a message that is on its way, a row
--          each: id, channel, type, body (one row with NULL: there is none).
WITH taken AS (
    SELECT id FROM events
    WHERE id = ANY ($1::bigint[]) AND NOT formed
    ORDER BY id
    FOR NO KEY UPDATE SKIP LOCKED -- whoever only refers to an event, as a correction does, is not in the way
), marked AS (
    UPDATE events SET formed = true FROM taken WHERE events.id = taken.id
    RETURNING events.id, events.event, events.rule, events.deviation_id
), fate AS (
    SELECT * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[])
             AS f (event_id, channel, state, why, hold, muted_by, message_id)
), written AS (
    INSERT INTO messages (id, channel, type, body, next_attempt_at, severity, state, attempts, lease_holder,
                          lease_until)
    SELECT m.id, m.channel, m.type, m.body, now() + m.wait * interval '1 ms', m.severity,
           CASE WHEN goes THEN 'sending' ELSE 'pending' END, goes::int, CASE WHEN goes THEN $16 END,
           CASE WHEN goes THEN now() + $17::bigint * interval '1 ms' END
    FROM unnest($9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::text[], $15::boolean[])
         WITH ORDINALITY AS m (id, channel, type, body, wait, severity, room, position)
    CROSS JOIN LATERAL (
        SELECT m.room AND NOT EXISTS (
            SELECT FROM messages o
            WHERE o.channel = m.channel AND o.waits AND o.next_attempt_at <= now() AND o.state = 'pending')
           AND NOT EXISTS (SELECT FROM channel_states s WHERE s.channel = m.channel AND s.paused_until > now())
           AND NOT EXISTS (SELECT FROM channels_off f WHERE f.channel = m.channel) AS goes
        OFFSET 0
    ) g
    WHERE NOT EXISTS (
        SELECT FROM fate f
        WHERE f.message_id = m.id AND NOT EXISTS (SELECT FROM marked k WHERE k.id = f.event_id))
    ORDER BY m.position
    RETURNING id, channel, type, body, state, seq
), wanted AS (
    INSERT INTO message_events (event_id, channel, state, why, held_until, muted_by, message_id)
    SELECT f.event_id, f.channel, CASE WHEN f.message_id IS NOT NULL AND w.id IS NULL THEN 'waiting' ELSE f.state END,
           f.why, now() + f.hold * interval '1 ms', f.muted_by, w.id
    FROM fate f
    JOIN marked ON marked.id = f.event_id
    LEFT JOIN written w ON w.id = f.message_id
), released AS (
    UPDATE message_events m SET held_until = now()
    FROM marked
    WHERE marked.event = 'resolved' AND marked.rule = 'execution.missing' AND m.state = 'inhibited'
      AND m.muted_by = marked.deviation_id AND m.held_until IS NOT NULL
    RETURNING m.event_id
)
SELECT (SELECT count(*) FROM marked),
       EXISTS (SELECT FROM events WHERE NOT formed AND id <> ALL ($1::bigint[])) OR EXISTS (SELECT FROM released),
       w.id, w.channel, w.type, w.body
FROM (SELECT) AS one
LEFT JOIN written w ON w.state = 'sending'
ORDER BY w.seq
