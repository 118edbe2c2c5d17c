-- How evaluation stands, for monitoring.
-- columns: whether somebody leads, epoch, change log rows, ms since its oldest row (NULL: none), day of the last full
--          pass and of the last nightly proof (ms since 1970, midnight in UTC; NULL: never).
SELECT l.until > now(), l.epoch, c.rows, c.age,
       (extract(epoch FROM f.finished_on::timestamp AT TIME ZONE 'UTC') * 1000)::bigint,
       (extract(epoch FROM f.proved_on::timestamp AT TIME ZONE 'UTC') * 1000)::bigint
FROM leader l
CROSS JOIN full_pass f
CROSS JOIN (SELECT count(*) AS rows, (extract(epoch FROM clock_timestamp() - min(at)) * 1000)::bigint AS age
            FROM change_log) c
