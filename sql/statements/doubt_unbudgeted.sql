-- Spending of a project that has no budget in the year, or one that is not above zero; once a project,
-- at the first row that has any.
-- Columns: place, line, text
WITH staged AS MATERIALIZED (
    SELECT DISTINCT project_code, fiscal_year FROM pg_temp.grouped_execution
), lacking AS MATERIALIZED (
    SELECT project_code, fiscal_year, sum(amount) AS total
    FROM staged
    LEFT JOIN (
        SELECT project_code, fiscal_year, initial_amount AS amount FROM budgets
        UNION ALL
        SELECT project_code, fiscal_year, amount FROM budget_adjustments
    ) AS money USING (project_code, fiscal_year)
    GROUP BY project_code, fiscal_year
    HAVING coalesce(sum(amount), 0) <= 0
)
SELECT DISTINCT ON (s.project_code, s.fiscal_year) s.place, s.line,
    format('%s is spent on %s, whose budget of %s is %s', s.spent_cumulative, s.project_code, s.fiscal_year,
        coalesce(b.total::text, 'not there')) AS text
FROM lacking AS b
JOIN pg_temp.staged_execution AS s USING (project_code, fiscal_year)
WHERE s.spent_cumulative > 0
ORDER BY s.project_code, s.fiscal_year, s.place, s.line
