-- Running totals that are below those of the month before, where this import brings one of the two.
-- Which totals may have fallen was found before.
-- Columns: place, line, text
SELECT coalesce(s.place, b.place) AS place, coalesce(s.line, b.line) AS line,
    CASE WHEN s.line IS NOT NULL
        THEN format('%s of %s in month %s is less than the %s of month %s', t.total, t.project_code, t.month,
            t.before, t.before_month)
        ELSE format('%s of %s in month %s is more than the %s of month %s', t.before, t.project_code,
            t.before_month, t.total, t.month)
    END AS text
FROM (
    SELECT project_code, fiscal_year, month, planned_cumulative AS total,
        lag(planned_cumulative) OVER (PARTITION BY project_code, fiscal_year ORDER BY month) AS before,
        lag(month) OVER (PARTITION BY project_code, fiscal_year ORDER BY month) AS before_month
    FROM plans
    WHERE planned_cumulative IS NOT NULL
        AND (project_code, fiscal_year) IN (
            SELECT project_code, fiscal_year FROM pg_temp.falling_plans)
) AS t
LEFT JOIN pg_temp.staged_plans AS s USING (project_code, fiscal_year, month)
LEFT JOIN pg_temp.staged_plans AS b
    ON (b.project_code, b.fiscal_year) = (t.project_code, t.fiscal_year)
    AND b.month = t.before_month
WHERE t.total < t.before AND (s.line IS NOT NULL OR b.line IS NOT NULL)
