-- For doctor: channels that rest or are switched off, and events that wait for each.
-- columns: named as they are shown.
SELECT coalesce(s.channel, o.channel, w.channel) AS channel,
       CASE WHEN s.paused_until > now() THEN date_trunc('second', s.paused_until - now()) END AS rests_for,
       to_char(o.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS off_since,
       CASE WHEN o.channel IS NOT NULL THEN CASE WHEN o.by_whom = '' THEN 'its receiver' ELSE 'somebody' END END AS off_by,
       w.waiting AS events, w.states AS of_which
FROM channel_states s
FULL JOIN (SELECT DISTINCT ON (channel) channel, since, by_whom FROM channels_off ORDER BY channel, since) o ON o.channel = s.channel
FULL JOIN (SELECT channel, sum(n) AS waiting, string_agg(state || ' ' || n, ', ' ORDER BY n DESC) AS states
           FROM (SELECT channel, state, count(*) AS n FROM message_events WHERE message_id IS NULL GROUP BY 1, 2) e
           GROUP BY channel) w ON w.channel = coalesce(s.channel, o.channel)
ORDER BY 1
