-- Spending of a project that has no budget in the year, or one that is not above zero; once a project,
-- at the first row that has any.
-- Columns: place, line, text
SELECT DISTINCT ON (s.project_code, s.fiscal_year) s.place, s.line,
    format('%s is spent on %s, whose budget of %s is %s', s.spent_cumulative, s.project_code, s.fiscal_year,
        coalesce(b.total::text, 'not there')) AS text
FROM pg_temp.staged_execution AS s
LEFT JOIN (
    SELECT project_code, fiscal_year, sum(amount) AS total
    FROM (
        SELECT project_code, fiscal_year, initial_amount AS amount FROM budgets
        UNION ALL
        SELECT project_code, fiscal_year, amount FROM budget_adjustments
    ) AS money
    WHERE fiscal_year IN (SELECT fiscal_year FROM pg_temp.staged_execution)
    GROUP BY project_code, fiscal_year
) AS b USING (project_code, fiscal_year)
WHERE s.spent_cumulative > 0 AND coalesce(b.total, 0) <= 0
ORDER BY s.project_code, s.fiscal_year, s.place, s.line
