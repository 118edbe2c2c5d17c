-- Forget old attempts, a bounded number at a time.
-- $1 days to keep, $2 how many at most
-- columns: how many went.
WITH gone AS (
    DELETE FROM attempts WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM attempts WHERE finished_at < now() - make_interval(days => $1::int)
        LIMIT $2::int
        FOR UPDATE SKIP LOCKED))
    RETURNING 1
)
SELECT count(*) FROM gone
