-- How long until some message is due: of the channels that can be served now, or of unknown ones. A
-- correction that waits for what it corrects is due after that, what waits for a quota when that has room, and
-- what waits for a channel that rests when that ends. What is quiet or switched off is due when somebody says so.
-- For every known channel: $1 name, $2 room (0: not now), $3 how many rates its quota has, $4 severities that may go
-- now (an array as text; NULL: all), $5 digest of its address
-- columns: ms from now, below 0 where one is overdue; NULL where none waits.
SELECT ceil(extract(epoch FROM least(
    (SELECT min(greatest(first.at, free.at, s.paused_until))
     FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[])
          AS known (channel, room, rates, severities, address)
     LEFT JOIN channel_states s ON s.channel = known.channel
     CROSS JOIN LATERAL (
         SELECT next_attempt_at AS at FROM messages m
         WHERE channel = known.channel AND state IN ('pending', 'sending')
           AND (known.severities IS NULL OR severity = ANY (known.severities::text[]))
           AND NOT EXISTS (SELECT FROM messages old
                           WHERE old.id = ANY (m.after_ids) AND old.state IN ('pending', 'sending'))
         ORDER BY next_attempt_at
         LIMIT 1
     ) first
     CROSS JOIN LATERAL (
         SELECT max(rate.at) AS at FROM (
             SELECT min(free_at) AS at FROM channel_slots s
             WHERE s.channel = known.channel AND s.rate <= known.rates
             GROUP BY s.rate) rate
     ) free
     WHERE known.room > 0
       AND NOT EXISTS (SELECT FROM channels_off o
                       WHERE o.channel = known.channel AND o.address IN ('', known.address))),
    (SELECT min(next_attempt_at) FROM messages
     WHERE channel <> ALL ($1::text[]) AND state IN ('pending', 'sending'))
) - now()) * 1000)::bigint
