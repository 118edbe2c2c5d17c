-- What officers have said of a deviation, the newest first.
-- $1 deviation, $2 how many at most, $3 minutes east of UTC of the office
-- columns: said at (the office's time), by whom, severity then, cause, decision, action, who is to do it, due, done on,
--          verified on, refuted on, note.
SELECT to_char(at AT TIME ZONE 'UTC' + make_interval(mins => $3::int), 'YYYY-MM-DD HH24:MI'), by_whom, severity, cause,
       decision, action, action_owner, action_due, action_done_on, action_verified_on, action_refuted_on, note
FROM acknowledgements
WHERE deviation_id = $1::bigint
ORDER BY id DESC
LIMIT $2::int
