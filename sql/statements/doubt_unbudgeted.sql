-- Spending of a project that has no budget in the year, or one that is not above zero; once a project,
-- at the first row that has any.
-- Columns: place, line, text
WITH spending AS MATERIALIZED (
    SELECT DISTINCT project_code, fiscal_year FROM pg_temp.grouped_execution WHERE spent_cumulative
), lacking AS MATERIALIZED (
    SELECT project_code, fiscal_year, b.total
    FROM spending
    LEFT JOIN (
        SELECT project_code, fiscal_year, sum(amount) AS total
        FROM (
            SELECT project_code, fiscal_year, initial_amount AS amount FROM budgets
            UNION ALL
            SELECT project_code, fiscal_year, amount FROM budget_adjustments
        ) AS money
        WHERE (project_code, fiscal_year) IN (SELECT project_code, fiscal_year FROM spending)
        GROUP BY project_code, fiscal_year
    ) AS b USING (project_code, fiscal_year)
    WHERE coalesce(b.total, 0) <= 0
)
SELECT DISTINCT ON (s.project_code, s.fiscal_year) s.place, s.line,
    format('%s is spent on %s, whose budget of %s is %s', s.spent_cumulative, s.project_code, s.fiscal_year,
        coalesce(b.total::text, 'not there')) AS text
FROM lacking AS b
JOIN pg_temp.staged_execution AS s USING (project_code, fiscal_year)
WHERE s.spent_cumulative > 0
ORDER BY s.project_code, s.fiscal_year, s.place, s.line
