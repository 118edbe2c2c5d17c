-- Write a heartbeat, unless another holder leads by now, or one has been written within the interval; and drop those
-- before it that were not delivered: only the newest says anything. One that is on its way is left alone. The lock on
-- the leader's row keeps others from taking over and not the holder from renewing, as it lasts until the commit is on
-- its way to a standby, too.
-- $1 id, $2 channel, $3 body, $4 ms between two, $5 holder
-- columns: heartbeats written (0 or 1), dropped.
WITH turn AS MATERIALIZED (
    SELECT l.holder FROM leader l
    WHERE l.holder = $5 AND l.until > now()
      AND NOT EXISTS (SELECT FROM messages
                      WHERE channel = $2 AND type = 'daemon.heartbeat'
                        AND created_at > now() - $4::bigint * interval '1 ms')
    FOR KEY SHARE OF l
), dropped AS (
    DELETE FROM messages m USING turn
    WHERE m.channel = $2 AND m.type = 'daemon.heartbeat'
      AND (m.state IN ('pending', 'dead') OR m.state = 'sending' AND m.lease_until <= now())
    RETURNING m.id
), written AS (
    INSERT INTO messages (id, channel, type, body)
    SELECT $1, $2, 'daemon.heartbeat', $3 FROM turn
    RETURNING id
)
SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM dropped)
