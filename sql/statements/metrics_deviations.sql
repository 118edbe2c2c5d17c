-- How many deviations stand in the years that are open.
-- columns: rule, severity, how many.
SELECT d.rule, d.severity, count(*)
FROM deviations d
WHERE d.severity <> 'none'
  AND NOT EXISTS (SELECT FROM fiscal_years y WHERE y.fiscal_year = d.fiscal_year AND y.closed_at IS NOT NULL)
GROUP BY d.rule, d.severity
ORDER BY d.rule, d.severity
