-- For doctor: the fiscal years, their partitions, which are closed, and how much of the officers' work there is.
-- columns: named as they are shown.
SELECT p.year, p.partitions, y.closed_at IS NOT NULL AS closed,
       (SELECT count(*) FROM budgets b WHERE b.fiscal_year = p.year) AS budgets,
       (SELECT count(*) FROM evaluations e WHERE e.fiscal_year = p.year) AS evaluations,
       (SELECT count(*) FROM notices n WHERE n.fiscal_year = p.year) AS notices
FROM (SELECT right(c.relname, 4)::smallint AS year, count(*) AS partitions
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ '_(20[0-9][0-9]|2100)$'
      GROUP BY 1) p
LEFT JOIN fiscal_years y ON y.fiscal_year = p.year
ORDER BY 1
