-- Spending without a fund beside spending with one in the same month: a total that would count twice, or one
-- that differs from the sum of its funds. Once a project and year, at its first row without a fund where
-- this import brings one. Nearly always a project has the one or the other, so those that have both are found
-- first. OFFSET 0 keeps each question a look into the index: the server may know nothing yet of what came a moment
-- ago, and would then join without measure.
-- Columns: place, line, text
WITH mixed AS MATERIALIZED (
    SELECT project_code, fiscal_year
    FROM (SELECT DISTINCT project_code, fiscal_year FROM pg_temp.grouped_execution) AS g
    WHERE EXISTS (
            SELECT FROM execution AS e
            WHERE e.project_code = g.project_code AND e.fiscal_year = g.fiscal_year AND e.fund > ''
            OFFSET 0
        )
        AND EXISTS (
            SELECT FROM execution AS e
            WHERE e.project_code = g.project_code AND e.fiscal_year = g.fiscal_year AND e.fund = ''
                AND e.spent_cumulative <> 0
            OFFSET 0
        )
)
SELECT DISTINCT ON (s.project_code, s.fiscal_year) s.place, s.line,
    format('%s has %s without a fund beside %s in %s in month %s; %s', s.project_code, t.total,
        CASE WHEN t.total = t.funds THEN 'the same' ELSE t.funds::text END,
        CASE WHEN t.number = 1 THEN 'one fund' ELSE t.number || ' funds' END, s.month,
        CASE WHEN t.total = t.funds THEN 'is it their total? It counts twice' ELSE 'both count' END) AS text
FROM pg_temp.staged_execution AS s
JOIN (
    SELECT m.project_code, m.fiscal_year, e.*
    FROM mixed AS m
    CROSS JOIN LATERAL (
        SELECT month, sum(spent_cumulative) FILTER (WHERE fund = '') AS total,
            sum(spent_cumulative) FILTER (WHERE fund <> '') AS funds, count(*) FILTER (WHERE fund <> '') AS number
        FROM execution
        WHERE project_code = m.project_code AND fiscal_year = m.fiscal_year
        GROUP BY month
    ) AS e
) AS t USING (project_code, fiscal_year, month)
WHERE t.total <> 0 AND t.number > 0
ORDER BY s.project_code, s.fiscal_year, s.fund <> '', s.place, s.line
