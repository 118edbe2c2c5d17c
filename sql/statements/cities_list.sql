-- How each city fares, as it is now.
-- columns: name, state, since when (UTC), errors counted, seconds since the moment up to which it is followed
--          (NULL: it is not yet)
SELECT name, state, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), errors,
    greatest(extract(epoch FROM now() - heard_at), 0)::bigint
FROM cities_now() ORDER BY name
