-- A city that was never looked at before: errors counted until then say nothing of now. While its tables are copied for
-- the first time there are some as a rule (a year's partition is made once the years are copied, which may be after what
-- belongs into it), and it was shown as failing though it had long been followed. What fails again and again is seen by
-- its worker, which has not got as far as hearing anything, and at the next look by its errors.
CREATE OR REPLACE FUNCTION cities_now() RETURNS TABLE (name text, state text, since timestamptz, errors bigint,
                                                       heard_at timestamptz, was text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s.subname::text AS name, now_is.state, CASE WHEN c.state = now_is.state THEN c.since ELSE now() END AS since,
        coalesce(t.apply_error_count + t.sync_error_count, 0) AS errors, coalesce(w.latest_end_time, c.heard_at) AS heard_at,
        c.state AS was
    FROM pg_subscription s
    LEFT JOIN pg_stat_subscription w ON w.subid = s.oid AND w.relid IS NULL
    LEFT JOIN pg_stat_subscription_stats t ON t.subid = s.oid
    LEFT JOIN cities c ON c.name = s.subname
    CROSS JOIN LATERAL (SELECT CASE
        WHEN NOT s.subenabled THEN 'disabled'
        WHEN t.apply_error_count + t.sync_error_count > c.errors + 1 THEN 'fails'
        WHEN (w.pid IS NULL OR w.latest_end_time IS NULL)
            AND (c.state = 'fails' OR c.name IS NULL AND t.apply_error_count + t.sync_error_count > 1) THEN 'fails'
        WHEN w.pid IS NULL OR w.last_msg_receipt_time < now() - interval '2 minutes' THEN 'away'
        WHEN EXISTS (SELECT FROM pg_subscription_rel r WHERE r.srsubid = s.oid AND r.srsubstate NOT IN ('r', 's'))
            THEN 'copies'
        ELSE 'works' END AS state) AS now_is
    WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
END;
