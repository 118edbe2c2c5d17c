-- Write how attempts ended, and report the messages given up on to other channels, all or nothing. An
-- outcome counts only while its lease is ours and its attempt the last: who lost the lease has no say, and
-- writing the same outcomes twice changes nothing. A message may have been on its way for long, and the receiver
-- counts from when it came: so the slot of each rate that is free first rests for a whole window from now on,
-- whichever message took it, as all slots are alike.
-- $1 holder; for each outcome: $2 message id, $3 attempt, $4 started, $5 finished (ms since 1970),
-- $6 result, $7 status, $8 answer, $9 new state, $10 wait in ms; for each report: $11 the dead message's
-- id, $12 its own id, $13 channel, $14 type, $15 body
-- columns: outcomes that counted.
WITH outcome AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::text[], $7::int[],
                         $8::text[], $9::text[], $10::bigint[])
             AS o (id, attempt, started, finished, result, status, answer, state, wait)
), settled AS (
    UPDATE messages m
    SET state = o.state, lease_holder = NULL, lease_until = NULL, last_status = o.status,
        last_answer = o.answer, next_attempt_at = now() + o.wait * interval '1 ms',
        settled_at = CASE WHEN o.state = 'pending' THEN NULL ELSE now() END,
        -- An attempt that was handed back is not held against the message.
        first_attempt = m.first_attempt + CASE WHEN o.result = 'handed_back' THEN 1 ELSE 0 END
    FROM outcome o
    WHERE m.id = o.id AND m.state = 'sending' AND m.lease_holder = $1 AND m.attempts = o.attempt
    RETURNING o.*, m.channel
), used AS (
    UPDATE channel_slots s SET free_at = greatest(s.free_at, now() + s.pause)
    FROM (SELECT channel, count(*) AS sent FROM settled WHERE result <> 'handed_back' GROUP BY channel) c
    CROSS JOIN LATERAL (SELECT DISTINCT rate FROM channel_slots WHERE channel = c.channel) r
    CROSS JOIN LATERAL (
        SELECT slot FROM channel_slots WHERE channel = c.channel AND rate = r.rate
        ORDER BY free_at
        LIMIT c.sent
        FOR UPDATE SKIP LOCKED
    ) first
    WHERE s.channel = c.channel AND s.rate = r.rate AND s.slot = first.slot
), recorded AS (
    INSERT INTO attempts (message_id, attempt, holder, started_at, finished_at, result, status, answer)
    SELECT id, attempt, $1, to_timestamp(started / 1000.0), to_timestamp(finished / 1000.0), result, status,
           answer
    FROM settled
), reported AS (
    INSERT INTO messages (id, channel, type, body)
    SELECT r.id, r.channel, r.type, r.body
    FROM unnest($11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
         AS r (dead_id, id, channel, type, body)
    JOIN settled ON settled.id = r.dead_id AND settled.state = 'dead'
)
SELECT count(*) FROM settled
