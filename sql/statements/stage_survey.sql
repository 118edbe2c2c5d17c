-- What waits for each channel, and how much room its quota leaves.
-- For each channel: $1 name, $2 how far to count, $3 severities that may go now (an array as text; NULL:
-- all), $4 how many rates its quota has, $5 digest of its address
-- columns: channel; events waiting; ms that the first of them has waited; ms until one is due (NULL: none
--          waits, below 0: one is due); events told of in the last minute; changes of facts that are yet to be
--          evaluated; slots free now (NULL: no quota); ms until the next is free; messages that are
--          made and wait to be sent; whether it is switched off; ms that it still rests (0: it does not); whether
--          some of what waits has gathered while it rested.
SELECT known.channel, waiting.count + again.count,
       coalesce(extract(epoch FROM now() - least(waiting.first, CASE WHEN again.due <= now() THEN again.due END))
                * 1000, 0)::bigint,
       (extract(epoch FROM least(waiting.due, again.due, now() + interval '1 day') - now()) * 1000)::bigint
           + CASE WHEN waiting.due IS NULL AND again.due IS NULL THEN NULL ELSE 0 END,
       recent.count, upstream.count,
       slots.free, coalesce(ceil(extract(epoch FROM slots.free_at - now()) * 1000), 0)::bigint, unsent.count,
       EXISTS (SELECT FROM channels_off o WHERE o.channel = known.channel AND o.address IN ('', known.address)),
       coalesce(greatest(ceil(extract(epoch FROM rest.paused_until - now()) * 1000), 0), 0)::bigint,
       coalesce(waiting.first < rest.paused_until, false)
FROM unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::text[]) WITH ORDINALITY
     AS known (channel, most, severities, rates, address, position)
LEFT JOIN channel_states rest ON rest.channel = known.channel
CROSS JOIN LATERAL (
    SELECT count(*) AS count, min(routed_at) AS first, min(held_until) AS due FROM (
        -- Whether it is still quiet is for the configuration to say, which may have changed.
        SELECT m.routed_at, CASE WHEN m.why = 'quiet' THEN m.routed_at ELSE m.held_until END AS held_until
        FROM message_events m
        WHERE m.channel = known.channel AND m.state = 'waiting'
          AND (known.severities IS NULL
               OR EXISTS (SELECT FROM events e
                          WHERE e.id = m.event_id AND e.severity = ANY (known.severities::text[])))
        ORDER BY m.event_id
        LIMIT known.most + 1) w
) waiting
CROSS JOIN LATERAL (
    -- What is held or muted counts when its time has come.
    SELECT (SELECT count(*) FROM (
                SELECT FROM message_events m
                WHERE m.channel = known.channel AND m.state IN ('held', 'silenced', 'inhibited')
                  AND m.held_until <= now()
                LIMIT known.most + 1) a) AS count,
           (SELECT min(held_until) FROM message_events m
            WHERE m.channel = known.channel AND m.state IN ('held', 'silenced', 'inhibited')) AS due
    OFFSET 0
) again
CROSS JOIN LATERAL (
    -- One event alone is no flood, whatever was told before it.
    SELECT count(*) AS count FROM (
        SELECT FROM messages m JOIN message_events c ON c.message_id = m.id
        WHERE m.channel = known.channel AND m.created_at > now() - interval '1 minute'
          AND waiting.count + again.count + (SELECT count(*) FROM (SELECT FROM events WHERE NOT formed LIMIT 2) u) > 1
        LIMIT known.most + 1) r
) recent
CROSS JOIN LATERAL (
    -- All that there is, before the first look at everything and where somebody asked for one. Where nothing waits
    -- it does not matter.
    SELECT CASE WHEN waiting.count + again.count = 0 AND NOT EXISTS (SELECT FROM events WHERE NOT formed) THEN 0
                WHEN EXISTS (SELECT FROM full_pass WHERE finished_on IS NULL)
                  OR EXISTS (SELECT FROM change_log WHERE subject_kind = 'all')
           THEN known.most + 1
           ELSE (SELECT count(*) FROM (SELECT FROM change_log ORDER BY id LIMIT known.most + 1) c) END AS count
) upstream
CROSS JOIN LATERAL (
    SELECT CASE WHEN known.rates > 0 THEN coalesce(min(free), 0) END AS free, max(free_at) AS free_at FROM (
        SELECT count(*) FILTER (WHERE s.free_at <= now()) AS free, min(nullif(s.free_at, '-infinity')) AS free_at
        FROM channel_slots s WHERE s.channel = known.channel AND s.rate <= known.rates
        GROUP BY s.rate) s
) slots
CROSS JOIN LATERAL (
    SELECT count(*) AS count FROM messages m
    -- What is to be tried again much later takes no room now; without a quota there is room for all.
    WHERE known.rates > 0 AND m.channel = known.channel AND m.waits AND m.state = 'pending'
      AND m.next_attempt_at <= now() + interval '1 minute'
) unsent
ORDER BY known.position
