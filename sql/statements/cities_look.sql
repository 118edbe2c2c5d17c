-- How each city fares, put down for whoever asks later.
-- columns: name, its state (NULL: its subscription is gone), its state before (NULL: it is new), since when it is
--          in this state
WITH now_is AS MATERIALIZED (
    SELECT * FROM cities_now()
), gone AS (
    DELETE FROM cities c WHERE NOT EXISTS (SELECT FROM now_is n WHERE n.name = c.name) RETURNING c.name, c.state, c.since
), put AS (
    INSERT INTO cities (name, state, since, errors, heard_at)
    SELECT name, state, since, errors, heard_at FROM now_is
    ON CONFLICT (name) DO UPDATE SET state = excluded.state, since = excluded.since, errors = excluded.errors,
        heard_at = excluded.heard_at
)
SELECT name, state, was, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM now_is
UNION ALL
SELECT name, NULL, state, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM gone
ORDER BY 1
