-- The notice that was sent last of a unit, or of any.
-- $1 unit (NULL: any), $2 fiscal year, $3 minutes east of UTC of the office
-- columns: id, title, sent at (the office's time), whether it was late, how many messages there are of it, how many of
--          them were delivered, how many given up.
SELECT n.id, n.title, to_char(n.made_at AT TIME ZONE 'UTC' + make_interval(mins => $3::int), 'YYYY-MM-DD HH24:MI'), n.late,
       s.all, s.delivered, s.dead
FROM notices n
CROSS JOIN LATERAL (
    SELECT count(*) AS all, count(*) FILTER (WHERE coalesce(m.state, 'delivered') = 'delivered') AS delivered,
           count(*) FILTER (WHERE m.state = 'dead') AS dead
    FROM message_notices x LEFT JOIN messages m ON m.id = x.message_id WHERE x.notice_id = n.id
) s
WHERE ($1::text IS NULL OR n.unit_code = $1 COLLATE "C") AND n.fiscal_year = $2::smallint
ORDER BY n.id DESC
LIMIT 1
