-- How long until some message is due: of the channels that can be served now, or of unknown ones. A
-- correction that waits for what it corrects is due after that.
-- For every known channel: $1 name, $2 room (0: not now)
-- columns: ms from now, below 0 where one is overdue; NULL where none waits.
SELECT ceil(extract(epoch FROM least(
    (SELECT min(first.at) FROM unnest($1::text[], $2::int[]) AS known (channel, room)
     CROSS JOIN LATERAL (
         SELECT next_attempt_at AS at FROM messages m
         WHERE channel = known.channel AND state IN ('pending', 'sending')
           AND NOT EXISTS (SELECT FROM messages old
                           WHERE old.id = m.after_id AND old.state IN ('pending', 'sending'))
         ORDER BY next_attempt_at
         LIMIT 1
     ) first
     WHERE known.room > 0),
    (SELECT min(next_attempt_at) FROM messages
     WHERE channel <> ALL ($1::text[]) AND state IN ('pending', 'sending'))
) - now()) * 1000)::bigint
