-- Running totals that are below those of the month before, where this import brings one of the two.
-- Which totals may have fallen was found before.
-- Columns: place, line, text
SELECT coalesce(s.place, b.place) AS place, coalesce(s.line, b.line) AS line,
    CASE WHEN s.line IS NOT NULL
        THEN format('%s of %s in month %s is less than the %s of month %s', t.total, concat_ws(' ', t.project_code, nullif(t.fund, '')), t.month,
            t.before, t.before_month)
        ELSE format('%s of %s in month %s is more than the %s of month %s', t.before, concat_ws(' ', t.project_code, nullif(t.fund, '')),
            t.before_month, t.total, t.month)
    END AS text
FROM (
    SELECT project_code, fiscal_year, fund, month, spent_cumulative AS total,
        lag(spent_cumulative) OVER (PARTITION BY project_code, fiscal_year, fund ORDER BY month) AS before,
        lag(month) OVER (PARTITION BY project_code, fiscal_year, fund ORDER BY month) AS before_month
    FROM execution
    WHERE spent_cumulative IS NOT NULL
        AND (project_code, fiscal_year, fund) IN (
            SELECT project_code, fiscal_year, fund FROM pg_temp.falling_execution)
) AS t
LEFT JOIN pg_temp.staged_execution AS s USING (project_code, fiscal_year, fund, month)
LEFT JOIN pg_temp.staged_execution AS b
    ON (b.project_code, b.fiscal_year, b.fund) = (t.project_code, t.fiscal_year, t.fund)
    AND b.month = t.before_month
WHERE t.total < t.before AND (s.line IS NOT NULL OR b.line IS NOT NULL)
