-- How many projects and indicators there are in a year: the indicators of the year, and all projects but
-- those that have rows in other years only. $1 fiscal year.
-- Columns: projects, indicators
WITH years AS (
    SELECT project_code, fiscal_year FROM budgets
    UNION SELECT project_code, fiscal_year FROM execution
    UNION SELECT project_code, fiscal_year FROM budget_adjustments
    UNION SELECT project_code, fiscal_year FROM plans
    UNION SELECT owner_project, fiscal_year FROM indicators WHERE owner_project IS NOT NULL
), elsewhere AS (
    SELECT project_code FROM years GROUP BY project_code HAVING bool_and(fiscal_year <> $1::smallint)
)
SELECT
    (SELECT count(*) FROM projects WHERE code NOT IN (SELECT project_code FROM elsewhere)),
    (SELECT count(*) FROM indicators WHERE fiscal_year = $1::smallint)
