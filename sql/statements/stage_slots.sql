-- Put down the channels as the configuration has them: make the slots of their quotas, switch on what was off
-- for an address that it has no more, and drop what waits for channels that it does not know. Run with each
-- connection and each configuration.
-- For each channel: $1 name, $6 digest of its address; for each rate: $2 channel, $3 number of the rate, $4 messages,
-- $5 window in ms
-- columns: none that matter.
WITH rate AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::int[], $5::bigint[]) AS r (channel, rate, messages, pause)
), useless AS (
    -- Rates that the configuration has no more hurt nobody, and a daemon with another one may still want them.
    DELETE FROM channel_slots s USING rate r
    WHERE r.channel = s.channel AND r.rate = s.rate AND s.slot > r.messages
), known AS (
    SELECT * FROM unnest($1::text[], $6::text[]) AS k (channel, address)
), moved AS (
    DELETE FROM channels_off o USING known k WHERE o.channel = k.channel AND o.address NOT IN ('', k.address)
), kept AS (
    -- A rest was asked for by the address before; what has gathered since goes out together.
    INSERT INTO channel_states AS s (channel, address) SELECT channel, address FROM known ORDER BY channel
    ON CONFLICT (channel) DO UPDATE SET address = excluded.address, paused_until = now()
    WHERE s.address <> excluded.address
), stray AS (
    UPDATE message_events SET state = 'dropped', why = 'the channel is not in the configuration', held_until = NULL
    WHERE channel <> ALL ($1::text[]) AND state IN ('waiting', 'held')
)
INSERT INTO channel_slots AS s (channel, rate, slot, pause)
SELECT r.channel, r.rate, n, r.pause * interval '1 ms' FROM rate r CROSS JOIN generate_series(1, r.messages) AS n
ON CONFLICT (channel, rate, slot) DO UPDATE SET pause = excluded.pause WHERE s.pause <> excluded.pause
