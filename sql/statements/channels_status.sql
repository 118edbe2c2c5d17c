-- How channels fare: those of a configuration, and others for which something waits or is dead.
-- $1 names of the configuration's channels
-- columns: channel, in the configuration; events that wait, are held, silenced, inhibited (each only if it is looked
--          at again); messages pending, sending, dead; until when it rests (UTC, NULL: it does not), since when it is
--          switched off (UTC, NULL: it is on), why, by whom ('': its receiver is gone).
WITH event AS (
    SELECT channel, count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'held') AS held,
           count(*) FILTER (WHERE state = 'silenced') AS silenced, count(*) FILTER (WHERE state = 'inhibited') AS inhibited
    FROM message_events
    WHERE state = 'waiting' OR state IN ('held', 'silenced', 'inhibited') AND held_until IS NOT NULL
    GROUP BY channel
), message AS (
    SELECT channel, count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'sending') AS sending,
           count(*) FILTER (WHERE state = 'dead') AS dead
    FROM messages
    WHERE waits OR died
    GROUP BY channel
), named AS (
    SELECT unnest($1::text[]) AS channel UNION SELECT channel FROM event UNION SELECT channel FROM message
)
SELECT n.channel, n.channel = ANY ($1::text[]),
       coalesce(e.waiting, 0), coalesce(e.held, 0), coalesce(e.silenced, 0), coalesce(e.inhibited, 0),
       coalesce(m.pending, 0), coalesce(m.sending, 0), coalesce(m.dead, 0),
       CASE WHEN s.paused_until > now()
            THEN to_char(s.paused_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END,
       to_char(o.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), o.reason, o.by_whom
FROM named n
LEFT JOIN event e ON e.channel = n.channel
LEFT JOIN message m ON m.channel = n.channel
LEFT JOIN channel_states s ON s.channel = n.channel
LEFT JOIN LATERAL (
    SELECT since, reason, by_whom FROM channels_off
    WHERE channel = n.channel AND address IN ('', coalesce(s.address, ''))
    ORDER BY since
    LIMIT 1
) o ON true
ORDER BY n.channel
