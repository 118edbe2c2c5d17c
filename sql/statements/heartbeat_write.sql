-- Write a heartbeat, unless another holder leads by now, or one has been written within the interval; and drop those
-- before it that were not delivered: only the newest says anything. One that is on its way is left alone. The lock on
-- the leader's row keeps others from taking over and not the holder from renewing, as it lasts until the commit is on
-- its way to a standby, too. Those that were delivered are forgotten after two days, whatever the retention: they come
-- often and say little; a day's worth of the channel's messages is looked through for them.
-- $1 id, $2 channel, $3 body, $4 ms between two, $5 holder
-- columns: heartbeats written (0 or 1), dropped.
WITH turn AS MATERIALIZED (
    SELECT l.holder FROM leader l
    WHERE l.holder = $5 AND l.until > now()
      AND NOT EXISTS (SELECT FROM messages
                      WHERE channel = $2 AND type = 'daemon.heartbeat'
                        AND created_at > now() - $4::bigint * interval '1 ms' AND created_at <= now())
    FOR KEY SHARE OF l
), dropped AS (
    DELETE FROM messages m USING turn
    WHERE m.channel = $2 AND m.type = 'daemon.heartbeat'
      AND (m.waits AND (m.state = 'pending' OR m.lease_until <= now()) OR m.died)
    RETURNING m.id
), forgotten AS (
    DELETE FROM messages m USING turn
    WHERE m.channel = $2 AND m.type = 'daemon.heartbeat' AND m.state = 'delivered'
      AND m.created_at > now() - interval '3 days' AND m.created_at <= now() - interval '2 days'
), written AS (
    INSERT INTO messages (id, channel, type, body)
    SELECT $1, $2, 'daemon.heartbeat', $3 FROM turn
    RETURNING id
)
SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM dropped)
