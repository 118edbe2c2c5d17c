-- Switch a channel on, whoever switched it off. What has gathered for it goes out together.
-- $1 the channel
-- columns: how many times it was off (0: it was on).
WITH ended AS (
    DELETE FROM channels_off WHERE channel = $1
    RETURNING channel
), rested AS (
    INSERT INTO channel_states AS s (channel, paused_until) SELECT DISTINCT channel, now() FROM ended
    ON CONFLICT (channel) DO UPDATE SET paused_until = greatest(s.paused_until, now())
)
SELECT count(*) FROM ended
