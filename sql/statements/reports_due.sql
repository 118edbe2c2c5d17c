-- What the other channels are to be told of a channel: that it has been switched off, and its dead letters that
-- are in no report. Nothing is locked: reports_write writes only what is still so.
-- $1 dead letters of a channel at most, $2 how many of them are told with their reasons, $3 ms between two reports of
-- the dead letters of one channel
-- columns: channel, whether it is that it was switched off, ms until it may be told (0: now), how many dead letters,
--          their ids (text[]); of the first of them as a JSON list of objects: id, type, attempts, reason. Where the
--          channel was switched off there is one, with its reason alone.
SELECT o.channel, true, 0, 0, '{}'::text[],
       json_build_array(json_build_object('id', '', 'type', '', 'attempts', 0, 'reason', o.reason))
FROM channels_off o
WHERE o.reported_at IS NULL AND o.by_whom = ''
UNION ALL
SELECT dead.channel, false,
       coalesce(greatest(ceil(extract(epoch FROM s.reported_at - now()) * 1000)::bigint + $3::bigint, 0), 0),
       cardinality(dead.ids), dead.ids, dead.first
FROM (
    SELECT channel, array_agg(id ORDER BY seq) AS ids,
           json_agg(json_build_object('id', id, 'type', type, 'attempts', attempts, 'reason', last_answer)
                    ORDER BY seq) FILTER (WHERE place <= $2::int) AS first
    FROM (
        SELECT channel, seq, id, type, attempts, last_answer,
               row_number() OVER (PARTITION BY channel ORDER BY seq) AS place
        FROM messages WHERE died AND reported_at IS NULL
    ) numbered
    WHERE place <= $1::int
    GROUP BY channel
) dead
LEFT JOIN channel_states s ON s.channel = dead.channel
