-- Take messages that are due, for as long as the lease: of each channel as many as it has room for, the
-- oldest first, and some whose channel is not known at all. A message whose sender let the lease pass is
-- due again, because claiming moves next_attempt_at to the end of the lease. A correction waits until the
-- messages that it corrects are settled: told first, what it takes back would be the last word. A channel with
-- a quota gives no more than it has free slots of each rate, and each claimed message takes one of each. One
-- that rests or is switched off gives none, and in its quiet hours one gives only the severities that are excepted.
-- $1 holder, $2 lease in ms; for every known channel: $3 name, $4 room (0: not now), $5 how many rates its
-- quota has, $6 severities that may go now (an array as text; NULL: all), $7 digest of its address; $8 how many of
-- unknown channels at most
-- columns: id, channel, type, body, number of this attempt, attempts before this schedule began.
WITH known AS (
    SELECT k.channel, k.rates, k.severities::text[] AS severities,
           CASE WHEN s.paused_until > now()
                  OR EXISTS (SELECT FROM channels_off o WHERE o.channel = k.channel AND o.address IN ('', k.address))
                  -- Slots are not held, nor looked for, for nothing.
                  OR NOT EXISTS (SELECT FROM messages m WHERE m.channel = k.channel
                                 AND m.state IN ('pending', 'sending') AND m.next_attempt_at <= now()
                                 AND (k.severities IS NULL OR m.severity = ANY (k.severities::text[])))
                THEN 0 ELSE k.room END AS room
    FROM unnest($3::text[], $4::int[], $5::int[], $6::text[], $7::text[]) AS k (channel, room, rates, severities, address)
    LEFT JOIN channel_states s ON s.channel = k.channel
), slot AS MATERIALIZED (
    SELECT s.*, row_number() OVER (PARTITION BY s.channel, s.rate ORDER BY s.slot) AS place
    FROM known
    CROSS JOIN LATERAL generate_series(1, known.rates) AS r (rate)
    CROSS JOIN LATERAL (
        SELECT channel, rate, slot FROM channel_slots
        WHERE channel = known.channel AND rate = r.rate AND free_at <= now()
        ORDER BY slot
        LIMIT known.room
        FOR UPDATE SKIP LOCKED
    ) s
), allowed AS (
    SELECT channel, severities, CASE WHEN rates = 0 THEN room ELSE least(room, (
        SELECT coalesce(min(free), 0) FROM (
            SELECT count(slot.slot)::int AS free FROM generate_series(1, rates) AS r (rate)
            LEFT JOIN slot ON slot.channel = known.channel AND slot.rate = r.rate
            GROUP BY r.rate) f)) END AS room
    FROM known
), due AS (
    SELECT mine.id FROM allowed AS known
    CROSS JOIN LATERAL (
        SELECT id FROM messages m
        WHERE channel = known.channel AND state IN ('pending', 'sending') AND next_attempt_at <= now()
          AND (known.severities IS NULL OR severity = ANY (known.severities))
          AND NOT EXISTS (SELECT FROM messages old
                          WHERE old.id = ANY (m.after_ids) AND old.state IN ('pending', 'sending'))
        ORDER BY seq
        LIMIT known.room
        FOR UPDATE SKIP LOCKED
    ) mine
    UNION ALL
    SELECT id FROM (
        SELECT id FROM messages
        WHERE channel <> ALL ($3::text[]) AND state IN ('pending', 'sending') AND next_attempt_at <= now()
        ORDER BY seq
        LIMIT $8::int
        FOR UPDATE SKIP LOCKED
    ) nobodys
), claimed AS (
    UPDATE messages m
    SET state = 'sending', attempts = m.attempts + 1, lease_holder = $1,
        lease_until = now() + $2::bigint * interval '1 ms',
        next_attempt_at = now() + $2::bigint * interval '1 ms'
    FROM due WHERE m.id = due.id
    RETURNING m.seq, m.id, m.channel, m.type, m.body, m.attempts, m.first_attempt
), used AS (
    UPDATE channel_slots s SET free_at = now() + s.pause
    FROM slot
    JOIN (SELECT channel, count(*) AS sent FROM claimed GROUP BY channel) c
      ON c.channel = slot.channel AND slot.place <= c.sent
    WHERE s.channel = slot.channel AND s.rate = slot.rate AND s.slot = slot.slot
)
SELECT id, channel, type, body, attempts, first_attempt FROM claimed ORDER BY seq
