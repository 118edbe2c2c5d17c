-- What waits, with what it waits for as far as the database knows: quiet hours stand in the configuration. Events that
-- are in no message yet, and messages that have not come to their end, the oldest first.
-- $1 how many at most; for each channel of the configuration: $2 name, $3 how many rates its quota has
-- columns: whether it is a message, its id, channel, event or type, severity, name of the subject ('' of a message),
--          since when it waits (ms since 1970), why, until when (ms since 1970, NULL: nobody knows), detail.
--          why: off (detail: reason), rests, group, turn, unacknowledged, silenced (detail: "12 by NAME: reason"),
--          inhibited, correction, retry (detail: number of the attempt), later, quota, sending (detail: as retry), due.
WITH known AS (
    SELECT * FROM unnest($2::text[], $3::int[]) AS k (channel, rates)
), fare AS (
    SELECT named.channel, s.paused_until, off.reason AS off, (
        SELECT max(rate.at) FROM (
            SELECT min(c.free_at) AS at FROM channel_slots c
            WHERE c.channel = named.channel AND c.rate <= named.rates
            GROUP BY c.rate) rate) AS slot_at
    FROM (SELECT channel, max(rates) AS rates FROM (
              SELECT * FROM known UNION ALL SELECT channel, 0 FROM channel_states) a GROUP BY channel) named
    LEFT JOIN channel_states s ON s.channel = named.channel
    LEFT JOIN LATERAL (
        SELECT o.reason FROM channels_off o
        WHERE o.channel = named.channel AND o.address IN ('', coalesce(s.address, ''))
        ORDER BY o.since
        LIMIT 1
    ) off ON true
), event AS (
    (SELECT * FROM message_events WHERE state = 'waiting' ORDER BY event_id LIMIT $1::int)
    UNION ALL
    (SELECT * FROM message_events WHERE state IN ('held', 'silenced', 'inhibited') AND held_until IS NOT NULL
     ORDER BY event_id LIMIT $1::int)
), message AS (
    SELECT id, seq, channel, type, severity, state, attempts, created_at, next_attempt_at, lease_until, after_ids
    FROM messages WHERE waits
    ORDER BY seq LIMIT $1::int
), waits AS (
    SELECT false AS is_message, m.event_id::text AS id, m.event_id AS place, m.channel, e.event AS what, e.severity,
           e.subject_name AS subject, m.routed_at AS since,
           CASE WHEN f.off IS NOT NULL THEN 'off'
                WHEN f.paused_until > now() THEN 'rests'
                WHEN m.state = 'held' THEN 'unacknowledged'
                WHEN m.state <> 'waiting' THEN m.state
                WHEN m.why = 'group' AND m.held_until > now() THEN 'group'
                WHEN f.slot_at > now() THEN 'quota'
                ELSE 'turn' END AS why,
           CASE WHEN f.off IS NOT NULL THEN NULL
                WHEN f.paused_until > now() THEN f.paused_until
                WHEN m.state = 'silenced' THEN s.ends_at
                WHEN m.state = 'inhibited' THEN NULL
                WHEN m.state = 'waiting' AND f.slot_at > now() AND NOT (m.why = 'group' AND m.held_until > now())
                THEN f.slot_at
                WHEN m.held_until > now() AND (m.state = 'held' OR m.why = 'group') THEN m.held_until END AS until,
           CASE WHEN f.off IS NOT NULL THEN f.off
                WHEN m.state = 'silenced' THEN s.id || ' by ' || s.by_whom || ': ' || s.reason
                ELSE '' END AS detail
    FROM event m
    JOIN events e ON e.id = m.event_id
    LEFT JOIN fare f ON f.channel = m.channel
    LEFT JOIN silences s ON m.state = 'silenced' AND s.id = m.muted_by
    UNION ALL
    SELECT true, m.id, m.seq, m.channel, m.type, m.severity, '', m.created_at,
           CASE WHEN m.lease_until > now() THEN 'sending'
                WHEN f.off IS NOT NULL THEN 'off'
                WHEN f.paused_until > now() THEN 'rests'
                WHEN after.waits THEN 'correction'
                WHEN m.next_attempt_at > now() AND m.attempts > 0 THEN 'retry'
                WHEN m.next_attempt_at > now() THEN 'later'
                WHEN f.slot_at > now() THEN 'quota'
                ELSE 'due' END,
           CASE WHEN m.lease_until > now() THEN NULL
                WHEN f.off IS NOT NULL THEN NULL
                WHEN f.paused_until > now() THEN f.paused_until
                WHEN after.waits THEN NULL
                WHEN m.next_attempt_at > now() THEN m.next_attempt_at
                WHEN f.slot_at > now() THEN f.slot_at END,
           CASE WHEN m.lease_until > now() THEN m.attempts::text
                WHEN f.off IS NOT NULL THEN f.off
                ELSE (m.attempts + 1)::text END
    FROM message m
    LEFT JOIN fare f ON f.channel = m.channel
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM messages old
                       WHERE old.id = ANY (m.after_ids) AND old.waits) AS waits
    ) after
)
SELECT is_message, id, channel, what, severity, subject, (extract(epoch FROM since) * 1000)::bigint, why,
       (extract(epoch FROM until) * 1000)::bigint, detail
FROM waits
ORDER BY since, is_message, place
LIMIT $1::int
