-- Fiscal years: those that have partitions, and those that are closed or were.
-- $1 minutes east of UTC of the office
-- columns: fiscal year; of closed ones when (UTC), when (the office's time), by whom, who was logged in, why; partitions
SELECT y.fiscal_year,
       to_char(f.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(f.closed_at AT TIME ZONE 'UTC' + make_interval(mins => $1::int), 'YYYY-MM-DD HH24:MI'),
       f.closed_by,
       CASE WHEN f.closed_at IS NOT NULL THEN f.session_user_name END,
       CASE WHEN f.closed_at IS NOT NULL THEN
           (SELECT c.reason FROM year_closings c WHERE c.fiscal_year = f.fiscal_year ORDER BY c.id DESC LIMIT 1) END,
       coalesce(p.count, 0)
FROM (SELECT right(c.relname, 4)::smallint AS fiscal_year, count(*) AS count
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_partitioned_table t ON t.partrelid = i.inhparent
      WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ '_(20[0-9][0-9]|2100)$'
      GROUP BY 1) AS p
FULL JOIN fiscal_years f USING (fiscal_year)
CROSS JOIN LATERAL (SELECT coalesce(p.fiscal_year, f.fiscal_year) AS fiscal_year) AS y
ORDER BY 1
