-- The closings and reopenings of a fiscal year, in order.
-- $1 fiscal year, $2 minutes east of UTC of the office
-- columns: close or reopen, at (UTC), at (the office's time), by whom, who was logged in, why (NULL: not said)
SELECT operation,
       to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(at AT TIME ZONE 'UTC' + make_interval(mins => $2::int), 'YYYY-MM-DD HH24:MI'),
       by_whom, session_user_name, reason
FROM year_closings WHERE fiscal_year = $1::smallint ORDER BY id
