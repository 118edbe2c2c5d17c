-- Take messages that are due, for as long as the lease: of each channel as many as it has room for, the
-- oldest first, and some whose channel is not known at all. A message whose sender let the lease pass is
-- due again. A correction waits until the messages that it corrects are settled: told first, what it takes back
-- would be the last word. A channel with a quota gives no more than it has free slots of each rate, and each
-- claimed message takes one of each. One that rests or is switched off gives none, and in its quiet hours one gives
-- only the severities that are excepted, and heartbeats. Rows that are locked are found again by their place, which cannot change.
-- $1 holder, $2 lease in ms; for every known channel: $3 name, $4 room (0: not now), $5 how many rates its
-- quota has, $6 severities that may go now (an array as text; NULL: all), $7 digest of its address; $8 how many of
-- unknown channels at most
-- columns: id, channel, type, body, number of this attempt, attempts before this schedule began.
WITH RECURSIVE known AS (
    SELECT k.channel, k.rates, k.severities::text[] AS severities,
           CASE WHEN s.paused_until > now()
                  OR EXISTS (SELECT FROM channels_off o WHERE o.channel = k.channel AND o.address IN ('', k.address))
                  -- Slots are not held, nor looked for, for nothing.
                  OR k.rates > 0 AND NOT EXISTS (
                      SELECT FROM messages m WHERE m.channel = k.channel AND m.waits AND m.next_attempt_at <= now()
                        AND coalesce(m.lease_until <= now(), true)
                        AND (k.severities IS NULL OR m.severity = ANY (k.severities::text[]) OR m.type = 'daemon.heartbeat'))
                THEN 0 ELSE k.room END AS room
    FROM unnest($3::text[], $4::int[], $5::int[], $6::text[], $7::text[]) AS k (channel, room, rates, severities, address)
    LEFT JOIN channel_states s ON s.channel = k.channel
), slot AS MATERIALIZED (
    SELECT s.*, row_number() OVER (PARTITION BY s.channel, s.rate ORDER BY s.slot) AS turn
    FROM known
    CROSS JOIN LATERAL generate_series(1, known.rates) AS r (rate)
    CROSS JOIN LATERAL (
        SELECT channel, rate, slot, ctid AS place FROM channel_slots
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
), named AS (
    -- Every channel of which something waits, one step each.
    (SELECT channel FROM messages WHERE waits AND $8::int > 0 ORDER BY channel LIMIT 1)
    UNION ALL
    SELECT (SELECT m.channel FROM messages m WHERE m.waits AND m.channel > n.channel ORDER BY m.channel LIMIT 1)
    FROM named n WHERE n.channel IS NOT NULL
), due AS MATERIALIZED (
    SELECT mine.place FROM allowed AS known
    CROSS JOIN LATERAL (
        SELECT m.ctid AS place FROM messages m
        WHERE m.channel = known.channel AND m.waits AND m.next_attempt_at <= now()
          AND coalesce(m.lease_until <= now(), true)
          AND (known.severities IS NULL OR m.severity = ANY (known.severities) OR m.type = 'daemon.heartbeat')
          AND (m.after_ids = '{}' OR NOT EXISTS (SELECT FROM messages old WHERE old.id = ANY (m.after_ids) AND old.waits))
        ORDER BY m.seq
        LIMIT known.room
        FOR UPDATE SKIP LOCKED
    ) mine
    UNION ALL
    SELECT nobodys.place FROM named
    CROSS JOIN LATERAL (
        SELECT m.ctid AS place FROM messages m
        WHERE m.channel = named.channel AND m.waits AND m.next_attempt_at <= now()
          AND coalesce(m.lease_until <= now(), true)
        ORDER BY m.seq
        LIMIT $8::int
        FOR UPDATE SKIP LOCKED
    ) nobodys
    WHERE named.channel <> ALL ($3::text[])
), claimed AS (
    UPDATE messages m
    SET state = 'sending', attempts = m.attempts + 1, lease_holder = $1,
        lease_until = now() + $2::bigint * interval '1 ms'
    FROM due WHERE m.ctid = due.place
    RETURNING m.seq, m.id, m.channel, m.type, m.body, m.attempts, m.first_attempt
), used AS (
    UPDATE channel_slots s SET free_at = now() + s.pause
    FROM slot
    JOIN (SELECT channel, count(*) AS sent FROM claimed GROUP BY channel) c
      ON c.channel = slot.channel AND slot.turn <= c.sent
    WHERE s.ctid = slot.place
)
SELECT id, channel, type, body, attempts, first_attempt FROM claimed ORDER BY seq
