-- Write how attempts ended, all or nothing. An outcome counts only while its lease is ours and its attempt the last:
-- who lost the lease has no say, and writing the same outcomes twice changes nothing. What the receiver asked for
-- is put down for all daemons: a rest, or that it is gone, which switches the channel off. A message may have been on
-- its way for long, and the receiver counts from when it came: so the slot of each rate that is free first rests for a
-- whole window from now on, whichever message took it, as all slots are alike.
-- $1 holder; for each outcome: $2 message id, $3 attempt, $4 started, $5 finished (ms since 1970),
-- $6 result, $7 status, $8 answer, $9 new state, $10 wait in ms, $11 ms that its channel rests, $12 digest of the
-- address that it went to
-- columns: outcomes that counted, a channel that they switched off (NULL: none), what its receiver said. There is a
--          row for each such channel, and at least one.
WITH outcome AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::text[], $7::int[],
                         $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::text[])
             AS o (id, attempt, started, finished, result, status, answer, state, wait, pause, address)
), settled AS (
    UPDATE messages m
    SET state = o.state, lease_holder = NULL, lease_until = NULL, last_status = o.status,
        last_answer = o.answer,
        next_attempt_at = CASE WHEN o.state = 'pending' THEN now() + o.wait * interval '1 ms' ELSE m.next_attempt_at END,
        settled_at = CASE WHEN o.state = 'pending' THEN NULL ELSE now() END,
        -- Nobody reports the death of a report: two channels that both fail would do so for ever. That a heartbeat
        -- does not arrive is seen where it is waited for.
        reported_at = CASE WHEN o.state = 'dead' AND (m.type LIKE 'delivery.%' OR m.type = 'daemon.heartbeat')
                           THEN now() END,
        -- That we stopped, or that the receiver is gone, is not held against the message.
        first_attempt = m.first_attempt + CASE WHEN o.result IN ('handed_back', 'gone') THEN 1 ELSE 0 END
    FROM outcome o
    WHERE m.id = o.id AND m.state = 'sending' AND m.lease_holder = $1 AND m.attempts = o.attempt
    RETURNING o.*, m.channel
), used AS (
    UPDATE channel_slots s SET free_at = greatest(s.free_at, now() + s.pause)
    FROM (SELECT channel, count(*) AS sent FROM settled WHERE result <> 'handed_back' GROUP BY channel) c
    CROSS JOIN LATERAL (SELECT DISTINCT rate FROM channel_slots WHERE channel = c.channel) r
    CROSS JOIN LATERAL (
        SELECT ctid AS place FROM channel_slots WHERE channel = c.channel AND rate = r.rate
        ORDER BY free_at
        LIMIT c.sent
        FOR UPDATE SKIP LOCKED
    ) first
    WHERE s.ctid = first.place
), recorded AS (
    INSERT INTO attempts (message_id, attempt, holder, started_at, finished_at, result, status, answer)
    SELECT id, attempt, $1, to_timestamp(started / 1000.0), to_timestamp(finished / 1000.0), result, status,
           answer
    FROM settled
), rests AS (
    INSERT INTO channel_states AS s (channel, paused_until)
    SELECT channel, now() + max(pause) * interval '1 ms' FROM settled WHERE pause > 0
    GROUP BY channel
    ORDER BY channel
    ON CONFLICT (channel) DO UPDATE SET paused_until = greatest(s.paused_until, excluded.paused_until)
), off AS (
    INSERT INTO channels_off (channel, address, reason)
    SELECT channel, address, min(answer) FROM settled WHERE result = 'gone'
    GROUP BY channel, address
    ORDER BY channel, address
    ON CONFLICT DO NOTHING
    RETURNING channel, reason
)
SELECT (SELECT count(*) FROM settled), off.channel, off.reason FROM (VALUES (1)) one LEFT JOIN off ON true
