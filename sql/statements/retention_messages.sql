-- Forget messages that were settled long ago, with their attempts, a bounded number at a time.
-- $1 days to keep, $2 how many at most
-- columns: how many went.
WITH gone AS (
    DELETE FROM messages WHERE id = ANY (ARRAY(
        SELECT id FROM messages
        WHERE NOT waits AND settled_at < now() - make_interval(days => $1::int)
        LIMIT $2::int
        FOR UPDATE SKIP LOCKED))
    RETURNING 1
)
SELECT count(*) FROM gone
