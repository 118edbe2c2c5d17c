-- Spending without a fund beside spending with one in the same month: a total that would count twice, or one
-- that differs from the sum of its funds. Once a project and year, at its first row without a fund where
-- this import brings one. Nearly always a project has the one or the other, so those that have both are found
-- first.
-- Columns: place, line, text
WITH divided AS MATERIALIZED (
    SELECT DISTINCT project_code, fiscal_year FROM execution
    WHERE fund <> '' AND fiscal_year BETWEEN (SELECT min(fiscal_year) FROM pg_temp.grouped_execution)
            AND (SELECT max(fiscal_year) FROM pg_temp.grouped_execution)
        AND (project_code, fiscal_year) IN (SELECT project_code, fiscal_year FROM pg_temp.grouped_execution)
), mixed AS MATERIALIZED (
    SELECT project_code, fiscal_year FROM divided AS d
    WHERE EXISTS (
        SELECT FROM execution AS e
        WHERE e.project_code = d.project_code AND e.fiscal_year = d.fiscal_year AND e.fund = ''
            AND e.spent_cumulative <> 0
        OFFSET 0 -- one probe each: a join would read all there is, where nothing is known of new rows yet
    )
)
SELECT DISTINCT ON (s.project_code, s.fiscal_year) s.place, s.line,
    format('%s has %s without a fund beside %s in %s in month %s; %s', s.project_code, t.total,
        CASE WHEN t.total = t.funds THEN 'the same' ELSE t.funds::text END,
        CASE WHEN t.number = 1 THEN 'one fund' ELSE t.number || ' funds' END, s.month,
        CASE WHEN t.total = t.funds THEN 'is it their total? It counts twice' ELSE 'both count' END) AS text
FROM pg_temp.staged_execution AS s
JOIN (
    SELECT project_code, fiscal_year, month, sum(spent_cumulative) FILTER (WHERE fund = '') AS total,
        sum(spent_cumulative) FILTER (WHERE fund <> '') AS funds, count(*) FILTER (WHERE fund <> '') AS number
    FROM execution
    WHERE (project_code, fiscal_year) IN (SELECT project_code, fiscal_year FROM mixed)
    GROUP BY project_code, fiscal_year, month
) AS t USING (project_code, fiscal_year, month)
WHERE t.total <> 0 AND t.number > 0
ORDER BY s.project_code, s.fiscal_year, s.fund <> '', s.place, s.line
