-- Take messages that are due, for as long as the lease: of each channel as many as it has room for, the
-- oldest first, and some whose channel is not known at all. A message whose sender let the lease pass is
-- due again, because claiming moves next_attempt_at to the end of the lease. A correction waits until the
-- message that it corrects is settled: told first, what it takes back would be the last word.
-- $1 holder, $2 lease in ms; for every known channel: $3 name, $4 room (0: not now); $5 how many of
-- unknown channels at most
-- columns: id, channel, type, body, number of this attempt, attempts before this schedule began.
WITH due AS (
    SELECT mine.id FROM unnest($3::text[], $4::int[]) AS known (channel, room)
    CROSS JOIN LATERAL (
        SELECT id FROM messages m
        WHERE channel = known.channel AND state IN ('pending', 'sending') AND next_attempt_at <= now()
          AND NOT EXISTS (SELECT FROM messages old
                          WHERE old.id = m.after_id AND old.state IN ('pending', 'sending'))
        ORDER BY seq
        LIMIT known.room
        FOR UPDATE SKIP LOCKED
    ) mine
    UNION ALL
    SELECT id FROM (
        SELECT id FROM messages
        WHERE channel <> ALL ($3::text[]) AND state IN ('pending', 'sending') AND next_attempt_at <= now()
        ORDER BY seq
        LIMIT $5::int
        FOR UPDATE SKIP LOCKED
    ) nobodys
), claimed AS (
    UPDATE messages m
    SET state = 'sending', attempts = m.attempts + 1, lease_holder = $1,
        lease_until = now() + $2::bigint * interval '1 ms',
        next_attempt_at = now() + $2::bigint * interval '1 ms'
    FROM due WHERE m.id = due.id
    RETURNING m.seq, m.id, m.channel, m.type, m.body, m.attempts, m.first_attempt
)
SELECT id, channel, type, body, attempts, first_attempt FROM claimed ORDER BY seq
