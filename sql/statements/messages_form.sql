-- Write messages and what became of the events that they were made of, all or nothing: should another
-- dispatcher have got to one of these events since they were read, nothing is written, as a message that
-- covers it would be the second. Its locks are waited for, in one order, so that one of two always writes.
-- A correction goes after the message of its channel that it corrects, unless that is itself.
-- For each message: $1 id, $2 channel, $3 type, $4 body, $5 ms until it may be sent, $6 severity; for each event:
-- $7 the event, $8 channel, $9 state it was in, $10 state, $11 message (NULL: none), $12 why, $13 what mutes
-- it (NULL: nothing), $14 ms until it is looked at again (NULL: never)
-- columns: events written, messages written.
WITH fate AS (
    SELECT * FROM unnest($7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                         $13::bigint[], $14::bigint[])
             AS f (event_id, channel, before, state, message_id, why, muted_by, hold)
), taken AS (
    SELECT m.event_id, m.channel FROM message_events m
    JOIN fate f ON f.event_id = m.event_id AND f.channel = m.channel AND f.before = m.state
    WHERE m.message_id IS NULL
    ORDER BY m.event_id, m.channel
    FOR UPDATE OF m
), whole AS (
    SELECT count(*) AS events FROM taken HAVING count(*) = (SELECT count(*) FROM fate)
), corrected AS (
    SELECT f.message_id, array_agg(DISTINCT coalesce(here.message_id, there.id)) AS after_ids
    FROM fate f
    JOIN events e ON e.id = f.event_id AND e.corrects_event_id IS NOT NULL
    LEFT JOIN fate here ON here.event_id = e.corrects_event_id AND here.channel = f.channel
    LEFT JOIN message_events old ON old.event_id = e.corrects_event_id AND old.channel = f.channel
    LEFT JOIN messages there ON there.id = old.message_id AND there.state IN ('pending', 'sending')
    WHERE f.message_id IS NOT NULL AND coalesce(here.message_id, there.id) <> f.message_id
    GROUP BY f.message_id
), written AS (
    INSERT INTO messages (id, channel, type, body, next_attempt_at, after_ids, severity)
    SELECT m.id, m.channel, m.type, m.body, now() + m.wait * interval '1 ms', coalesce(c.after_ids, '{}'),
           m.severity
    FROM whole
    CROSS JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
               WITH ORDINALITY AS m (id, channel, type, body, wait, severity, position)
    LEFT JOIN corrected c ON c.message_id = m.id
    ORDER BY m.position
    RETURNING id
), covered AS (
    UPDATE message_events m
    SET state = f.state, message_id = f.message_id, why = f.why, muted_by = coalesce(f.muted_by, m.muted_by),
        held_until = now() + f.hold * interval '1 ms'
    FROM whole CROSS JOIN fate f
    WHERE m.event_id = f.event_id AND m.channel = f.channel
    RETURNING m.event_id
)
SELECT (SELECT count(*) FROM covered), (SELECT count(*) FROM written)
