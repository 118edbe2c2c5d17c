-- How long until some message is due: of the channels that can be served now, or of unknown ones. A
-- correction that waits for what it corrects is due after that, and what waits for a quota when that has room.
-- For every known channel: $1 name, $2 room (0: not now), $3 how many rates its quota has
-- columns: ms from now, below 0 where one is overdue; NULL where none waits.
SELECT ceil(extract(epoch FROM least(
    (SELECT min(greatest(first.at, free.at)) FROM unnest($1::text[], $2::int[], $3::int[]) AS known (channel, room, rates)
     CROSS JOIN LATERAL (
         SELECT next_attempt_at AS at FROM messages m
         WHERE channel = known.channel AND state IN ('pending', 'sending')
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
     WHERE known.room > 0),
    (SELECT min(next_attempt_at) FROM messages
     WHERE channel <> ALL ($1::text[]) AND state IN ('pending', 'sending'))
) - now()) * 1000)::bigint
