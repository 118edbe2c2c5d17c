-- For doctor: how gathered cities fare, numbered.
-- columns: named as they are shown.
SELECT row_number() OVER (ORDER BY name) AS city, state, date_trunc('second', now() - since) AS "for", errors,
       greatest(extract(epoch FROM now() - heard_at), 0)::bigint AS seconds_behind
FROM cities_now() ORDER BY 1
