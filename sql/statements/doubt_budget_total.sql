-- Budgets without a fund beside budgets with one: a total that would count twice, or one that differs from
-- the sum of its funds. Once a project and year, at the row without a fund where this import brings it.
-- Columns: place, line, text
SELECT DISTINCT ON (s.project_code, s.fiscal_year) s.place, s.line,
    format('%s has %s without a fund beside %s in %s; %s', s.project_code, t.total,
        CASE WHEN t.total = t.funds THEN 'the same' ELSE t.funds::text END,
        CASE WHEN t.number = 1 THEN 'one fund' ELSE t.number || ' funds' END,
        CASE WHEN t.total = t.funds THEN 'is it their total? It counts twice' ELSE 'both count' END) AS text
FROM pg_temp.staged_budgets AS s
JOIN (
    SELECT project_code, fiscal_year, sum(initial_amount) FILTER (WHERE fund = '') AS total,
        sum(initial_amount) FILTER (WHERE fund <> '') AS funds, count(*) FILTER (WHERE fund <> '') AS number
    FROM budgets
    WHERE (project_code, fiscal_year) IN (SELECT project_code, fiscal_year FROM pg_temp.staged_budgets)
    GROUP BY project_code, fiscal_year
) AS t USING (project_code, fiscal_year)
WHERE t.total <> 0 AND t.number > 0
ORDER BY s.project_code, s.fiscal_year, s.fund <> '', s.place, s.line
