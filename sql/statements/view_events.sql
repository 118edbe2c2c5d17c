-- What happened to a deviation, the newest first.
-- $1 deviation, $2 how many at most, $3 minutes east of UTC of the office
-- columns: id, event, severity, month, observed, expected, gap, explanation, occurred on, written at (the office's
--          time), the event that it corrects (NULL: none).
SELECT id, event, severity, month, observed, expected, gap, explanation, occurred_on,
       to_char(created_at AT TIME ZONE 'UTC' + make_interval(mins => $3::int), 'YYYY-MM-DD HH24:MI'), corrects_event_id
FROM events
WHERE deviation_id = $1::bigint
ORDER BY id DESC
LIMIT $2::int
