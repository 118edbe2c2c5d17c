-- Whether a heartbeat is due, and what it says. One of a time that is still to come is of a clock that has been set back
-- since, and keeps none from being written. What it counts is counted only where it is due, by the daemon that leads.
-- $1 its channel, $2 ms between two, $3 holder
-- columns: whether this holder leads; ms until it is due (0 or below: it is); red, yellow and blue deviations that stand in
--          open years; messages that wait, and dead ones, heartbeats left out.
WITH turn AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM leader WHERE holder = $3 AND until > now()) AS leads,
           coalesce((SELECT ceil(extract(epoch FROM created_at - now()) * 1000)::bigint + $2::bigint
                     FROM messages
                     WHERE channel = $1 AND type = 'daemon.heartbeat'
                       AND created_at > now() - $2::bigint * interval '1 ms' AND created_at <= now()
                     ORDER BY created_at DESC LIMIT 1), 0) AS due
)
SELECT turn.leads, turn.due, coalesce(d.red, 0), coalesce(d.yellow, 0), coalesce(d.blue, 0),
       coalesce(m.waiting, 0), coalesce(m.dead, 0)
FROM turn
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE severity = 'red') AS red, count(*) FILTER (WHERE severity = 'yellow') AS yellow,
           count(*) FILTER (WHERE severity = 'blue') AS blue
    FROM deviations
    WHERE turn.leads AND turn.due <= 0 AND severity <> 'none'
      AND NOT EXISTS (SELECT FROM fiscal_years y WHERE y.fiscal_year = deviations.fiscal_year AND y.closed_at IS NOT NULL)
) d ON true
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE waits) AS waiting, count(*) FILTER (WHERE died) AS dead
    FROM messages
    WHERE turn.leads AND turn.due <= 0 AND (waits OR died) AND type <> 'daemon.heartbeat'
) m ON true
