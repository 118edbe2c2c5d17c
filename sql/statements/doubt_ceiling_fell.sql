-- Running totals that are below those of the month before, where this import brings one of the two.
-- Which totals may have fallen was found before.
-- Columns: place, line, text
SELECT coalesce(s.place, b.place) AS place, coalesce(s.line, b.line) AS line,
    CASE WHEN s.line IS NOT NULL
        THEN format('%s of %s in month %s is less than the %s of month %s', t.total, concat_ws(' ', t.unit_code, t.kind), t.month,
            t.before, t.before_month)
        ELSE format('%s of %s in month %s is more than the %s of month %s', t.before, concat_ws(' ', t.unit_code, t.kind),
            t.before_month, t.total, t.month)
    END AS text
FROM (
    SELECT unit_code, fiscal_year, kind, month, spent_cumulative AS total,
        lag(spent_cumulative) OVER (PARTITION BY unit_code, fiscal_year, kind ORDER BY month) AS before,
        lag(month) OVER (PARTITION BY unit_code, fiscal_year, kind ORDER BY month) AS before_month
    FROM ceiling_spending
    WHERE spent_cumulative IS NOT NULL
        AND (unit_code, fiscal_year, kind) IN (
            SELECT unit_code, fiscal_year, kind FROM pg_temp.falling_ceiling_spending)
) AS t
LEFT JOIN pg_temp.staged_ceiling_spending AS s USING (unit_code, fiscal_year, kind, month)
LEFT JOIN pg_temp.staged_ceiling_spending AS b
    ON (b.unit_code, b.fiscal_year, b.kind) = (t.unit_code, t.fiscal_year, t.kind)
    AND b.month = t.before_month
WHERE t.total < t.before AND (s.line IS NOT NULL OR b.line IS NOT NULL)
