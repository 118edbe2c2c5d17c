-- Silences, the newest first.
-- $1 also those that have ended (boolean), $2 minutes east of UTC of the office
-- columns: id, rule, unit code, subject code, severity, at what times, reason, by whom, who was logged in,
--          starts, ends (both the office's time), whether it stands, ended by (NULL: nobody).
SELECT s.id, s.rule, s.unit_code, s.subject_code, s.severity, s.recurring, s.reason, s.by_whom, s.session_user_name,
       to_char(s.starts_at AT TIME ZONE 'UTC' + make_interval(mins => $2::int), 'YYYY-MM-DD HH24:MI'),
       to_char(coalesce(s.ended_at, s.ends_at) AT TIME ZONE 'UTC' + make_interval(mins => $2::int),
               'YYYY-MM-DD HH24:MI'),
       s.ended_at IS NULL AND s.ends_at > now(), s.ended_by
FROM silences s
WHERE $1::boolean OR (s.ended_at IS NULL AND s.ends_at > now())
ORDER BY s.id DESC
