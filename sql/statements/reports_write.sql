-- Write one report to each other channel, and mark what it reports, all or nothing: should another daemon have
-- reported any of it since it was read, or reported this channel, nothing is written.
-- $1 the channel that is reported, $2 whether it is that it was switched off, $3 ids of its dead letters, $4 ms between
-- two reports of the dead letters of one channel; for each report: $5 id, $6 channel, $7 type, $8 body
-- columns: reports written.
WITH off AS (
    UPDATE channels_off SET reported_at = now()
    WHERE $2::boolean AND channel = $1 AND reported_at IS NULL AND by_whom = ''
    RETURNING channel
), dead AS (
    SELECT id FROM messages
    WHERE NOT $2::boolean AND id = ANY ($3::text[]) AND state = 'dead' AND reported_at IS NULL
    ORDER BY id
    FOR UPDATE
), turn AS (
    -- Of two daemons the second waits here, and finds that it is too early.
    INSERT INTO channel_states AS s (channel, reported_at)
    SELECT $1, now() FROM dead HAVING count(*) = cardinality($3::text[]) AND count(*) > 0
    ON CONFLICT (channel) DO UPDATE SET reported_at = now()
    WHERE coalesce(s.reported_at <= now() - $4::bigint * interval '1 ms', true)
    RETURNING channel
), marked AS (
    UPDATE messages m SET reported_at = now() FROM turn, dead WHERE m.id = dead.id
), written AS (
    INSERT INTO messages (id, channel, type, body)
    SELECT r.id, r.channel, r.type, r.body
    FROM unnest($5::text[], $6::text[], $7::text[], $8::text[]) AS r (id, channel, type, body)
    WHERE EXISTS (SELECT FROM off) OR EXISTS (SELECT FROM turn)
    RETURNING id
)
SELECT count(*) FROM written
