-- Forget old events, a bounded number at a time; one that waits or has a message still on its way stays.
-- $1 days to keep, $2 how many at most
-- columns: how many went.
WITH gone AS (
    DELETE FROM events WHERE id = ANY (ARRAY(
        SELECT e.id FROM events e
        WHERE e.formed AND e.created_at < now() - make_interval(days => $1::int)
          AND NOT EXISTS (SELECT 1 FROM message_events c LEFT JOIN messages m ON m.id = c.message_id
                          WHERE c.event_id = e.id
                            AND (c.state = 'waiting' OR m.state IN ('pending', 'sending')))
        LIMIT $2::int
        FOR UPDATE OF e SKIP LOCKED))
    RETURNING 1
)
SELECT count(*) FROM gone
