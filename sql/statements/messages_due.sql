-- How long until some message is due: of the channels that can be served now, or of unknown ones. A
-- correction that waits for what it corrects is due after that, what waits for a quota when that has room, what is
-- being sent when its lease is over, and what waits for a channel that rests when that ends. What is quiet or switched
-- off is due when somebody says so.
-- For every known channel: $1 name, $2 room (0: not now), $3 how many rates its quota has, $4 severities that may go
-- now (an array as text; NULL: all), $5 digest of its address
-- columns: ms from now, below 0 where one is overdue; NULL where none waits.
WITH RECURSIVE named AS (
    -- Every channel of which something waits, one step each.
    (SELECT channel FROM messages WHERE waits ORDER BY channel LIMIT 1)
    UNION ALL
    SELECT (SELECT m.channel FROM messages m WHERE m.waits AND m.channel > n.channel ORDER BY m.channel LIMIT 1)
    FROM named n WHERE n.channel IS NOT NULL
)
SELECT ceil(extract(epoch FROM least(
    (SELECT min(greatest(first.at, free.at, s.paused_until))
     FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[])
          AS known (channel, room, rates, severities, address)
     LEFT JOIN channel_states s ON s.channel = known.channel
     CROSS JOIN LATERAL (
         SELECT least(
             (SELECT m.next_attempt_at FROM messages m
              WHERE m.channel = known.channel AND m.waits AND m.state = 'pending'
                AND (known.severities IS NULL OR m.severity = ANY (known.severities::text[])
                     OR m.type = 'daemon.heartbeat')
                AND (m.after_ids = '{}'
                     OR NOT EXISTS (SELECT FROM messages old WHERE old.id = ANY (m.after_ids) AND old.waits))
              ORDER BY m.next_attempt_at
              LIMIT 1),
             (SELECT min(m.lease_until) FROM messages m
              WHERE m.channel = known.channel AND m.waits AND m.next_attempt_at <= now() AND m.state = 'sending')) AS at
     ) first
     CROSS JOIN LATERAL (
         SELECT max(rate.at) AS at FROM (
             SELECT min(free_at) AS at FROM channel_slots s
             WHERE s.channel = known.channel AND s.rate <= known.rates
             GROUP BY s.rate) rate
     ) free
     WHERE known.room > 0 AND first.at IS NOT NULL
       AND NOT EXISTS (SELECT FROM channels_off o
                       WHERE o.channel = known.channel AND o.address IN ('', known.address))),
    (SELECT min(greatest(m.next_attempt_at, m.lease_until)) FROM named JOIN messages m ON m.channel = named.channel
     WHERE named.channel <> ALL ($1::text[]) AND m.waits)
) - now()) * 1000)::bigint
