-- Write the messages of some events and mark the events, all or nothing. Another dispatcher may be at the
-- same events: each event is taken by one of them, and only the messages of taken events are written. An
-- event that no channel wants is marked, too. A correction goes after the message of its channel that it
-- corrects.
-- $1 event ids; then for each message: $2 id, $3 channel, $4 type, $5 body, $6 its event's id
-- columns: events taken, messages written.
WITH taken AS (
    SELECT id FROM events
    WHERE id = ANY ($1::bigint[]) AND NOT formed
    ORDER BY id
    FOR UPDATE SKIP LOCKED
), marked AS (
    UPDATE events SET formed = true FROM taken WHERE events.id = taken.id
    RETURNING events.id, events.corrects_event_id
), made AS (
    SELECT m.*, old.message_id AS after_id
    FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
               WITH ORDINALITY AS m (id, channel, type, body, event_id, position)
    JOIN marked ON marked.id = m.event_id
    LEFT JOIN message_events old ON old.event_id = marked.corrects_event_id AND old.channel = m.channel
), written AS (
    INSERT INTO messages (id, channel, type, body, after_id)
    SELECT id, channel, type, body, after_id FROM made ORDER BY position
    RETURNING id
), covered AS (
    INSERT INTO message_events (event_id, channel, message_id)
    SELECT event_id, channel, id FROM made
    RETURNING message_id
)
SELECT (SELECT count(*) FROM marked), (SELECT count(*) FROM written)
